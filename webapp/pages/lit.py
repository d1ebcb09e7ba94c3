"""Text with what matched in it, as templates print it: runs, and runs with numbered hits. Pure.

Enters: text and what is drawn over it, places in it. Leaves: pieces of shown text in order. Never: HTML.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from indexer.model import Mark
from indexer.offsets import Span
from indexer.snippets import runs
from webapp.typography import DOTS, shown, unhidden


class Lit(NamedTuple):
    """A piece of shown text. piece: which piece of the query it answers, None for none.

    hit: its number on the page, from 1; 0 where hits are not numbered, and for all but the first piece of a hit.
    is_current: the reader stands at it. change: ``removed`` or ``added`` by cleaning, else empty.
    cited: None where it is not cited; the anchor of what is cited for its first piece, empty for the others.
    readings: (characters, their pinyin or nothing), empty where none is shown.
    """

    text: str
    piece: int | None = None
    hit: int = 0
    is_current: bool = False
    change: str = ""
    cited: str | None = None
    readings: tuple[tuple[str, str], ...] = ()


class Stretch(Protocol):
    """Something from `start` to `end` of a text."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The first one after it."""


_S = TypeVar("_S", bound=Stretch)


class NumberedMark(NamedTuple):
    """A mark with its number on the page, from 1."""

    mark: Mark
    hit: int
    is_current: bool

    @property
    def start(self) -> int:
        """Where the mark begins."""
        return self.mark.start

    @property
    def end(self) -> int:
        """Where the mark ends."""
        return self.mark.end


class CitedSpan(NamedTuple):
    """What is cited, and the anchor that leads to it."""

    span: Span
    anchor: str


class Overlay(NamedTuple):
    """What is drawn over a text: each kind in order, none of a kind over another of it.

    removed, added: by cleaning. pinyin: a text -> the reading of each of its characters, or nothing.
    """

    marks: Sequence[NumberedMark] = ()
    removed: Sequence[Span] = ()
    added: Sequence[Span] = ()
    cited: CitedSpan | None = None
    pinyin: Callable[[str], Sequence[str]] | None = None


def lit(text: str, marks: Sequence[Mark], *, most_chars: int | None = None) -> tuple[Lit, ...]:
    """`text` as it is printed, split at its marks; with dots after `most_chars` when it is longer."""
    pieces = tuple(Lit(run.text, run.piece) for run in runs(shown(text), marks, 0, most_chars))
    return pieces if most_chars is None or len(text) <= most_chars else (*pieces, Lit(DOTS))


def numbered(marks: Iterable[Mark], *, first: int, current: int) -> tuple[NumberedMark, ...]:
    """Marks in order, each with a number from `first`; where two overlap, the later one keeps what is left of it."""
    kept: list[NumberedMark] = []
    free_from = 0
    for mark in sorted(marks):
        start = max(mark.start, free_from)
        if start < mark.end:
            hit = first + len(kept)
            kept.append(NumberedMark(Mark(start, mark.end, mark.piece), hit, hit == current))
            free_from = mark.end
    return tuple(kept)


def lit_span(text: str, start: int, end: int, over: Overlay) -> tuple[Lit, ...]:
    """`text[start:end]` split at what is drawn over it; `text` is printed as it stands."""
    near = Overlay(
        marks=_touching(over.marks, start, end),
        removed=_touching(over.removed, start, end),
        added=_touching(over.added, start, end),
        cited=over.cited,
    )
    spans: list[Stretch] = [*near.marks, *near.removed, *near.added, *([over.cited.span] if over.cited else [])]
    inside = {place for span in spans for place in (span.start, span.end) if start < place < end}
    readings = over.pinyin(text[start:end]) if over.pinyin else ()
    return tuple(
        _piece(text[low:high], low, near, readings[low - start : high - start])
        for low, high in pairwise((start, *sorted(inside), end))
        if low < high
    )


def _piece(text: str, at: int, over: Overlay, readings: Sequence[str]) -> Lit:
    """The piece at `at`, within which nothing begins or ends."""
    if _covering(over.removed, at):
        return Lit(unhidden(text), change="removed")
    mark, cited = _covering(over.marks, at), over.cited
    is_cited = cited is not None and cited.span.start <= at < cited.span.end
    return Lit(
        text,
        piece=mark.mark.piece if mark else None,
        hit=mark.hit if mark and at == mark.start else 0,
        is_current=mark is not None and mark.is_current,
        change="added" if _covering(over.added, at) else "",
        cited=(cited.anchor if at == cited.span.start else "") if cited and is_cited else None,
        readings=_read(text, readings) if readings else (),
    )


def _touching(items: Sequence[_S], start: int, end: int) -> Sequence[_S]:
    first = bisect_right(items, start, key=attrgetter("end"))
    return items[first : bisect_left(items, end, key=attrgetter("start"))]


def _covering(items: Sequence[_S], place: int) -> _S | None:
    number = bisect_right(items, place, key=attrgetter("start")) - 1
    return items[number] if number >= 0 and place < items[number].end else None


def _read(text: str, readings: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each character with its reading; those without one together, so that punctuation stays with what it follows."""
    pairs: list[tuple[str, str]] = []
    for character, reading in zip(text, readings, strict=True):
        if not reading and pairs and not pairs[-1][1]:
            pairs[-1] = (pairs[-1][0] + character, "")
        else:
            pairs.append((character, reading))
    return tuple(pairs)
