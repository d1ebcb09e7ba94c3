"""Cuts folded text into words, in one way for index, query and explanation.

Enters: folded text. Leaves: tokens with offsets. Never loads a dictionary before the first cut.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from indexer.analysis import dictionary
from indexer.analysis.cutting import Cutter, JiebaCutter, RjiebaCutter, is_fast_installed
from indexer.analysis.joining import join_short
from indexer.analysis.listed import ListedWords
from indexer.folding import fold


class Token(NamedTuple):
    """One occurrence of a word: code points `[start, end)`; `position` is the word's count in the text, from 0.

    is_part: a shorter dictionary word inside a longer one (经济 in 经济带); it has the position of the longer word.
    """

    text: str
    start: int
    end: int
    position: int
    is_part: bool = False


_SHORT, _MOST_RECENT = 64, 16
"""A query is cut up to five times on its way: texts of so many characters, and so many of them, are kept cut."""
_MOST_LISTED = 8
"""Texts that are cut by the word list in files: who cuts more goes on, and a loaded dictionary takes a hundredth of the
time."""


def is_word(text: str) -> bool:
    """Whether a piece of a text is a word and not only marks or space."""
    return any(map(str.isalnum, text))


def _listed(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def question_words() -> frozenset[str]:
    """The words (folded) that ask: 什么, 如何, 是否 …"""
    return _listed("question_words.txt")


@cache
def function_words() -> frozenset[str]:
    """The words (folded) that only join others or ask: 的, 了, 和, 什么 …"""
    return _listed("function_words.txt") | question_words()


@lru_cache(maxsize=2)  # with tens of megabytes each
def _cutter(user_words: str, *, is_fast: bool) -> Cutter:
    """One for all analysers with the same words: a dictionary takes a tenth of a second to load."""
    return (RjiebaCutter if is_fast else JiebaCutter)(user_words)


class Analyzer:
    """Words by our dictionary. Threads may share one; processes each make their own.

    user_dictionary: a file of words of the user's, see `dictionary.read_user_dictionary`.
    is_fast: take the fast cutter where it is installed; it cuts the same.
    """

    def __init__(self, user_dictionary: Path | None = None, *, is_fast: bool = True) -> None:
        self.user_dictionary = user_dictionary
        self.is_fast = is_fast
        self.user_words = dictionary.read_user_dictionary(user_dictionary)
        self._lock = threading.Lock()
        self._made: Cutter | None = None
        self._recent = lru_cache(maxsize=_MOST_RECENT)(self._cut)
        self._listed = ListedWords() if is_fast and not self.user_words else None
        self._left_to_list = _MOST_LISTED

    @cached_property
    def fingerprint(self) -> str:
        """Names the folding, the word lists and the version of jieba: two analysers with the same one cut alike."""
        return dictionary.fingerprint(self.user_words)

    @property
    def cutter_name(self) -> str:
        """Implementation and version, for the index's record of how it was made; nothing is loaded for it."""
        return self._kind.name()

    @property
    def _kind(self) -> type[JiebaCutter | RjiebaCutter]:
        return RjiebaCutter if self.is_fast and is_fast_installed() else JiebaCutter

    @property
    def cutter(self) -> Cutter:
        """The cutter, made at its first use."""
        with self._lock:
            if self._made is None:
                self._made = _cutter(self.user_words, is_fast=self._kind is RjiebaCutter)
                self._listed = None  # with its files, and the words of them that it keeps
            return self._made

    def load(self) -> None:
        """Have the dictionary loaded before somebody waits for it."""
        _ = self.cutter

    def cut(self, folded: str) -> list[str]:
        """The text in pieces, words and all between them; joined they are the text again (jieba's precise mode)."""
        return list(self._recent(folded)) if len(folded) <= _SHORT else self._cut(folded)

    def _cut(self, folded: str) -> list[str]:
        listed, pieces = self._listed, None
        if listed and self._left_to_list:
            self._left_to_list -= 1
            pieces = listed.cut(folded)
        return self.cutter.cut(folded) if pieces is None else pieces

    def is_listed(self, word: str) -> bool:
        """Whether the dictionary has a word (folded)."""
        listed = self._listed
        is_known = listed.is_listed(word) if listed else None
        return self.cutter.is_listed(word) if is_known is None else is_known

    def cut_listed(self, folded: str) -> list[str]:
        """The same by the word list alone, without guessing: a step on the way of `cut`."""
        return self.cutter.cut_listed(folded)

    def joined(self, folded: str) -> list[str]:
        """The text in pieces as `cut` has them, single characters and signs joined to what stands beside them.

        >>> Analyzer().joined("郑永年谈5%的增长")
        ['郑永年', '谈5%', '的', '增长']
        """
        pieces = self.cut(folded)
        return join_short(pieces, self.is_function_word)

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a query, folded, in order, without parts."""
        return tuple(piece for piece in self.cut(fold(text)) if is_word(piece))

    def parts(self, word: str) -> tuple[tuple[int, int], ...]:
        """Offsets of the dictionary words of 2 and 3 characters inside a longer word (jieba's search mode)."""
        return tuple(
            (start, start + size)
            for size in (2, 3)
            if len(word) > size
            for start in range(len(word) - size + 1)
            if self.is_listed(word[start : start + size])
        )

    def tokens(self, text: str) -> Iterator[Token]:
        """Every word and part of a text in its order; parts come before the word they stand in."""
        start = position = 0
        for piece in self.cut(fold(text)):
            if is_word(piece):
                for a, b in self.parts(piece):
                    yield Token(piece[a:b], start + a, start + b, position, is_part=True)
                yield Token(piece, start, start + len(piece), position)
                position += 1
            start += len(piece)

    def is_function_word(self, word: str) -> bool:
        """Whether a word (folded) only joins others or asks: 的, 了, 和, 什么 …"""
        return word in function_words()

    def is_question_word(self, word: str) -> bool:
        """Whether a word (folded) asks: 什么, 如何, 是否 …"""
        return word in question_words()
