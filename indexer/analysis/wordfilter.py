"""The word list as hashes: of all places of a text at once, where one of its words may stand.

Enters: dictionaries, hashes. Leaves: flags. Never cuts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis import dictionary
from indexer.hashing import code_points, mixed, piece_hashes

Array = npt.NDArray[Any]

_BITS = 23
"""Of a hash, to look up whether it may be that of a word: 8 MB, in which 340,000 words take a twenty-fifth."""
_SHIFT = np.uint32(32 - _BITS)
_BASE = np.uint32(0x9E3779B1)
_IS_WORD, _IS_BEGINNING = np.uint8(1), np.uint8(2)


class WordFilter:
    """Words of two characters and more, by their hashes; made at the first question."""

    def __init__(self, user_words: str) -> None:
        self._user_words = user_words

    @cached_property
    def _lists(self) -> tuple[tuple[Array, Array, Array], ...]:
        return _jieba_words(), _joined([addition.word for addition in dictionary.additions(self._user_words)])

    @cached_property
    def _hashes(self) -> Array:
        """u64, ascending."""
        return np.sort(np.concatenate([piece_hashes(*words) for words in self._lists]))

    @cached_property
    def _kinds(self) -> Array:
        """u8: what hashes that begin with the same bits are hashes of."""
        kinds = np.zeros(1 << _BITS, np.uint8)
        for words in self._lists:
            _learn(kinds, *words)
        return kinds

    def are_words(self, hashes: Array) -> Array:
        """bool: whether each is the hash (`indexer.hashing`) of a word of the list."""
        rows = np.minimum(self._hashes.searchsorted(hashes), len(self._hashes) - 1)
        are_listed: Array = self._hashes[rows] == hashes
        return are_listed

    def reach(self, points: Array, in_run: Array) -> Array:
        """i32: where the longest word ends that may stand at each place; the next place where none does.

        in_run: bool[n], False for the last and for other characters that are in no word. What is no word may be taken
        for one, by chance; no word is missed.
        """
        reach = np.arange(1, len(points) + 1, dtype=np.int32)
        numbers = _numbers(points)
        places, size = np.flatnonzero(in_run[:-1] & in_run[1:]), 1
        hashes = numbers[places]
        while len(places):
            hashes *= _BASE
            hashes += numbers.take(places + size)
            size += 1
            kinds = self._kinds.take(hashes >> _SHIFT)
            ends = places.compress(kinds & _IS_WORD)
            reach[ends] = ends + size
            goes_on = kinds >= _IS_BEGINNING
            goes_on &= in_run.take(places + size, mode="clip")
            hashes, places = hashes.compress(goes_on), places.compress(goes_on)
        return reach


def _learn(kinds: Array, points: Array, starts: Array, lengths: Array) -> None:
    """Know some words, which stand in a text."""
    rows, size = np.flatnonzero(lengths > 1), 1
    hashes = _numbers(points[starts[rows]])
    while len(rows):
        hashes = hashes * _BASE + _numbers(points[starts[rows] + size])
        size += 1
        goes_on = lengths[rows] > size
        kinds[hashes[~goes_on] >> _SHIFT] |= _IS_WORD
        hashes, rows = hashes[goes_on], rows[goes_on]
        kinds[hashes >> _SHIFT] |= _IS_BEGINNING


@lru_cache(maxsize=2)  # of some 20 MB each
def word_filter(user_words: str) -> WordFilter:
    """The one of a user's words, made once."""
    return WordFilter(user_words)


@cache
def _table() -> Array:
    return (mixed(np.arange(1 << 16)) >> np.uint64(32)).astype(np.uint32)


def _numbers(points: Array) -> Array:
    """u32: a number for each character; all beyond the 16 bits that words are written in have the same."""
    numbers: Array = _table().take(points, mode="clip")
    return numbers


def _joined(words: Sequence[str]) -> tuple[Array, Array, Array]:
    """(the words one behind the other, where each begins, how long it is)."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    return code_points("".join(words)), np.cumsum(lengths) - lengths, lengths


def _jieba_words() -> tuple[Array, Array, Array]:
    """The same of jieba's own: lines of a word, its count and its kind, with a space between."""
    points = code_points(dictionary.jieba_text())
    spaces = np.flatnonzero(points == ord(" "))[::2]
    starts = np.append(0, np.flatnonzero(points == ord("\n")) + 1)[: len(spaces)]
    return points, starts, spaces - starts
