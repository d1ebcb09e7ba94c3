"""Arrays on disk: every part of a segment is a file of a few flat numpy arrays, read by memory map.

Enters: named arrays. Leaves: the same, mapped. Never knows what an array means.

Layout of `<part>.arrays`: a line of JSON, padded with spaces to a multiple of 64 bytes, with the type (in NumPy's
notation), the shape and the offset behind the line for each name; then the arrays, each at a multiple of 64 bytes. A
map costs no memory until it is touched, is shared by threads without locks and by processes without copies.
"""

from __future__ import annotations

import bisect
import json
import mmap
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.errors import IndexDamaged
from indexer.hashing import spread as spread

Array = npt.NDArray[Any]

MAPPED_BYTES = 1 << 16
"""Files below this size are read into memory: a map keeps its file open, a segment has some fifteen files, and systems
let a process open as few as 256 (macOS) or 1,024 (Linux)."""
_ALIGNED_BYTES = 64
"""A line of a processor's cache."""
_WRITTEN_BYTES = 1 << 14
"""Linux keeps what is written at a time together, and maps all of it where one byte is touched: a server of 75,000
speeches had 60 MB more resident when arrays were written whole."""


def write_arrays(folder: Path, part: str, arrays: Mapping[str, Array]) -> None:
    """Write the arrays to `folder/part.arrays`; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    layout, end = {}, 0
    for name, array in written.items():
        offset = end + -end % _ALIGNED_BYTES
        layout[name] = (array.dtype.str, array.shape, offset)
        end = offset + array.nbytes
    line = json.dumps(layout).encode()
    with (folder / f"{part}.arrays").open("wb") as file:
        file.write(line + b" " * (-(len(line) + 1) % _ALIGNED_BYTES) + b"\n")
        for array in written.values():
            file.write(bytes(-file.tell() % _ALIGNED_BYTES))
            stored = array.reshape(-1).view(np.uint8).data
            for start in range(0, len(stored), _WRITTEN_BYTES):
                file.write(stored[start : start + _WRITTEN_BYTES])


def open_file(path: Path) -> mmap.mmap | bytes:
    """A file's bytes: mapped, or in memory where they are few.

    Raises:
        OSError: it is missing or cannot be read.
    """
    with path.open("rb") as file:
        is_large = path.stat().st_size >= MAPPED_BYTES
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if is_large else file.read()


def open_arrays(folder: Path, part: str, names: Iterable[str]) -> dict[str, Array]:
    """Some of what `write_arrays` wrote: mapped, or in memory where the file is small.

    Raises:
        IndexDamaged: the file is missing, cut short or none of ours, or an array is not in it.
    """
    path = folder / f"{part}.arrays"
    try:
        stored = open_file(path)
        start = stored.find(b"\n") + 1
        layout = json.loads(stored[:start])
        return {name: _array(stored, start, *layout[name]) for name in names}
    except (OSError, ValueError, LookupError, TypeError, ArithmeticError) as problem:
        raise IndexDamaged(f"{path} cannot be read ({problem!r}): run `jianghua rebuild`") from problem


def _array(stored: mmap.mmap | bytes, start: int, kind: str, shape: list[int], offset: int) -> Array:
    if np.dtype(kind).hasobject or min([offset, *shape]) < 0:  # of these NumPy takes any
        raise ValueError(f"{kind}, {shape}, {offset} is no array")
    array: Array = np.ndarray(shape, kind, stored, start + offset)
    return array


def offsets(lengths: Iterable[int] | Array) -> Array:
    """i64[n+1]: where each of n things of these lengths begins, one behind the other, and the end."""
    # A list of an array's numbers takes a hundred times as long as the array.
    ends = lengths if isinstance(lengths, np.ndarray) else list(lengths)
    return np.append(np.int64(0), np.cumsum(ends, dtype=np.int64))


def repeated(numbers: Array) -> tuple[Array, Array]:
    """(the first row of each number, how often it is there), i64 both; equal numbers are beside each other."""
    begins = np.ones(len(numbers) + 1, bool)  # one more, where the last one ends
    np.not_equal(numbers[1:], numbers[:-1], out=begins[1:-1])
    borders = begins.nonzero()[0]
    firsts = borders[:-1]
    return firsts, borders[1:] - firsts


def stretches(borders: Array, positions: Array) -> Array:
    """The number of the stretch that each of some ascending positions is in; borders: where each begins, ascending.

    What is fewer is looked up in what is more.
    """
    if len(positions) < len(borders):
        found: Array = borders.searchsorted(positions, side="right") - 1
        return found
    counts = np.diff(positions.searchsorted(borders), append=len(positions))
    return np.repeat(np.arange(len(counts)), counts)


class Counted:
    """How many of some positions stand before any other: a bit for each that there could be, and sums over 64 of them.

    Five times as fast as bisection. positions: i64, ascending; length: more than any of them.
    """

    def __init__(self, positions: Array, length: int) -> None:
        self.positions = positions
        flags = np.zeros((length >> 6) + 1 << 6, bool)
        flags[positions] = True
        self._bits = np.packbits(flags, bitorder="little").view("<u8")
        self._before = np.cumsum(np.bitwise_count(self._bits), dtype=np.uint32) - np.bitwise_count(self._bits)

    def before(self, positions: Array) -> Array:
        """How many stand before each of some positions, i64; 0 <= position <= length."""
        number = positions >> 6
        lower = (np.uint64(1) << (positions & 63).astype(np.uint64)) - np.uint64(1)
        count: Array = self._before[number].astype(np.int64) + np.bitwise_count(self._bits[number] & lower)
        return count


class Lexicon:
    """A sorted list of byte strings, found by bisection. starts: len + 1 offsets into blob, both arrays."""

    NAMES = ("blob", "starts")

    def __init__(self, blob: Array, starts: Array) -> None:
        self._blob = blob
        self._starts = starts

    @staticmethod
    def arrays(entries: list[bytes]) -> dict[str, Array]:
        """The arrays of a lexicon of these entries, which must be sorted and unique."""
        return Lexicon.joined(np.frombuffer(b"".join(entries), np.uint8), offsets(map(len, entries)))

    @staticmethod
    def joined(blob: Array, starts: Array) -> dict[str, Array]:
        """The same of entries that stand one behind the other; starts: i64, where each begins, and the end."""
        # Four bytes an entry are saved but for a lexicon of gigabytes.
        return {"blob": blob, "starts": starts.astype(np.uint32) if starts[-1] < 1 << 32 else starts}

    def __len__(self) -> int:
        return len(self._starts) - 1

    def content(self) -> tuple[Array, Array]:
        """(all entries, one behind the other, u8; where each begins, and the end)."""
        return self._blob, self._starts

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._blob[self._starts[number] : self._starts[number + 1]].data)

    @cached_property
    def _beginnings(self) -> Array:
        """u64: the first eight bytes of each entry, the first the highest, so that they sort as the entries do."""
        padded = np.append(self._blob, np.zeros(8, np.uint8))
        from_each_byte = np.ndarray(len(self._blob) + 1, ">u8", padded, strides=(1,))
        first_eight = from_each_byte[self._starts[:-1]].astype(np.uint64)
        bits_after = (8 * np.maximum(8 - np.diff(self._starts).astype(np.int64), 0)).astype(np.uint64)
        sortable: Array = first_eight >> bits_after << bits_after
        return sortable

    @cached_property
    def _sortable(self) -> memoryview:
        """The same for bisection, which is faster over a view than over an array."""
        return self._beginnings.data

    def position(self, entry: bytes) -> int:
        """Where the entry is or would be inserted, 0..len."""
        beginning = int.from_bytes(entry[:8].ljust(8, b"\0"), "big")
        low = bisect.bisect_left(self._sortable, beginning)
        high = bisect.bisect_right(self._sortable, beginning, low)
        return low + bisect.bisect_left(range(low, high), entry, key=self.__getitem__)

    def find(self, entry: bytes) -> int | None:
        """The number of an entry, or None."""
        at = self.position(entry)
        return at if at < len(self) and self[at] == entry else None
