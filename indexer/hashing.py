"""Strings as 64-bit numbers, many at a time: hashes are counted, strings are read back from where they stand.

Enters: text, code points. Leaves: hashes; that of a run of pieces follows from those of its pieces. Pure.

hash(c₁…cₙ) = Σ mix(cᵢ) · BASEⁿ⁻ⁱ modulo 2⁶⁴. Two of a million different strings have the same with a chance of about
one in 10⁷, and then a count is a little too high.
"""

from __future__ import annotations

from codecs import utf_32_le_decode
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

BASE = np.uint64(0x9E3779B97F4A7C15)
_ALL_AT_ONCE = 64
"""Characters of a piece that are taken in for all pieces at once; of longer ones the rest is, for each alone."""


def code_points(text: str) -> Array:
    """The text as u32 code points; lone surrogates are kept as they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def as_text(points: Array) -> str:
    """What `code_points` was given; points: any integers."""
    return utf_32_le_decode(points.astype("<u4", "C", copy=False).data, "surrogatepass")[0]


def spread(firsts: Array, lengths: Array) -> Array:
    """The numbers first..first + length of every row, one behind the other; firsts: i64[n], lengths: [n]."""
    ends = np.cumsum(lengths)
    return np.repeat(firsts - ends + lengths, lengths) + np.arange(lengths.sum())


def mixed(points: Array) -> Array:
    """u64: each code point as a number without pattern (the finalizer of splitmix64)."""
    x: Array = points.astype(np.uint64)
    x += BASE
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        x ^= x >> np.uint64(shift)
        x *= np.uint64(factor)
    x ^= x >> np.uint64(31)
    return x


def powers(longest: int) -> Array:
    """u64[longest + 1]: what the hash of a string is multiplied by when so many characters follow it."""
    return np.cumprod(np.append(np.uint64(1), np.full(longest, BASE)), dtype=np.uint64)


def are_alphanumeric(points: Array) -> Array:
    """bool[0x110000]: of the code points that occur, which are letters, digits or ideographs."""
    present = np.zeros(0x110000, bool)
    present[points] = True
    present[[point for point in np.flatnonzero(present).tolist() if not chr(point).isalnum()]] = False
    return present


def piece_hashes(points: Array, starts: Array, lengths: Array) -> Array:
    """u64: the hash of each piece of a text; points: its characters."""
    hashes: Array = mixed(points[starts])
    longer = np.flatnonzero(lengths > 1)
    at = 1
    while len(longer) and at < _ALL_AT_ONCE:
        hashes[longer] = hashes[longer] * BASE + mixed(points[starts[longer] + at])
        at += 1
        longer = longer[lengths[longer] > at]
    for row in longer.tolist():
        rest = mixed(points[starts[row] + at : starts[row] + lengths[row]])
        factors = powers(len(rest))[::-1]
        hashes[row] = (np.append(hashes[row], rest) * factors).sum()
    return hashes


def string_hashes(strings: list[str]) -> Array:
    """u64: the hash of each of some strings, none of them empty."""
    lengths = np.array([len(string) for string in strings], np.int64)
    return piece_hashes(code_points("".join(strings)), np.cumsum(lengths) - lengths, lengths)


class Numbers:
    """Numbers of hashes, many at a time: the first that is added is 0, the next 1, and so on.

    Open addressing in arrays: what finds its place taken by another looks one further, all of them at once.
    """

    def __init__(self) -> None:
        self._count = 0
        self._make(1 << 12)

    def __len__(self) -> int:
        return self._count

    def _make(self, places: int) -> None:
        self._shift = np.uint64(65 - places.bit_length())
        self._hashes = np.zeros(places, np.uint64)
        self._numbers = np.full(places, -1, np.int32)

    def find(self, hashes: Array) -> Array:
        """i32: the number of each hash, -1 where it was not added."""
        places = (hashes >> self._shift).astype(np.int64)
        found: Array = self._numbers[places]
        others = np.flatnonzero((self._hashes[places] != hashes) & (found >= 0))
        places = places[others]
        while len(others):
            places = (places + 1) % len(self._numbers)
            found[others] = self._numbers[places]
            stays = (self._hashes[places] != hashes[others]) & (found[others] >= 0)
            others, places = others[stays], places[stays]
        return found

    def add(self, hashes: Array) -> None:
        """Number some hashes, all different and none of them added before."""
        first, self._count = self._count, self._count + len(hashes)
        if 2 * self._count > len(self._numbers):
            is_taken = self._numbers >= 0
            old = self._hashes[is_taken], self._numbers[is_taken]
            self._make(1 << (2 * self._count).bit_length())
            self._place(*old)
        self._place(hashes, np.arange(first, self._count, dtype=np.int32))

    def _place(self, hashes: Array, numbers: Array) -> None:
        places = (hashes >> self._shift).astype(np.int64)
        while len(hashes):
            is_free = self._numbers[places] < 0
            self._numbers[places[is_free]] = numbers[is_free]  # of several that want a place the last has it
            waits = self._numbers[places] != numbers
            self._hashes[places[~waits]] = hashes[~waits]
            hashes, numbers, places = hashes[waits], numbers[waits], (places[waits] + 1) % len(self._numbers)
