"""All speeches of a generation as one: what segments hold, numbered through.

Enters: segments. Leaves: their characters, words and columns under one numbering, so that a query costs the same
calls on one segment as on ten. Never writes.

Documents are numbered 0..d through all segments, positions through all their streams, in the segments' order.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from indexer.engines.local.arrays import Array, Counted, offsets, spread, stretches
from indexer.engines.local.characters import Characters, code_points, without_self_overlap
from indexer.engines.local.faceting import FacetFields
from indexer.engines.local.frequent import Tally, joined, tally
from indexer.engines.local.places import NOWHERE, Extents, Places, among, concatenate
from indexer.engines.local.segment import Segment
from indexer.engines.local.words import Listed, as_one
from indexer.equivalents import continuing
from indexer.folding import fold, told_apart
from indexer.model import Speech
from indexer.snippets import SENTENCE_ENDS

_MOST_TEXTS = 4
"""Texts that are kept: each string of a query is looked for in the text of one hit after the other."""
_MOST_FORMS = 64
"""Characters whose rarer forms are kept: some 100 kB each in a corpus of both scripts."""


@lru_cache(maxsize=8)
def _flags(characters: str) -> Array:
    """bool: for each code point up to the last of some characters, and one more, whether it is one of them."""
    flags = np.zeros(max(map(ord, characters)) + 2, bool)
    flags[code_points(characters)] = True
    return flags


def _are(characters: str, points: Array) -> Array:
    """Which of some code points are among some characters; a table is a tenth of the time of `isin`."""
    are: Array = _flags(characters).take(points, mode="clip")
    return are


class Forms(NamedTuple):
    """How a folded character is written where Traditional texts tell several ways apart: 后, 後.

    usual: the most frequent form, empty where there are none. rarer: every position of each other one that is there.
    """

    usual: str
    rarer: dict[str, Array]


class _Counts(NamedTuple):
    """Numbers, ascending, and how often each occurs."""

    numbers: Array
    counts: Array

    @classmethod
    def among(cls, occurring: Array) -> _Counts:
        """The numbers that occur."""
        return cls(*np.unique(occurring, return_counts=True))

    def of(self, numbers: Array) -> Array:
        """How often each of some numbers occurs."""
        if not len(self.numbers):
            return np.zeros(len(numbers), np.int64)
        rows = np.minimum(self.numbers.searchsorted(numbers), len(self.numbers) - 1)
        return np.where(self.numbers[rows] == numbers, self.counts[rows], 0)


class _Deleted(NamedTuple):
    """What stands in deleted texts, which streams hold until segments are merged, and which counts for nothing."""

    characters: _Counts
    pairs: _Counts


def _pair_keys(first: Array, second: Array) -> Array:
    """u64: each pair of code points as one number."""
    keys: Array = first.astype(np.uint64) << np.uint64(32) | second.astype(np.uint64)
    return keys


class Speeches:
    """What is searched, counted and ranked by. Nothing in it changes.

    forms: a folded character -> how it is written. folded_text: a document -> its title and body as they are compared,
    each closed by NUL.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self.forms = lru_cache(maxsize=_MOST_FORMS)(self._forms_of)
        self.folded_text = lru_cache(maxsize=_MOST_TEXTS)(self._folded_text)
        self._bases = offsets(map(len, segments))
        self._firsts: list[int] = self._bases.tolist()
        self._positions = offsets(len(segment.characters) for segment in segments)
        self.is_live = self._column(lambda segment: segment.is_live, bool)
        self.live_count = int(self.is_live.sum())
        self.is_whole = self.live_count == len(self)
        self.days = self._column(lambda segment: segment.dates, np.int32).reshape(-1, 2)
        self.title_in_body = self._column(lambda segment: segment.title_in_body, bool)
        self.repeats_titles = bool(self.title_in_body.any())
        self.title_starts = self._positions_of(lambda segment: segment.characters.title_starts[:-1])
        self.body_starts = self._positions_of(lambda segment: segment.characters.body_starts)

    def __len__(self) -> int:
        return int(self._bases[-1])

    @property
    def length(self) -> int:
        """Characters of all streams."""
        return int(self._positions[-1])

    def _column(self, of: Callable[[Segment], Array], dtype: type) -> Array:
        return np.concatenate([np.zeros((0,), dtype), *(np.ravel(of(segment)) for segment in self._segments)])

    def _positions_of(self, of: Callable[[Segment], Array]) -> Array:
        return np.concatenate(
            [np.zeros(0, np.int64), *(of(s) + base for s, base in zip(self._segments, self._positions, strict=False))]
        )

    @cached_property
    def facets(self) -> FacetFields:
        """What is counted by value."""
        return FacetFields(self._segments)

    def document(self, speech_id: str) -> int | None:
        """The document with an id, deleted ones not."""
        for segment, base in zip(self._segments, self._bases.tolist(), strict=False):
            document = segment.document(speech_id)
            if document is not None:
                return int(base) + document
        return None

    def id_bytes(self, document: int) -> bytes:
        """The id of a document as it sorts."""
        segment, number = self.place(document)
        return segment.id_bytes(number)

    def first_by_id(self, documents: Array, most: int) -> list[int]:
        """Of some documents, ascending, those with the smallest ids, in the order of ids."""
        found: list[tuple[bytes, int]] = []
        borders = documents.searchsorted(self._bases).tolist()
        for segment, base, (low, high) in zip(self._segments, self._bases.tolist(), pairwise(borders), strict=False):
            some = documents[low:high] - base
            if len(some) > most:
                numbers = segment.id_numbers[some]
                some = some[np.argpartition(numbers, most)[:most]]
            found += [(segment.id_bytes(document), base + document) for document in some.tolist()]
        return [document for _, document in sorted(found)[:most]]

    def count_live(self, *lists: Array) -> int:
        """How many documents that are not deleted are in any of some lists."""
        if self.is_whole and len(lists) == 1:
            return len(lists[0])
        if self.is_whole and len(lists) < 3:
            shorter, longer = sorted((*lists, _NONE, _NONE)[:2], key=len)
            return len(longer) + len(shorter) - int(np.count_nonzero(among(shorter, longer)))
        flags = np.zeros(len(self), bool)
        for documents in lists:
            flags[documents] = True
        return int(np.count_nonzero(flags & self.is_live))

    def lengths(self, field: str) -> Array:
        """u32[d]: words of each document's title or body."""
        return self._column(lambda segment: getattr(segment, field).lengths, np.uint32)

    def parts(self) -> Iterator[tuple[Segment, int]]:
        """Every segment and the number of its first document."""
        yield from zip(self._segments, self._bases.tolist(), strict=False)

    def place(self, document: int) -> tuple[Segment, int]:
        """The segment that holds a document, and its number there."""
        number = bisect.bisect_right(self._firsts, document) - 1
        return self._segments[number], document - self._firsts[number]

    @property
    def streams(self) -> list[Characters]:
        """The characters of each segment."""
        return [segment.characters for segment in self._segments]

    def text(self, start: int, end: int) -> str:
        """What stands between two positions of one title or body, as people read it."""
        number = int(self._positions.searchsorted(start, side="right")) - 1
        base = int(self._positions[number])
        return self._segments[number].characters.text(start - base, end - base)

    def _folded_text(self, document: int) -> str:
        segment, number = self.place(document)
        return segment.characters.folded_text(number)

    def tally(self, folded: str) -> Tally | None:
        """The speeches that hold a string that is frequent in some segment; None where it is in none."""
        if not any(folded in segment.frequent for segment in self._segments):
            return None
        tallies = [
            segment.frequent.tally(folded) if folded in segment.frequent else tally(segment.characters, folded)
            for segment in self._segments
        ]
        return joined(tallies, self._firsts[:-1])

    def front(self, document: int) -> Speech:
        """The speech of a document without its raw text."""
        segment, number = self.place(document)
        return segment.speech(number)

    def by_segment(self, documents: Array) -> Iterator[tuple[Segment, Array]]:
        """Each segment that holds any of some documents, which are ascending, with their numbers in it."""
        borders = documents.searchsorted(self._bases).tolist()
        for segment, base, (low, high) in zip(self._segments, self._bases.tolist(), pairwise(borders), strict=False):
            if low < high:
                yield segment, documents[low:high] - base

    def count_pairs(self, first: Array, second: Array) -> Array:
        """How often each pair of code points stands in all texts."""
        counts = [segment.characters.count_pairs(first, second) for segment in self._segments]
        return self._sum(counts, len(first)) - self._deleted.pairs.of(_pair_keys(first, second))

    def count_characters(self, points: Array) -> Array:
        """How often each code point stands in all texts."""
        counts = [segment.characters.count_characters(points) for segment in self._segments]
        return self._sum(counts, len(points)) - self._deleted.characters.of(points)

    @cached_property
    def _deleted(self) -> _Deleted:
        points = code_points("".join(map(self.folded_text, np.flatnonzero(~self.is_live).tolist())))
        return _Deleted(_Counts.among(points), _Counts.among(_pair_keys(points[:-1], points[1:])))

    @staticmethod
    def _sum(counts: Sequence[Array], size: int) -> Array:
        total: Array = np.sum([np.zeros(size, np.int64), *counts], axis=0)
        return total

    def find(self, folded: str, is_meant: Callable[[Array], Array] | None = None) -> Places:
        """Every place of a folded string, as a reader counts them.

        is_meant: whether the string is meant where it begins at some positions, which are ascending; without it
        everywhere. What is not meant keeps nothing that overlaps it from counting: ==后后 stands in 後后后.
        """
        found: list[Places] = [NOWHERE]
        for segment, base, position in zip(self._segments, self._bases, self._positions, strict=False):
            every = segment.characters.find(folded)
            if is_meant is not None:
                every = every[is_meant(every + position)]
            starts, ends = without_self_overlap(every, folded)
            if len(starts):
                owners = segment.characters.documents(starts)
                found.append(Places(starts + position, ends + position, owners + base))
        return found[-1] if len(found) <= 2 else concatenate(found)

    def extents(self, folded: str) -> Extents:
        """The same without the documents, which cost as much as the rest where a string is frequent."""
        return Extents(*without_self_overlap(self.starts(folded), folded))

    def extents_within(self, folded: str, lows: Array, highs: Array) -> Extents:
        """Those that begin in some stretches, overlapping ones too, by reading these: they are ascending and apart."""
        starts = self.standing_at(folded, spread(lows, highs - lows))
        return Extents(starts, starts + len(folded))

    def standing_at(self, folded: str, starts: Array) -> Array:
        """Those of some positions at which a folded string stands, by reading there."""
        for ahead, point in enumerate(code_points(folded).tolist()):
            starts = starts[self.points(np.minimum(starts + ahead, self.length - 1)) == point]  # the last one is NUL
        return starts

    def most_places(self, folded: str) -> int:
        """How often a folded string stands at the most: as often as its rarest pair of characters."""
        points = code_points(folded)
        counts = self.count_pairs(points[:-1], points[1:]) if len(points) > 1 else self.count_characters(points)
        return int(counts.min(initial=self.length))

    def most_places_of(self, several: Sequence[str]) -> Array:
        """The same of several folded strings, looked up together; none is empty."""
        longer = [string for string in several if len(string) > 1]
        most = self.count_characters(code_points("".join(string[0] for string in several)))
        if longer:
            points, lengths = code_points("".join(longer)), np.array(list(map(len, longer)))
            ends = np.cumsum(lengths)
            inside = np.ones(len(points) - 1, bool)
            inside[ends[:-1] - 1] = False
            counts = self.count_pairs(points[:-1][inside], points[1:][inside])
            most[[len(string) > 1 for string in several]] = np.minimum.reduceat(
                counts, ends - lengths - range(len(ends))
            )
        return most

    def find_whole(self, folded: str, continuing: Callable[[str], str] = continuing) -> Places:
        """Every place of a folded string that is not a part of a longer number or Latin word.

        continuing: the characters that, beside one of the string's ends, make it such a part.
        """
        before, behind = continuing(folded[:1]), continuing(folded[-1:])
        if not before and not behind:
            return self.find(folded)

        def is_whole(starts: Array) -> Array:
            """bool: whether the string is no part of a longer one at each of some positions."""
            is_part = np.zeros(len(starts), bool)
            if before:  # nothing stands before the first character of all
                is_part = (starts > 0) & _are(before, self.points(np.maximum(starts - 1, 0)))
            if behind:
                is_part |= _are(behind, self.points(starts + len(folded)))
            return ~is_part

        return self.find(folded, is_whole)

    def points(self, positions: Array) -> Array:
        """The folded characters at some positions, which are ascending, as code points."""
        return self._by_segment(positions, lambda characters, some: characters.points(some), np.uint32)

    def written(self, positions: Array) -> Array:
        """The characters at some positions, which are ascending, as people read them, as code points."""
        return self._by_segment(positions, lambda characters, some: characters.written(some), np.uint32)

    def _forms_of(self, character: str) -> Forms:
        found = {form: self._standing_as(form) for form in told_apart(character)}
        usual = max(found, key=lambda form: len(found[form]), default="")
        return Forms(usual, {form: places for form, places in found.items() if form != usual and len(places)})

    def _standing_as(self, form: str) -> Array:
        return self._positions_of(lambda segment: segment.characters.standing_as(form))

    def starts(self, folded: str) -> Array:
        """Every position where a folded string begins, ascending; overlapping ones included."""
        return self._positions_of(lambda segment: segment.characters.find(folded))

    def documents(self, positions: Array) -> Array:
        """The document of each of some positions, which are ascending."""
        return stretches(self.title_starts, positions)

    @cached_property
    def line_ends(self) -> Array:
        """i64, ascending: where a line ends or, with its last line, a title or body."""
        text_ends = np.concatenate([self.body_starts, self.title_starts[1:], self._positions[-1:]]) - 1
        return np.sort(np.concatenate([self.starts("\n"), text_ends]))

    def _sentence_ends(self) -> Array:
        """i64, ascending: where a mark ends a sentence, or a line ends."""
        marks = [self.starts(mark) for mark in dict.fromkeys(fold(SENTENCE_ENDS))]
        return np.sort(np.concatenate([self.line_ends, *marks]))

    @cached_property
    def lines(self) -> Counted:
        """The ends of lines before any position."""
        return Counted(self.line_ends, self.length)

    @cached_property
    def sentences(self) -> Counted:
        """The marks before any position that end sentences, and the ends of lines."""
        return Counted(self._sentence_ends(), self.length)

    @cached_property
    def whole_sentences(self) -> Counted:
        """The same, marks that follow each other as one: ？！ ends one sentence. The end of a line ends one, too."""
        ends = self._sentence_ends()
        is_last = np.ones(len(ends), bool)
        is_last[:-1] = ends[1:] != ends[:-1] + 1
        is_last[ends.searchsorted(self.line_ends)] = True
        return Counted(ends[is_last], self.length)

    def are_borders(self, positions: Array) -> Array:
        """Whether jieba cuts the text before each of some positions, which are ascending."""
        return self._by_segment(positions, lambda characters, some: characters.are_borders(some), bool)

    def _by_segment(self, positions: Array, ask: Callable[[Characters, Array], Array], dtype: type) -> Array:
        if len(self._segments) == 1:
            return ask(self._segments[0].characters, positions)
        borders = positions.searchsorted(self._positions).tolist()
        answers: list[Array] = [np.zeros(0, dtype)]
        for segment, position, (low, high) in zip(self._segments, self._positions, pairwise(borders), strict=False):
            if low < high:
                answers.append(ask(segment.characters, positions[low:high] - position))
        return np.concatenate(answers)

    def listed(self, field: str, word: str) -> list[Listed]:
        """Where a folded word stands in titles or bodies, by segment; none where it does not occur."""
        found = []
        for segment, base in zip(self._segments, self._firsts, strict=False):
            documents, quarters = getattr(segment, field).postings(word)
            if len(documents):
                found.append(Listed(base, len(segment), documents, quarters))
        return found

    def postings(self, field: str, word: str) -> tuple[Array, Array]:
        """(documents, quarters of it in each) of a folded word of title or body; empty where it does not occur."""
        return as_one(self.listed(field, word))


_NONE = np.zeros(0, np.int64)
