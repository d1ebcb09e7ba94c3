"""What the best candidates have in common, looked for in all of them: pseudo-relevance feedback.

Enters: the text of a pool and its scores so far. Leaves: scores a document. Never looks outside the pool.

The best `READ` documents name `TERMS` pairs of characters, those with the highest Σ p · tf / length · idf, p being the
document's share of their scores; each pair has its share of those sums as weight. A document's score is BM25 over them.
The gate (fifth score / first score)² multiplies it: where one document stands out, there is nothing to learn.

Source: Lavrenko, Croft: Relevance-based Language Models (2001), model 1, over pairs of characters.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.pool import PoolText

READ = 8
"""Documents that are learned from."""
TERMS = 30
"""Pairs that are learned."""
SHORTLIST = 300
"""Pairs whose frequency is looked up."""
MOST_CHARACTERS = 2000
"""Characters of each document that are read: what a speech is about stands in its first pages."""
GATE_RANK = 5
"""The score that is held against the first: the gate closes where the field falls off behind it."""
_POINT_BITS = 21
"""Bits of a code point: two make a key."""

PairIdf = Callable[[Array, Array], Array]
"""Inverse document frequency of pairs of code points."""


def gate(scores: Array) -> float:
    """How much is to be learned, 0 to 1."""
    if len(scores) < GATE_RANK:
        return 0.0
    ranked = np.sort(scores)[::-1]
    return float(ranked[GATE_RANK - 1] / ranked[0]) ** 2 if ranked[0] > 0 else 0.0


def learned_pairs(pool: PoolText, scores: Array, idf_of: PairIdf) -> dict[str, float]:
    """Pairs of characters with what each is worth: its share times its idf."""
    best = np.argsort(-scores, kind="stable")[:READ]
    keys, weights = [], []
    for rank, (row, share) in enumerate(zip(best.tolist(), (scores[best] / scores[best].sum()).tolist(), strict=True)):
        points = pool.points(row, MOST_CHARACTERS).astype(np.int64)
        keys.append((points[:-1] << _POINT_BITS | points[1:]) * READ + rank)
        weights.append(share / max(len(points), 1))
    # One sort of one number a place: the pair, and in which document it stands.
    ranked = np.sort(np.concatenate(keys))
    pairs, ranks = ranked // READ, ranked % READ
    is_first = np.diff(pairs, prepend=-1) != 0
    mass = np.bincount(np.cumsum(is_first) - 1, weights=np.array(weights)[ranks])
    unique = pairs[is_first]
    likely = _largest(mass, SHORTLIST)
    first, second = unique[likely] >> _POINT_BITS, unique[likely] & (1 << _POINT_BITS) - 1
    idf = idf_of(first, second)
    worth = mass[likely] * idf
    names = [chr(one) + chr(other) for one, other in zip(first.tolist(), second.tolist(), strict=True)]
    worth[[not (name[0].isalnum() and name[1].isalnum()) for name in names]] = 0
    chosen = np.argsort(-worth, kind="stable")[:TERMS]
    total = worth[chosen].sum()
    # What is in every speech is worth nothing; where that is all, nothing is learned.
    return {names[i]: float(worth[i] / total * idf[i]) for i in chosen.tolist() if worth[i] > 0}


def _largest(values: Array, count: int) -> Array:
    """The rows of the `count` greatest values, in order; of equal ones the first."""
    rows = np.arange(len(values))
    if len(values) > count:
        rows = np.flatnonzero(values >= np.partition(values, -count)[-count])
    return rows[np.argsort(-values[rows], kind="stable")][:count]
