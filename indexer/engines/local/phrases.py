"""The phrases of a segment: what is offered while someone types, and told apart from chance.

Enters: a stream of characters. Leaves: phrases, and about how many speeches have each. Never decides what is found.

Layout (part `phrases`): `blob` u8 and `starts` i64, the phrases (folded, UTF-8) as a lexicon; `speeches` u32, about
how many speeches of the segment have each: they are counted in a part of a large segment, and that is made up for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from indexer.analysis import function_words
from indexer.engines.local.arrays import Array, Lexicon
from indexer.engines.local.keywords import as_term, as_value
from indexer.mining import Phrase, mine

NAMES = (*Lexicon.NAMES, "speeches")
MOST_MINED = 1 << 23
"""Characters of a segment that are mined, in speeches evenly chosen: half of a segment has the phrases of all of it."""


class _Sample(NamedTuple):
    """Every `step`-th speech of a stream: points u32[n], folded, borders bool[n], and where each speech begins."""

    points: Array
    borders: Array
    speech_starts: Array
    step: int


def _sample(stream: Mapping[str, Array]) -> _Sample:
    starts = stream["title_starts"].astype(np.int64)
    length = int(starts[-1])
    step = max(-(-length // MOST_MINED), 1)
    borders = np.unpackbits(stream["borders"], count=length, bitorder="little").astype(bool)
    rows = [slice(first, end) for first, end in zip(starts[:-1:step].tolist(), starts[1::step].tolist(), strict=True)]
    ends = np.cumsum([0, *(row.stop - row.start for row in rows)])
    return _Sample(
        points=stream["folded"][stream["classes"]][np.concatenate([stream["ids"][row] for row in rows])],
        borders=np.concatenate([borders[row] for row in rows]),
        speech_starts=ends[:-1],
        step=step,
    )


def mined(stream: Mapping[str, Array], *, with_words: bool = False) -> list[Phrase]:
    """The phrases of a segment; stream: what `characters.stream` made of it, at least one speech.

    Occurrences and speeches are those of the part that is mined, made up for the rest.
    """
    points, borders, speech_starts, step = _sample(stream)
    found = mine(points, borders, speech_starts, function_words(), with_words=with_words)
    return [replace(p, occurrences=p.occurrences * step, speeches=p.speeches * step) for p in found]


def build(stream: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays of a segment's phrases; stream as for `mined`."""
    found = sorted((as_term(phrase.text), phrase.speeches) for phrase in mined(stream))
    return {
        **Lexicon.arrays([phrase for phrase, _ in found]),
        "speeches": np.array([speeches for _, speeches in found], np.uint32),
    }


class Phrases:
    """The phrases of one segment."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.lexicon = Lexicon(arrays["blob"], arrays["starts"])
        self.speeches = arrays["speeches"]

    def frequencies(self) -> dict[str, int]:
        """About how many speeches have each phrase."""
        return {as_value(self.lexicon[i]): count for i, count in enumerate(self.speeches.tolist())}


def phrase_frequencies(several: Sequence[Phrases]) -> Counter[str]:
    """The phrases of all segments and about how many speeches have each."""
    total: Counter[str] = Counter()
    for phrases in several:
        total.update(phrases.frequencies())
    return total
