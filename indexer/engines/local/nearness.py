"""Strings with gaps, and strings near each other: where they stand, by what ends sentences and lines between them.

Enters: places of the parts, where sentences and lines end. Leaves: places. Never reads a text: all of it is arithmetic
on sorted positions, and its work is that of the rarer parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from indexer.engines.local.arrays import Array, spread
from indexer.engines.local.places import Places, join
from indexer.folding import fold
from indexer.query.tree import Near, Pattern, Scope

_FEW = 32
"""Chains that are followed together while there are as many; below that, one after the other costs less."""
_LITERAL = re.compile(r"[^?]+")


class Text(Protocol):
    """What has to be known of the texts; positions are numbered through all of them."""

    def starts(self, folded: str) -> Array:
        """Every position where a folded string begins, ascending; overlapping ones too."""

    def documents(self, positions: Array) -> Array:
        """The document of each position."""

    @property
    def sentence_ends(self) -> Array:
        """i64: where a mark stands that ends a sentence, or a line or a text ends."""

    @property
    def line_ends(self) -> Array:
        """i64: where a line or a text ends."""


def find_pattern(text: Text, pattern: Pattern) -> Places:
    """Every place of a pattern, as a reader counts them.

    A place begins where the first unit stands, takes for each next unit the nearest one from which the rest can be
    reached without a sentence ending in a gap, and ends with the last unit. That is what a regular expression with
    shortest gaps matches.
    """
    units = pattern.units
    known = {unit: _unit_starts(text, unit) for unit in units}
    starts = known[units[-1]]
    ends = starts + len(units[-1])
    for unit in reversed(units[:-1]):
        begins = known[unit]
        following = starts.searchsorted(begins + len(unit))
        begins, following = _rows(following < len(starts), begins, following)
        gap_starts = begins + len(unit)
        sentence_ends = text.sentence_ends[text.sentence_ends.searchsorted(gap_starts)]
        begins, following = _rows(starts[following] <= sentence_ends, begins, following)
        starts, ends = begins, ends[following]
    starts, ends = left_to_right(starts, ends)
    return Places(starts, ends, text.documents(starts))


def _rows(keep: Array, *arrays: Array) -> tuple[Array, ...]:
    return tuple(array[keep] for array in arrays)


def _unit_starts(text: Text, unit: str) -> Array:
    """Where a unit begins: what it holds between its `?` stands at the right distances, and no line ends inside."""
    parts = [(literal.start(), literal[0]) for literal in _LITERAL.finditer(unit)]
    found = sorted(((text.starts(fold(literal)) - offset) for offset, literal in parts), key=len)
    starts = found[0]
    for others in found[1:]:
        if not len(others):
            return others
        rows = np.minimum(others.searchsorted(starts), len(others) - 1)
        starts = starts[others[rows] == starts]
    if "?" in unit:
        # A unit that would begin before its line, or end behind it, has a line's end in it.
        starts = starts[starts >= 0]
        lines = text.line_ends
        starts = starts[lines[np.minimum(lines.searchsorted(starts), len(lines) - 1)] >= starts + len(unit)]
    return starts


def left_to_right(starts: Array, ends: Array) -> tuple[Array, Array]:
    """(starts, ends) of places as a reader counts them: from the left, each that overlaps none counted before.

    starts, ends: ascending. One that overlaps the counted one before it lengthens that one, up to the next that counts.
    """
    if len(starts) < 2 or (starts[1:] >= ends[:-1]).all():
        return starts, ends
    counted = _counted(starts, ends)
    reach = np.maximum.reduceat(ends, counted)
    reach[:-1] = np.minimum(reach[:-1], starts[counted[1:]])
    return starts[counted], reach


def _counted(starts: Array, ends: Array) -> Array:
    """Numbers of the places that count."""
    begins = np.ones(len(starts), bool)
    begins[1:] = starts[1:] >= np.maximum.accumulate(ends)[:-1]
    firsts = np.flatnonzero(begins)
    limits = np.append(firsts[1:], len(starts))
    following = starts.searchsorted(ends)
    counted = [firsts]
    active = firsts
    while len(active) > _FEW:  # one step in every group of places that overlap
        active = following[active]
        is_inside = active < limits
        active, limits = active[is_inside], limits[is_inside]
        counted.append(active)
    rest: list[int] = []
    for place, limit in zip(active.tolist(), limits.tolist(), strict=True):
        at = int(following[place])
        while at < limit:
            rest.append(at)
            at = int(following[at])
    return np.sort(np.concatenate([*counted, np.array(rest, np.int64)]))


def find_near(text: Text, near: Near, parts: Sequence[Places]) -> Places:
    """The places of the parts of a `Near` that stand together; those that overlap become one.

    parts: all places of each part, in order.
    """
    if not all(map(len, parts)):
        return parts[0].where(np.zeros(len(parts[0]), bool))
    if near.scope is Scope.CHARACTERS:
        length = near.distance + sum(len(part.text) for part in near.parts)
        return _within_stretch(parts, length, text.line_ends)
    ends = _last_of_runs(text) if near.scope is Scope.SENTENCE else text.line_ends
    return _within_units(parts, ends)


def _last_of_runs(text: Text) -> Array:
    """Where sentences end, with all marks that end them: ？！ is one end. A line ends them by itself."""
    ends = text.sentence_ends
    is_last = np.ones(len(ends), bool)
    is_last[:-1] = ends[1:] != ends[:-1] + 1
    is_last[text.sentence_ends.searchsorted(text.line_ends)] = True
    return ends[is_last]


def _within_units(parts: Sequence[Places], ends: Array) -> Places:
    """What begins in the same sentence or line as a place of every other part. ends: where each of those ends."""
    rarest = min(parts, key=len)
    units = _distinct(ends.searchsorted(rarest.starts))
    extents = []
    for part in parts:
        low = part.starts.searchsorted(np.where(units > 0, ends[units - 1] + 1, 0))
        high = part.starts.searchsorted(ends[units], side="right")
        extents.append((low, high - low))
    holds_all = np.logical_and.reduce([counts > 0 for _, counts in extents])
    return join(
        [
            part.where(spread(low[holds_all], counts[holds_all]))
            for part, (low, counts) in zip(parts, extents, strict=True)
        ]
    )


def _distinct(ascending: Array) -> Array:
    is_new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=is_new[1:])
    return ascending[is_new]


def _within_stretch(parts: Sequence[Places], length: int, line_ends: Array) -> Places:
    """What stands, with a place of every other part, in a stretch of so many characters of one line."""
    rarest = min(parts, key=len)
    close = [part if part is rarest else _around(part, rarest, length) for part in parts]
    if not all(map(len, close)):
        return rarest.where(np.zeros(len(rarest), bool))
    begins = np.sort(np.concatenate([part.starts for part in close]))
    limits = np.minimum(begins + length, line_ends[line_ends.searchsorted(begins)])
    for part in close:
        nearest = part.starts.searchsorted(begins)
        is_there = nearest < len(part)
        begins, limits, nearest = _rows(is_there, begins, limits, nearest)
        begins, limits = _rows(part.ends[nearest] <= limits, begins, limits)
    if not len(begins):
        return rarest.where(np.zeros(len(rarest), bool))
    return join([part.where(_covered(part, begins, limits)) for part in close])


def _around(part: Places, rarest: Places, length: int) -> Places:
    """The places that begin within a length of a place of the rarest part: no others can be together with it."""
    low = part.starts.searchsorted(rarest.starts - length)
    high = part.starts.searchsorted(rarest.starts + length, side="right")
    low[1:] = np.maximum(low[1:], high[:-1])
    return part.where(spread(low, np.maximum(high - low, 0)))


def _covered(part: Places, begins: Array, limits: Array) -> Array:
    """bool: which places stand in a stretch; the last stretch that begins before a place reaches farthest."""
    last = begins.searchsorted(part.starts, side="right") - 1
    return (last >= 0) & (limits[last] >= part.ends)
