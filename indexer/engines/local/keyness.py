"""Which words set some speeches apart from the rest of the corpus.

Enters: a snapshot's words, which speeches are meant. Leaves: words with their counts and their log-likelihood. Never:
matches anything, cuts a text.

A word that stands a times in c words of these speeches and b times in d words of the others has
G² = 2 (a ln(a / E₁) + b ln(b / E₂)), E₁ = c (a + b) / (c + d), E₂ = d (a + b) / (c + d).
Source: Rayson, Garside: Comparing corpora using frequency profiling (2000).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.keywords import as_value
from indexer.engines.local.speeches import Speeches
from indexer.engines.local.words import QUARTERS_OF_WORD, Words
from indexer.model import CharacteristicWord

_CANDIDATES = 300
"""Words of each segment that are compared over the whole corpus; more than any page lists."""
_LEAST_SPEECHES = 3
"""A word of one or two speeches tells about those, not about who gave them; of fewer speeches, about none."""
_LEAST_CHARACTERS = 2


class _Sides(NamedTuple):
    """The chosen speeches and the others: bool[d] each, and how many words they have."""

    here: Array
    elsewhere: Array
    words_here: int
    words_elsewhere: int


def characteristic_words(
    speeches: Speeches, chosen: Array, most: int, is_ignored: Callable[[str], bool]
) -> tuple[CharacteristicWord, ...]:
    """The words that chosen speeches have more often than the others, the most striking first. chosen: bool[d]."""
    here, elsewhere = chosen & speeches.is_live, ~chosen & speeches.is_live
    lengths = speeches.lengths("body").astype(np.int64)
    sides = _Sides(here, elsewhere, int(lengths[here].sum()), int(lengths[elsewhere].sum()))
    if not (sides.words_here and sides.words_elsewhere):
        return ()
    candidates = {word for segment, first in speeches.parts() for word in _candidates(segment.body, first, sides)}
    counted = (_counted(speeches, word, sides) for word in candidates if not is_ignored(word))
    found = [word for word in counted if word is not None]
    return tuple(sorted(found, key=lambda word: (-word.score, word.word))[:most])


def _candidates(words: Words, first: int, sides: _Sides) -> Iterator[str]:
    """The words of a segment that might be among them; first: the number of its first document."""
    documents = slice(first, first + len(words.lengths))
    here, elsewhere = words.sums(sides.here[documents]), words.sums(sides.elsewhere[documents])
    scores = _log_likelihood(here, elsewhere, sides)
    for number in np.argsort(-scores, kind="stable")[:_CANDIDATES].tolist():
        word = as_value(words.lexicon[number])
        if scores[number] > 0 and len(word) >= _LEAST_CHARACTERS and word.isalpha():
            yield word


def _counted(speeches: Speeches, word: str, sides: _Sides) -> CharacteristicWord | None:
    """A word with its counts over all segments; None where too few of the chosen speeches have it."""
    documents, quarters = speeches.postings("body", word)
    times = quarters // QUARTERS_OF_WORD
    is_here = sides.here[documents] & (times > 0)
    here, elsewhere = (times[some].sum(dtype=np.float64) for some in (is_here, sides.elsewhere[documents]))
    score = _log_likelihood(np.array([here]), np.array([elsewhere]), sides)[0]
    if np.count_nonzero(is_here) < _LEAST_SPEECHES or score <= 0:
        return None
    return CharacteristicWord(word, int(here), int(elsewhere), float(score))


def _log_likelihood(here: Array, elsewhere: Array, sides: _Sides) -> Array:
    """G² of each word, 0 where it is not more frequent here than elsewhere."""
    whole = sides.words_here + sides.words_elsewhere
    expected_here = sides.words_here * (here + elsewhere) / whole
    expected_elsewhere = sides.words_elsewhere * (here + elsewhere) / whole
    # 0 ln 0 is 0, as is the score of a word that is nowhere.
    terms = [
        np.where(seen > 0, seen * np.log(np.maximum(seen, 1) / np.maximum(expected, 1e-12)), 0.0)
        for seen, expected in ((here, expected_here), (elsewhere, expected_elsewhere))
    ]
    scores: Array = np.where(here > expected_here, 2 * (terms[0] + terms[1]), 0.0)
    return scores
