"""The text of a few documents, read whole: where given characters stand in them, and in which sentence.

Enters: documents, characters. Leaves: places in their text, as one run. Never scores.

An index says which documents hold something; how close together and in which sentence, only the text says. Reading the
folded text of the best fifty is cheaper than keeping that for all. Positions here count through the pool's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.engines.local.arrays import Array, offsets
from indexer.engines.local.speeches import Speeches

SENTENCE_ENDS = "\0\n。！？；!?;"
"""What ends a sentence in folded text; NUL ends titles and bodies."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of a pool in order: ends[s] is the position of the mark that ends it (in it), owners[s] its document's
    row, is_title[s] whether it is of a title, from_start[s] how far from the start of its document it begins."""

    ends: Array
    lengths: Array
    owners: Array
    is_title: Array
    from_start: Array

    def __len__(self) -> int:
        return len(self.ends)


@dataclass(frozen=True, slots=True)
class Spots:
    """Where some characters stand in a pool: parallel arrays, a row a place, in order.

    positions: in the pool's text; characters: which one, from 0; sentences: the sentence it is in.
    following: for each position in the pool's text, 1 + the number of the character there, 0 for others; with as many
        zeros behind as the longest look-ahead needs.
    """

    positions: Array
    characters: Array
    sentences: Array
    following: Array

    def pairs(self, pairs: Sequence[tuple[int, int]], count: int) -> tuple[Array, Array]:
        """(rows, numbers) of the places where a pair of characters begins; pairs: by number; count: of characters."""
        table = np.zeros((count, count + 1), np.int32)
        for number, (one, other) in enumerate(pairs, 1):
            table[one, other + 1] = number
        numbers = table[self.characters, self.following[self.positions + 1]]
        rows = np.flatnonzero(numbers)
        return rows, numbers[rows] - 1

    def strings(self, string: Sequence[int]) -> Array:
        """The rows where a string of characters, by number, begins."""
        rows = np.flatnonzero(self.characters == string[0])
        for ahead, character in enumerate(string[1:], 1):
            rows = rows[self.following[self.positions[rows] + ahead] == character + 1]
        return rows


class PoolText:
    """documents: numbers of documents, ascending."""

    LONGEST = 64
    """Characters of a string that can be looked for."""

    def __init__(self, speeches: Speeches, documents: Array) -> None:
        self.documents = documents
        starts, self._texts = [], []
        bodies = []
        for segment, some in speeches.by_segment(documents):
            stream = segment.characters
            for document in some.tolist():
                start, end = int(stream.title_starts[document]), int(stream.title_starts[document + 1])
                starts.append(end - start)
                bodies.append(int(stream.body_starts[document]) - start)
                self._texts.append((stream, stream.ids(start, end)))
        self.starts = offsets(starts)
        self._body_starts = self.starts[:-1] + np.array(bodies, np.int64)

    def __len__(self) -> int:
        return len(self.documents)

    def _numbered(self, characters: str) -> Array:
        """For each position 1 + the number of the character there among some, 0 for others, u16."""
        runs, at = [], 0
        while at < len(self._texts):
            stream = self._texts[at][0]
            end = next((i for i in range(at, len(self._texts)) if self._texts[i][0] is not stream), len(self._texts))
            table = stream.numbering(characters)
            runs.append(table[np.concatenate([text for _, text in self._texts[at:end]])])
            at = end
        return np.concatenate([*runs, np.zeros(self.LONGEST, np.uint16)])

    def points(self, row: int) -> Array:
        """The code points of a document's text."""
        stream, ids = self._texts[row]
        return stream.folded_points(ids)

    @cached_property
    def lengths(self) -> Array:
        """Characters of each document."""
        return np.diff(self.starts)

    def spots(self, characters: str) -> tuple[Spots, Sentences]:
        """Where some characters stand, and the sentences; those that end sentences are not looked for."""
        marks = len(SENTENCE_ENDS)
        numbered = self._numbered(SENTENCE_ENDS + characters)
        positions = np.flatnonzero(numbered)
        numbers = numbered[positions]
        is_end = numbers <= marks
        sentence = np.cumsum(is_end)
        ends = positions[is_end]
        owners = self.starts.searchsorted(ends, side="right") - 1
        begins = np.concatenate([[0], ends[:-1] + 1])
        sentences = Sentences(
            ends=ends,
            lengths=ends - begins,
            owners=owners,
            is_title=ends < self._body_starts[owners],
            from_start=begins
            - np.where(ends < self._body_starts[owners], self.starts[owners], self._body_starts[owners]),
        )
        rest = ~is_end
        following = np.where(numbered > marks, numbered - marks, 0)
        return Spots(positions[rest], numbers[rest].astype(np.int64) - marks - 1, sentence[rest], following), sentences
