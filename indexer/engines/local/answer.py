"""What a query matches in a snapshot: sets, counts, order, and the places to light.

Enters: a snapshot, a query tree, filters. Leaves: totals and matches. Never opens or writes an index.
"""

from __future__ import annotations

import string
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from indexer.analysis import Analyzer
from indexer.engines.base import Match, Window
from indexer.engines.local import counting
from indexer.engines.local.arrays import Array
from indexer.engines.local.faceting import Facets
from indexer.engines.local.forms import forms
from indexer.engines.local.matching import match, match_text
from indexer.engines.local.ordering import first_rows
from indexer.engines.local.places import NOWHERE, Holding, Places, Standing, among, in_all, join
from indexer.engines.local.scoring import Scoring
from indexer.engines.local.snapshot import Snapshot
from indexer.folding import fold
from indexer.model import Filters, Mark, ScorePart, Sort, Stretch, Term
from indexer.pieces import Variant
from indexer.query.tree import And, Near, Node, Pattern, Phrase, Text, Words, numbered, texts


class Place(NamedTuple):
    """A match in the order of results: a document, its score and how many places count in it."""

    document: int
    score: float
    occurrences: int
    parts: tuple[ScorePart, ...]


class Answer:
    """The answer to one query in one snapshot. hits: the numbers of the documents that match, ascending."""

    def __init__(self, snapshot: Snapshot, query: Node, filters: Filters, analyzer: Analyzer) -> None:
        self._snapshot = snapshot
        self._speeches = snapshot.speeches
        self._analyzer = analyzer
        # What is asked for again is neither looked for nor lit again.
        again: dict[Text, list[Text]] = {}
        for leaf in texts(query):
            again.setdefault(numbered(leaf, 0), []).append(leaf)
        self._again = {first: (first, *others) for first, *others in again.values()}
        self._found = {leaf: match_text(self._speeches, leaf) for leaf in self._again}
        self._query = query
        self._masks = counting.filter_masks(self._speeches, filters)
        wants_texts = all(isinstance(child, Text) for child in (query.children if isinstance(query, And) else (query,)))
        if wants_texts and self._speeches.is_whole and not self._masks:
            self.hits: Array = in_all([found.documents for found in self._found.values()])
        else:
            self.hits = np.flatnonzero(np.logical_and.reduce([self._matched, *self._masks.values()]))

    @cached_property
    def _matched(self) -> Array:
        """bool[d]: what matches, whatever filters say."""
        known = {leaf: self._found[first] for first, leaves in self._again.items() for leaf in leaves}
        matched: Array = match(self._query, self._speeches, known) & self._speeches.is_live
        return matched

    @property
    def total(self) -> int:
        """Speeches that match."""
        return len(self.hits)

    @cached_property
    def _occurrences(self) -> Array:
        return counting.occurrences(self._speeches, self._found, self.hits)

    @property
    def total_occurrences(self) -> int:
        """Places in all of them."""
        return int(self._occurrences.sum())

    def all_places(self) -> Places:
        """Every one of them."""
        return counting.all_places(self._speeches, self._found, self.hits)

    def facets(self) -> Facets:
        """Counts of every facet field."""
        others = counting.under_others(self._matched, self._masks) if self._masks else {}
        return self._speeches.facets.count(self.hits, others)

    def terms(self) -> tuple[Term, ...]:
        """What each piece has alone in the whole corpus."""
        terms = [
            replace(term, piece=leaf.piece)
            for term, leaves in zip(map(self._term, self._found), self._again.values(), strict=True)
            for leaf in leaves
        ]
        return tuple(sorted(terms, key=lambda term: term.piece))

    def _term(self, leaf: Text) -> Term:
        found = self._found[leaf]
        occurrences = sum(counting.live_occurrences(self._speeches, h, leaf.in_title) for h in found.holdings)
        variants = (self._variant(name, standing, leaf.in_title) for name, standing in found.variants.items())
        return Term(
            leaf.text,
            leaf.piece,
            occurrences,
            self._speeches.count_live(found.documents),
            tuple(variant for variant in variants if variant.occurrences),
            self._forms(leaf),
        )

    def _forms(self, leaf: Text) -> tuple[Variant, ...]:
        """How a text is written, where Traditional texts tell several ways apart and more than one is there."""
        if not isinstance(leaf, Words | Phrase) or (isinstance(leaf, Phrase) and leaf.is_written):
            return ()
        counted = []
        for written, places in forms(self._speeches, leaf.text):
            standing = Standing(places, self._speeches)
            counted.append(self._variant(written, standing.in_titles() if leaf.in_title else standing, leaf.in_title))
        there = sorted((form for form in counted if form.occurrences), key=lambda form: -form.occurrences)
        return tuple(there) if len(there) > 1 else ()

    def _variant(self, name: str, standing: Standing, in_title: bool) -> Variant:
        occurrences = counting.live_occurrences(self._speeches, standing, in_title)
        if occurrences and name[:1] in string.ascii_lowercase:
            name = self._speeches.text(*standing.spans(int(standing.documents[0]))[0])  # WHO, not who
        return Variant(name, occurrences, self._speeches.count_live(standing.documents))

    def places(self, window: Window) -> list[Place]:
        """The matches of a window in order; ties go by id."""
        end = min(window.start + window.limit, self.total)
        if window.start >= end:
            return []
        by_relevance = window.sort is Sort.RELEVANCE
        scoring = Scoring(
            self._snapshot.ranking, self._found, self._again, self._analyzer, is_wanted_close=by_relevance
        )
        if by_relevance:
            hits, scores = scoring.best(self.hits, end)
            rows = first_rows(self._speeches, hits, -scores.total, end)[window.start :]
            documents = hits[rows]
        else:
            documents = self.hits[first_rows(self._speeches, self.hits, self._key(window.sort), end)[window.start :]]
            rows = np.argsort(np.argsort(documents))
            scores = scoring.scores(np.sort(documents))
        occurrences = self._occurrences[self.hits.searchsorted(documents)]
        columns = (some.tolist() for some in (documents, scores.total[rows], occurrences))
        return list(map(Place, *columns, scores.of(rows)))

    @property
    def has_run(self) -> bool:
        """Whether a match holds every text as it was typed."""
        together = self.hits
        for found in self._found.values():
            together = together[among(together, found.run.documents)]
        return len(together) > 0

    def has(self, document: int) -> bool:
        """Whether a document is a match."""
        row = int(self.hits.searchsorted(document))
        return row < self.total and int(self.hits[row]) == document

    def place(self, document: int, score: float, parts: tuple[ScorePart, ...]) -> Place:
        """A match with a score from elsewhere."""
        return Place(document, score, int(self._occurrences[self.hits.searchsorted(document)]), parts)

    def _key(self, sort: Sort) -> Array:
        """Sort key of each hit, smallest first; undated speeches come last."""
        if sort is Sort.OCCURRENCES:
            return -self._occurrences
        days = self._speeches.days[self.hits, 0]
        if sort is Sort.NEWEST:
            return np.where(days > 0, -days, 1)
        return np.where(days > 0, days, np.iinfo(np.int32).max)

    def some_places(self, most: int) -> Places:
        """What is lit in at most `most` of the hits, evenly chosen."""
        documents = self.hits[:: max(-(-self.total // most), 1)]
        found = [leaf_match.places(documents) for leaf_match in self._found.values()]
        return join(found) if found else NOWHERE

    @property
    def strings(self) -> list[str]:
        """The folded strings that were looked for; of a pattern, those between its gaps."""
        return [string for leaf, found in self._found.items() for string in _strings(leaf) or found.strings]

    def read(self, place: Place) -> Match:
        """The speech of a match, with its marks."""
        titles, bodies = self.marks(place.document)
        speech = self._speeches.front(place.document)
        return Match(speech, place.score, place.occurrences, tuple(map(Mark._make, titles)), bodies, (), place.parts)

    @cached_property
    def _lit(self) -> list[tuple[Holding, int]]:
        """All that is lit, each with its piece."""
        return [(holding, leaf.piece) for leaf, found in self._found.items() for holding in found.holdings]

    def marks(self, document: int) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
        """Marks into the title and into the body of a document."""
        spans = [(start, end, piece) for holding, piece in self._lit for start, end in holding.spans(document)]
        if len(self._lit) > 1:
            spans = _joined(spans)
        title, body = int(self._speeches.title_starts[document]), int(self._speeches.body_starts[document])
        first = bisect_left(spans, (body,))
        return (
            tuple([(start - title, end - title, piece) for start, end, piece in spans[:first]]),
            tuple([(start - body, end - body, piece) for start, end, piece in spans[first:]]),
        )


def _strings(leaf: Text) -> list[str]:
    """What a pattern, or what is asked for close together, is made of; nothing of others."""
    match leaf:
        case Pattern():
            return list(map(fold, leaf.strings))
        case Near(_, _, parts):
            return [string for part in parts for string in _strings(part) or [fold(part.text)]]
        case _:
            return []


def _joined(spans: Sequence[Stretch]) -> list[Stretch]:
    """(start, end, piece) in order; those that overlap become one, with the piece of the first."""
    joined: list[Stretch] = []
    reach = 0
    for start, minus_end, piece in sorted((start, -end, piece) for start, end, piece in spans):
        if start < reach:
            first, _, its_piece = joined.pop()
            start, piece = first, its_piece
        reach = max(reach, -minus_end)
        joined.append((start, reach, piece))
    return joined
