"""Text with what matched in it, as templates print it: runs, and runs with numbered hits. Pure.

Enters: text and marks into it. Leaves: pieces of shown text in order. Never: HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from indexer.model import Mark
from indexer.snippets import runs
from webapp.typography import DOTS, shown


class Lit(NamedTuple):
    """A piece of shown text. piece: which piece of the query it answers, None for none.

    hit: its number on the page, from 1; 0 where hits are not numbered. is_current: the reader stands at it.
    """

    text: str
    piece: int | None = None
    hit: int = 0
    is_current: bool = False


class NumberedMark(NamedTuple):
    """A mark with its number on the page, from 1."""

    mark: Mark
    hit: int
    is_current: bool


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


def lit_span(text: str, start: int, end: int, marks: Iterable[NumberedMark]) -> tuple[Lit, ...]:
    """`text[start:end]` split at those of `marks` that begin in it; `text` is printed as it stands."""
    pieces: list[Lit] = []
    place = start
    for mark, hit, is_current in marks:
        if start <= mark.start < end:
            pieces.append(Lit(text[place : mark.start]))
            pieces.append(Lit(text[mark.start : min(mark.end, end)], mark.piece, hit, is_current))
            place = min(mark.end, end)
    return tuple(piece for piece in (*pieces, Lit(text[place:end])) if piece.text)
