"""How high a match stands: BM25F over words, and the string itself before its scattered words.

Enters: what text leaves find, the hits. Leaves: a score a hit. Never decides what matches.

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

import math
from collections.abc import Sequence

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.matching import LeafMatch
from indexer.engines.local.places import Holding, at
from indexer.engines.local.speeches import Speeches

K1 = 0.8
"""Saturation. Speeches repeat their subject: the tenth 发展 says little. Measured on three collections."""
B = 0.5
"""Length normalisation: half-way, as a long report is not worse for being long. Measured on the same collections."""
TITLE_WEIGHT = 2.0
"""A title names the subject. Twice the body, by reason: the collections at hand have no titles to measure it on."""
WHOLE, INSIDE = 2.0, 1.0
"""Steps that the run is worth as whole words, and where it stands only inside others; one apart, so they decide."""


class Ranking:
    """Scores over all segments of a generation.

    Documents are scored where they are hits: `hits` are their numbers, ascending, and every vector has a row a hit.
    `places.at` brings what is known of some documents (postings, counts) to those rows.
    """

    def __init__(self, speeches: Speeches) -> None:
        self._speeches = speeches
        self._norms = {"title": self._field_norms("title", TITLE_WEIGHT), "body": self._field_norms("body", 1.0)}

    def _field_norms(self, field: str, weight: float) -> Array:
        """The factor that a count in a field is multiplied by, f32[d]."""
        lengths = self._speeches.lengths(field)
        mean = max(int(lengths[self._speeches.is_live].sum()) / max(self._speeches.live_count, 1), 1.0)
        return (weight / (1 - B + B * lengths / mean)).astype(np.float32)

    def idf(self, documents: int) -> float:
        """Inverse document frequency of something that stands in so many documents."""
        return math.log1p((self._speeches.live_count - documents + 0.5) / (documents + 0.5))

    def scores(self, words: Sequence[str], leaf: LeafMatch, hits: Array) -> Array:
        """f32[hits]: the score of a leaf; words: its words; leaf: what it finds."""
        total = np.zeros(len(hits), np.float32)
        step = 0.0
        for word in words:
            tf, idf = self._word(word, hits)
            total += idf * (tf / (tf + K1))
            step += idf
        run = leaf.run
        tf, idf = self._run_counts(run, hits), self.idf(self._speeches.count_live(run.documents))
        total += idf * (tf / (tf + K1))
        total += (step + idf) * at(hits, run.documents, np.where(run.is_whole, WHOLE, INSIDE).astype(np.float32))
        return total

    def _word(self, word: str, hits: Array) -> tuple[Array, float]:
        """Normalised count of a word in each hit, f32[hits], and its inverse document frequency."""
        tf = np.zeros(len(hits), np.float32)
        holding: list[Array] = []
        for field, norms in self._norms.items():
            documents, weights = self._speeches.postings(field, word)
            if len(documents):
                holding.append(documents)
                tf += at(hits, documents, weights * norms[documents])
        return tf, self.idf(self._speeches.count_live(*holding))

    def _run_counts(self, run: Holding, hits: Array) -> Array:
        """Normalised count of the run in each hit, f32[hits]."""
        in_titles = run.title_counts
        counts = in_titles * self._norms["title"][run.documents]
        counts += (run.counts - in_titles) * self._norms["body"][run.documents]
        return at(hits, run.documents, counts.astype(np.float32))
