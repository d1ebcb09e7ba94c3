"""Word postings: which speeches hold a word, and how often. They rank; they never decide what is found.

Enters: the words of each title and body. Leaves: postings. Never cuts text.

Layout (one `.npy` each, part `title` or `body`):

========= ======= ================================================================
blob      u8      the words (folded, UTF-8), sorted
starts    u32     offset of each word in `blob`, and the end
extents   u32     offset of each word's postings in `documents`, and the end
documents u16/u32 documents of the segment, ascending within a word; u16 where there are no more than that
counts    u8      how often, in quarters: 4 for a whole word, 1 for a part of one; 255 for more
                  than that: beyond 63 words in one speech the ranking hardly moves
lengths   u32[d]  words of each document's title or body
========= ======= ================================================================

A part (经济 in 经济带) counts a quarter, so that 印度 stands before 印度尼西亚 when 印度 was asked for.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, compress

import numpy as np

from indexer.analysis import Analyzer, is_word
from indexer.engines.local import keywords
from indexer.engines.local.arrays import Array, Lexicon, offsets, spread
from indexer.engines.local.keywords import Keywords, as_term, as_value

FIELDS = ("title", "body")
"""The fields that are cut into words."""
NAMES = (*keywords.NAMES, "counts", "lengths")
QUARTERS_OF_WORD = 4
QUARTERS_OF_PART = 1
_WORDS_OF_QUARTER = np.float32(1 / QUARTERS_OF_WORD)
_MOST = 0xFF


@dataclass(frozen=True, slots=True)
class Postings:
    """One field of some speeches. vocabulary[i] has counts[j] in documents[j] for every j with words[j] == i.

    Documents ascend within a word, there is one row a word and document, and no word without a row. words, documents:
    u32; counts: u8, in quarters. lengths: u32, words of each document.
    """

    vocabulary: tuple[str, ...]
    words: Array
    documents: Array
    counts: Array
    lengths: Array


def count(texts: Sequence[Sequence[str]], analyzer: Analyzer) -> Postings:
    """Postings of texts that are already cut; pieces that are no words are left out."""
    number_of: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    total = sum(map(len, texts))
    # One look-up a piece and no more Python: there are hundreds of them in a speech.
    numbers = np.fromiter(map(number_of.__getitem__, chain.from_iterable(texts)), np.uint32, total)
    documents = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(pieces) for pieces in texts])
    is_a_word = np.fromiter(map(is_word, number_of), bool, len(number_of))[numbers]
    numbers, documents = numbers[is_a_word], documents[is_a_word]
    part_words, part_of = _parts(number_of, analyzer)
    # For every word with parts, one row for each of its parts.
    first, end = np.searchsorted(part_of, numbers), np.searchsorted(part_of, numbers, side="right")
    parts = part_words[spread(first, end - first)]
    words, rows, counts = _sum_rows(
        np.concatenate([documents, np.repeat(documents, end - first)]),
        np.concatenate([numbers, parts]),
        is_part=np.arange(len(numbers) + len(parts)) >= len(numbers),
    )
    lengths = np.bincount(documents.astype(np.int64), minlength=len(texts)).astype(np.uint32)
    return _with_words_in_use(Postings(tuple(number_of), words, rows, counts, lengths))


def _parts(number_of: dict[str, int], analyzer: Analyzer) -> tuple[Array, Array]:
    """Parts of every word: (number of the part, number of its word, ascending). Adds parts to `number_of`."""
    parts = [
        (number_of[part], number)
        for word, number in list(number_of.items())
        if len(word) > 2  # a shorter one has none
        for part in analyzer.part_words(word)
    ]
    columns = np.array(parts, np.uint32).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


def _sum_rows(documents: Array, words: Array, *, is_part: Array) -> tuple[Array, Array, Array]:
    """(words, documents, counts): one row a (document, word), sorted so, with what each row counts added up."""
    # One sort of one number a row: document, word, and whether it is a part, which counts less.
    keys = np.sort(documents << np.uint64(33) | words.astype(np.uint64) << np.uint64(1) | is_part.astype(np.uint64))
    pairs = keys >> np.uint64(1)
    firsts = np.flatnonzero(np.concatenate([np.ones(min(len(pairs), 1), bool), pairs[1:] != pairs[:-1]]))
    quarters = np.where(keys & np.uint64(1), QUARTERS_OF_PART, QUARTERS_OF_WORD)
    counts = np.add.reduceat(quarters, firsts) if len(firsts) else quarters
    pairs = pairs[firsts]
    numbers = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return numbers, (pairs >> np.uint64(32)).astype(np.uint32), np.minimum(counts, _MOST).astype(np.uint8)


def _with_words_in_use(postings: Postings) -> Postings:
    """The postings with no more vocabulary than they need."""
    in_use = np.zeros(len(postings.vocabulary), bool)
    in_use[postings.words] = True
    new_numbers = np.cumsum(in_use, dtype=np.uint32) - np.uint32(1)
    vocabulary = tuple(compress(postings.vocabulary, in_use.tolist()))
    return replace(postings, vocabulary=vocabulary, words=new_numbers[postings.words])


def only(postings: Postings, stays: Array) -> Postings:
    """The postings of some of the documents, numbered anew; stays: bool[d]."""
    new_numbers = np.cumsum(stays, dtype=np.uint32) - np.uint32(1)
    rows = stays[postings.documents]
    return _with_words_in_use(
        Postings(
            postings.vocabulary,
            postings.words[rows],
            new_numbers[postings.documents[rows]],
            postings.counts[rows],
            postings.lengths[stays],
        )
    )


def build(batches: Sequence[Postings]) -> dict[str, Array]:
    """The arrays of a segment from its batches, whose documents follow each other."""
    number_of: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    words, documents, base = [], [], 0
    for batch in batches:
        vocabulary = batch.vocabulary
        words.append(np.fromiter(map(number_of.__getitem__, vocabulary), np.uint32, len(vocabulary))[batch.words])
        documents.append(batch.documents + np.uint32(base))
        base += len(batch.lengths)
    entries = sorted(zip(map(as_term, number_of), number_of.values(), strict=True))
    rank = np.empty(len(entries), np.uint32)
    rank[[number for _, number in entries]] = np.arange(len(entries), dtype=np.uint32)
    ranks = rank[np.concatenate(words)]
    order = _order(ranks, len(entries))
    return {
        **Lexicon.arrays([word for word, _ in entries]),
        "extents": offsets(np.bincount(ranks, minlength=len(entries))).astype(np.uint32),
        "documents": np.concatenate(documents)[order].astype(np.uint16 if base <= 1 << 16 else np.uint32),
        "counts": np.concatenate([batch.counts for batch in batches])[order],
        "lengths": np.concatenate([batch.lengths for batch in batches]),
    }


def _order(ranks: Array, count: int) -> Array:
    """What sorts the ranks, all below `count`, and leaves equal ones in their order: numpy sorts 16 bits by radix."""
    order = np.argsort(ranks.astype(np.uint16), kind="stable")
    if count > 1 << 16:
        order = order[np.argsort((ranks >> 16).astype(np.uint16)[order], kind="stable")]
    return order


class Words(Keywords):
    """The postings of one text field of one segment."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        super().__init__(arrays)
        self.lengths = arrays["lengths"]
        self._counts = arrays["counts"]

    def weights(self, number: int) -> Array:
        """How often word `number` stands in each of its documents, parts for a quarter."""
        counts: Array = self._counts[self._extents[number] : self._extents[number + 1]]
        return counts * _WORDS_OF_QUARTER

    def sums(self, is_meant: Array) -> Array:
        """How often each word stands in some documents as a whole word, i64[words]. is_meant: bool[d]."""
        if not len(self):
            return np.zeros(0, np.int64)
        times = (self._counts // QUARTERS_OF_WORD) * is_meant[self._documents]
        return np.add.reduceat(times, self._extents[:-1], dtype=np.int64)

    def postings(self, folded: str) -> tuple[Array, Array]:
        """(documents ascending, weight in each) of a folded word; empty where it does not occur."""
        number = self.lexicon.find(as_term(folded))
        if number is None:
            return self._documents[:0], self._counts[:0]
        return self.documents(number), self.weights(number)

    def frequent(self, fewest: int, most: int) -> Iterator[tuple[str, int]]:
        """The words that stand in at least `fewest` documents, and in how many: the `most` that are in most of them."""
        counts = self.document_counts()
        if len(counts) > most:
            fewest = max(fewest, int(np.partition(counts, -most)[-most]))
        for number in np.flatnonzero(counts >= fewest).tolist():
            yield as_value(self.lexicon[number]), int(counts[number])
