"""Word postings: which speeches hold a word, and how often. They rank; they never decide what is found.

Enters: the words of each title and body. Leaves: postings. Never cuts text.

Layout (part `title` or `body`):

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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from indexer.engines.local import keywords
from indexer.engines.local.arrays import Array, Lexicon, offsets, repeated, spread
from indexer.engines.local.keywords import Keywords, as_term, as_value
from indexer.engines.local.numbering import Numbering, Vocabulary
from indexer.hashing import Numbers, as_text

FIELDS = ("title", "body")
"""The fields that are cut into words."""
NAMES = (*keywords.NAMES, "counts", "lengths")
QUARTERS_OF_WORD = 4
QUARTERS_OF_PART = 1
WORDS_OF_QUARTER = np.float32(1 / QUARTERS_OF_WORD)
_MOST = 0xFF
_SORTED_AT_ONCE = 4
"""Characters of a word that fit one number to sort by; most have no more."""
_FEW = 1000
"""Postings that cost less in one list than in several."""
_MANY_TIMES = 8
"""So many times fewer documents are looked up by bisection at the cost of a table of all."""


@dataclass(frozen=True, slots=True)
class Postings:
    """One field of some speeches. Word i of the vocabulary has counts[j] in documents[j] for each j with words[j] == i.

    Documents ascend within a word, there is one row a word and document, and no word without a row. words, documents:
    u32; counts: u8, in quarters. lengths: u32, words of each document.
    """

    vocabulary: Vocabulary
    words: Array
    documents: Array
    counts: Array
    lengths: Array


class Listed(NamedTuple):
    """The postings of a word in one segment, whose documents are `size` from number `base` on. documents: ascending,
    counted from `base`; quarters: of the word in each."""

    base: int
    size: int
    documents: Array
    quarters: Array


def as_one(several: Sequence[Listed]) -> tuple[Array, Array]:
    """(documents, quarters of the word in each) of several segments."""
    if not several:
        return np.zeros(0, np.int64), np.zeros(0, np.uint8)
    documents = [some.documents + np.int64(some.base) for some in several]
    return np.concatenate(documents), np.concatenate([some.quarters for some in several])


def gathered(several: Sequence[Listed]) -> Sequence[Listed]:
    """The same postings, those of a rare word in one list."""
    if len(several) == 1 or sum(len(some.documents) for some in several) > _FEW:
        return several
    return [Listed(0, several[-1].base + several[-1].size, *as_one(several))]


def quarters_of(several: Sequence[Listed], wanted: Array) -> Array:
    """u8: quarters of a word in each of some documents, which are ascending."""
    found = np.zeros(len(wanted), np.uint8)
    for base, size, documents, quarters in several:
        low, high = wanted.searchsorted((base, base + size)).tolist()
        local = wanted[low:high] - base
        if len(local) * _MANY_TIMES < len(documents):
            rows = np.minimum(documents.searchsorted(local.astype(documents.dtype)), len(documents) - 1)
            found[low:high] = quarters[rows] * (documents[rows] == local)
        elif len(local):
            table = np.zeros(size, np.uint8)
            table[documents] = quarters
            found[low:high] = table.take(local)
    return found


def held_by_both(some: Sequence[Listed], others: Sequence[Listed]) -> int:
    """How many documents are in both lists."""
    by_base = {listed.base: listed.documents for listed in others}
    return sum(_in_both(listed.documents, by_base[listed.base]) for listed in some if listed.base in by_base)


def _in_both(one: Array, other: Array) -> int:
    fewer, more = (one, other) if len(one) <= len(other) else (other, one)
    return int(np.count_nonzero(more[np.minimum(more.searchsorted(fewer), len(more) - 1)] == fewer))


def count(pieces: Array, documents: Array, document_count: int, numbering: Numbering) -> Postings:
    """Postings of texts that are already cut; pieces that are no words are left out.

    pieces: numbers; documents: of each piece, ascending, below document_count.
    """
    is_a_word = numbering.is_word[pieces]
    words, documents = pieces[is_a_word], documents[is_a_word]
    parts, part_counts = numbering.parts(words)
    rows = _sum_rows(
        np.concatenate([documents, np.repeat(documents, part_counts)]),
        np.concatenate([words, parts]),
        is_part=np.arange(len(words) + len(parts)) >= len(words),
    )
    vocabulary, numbers = numbering.renumbered(rows[0])
    lengths = np.bincount(documents, minlength=document_count).astype(np.uint32)
    return Postings(vocabulary, numbers, *rows[1:], lengths)


def _sum_rows(documents: Array, words: Array, *, is_part: Array) -> tuple[Array, Array, Array]:
    """(words, documents, counts): one row a (document, word), sorted so, with what each row counts added up."""
    # One sort of one number a row: document, word, and whether it is a part, which counts less.
    word_bits = int(words.max(initial=0)).bit_length()
    is_narrow = int(documents.max(initial=0)).bit_length() + word_bits < 32
    keys: Array = documents.astype(np.uint32 if is_narrow else np.uint64)
    keys <<= word_bits
    keys |= words
    keys <<= 1
    keys |= is_part
    keys.sort()
    pairs = keys >> 1
    firsts, _ = repeated(pairs)
    quarters = np.where(keys & 1, QUARTERS_OF_PART, QUARTERS_OF_WORD)
    counts = np.add.reduceat(quarters, firsts) if len(firsts) else quarters
    pairs = pairs[firsts]
    numbers = (pairs & ((1 << word_bits) - 1)).astype(np.uint32)
    return numbers, (pairs >> word_bits).astype(np.uint32), np.minimum(counts, _MOST).astype(np.uint8)


def _with_words_in_use(postings: Postings) -> Postings:
    """The postings with no more vocabulary than they need."""
    in_use = np.zeros(len(postings.vocabulary.hashes), bool)
    in_use[postings.words] = True
    new_numbers = np.cumsum(in_use, dtype=np.uint32) - np.uint32(1)
    vocabulary = postings.vocabulary.select(np.flatnonzero(in_use))
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
    vocabulary, words = _joined([batch.vocabulary for batch in batches])
    bases = offsets(len(batch.lengths) for batch in batches)
    entries, ranks_of = _sorted(vocabulary)
    ranks = np.concatenate([ranks_of[numbers][batch.words] for numbers, batch in zip(words, batches, strict=True)])
    documents = np.concatenate(
        [batch.documents + np.uint32(base) for base, batch in zip(bases.tolist(), batches, strict=False)]
    )
    order = _order(ranks, len(ranks_of))
    return {
        **entries,
        "extents": offsets(np.bincount(ranks, minlength=len(ranks_of))).astype(np.uint32),
        "documents": documents[order].astype(np.uint16 if bases[-1] <= 1 << 16 else np.uint32),
        "counts": np.concatenate([batch.counts for batch in batches])[order],
        "lengths": np.concatenate([batch.lengths for batch in batches]),
    }


def _joined(vocabularies: Sequence[Vocabulary]) -> tuple[Vocabulary, list[Array]]:
    """(all the words once, the number in it of each word of each vocabulary)."""
    known, parts, numbers = Numbers(), [], []
    for vocabulary in vocabularies:
        found = known.find(vocabulary.hashes)
        new = np.flatnonzero(found < 0)
        found[new] = np.arange(len(known), len(known) + len(new))
        known.add(vocabulary.hashes[new])
        parts.append(vocabulary.select(new))
        numbers.append(found)
    return Vocabulary(*map(np.concatenate, zip(*parts, strict=True))), numbers


def _sorted(vocabulary: Vocabulary) -> tuple[dict[str, Array], Array]:
    """(the words as a lexicon, the place of each in it): sorted by code points, as UTF-8 is."""
    lengths, points = vocabulary.lengths, vocabulary.points
    starts = np.cumsum(lengths) - lengths
    order = _by_code_points(points, starts, lengths)
    points = points[spread(starts[order], lengths[order])]
    ends = np.cumsum(1 + (points >= 0x80) + (points >= 0x800) + (points >= 0x10000))  # bytes, as UTF-8 has them
    ranks = np.empty(len(order), np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    blob = np.frombuffer(as_term(as_text(points)), np.uint8)
    return Lexicon.joined(blob, np.append(0, ends)[np.append(0, np.cumsum(lengths[order]))]), ranks


def _by_code_points(points: Array, starts: Array, lengths: Array) -> Array:
    """What sorts some strings: their first four characters as one number, and the others where these are the same."""
    firsts = np.zeros(len(starts), np.uint64)
    for at in range(_SORTED_AT_ONCE):
        there = lengths > at
        firsts <<= np.uint64(16)
        firsts[there] |= np.minimum(points[starts[there] + at], 0xFFFF)
    order = np.argsort(firsts)
    ordered = firsts[order]
    edges = np.flatnonzero(np.diff(ordered[1:] == ordered[:-1], prepend=False, append=False))
    for first, last in edges.reshape(-1, 2).tolist():
        rows = order[first : last + 1]
        rows[:] = sorted(rows.tolist(), key=lambda row: points[starts[row] : starts[row] + lengths[row]].tolist())
    return order


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

    def _quarters(self, number: int) -> Array:
        quarters: Array = self._counts[self._extents[number] : self._extents[number + 1]]
        return quarters

    def weights(self, number: int) -> Array:
        """How often word `number` stands in each of its documents, parts for a quarter."""
        return self._quarters(number) * WORDS_OF_QUARTER

    def sums(self, is_meant: Array) -> Array:
        """How often each word stands in some documents as a whole word, i64[words]. is_meant: bool[d]."""
        if not len(self):
            return np.zeros(0, np.int64)
        times = (self._counts // QUARTERS_OF_WORD) * is_meant[self._documents]
        return np.add.reduceat(times, self._extents[:-1], dtype=np.int64)

    def postings(self, folded: str) -> tuple[Array, Array]:
        """(documents ascending, quarters of it in each, u8) of a folded word; empty where it does not occur."""
        number = self.lexicon.find(as_term(folded))
        if number is None:
            return self._documents[:0], self._counts[:0]
        return self.documents(number), self._quarters(number)

    def frequent(self, fewest: int, most: int) -> Iterator[tuple[str, int]]:
        """The words that stand in at least `fewest` documents, and in how many: the `most` that are in most of them."""
        counts = self.document_counts()
        if len(counts) > most:
            fewest = max(fewest, int(np.partition(counts, -most)[-most]))
        for number in np.flatnonzero(counts >= fewest).tolist():
            yield as_value(self.lexicon[number]), int(counts[number])
