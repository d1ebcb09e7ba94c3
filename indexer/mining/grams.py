"""Runs of pieces that are frequent, by length: those of n + 1 pieces are looked for where those of n are frequent.

Enters: a text in pieces. Leaves: hashes, counts and a place of each frequent run. Pure; never knows what a run says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from indexer.hashing import Array, are_alphanumeric, piece_hashes, powers

LONGEST_PIECE = 12
"""Characters: what is cut longer is no word, and parts the runs around it."""
_MOST_BUCKET_BITS = 22
"""Hashes are first counted by their top bits, in 32 MB, so that only what may be frequent is sorted."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in pieces. starts, lengths: code points; hashes: of each piece; factors: what a hash before it is
    multiplied by when it is joined; is_word: False for what parts runs: marks, spaces, endless pieces."""

    points: Array
    starts: Array
    lengths: Array
    hashes: Array
    factors: Array
    is_word: Array

    @classmethod
    def of(cls, points: Array, borders: Array) -> Pieces:
        """points: u32[n]; borders: bool[n], True where a piece begins."""
        starts = np.flatnonzero(borders).astype(np.int32)
        lengths = np.diff(np.append(starts, np.int32(len(points))))
        is_word = are_alphanumeric(points)[points[starts]] & (lengths <= LONGEST_PIECE)
        cut = np.minimum(lengths, LONGEST_PIECE)
        hashes = piece_hashes(points, starts, cut)
        return cls(points, starts, lengths, hashes, powers(LONGEST_PIECE)[cut], is_word)

    def run_hashes(self, firsts: Array, length: int) -> Array:
        """u64: the hash of the run of `length` pieces from each of these pieces."""
        hashes: Array = self.hashes[firsts]
        for at in range(1, length):
            hashes = hashes * self.factors[firsts + at] + self.hashes[firsts + at]
        return hashes

    def text(self, first: int, length: int) -> str:
        """The run of `length` pieces from a piece."""
        last = first + length - 1
        points = self.points[self.starts[first] : self.starts[last] + self.lengths[last]]
        return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Level:
    """The frequent runs of one length. hashes: ascending; counts, firsts (a piece where each begins): beside them.

    places: the pieces where one of them begins, each with the hash of its run in `place_hashes`.
    """

    length: int
    hashes: Array
    counts: Array
    firsts: Array
    places: Array
    place_hashes: Array

    def find(self, hashes: Array) -> Array:
        """i64: the row of each hash, -1 where it is none of a frequent run."""
        if not len(self.hashes):
            return np.full(len(hashes), -1)
        rows = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[rows] == hashes, rows, -1)

    def without_places(self) -> Level:
        """The same with nothing that grows with the text."""
        none = np.zeros(0, np.int64)
        return replace(self, places=none, place_hashes=none)


def levels(pieces: Pieces, fewest: int, longest: int) -> Iterator[Level]:
    """The runs of 1, 2 … `longest` pieces that occur at least `fewest` times, as long as there are any."""
    places = np.flatnonzero(pieces.is_word)
    hashes = pieces.hashes[places]
    for length in range(1, longest + 1):
        level = _frequent(places, hashes, fewest, length)
        yield level
        if not len(level.hashes):
            return
        places, hashes = _extended(pieces, level)


def _frequent(places: Array, hashes: Array, fewest: int, length: int) -> Level:
    bits = min(len(hashes).bit_length(), _MOST_BUCKET_BITS)
    buckets = _buckets(hashes, bits)
    may_be = np.bincount(buckets, minlength=1 << bits)[buckets] >= fewest
    places, hashes, buckets = places[may_be], hashes[may_be], buckets[may_be]
    rows, counts = _counted(hashes, buckets, bits)
    rows, counts = rows[counts >= fewest], counts[counts >= fewest]
    order = np.argsort(hashes[rows])
    rows, counts = rows[order], counts[order]
    kept, firsts = hashes[rows], places[rows]
    is_frequent = np.zeros(1 << bits, bool)
    is_frequent[_buckets(kept, bits)] = True
    # What shares a bucket with a frequent run stays, which costs a little and is found out at the next length.
    stays = is_frequent[buckets]
    return Level(length, kept, counts, firsts, places[stays], hashes[stays])


def _buckets(hashes: Array, bits: int) -> Array:
    return (hashes >> np.uint64(64 - bits)).astype(np.int32)


def _counted(hashes: Array, buckets: Array, bits: int) -> tuple[Array, Array]:
    """(a row of each different hash, how often it occurs): the last one of each bucket, and by sorting the others."""
    row_of = np.zeros(1 << bits, np.int32)
    row_of[buckets] = np.arange(len(buckets), dtype=np.int32)
    is_last = hashes[row_of[buckets]] == hashes
    counts = np.bincount(buckets[is_last], minlength=1 << bits)
    taken = np.flatnonzero(counts)
    others = np.flatnonzero(~is_last)
    _, firsts, more = np.unique(hashes[others], return_index=True, return_counts=True)
    return np.append(row_of[taken], others[firsts]), np.append(counts[taken], more)


def _extended(pieces: Pieces, level: Level) -> tuple[Array, Array]:
    """Places and hashes of runs one piece longer: those whose first and last pieces begin and end frequent runs."""
    begins = np.zeros(len(pieces.starts) + 1, bool)
    begins[level.places] = True
    following = level.places + level.length
    stays = begins[level.places + 1]
    stays[stays] = pieces.is_word[following[stays]]
    following = following[stays]
    return level.places[stays], level.place_hashes[stays] * pieces.factors[following] + pieces.hashes[following]
