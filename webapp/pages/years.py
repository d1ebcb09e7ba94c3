"""The histogram of years with a link on every bar. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from indexer.model import FacetValue, Filters, SearchRequest
from webapp.charts import Bar, year_bars
from webapp.links import search_href
from webapp.locales import number
from webapp.narrowing import dated, only_year


class YearBar(NamedTuple):
    """One bar. century and tail are the parts of its label that a narrow screen leaves out."""

    bar: Bar
    century: str
    label: str
    tail: str
    speeches: str
    href: str
    is_chosen: bool


class Span(NamedTuple):
    """The line under neighbouring chosen bars; per cents of the drawing."""

    x: float
    width: float


class Years(NamedTuple):
    """All bars, and the lines under those in force."""

    bars: tuple[YearBar, ...]
    spans: tuple[Span, ...] = ()


def years_of(request: SearchRequest, counts: Sequence[FacetValue]) -> Years:
    """The histogram of `counts`; a bar narrows `request` to its years, or takes that back when they are in force."""
    bars = tuple(_year_bar(request, bar) for bar in year_bars(counts))
    return Years(bars, tuple(_spans(bars)))


def _year_bar(request: SearchRequest, bar: Bar) -> YearBar:
    first, last = f"{bar.first:04}", f"{bar.last:04}"
    return YearBar(
        bar=bar,
        century=first[:2],
        label=first[2:],
        tail="" if first == last else f"–{last[2:]}",
        speeches=number(bar.count),
        href=search_href(only_year(request, first) if first == last else _only_years(request, first, last)),
        is_chosen=_is_chosen(request.filters, bar),
    )


def _only_years(request: SearchRequest, first: str, last: str) -> SearchRequest:
    in_force = request.filters
    is_alone = (in_force.date_from, in_force.date_to) == (first, last) and not in_force.values.get("year")
    return dated(request, "", "") if is_alone else dated(request, first, last)


def _is_chosen(filters: Filters, bar: Bar) -> bool:
    years = filters.values.get("year", ())
    if not (years or filters.date_from or filters.date_to):
        return False
    is_listed = not years or any(year.isdecimal() and bar.first <= int(year) <= bar.last for year in years)
    first, last = filters.date_from[:4] or "0000", filters.date_to[:4] or "9999"
    return is_listed and int(first) <= bar.last and bar.first <= int(last)


def _spans(bars: Sequence[YearBar]) -> list[Span]:
    spans: list[Span] = []
    for place, item in enumerate(bars):
        if not item.is_chosen:
            continue
        if spans and bars[place - 1].is_chosen:
            spans[-1] = Span(spans[-1].x, spans[-1].width + item.bar.width)
        else:
            spans.append(Span(item.bar.x, item.bar.width))
    return spans
