"""The likeliest of the strings that are near to one that stands nowhere, as they stand, with their counts.

Enters: the speeches, a string. Leaves: wordings. Never decides what is found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from indexer.engines.local.nearest import Near, nearest
from indexer.engines.local.places import Standing
from indexer.engines.local.speeches import Speeches
from indexer.folding import fold
from indexer.wordings import Likeness, Wording

_MOST_COUNTED = 16
"""Candidates that are looked up: each costs as much as a query of one word."""
_COST = 3.0
"""What a change costs, in powers of e: a wording of one more change has to be 20 times as frequent."""
_NOT_WORDS = 2.0
"""What it costs that a string is mostly a part of other words."""
_FEWEST_WHOLE = 0.3
"""Of the speeches that hold a string, those that hold it as whole words: with fewer it is a part of others."""
_FARTHEST = 6.0
"""Below the best by more than this (400 times as rare) a wording is not what was meant."""


def wordings(speeches: Speeches, text: str, most: int) -> list[Wording]:
    """At most so many wordings that are near to a text, the likeliest first."""
    near = nearest(speeches.streams, fold(text))[:_MOST_COUNTED]
    scored = sorted(_scored(speeches, near), key=lambda pair: -pair[0])
    return [wording for score, wording in scored[:most] if score > scored[0][0] - _FARTHEST]


def _scored(speeches: Speeches, several: list[Near]) -> Iterator[tuple[float, Wording]]:
    for near in several:
        standing = Standing(speeches.find(near.text), speeches)
        live = speeches.is_live[standing.documents]
        documents, occurrences = standing.documents[live], int(standing.counts[live].sum())
        if occurrences:
            likeness = Likeness.SOUND if near.is_sound else Likeness.SPELLING
            shown = _as_it_stands(speeches, standing, int(documents[0]))
            penalty = _NOT_WORDS * bool(np.mean(standing.is_whole[live]) < _FEWEST_WHOLE)
            score = math.log(occurrences) - _COST * near.cost - penalty
            yield score, Wording(shown, likeness, occurrences, len(documents))


def _as_it_stands(speeches: Speeches, standing: Standing, document: int) -> str:
    start, end = standing.spans(document)[0]
    return speeches.text(start, end)
