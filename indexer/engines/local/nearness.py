"""Strings with gaps, and strings near each other: where they stand, by what ends sentences and lines between them.

Enters: the parts, where sentences and lines end. Leaves: places. Never knows a document's text: all of it is arithmetic
on sorted positions, and its work is that of the rarer parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from typing import Protocol

import numpy as np

from indexer.engines.local.arrays import Array, Counted, spread
from indexer.engines.local.characters import overlaps_itself
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

    def extents(self, folded: str) -> Extents:
        """Every place of a folded string, as a reader counts them."""

    def extents_within(self, folded: str, lows: Array, highs: Array) -> Extents:
        """Those that begin in some stretches, overlapping ones too, by reading these."""

    def most_places(self, folded: str) -> int:
        """How often a folded string stands at the most."""

    @property
    def length(self) -> int:
        """Characters of all texts."""

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
    starts_of = cache(partial(_unit_starts, text))
    starts = starts_of(units[-1])
    ends = starts + len(units[-1])
    for unit in reversed(units[:-1]):
        reached = None if "?" in unit else _reaching(text, fold(unit), starts)
        begins = starts_of(unit) if reached is None else reached
        following = starts.searchsorted(begins + len(unit))
        begins, following = _rows(following < len(starts), begins, following)
        before = text.sentences.before
        begins, following = _rows(before(begins + len(unit)) == before(starts[following]), begins, following)
        starts, ends = begins, ends[following]
    starts, ends = left_to_right(starts, ends)
    return Places(starts, ends, text.documents(starts))


def _reaching(text: Text, unit: str, starts: Array) -> Array | None:
    """Where a unit begins before some places, with no sentence ending between; None where that is long to read."""
    number = text.sentences.before(starts)
    lows = np.maximum(np.where(number > 0, text.sentences.positions[number - 1] + 1, 0) - len(unit), 0)
    highs = np.maximum(starts - len(unit) + 1, 0)
    lows[1:] = np.maximum(lows[1:], highs[:-1])
    highs = np.maximum(highs, lows)
    if int((highs - lows).sum()) >= text.most_places(unit):
        return None
    return text.extents_within(unit, lows, highs).starts


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
        starts = starts[(starts >= 0) & (starts + len(unit) <= text.length)]
        before = text.lines.before
        starts = starts[before(starts) == before(starts + len(unit))]
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
    counts = np.ones(len(starts), bool)
    counts[1:] = starts[1:] >= np.maximum.accumulate(ends)[:-1]
    active = np.flatnonzero(counts)
    limits = np.append(active[1:], len(starts))
    while len(active):  # one step in every group of places that overlap
        is_several = active + 1 < limits
        active, limits = active[is_several], limits[is_several]
        if len(active) <= _FEW:
            break
        active = starts.searchsorted(ends[active])
        is_inside = active < limits
        active, limits = active[is_inside], limits[is_inside]
        counts[active] = True
    for place, limit in zip(active.tolist(), limits.tolist(), strict=True):
        following = starts.searchsorted(ends[place:limit]).tolist()
        at = following[0]
        while at < limit:
            counts[at] = True
            at = following[at - place]
    return np.flatnonzero(counts)


Part = str | Extents
"""A folded string, or all places of something else, in order."""


def find_near(text: Text, near: Near, parts: Sequence[Part]) -> Places:
    """The places of the parts of a `Near` that stand together; those that overlap become one.

    The rarest part is looked for first. Where what is left to look at is short, the others are looked for in it alone:
    reading a character costs no more than looking at a place.
    """
    ordered = sorted(parts, key=lambda part: text.most_places(part) if isinstance(part, str) else len(part.starts))
    if near.scope is Scope.CHARACTERS:
        length = near.distance + sum(len(part.text) for part in near.parts)
        close = _within_stretch(text, ordered, length)
    else:
        close = _within_units(text, ordered, text.whole_sentences if near.scope is Scope.SENTENCE else text.lines)
    return join([Places(starts, ends, text.documents(starts)) for starts, ends in close])


def _within(text: Text, part: Part, lows: Array, highs: Array) -> Extents:
    """The places of a part that begin in some stretches, which are ascending and apart; maybe others, too."""
    if not isinstance(part, str):
        return part
    if overlaps_itself(part) or int((highs - lows).sum()) >= text.most_places(part):
        return text.extents(part)
    return text.extents_within(part, lows, highs)


def _within_units(text: Text, parts: Sequence[Part], units: Counted) -> list[Extents]:
    """What begins in the same sentence or line as a place of every other part. units: the ends of those."""
    lows, highs = np.zeros(1, np.int64), np.full(1, text.length)
    common = np.zeros(0, np.int64)
    numbered: list[tuple[Extents, Array]] = []
    for part in parts:
        extents = _within(text, part, lows, highs)
        numbers = units.before(extents.starts)
        common = in_all([common, _distinct(numbers)]) if numbered else _distinct(numbers)
        lows, highs = np.where(common > 0, units.positions[common - 1] + 1, 0), units.positions[common] + 1
        numbered.append((extents, numbers))
    return [extents.where(np.flatnonzero(among(numbers, common))) for extents, numbers in numbered]


def _distinct(ascending: Array) -> Array:
    is_new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=is_new[1:])
    return ascending[is_new]


def _within_stretch(text: Text, parts: Sequence[Part], length: int) -> list[Extents]:
    """What stands, with a place of every other part, in a stretch of so many characters of one line."""
    first, *others = parts
    rarest = text.extents(first) if isinstance(first, str) else first
    several = []
    for part in others:
        # What can be together with a place of the rarest part begins within the length of it.
        lows, highs = np.maximum(rarest.starts - length, 0), np.minimum(rarest.starts + length + 1, text.length)
        lows[1:] = np.maximum(lows[1:], highs[:-1])
        extents = _within(text, part, lows, np.maximum(highs, lows))
        low, high = _around(extents, rarest, length)
        rarest = rarest.where(high > low)
        several.append(extents)
    close = [rarest]
    for extents in several:
        low, high = _around(extents, rarest, length)
        low[1:] = np.maximum(low[1:], high[:-1])
        close.append(extents.where(spread(low, np.maximum(high - low, 0))))
    begins = np.sort(np.concatenate([part.starts for part in close]), kind="stable")  # few lists, each in order
    limits = np.minimum(begins + length, text.line_ends[text.lines.before(begins)])
    for part in close:
        nearest = part.starts.searchsorted(begins)
        begins, limits, nearest = _rows(nearest < len(part.starts), begins, limits, nearest)
        begins, limits = _rows(part.ends[nearest] <= limits, begins, limits)
    return [part.where(_covered(part, begins, limits)) for part in close]


def _around(part: Extents, rarest: Extents, length: int) -> tuple[Array, Array]:
    """The rows of a part that begin within a length of each place of the rarest one: from, to."""
    low = part.starts.searchsorted(rarest.starts - length)
    return low, part.starts.searchsorted(rarest.starts + length, side="right")


def _covered(part: Extents, begins: Array, limits: Array) -> Array:
    """bool: which places stand in a stretch; the last stretch that begins before a place reaches farthest."""
    if not len(begins):
        return np.zeros(len(part.starts), bool)
    last = begins.searchsorted(part.starts, side="right") - 1
    return (last >= 0) & (limits[last] >= part.ends)
