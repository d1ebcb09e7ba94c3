"""Partial matches: what comes closest where not enough speeches hold all of a bare query, or where it is a question.

Enters: a query, the documents that match it in full. Leaves: the best of those that hold something of it, and what they
lack. Never counts as a match.

Conditions (fields, dates, `-`) and titles asked for stay required; bare runs and the quoted strings among them no
longer are. A speech is a candidate when it holds a word of content: function words never decide. Candidates are chosen
by their words and by the pairs of characters that straddle words, from postings; pairs and characters of the best are
counted in their text, and the text of the best of these is read for the rest (`ranking`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np

from indexer.analysis import Analyzer
from indexer.engines.base import Match
from indexer.engines.local import counting
from indexer.engines.local.arrays import Array
from indexer.engines.local.evidence import Evidence, read_evidence
from indexer.engines.local.matching import match, match_text
from indexer.engines.local.ordering import best_rows, first_rows
from indexer.engines.local.places import among
from indexer.engines.local.pool import PoolText
from indexer.engines.local.ranking import QUESTION_WORDS, Scores
from indexer.engines.local.snapshot import Snapshot
from indexer.equivalents import continuing, continuing_latin
from indexer.folding import fold
from indexer.model import Filters, Mark, ScorePart
from indexer.query.tree import And, Everything, Node, Or, Phrase, Words, texts

FEW = 10
"""Full matches below which a question's partial ones are worth showing behind them: a page of results."""
MOST = 100
"""Partial matches that are kept: ten pages; behind them stands what shares a word or two."""
CANDIDATES = 600
"""Candidates that are chosen by postings, whose pairs and characters are counted then. Measured: with 400, Recall@100
of law-questions is .005 less; 800 give no more."""
CLOSEST = 250
"""Those of them whose text is read for the rest. Nothing of the rest is negative, so what is not read could not stand
above them. Measured: with 600, Recall@100 of law-questions is .002 more, with 100 .016 less; nDCG@10 is the same."""
LONG = 4
"""Words of content from which a bare run is read as a question or a paste, though no word of it asks: who types three
words or fewer means them all. With 5, Recall@100 of news-questions is .010 less, with 3 .009 more."""
COVERAGE = 0.5
"""What holding all of a question is worth, in sums of the idf of its words. Measured: with nothing, known items lose
.010 nDCG@10, news-questions .007, law-questions .001; with all full matches first .009, .006, .004."""
_RARE = 20_000
"""Places beyond which a pair of characters does not help to choose: it would cost 1 ms and says little."""


@dataclass(frozen=True)
class Asked:
    """A query to a snapshot, cut once however often it is asked what it is."""

    snapshot: Snapshot
    query: Node
    filters: Filters
    analyzer: Analyzer

    @cached_property
    def leaves(self) -> tuple[Phrase | Words, ...]:
        """The texts that a partial match may lack."""
        return tuple(leaf for leaf in texts(self.query) if isinstance(leaf, Phrase | Words) and not leaf.in_title)

    @cached_property
    def evidence(self) -> Evidence:
        """What of them speaks for a speech."""
        return read_evidence(self.leaves, self.analyzer)

    @property
    def _is_bare(self) -> bool:
        return any(isinstance(leaf, Words) for leaf in self.leaves)

    def wants_more(self, full: int) -> bool:
        """Whether partial matches are to follow so many full ones."""
        if full >= FEW or not self._is_bare:
            return False
        words = len(self.evidence.content)
        # Who writes `OR` has said what may be missing.
        return words >= 2 if not full else words >= QUESTION_WORDS and not _has_choice(self.query)

    @property
    def is_question(self) -> bool:
        """Whether a bare query asks, or is so long, that a speech without one of its words can be the better answer."""
        if _has_choice(self.query) or not self._is_bare:
            return False
        return len(self.evidence.content) >= (2 if self.evidence.is_asking else LONG)


def _has_choice(node: Node) -> bool:
    return isinstance(node, Or) or (isinstance(node, And) and any(map(_has_choice, node.children)))


def _required(node: Node) -> Node | None:
    """What of a query stays required; None where nothing does."""
    match node:
        case Phrase(in_title=False) | Words(in_title=False):
            return None
        case And(children):
            kept = tuple(child for child in map(_required, children) if child is not None)
            return And(kept) if kept else None
        case Or(children) if any(_required(child) is None for child in children):
            return None
    return node


class PartialMatches:
    """The partial matches of a query, best first.

    full: documents that match in full, ascending. is_mixed: they stand among the partial ones, as their scores have it;
        else they are left out. rows: of `documents`, the best `MOST` in order.
    """

    def __init__(self, asked: Asked, full: Array, *, is_mixed: bool) -> None:
        self._speeches = asked.snapshot.speeches
        self._ranking = asked.snapshot.ranking
        self._leaves = asked.leaves
        self._evidence = asked.evidence
        # What stays required of texts: patterns, what has to be close together, titles.
        self._kept = {leaf: match_text(self._speeches, leaf) for leaf in texts(asked.query) if leaf not in self._leaves}
        allowed = match(_required(asked.query) or Everything(), self._speeches, self._kept) & self._speeches.is_live
        allowed = np.logical_and.reduce([allowed, *counting.filter_masks(self._speeches, asked.filters).values()])
        allowed[full] = is_mixed
        self._terms = self._ranking.terms(self._evidence.words)
        candidates = self._candidates(allowed)
        is_full = among(candidates, full)
        rows, self.scores = self._rank(candidates, is_full) if len(candidates) else (candidates, Scores(candidates, {}))
        self.documents, self._is_full = candidates[rows], is_full[rows]
        count = min(len(rows), MOST)
        self.rows = first_rows(self._speeches, self.documents, -self.scores.total, count) if count else rows

    def __len__(self) -> int:
        return int((~self._is_full[self.rows]).sum())

    def _candidates(self, allowed: Array) -> Array:
        """The documents, ascending, that have the most of the query's words and pairs."""
        scores = self._ranking.rough_scores(self._evidence, self._terms, _RARE)
        scores *= allowed
        rows = best_rows(scores, CANDIDATES)
        return rows[scores[rows] > 0]

    def _rank(self, documents: Array, is_full: Array) -> tuple[Array, Scores]:
        """(those of the candidates whose text was read whole, scores of these)."""
        weighed = self._ranking.weigh(self._evidence, self._terms)
        words = self._of_words(documents, self._evidence.content)
        counts = self._ranking.count_scores(PoolText(self._speeches, documents), weighed)
        coverage = COVERAGE * sum(weighed.words.values()) * is_full
        rows = best_rows(words + counts["pairs"] + counts["characters"] + coverage, CLOSEST)
        pool = PoolText(self._speeches, documents[rows])
        others = [word for word in self._evidence.words if word not in weighed.words]
        words = words[rows] + self._of_words(pool.documents, others)
        parts = {"words": words, **self._ranking.text_scores(pool, weighed)}
        parts |= self._ranking.feedback_scores(pool, np.sum(list(parts.values()), axis=0), weighed, self._terms)
        parts |= self._ranking.script_scores([leaf.text for leaf in self._leaves], pool.documents)
        if coverage.any():
            parts["coverage"] = coverage[rows]
        return rows, Scores.of_parts(parts, len(rows))

    def _of_words(self, documents: Array, words: Iterable[str]) -> Array:
        total = np.zeros(len(documents))
        for word in words:
            total += self._evidence.words[word] * self._terms[word].scores(documents)
        return total

    def read(self, row: int) -> Match:
        """The match in a row of `documents`, if it is a partial one."""
        number = int(self.documents[row])
        segment, document = self._speeches.place(number)
        title, body = segment.characters.texts(document)
        wanted = [unit for leaf in self._leaves for unit in _units(leaf)]
        starts = int(self._speeches.title_starts[number]), int(self._speeches.body_starts[number])
        found = {unit: (unit.marks(title), unit.marks(body)) for unit in wanted}
        titles = _apart([*self._spans(number, starts[0], len(title)), *chain(*(some for some, _ in found.values()))])
        bodies = _apart([*self._spans(number, starts[1], len(body)), *chain(*(some for _, some in found.values()))])
        is_repeated = bool(self._speeches.title_in_body[number])
        return Match(
            speech=segment.speech(document),
            score=float(self.scores.total[row]),
            occurrences=len(bodies) + (0 if is_repeated else len(titles)),
            title_marks=titles,
            body_marks=bodies,
            missing=tuple(dict.fromkeys(unit.typed for unit in wanted if not any(found[unit]))),
            parts=self.parts(row),
        )

    def parts(self, row: int) -> tuple[ScorePart, ...]:
        """What the score in a row is the sum of."""
        (parts,) = self.scores.of(np.array([row]))
        return parts

    def _spans(self, number: int, base: int, length: int) -> list[Mark]:
        """Where what stayed required stands in a title or body, which begins at position `base`."""
        return [
            Mark(start - base, end - base, leaf.piece)
            for leaf, found in self._kept.items()
            for holding in found.holdings
            for start, end in holding.spans(number)
            if base <= start < base + length
        ]


class _Unit(NamedTuple):
    """What has to be there of a leaf. names: the ways to write it, folded, the first as it was typed.

    is_bare: as a whole, no part of a longer number or Latin word.
    """

    typed: str
    piece: int
    names: tuple[str, ...]
    is_bare: bool

    def marks(self, text: str) -> list[Mark]:
        """Every place of its names in a folded text."""
        return [Mark(at, at + len(name), self.piece) for name in self.names for at in self._places(text, name)]

    def _places(self, text: str, name: str) -> Iterator[int]:
        edges = continuing_latin if name == self.names[0] else continuing
        before, after = (edges(name[0]), edges(name[-1])) if self.is_bare else ("", "")
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not (at and text[at - 1] in before) and not (end < len(text) and text[end] in after):
                yield at
            at = text.find(name, end)


def _units(leaf: Phrase | Words) -> Iterator[_Unit]:
    folded = fold(leaf.text)
    if isinstance(leaf, Phrase):
        yield _Unit(leaf.text, leaf.piece, (folded,), is_bare=False)
        return
    for names in leaf.units or tuple((string,) for string in leaf.required):
        at = max(folded.find(names[0]), 0)
        yield _Unit(leaf.text[at : at + len(names[0])], leaf.piece, names, is_bare=True)


def _apart(found: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks in order; overlapping ones become one, with the piece of the first."""
    marks: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end, mark.piece)):
        if marks and mark.start < marks[-1].end:
            marks[-1] = marks[-1]._replace(end=max(marks[-1].end, mark.end))
        else:
            marks.append(mark)
    return tuple(marks)
