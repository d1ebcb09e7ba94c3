"""What goes together: terms with a query, speeches with a speech. Counted from the text, never from a list.

Enters: what a query matches, or the number of a speech. Leaves: terms, documents, with what speaks for each.

Terms that go with a query are those whose share of the paragraphs with a match is far above what is to be expected.
Expected: as if a term's speeches were spread evenly over all text, a paragraph has it with the chance
1 − (1 − speeches / all)^(mean length of these paragraphs / mean length of a speech).

Speeches like one have its most telling words and phrases: BM25 over those, as if they had been asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from indexer.engines.local.arrays import Array, spread
from indexer.engines.local.frequencies import Frequencies
from indexer.engines.local.places import Places, Standing
from indexer.engines.local.segment import Segment
from indexer.engines.local.speeches import Speeches
from indexer.engines.local.words import WORDS_OF_QUARTER
from indexer.mining.association import likelihood
from indexer.mining.grams import Pieces

MOST_DOCUMENTS = 400
"""Speeches with a match that are looked at, evenly chosen."""
_MOST_PARAGRAPHS = 400
_MOST_CHARACTERS = 120_000
"""Of all paragraphs together: some books are saved as paragraphs of 30,000 characters."""
_FEWEST_TOGETHER = 3
"""Paragraphs: what is in fewer goes with one speech, not with the query."""
_LIKELY = 10.83
"""G² that chance gives one term in a thousand."""
_TELLING = 30
"""Terms of a speech by which others like it are found."""
_CONSIDERED = 200
"""Terms among which those are chosen that say the most and do not repeat each other."""
_MOST_SHARED = 5
_SATURATION, _LENGTH = 1.2, 0.75
"""BM25's k1 and b as they are usual: a speech is a long question."""


class Companion(NamedTuple):
    """A folded term, in how many of the paragraphs looked at it stands, and its G²."""

    text: str
    paragraphs: int
    likelihood: float


class Sampled(NamedTuple):
    """Companions, the likeliest first, from so many paragraphs; is_sample: others have a match too."""

    companions: list[Companion]
    paragraphs: int
    is_sample: bool


class Alike(NamedTuple):
    """A document like another. score: 1 for the same.

    shared: what both have, the most telling first: positions [start, end) in the one that was asked for.
    """

    document: int
    score: float
    shared: list[tuple[int, int]]


class _Telling(NamedTuple):
    """A term of a speech: the position where it first stands, and what it adds to the score of some documents."""

    start: int
    end: int
    documents: Array
    gains: Array


class _Counted(NamedTuple):
    """The different terms of a text. rows: of `Said`, the first of each; term_of: of each row, the number of its term;
    speeches: that hold each."""

    rows: Array
    term_of: Array
    speeches: Array


class Relating:
    """What goes together in a generation."""

    def __init__(self, speeches: Speeches, segments: Sequence[Segment]) -> None:
        self._speeches = speeches
        self._segments = segments

    @cached_property
    def _frequencies(self) -> Frequencies:
        return Frequencies(self._segments)

    @cached_property
    def _ends(self) -> Array:
        """i64: the positions of what ends a paragraph, ascending: line feeds and ends of titles and bodies."""
        starts = self._speeches.title_starts
        texts = [starts[1:] - 1, self._speeches.body_starts - 1, [self._speeches.length - 1]]
        return np.sort(np.concatenate([self._speeches.find("\n").starts, *texts]))

    @cached_property
    def _norms(self) -> Array:
        """f64[d]: BM25's k1 by the length of each body."""
        lengths = self._speeches.lengths("body")
        return _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths.mean()), 1.0))

    def companions(self, places: Places, asked: Iterable[str], limit: int) -> Sampled:
        """What goes with matches. places: of at most MOST_DOCUMENTS documents; asked: the folded strings of the query.

        What is a part of what was asked for, or has it as a part, goes without saying and is left out.
        """
        if not len(places):
            return Sampled([], 0, False)
        every = np.unique(self._ends.searchsorted(places.starts))
        chosen = every[:: -(-len(every) // _MOST_PARAGRAPHS)]
        firsts, ends = np.append(-1, self._ends)[chosen] + 1, self._ends[chosen] + 1
        few = max(int(np.searchsorted(np.cumsum(ends - firsts), _MOST_CHARACTERS)), 1)
        firsts, lengths = firsts[:few], (ends - firsts)[:few]
        pieces = self._pieces(spread(firsts, lengths))
        said = self._frequencies.said(pieces)
        terms = _counted(said.hashes, said.speeches)
        paragraph_of = np.searchsorted(np.cumsum(lengths), pieces.starts[said.firsts], side="right")
        together = np.bincount(np.unique(terms.term_of * len(firsts) + paragraph_of) // len(firsts))
        share = float(lengths.mean()) / max(self._speeches.length / max(len(self._speeches), 1), 1.0)
        rates = 1 - (1 - self._shares(terms.speeches)) ** share
        ratios = likelihood(together, len(firsts), rates)
        ratios[together < _FEWEST_TOGETHER] = 0
        likeliest = np.argsort(-ratios, kind="stable")[:_CONSIDERED]
        rows = terms.rows[likeliest].tolist()
        texts = [pieces.text(int(said.firsts[row]), int(said.lengths[row])) for row in rows]
        kept = _apart(texts, list(asked))
        companions = [
            Companion(texts[i], int(together[likeliest[i]]), float(ratios[likeliest[i]]))
            for i in kept
            if ratios[likeliest[i]] >= _LIKELY
        ]
        return Sampled(companions[:limit], len(firsts), len(firsts) < len(every))

    def alike(self, document: int, limit: int) -> list[Alike]:
        """The documents most like one, itself not among them."""
        telling = self._telling(document)
        scores = np.zeros(len(self._speeches))
        for term in telling:
            scores[term.documents] += term.gains
        own = scores[document] or scores.max()  # what tells may stand in its title alone, which is not counted
        scores[document] = 0
        scores[~self._speeches.is_live] = 0
        best = np.lexsort((np.arange(len(scores)), -scores))[:limit] if len(scores) <= limit else _best(scores, limit)
        return [
            Alike(other, min(float(scores[other] / own), 1.0), _shared(telling, other))
            for other in best.tolist()
            if scores[other] > 0
        ]

    def _telling(self, document: int) -> list[_Telling]:
        """The terms that tell most of a speech."""
        starts = self._speeches.title_starts
        end = int(starts[document + 1]) if document + 1 < len(starts) else self._speeches.length
        first = int(starts[document])
        pieces = self._pieces(np.arange(first, end))
        said = self._frequencies.said(pieces)
        terms = _counted(said.hashes, said.speeches)
        counts = np.bincount(terms.term_of)
        weights = -np.log(self._shares(terms.speeches)) * counts / (counts + _SATURATION)
        heaviest = np.argsort(-weights, kind="stable")[:_CONSIDERED]
        rows = terms.rows[heaviest]
        texts = [pieces.text(int(said.firsts[row]), int(said.lengths[row])) for row in rows.tolist()]
        found = []
        for number in _apart(texts, [])[:_TELLING]:
            row = rows[number]
            at = first + int(pieces.starts[said.firsts[row]])
            documents, counted = self._holding(texts[number], is_word=said.lengths[row] == 1)
            gains = weights[heaviest[number]] * counted / (counted + self._norms[documents])
            found.append(_Telling(at, at + len(texts[number]), documents, gains))
        return found

    def _holding(self, text: str, *, is_word: bool) -> tuple[Array, Array]:
        """(documents, how often in each)."""
        if is_word:
            documents, quarters = self._speeches.postings("body", text)
            return documents, quarters * WORDS_OF_QUARTER
        standing = Standing(self._speeches.find(text), self._speeches)
        return standing.documents, standing.counts

    def _shares(self, speeches: Array) -> Array:
        """The share of all speeches; of phrases it is known in part, and never that they are in all."""
        return np.minimum(speeches / max(self._speeches.live_count, 1), 0.999)

    def _pieces(self, positions: Array) -> Pieces:
        """The words at some positions, which are whole paragraphs."""
        borders = self._speeches.are_borders(positions)
        borders[:1] = True
        return Pieces.of(self._speeches.points(positions), borders)


def _counted(hashes: Array, speeches: Array) -> _Counted:
    _, rows, term_of = np.unique(hashes, return_index=True, return_inverse=True)
    return _Counted(rows, term_of, speeches[rows])


def _apart(texts: Sequence[str], known: Sequence[str]) -> list[int]:
    """Numbers of the texts that are no part of a known or an earlier one, and have none as a part."""
    taken, kept = list(known), []
    for number, text in enumerate(texts):
        if text.isdigit() or any(text in other or other in text for other in taken):
            continue
        taken.append(text)
        kept.append(number)
    return kept


def _best(scores: Array, limit: int) -> Array:
    """The numbers of the highest scores, highest first."""
    best = np.argpartition(-scores, limit)[:limit]
    return best[np.lexsort((best, -scores[best]))]


def _shared(telling: Sequence[_Telling], document: int) -> list[tuple[int, int]]:
    gains = []
    for term in telling:
        at = int(term.documents.searchsorted(document))
        if at < len(term.documents) and term.documents[at] == document:
            gains.append((-float(term.gains[at]), term.start, term.end))
    return [(start, end) for _, start, end in sorted(gains)[:_MOST_SHARED]]
