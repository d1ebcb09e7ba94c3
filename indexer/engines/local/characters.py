"""Characters with positions: every occurrence of any string in a segment. The part that keeps the promise.

Enters: the stream, which is every speech's folded title and body, each closed by NUL, in one run of code points.
Leaves: positions in the stream. Never cuts words or knows a field beyond "title" and "body".

Layout (one `.npy` each, part `characters`):

============= ======= ================================================================================
alphabet      u32[a]  code points that occur, ascending; a character's id is its index
ids           u16[n]  the stream as ids (u32 where a segment has over 65,535 different characters)
order         u8[3n+1] positions sorted by (id here, id after), ascending within a pair; three bytes each, the lowest
                      first, and one byte to spare (u32[n] where a segment has over 2^24 characters)
keys          u32[k]  the pairs that occur, id here * a + id after, ascending (u64 for a large alphabet)
starts        u32[k+1] extent of each pair in `order`
borders       u8[n/8] bit p: jieba begins a piece at position p (LSB first)
title_starts  u32[d+1] position of each speech's title; the last entry is n
body_starts   u32[d]  position of each speech's body
blocks        u32[n/64] the speech that each 64th position belongs to
============= ======= ================================================================================

A string is found at the positions of its rarest pair, filtered by comparing the other characters: the work is that of
the rarest pair, not of the text. Measured on 38 M characters: 0.2–3 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from indexer.engines.local.arrays import Array

NAMES = ("alphabet", "ids", "order", "keys", "starts", "borders", "title_starts", "body_starts", "blocks")
_BLOCK_BITS = 6
MOST_PACKED = 1 << 24
"""Characters of a segment whose positions fit three bytes."""


def code_points(text: str) -> Array:
    """The text as u32 code points; lone surrogates are kept as they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def as_text(points: Array) -> str:
    """What `code_points` was given."""
    return points.tobytes().decode("utf-32-le", "surrogatepass")


def build(points: Array, borders: Array, title_starts: Array, body_starts: Array) -> dict[str, Array]:
    """The arrays of a stream.

    points: the stream, u32[n], its last point NUL. borders: bool[n]. title_starts: [d+1]. body_starts: [d].
    """
    alphabet, ids = _ids(points)
    order = _order_by_pair(ids)
    after = np.append(ids[1:], ids[-1:])
    key_type = np.dtype(np.uint64 if len(alphabet) > 0xFFFF else np.uint32)
    pairs: Array = np.multiply(ids[order], len(alphabet), dtype=key_type) + after[order]
    is_first = np.empty(len(pairs), bool)
    is_first[:1] = True
    np.not_equal(pairs[1:], pairs[:-1], out=is_first[1:])
    firsts = np.flatnonzero(is_first)
    return {
        "alphabet": alphabet,
        "ids": ids,
        "order": _packed(order),
        "keys": pairs[firsts],
        "starts": np.append(firsts, len(pairs)).astype(np.uint32),
        "borders": np.packbits(borders, bitorder="little"),
        "title_starts": title_starts.astype(np.uint32),
        "body_starts": body_starts.astype(np.uint32),
        "blocks": _blocks(title_starts, len(points)),
    }


def _packed(positions: Array) -> Array:
    """Positions in three bytes each: they are the greatest part of an index."""
    if len(positions) > MOST_PACKED:
        return positions
    return np.append(positions.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3], np.uint8(0))


def _blocks(title_starts: Array, length: int) -> Array:
    positions = np.arange(0, length, 1 << _BLOCK_BITS)
    return (np.searchsorted(title_starts, positions, side="right") - 1).astype(np.uint32)


def _ids(points: Array) -> tuple[Array, Array]:
    present = np.zeros(0x110000, bool)
    present[points] = True
    alphabet = np.flatnonzero(present).astype(np.uint32)
    id_of = np.zeros(0x110000, np.uint16 if len(alphabet) <= 0xFFFF else np.uint32)
    id_of[alphabet] = np.arange(len(alphabet))
    return alphabet, id_of[points]


def _order_by_pair(ids: Array) -> Array:
    """Stable sort by the second character, then by the first: numpy sorts 16-bit keys by radix."""
    after = np.append(ids[1:], ids[-1:])
    by_second = np.argsort(after, kind="stable").astype(np.uint32)
    return by_second[np.argsort(ids[by_second], kind="stable")]


@dataclass(frozen=True, slots=True)
class Characters:
    """The arrays of one segment and what is asked of them. Documents are numbered from 0 within the segment."""

    alphabet: Array
    ids: Array
    order: Array
    keys: Array
    starts: Array
    borders: Array
    title_starts: Array
    body_starts: Array
    blocks: Array

    def find(self, folded: str) -> Array:
        """Positions of every occurrence of a folded string, ascending; overlapping ones included. Empty for ''."""
        string = self._string_ids(folded)
        if string is None or not len(string):
            return np.zeros(0, np.uint32)
        if len(string) == 1:
            return np.sort(self._extent(int(string[0]) * len(self.alphabet), (int(string[0]) + 1) * len(self.alphabet)))
        pairs = [a * len(self.alphabet) + b for a, b in pairwise(string.tolist())]
        extents = [self._extent(pair, pair + 1) for pair in pairs]
        rarest = min(range(len(extents)), key=lambda i: len(extents[i]))
        return self._verify(extents[rarest], rarest, string)

    def _string_ids(self, folded: str) -> Array | None:
        if "\0" in folded:  # what closes texts is in none of them
            return None
        points = code_points(folded)
        at = np.searchsorted(self.alphabet, points)
        is_known = at < len(self.alphabet)
        if not is_known.all() or (self.alphabet[at] != points).any():
            return None
        return at

    def texts(self, document: int) -> tuple[str, str]:
        """The folded title and body of a document."""
        title, body, end = self.title_starts[document], self.body_starts[document], self.title_starts[document + 1]
        title_text, body_text = (
            self.alphabet[self.ids[first : last - 1]].tobytes().decode("utf-32-le", "surrogatepass")
            for first, last in ((title, body), (body, end))
        )
        return title_text, body_text

    def numbering(self, characters: str) -> Array:
        """u16[a]: for each id of the alphabet 1 + the number of its character among some folded ones, 0 for others."""
        table = np.zeros(len(self.alphabet), np.uint16)
        points = code_points(characters)
        at = np.minimum(self.alphabet.searchsorted(points), len(self.alphabet) - 1)
        is_known = self.alphabet[at] == points
        table[at[is_known]] = np.flatnonzero(is_known) + 1
        return table

    def count_pairs(self, first: Array, second: Array) -> Array:
        """i64: how often each pair of code points stands in the segment, overlapping places included."""
        last = len(self.alphabet) - 1
        one, other = (np.minimum(self.alphabet.searchsorted(points), last) for points in (first, second))
        is_known = (self.alphabet[one] == first) & (self.alphabet[other] == second)
        keys = (one * len(self.alphabet) + other).astype(self.keys.dtype)
        at = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        is_known &= self.keys[at] == keys
        return np.where(is_known, self.starts[at + 1].astype(np.int64) - self.starts[at], 0)

    def count_characters(self, points: Array) -> Array:
        """i64: how often each code point stands in the segment."""
        at = np.minimum(self.alphabet.searchsorted(points), len(self.alphabet) - 1)
        edges = np.array([at, at + 1]).astype(np.uint64) * np.uint64(len(self.alphabet))
        most = np.uint64(np.iinfo(self.keys.dtype).max)
        low, high = self.starts[self.keys.searchsorted(np.minimum(edges, most).astype(self.keys.dtype))].astype(
            np.int64
        )
        return np.where(self.alphabet[at] == points, high - low, 0)

    def _extent(self, first_key: int, end_key: int) -> Array:
        dtype = self.keys.dtype.type
        last = min(end_key, int(np.iinfo(dtype).max))
        low, high = np.searchsorted(self.keys, np.array([first_key, last], dtype))
        return self._positions(int(self.starts[low]), int(self.starts[high]))

    def _positions(self, low: int, high: int) -> Array:
        """Entries low..high of `order`."""
        if self.order.dtype != np.uint8:
            return self.order[low:high]
        # Four bytes are read from every third; the topmost belongs to the next entry.
        entries: Array = np.ndarray((high - low,), "<u4", self.order.data, 3 * low, (3,))
        return entries & np.uint32(MOST_PACKED - 1)

    def _verify(self, positions: Array, anchor: int, string: Array) -> Array:
        """Keep the positions whose string matches; anchor: where in the string its known pair stands."""
        found = positions[positions >= anchor] - np.uint32(anchor)
        found = found[found <= len(self.ids) - len(string)]
        for offset, wanted in enumerate(string):
            if offset not in (anchor, anchor + 1) and len(found):
                found = found[self.ids[found + np.uint32(offset)] == wanted]
        return found

    def documents(self, positions: Array) -> Array:
        """The document of each position: that of its block, or one of those that begin in the block."""
        found: Array = self.blocks[positions >> _BLOCK_BITS]
        behind = np.flatnonzero(self.title_starts[found + 1] <= positions)
        while len(behind):
            found[behind] += 1
            behind = behind[self.title_starts[found[behind] + 1] <= positions[behind]]
        return found

    def in_title(self, positions: Array, documents: Array) -> Array:
        """Whether each position stands in its document's title."""
        return positions < self.body_starts[documents]

    def __len__(self) -> int:
        return len(self.ids)

    def counts(self, characters: str) -> Array:
        """i64: how often each of some folded characters occurs."""
        numbers = self._numbers(characters)
        low, high = (self.keys.searchsorted(self._keys(number, 0 * number)) for number in (numbers, numbers + 1))
        return self.starts[high].astype(np.int64) - self.starts[low]

    def pair_counts(self, firsts: str, seconds: str) -> Array:
        """i64[len(firsts), len(seconds)]: how often each pair of some folded characters occurs."""
        rows, columns = self._numbers(firsts), self._numbers(seconds)
        keys = self._keys(np.repeat(rows, len(columns)), np.tile(columns, len(rows)))
        at = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        counts = (self.starts[at + 1].astype(np.int64) - self.starts[at]) * (self.keys[at] == keys)
        return np.where(columns < len(self.alphabet), counts.reshape(len(rows), len(columns)), 0)

    def _numbers(self, characters: str) -> Array:
        """The number of each folded character; one behind the last where it does not occur."""
        points = code_points(characters)
        at = self.alphabet.searchsorted(points).astype(np.int64)
        is_known = self.alphabet[np.minimum(at, len(self.alphabet) - 1)] == points
        return np.where(is_known, at, len(self.alphabet))

    def _keys(self, firsts: Array, seconds: Array) -> Array:
        keys = firsts.astype(np.uint64) * np.uint64(len(self.alphabet)) + seconds.astype(np.uint64)
        # Beyond the last possible key of this width there is none.
        narrow: Array = np.minimum(keys, np.iinfo(self.keys.dtype).max).astype(self.keys.dtype)
        return narrow

    def points(self, positions: Array) -> Array:
        """The folded characters at some positions, as code points."""
        found: Array = self.alphabet[self.ids[positions]]
        return found

    def are_borders(self, positions: Array) -> Array:
        """Whether jieba cuts the text before each position."""
        bits: Array = self.borders[positions >> 3] >> (positions & 7).astype(np.uint8)
        return (bits & 1).astype(bool)

    @property
    def document_count(self) -> int:
        """How many speeches the segment holds, deleted ones included."""
        return len(self.body_starts)


def without_self_overlap(positions: Array, folded: str) -> tuple[Array, Array]:
    """(starts, ends) of occurrences as a reader counts them, left to right: 哈哈 stands in 哈哈哈 once.

    An occurrence that overlaps the counted one before it lengthens that one: every character that is asked for is lit.
    Only a string that begins as it ends can overlap itself, so others come back as they are.
    """
    length = len(folded)
    if not any(folded[:n] == folded[-n:] for n in range(1, length)):
        return positions, positions + np.uint32(length)
    starts: list[int] = []
    ends: list[int] = []
    for position in positions.tolist():
        if starts and position < starts[-1] + length:
            ends[-1] = position + length
        else:
            if ends:
                ends[-1] = min(ends[-1], position)
            starts.append(position)
            ends.append(position + length)
    return np.array(starts, positions.dtype), np.array(ends, positions.dtype)


def border_flags(piece_lengths: Sequence[Sequence[int]], length: int) -> Array:
    """bool[length]: True where a piece begins. Each text's pieces are followed by its NUL, which begins a piece too."""
    lengths = np.fromiter(chain.from_iterable(chain(some, (1,)) for some in piece_lengths), np.int64)
    flags = np.zeros(length, bool)
    flags[np.cumsum(lengths) - lengths] = True
    return flags
