"""The scores of one query: of any documents exactly, and of many only where they can be among the best.

Enters: what text leaves find. Leaves: scores. Never decides what matches, and never holds a formula: `ranking` does.

Of a word in tens of thousands of speeches ten are shown. What the run adds to a score is known for all of them in a few
passes, and of its words that they add no more than they can: who is below the best by more than that is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np

from indexer.analysis import Analyzer
from indexer.engines.local.arrays import Array
from indexer.engines.local.evidence import read_evidence
from indexer.engines.local.matching import LeafMatch
from indexer.engines.local.ordering import smallest
from indexer.engines.local.ranking import POOL, SCRIPT, Ranking, RunScores, Scores
from indexer.query.tree import Text, Words

_MANY = 4000
"""Documents from which on it costs less to find out first which can be among the best."""
_LIKELY = 4
"""So many times the documents that are wanted are scored to know how good the best are."""
_SLACK = 1e-3
"""Far more than what single precision leaves uncertain of a score."""


class Scoring:
    """found: what each text leaf finds; again: how the leaf is asked for, several times where it is typed again.

    is_wanted_close: the text of the best ones is read, too.
    """

    def __init__(
        self,
        ranking: Ranking,
        found: Mapping[Text, LeafMatch],
        again: Mapping[Text, Sequence[Text]],
        analyzer: Analyzer,
        *,
        is_wanted_close: bool,
    ) -> None:
        self._ranking = ranking
        leaves = list(chain.from_iterable(again.values()))
        # Of one quoted string all words stand as close as can be.
        is_quoted = len(leaves) == 1 and not isinstance(leaves[0], Words)
        evidence = read_evidence(leaves, analyzer) if is_wanted_close and not is_quoted else None
        content = evidence.content if evidence and len(evidence.content) > 1 else ()
        words_of = {leaf: leaf.words if isinstance(leaf, Words) else analyzer.words(leaf.text) for leaf in found}
        self._terms = terms = ranking.terms([*chain.from_iterable(words_of.values()), *content])
        self._weighed = ranking.weigh(evidence, terms) if evidence and content else None
        self._typed = [leaf.text for leaf in leaves]
        self._leaves = [
            (match, [terms[word] for word in words_of[leaf]], len(again[leaf])) for leaf, match in found.items()
        ]

    def scores(self, hits: Array) -> Scores:
        """A row a hit, without what their text adds."""
        return self._scores(hits, self._runs(hits))

    def _runs(self, hits: Array) -> list[RunScores]:
        """What the run of each leaf adds."""
        beyond = (self._ranking.most(self._weighed) if self._weighed else 0.0) + SCRIPT * self._ranking.tells(
            self._typed
        )
        return [self._ranking.run_scores(words, match, hits, beyond) for match, words, _ in self._leaves]

    def _scores(self, hits: Array, runs: Sequence[RunScores]) -> Scores:
        """With what the runs of the leaves add to each hit."""
        parts = self._ranking.script_scores(self._typed, hits)
        for (match, words, times), run in zip(self._leaves, runs, strict=True):
            of_words = sum((word.scores(hits) for word in words), np.zeros(len(hits), np.float32))
            if match.variants:
                of_words = np.maximum(of_words, run.run * np.float32(run.as_words))
            for name, values in (("words", of_words), ("run", run.run), ("standing", run.standing)):
                parts[name] = parts[name] + values * times if name in parts else values * times
        return Scores.of_parts(parts, len(hits))

    def best(self, hits: Array, count: int) -> tuple[Array, Scores]:
        """Some of the hits, ascending, among which are the `count` best, and their scores, their text included."""
        hits, scores = self._likely(hits, max(count, POOL) if self._weighed else count)
        return hits, self._ranking.with_text(scores, hits, self._weighed, self._terms) if self._weighed else scores

    def _likely(self, hits: Array, wanted: int) -> tuple[Array, Scores]:
        """Some of the hits, among which are those wanted, and their scores."""
        runs = self._runs(hits)
        if len(hits) <= max(_MANY, 2 * _LIKELY * wanted):
            return hits, self._scores(hits, runs)
        bounds = np.full(len(hits), SCRIPT, np.float32)
        for (_, _, times), run in zip(self._leaves, runs, strict=True):
            bounds += run.bounds() * times
        border = -smallest(-bounds, _LIKELY * wanted)
        rows = np.flatnonzero(bounds >= border)[: 2 * _LIKELY * wanted]
        scores = self._scores_of(rows, hits, runs)
        least = -smallest(-scores.total, wanted) - _SLACK
        if least <= border:  # there may be others
            rows = np.flatnonzero(bounds >= least)
            scores = self._scores_of(rows, hits, runs)
        return hits[rows], scores

    def _scores_of(self, rows: Array, hits: Array, runs: Sequence[RunScores]) -> Scores:
        some = [run._replace(run=run.run[rows], standing=run.standing[rows]) for run in runs]
        return self._scores(hits[rows], some)
