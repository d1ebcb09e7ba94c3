"""Cuts short texts by the word list where it stands, in files: what a first query needs, before a dictionary is loaded.

Enters: folded text. Leaves: the pieces that a cutter would make of it, or None where there are Latin letters or digits,
which have rules of their own.

To load a dictionary takes an eighth of a second, to look up the words that begin with some ten characters one or two
milliseconds: those that begin with the same ideograph stand together in jieba's file, in the order of these; so they
do in ours.
"""

from __future__ import annotations

import mmap
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from math import log
from pathlib import Path

from indexer.analysis import dictionary
from indexer.analysis.guessing import Model

TOTAL = 60_775_986
"""The sum of all counts: of jieba's dictionary, `folded.txt` and `terms.txt`. A test holds it against them."""
_MOST_CHARACTERS = 64
"""Of a text: a longer one costs as much as to load the dictionary."""
_MOST_GROUPS = 128
"""Characters whose words are kept, some 20 kB each."""
_PLAIN = re.compile(r"(?:[\u4e00-\u9fd5]|[^\w\s+#&.%-]| )*")
"""Ideographs that jieba takes for some, spaces, and the marks that part runs of them."""
_RUN = re.compile("([\u4e00-\u9fd5]+)")


class _Lines:
    """A file with a word and its count in each line; from that of the first ideograph on in the order of these."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._offsets = range(self._text.find("\n一".encode()) + 1, len(self._text))

    def beginning(self, character: str) -> dict[str, int]:
        """The words that begin with an ideograph, with their counts."""
        low, high = map(self._line_from, (character, chr(ord(character) + 1)))
        lines = map(bytes.split, self._text[low:high].splitlines())
        return {word.decode(): int(count) for word, count, *_ in lines}

    def _line_from(self, character: str) -> int:
        """Where the first line starts that begins with a character or with one behind it."""
        number = bisect_left(self._offsets, character.encode(), key=self._first_of_line)
        return self._offsets.start + number  # the first byte of a line: those before it are of the line before

    def _first_of_line(self, offset: int) -> bytes:
        start = self._text.rfind(b"\n", 0, offset) + 1
        return self._text[start : start + 3]  # the bytes of an ideograph in UTF-8


class ListedWords:
    """The words of our dictionary without any of a user's."""

    def __init__(self) -> None:
        self._lists = [_Lines(path) for path in (dictionary.jieba_file("dict.txt"), dictionary.FOLDED)]
        self._terms = list(dictionary.additions_in(dictionary.TERMS.read_text(encoding="utf-8")))
        self._model = Model()
        self.beginning = lru_cache(maxsize=_MOST_GROUPS)(self._read)

    def _read(self, character: str) -> dict[str, int]:
        """The words that begin with an ideograph, with their counts."""
        words = self._lists[0].beginning(character) | self._lists[1].beginning(character)
        for term in self._terms:
            if term.word[0] == character and (term.count is not None or term.word not in words):
                words[term.word] = term.count_if_new
        return words

    def cut(self, folded: str) -> list[str] | None:
        """The pieces of a text; None where the list does not say."""
        if len(folded) > _MOST_CHARACTERS or not _PLAIN.fullmatch(folded):
            return None
        stretches = enumerate(_RUN.split(folded))
        return [piece for number, stretch in stretches for piece in (self._pieces(stretch) if number % 2 else stretch)]

    def is_listed(self, word: str) -> bool | None:
        """Whether the dictionary has a word; None where that is not known here."""
        return word in self.beginning(word[0]) if _RUN.fullmatch(word) else None

    def _pieces(self, run: str) -> Iterator[str]:
        """The words of a run, those that are listed and those that may be made of others of one character."""
        for is_single, words in groupby(self._words(run), lambda word: len(word) == 1):
            row = list(words)
            joined = "".join(row)
            is_guessed = is_single and len(row) > 1 and joined not in self.beginning(joined[0])
            yield from self._model.words(joined) if is_guessed else row

    def _words(self, run: str) -> list[str]:
        """The likeliest listed words that a run is made of, with those characters that are in none."""
        best = [(0.0, 0)] * (len(run) + 1)
        for start in range(len(run) - 1, -1, -1):
            counts = self.beginning(run[start])
            ends = [end for end in range(start + 1, len(run) + 1) if run[start:end] in counts] or [start + 1]
            best[start] = max((log(counts.get(run[start:end], 1)) - log(TOTAL) + best[end][0], end) for end in ends)
        borders = [0]
        while borders[-1] < len(run):
            borders.append(best[borders[-1]][1])
        return [run[start:end] for start, end in pairwise(borders)]
