"""Things that can be suggested, as one flat run of characters: found by what they begin with, or have inside.

Enters: strings in the order of their use, patterns of what was typed. Leaves: numbers of strings, most used first.
Never knows what a string is.

Only letters, digits and ideographs are kept, so that 在庆祝 finds 《在庆祝…》. The first character of every string is
compared with a table of what may stand there, then the second of those that are left, and so on: one gather of bytes
for the first, next to nothing for the others. Characters and pinyin are the same to it.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from indexer.completion import Pattern, Wanted
from indexer.engines.local.arrays import Array

_MOST_TABLES = 256
"""Tables that are kept, a byte for each different character: some 2 MB."""


class Shelf:
    """Some strings, the most used first.

    points: u32, all of them, one behind the other; starts: i64[n + 1], where each begins, and the end.
    """

    def __init__(self, points: Array, starts: Array) -> None:
        present = np.zeros(0x110000, bool)
        present[points] = True
        alphabet = [chr(point) for point in np.flatnonzero(present).tolist() if chr(point).isalnum()]
        present[:] = False
        present[[ord(character) for character in alphabet]] = True
        kept = present[points]
        number_of = np.zeros(0x110000, np.uint16 if len(alphabet) <= 0xFFFF else np.uint32)
        number_of[present] = np.arange(len(alphabet))
        self._number_of = {character: number for number, character in enumerate(alphabet)}
        self._ids: Array = number_of[points[kept]]
        self._starts = np.append(0, np.cumsum(kept))[starts]
        self._has_any = np.flatnonzero(np.diff(self._starts))
        self._firsts = self._ids[self._starts[self._has_any]]
        self._table = lru_cache(maxsize=_MOST_TABLES)(self._new_table)

    def _new_table(self, wanted: Wanted) -> Array:
        """bool[alphabet]: the characters that fit."""
        table = np.zeros(len(self._number_of), bool)
        known = (self._number_of.get(character) for character in wanted.characters())
        table[[number for number in known if number is not None]] = True
        return table

    def beginning(self, pattern: Pattern) -> Array:
        """The strings that begin so, ascending; none for an empty pattern."""
        if not pattern or not len(self._firsts):
            return self._has_any[:0]
        rows: Array = self._has_any[self._table(pattern[0])[self._firsts]]
        for at, wanted in enumerate(pattern[1:], 1):
            rows = rows[self._starts[rows] + at < self._starts[rows + 1]]
            rows = rows[self._table(wanted)[self._ids[self._starts[rows] + at]]]
        return rows

    def holding(self, pattern: Pattern) -> Array:
        """The strings that have this inside, but not where they begin, ascending; none for an empty pattern."""
        if not pattern or not len(self._ids):
            return self._has_any[:0]
        places = np.flatnonzero(self._table(pattern[0])[self._ids])
        places = places[places + len(pattern) <= len(self._ids)]
        for at, wanted in enumerate(pattern[1:], 1):
            places = places[self._table(wanted)[self._ids[places + at]]]
        rows = np.searchsorted(self._starts, places, side="right") - 1
        is_inside = (places > self._starts[rows]) & (places + len(pattern) <= self._starts[rows + 1])
        rows = rows[is_inside]
        first: Array = rows[np.append(True, rows[1:] != rows[:-1])[: len(rows)]]
        return first
