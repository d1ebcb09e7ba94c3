"""How good an order is, by what is known to answer a question. Pure.

Enters: ids in order, relevance by id. Leaves: figures between 0 and 1.

Source: Järvelin, Kekäläinen: Cumulated Gain-based Evaluation of IR Techniques (2002); gains are linear (trec_eval).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

PAGE = 10
"""Ranks that nDCG and MRR look at: a page of results."""
DEPTH = 100
"""Ranks that recall looks at."""

Relevance = Mapping[str, int]
"""Document id -> how relevant, 0: judged not to be."""


class Quality(NamedTuple):
    """Means over questions: nDCG@10, MRR@10, Recall@100."""

    ndcg: float
    mrr: float
    recall: float


def quality(ranked: Sequence[str], relevance: Relevance) -> Quality:
    """The figures of one question; ranked: ids, the best first; at least one id has to be relevant."""
    wanted = {document for document, gain in relevance.items() if gain > 0}
    first = next((rank for rank, document in enumerate(ranked[:PAGE], 1) if document in wanted), None)
    return Quality(
        ndcg=_gain([relevance.get(document, 0) for document in ranked])
        / _gain(sorted(relevance.values(), reverse=True)),
        mrr=1 / first if first else 0.0,
        recall=len(wanted.intersection(ranked[:DEPTH])) / len(wanted),
    )


def _gain(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:PAGE], 1))


def mean(qualities: Sequence[Quality]) -> Quality:
    """The means over questions."""
    return Quality(*(sum(column) / len(qualities) for column in zip(*qualities, strict=True)))
