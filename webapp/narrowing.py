"""One question made from another: a value more, a page on, without its filters. Pure.

Enters: a `SearchRequest`. Leaves: the changed one; whatever changes what is found starts again at page 1.
Never: URLs (`links` writes them), the engine.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.model import Filters, SearchRequest, Sort


def toggled(request: SearchRequest, field: str, value: str) -> SearchRequest:
    """With `value` of a facet field added, or taken away when it is in force."""
    chosen = request.filters.values.get(field, ())
    kept = tuple(other for other in chosen if other != value)
    values = dict(request.filters.values) | {field: kept if value in chosen else (*chosen, value)}
    return _filtered(request, replace(request.filters, values={name: found for name, found in values.items() if found}))


def dated(request: SearchRequest, first: str, last: str) -> SearchRequest:
    """Only from `first` to `last`, both EDTF and inclusive, empty for open; years chosen one by one are given up."""
    values = {field: found for field, found in request.filters.values.items() if field != "year"}
    return _filtered(request, Filters(values, first, last))


def only(request: SearchRequest, field: str, value: str) -> SearchRequest:
    """Only those with `value` in a facet field, as one list."""
    values = dict(request.filters.values) | {field: (value,)}
    return replace(_filtered(request, replace(request.filters, values=values)), group="")


def grouped_by(request: SearchRequest, field: str) -> SearchRequest:
    """The same hits under each value of a facet field; in one list where it is empty."""
    return replace(request, group=field, page=1)


def limited(request: SearchRequest, limit: int) -> SearchRequest:
    """The same hits, more or fewer of them on a page."""
    return replace(request, limit=limit, page=1)


def undated(request: SearchRequest) -> SearchRequest:
    """Without first and last date; years chosen one by one stay."""
    return _filtered(request, replace(request.filters, date_from="", date_to=""))


def only_year(request: SearchRequest, year: str) -> SearchRequest:
    """Only `year`, whatever years or dates were chosen before; all of them when it was the only one."""
    others = dated(request, "", "")
    is_alone = request == replace(toggled(others, "year", year), page=request.page)
    return others if is_alone else toggled(others, "year", year)


def unfiltered(request: SearchRequest) -> SearchRequest:
    """The same words without any filter."""
    return _filtered(request, Filters())


def is_filtered(request: SearchRequest) -> bool:
    """Something narrows the hits besides the words."""
    return request.filters != Filters()


def worded(request: SearchRequest, text: str) -> SearchRequest:
    """Other words within the same filters."""
    return replace(request, text=text, page=1)


def sorted_by(request: SearchRequest, sort: Sort) -> SearchRequest:
    """The same hits in another order."""
    return replace(request, sort=sort, page=1)


def exactly(request: SearchRequest, *, exact: bool) -> SearchRequest:
    """Bare words taken as quoted strings, or not."""
    return replace(request, exact=exact, page=1)


def on_page(request: SearchRequest, page: int) -> SearchRequest:
    """Another page of the same hits."""
    return replace(request, page=page)


def _filtered(request: SearchRequest, filters: Filters) -> SearchRequest:
    return replace(request, filters=filters, page=1)
