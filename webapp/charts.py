"""The geometry of the two drawings: speeches by year, and hits by paragraph. Pure.

Enters: counts, spans, marks. Leaves: places and sizes, in per cents of the drawing or pixels. Never: SVG, links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.model import FacetValue, Mark, Paragraph

# 13 bars are 24 px wide each on a screen of 360 px, the least that a finger hits.
MAX_BARS = 13
_BIN_YEARS = (1, 5, 10, 20, 50, 100, 200, 500, 1000)
_TALLEST_PX = 48
_LEAST_PX = 2
_WIDEST = 200 / MAX_BARS

MAX_BLOCKS = 24
_MAP_PX = 560
_BLOCK_LEAST_PX = 24
_GAP_PX = 2
_TICK_PX = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """Speeches of the years first..last. height: pixels. x, width: per cents of the drawing."""

    first: int
    last: int
    count: int
    height: int
    x: float
    width: float


class Tick(NamedTuple):
    """A hit, or several in one place. y: per cent of the map. is_first: it belongs to the first piece of the query."""

    y: float
    is_first: bool


class Block(NamedTuple):
    """Paragraphs first..last of a speech with the hits in them. y, height: per cents of the map."""

    first: int
    last: int
    hits: int
    y: float
    height: float
    ticks: tuple[Tick, ...]


class HitMap(NamedTuple):
    """Blocks from top to bottom and the height of the whole in pixels."""

    blocks: tuple[Block, ...]
    height: int


def year_bars(counts: Sequence[FacetValue]) -> tuple[Bar, ...]:
    """At most 13 bars without gaps from the first year to the last; more years share bars of 5, 10 or more."""
    years = {int(year.value): year.count for year in counts if year.value.isdecimal() and len(year.value) == 4}
    if not years:
        return ()
    step = next(step for step in _BIN_YEARS if max(years) // step - min(years) // step < MAX_BARS)
    starts = range(min(years) // step * step, max(years) + 1, step)
    sums = [sum(years.get(year, 0) for year in range(start, start + step)) for start in starts]
    # Few bars are wider, so that a label of two years fits, but none is a block.
    tallest, width = max(*sums, 1), min(100 / len(starts), _WIDEST)
    return tuple(
        Bar(start, start + step - 1, count, _height(count, tallest), number * width, width)
        for number, (start, count) in enumerate(zip(starts, sums, strict=True))
    )


def hit_map(paragraphs: Sequence[Paragraph], marks: Sequence[Mark]) -> HitMap:
    """One block a paragraph, as high as it is long but never below 24 px; long speeches join paragraphs."""
    body = [paragraph for paragraph in paragraphs if paragraph.number]
    joined = -(-len(body) // MAX_BLOCKS) or 1
    groups = [body[start : start + joined] for start in range(0, len(body), joined)]
    if not groups:
        return HitMap((), 0)
    height = max(_MAP_PX, len(groups) * (_BLOCK_LEAST_PX + _GAP_PX))
    spare = height - len(groups) * (_BLOCK_LEAST_PX + _GAP_PX)
    whole = sum(_length(group) for group in groups) or 1
    blocks: list[Block] = []
    top = 0.0
    for group in groups:
        size = _BLOCK_LEAST_PX + spare * _length(group) / whole
        blocks.append(_block(group, marks, top, size, height))
        top += size + _GAP_PX
    return HitMap(tuple(blocks), height)


def _height(count: int, tallest: int) -> int:
    return max(_LEAST_PX, round(_TALLEST_PX * count / tallest)) if count else 0


def _length(group: Sequence[Paragraph]) -> int:
    return group[-1].end - group[0].start


def _block(group: Sequence[Paragraph], marks: Sequence[Mark], top: float, size: float, height: int) -> Block:
    start, end = group[0].start, group[-1].end
    inside = [mark for mark in marks if start <= mark.start < end]
    # Ticks that would cover each other are drawn once, so that a thousand hits stay a small drawing.
    rows = {
        (round((mark.start - start) / (end - start) * (size - _TICK_PX) / _TICK_PX), mark.piece == 0) for mark in inside
    }
    ticks = tuple(Tick(100 * (top + row * _TICK_PX) / height, is_first) for row, is_first in sorted(rows))
    return Block(group[0].number, group[-1].number, len(inside), 100 * top / height, 100 * size / height, ticks)
