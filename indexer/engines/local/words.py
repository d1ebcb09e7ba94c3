"""Word postings: which speeches hold a word, and how often. They rank; they never decide what is found.

Enters: the words of each title and body. Leaves: postings. Never cuts text.

Layout (one `.npy` each, part `title` or `body`):

========= ======= ================================================================
blob      u8      the words (folded, UTF-8), sorted
starts    i64     offset of each word in `blob`, and the end
extents   u32     offset of each word's postings in `documents`, and the end
documents u16/u32 documents of the segment, ascending within a word; u16 where there are no more than that
counts    u8      how often, in quarters: 4 for a whole word, 1 for a part of one; 255 for more
                  than that: beyond 63 words in one speech the ranking hardly moves
lengths   u32[d]  words of each document's title or body
========= ======= ================================================================

A part (经济 in 经济带) counts a quarter, so that 印度 stands before 印度尼西亚 when 印度 was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis import Analyzer
from indexer.engines.local import keywords
from indexer.engines.local.arrays import Array, Lexicon, spread
from indexer.engines.local.keywords import Keywords, as_term

FIELDS = ("title", "body")
"""The fields that are cut into words."""
NAMES = (*keywords.NAMES, "counts", "lengths")
QUARTERS_OF_WORD = 4
QUARTERS_OF_PART = 1
_MOST = 0xFF


@dataclass(frozen=True, slots=True)
class Postings:
    """One field of some speeches. vocabulary[i] has counts[j] in documents[j] for every j with words[j] == i.

    Rows are sorted by document, and there is one row a word and document. lengths: words of each document.
    """

    vocabulary: tuple[str, ...]
    words: Array
    documents: Array
    counts: Array
    lengths: Array


def count(texts: Sequence[Sequence[str]], analyzer: Analyzer) -> Postings:
    """Postings of texts that are already cut into words."""
    number_of: dict[str, int] = {}
    rows = [np.array([number_of.setdefault(w, len(number_of)) for w in words], np.uint32) for words in texts]
    lengths = np.array([len(row) for row in rows], np.uint32)
    documents = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)
    words, documents, counts = _sum_rows(np.concatenate(rows or [np.zeros(0, np.uint32)]), documents, None)
    counts *= QUARTERS_OF_WORD
    part_words, part_of = _parts(number_of, analyzer)
    # For every row of a word with parts, one row for each of its parts.
    first, end = np.searchsorted(part_of, words), np.searchsorted(part_of, words, side="right")
    rows_again = np.repeat(np.arange(len(words)), end - first)
    words, documents, counts = _sum_rows(
        np.concatenate([words, part_words[spread(first, end - first)]]),
        np.concatenate([documents, documents[rows_again]]),
        np.concatenate([counts, counts[rows_again] // QUARTERS_OF_WORD * QUARTERS_OF_PART]),
    )
    return Postings(tuple(number_of), words, documents, counts, lengths)


def _parts(number_of: dict[str, int], analyzer: Analyzer) -> tuple[Array, Array]:
    """Parts of every word: (number of the part, number of its word, ascending). Adds parts to `number_of`."""
    parts = [
        (number_of.setdefault(word[start:end], len(number_of)), number)
        for word, number in list(number_of.items())
        for start, end in analyzer.parts(word)
    ]
    columns = np.array(parts, np.uint32).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


def _sum_rows(words: Array, documents: Array, counts: Array | None) -> tuple[Array, Array, Array]:
    """One row a (document, word), sorted so, with the counts (1 each where None) added up."""
    keys = documents.astype(np.uint64) << np.uint64(32) | words.astype(np.uint64)
    unique, inverse = np.unique(keys, return_inverse=True)
    total = np.bincount(inverse, weights=counts, minlength=len(unique)).astype(np.int64)
    return (unique & np.uint64(0xFFFFFFFF)).astype(np.uint32), (unique >> np.uint64(32)).astype(np.uint64), total


def build(batches: Sequence[Postings]) -> dict[str, Array]:
    """The arrays of a segment from its batches, whose documents follow each other."""
    number_of: dict[str, int] = {}
    words, documents, base = [], [], 0
    for batch in batches:
        numbers = np.array([number_of.setdefault(w, len(number_of)) for w in batch.vocabulary], np.uint32)
        words.append(numbers[batch.words] if len(numbers) else batch.words)
        documents.append(batch.documents + np.uint64(base))
        base += len(batch.lengths)
    entries = sorted((as_term(word), number) for word, number in number_of.items())
    rank = np.empty(len(entries), np.uint32)
    rank[[number for _, number in entries]] = np.arange(len(entries), dtype=np.uint32)
    ranks = rank[np.concatenate(words)]
    order = np.argsort(ranks, kind="stable")
    counts = np.concatenate([batch.counts for batch in batches])
    return {
        **Lexicon.arrays([word for word, _ in entries]),
        "extents": np.searchsorted(ranks[order], np.arange(len(entries) + 1)).astype(np.uint32),
        "documents": np.concatenate(documents)[order].astype(np.uint16 if base <= 1 << 16 else np.uint32),
        "counts": np.minimum(counts, _MOST)[order].astype(np.uint8),
        "lengths": np.concatenate([batch.lengths for batch in batches]).astype(np.uint32),
    }


class Words(Keywords):
    """The postings of one text field of one segment."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        super().__init__(arrays)
        self.lengths = arrays["lengths"]
        self._counts = arrays["counts"]

    def weights(self, number: int) -> Array:
        """How often word `number` stands in each of its documents, parts for a quarter."""
        counts: Array = self._counts[self._extents[number] : self._extents[number + 1]]
        return counts / QUARTERS_OF_WORD

    def postings(self, folded: str) -> tuple[Array, Array]:
        """(documents ascending, weight in each) of a folded word; empty where it does not occur."""
        number = self.lexicon.find(as_term(folded))
        if number is None:
            return self._documents[:0], self._counts[:0]
        return self.documents(number), self.weights(number)
