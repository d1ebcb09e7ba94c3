"""What a query matches in a snapshot: sets, counts, order, and the places to light.

Enters: a snapshot, a query tree, filters. Leaves: totals and matches. Never opens or writes an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis import Analyzer
from indexer.engines.base import Match, Window
from indexer.engines.local import counting
from indexer.engines.local.arrays import Array
from indexer.engines.local.faceting import Facets
from indexer.engines.local.matching import LeafMatch, Places, join, match, match_text
from indexer.engines.local.segment import Segment
from indexer.engines.local.snapshot import Snapshot
from indexer.model import Filters, Mark, Sort, Term
from indexer.query.tree import Node, Text, Words, texts


@dataclass(frozen=True, slots=True)
class _Part:
    """The answer in one segment.

    counted: of each leaf, the places that count. matched: before filters; hits: after them (both bool[d]).
    occurrences: i64[d].
    """

    segment: Segment
    found: dict[Text, LeafMatch]
    counted: dict[Text, Places]
    matched: Array
    masks: dict[str, Array]
    hits: Array
    occurrences: Array


@dataclass(frozen=True, slots=True)
class Place:
    """A match in the order of results: a document of a segment."""

    segment: Segment
    document: int
    score: float

    @property
    def is_dated(self) -> bool:
        """Whether the year is known."""
        return bool(self.segment.dates[self.document, 0])


def _answer(segment: Segment, query: Node, leaves: Sequence[Text], filters: Filters) -> _Part:
    found = {leaf: match_text(segment, leaf) for leaf in leaves}
    matched = match(query, segment, found) & segment.is_live
    counted = {leaf: counting.counted(segment, m.marks, leaf.in_title) for leaf, m in found.items()}
    masks = counting.filter_masks(segment, filters)
    hits = np.logical_and.reduce([matched, *masks.values()])
    return _Part(segment, found, counted, matched, masks, hits, counting.occurrences(segment, counted))


class Answer:
    """The answer to one query in one snapshot."""

    def __init__(self, snapshot: Snapshot, query: Node, filters: Filters, analyzer: Analyzer) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._leaves = texts(query)
        self._parts = [_answer(segment, query, self._leaves, filters) for segment in snapshot.segments]

    @property
    def total(self) -> int:
        """Speeches that match."""
        return sum(int(part.hits.sum()) for part in self._parts)

    @property
    def total_occurrences(self) -> int:
        """Places in all of them."""
        return sum(int(part.occurrences[part.hits].sum()) for part in self._parts)

    def facets(self) -> Facets:
        """Counts of every facet field."""
        parts = self._parts
        return counting.count_facets(self._snapshot.facets, [p.matched for p in parts], [p.masks for p in parts])

    def terms(self) -> tuple[Term, ...]:
        """What each piece has alone in the whole corpus."""
        return tuple(map(self._term, self._leaves))

    def _term(self, leaf: Text) -> Term:
        speeches = occurrences = 0
        for part in self._parts:
            is_live = part.segment.is_live
            speeches += int((part.found[leaf].is_match & is_live).sum())
            occurrences += int(is_live[part.counted[leaf].documents].sum())
        return Term(leaf.text, leaf.piece, occurrences, speeches)

    def places(self, window: Window) -> list[Place]:
        """The matches of a window in order; ties go by id."""
        scored = list(zip(self._parts, self._scores(), strict=True))
        keys = [np.where(part.hits, self._key(part, window.sort, score), np.inf) for part, score in scored]
        end = min(window.start + window.limit, self.total)
        if window.start >= end:
            return []
        worst = np.partition(np.concatenate(keys), end - 1)[end - 1]
        candidates = [
            (float(key[d]), part.segment.id_bytes(d), Place(part.segment, d, float(score[d])))
            for (part, score), key in zip(scored, keys, strict=True)
            for d in np.flatnonzero(key <= worst).tolist()
        ]
        candidates.sort(key=lambda candidate: candidate[:2])
        return [place for _, _, place in candidates[window.start : end]]

    def _scores(self) -> list[Array]:
        """f32[d] for each segment."""
        totals = [np.zeros(len(part.segment), np.float32) for part in self._parts]
        for leaf in self._leaves:
            words = leaf.words if isinstance(leaf, Words) else self._analyzer.words(leaf.text)
            for total, score in zip(
                totals, self._snapshot.ranking.scores(words, [part.found[leaf] for part in self._parts]), strict=True
            ):
                total += score
        return totals

    @staticmethod
    def _key(part: _Part, sort: Sort, score: Array) -> Array:
        """Sort key of each document, smallest first; undated speeches come last."""
        days = part.segment.dates[:, 0]
        match sort:
            case Sort.RELEVANCE:
                return -score
            case Sort.OCCURRENCES:
                return -part.occurrences
            case Sort.NEWEST:
                return np.where(days > 0, -days, 1)
            case Sort.OLDEST:
                return np.where(days > 0, days, np.iinfo(np.int32).max)

    def read(self, place: Place) -> Match:
        """The speech of a match, with its marks."""
        part = next(part for part in self._parts if part.segment is place.segment)
        titles, bodies = self._marks(part, place.document)
        return Match(
            speech=place.segment.records.front(place.document),
            score=place.score,
            occurrences=int(part.occurrences[place.document]),
            title_marks=titles,
            body_marks=bodies,
        )

    @staticmethod
    def _marks(part: _Part, document: int) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
        """Marks into the title and into the body of a document."""
        found = [m.marks.of_document(document) for m in part.found.values() if m.is_match[document]]
        if not found:
            return (), ()
        places = join(found)
        stream = part.segment.characters
        title, body = int(stream.title_starts[document]), int(stream.body_starts[document])
        marks = list(zip(places.starts.tolist(), places.ends.tolist(), places.pieces.tolist(), strict=True))
        return (
            tuple(Mark(start - title, end - title, piece) for start, end, piece in marks if start < body),
            tuple(Mark(start - body, end - body, piece) for start, end, piece in marks if start >= body),
        )
