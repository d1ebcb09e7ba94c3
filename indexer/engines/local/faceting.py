"""Facets: how many hits have each value, over all segments.

Enters: hits. Leaves: values with counts. Never finds or ranks anything.

Values that fold together (李強, 李强) are one, under the form that is more frequent in the corpus: filters by a value
take them so too. Fields in which no speech has two values are counted together: each hit is looked up once, in a table
of their combinations, and a field's counts are sums over that table.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from indexer.engines.local.arrays import Array, offsets, spread
from indexer.engines.local.segment import Segment
from indexer.folding import fold
from indexer.model import FACET_FIELDS, FacetValue

Facets = dict[str, tuple[FacetValue, ...]]

MOST_VALUES = 200
"""Values of a facet that are listed, the most frequent; years are listed whole."""
_MOST_COMBINATIONS = 1 << 15
"""Cells of a table of combinations: summing so many costs less than one more look-up of some ten thousand hits."""


class FacetField:
    """One facet field. Value number n > 0 is `shown[n - 1]`; 0 is no value."""

    def __init__(self, segments: Sequence[Segment], field: str) -> None:
        columns = [segment.facets[field] for segment in segments]
        self._is_ordered = field == "year"
        frequency: Counter[str] = Counter()
        for segment, column in zip(segments, columns, strict=True):
            live = np.repeat(segment.is_live, np.diff(column.starts))
            counts = np.bincount(column.values[live], minlength=len(column.vocabulary)).tolist()
            frequency.update(dict(zip(column.vocabulary, counts, strict=True)))
        shown: dict[str, str] = {}
        for value, _ in sorted(frequency.items(), key=lambda item: (-item[1], item[0])):
            shown.setdefault(fold(value), value)
        self.shown = sorted(shown.values())
        self.folded = [fold(value) for value in self.shown]
        number_of = {folded: number for number, folded in enumerate(self.folded, 1)}
        values = [np.zeros(0, np.int64)]
        for column in columns:
            numbers = np.array([number_of[fold(value)] for value in column.vocabulary], np.int64)
            values.append(numbers[column.values])
        self._values = np.concatenate(values)
        self._starts = offsets(np.concatenate([np.diff(column.starts) for column in columns] or [np.zeros(0, int)]))

    @property
    def is_single(self) -> bool:
        """Whether no speech has two values."""
        return bool((np.diff(self._starts) <= 1).all())

    def numbers(self) -> Array:
        """i64[d]: the value of each document, where it is single."""
        numbers = np.zeros(len(self._starts) - 1, np.int64)
        numbers[np.flatnonzero(np.diff(self._starts))] = self._values
        return numbers

    def count(self, hits: Array) -> Array:
        """How many of the hits have each value."""
        firsts = self._starts[hits]
        rows = spread(firsts, self._starts[hits + 1] - firsts)
        return np.bincount(self._values[rows], minlength=len(self.shown) + 1)

    def having(self, wanted: Sequence[bool]) -> Array:
        """bool[d]: documents with any of the wanted values; wanted: a truth value for each of `shown`."""
        has = np.zeros(len(self._starts) - 1, bool)
        owners = np.repeat(np.arange(len(has)), np.diff(self._starts))
        has[owners[np.array([False, *wanted])[self._values]]] = True
        return has

    def listed(self, counts: Array) -> tuple[FacetValue, ...]:
        """Values with their counts: years in order, others by count."""
        present = np.flatnonzero(counts[1:])
        if not self._is_ordered:
            present = present[np.argsort(-counts[1:][present], kind="stable")][:MOST_VALUES]
        return tuple(
            FacetValue(self.shown[number], count)
            for number, count in zip(present.tolist(), counts[1:][present].tolist(), strict=True)
        )


class _Table:
    """Fields of single values that are counted together."""

    def __init__(self, fields: Mapping[str, FacetField]) -> None:
        self.names = tuple(fields)
        self._shape = tuple(len(field.shown) + 1 for field in fields.values())
        cells = np.ravel_multi_index([field.numbers() for field in fields.values()], self._shape)
        self._cells = cells.astype(np.uint16)

    def count(self, hits: Array) -> dict[str, Array]:
        """How many of the hits have each value of each field."""
        table = np.bincount(self._cells[hits], minlength=math.prod(self._shape)).reshape(self._shape)
        if len(self.names) == 1:
            return {self.names[0]: table}
        axes = range(len(self._shape))
        return {name: table.sum(axis=tuple(a for a in axes if a != axis)) for axis, name in enumerate(self.names)}


class FacetFields:
    """Every facet field of a generation."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.fields = {name: FacetField(segments, name) for name in FACET_FIELDS}
        self._tables = [_Table({name: self.fields[name] for name in names}) for names in self._together()]
        in_tables = {name for table in self._tables for name in table.names}
        self._others = [name for name in self.fields if name not in in_tables]

    def _together(self) -> list[list[str]]:
        """The names of fields of single values in groups, as many in a group as their combinations allow."""
        groups: list[list[str]] = []
        cells = 1
        for name, field in sorted(self.fields.items(), key=lambda item: len(item[1].shown)):
            count = len(field.shown) + 1
            if not field.is_single or count > 1 << 16:
                continue
            if not groups or cells * count > _MOST_COMBINATIONS:
                groups.append([])
                cells = 1
            cells *= count
            groups[-1].append(name)
        return groups

    def count(self, hits: Array, under_others: Mapping[str, Array]) -> Facets:
        """Values and counts of every field. under_others: for each filtered field, what hits would be without it."""
        counts = {name: self.fields[name].count(hits) for name in self._others}
        for table in self._tables:
            counts |= table.count(hits)
        counts |= {name: self.fields[name].count(some) for name, some in under_others.items()}
        return {name: field.listed(counts[name]) for name, field in self.fields.items()}
