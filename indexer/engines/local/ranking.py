"""How high a match stands: BM25F over words, and the string itself before its scattered words.

Enters: what text leaves find, in every segment. Leaves: a score a document. Never decides what matches.

A leaf's score in a document is::

    Σ over its words   idf(w) · tf / (tf + K1)                               BM25F
    + idf(run) · tf(run) / (tf(run) + K1)                                    the run as a term of its own
    + (Σ idf(w) + idf(run)) · (WHOLE | INSIDE)                               where the run stands at all

with tf = Σ over title and body of WEIGHT · count / (1 − B + B · length / mean length), and
idf(x) = ln(1 + (N − n + ½) / (n + ½)). WHOLE: the run is whole words somewhere in the document; INSIDE: it begins or
ends inside a word wherever it stands. As tf / (tf + K1) < 1, the first two lines stay under one step of the third:
every document that has the run stands before those that have only its words, and whole words before parts of others
(印度 before 印度尼西亚).

Sources: Robertson, Zaragoza: The Probabilistic Relevance Framework, BM25 and Beyond (2009), section 3.6.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.matching import LeafMatch, Places, has_any
from indexer.engines.local.segment import Segment

K1 = 0.8
"""Saturation. Speeches repeat their subject: the tenth 发展 says little. Measured on three collections."""
B = 0.5
"""Length normalisation: half-way, as a long report is not worse for being long. Measured on the same collections."""
TITLE_WEIGHT = 2.0
"""A title names the subject. Twice the body, by reason: the collections at hand have no titles to measure it on."""
WHOLE, INSIDE = 2.0, 1.0
"""Steps that the run is worth as whole words, and where it stands only inside others; one apart, so they decide."""


class Ranking:
    """Scores over all segments of a generation."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._live = sum(int(segment.is_live.sum()) for segment in segments)
        self._norms = [self._segment_norms(segment) for segment in segments]

    def _mean_length(self, field: str) -> float:
        words = sum(int(getattr(segment, field).lengths[segment.is_live].sum()) for segment in self._segments)
        return max(words / max(self._live, 1), 1.0)

    def _segment_norms(self, segment: Segment) -> dict[str, Array]:
        """For each field the factor that a count is multiplied by, f32[d]; 0 for deleted documents."""
        norms = {}
        for field, weight in (("title", TITLE_WEIGHT), ("body", 1.0)):
            length = getattr(segment, field).lengths / self._mean_length(field)
            norms[field] = (segment.is_live * weight / (1 - B + B * length)).astype(np.float32)
        return norms

    def idf(self, documents: int) -> float:
        """Inverse document frequency of something that stands in so many documents."""
        return float(np.log1p((self._live - min(documents, self._live) + 0.5) / (documents + 0.5)))

    def scores(self, words: Sequence[str], leaf: Sequence[LeafMatch]) -> list[Array]:
        """f32[d] for each segment: the score of a leaf; words: its words; leaf: what it finds in each segment."""
        word_scores, bound = self._word_scores(words)
        run_counts = [self._run_counts(i, match.verbatim) for i, match in enumerate(leaf)]
        run_idf = self.idf(sum(int(np.count_nonzero(tf)) for tf in run_counts))
        return [
            score + run_idf * tf / (tf + K1) + (bound + run_idf) * self._standing(segment, match)
            for segment, match, score, tf in zip(self._segments, leaf, word_scores, run_counts, strict=True)
        ]

    def _word_scores(self, words: Sequence[str]) -> tuple[list[Array], float]:
        """(BM25F of the words in each segment, the bound that it stays under)."""
        totals = [np.zeros(len(segment), np.float32) for segment in self._segments]
        bound = 0.0
        for word in words:
            counts = [self._counts(i, word) for i in range(len(self._segments))]
            idf = self.idf(sum(int(np.count_nonzero(tf)) for tf in counts))
            bound += idf
            for total, tf in zip(totals, counts, strict=True):
                total += idf * tf / (tf + K1)
        return totals, bound

    def _counts(self, number: int, word: str) -> Array:
        """Normalised count of a word in each document of a segment, f32[d]."""
        segment, norms = self._segments[number], self._norms[number]
        total = np.zeros(len(segment), np.float32)
        for field, words in (("title", segment.title), ("body", segment.body)):
            documents, weights = words.postings(word)
            total[documents] += weights * norms[field][documents]
        return total

    def _run_counts(self, number: int, places: Places) -> Array:
        """Normalised count of the run in each document of a segment, f32[d]."""
        segment, norms = self._segments[number], self._norms[number]
        in_title = segment.characters.in_title(places.starts, places.documents)
        weights = np.where(in_title, norms["title"][places.documents], norms["body"][places.documents])
        return np.bincount(places.documents, weights=weights, minlength=len(segment)).astype(np.float32)

    @staticmethod
    def _standing(segment: Segment, match: LeafMatch) -> Array:
        """WHOLE where the run stands as whole words, INSIDE where only inside others, 0 where not at all."""
        places = match.verbatim
        is_whole = segment.characters.are_borders(places.starts) & segment.characters.are_borders(places.ends)
        whole = has_any(segment, places.where(is_whole))
        return np.where(whole, WHOLE, np.where(match.holds_run, INSIDE, 0.0)).astype(np.float32)
