"""Words as numbers: what is asked of a word is asked once, and of all pieces of a text at once afterwards.

Enters: pieces of text as an analyser cut them. Leaves: their numbers, and by number what a word is. Never counts.
"""

from __future__ import annotations

import numpy as np

from indexer.analysis import is_word
from indexer.analysis.wordfilter import WordFilter
from indexer.engines.local.arrays import Array, spread
from indexer.hashing import Numbers, as_text, piece_hashes

_MOST_NUMBERED = 1 << 20
"""Different pieces that are remembered: some 150 MB of them. A corpus of news has a third of that."""
_PART_LENGTHS = (2, 3)


class Numbering:
    """Numbers of pieces, with the words of a dictionary in them; for one thread. They hold until the next call of
    `numbers`."""

    def __init__(self, listing: WordFilter) -> None:
        self._listing = listing
        self._forget()

    def _forget(self) -> None:
        self._numbers = Numbers()
        self._pieces: list[str] = []
        self.is_word = np.zeros(0, bool)
        self._part_counts = np.zeros(0, np.int64)
        self._part_ends = np.zeros(0, np.int64)
        self._parts = np.zeros(0, np.uint32)

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
        counts, parts = [self._part_counts], []
        while len(hashes):
            hashes, rows = np.unique(hashes, return_index=True)
            starts, lengths = starts[rows], lengths[rows]
            self._numbers.add(hashes)
            self._pieces += _texts(points, starts, lengths)
            part_counts, starts, lengths, hashes = self._parts_of(points, starts, lengths)
            counts.append(part_counts)
            parts.append(hashes)
            is_new = self._numbers.find(hashes) < 0
            starts, lengths, hashes = starts[is_new], lengths[is_new], hashes[is_new]
        self._part_counts = np.concatenate(counts)
        self._part_ends = np.cumsum(self._part_counts)
        self._parts = np.concatenate([self._parts, *(self._numbers.find(some).astype(np.uint32) for some in parts)])
        new = self._pieces[len(self.is_word) :]
        self.is_word = np.append(self.is_word, np.fromiter(map(is_word, new), bool, len(new)))

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
        counts = self._part_counts[words]
        return self._parts[spread(self._part_ends[words] - counts, counts)], counts

    def renumbered(self, words: Array) -> tuple[tuple[str, ...], Array]:
        """(the words that occur, the given words as numbers of these)."""
        in_use = np.zeros(len(self._pieces), bool)
        in_use[words] = True
        new_numbers = np.cumsum(in_use, dtype=np.uint32) - np.uint32(1)
        return tuple(map(self._pieces.__getitem__, np.flatnonzero(in_use).tolist())), new_numbers[words]


def _texts(points: Array, starts: Array, lengths: Array) -> list[str]:
    text = as_text(points[spread(starts, lengths)])
    ends = np.cumsum(lengths)
    return [text[start:end] for start, end in zip((ends - lengths).tolist(), ends.tolist(), strict=True)]
