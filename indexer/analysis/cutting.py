"""Cutters: folded text → pieces, by jieba or by an implementation of it that cuts the same.

Enters: folded text. Leaves: pieces that joined are the text again. Never knows what a word is for.

`jieba` is the reference. `rjieba` (Rust, sixteen times as fast) is taken where it is installed: a test holds its pieces
against jieba's over real text. They differ only at marks inside runs of Latin letters and digits, so those are made
unlike marks for cutting (`plain_marks`), and at rare ideographs, which are parted afterwards as jieba parts them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from typing import Protocol

from indexer.analysis import dictionary

_DOTTED = re.compile(r"[0-9a-z]*(?:\.[0-9a-z]+)+")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
_PARTING = "。"
"""Stands for a mark that has to part a run: both implementations cut before and after it."""


class Cutter(Protocol):
    """Cuts text by a dictionary."""

    @staticmethod
    def name() -> str:
        """Implementation and version."""

    def cut(self, folded: str) -> list[str]:
        """The pieces of a text, in order."""

    def cut_listed(self, folded: str) -> list[str]:
        """The same without guessing words that the dictionary lacks; letters and digits side by side are joined."""

    def is_listed(self, word: str) -> bool:
        """Whether the dictionary has a word."""


def plain_marks(folded: str) -> str:
    """The text as both implementations cut it alike; of the same length."""
    if "_" in folded:
        folded = folded.replace("_", _PARTING)
    return _DOTTED.sub(_parted, folded) if "." in folded else folded


def _parted(match: re.Match[str]) -> str:
    run = match[0]
    return run if _DECIMAL.fullmatch(run) else run.replace(".", _PARTING)


def _restored(pieces: Iterable[str], folded: str) -> Iterator[str]:
    """The pieces as they stand in the text."""
    start = 0
    for piece in pieces:
        yield folded[start : start + len(piece)]
        start += len(piece)


class JiebaCutter:
    """The reference: jieba itself, over our dictionary."""

    def __init__(self, user_words: str) -> None:
        import jieba  # slow to import, and not needed where the other is there

        frequencies = dictionary.load(user_words)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ, self._tokenizer.total = frequencies.counts, frequencies.total
        self._tokenizer.initialized = True

    @staticmethod
    def name() -> str:
        """Implementation and version."""
        return f"jieba {_version('jieba')}"

    def cut(self, folded: str) -> list[str]:
        """The pieces of a text, in order."""
        plain = plain_marks(folded)
        pieces: list[str] = self._tokenizer.lcut(plain)
        return pieces if plain == folded else list(_restored(pieces, folded))

    def cut_listed(self, folded: str) -> list[str]:
        """The same without guessing words that the dictionary lacks; letters and digits side by side are joined."""
        pieces: list[str] = self._tokenizer.lcut(folded, HMM=False)
        return pieces

    def is_listed(self, word: str) -> bool:
        """Whether the dictionary has a word."""
        return bool(self._tokenizer.FREQ.get(word))


_RARE = re.compile("([\u2e80-\u2fff\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
"""Ideographs that jieba does not take for one: each is a piece of its own, and parts what stands around it."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""A lone one is no Unicode, and Rust has no string with it; an argument of bytes that do not decode brings some."""


_first = threading.Lock()
"""Held for good by the first `RjiebaCutter` of a process."""


class RjiebaCutter:
    """The same in Rust, over the same dictionary."""

    def __init__(self, user_words: str) -> None:
        import rjieba

        # Importing rjieba makes a tokenizer, for functions that nothing here calls. The first of ours is that one:
        # to load the dictionary once more takes a tenth of a second and 24 MB.
        is_first = _first.acquire(blocking=False)
        self._tokenizer = rjieba._DEFAULT_JIEBA if is_first else rjieba.Jieba()
        for addition in dictionary.additions(user_words):
            if addition.count is not None or not self.is_listed(addition.word):
                self._tokenizer.add_word(addition.word, addition.count_if_new, None)

    @staticmethod
    def name() -> str:
        """Implementation and version."""
        return f"rjieba {_version('rjieba')}"

    def cut(self, folded: str) -> list[str]:
        """The pieces of a text, in order."""
        plain = plain_marks(folded)
        try:
            pieces = self._pieces(plain)
        except UnicodeEncodeError:
            plain = _SURROGATE.sub(_PARTING, plain)
            pieces = self._pieces(plain)
        return pieces if plain == folded else list(_restored(pieces, folded))

    def cut_listed(self, folded: str) -> list[str]:
        """The same without guessing words that the dictionary lacks; letters and digits side by side are joined."""
        pieces: list[str] = self._tokenizer.cut(folded, False)
        return pieces

    def _pieces(self, plain: str) -> list[str]:
        cut = self._tokenizer.cut
        if not _RARE.search(plain):
            found: list[str] = cut(plain)
            return found
        return [piece for stretch in _RARE.split(plain) for piece in cut(stretch)]

    def is_listed(self, word: str) -> bool:
        """Whether the dictionary has a word."""
        return not _SURROGATE.search(word) and bool(self._tokenizer.has_word(word))


def is_fast_installed() -> bool:
    """Whether the fast implementation is there, in the version that was tested."""
    return _version("rjieba") == "0.2.2"


def _version(package: str) -> str:
    """Empty where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version  # a seventieth of a second, for those who build

    try:
        return version(package)
    except PackageNotFoundError:
        return ""
