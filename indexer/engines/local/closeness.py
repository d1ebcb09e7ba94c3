"""What the text of a document says for it beyond its words: pairs, characters, how close the words stand, a sentence.

Enters: the text of a pool, evidence. Leaves: scores a document. Never chooses the pool.

Of a document::

    pairs       Σ idf(p) · tf / (tf + K1)            over the query's pairs of characters; characters likewise
    closeness   2/(n − 1) · Σ over pairs of words √(idf · idf) / (1 + d / SPREAD)
                                                     d: how many words lie between them where they stand the closest
    sentence    max over sentences of (Σ idf(c) + ½ Σ idf(p)) · brevity, over distinct characters and pairs in it

tf and norms are those of words (`ranking`). Weights of the query's pieces (`evidence`) multiply each idf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.pool import PoolText

SPREAD = 8.0
"""Words apart at which closeness is worth half: a clause."""
CHARACTERS_OF_WORD = 1.7
"""Mean length of a word of running Chinese text: distances are known in characters."""
LAGS = 3
"""Words are held against the next, second next and third next word of the query that stands behind them."""
SENTENCE = 40
"""Characters of a sentence that is neither short nor long."""
SENTENCE_K1, SENTENCE_B = 1.2, 0.5
"""BM25's saturation and normalisation, for a sentence where everything stands once."""
PAIR_SHARE = 0.5
"""What pairs count in a sentence beside its characters."""
LEAD, LEAD_CHARACTERS = 1.2, 100
"""A sentence that begins so near the start of its text, or is a title, tells what it is about: a fifth more."""
COMMON = 0.2
"""A character in more than this share of the speeches says nothing by itself."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is looked for with its weight: idf times the evidence's weight. words: those of content."""

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    characters: Mapping[str, float]
    common: frozenset[str]


class Closeness:
    """The text of a pool against a query. norms: f64[documents, 2], what a place in a body and in a title counts."""

    def __init__(self, pool: PoolText, weighed: Weighed, norms: Array, k1: float) -> None:
        self._pool = pool
        self._weighed = weighed
        self._k1 = k1
        self._number = {character: number for number, character in enumerate(weighed.characters)}
        self._spots, self._sentences = pool.spots("".join(self._number))
        is_title = self._sentences.is_title.astype(np.int64)
        self._place_weights = norms[self._sentences.owners, is_title]
        known = [pair for pair in weighed.pairs if set(pair) <= self._number.keys()]
        self._pair_idf = np.array([weighed.pairs[pair] for pair in known])
        self._pair_rows, self._pair_numbers = self._spots.pairs(
            [(self._number[pair[0]], self._number[pair[1]]) for pair in known], len(self._number)
        )

    def pairs(self) -> Array:
        """BM25 over pairs of characters."""
        return self._bm25(self._spots.sentences[self._pair_rows], self._pair_numbers, self._pair_idf)

    def characters(self) -> Array:
        """BM25 over the characters that are not common."""
        weighed = self._weighed
        idf = np.array([0.0 if c in weighed.common else weight for c, weight in weighed.characters.items()])
        return self._bm25(self._spots.sentences, self._spots.characters, idf)

    def _bm25(self, sentences: Array, numbers: Array, idf: Array) -> Array:
        size = len(self._pool), len(idf)
        cells = self._sentences.owners[sentences] * len(idf) + numbers
        tf = np.bincount(cells, weights=self._place_weights[sentences], minlength=size[0] * size[1]).reshape(size)
        scores: Array = (tf / (tf + self._k1)) @ idf
        return scores

    def sentence(self) -> Array:
        """The best sentence of each document."""
        spots, sentences = self._spots, self._sentences
        worth = _distinct(spots.sentences, spots.characters, list(self._weighed.characters.values()), len(sentences))
        worth += PAIR_SHARE * _distinct(
            spots.sentences[self._pair_rows], self._pair_numbers, self._pair_idf, len(sentences)
        )
        length = 1 - SENTENCE_B + SENTENCE_B * sentences.lengths / SENTENCE
        worth *= (SENTENCE_K1 + 1) / (1 + SENTENCE_K1 * length)
        worth *= np.where(sentences.from_start < LEAD_CHARACTERS, LEAD, 1.0)
        best = np.zeros(len(self._pool))
        np.maximum.at(best, sentences.owners, worth)
        return best

    def closeness(self) -> Array:
        """How close together the words stand."""
        words = [word for word in self._weighed.words if set(word) <= self._number.keys()]
        count = len(self._weighed.words)
        if len(words) < 2:
            return np.zeros(len(self._pool))
        rows = [self._spots.strings([self._number[c] for c in word[: PoolText.LONGEST]]) for word in words]
        which = np.repeat(np.arange(len(words)), [len(some) for some in rows])
        order = np.argsort(np.concatenate(rows), kind="stable")
        which, spots = which[order], np.concatenate(rows)[order]
        positions, owners = self._spots.positions[spots], self._sentences.owners[self._spots.sentences[spots]]
        near = np.zeros((len(self._pool), len(words), len(words)))
        for lag in range(1, LAGS + 1):
            one, other = slice(None, -lag), slice(lag, None)
            fit = (owners[one] == owners[other]) & (which[one] != which[other])
            apart = (positions[other] - positions[one])[fit] / CHARACTERS_OF_WORD - 1
            first, second = which[one][fit], which[other][fit]
            cell = owners[one][fit], np.minimum(first, second), np.maximum(first, second)
            np.maximum.at(near, cell, 1 / (1 + np.maximum(apart, 0) / SPREAD))
        idf = np.sqrt([self._weighed.words[word] for word in words])
        total: Array = np.einsum("dij,i,j->d", near, idf, idf)
        return total * 2 / (count - 1)


def _distinct(sentences: Array, numbers: Array, idf: Array | Sequence[float], count: int) -> Array:
    """Σ idf of the distinct things in each sentence."""
    cells = np.unique(sentences * np.int64(max(len(idf), 1)) + numbers)
    weights = np.asarray(idf)[cells % max(len(idf), 1)] if len(cells) else None
    return np.bincount(cells // max(len(idf), 1), weights=weights, minlength=count).astype(np.float64)
