"""Words as numbers: what is asked of a word is asked once, and of all pieces of a text at once afterwards.

Enters: pieces of text as an analyser cut them. Leaves: their numbers, and by number what a word is. Never counts.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

import numpy as np

from indexer.analysis import Analyzer, is_word
from indexer.engines.local.arrays import Array, spread

_MOST_NUMBERED = 1 << 20
"""Different pieces that are remembered: some 150 MB of them. A corpus of news has a third of that."""


class Numbering:
    """Numbers of pieces, by an analyser; for one thread. They hold until the next call of `numbers`."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self._forget()

    def _forget(self) -> None:
        self._number_of: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        self._pieces: list[str] = []
        self.is_word = np.zeros(0, bool)
        self.lengths = np.zeros(0, np.int64)
        self._part_counts = np.zeros(0, np.int64)
        self._part_ends = np.zeros(0, np.int64)
        self._parts = np.zeros(0, np.uint32)

    def numbers(self, pieces: Iterable[str], count: int) -> Array:
        """u32: the number of each of `count` pieces; the same for the same piece."""
        if len(self._number_of) > _MOST_NUMBERED:
            self._forget()
        # One look-up a piece and no more Python: there are hundreds of them in a speech.
        numbers: Array = np.fromiter(map(self._number_of.__getitem__, pieces), np.uint32, count)
        self._learn()
        return numbers

    def _learn(self) -> None:
        """Find out what the new pieces are. A part that is no piece itself becomes one, and is new too."""
        while new := list(islice(self._number_of, len(self._pieces), None)):
            self._pieces += new
            parts = list(map(self.analyzer.part_words, new))
            counts = np.fromiter(map(len, parts), np.int64, len(new))
            self._part_counts = np.append(self._part_counts, counts)
            self._part_ends = np.append(self._part_ends, len(self._parts) + np.cumsum(counts))
            numbers = map(self._number_of.__getitem__, itertools.chain.from_iterable(parts))
            self._parts = np.append(self._parts, np.fromiter(numbers, np.uint32, counts.sum()))
            self.is_word = np.append(self.is_word, np.fromiter(map(is_word, new), bool, len(new)))
            self.lengths = np.append(self.lengths, np.fromiter(map(len, new), np.int64, len(new)))

    def parts(self, words: Array) -> tuple[Array, Array]:
        """(the parts of all of some words, one behind the other; how many each word has)."""
        counts = self._part_counts[words]
        return self._parts[spread(self._part_ends[words] - counts, counts)], counts

    def renumbered(self, words: Array) -> tuple[tuple[str, ...], Array]:
        """(the words that occur, the given words as numbers of these)."""
        in_use = np.zeros(len(self._pieces), bool)
        in_use[words] = True
        new_numbers = np.cumsum(in_use, dtype=np.uint32) - np.uint32(1)
        return tuple(map(self._pieces.__getitem__, np.flatnonzero(in_use).tolist())), new_numbers[words]
