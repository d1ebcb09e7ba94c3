"""Strings with gaps, and strings near each other: where they stand, by what ends sentences and lines between them.

Enters: places of the parts, where sentences and lines end. Leaves: places. Never reads a text: all of it is arithmetic
on sorted positions, and its work is that of the rarer parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from indexer.engines.local.arrays import Array, Counted, spread
from indexer.engines.local.places import Extents, Places, among, in_all, join
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
    def line_ends(self) -> Array:
        """i64: where a line or a text ends."""

    @property
    def lines(self) -> Counted:
        """The same, counted."""

    @property
    def sentences(self) -> Counted:
        """Where a mark stands that ends a sentence, or a line or a text ends."""

    @property
    def whole_sentences(self) -> Counted:
        """The same, marks that follow each other as one."""


def find_pattern(text: Text, pattern: Pattern) -> Places:
    """Every place of a pattern, as a reader counts them.

    A place begins where the first unit stands, takes for each next unit the nearest one from which the rest can be
    reached without a sentence ending in a gap, and ends with the last unit. That is what a regular expression with
    shortest gaps matches.
    """
    units = pattern.units
    known = {unit: _unit_starts(text, unit) for unit in dict.fromkeys(units)}
    starts = known[units[-1]]
    ends = starts + len(units[-1])
    for unit in reversed(units[:-1]):
        begins = known[unit]
        following = starts.searchsorted(begins + len(unit))
        begins, following = _rows(following < len(starts), begins, following)
        before = text.sentences.before
        begins, following = _rows(before(begins + len(unit)) == before(starts[following]), begins, following)
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


def find_near(text: Text, near: Near, parts: Sequence[Extents]) -> Places:
    """The places of the parts of a `Near` that stand together; those that overlap become one.

    parts: all places of each part, in order.
    """
    if near.scope is Scope.CHARACTERS:
        length = near.distance + sum(len(part.text) for part in near.parts)
        close = _within_stretch(text, parts, length)
    else:
        close = _within_units(parts, text.whole_sentences if near.scope is Scope.SENTENCE else text.lines)
    return join([Places(starts, ends, text.documents(starts)) for starts, ends in close])


def _within_units(parts: Sequence[Extents], units: Counted) -> list[Extents]:
    """What begins in the same sentence or line as a place of every other part. units: the ends of those."""
    numbers = [units.before(part.starts) for part in parts]
    common = in_all([_distinct(some) for some in numbers])
    return [part.where(np.flatnonzero(among(some, common))) for part, some in zip(parts, numbers, strict=True)]


def _distinct(ascending: Array) -> Array:
    is_new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=is_new[1:])
    return ascending[is_new]


def _within_stretch(text: Text, parts: Sequence[Extents], length: int) -> list[Extents]:
    """What stands, with a place of every other part, in a stretch of so many characters of one line."""
    rarest = min(parts, key=lambda part: len(part.starts))
    close = [part if part is rarest else _around(part, rarest, length) for part in parts]
    begins = np.sort(np.concatenate([part.starts for part in close]), kind="stable")  # few lists, each in order
    limits = np.minimum(begins + length, text.line_ends[text.lines.before(begins)])
    for part in close:
        nearest = part.starts.searchsorted(begins)
        is_there = nearest < len(part.starts)
        begins, limits, nearest = _rows(is_there, begins, limits, nearest)
        begins, limits = _rows(part.ends[nearest] <= limits, begins, limits)
    return [part.where(_covered(part, begins, limits)) for part in close]


def _around(part: Extents, rarest: Extents, length: int) -> Extents:
    """The places that begin within a length of a place of the rarest part: no others can be together with it."""
    low = part.starts.searchsorted(rarest.starts - length)
    high = part.starts.searchsorted(rarest.starts + length, side="right")
    low[1:] = np.maximum(low[1:], high[:-1])
    return part.where(spread(low, np.maximum(high - low, 0)))


def _covered(part: Extents, begins: Array, limits: Array) -> Array:
    """bool: which places stand in a stretch; the last stretch that begins before a place reaches farthest."""
    if not len(begins):
        return np.zeros(len(part.starts), bool)
    last = begins.searchsorted(part.starts, side="right") - 1
    return (last >= 0) & (limits[last] >= part.ends)
