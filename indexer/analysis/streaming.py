"""Cuts much text at once, as the cutter cuts it: what that says of a short stretch is asked once and remembered.

Enters: a stream of folded code points. Leaves: where pieces begin. Never cuts by a rule of its own.

jieba takes the likeliest way through the words of its list that stand in a run of Han, Latin and digits, then guesses
what single characters that are left over side by side may be. So a run may be parted, and each part cut alone:

1. where no word of the list reaches across, which `WordFilter` says of all places at once;
2. each part is cut by the list alone. There are some hundred thousand different ones in 5,000 news items, where 700,000
   stand, and most are met again;
3. single characters side by side are one part then, cut with guessing.

All else is a piece a character. Tests hold the pieces against the cutter's, over real and over random text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.cutting import plain_marks
from indexer.analysis.wordfilter import word_filter
from indexer.hashing import Numbers, as_text, code_points, piece_hashes, spread

Array = npt.NDArray[Any]

_MOST_REMEMBERED = 1 << 20
"""Stretches whose pieces are remembered, in some 50 MB; then all are forgotten."""
_MOST_CHARACTERS = 64
"""Of a stretch that is remembered: it is a bit for each, set where a piece begins."""
_SIGNS = "+#&.%-"
"""What jieba takes into one run with Han, letters and digits. `_` is one, too, but is made unlike it for cutting."""
_PARTING = "。"
_ALPHANUMERIC = (("0", "9"), ("a", "z"), ("A", "Z"))


@cache
def _runs() -> Array:
    """bool[0x110000]: whether a character stands in runs."""
    stands = _letters().copy()
    stands[0x4E00:0x9FD6] = True
    stands[code_points(_SIGNS)] = True
    return stands


@cache
def _letters() -> Array:
    """bool[0x110000]: ASCII letters and digits."""
    are_letters = np.zeros(0x110000, bool)
    for first, last in _ALPHANUMERIC:
        are_letters[ord(first) : ord(last) + 1] = True
    return are_letters


class StreamCutter:
    """Pieces of streams, by an analyser; for one thread."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._words = word_filter(analyzer.user_words)
        self._listed = _Remembered(analyzer.cut_listed, parts_letters=True)  # the next step joins them
        self._guessed = _Remembered(analyzer.cut)

    def borders(self, points: Array) -> Array:
        """bool[n]: where pieces begin. points: folded; a NUL is a piece and the last of them."""
        if not len(points):
            return np.zeros(0, bool)
        in_run = _in_runs(points)
        is_border = self._parts(points, in_run)
        starts = np.flatnonzero(is_border)
        lengths = np.diff(starts, append=len(points))
        longer = lengths > 1
        self._listed.mark(is_border, points, starts[longer], lengths[longer])
        starts, lengths = _single(is_border, in_run)
        self._guessed.mark(is_border, points, starts, lengths)
        is_border[1:][(points[1:] == ord("\n")) & (points[:-1] == ord("\r"))] = False
        return is_border

    def _parts(self, points: Array, in_run: Array) -> Array:
        """bool[n]: where no word reaches across, or a run begins or ends."""
        is_first = ~in_run
        is_first[1:] |= is_first[:-1]
        is_first[:1] = True
        reach = np.maximum.accumulate(self._words.reach(points, in_run))
        is_first[1:] |= reach[:-1] <= np.arange(1, len(points), dtype=np.int32)
        return is_first


def _in_runs(points: Array) -> Array:
    """bool[n]: which characters stand in runs."""
    in_run: Array = _runs()[points]
    is_dot = points == ord(".")
    edges = np.flatnonzero(np.diff(is_dot | _letters()[points], prepend=False, append=False))
    has_dot = np.add.reduceat(is_dot, edges, dtype=np.int64)[::2] > 0 if len(edges) else edges > 0
    starts, lengths = edges[::2][has_dot], np.diff(edges)[::2][has_dot]
    joined, _ = _side_by_side(points, starts, lengths)
    in_run[spread(starts, lengths)] = _runs()[code_points(plain_marks(as_text(joined)))][joined != ord(_PARTING)]
    return in_run


def _side_by_side(points: Array, starts: Array, lengths: Array) -> tuple[Array, Array]:
    """(stretches one behind the other, each with a mark behind it; where each begins)."""
    joined = points[spread(starts, lengths + 1)]
    ends = np.cumsum(lengths + 1)
    joined[ends - 1] = ord(_PARTING)
    return joined, ends - lengths - 1


def _are_letters_alone(points: Array, is_border: Array) -> Array:
    """bool[n]: what stands in a piece that is nothing but letters and digits."""
    starts = np.flatnonzero(is_border)
    are_letters = _letters()[points]
    lengths = np.diff(starts, append=len(points))
    return np.repeat(np.add.reduceat(are_letters, starts, dtype=np.int64) == lengths, lengths)


def _single(is_border: Array, in_run: Array) -> tuple[Array, Array]:
    """(first, length) of every two and more pieces of one character side by side in a run."""
    is_single = is_border & in_run
    is_single[:-1] &= is_border[1:]
    edges = np.flatnonzero(np.diff(is_single, prepend=False, append=False))
    starts, lengths = edges[::2], np.diff(edges)[::2]
    several = lengths > 1
    return starts[several], lengths[several]


class _Remembered:
    """Pieces of stretches, as a function cuts them alone; with parts_letters, letters and digits each for itself."""

    def __init__(self, cut: Callable[[str], list[str]], *, parts_letters: bool = False) -> None:
        self._cut = cut
        self._parts_letters = parts_letters
        self._forget()

    def _forget(self) -> None:
        self._numbers = Numbers()
        self._bits = np.zeros(0, np.uint64)

    def mark(self, is_border: Array, points: Array, starts: Array, lengths: Array) -> None:
        """Set the borders within some stretches as their pieces have them."""
        is_short = lengths <= _MOST_CHARACTERS
        if not is_short.all():
            self._mark_long(is_border, points, starts[~is_short], lengths[~is_short])
            starts, lengths = starts[is_short], lengths[is_short]
        bits = self._bits_of(points, starts, lengths)
        longest = int(lengths.max(initial=0))
        ends = starts + lengths
        for _ in range(1, longest):
            starts, bits = starts + 1, bits >> np.uint64(1)
            is_border[starts] = bits & np.uint64(1)
            stays = ends > starts + 1
            starts, ends, bits = starts[stays], ends[stays], bits[stays]

    def _mark_long(self, is_border: Array, points: Array, starts: Array, lengths: Array) -> None:
        for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
            is_border[start : start + length] = self._cut_alone(points, np.array([start]), np.array([length]))[0][:-1]

    def _bits_of(self, points: Array, starts: Array, lengths: Array) -> Array:
        hashes = piece_hashes(points, starts, lengths)
        numbers = self._numbers.find(hashes)
        unknown = np.flatnonzero(numbers < 0)
        if len(unknown):
            if len(self._numbers) > _MOST_REMEMBERED:
                self._forget()
                return self._bits_of(points, starts, lengths)
            new, rows = np.unique(hashes[unknown], return_index=True)
            rows = unknown[rows]
            self._learn(new, *self._cut_alone(points, starts[rows], lengths[rows]))
            numbers[unknown] = self._numbers.find(hashes[unknown])
        return self._bits[numbers]

    def _learn(self, hashes: Array, is_border: Array, firsts: Array) -> None:
        borders = np.flatnonzero(is_border)
        begins = borders.searchsorted(firsts)
        shifts = borders - np.repeat(firsts, np.diff(begins, append=len(borders)))
        bits = np.uint64(1) << np.minimum(shifts, _MOST_CHARACTERS - 1).astype(np.uint64)
        self._numbers.add(hashes)
        self._bits = np.append(self._bits, np.bitwise_or.reduceat(bits, begins))

    def _cut_alone(self, points: Array, starts: Array, lengths: Array) -> tuple[Array, Array]:
        """(where pieces begin in the stretches one behind the other, each with a mark behind it; where each begins)."""
        joined, firsts = _side_by_side(points, starts, lengths)
        pieces = self._cut(as_text(joined))
        is_border = np.zeros(len(joined) + 1, bool)
        is_border[np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)))] = True
        is_border[0] = True
        is_border = is_border[:-1]
        if self._parts_letters:
            is_border |= _are_letters_alone(joined, is_border)
        return is_border, firsts
