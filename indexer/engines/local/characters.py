"""Characters with positions: every occurrence of any string in a segment. The part that keeps the promise.

Enters: the stream, which is every speech's title and body as people read them, each closed by NUL, in one run of code
points. Leaves: positions in the stream, and stretches of it as text: bodies are stored nowhere else.
Never cuts words or knows a field beyond "title" and "body".

Characters that fold alike are one *class*; a string is found by the classes of its characters.

Layout (part `characters`):

============= ======= ================================================================================
alphabet      u32[a]  code points that occur, ascending; a character's id is its index
classes       u16[a]  the class of each (u32 where there are over 65,535 characters)
folded        u32[c]  the code point that each class folds to, ascending; a class is its index
ids           u16[n]  the stream as ids (u32 where a segment has over 65,535 different characters)
order         u8[3n+1] positions sorted by (class here, class after), ascending within a pair; three bytes each, the
                      lowest first, and one byte to spare (u32[n] where a segment has over 2^24 characters)
keys          u32[k]  the pairs that occur, class here * c + class after, ascending (u64 for a large alphabet)
starts        u32[k+1] extent of each pair in `order`
borders       u8[n/8] bit p: jieba begins a piece at position p (LSB first)
title_starts  u32[d+1] position of each speech's title; the last entry is n
body_starts   u32[d]  position of each speech's body
blocks        u32[n/64] the speech that each 64th position belongs to
============= ======= ================================================================================

A string is found at the positions of its rarest pair, filtered by comparing the other characters: the work is that of
the rarest pair, not of the text. Measured on 38 M characters: 0.2–3 ms. Only a single character that is frequent is
found by going through the stream, which takes less than sorting its positions: 9 ms.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from indexer.engines.local.arrays import Array, repeated
from indexer.errors import IndexDamaged
from indexer.folding import fold
from indexer.hashing import as_text as as_text  # a stream is made of code points
from indexer.hashing import code_points as code_points

NAMES = tuple("alphabet classes folded ids order keys starts borders title_starts body_starts blocks".split())
_BLOCK_BITS = 6
_NOWHERE = np.zeros(0, np.int64)
_FEW_CHARACTERS = 4096
"""Compared at once, where that costs less than to compare one after the other and drop what differs."""
_CHARACTERS_OF_SORTED = 16
"""Characters that are looked at in the time that it takes to sort one position."""
_SHARES = 8
"""In which positions are sorted: more of them take less memory and go through the stream more often."""
MOST_PACKED = 1 << 24
"""Characters of a segment whose positions fit three bytes."""


def build(points: Sequence[Array], borders: Array, title_starts: Array, body_starts: Array) -> dict[str, Array]:
    """The arrays of a stream; parameters as for `stream`."""
    text = stream(points, borders, title_starts, body_starts)
    return text | sorted_pairs(text)


def stream(points: Sequence[Array], borders: Array, title_starts: Array, body_starts: Array) -> dict[str, Array]:
    """The arrays of a stream without its pairs. points: it in pieces, u16 or u32, NUL the last. borders: bool[n].
    title_starts: [d+1]. body_starts: [d]."""
    alphabet, ids = _ids(points)
    folded, classes = _classes(alphabet)
    return {
        "alphabet": alphabet,
        "classes": classes,
        "folded": folded,
        "ids": ids,
        "borders": np.packbits(borders, bitorder="little"),
        "title_starts": title_starts.astype(np.uint32),
        "body_starts": body_starts.astype(np.uint32),
        "blocks": _blocks(title_starts, len(ids)),
    }


def sorted_pairs(stream: Mapping[str, Array]) -> dict[str, Array]:
    """Those of its sorted pairs."""
    order, keys, starts = _in_order(stream["classes"][stream["ids"]], len(stream["folded"]))
    return {"order": _packed(order), "keys": keys, "starts": starts.astype(np.uint32)}


def _packed(positions: Array) -> Array:
    """Positions in three bytes each: they are the greatest part of an index."""
    if len(positions) > MOST_PACKED:
        return positions.astype(np.uint32)
    packed = np.zeros(3 * len(positions) + 1, np.uint8)
    for byte in range(3):
        packed[byte:-1:3] = positions >> (8 * byte)
    return packed


def _blocks(title_starts: Array, length: int) -> Array:
    positions = np.arange(0, length, 1 << _BLOCK_BITS)
    return (np.searchsorted(title_starts, positions, side="right") - 1).astype(np.uint32)


def _ids(points: Sequence[Array]) -> tuple[Array, Array]:
    present = np.zeros(0x110000, bool)
    for some in points:
        present[some] = True
    alphabet = np.flatnonzero(present).astype(np.uint32)
    id_of = np.zeros(0x110000, np.uint16 if len(alphabet) <= 0xFFFF else np.uint32)
    id_of[alphabet] = np.arange(len(alphabet))
    return alphabet, np.concatenate([id_of[some] for some in points])


def _classes(alphabet: Array) -> tuple[Array, Array]:
    """(what each class folds to, the class of each character)."""
    folded, classes = np.unique(code_points(fold(as_text(alphabet))), return_inverse=True)
    return folded, classes.astype(np.uint16 if len(alphabet) <= 0xFFFF else np.uint32)


def _in_order(stream: Array, count: int) -> tuple[Array, Array, Array]:
    """(the positions sorted by their pairs, ascending within one; the pairs that occur, ascending; where each begins).
    count: of classes. numpy sorts 16 bits by radix, which is faster; a part of the classes at a time takes less memory.
    """
    width = np.uint64 if count > 0xFFFF else np.uint32
    shares = np.linspace(0, len(stream), _SHARES + 1)
    bounds = np.append(np.cumsum(np.bincount(stream, minlength=count)).searchsorted(shares[:-1]), count)
    order, extent = np.empty(len(stream), np.uint32), 0
    all_keys, all_starts = [np.zeros(0, width)], [np.zeros(0, np.int64)]
    for low, high in pairwise(np.unique(bounds).tolist()):
        some = np.flatnonzero((stream >= low) & (stream < high)).astype(np.uint32)
        after = stream.take(some + np.uint32(1), mode="clip")
        by_after = np.argsort(after, kind="stable")
        some = some[by_after]
        here = stream[some]
        by_here = np.argsort(here, kind="stable")
        keys: Array = here[by_here].astype(width)
        keys *= width(count)
        keys += after[by_after][by_here]
        starts, _ = repeated(keys)
        all_keys.append(keys[starts])
        all_starts.append(starts + extent)
        order[extent : extent + len(some)] = some[by_here]
        extent += len(some)
    return order, np.concatenate(all_keys), np.append(np.concatenate(all_starts), extent)


class Characters:
    """The arrays of one segment and what is asked of them. Documents are numbered from 0 within the segment.

    arrays: those that `build` made.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = arrays
        self._alphabet = arrays["alphabet"]
        self._classes = arrays["classes"]
        self.folded = arrays["folded"]
        self._class_of = dict(zip(as_text(self.folded), range(len(self.folded)), strict=True))
        self._ids = arrays["ids"]
        self._order = arrays["order"]
        self._keys = arrays["keys"]
        self._starts = arrays["starts"]
        # Of a few pairs, bisection over views is faster than numpy's.
        self._keys_view, self._starts_view = self._keys.data, self._starts.data
        self._borders = arrays["borders"]
        self.title_starts = arrays["title_starts"]
        self.body_starts = arrays["body_starts"]
        self._blocks = arrays["blocks"]

    def __len__(self) -> int:
        return len(self._ids)

    @cached_property
    def _folded_of(self) -> Array:
        """u32[a]: what each character folds to."""
        return self.folded.take(self._classes)

    def text(self, start: int, end: int) -> str:
        """A stretch of the stream, as people read it."""
        try:
            return as_text(self._alphabet.take(self._ids[start:end]))
        except (IndexError, UnicodeDecodeError) as problem:
            raise IndexDamaged(f"characters that are none ({problem}): run `jianghua rebuild`") from problem

    def body(self, document: int) -> str:
        """The body of a document."""
        return self.text(int(self.body_starts[document]), int(self.title_starts[document + 1]) - 1)

    def find(self, folded: str) -> Array:
        """Positions of every occurrence of a folded string, ascending; overlapping ones included. Empty for ''."""
        string = [self._class_of.get(character, -1) for character in folded]
        if not string or -1 in string or "\0" in folded:  # what closes texts is in none of them
            return _NOWHERE
        if len(string) == 1:
            return self._standing(string[0])
        extents = self._extents(string)
        if extents is None:
            return _NOWHERE
        lengths = [high - low for low, high in extents]
        anchor = lengths.index(min(lengths))
        positions = self._positions(*extents[anchor])
        return self._verify(positions, anchor, string, lengths) if len(string) > 2 else positions

    def _standing(self, number: int) -> Array:
        """Every position of a character, ascending."""
        low, high = self._keys.searchsorted(self._pair_keys([number, number + 1], [0, 0])).tolist()
        extent = int(self._starts[low]), int(self._starts[high])
        if (extent[1] - extent[0]) * _CHARACTERS_OF_SORTED < len(self):
            return _ascending(self._positions(*extent))
        first, *others = np.flatnonzero(self._classes == number).tolist()
        is_there = self._ids == first
        for other in others:
            is_there |= self._ids == other
        return np.flatnonzero(is_there)

    def _pair_keys(self, firsts: Sequence[int] | Array, seconds: Sequence[int] | Array) -> Array:
        width = self._keys.dtype
        keys: Array = np.asarray(firsts, width) * width.type(len(self._class_of)) + np.asarray(seconds, width)
        return keys

    def texts(self, document: int) -> tuple[str, str]:
        """The folded title and body of a document."""
        text = self.folded_text(document)
        title = int(self.body_starts[document]) - int(self.title_starts[document])
        return text[: title - 1], text[title:-1]

    def ids(self, start: int, end: int) -> Array:
        """A stretch of the stream as ids."""
        stretch: Array = self._ids[start:end]
        return stretch

    def folded_points(self, ids: Array) -> Array:
        """The code points that some ids fold to."""
        points: Array = self.folded[self._classes[ids]]
        return points

    def numbering(self, characters: str) -> Array:
        """u16[a]: for each id 1 + the number of its character among some folded ones, 0 for others."""
        table = np.zeros(len(self.folded) + 1, np.uint16)
        table[self._numbers(code_points(characters))] = np.arange(1, len(characters) + 1)
        table[-1] = 0  # those that do not occur
        numbers: Array = table[self._classes]
        return numbers

    def count_pairs(self, first: Array, second: Array) -> Array:
        """i64: how often pairs of folded code points stand in the segment, overlapping places included.

        first, second: of any shapes that fit each other.
        """
        one, other = self._numbers(first), self._numbers(second)
        keys = self._pair_keys(one, other)
        at = np.minimum(self._keys.searchsorted(keys), len(self._keys) - 1)
        is_known = (self._keys[at] == keys) & (np.maximum(one, other) < len(self.folded))
        return np.where(is_known, self._starts[at + 1].astype(np.int64) - self._starts[at], 0)

    def count_characters(self, points: Array) -> Array:
        """i64: how often each of some folded code points stands in the segment."""
        numbers = self._numbers(points)
        low, high = (
            self._keys.searchsorted(self._pair_keys(some, np.zeros_like(some))) for some in (numbers, numbers + 1)
        )
        return self._starts[high].astype(np.int64) - self._starts[low]

    def _numbers(self, points: Array) -> Array:
        """The class of each folded code point; one behind the last where it does not occur."""
        return self._numbers_less.take(points) + len(self.folded)

    @cached_property
    def _numbers_less(self) -> Array:
        """i32: the class of every code point less their number; 0, whose memory is never touched, for most."""
        table = np.zeros(0x110000, np.int32)
        table[self.folded] = np.arange(-len(self.folded), 0)
        return table

    def _extents(self, string: Sequence[int]) -> list[tuple[int, int]] | None:
        """(begin, end) in `order` of each pair of the string; None where one does not occur."""
        count, keys, starts = len(self.folded), self._keys_view, self._starts_view
        extents = []
        for one, other in pairwise(string):
            key = one * count + other
            row = bisect_left(keys, key)
            if row == len(keys) or keys[row] != key:
                return None
            extents.append((starts[row], starts[row + 1]))
        return extents

    def _positions(self, low: int, high: int) -> Array:
        """Entries low..high of `order`."""
        if self._order.dtype != np.uint8:
            return self._order[low:high]
        # Four bytes are read from every third; the topmost belongs to the next entry.
        entries: Array = np.ndarray((high - low,), "<u4", self._order.data, 3 * low, (3,))
        return entries & np.uint32(MOST_PACKED - 1)

    def _verify(self, positions: Array, anchor: int, string: Sequence[int], lengths: Sequence[int]) -> Array:
        """Keep the positions whose string matches.

        anchor: where in the string its known pair stands. lengths: how often each of its pairs occurs: the rarest
        are compared first.
        """
        found: Array = positions[positions >= anchor] - np.uint32(anchor)
        found = found[found <= len(self) - len(string)].astype(np.int64)
        known = {anchor, anchor + 1}
        for pair in sorted(range(len(lengths)), key=lengths.__getitem__):
            for offset in {pair, pair + 1} - known:
                found = found[self._classes.take(self._ids.take(found + offset)) == string[offset]]
            known |= {pair, pair + 1}
            if len(found) * len(string) < _FEW_CHARACTERS:
                break
        rest = sorted(set(range(len(string))) - known)
        if not rest or not len(found):
            return found
        is_equal: Array = self._classes[self._ids[found[:, None] + rest]] == np.array(string)[rest]
        every: Array = found[is_equal.all(axis=1)]
        return every

    def documents(self, positions: Array) -> Array:
        """The document of each position: that of its block, or one of those that begin in the block."""
        ends = self.title_starts[1:]
        found: Array = self._blocks.take(positions >> _BLOCK_BITS)
        behind = np.flatnonzero(ends.take(found) <= positions)
        while len(behind):
            found[behind] += 1
            behind = behind[ends.take(found.take(behind)) <= positions.take(behind)]
        return found

    def folded_text(self, document: int) -> str:
        """Title and body of a document as they are compared, each closed by NUL."""
        start, end = self.title_starts[document : document + 2].tolist()
        return as_text(self._folded_of.take(self._ids[start:end]))

    def standing_at_least(self, count: int) -> list[str]:
        """The folded characters that stand so often, or more."""
        pairs = np.diff(self._starts.astype(np.int64))
        counts = np.bincount(self._keys // len(self.folded), weights=pairs, minlength=len(self.folded))
        return [character for character in as_text(self.folded[counts >= count]) if character != "\0"]

    def points(self, positions: Array) -> Array:
        """The folded characters at some positions, as code points."""
        found: Array = self._folded_of.take(self._ids.take(positions))
        return found

    def written(self, positions: Array) -> Array:
        """The characters at some positions as people read them, as code points."""
        found: Array = self._alphabet[self._ids[positions]]
        return found

    def standing_as(self, character: str) -> Array:
        """Every position of a character as people read it, and of none that folds alike, ascending."""
        number = int(self._alphabet.searchsorted(ord(character)))
        if number == len(self._alphabet) or self._alphabet[number] != ord(character):
            return _NOWHERE
        alike = int(self._classes[number])
        low, high = self._keys.searchsorted(self._pair_keys([alike, alike + 1], [0, 0])).tolist()
        positions = self._positions(int(self._starts[low]), int(self._starts[high]))
        return _ascending(positions[self._ids[positions] == number])

    def are_borders(self, positions: Array) -> Array:
        """Whether jieba cuts the text before each position."""
        bits: Array = self._borders.take(positions >> 3) >> (positions.astype(np.uint8) & 7)
        return (bits & 1).view(bool)

    @property
    def document_count(self) -> int:
        """How many speeches the segment holds, deleted ones included."""
        return len(self.body_starts)


def _ascending(positions: Array) -> Array:
    """The positions, u32, in order: numpy sorts 16 bits by radix, which takes a third of the time or less."""
    by_lower = positions.take(np.argsort(positions.astype(np.uint16), kind="stable"))
    return by_lower.take(np.argsort((by_lower >> np.uint32(16)).astype(np.uint16), kind="stable"))


def overlaps_itself(string: str) -> bool:
    """Whether places of a string can overlap: it begins as it ends."""
    return any(string[:n] == string[-n:] for n in range(1, len(string)))


def without_self_overlap(positions: Array, folded: str) -> tuple[Array, Array]:
    """(starts, ends) of occurrences as a reader counts them, left to right: 哈哈 stands in 哈哈哈 once.

    An occurrence that overlaps the counted one before it lengthens that one: every character that is asked for is lit.
    Only a string that begins as it ends can overlap itself, so others come back as they are.
    """
    length = len(folded)
    if not overlaps_itself(folded):
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
