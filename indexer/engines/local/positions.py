"""Words in the order in which they stand, for Whoosh: for its phrases and spans, and to know what a document is like.

Enters: characters with what is known of where jieba cuts. Leaves: positions of words, the words of a document. Our own
queries need none of it: they know the character.

Nothing is stored for it: a segment's words are numbered at the first question, some 50 ms for a million characters.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import cached_property

import numpy as np

from indexer.analysis import is_word
from indexer.engines.local.arrays import Array
from indexer.engines.local.characters import Characters, as_text


class Positions:
    """The words of one segment, numbered. field: `title` or `body`."""

    def __init__(self, characters: Characters) -> None:
        self._characters = characters

    @cached_property
    def _pieces(self) -> tuple[Array, Array]:
        """(where each piece begins, and the end; how many words are before each piece): i64[p + 1] both."""
        everywhere = np.arange(len(self._characters))
        begins = np.flatnonzero(self._characters.are_borders(everywhere))
        is_of_word = np.zeros(sys.maxunicode + 1, bool)
        is_of_word[self._characters.folded] = list(map(is_word, as_text(self._characters.folded)))
        are_words = np.logical_or.reduceat(is_of_word[self._characters.points(everywhere)], begins)
        return np.append(begins, len(everywhere)), np.concatenate([[0], np.cumsum(are_words)])

    def _extent(self, field: str, documents: Array | int) -> tuple[Array, Array]:
        """(begin, end) of a field of some documents."""
        titles, bodies = self._characters.title_starts.astype(np.int64), self._characters.body_starts.astype(np.int64)
        if field == "title":
            return titles[documents], bodies[documents] - 1
        return bodies[documents], titles[1:][documents] - 1

    def of(self, field: str, word: str) -> tuple[Array, Array]:
        """(documents, positions) of a folded word, ascending; in a longer word it stands where that one does."""
        begins, before = self._pieces
        starts = self._characters.find(word).astype(np.int64)
        pieces = begins.searchsorted(starts, side="right") - 1
        is_inside = starts + len(word) <= begins[pieces + 1]
        starts, pieces = starts[is_inside], pieces[is_inside]
        documents = self._characters.documents(starts)
        first, last = self._extent(field, documents)
        is_meant = (starts >= first) & (starts < last)
        positions = before[pieces[is_meant]] - before[begins.searchsorted(first[is_meant])]
        found = np.unique(np.stack([documents[is_meant], positions], axis=1), axis=0)
        return found[:, 0], found[:, 1]

    def words(self, field: str, document: int) -> Counter[str]:
        """The words of a document, folded, with how often each stands there."""
        first, last = map(int, self._extent(field, document))
        text = as_text(self._characters.points(np.arange(first, last)))
        begins = np.flatnonzero(self._characters.are_borders(np.arange(first, last))).tolist()
        pieces = (text[start:end] for start, end in zip(begins, [*begins[1:], len(text)], strict=True))
        return Counter(filter(is_word, pieces))
