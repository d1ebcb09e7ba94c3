"""Facets: how many hits have each value, over all segments.

Enters: hits. Leaves: values with counts. Never finds or ranks anything.

Values that fold together (李強, 李强) are one, under the form that is more frequent in the corpus: filters by a value
take them so too. What can be computed once for a snapshot is; a count costs as much as there are hits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.segment import Segment
from indexer.folding import fold
from indexer.model import FacetValue

Facets = dict[str, tuple[FacetValue, ...]]

MOST_VALUES = 200
"""Values of a facet that are listed, the most frequent; years are listed whole."""


class FacetField:
    """One facet field over the segments of a snapshot."""

    def __init__(self, segments: Sequence[Segment], field: str) -> None:
        self._columns = [segment.facets[field] for segment in segments]
        self._is_ordered = field == "year"
        frequency: Counter[str] = Counter()
        for segment, column in zip(segments, self._columns, strict=True):
            counts = column.counts(np.flatnonzero(segment.is_live)).tolist()
            frequency.update(dict(zip(column.vocabulary, counts, strict=True)))
        shown: dict[str, str] = {}
        for value, _ in sorted(frequency.items(), key=lambda item: (-item[1], item[0])):
            shown.setdefault(fold(value), value)
        self._shown = sorted(shown.values())
        number_of = {fold(value): number for number, value in enumerate(self._shown)}
        self._numbers = [
            np.array([number_of[fold(value)] for value in column.vocabulary], np.int64) for column in self._columns
        ]

    def count(self, hits: Sequence[Array]) -> tuple[FacetValue, ...]:
        """Values with their counts: years in order, others by count. hits: numbers of the hits in each segment."""
        total = np.zeros(len(self._shown), np.int64)
        for column, numbers, some in zip(self._columns, self._numbers, hits, strict=True):
            np.add.at(total, numbers, column.counts(some))
        present = np.flatnonzero(total)
        if not self._is_ordered:
            present = present[np.argsort(-total[present], kind="stable")][:MOST_VALUES]
        return tuple(FacetValue(self._shown[i], int(total[i])) for i in present.tolist())
