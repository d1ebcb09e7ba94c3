"""Facets: how many hits have each value, over all segments.

Enters: hits. Leaves: values with counts. Never finds or ranks anything.

Values that fold together (李強, 李强) are one, under the form that is more frequent in the corpus: filters by a value
take them so too. Fields in which no speech has two values are counted together: few of their combinations occur, so
each hit is looked up once, by its combination, and each combination counts for the values that it is made of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from indexer.engines.local.arrays import Array, offsets, spread
from indexer.engines.local.segment import Segment
from indexer.folding import fold
from indexer.model import FACET_FIELDS, FacetValue

Facets = dict[str, tuple[FacetValue, ...]]

MOST_VALUES = 200
"""Values of a facet that are listed, the most frequent; years are listed whole."""
_ORDERED = "year"
"""The field whose values are listed in their order."""
_value = partial(tuple.__new__, FacetValue)
"""Makes one of (value, count) without a step of Python: there are hundreds in an answer."""
_MOST_COMBINATIONS = 1 << 12
"""Combinations that are counted together: going through so many costs less than one more look-up of many hits."""
_MOST_FLAGS = 1 << 20
"""Numbers are counted by flags up to this one: a tenth of the time of sorting them."""


class FacetField:
    """One facet field. Value number n > 0 is `shown[n - 1]`; 0 is no value."""

    def __init__(self, segments: Sequence[Segment], field: str) -> None:
        columns = [segment.facets[field] for segment in segments]
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


def _renumbered(numbers: Array) -> Array:
    """The numbers, which are not negative, counted from 0 without gaps, in their order."""
    most = int(numbers.max(initial=0)) + 1
    if most > _MOST_FLAGS:
        inverse: Array = np.unique(numbers, return_inverse=True)[1]
        return inverse
    is_there = np.zeros(most, bool)
    is_there[numbers] = True
    counted: Array = (np.cumsum(is_there) - 1)[numbers]
    return counted


class _Table:
    """Fields of single values that are counted together.

    cells: a number for each document, the same for those that have the same value in all of the fields. bases: the
    number of each field's first value among the values of all fields.
    """

    def __init__(self, cells: Array, fields: Sequence[FacetField], bases: Sequence[int]) -> None:
        numbers = _renumbered(cells)
        self._size = int(numbers.max(initial=-1)) + 1
        # The fewer bytes, the more of them are near at hand.
        self._cells = numbers.astype(np.uint16 if self._size <= 1 << 16 else np.int64)
        firsts = np.zeros(self._size, np.int64)
        firsts[self._cells] = np.arange(len(cells))  # any document of a cell is like the others
        numbers = np.stack([field.numbers()[firsts] for field in fields])
        rows, self._combinations = np.nonzero(numbers)
        self._values = numbers[rows, self._combinations] - 1 + np.array(bases)[rows]

    def count(self, hits: Array, size: int) -> Array:
        """f64[size]: how many of the hits have each of the values of all fields; `size` of them."""
        counts = np.bincount(self._cells.take(hits), minlength=self._size)
        return np.bincount(self._values, counts.take(self._combinations), minlength=size)


class FacetFields:
    """Every facet field of a generation. Their values are numbered through, a field after the other."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.fields = {name: FacetField(segments, name) for name in FACET_FIELDS}
        self._shown = [value for field in self.fields.values() for value in field.shown]
        extents = offsets(len(field.shown) for field in self.fields.values())
        self._extents = dict(zip(self.fields, pairwise(extents.tolist()), strict=False))
        self._borders = np.arange(len(self.fields) + 1)
        self._field_of = np.repeat(np.arange(len(self.fields)), np.diff(extents))
        self._is_by_count = self._field_of != FACET_FIELDS.index(_ORDERED)
        self._others = [name for name, field in self.fields.items() if not field.is_single]
        self._tables = list(self._together())

    def _together(self) -> Iterator[_Table]:
        """Tables of the fields of single values, as many in each as their combinations allow."""
        names: list[str] = []
        cells: Array = np.zeros(1, np.int64)
        for name, field in sorted(self.fields.items(), key=lambda item: len(item[1].shown)):
            if name in self._others:
                continue
            numbers = field.numbers()
            joined = _renumbered(cells * (len(field.shown) + 1) + numbers)
            if names and joined.max(initial=0) >= _MOST_COMBINATIONS:
                yield self._table(cells, names)
                names, joined = [], numbers
            cells = joined
            names.append(name)
        if names:
            yield self._table(cells, names)

    def _table(self, cells: Array, names: Sequence[str]) -> _Table:
        return _Table(cells, [self.fields[name] for name in names], [self._extents[name][0] for name in names])

    def count(self, hits: Array, under_others: Mapping[str, Array]) -> Facets:
        """Values and counts of every field. under_others: for each filtered field, what hits would be without it."""
        counts = self._counts(hits)
        for name, some in under_others.items():
            low, high = self._extents[name]
            counts[low:high] = self._counts(some)[low:high]
        return self._listed(counts)

    def _counts(self, hits: Array) -> Array:
        """i64: how many of the hits have each value."""
        counts = np.zeros(len(self._shown), np.int64)
        for table in self._tables:
            counts += table.count(hits, len(counts)).astype(np.int64)
        for name in self._others:
            low, high = self._extents[name]
            counts[low:high] = self.fields[name].count(hits)[1:]
        return counts

    def _listed(self, counts: Array) -> Facets:
        """Values with their counts: years in order, others by count."""
        present = np.flatnonzero(counts)
        fields = self._field_of[present]
        present = present[np.lexsort((-counts[present] * self._is_by_count[present], fields))]
        numbers, times = present.tolist(), counts[present].tolist()
        listed = {}
        for name, (low, high) in zip(self.fields, pairwise(fields.searchsorted(self._borders).tolist()), strict=True):
            end = high if name == _ORDERED else min(high, low + MOST_VALUES)
            listed[name] = tuple(
                map(_value, zip(map(self._shown.__getitem__, numbers[low:end]), times[low:end], strict=True))
            )
        return listed
