"""The likeliest of the strings that are near to one that stands nowhere, as they stand, with their counts.

Enters: the speeches, a string. Leaves: wordings. Never decides what is found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from string import digits

import numpy as np

from indexer.analysis import function_words
from indexer.engines.local.nearest import MOST_EDITED, Near, nearest
from indexer.engines.local.places import Standing
from indexer.engines.local.speeches import Speeches
from indexer.equivalents import CHINESE_NUMERALS
from indexer.folding import fold
from indexer.wordings import Likeness, Wording

_CHANGED = 2
"""What a changed character costs in `Near`."""
_NUMERALS = frozenset(CHINESE_NUMERALS + digits)
_MOST_COUNTED = 16
"""Candidates that are looked up: each costs as much as a query of one word."""
_COST = 3.0
"""What a change costs, in powers of e: a wording of one more change has to be 20 times as frequent."""
_FEWEST_WHOLE = 0.3
"""Of the speeches that hold a string, those that hold it as whole words: with fewer it is a part of others."""
_FARTHEST = 4.0
"""Below the best by more than this (55 times as rare) a wording is not what was meant."""
_SHORT = 4
"""Characters: of so few, one that differs is a quarter or more, and any corpus has some string that does."""
_FEWEST_SPEECHES = 2
"""That hold a short string which is spelled otherwise: one has anything."""


def wordings(speeches: Speeches, text: str, most: int, *, is_listed: bool) -> list[Wording]:
    """At most so many wordings that are near to a text, the likeliest first.

    is_listed: it is a word of the dictionary, so it was spelled as it was meant; it may have been heard wrongly.
    """
    folded = fold(text)
    near = [one for one in nearest(speeches.streams, folded) if _may_be_meant(folded, one, is_listed=is_listed)]
    scored = sorted(_scored(speeches, near[:_MOST_COUNTED], folded), key=lambda pair: -pair[0])
    return [wording for score, wording in scored[:most] if score > scored[0][0] - _FARTHEST]


def _may_be_meant(typed: str, near: Near, *, is_listed: bool) -> bool:
    """Whether a slip may have made the one of the other: it makes no other number, and adds no word that only joins."""
    if near.cost < _CHANGED or len(typed) > MOST_EDITED:
        return True
    return not is_listed and all(map(_is_slip, *_differing(typed, near.text)))


def _differing(one: str, other: str) -> tuple[str, str]:
    """What differs of two strings, character by character; where one is longer by one, that character and a space."""
    if len(one) == len(other):
        differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        return "".join(a for a, _ in differing), "".join(b for _, b in differing)
    shorter = min(len(one), len(other))
    at = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    return (" ", other[at]) if len(one) < len(other) else (one[at], " ")


def _is_slip(typed: str, meant: str) -> bool:
    if " " in (typed, meant):
        return f"{typed}{meant}".strip() not in _NUMERALS and meant not in function_words()
    is_alike = meant.isalnum() and typed.isascii() == meant.isascii()
    return is_alike and meant not in function_words() and not {typed, meant} <= _NUMERALS


def _scored(speeches: Speeches, several: Sequence[Near], typed: str) -> Iterator[tuple[float, Wording]]:
    for near in several:
        standing = Standing(speeches.find(near.text), speeches)
        live = speeches.is_live[standing.documents]
        documents, occurrences = standing.documents[live], int(standing.counts[live].sum())
        fewest = _FEWEST_SPEECHES if near.cost >= _CHANGED and len(typed) <= _SHORT else 1
        if len(documents) < fewest:
            continue
        if len(typed) > MOST_EDITED or np.mean(standing.is_whole[live]) >= _FEWEST_WHOLE:
            likeness = Likeness.SOUND if near.is_sound else Likeness.SPELLING
            shown = _as_it_stands(speeches, standing, int(documents[0]))
            score = math.log(occurrences) - _COST * near.cost
            yield score, Wording(shown, likeness, occurrences, len(documents))


def _as_it_stands(speeches: Speeches, standing: Standing, document: int) -> str:
    start, end = standing.spans(document)[0]
    return speeches.text(start, end)
