"""What the best candidates say beyond the query, looked for in all of them: pseudo-relevance feedback.

Enters: the text of a pool and its scores so far. Leaves: scores a document. Never looks outside the pool.

The best `READ` documents name `TERMS` pairs of characters, those with the highest Σ p · tf / length · idf, p being the
document's share of their scores; each pair has its share of those sums as weight: what they have in common.

The best `RELATED_READ` name as many more, those that go with the words of the query::

    Σ over words idf(w) · npmi(w, p)³ / Σ idf(w)      npmi = ln(P(p|w) / P(p)) / −ln P(p, w), at least 0

where P(p|w) is the share of the documents with w, among the best, that have p, and P(x) = e^(−idf(x)).

A document's scores are BM25 over the pairs of each kind. The gate (fifth score / first score)² multiplies them, the
second one twice: where one document stands out, there is nothing to learn.

Sources: Lavrenko, Croft: Relevance-based Language Models (2001), model 1, over pairs of characters. Bouma: Normalized
(Pointwise) Mutual Information in Collocation Extraction (2009).
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import NamedTuple

import numpy as np

from indexer.engines.local.arrays import Array, repeated
from indexer.engines.local.pool import PoolText

READ = 8
"""Documents that are learned from."""
TERMS = 30
"""Pairs of each kind that are learned."""
RELATED_READ = 30
"""Documents in which words and pairs are seen together. 50 and 100 are as good, and so is the whole corpus, for which
an index would have to keep what goes with each word; with 20, known items lose .003."""
RELATED_FEWEST = 3
"""Documents that hold a word and a pair, for these to go together: two are chance."""
RELATED_CHARACTERS = 500
"""Characters of each of these documents that are read; 1,000 are as good."""
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


class Held(NamedTuple):
    """Which of some documents hold which words. rows: the documents', ascending; is_there: bool[rows, words]; idf: f64
    of each word."""

    rows: Array
    is_there: Array
    idf: Array


def related_pairs(pool: PoolText, held: Held, known: Container[str], idf_of: PairIdf) -> dict[str, float]:
    """Pairs of characters inside words that go with the words of a query, with what each is worth: its weight times its
    idf. known: pairs that are looked for anyway."""
    first, second, rows = pool.inside_words(held.rows, RELATED_CHARACTERS)
    if not len(rows):
        return {}
    keys = np.sort((first.astype(np.int64) << _POINT_BITS | second) * len(held.rows) + rows)
    keys = keys[repeated(keys)[0]]
    pairs, rows = keys // len(held.rows), keys % len(held.rows)
    starts, counts = repeated(pairs)
    is_frequent = counts >= RELATED_FEWEST
    together = np.add.reduceat(held.is_there.astype(float)[rows], starts)[is_frequent]
    pairs = pairs[starts][is_frequent]
    share = np.where(together < RELATED_FEWEST, 0, together) / np.maximum(held.is_there.sum(axis=0), 1)
    likely = _largest(share @ held.idf, SHORTLIST)
    first, second = pairs[likely] >> _POINT_BITS, pairs[likely] & (1 << _POINT_BITS) - 1
    idf = idf_of(first, second)
    weights = _npmi(share[likely], idf[:, None], held.idf) ** 3 @ held.idf / held.idf.sum()
    names = [chr(one) + chr(other) for one, other in zip(first.tolist(), second.tolist(), strict=True)]
    weights[[not (name[0].isalnum() and name[1].isalnum()) or name in known for name in names]] = 0
    return {names[i]: float(weights[i] * idf[i]) for i in _largest(weights, TERMS).tolist() if weights[i] > 0}


def _npmi(share: Array, idf: Array, word_idf: Array) -> Array:
    """Normalised pointwise mutual information of pairs and words, 0 to 1.

    share: of the documents with a word, those with a pair, f64[pairs, words]. There cannot be more of them than there
    are documents with the pair.
    """
    log_share = np.log(np.maximum(share, 1e-9))
    information = np.minimum(idf + log_share, word_idf)
    normalised: Array = information / np.maximum(np.maximum(word_idf - log_share, idf), 1e-9)
    return normalised.clip(0, 1)


def _largest(values: Array, count: int) -> Array:
    """The rows of the `count` greatest values, in order; of equal ones the first."""
    rows = np.arange(len(values))
    if len(values) > count:
        rows = np.flatnonzero(values >= np.partition(values, -count)[-count])
    return rows[np.argsort(-values[rows], kind="stable")][:count]
