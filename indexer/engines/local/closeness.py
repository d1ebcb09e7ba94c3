"""What the text of a document says for it beyond its words: pairs, characters, how close the words stand, a sentence.

Enters: the text of a pool, evidence. Leaves: scores a document. Never chooses the pool.

Of a document::

    pairs       Σ idf(p) · tf / (tf + K1)            over the query's pairs of characters; characters likewise
    closeness   2/(n − 1) · Σ over pairs of words √(idf · idf) / (1 + d / SPREAD)
                                                     d: how many words lie between them where they stand the closest
    sentence    max over sentences of (Σ idf(c) + ½ Σ idf(p)) · brevity, over distinct characters and pairs in it
    passage     the same over runs of `PASSAGE` sentences

tf and norms are those of words (`ranking`). Weights of the query's pieces (`evidence`) multiply each idf.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from indexer.engines.local.arrays import Array, repeated
from indexer.engines.local.pool import CharacterSpots, PoolText, Sentences, Spots

SPREAD = 8.0
"""Words apart at which closeness is worth half: a clause."""
CHARACTERS_OF_WORD = 1.7
"""Mean length of a word of running Chinese text: distances are known in characters."""
LAGS = 5
"""A word is held against the next so many words of the query behind it. With 3, known items lose .003; none gains."""
SENTENCE = 40
"""Characters of a sentence that is neither short nor long."""
SENTENCE_K1, SENTENCE_B = 1.2, 0.5
"""BM25's saturation and normalisation, for a sentence where everything stands once."""
PASSAGE = 3
"""Sentences of a passage: an answer is rarely said in one. Runs of 4, or of 100 or 150 characters, rank as well, and so
do runs that overlap, which cost three times as much."""
PAIR_SHARE = 0.5
"""What pairs count in a sentence beside its characters."""
LEAD, LEAD_CHARACTERS = 1.2, 100
"""A sentence that begins so near the start of its text, or is a title, tells what it is about: a fifth more."""
_DISTANCE_BITS = 24
"""Bits of a distance in characters; what stands farther apart counts as so far."""
_MOST_APART = (1 << _DISTANCE_BITS) - 1
COMMON = 0.2
"""A character in more than this share of the speeches says nothing by itself."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is looked for with its weight: idf times the evidence's weight. words: those of content."""

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    characters: Mapping[str, float]
    common: frozenset[str]


class Counts:
    """How often what is looked for stands in a pool. norms: f64[documents, 2], worth of a place in title, body."""

    def __init__(self, pool: PoolText, weighed: Weighed, norms: Array, k1: float) -> None:
        self._pool = pool
        self._weighed = weighed
        self._norms = norms
        self._k1 = k1
        self._number = {character: number for number, character in enumerate(weighed.characters)}
        self._spots = self._read("".join(self._number))
        known = [pair for pair in weighed.pairs if set(pair) <= self._number.keys()]
        self._pair_idf = np.array([weighed.pairs[pair] for pair in known])
        self._pair_rows, self._pairs = self._spots.pairs(
            [(self._number[pair[0]], self._number[pair[1]]) for pair in known]
        )

    def _read(self, characters: str) -> CharacterSpots:
        return self._pool.spots(characters)

    def pairs(self) -> Array:
        """BM25 over pairs of characters."""
        scores: Array = self.saturated_pairs() @ self._pair_idf
        return scores

    def saturated_pairs(self) -> Array:
        """f64[documents, pairs]: what each pair of characters would add, were its idf one."""
        return self._saturated(self._pairs, len(self._pair_idf))

    def characters(self) -> Array:
        """BM25 over the characters that are not common."""
        weighed = self._weighed
        idf = np.array([0.0 if c in weighed.common else weight for c, weight in weighed.characters.items()])
        scores: Array = self._saturated(self._spots, len(idf)) @ idf
        return scores

    def _saturated(self, spots: Spots, count: int) -> Array:
        cells = spots.fields * count + spots.numbers
        shape = len(self._pool), 2, count
        held = np.bincount(cells, minlength=math.prod(shape)).reshape(shape)
        tf = (held * self._norms[:, :, None]).sum(axis=1)
        saturated: Array = tf / (tf + self._k1)
        return saturated


class Closeness(Counts):
    """The text of a pool against a query: how often, how close together, and in which sentences."""

    def _read(self, characters: str) -> CharacterSpots:
        spots, self._sentences = self._pool.spots_in_sentences(characters)
        return spots

    def sentence(self) -> Array:
        """The best sentence of each document."""
        return self._best(self._sentences, SENTENCE)

    def passage(self) -> Array:
        """The best run of sentences of each document."""
        return self._best(self._sentences.joined(PASSAGE), SENTENCE * PASSAGE)

    def _best(self, sentences: Sentences, usual: int) -> Array:
        """The best of some stretches of each document; usual: characters of one that is neither short nor long."""
        owners, count = sentences.of_spots, len(sentences.ends)
        worth = _distinct(owners, self._spots, np.array(list(self._weighed.characters.values())), count)
        worth += PAIR_SHARE * _distinct(owners[self._pair_rows], self._pairs, self._pair_idf, count)
        length = 1 - SENTENCE_B + SENTENCE_B * sentences.lengths / usual
        worth *= (SENTENCE_K1 + 1) / (1 + SENTENCE_K1 * length)
        worth *= np.where(sentences.from_start < LEAD_CHARACTERS, LEAD, 1.0)
        best: Array = np.maximum.reduceat(worth, sentences.firsts)
        return best

    def closeness(self) -> Array:
        """How close together the words stand."""
        words = [word for word in self._weighed.words if set(word) <= self._number.keys()]
        count = len(self._weighed.words)
        if len(words) < 2:
            return np.zeros(len(self._pool))
        rows = [self._spots.strings([self._number[c] for c in word]) for word in words]
        which = np.repeat(np.arange(len(words)), [len(some) for some in rows])
        spots = np.concatenate(rows)
        order = np.argsort(spots, kind="stable")
        which, spots = which[order], spots[order]
        near = _nearest(self._spots.positions[spots], self._spots.documents[spots], which, len(words))
        idf = np.sqrt([self._weighed.words[word] for word in words])
        apart = near.apart / CHARACTERS_OF_WORD - 1
        worth = idf[near.first] * idf[near.second] / (1 + np.maximum(apart, 0) / SPREAD)
        total = np.bincount(near.documents, weights=worth, minlength=len(self._pool))
        return total * 2 / (count - 1)


class _Near(NamedTuple):
    """Pairs of words that stand near each other in a document, and the fewest characters from one to the other."""

    documents: Array
    first: Array
    second: Array
    apart: Array


def _nearest(positions: Array, documents: Array, words: Array, count: int) -> _Near:
    """The pairs among places of words, in order, that follow each other within `LAGS`; count: of words."""
    found = []
    for lag in range(1, LAGS + 1):
        one, other = slice(None, -lag), slice(lag, None)
        fit = np.flatnonzero((documents[one] == documents[other]) & (words[one] != words[other]))
        first, second = words[fit], words[fit + lag]
        cell = (documents[fit] * count + np.minimum(first, second)) * count + np.maximum(first, second)
        apart = np.minimum(positions[fit + lag] - positions[fit], _MOST_APART)
        found.append(cell << _DISTANCE_BITS | apart)
    # Document, pair and distance in one number: the nearest of each pair comes first.
    keys = np.sort(np.concatenate(found))
    cells = keys >> _DISTANCE_BITS
    rows, _ = repeated(cells)
    cells = cells[rows]
    return _Near(cells // count**2, cells // count % count, cells % count, keys[rows] & _MOST_APART)


def _distinct(sentences: Array, spots: Spots, idf: Array, count: int) -> Array:
    """Σ idf of the distinct things in each sentence; sentences: the one that each spot is in; count: of them."""
    bits = len(idf).bit_length()
    is_there = np.zeros(count << bits, bool)
    is_there[sentences << bits | spots.numbers] = True
    cells = np.flatnonzero(is_there)
    # Of nothing, numpy counts in integers.
    worth = np.bincount(cells >> bits, weights=idf[cells & (1 << bits) - 1], minlength=count)
    return worth.astype(float, copy=False)
