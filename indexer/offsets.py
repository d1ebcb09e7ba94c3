"""Offsets between a text and what was made of it. Pure.

Enters: a text and the edits made to it. Leaves: the edited text and a map that goes both ways.
Never: knows what a text means, or why it was edited.

Offsets are code points; spans are half-open `[start, end)`. *Original* is the text before the edits, *derived* the one
after them. An untouched text has the identity map: two points, and every look-up is one bisection of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text: code points `[start, end)`, `0 <= start <= end`."""

    start: int
    end: int


class Edit(NamedTuple):
    """Code points `[start, end)` of the original give way to `text`, which may be empty."""

    start: int
    end: int
    text: str = ""


class Edited(NamedTuple):
    """A derived text and its map to the original."""

    text: str
    offsets: OffsetMap


class _Run(NamedTuple):
    """`length` characters that stand in both texts, one for one."""

    derived: int
    original: int
    length: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where the characters of a derived text stand in its original, and back.

    derived, original: the change points, both ascending and equally many; the first is 0, the last the length of the
        text. Between two points the characters correspond one to one from the left; what one side has over is deleted
        (original) or inserted (derived) text.
    """

    derived: tuple[int, ...]
    original: tuple[int, ...]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text of `length` code points to itself."""
        return cls((0, length), (0, length))

    @classmethod
    def from_edits(cls, length: int, edits: Iterable[Edit]) -> OffsetMap:
        """The map that edits make of a text of `length` code points; they are in order and do not overlap."""
        derived, original, shift = [0], [0], 0
        for start, end, text in edits:
            change = len(text) - (end - start)
            if change:
                shift += change
                derived.append(end + shift)
                original.append(end)
        return cls((*derived, length + shift), (*original, length))

    @property
    def is_identity(self) -> bool:
        """Every offset maps to itself."""
        return self.derived == self.original

    def to_original(self, offset: int) -> int:
        """Where the character at a derived offset stands; right after deleted text, never before it."""
        return _cross(self.derived, self.original, offset)

    def to_derived(self, offset: int) -> int:
        """Where the character at an original offset stands; for a deleted one, where the next kept one does."""
        return _cross(self.original, self.derived, offset)

    def to_original_span(self, start: int, end: int) -> Span:
        """The tightest original span that holds the characters of a derived one; inserted text gives an empty span.

        >>> edited("他🌼们", [Edit(1, 2)]).offsets.to_original_span(0, 1)
        Span(start=0, end=1)
        >>> edited("他🌼们", [Edit(1, 2)]).offsets.to_original_span(0, 2)
        Span(start=0, end=3)
        """
        return _cross_span(self.derived, self.original, start, end)

    def to_derived_span(self, start: int, end: int) -> Span:
        """The derived span of what is left of an original one; deleted text gives an empty span."""
        return _cross_span(self.original, self.derived, start, end)

    def inverted(self) -> OffsetMap:
        """The map of the way back: what was derived is the original."""
        return OffsetMap(self.original, self.derived)

    def then(self, following: OffsetMap) -> OffsetMap:
        """The map of two edits one after the other; the original of `following` is what this one derives."""
        if following.is_identity:
            return self
        if self.is_identity:
            return following
        derived, original = [0], [0]
        for run in _meet(self, following):
            if run.derived - derived[-1] != run.original - original[-1]:
                derived.append(run.derived)
                original.append(run.original)
        return OffsetMap((*derived, following.derived[-1]), (*original, self.original[-1]))

    def _runs(self) -> Iterator[_Run]:
        points = zip(self.derived, self.original, self.derived[1:], self.original[1:], strict=False)
        for derived, original, derived_end, original_end in points:
            length = min(derived_end - derived, original_end - original)
            if length:
                yield _Run(derived, original, length)


def edited(text: str, edits: Sequence[Edit]) -> Edited:
    """Apply edits to a text; they are in order and do not overlap.

    >>> edited("10月🌼12日", [Edit(3, 4)]).text
    '10月12日'
    """
    if not edits:
        return Edited(text, OffsetMap.identity(len(text)))
    pieces: list[str] = []
    at = 0
    for start, end, replacement in edits:
        pieces += (text[at:start], replacement)
        at = end
    return Edited("".join((*pieces, text[at:])), OffsetMap.from_edits(len(text), edits))


def edits_between(original: str, derived: str, offsets: OffsetMap) -> list[Edit]:
    """The smallest edits that make `derived` of `original`, in order, by way of the map between them.

    >>> edits_between("10月🌼12日", "10月12號", OffsetMap.from_edits(7, [Edit(3, 4)]))
    [Edit(start=3, end=4, text=''), Edit(start=6, end=7, text='號')]
    """
    edits: list[Edit] = []
    at = at_derived = 0
    for run in (*offsets._runs(), _Run(len(derived), len(original), 0)):
        if at < run.original or at_derived < run.derived:
            edits.append(Edit(at, run.original, derived[at_derived : run.derived]))
        at, at_derived = run.original + run.length, run.derived + run.length
        edits += _changes(original[run.original : at], derived[run.derived : at_derived], run.original)
    return edits


def _changes(before: str, after: str, base: int) -> list[Edit]:
    """The edits that make `after` of `before`, which is as long; `base`: where it begins."""
    if before == after:
        return []
    differs = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    starts = [at for at, previous in zip(differs, [-2, *differs], strict=False) if at - previous > 1]
    ends = [
        at + 1 for at, following in zip(differs, [*differs[1:], len(before) + 1], strict=True) if following - at > 1
    ]
    return [Edit(base + start, base + end, after[start:end]) for start, end in zip(starts, ends, strict=True)]


def _cross(here: Sequence[int], there: Sequence[int], offset: int) -> int:
    """Map a character's offset; offsets outside the text are clamped into it."""
    if offset >= here[-1]:
        return there[-1]
    point = bisect_right(here, max(offset, 0)) - 1
    return min(there[point] + max(offset, 0) - here[point], there[point + 1])


def _cross_span(here: Sequence[int], there: Sequence[int], start: int, end: int) -> Span:
    first = _cross(here, there, start)
    if end <= start:
        return Span(first, first)
    point = max(bisect_left(here, min(end, here[-1])) - 1, 0)  # the points around the last character, `end - 1`
    last = min(there[point] + min(end, here[-1]) - here[point], there[point + 1])
    return Span(first, max(first, last))


def _meet(first: OffsetMap, second: OffsetMap) -> Iterator[_Run]:
    """The runs that survive both maps, in order."""
    kept = first._runs()
    left = next(kept, None)
    for right in second._runs():
        while left is not None and left.derived < right.original + right.length:
            start = max(left.derived, right.original)
            end = min(left.derived + left.length, right.original + right.length)
            if start < end:
                yield _Run(right.derived + start - right.original, left.original + start - left.derived, end - start)
            if left.derived + left.length > right.original + right.length:
                break
            left = next(kept, None)
