"""Words as numbers: what is asked of a word is asked once, and of all pieces of a text at once afterwards.

Enters: pieces of text as an analyser cut them. Leaves: their numbers, and by number what a word is. Never counts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from indexer.analysis.wordfilter import WordFilter
from indexer.engines.local.arrays import Array, spread
from indexer.hashing import Numbers, are_alphanumeric, piece_hashes

_MOST_NUMBERED = 1 << 20
"""Different pieces that are remembered, in some 70 MB. A corpus of news has a third of that."""
_PART_LENGTHS = (2, 3)


class Vocabulary(NamedTuple):
    """Some different words. hashes: u64; lengths: characters of each; points: u32, all of them one behind the other."""

    hashes: Array
    lengths: Array
    points: Array

    def select(self, rows: Array) -> Vocabulary:
        """Some of them."""
        lengths = self.lengths[rows]
        starts = np.cumsum(self.lengths)[rows] - lengths
        return Vocabulary(self.hashes[rows], lengths, self.points[spread(starts, lengths)])


class _Growing:
    """An array at whose end there is room."""

    def __init__(self, kind: type[np.generic]) -> None:
        self._room = np.zeros(1 << 12, kind)
        self._length = 0

    def extend(self, values: Array) -> None:
        """Put some behind what is there."""
        length = self._length + len(values)
        if length > len(self._room):
            self._room = np.append(self.values, np.zeros(2 * length - self._length, self._room.dtype))
        self._room[self._length : length] = values
        self._length = length

    @property
    def values(self) -> Array:
        """What is there."""
        return self._room[: self._length]

    @property
    def lasts(self) -> Array:
        """The last of what is there, or a zero."""
        return self._room[self._length - 1 : self._length] if self._length else np.zeros(1, self._room.dtype)


class Numbering:
    """Numbers of pieces, with the words of a dictionary in them; for one thread. They hold until the next call of
    `numbers`."""

    def __init__(self, listing: WordFilter) -> None:
        self._listing = listing
        self._forget()

    def _forget(self) -> None:
        self._numbers = Numbers()
        self._hashes, self._lengths, self._ends = _Growing(np.uint64), _Growing(np.int64), _Growing(np.int64)
        self._points = _Growing(np.uint32)
        self._is_word = _Growing(np.bool_)
        self._part_counts, self._part_ends = _Growing(np.int64), _Growing(np.int64)
        self._parts = _Growing(np.uint32)

    @property
    def is_word(self) -> Array:
        """bool: whether each number's piece is a word and not only marks or space."""
        return self._is_word.values

    def numbers(self, points: Array, starts: Array, lengths: Array) -> Array:
        """u32: the number of each piece of a text; the same for the same piece. points: the text."""
        if len(self._numbers) > _MOST_NUMBERED:
            self._forget()
        hashes = piece_hashes(points, starts, lengths)
        numbers = self._numbers.find(hashes)
        unknown = np.flatnonzero(numbers < 0)
        self._learn(points, starts[unknown], lengths[unknown], hashes[unknown])
        numbers[unknown] = self._numbers.find(hashes[unknown])
        return numbers.astype(np.uint32)

    def _learn(self, points: Array, starts: Array, lengths: Array, hashes: Array) -> None:
        """Find out what new pieces are. A part that is no piece itself becomes one, and is new too."""
        parts = []
        while len(hashes):
            hashes, rows = np.unique(hashes, return_index=True)
            starts, lengths = starts[rows], lengths[rows]
            self._keep(hashes, lengths, points[spread(starts, lengths)])
            part_counts, starts, lengths, hashes = self._parts_of(points, starts, lengths)
            self._part_ends.extend(self._part_ends.lasts + np.cumsum(part_counts))
            self._part_counts.extend(part_counts)
            parts.append(hashes)
            is_new = self._numbers.find(hashes) < 0
            starts, lengths, hashes = starts[is_new], lengths[is_new], hashes[is_new]
        for some in parts:
            self._parts.extend(self._numbers.find(some))

    def _keep(self, hashes: Array, lengths: Array, points: Array) -> None:
        self._numbers.add(hashes)
        self._hashes.extend(hashes)
        self._lengths.extend(lengths)
        self._ends.extend(self._ends.lasts + np.cumsum(lengths))
        self._points.extend(points)
        is_letter = are_alphanumeric(points)[points]
        self._is_word.extend(np.logical_or.reduceat(is_letter, np.cumsum(lengths) - lengths))

    def _parts_of(self, points: Array, starts: Array, lengths: Array) -> tuple[Array, Array, Array, Array]:
        """(how many words of 2 and 3 characters stand in each longer piece; start, length and hash of each of them)."""
        owners, part_starts, part_lengths = [], [], []
        for size in _PART_LENGTHS:
            rows = np.flatnonzero(lengths > size)
            places = lengths[rows] - size + 1
            owners.append(np.repeat(rows, places))
            part_starts.append(spread(starts[rows], places))
            part_lengths.append(np.full(len(part_starts[-1]), size))
        all_owners, all_starts, all_lengths = map(np.concatenate, (owners, part_starts, part_lengths))
        hashes = piece_hashes(points, all_starts, all_lengths)
        listed = np.flatnonzero(self._listing.are_words(hashes))
        listed = listed[np.argsort(all_owners[listed], kind="stable")]
        counts = np.bincount(all_owners[listed], minlength=len(starts))
        return counts, all_starts[listed], all_lengths[listed], hashes[listed]

    def parts(self, words: Array) -> tuple[Array, Array]:
        """(the parts of all of some words, one behind the other; how many each word has)."""
        counts = self._part_counts.values[words]
        return self._parts.values[spread(self._part_ends.values[words] - counts, counts)], counts

    def renumbered(self, words: Array) -> tuple[Vocabulary, Array]:
        """(the words that occur, the given words as numbers of these)."""
        in_use = np.zeros(len(self._numbers), bool)
        in_use[words] = True
        rows = np.flatnonzero(in_use)
        new_numbers = np.empty(len(in_use), np.uint32)
        new_numbers[rows] = np.arange(len(rows), dtype=np.uint32)
        lengths = self._lengths.values[rows]
        points = self._points.values[spread(self._ends.values[rows] - lengths, lengths)]
        return Vocabulary(self._hashes.values[rows], lengths, points), new_numbers[words]
