"""The results page: how the question was read, totals, years, facets, hits. Pure.

Enters: `Results`. Leaves: the context of one template, every address and label in it. Never: the engine, HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from indexer.model import FACET_FIELDS, FacetValue, IndexStats, Results, SearchRequest, Sort
from webapp.grouping import Grouped, HitGroup
from webapp.links import export_href, feed_href, search_href
from webapp.locales import gettext as _
from webapp.locales import ngettext, number
from webapp.narrowing import (
    dated,
    grouped_by,
    limited,
    on_page,
    only,
    sorted_by,
    toggled,
    undated,
    unfiltered,
)
from webapp.pages.corpus import facet_name
from webapp.pages.frame import Frame, Link, Text, frame_of, value_text
from webapp.pages.hits import HitCard, hit_card
from webapp.pages.reading import ReadAs, read_as
from webapp.pages.wordings import Wordings, wordings_of
from webapp.pages.years import Years, years_of
from webapp.params import Pairs, write_params
from webapp.typography import date_words, milliseconds, script_name

MOST_EXPORTED = 10_000
"""Hits that a file holds: as many as the speeches of a large corpus, and still no more than a table can be read of."""

_LIMITS = (10, 20, 50, 100)
_OPEN_VALUES = 8
# Longer lists help nobody on a page, and the address of each value repeats the question.
_MOST_VALUES = 60


class FacetBlock(NamedTuple):
    """The values of one field: the first ones, and the rest folded away."""

    name: str
    values: tuple[Link, ...]
    rest: tuple[Link, ...]


class Group(NamedTuple):
    """The first hits of those that share a value; total: how many there are, as the link to all of them says."""

    heading: Link
    total: str
    hits: tuple[HitCard, ...]


class Files(NamedTuple):
    """All hits to take away, and the newest to be told of. note: how many a file holds at the most."""

    exports: tuple[Link, ...]
    feeds: tuple[Link, ...]
    note: str


class Pager(NamedTuple):
    """Pages to go to; a link without address stands for those left out between its neighbours."""

    pages: tuple[Link, ...]
    previous: str
    next: str


class Chips(NamedTuple):
    """The filters in force; each link takes one off, clear_href all."""

    links: tuple[Link, ...]
    clear_href: str


class DateForm(NamedTuple):
    """The form for a range of dates: what it carries along, and what is in force."""

    hidden: Pairs
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Context of ``results.html``. is_answer: some speech has all that was asked for; else the closest are shown."""

    template: ClassVar[str] = "results.html"
    frame: Frame
    is_answer: bool
    read_as: ReadAs
    wordings: tuple[Wordings, ...]
    total: str
    ways_out: tuple[Link, ...]
    occurrences: str
    took: str
    fingerprint: str
    years: Years
    facets: tuple[FacetBlock, ...]
    dates: DateForm
    chips: Chips
    sorts: tuple[Link, ...]
    groupings: tuple[Link, ...]
    limits: tuple[Link, ...]
    files: Files
    hits: tuple[HitCard, ...]
    groups: tuple[Group, ...]
    pager: Pager | None
    related: tuple[Link, ...] = ()


def results_page(
    results: Results, stats: IndexStats, grouped: Grouped | None = None, *, ways_out: tuple[Link, ...] = ()
) -> ResultsPage:
    """The page of an answer that has hits, or the closest speeches.

    grouped: its hits by the values of a field, where that was asked for. ways_out: searches that find something, where
        no speech has all that was asked for.
    """
    request, filters = results.request, results.request.filters
    # The closest speeches are no answer: what orders, groups, saves or follows an answer would do so to nothing.
    is_answer = results.total > 0
    return ResultsPage(
        frame=frame_of(stats, request.text or _("全部讲话"), request.text, address=search_href(request)),
        read_as=read_as(results.query, request, results.notes),
        wordings=wordings_of(results),
        is_answer=is_answer,
        total=_total(results),
        ways_out=ways_out,
        occurrences=_occurrences(results.occurrences),
        took=milliseconds(results.took_ms),
        fingerprint=results.fingerprint,
        years=years_of(request, results.facets.get("year", ())),
        facets=_facets(results),
        dates=DateForm(write_params(dated(request, "", "")), filters.date_from, filters.date_to),
        chips=chips_of(request),
        sorts=_sorts(results) if is_answer else (),
        groupings=_groupings(request) if is_answer else (),
        limits=tuple(_limit(request, limit) for limit in _LIMITS) if is_answer else (),
        files=_files(request) if is_answer else Files((), (), ""),
        hits=() if grouped else tuple(hit_card(hit, request) for hit in results.hits),
        groups=tuple(_group(request, group) for group in grouped.groups) if grouped else (),
        pager=_pager(request, grouped.page, grouped.pages) if grouped else _pager(request, results.page, results.pages),
    )


def _total(results: Results) -> str:
    if results.total:
        return ngettext("%(num)s 篇", "%(num)s 篇", results.total)
    closest = ngettext("最接近的 %(num)s 篇", "最接近的 %(num)s 篇", results.partial)
    return _("没有讲话全部含有 · %(closest)s", closest=closest)


def _occurrences(count: int) -> str:
    return ngettext("%(num)s 处", "%(num)s 处", count) if count else ""


def chips_of(request: SearchRequest) -> Chips:
    """The filters of `request`, to be taken off."""
    filters = request.filters
    chips = [
        Link(f"{facet_name(field)} {_value_name(field, value).text}", search_href(toggled(request, field, value)))
        for field in FACET_FIELDS
        for value in filters.values.get(field, ())
    ]
    if filters.date_from or filters.date_to:
        chips.append(
            Link(
                _("日期 %(range)s", range=_range_name(filters.date_from, filters.date_to)),
                search_href(undated(request)),
            )
        )
    return Chips(tuple(chips), search_href(unfiltered(request)))


def _sort_name(sort: Sort) -> str:
    names = {
        Sort.RELEVANCE: _("相关"),
        Sort.NEWEST: _("最新"),
        Sort.OLDEST: _("最早"),
        Sort.OCCURRENCES: _("次数"),
    }
    return names[sort]


def _sorts(results: Results) -> tuple[Link, ...]:
    """The orders to choose from; without words to look for there is nothing to be relevant to or to count."""
    request, has_words = results.request, bool(results.query.terms)
    in_force = Sort.NEWEST if not has_words and request.sort is Sort.RELEVANCE else request.sort
    offered = tuple(Sort) if has_words else (Sort.NEWEST, Sort.OLDEST)
    return tuple(
        Link(_sort_name(sort), search_href(sorted_by(request, sort)), is_current=sort is in_force) for sort in offered
    )


def _groupings(request: SearchRequest) -> tuple[Link, ...]:
    """One list, or one for each value of a field."""
    named = (("", _("不分组")), ("speaker", _("按发言人")), ("year", _("按年份")))
    return tuple(
        Link(name, search_href(grouped_by(request, field)), is_current=field == request.group) for field, name in named
    )


def _limit(request: SearchRequest, limit: int) -> Link:
    return Link(number(limit), search_href(limited(request, limit)), is_current=limit == request.limit)


def _group(request: SearchRequest, group: HitGroup) -> Group:
    narrowed = only(request, request.group, group.value)
    name = _value_name(request.group, group.value)
    return Group(
        Link(name.text, search_href(narrowed), name.lang),
        ngettext("%(num)s 篇", "全部 %(num)s 篇", group.results.total),
        tuple(hit_card(hit, narrowed) for hit in group.results.hits),
    )


def _files(request: SearchRequest) -> Files:
    return Files(
        exports=tuple(
            Link(name, export_href(request, kind))
            for name, kind in (("CSV", "csv"), ("JSON", "json"), ("JSON Lines", "jsonl"))
        ),
        feeds=tuple(Link(name, feed_href(request, kind)) for name, kind in (("Atom", "atom"), ("JSON Feed", "json"))),
        note=ngettext("全部结果，至多 %(num)s 篇", "全部结果，至多 %(num)s 篇", MOST_EXPORTED),
    )


def _range_name(first: str, last: str) -> str:
    first, last = date_words(first), date_words(last)
    if first and last:
        if first == last:
            return first
        if first.isdecimal() and last.isdecimal():
            return f"{first}–{last}"
        return _("%(first)s 至 %(last)s", first=first, last=last)
    return _("%(date)s 以来", date=first) if first else _("%(date)s 以前", date=last)


def _value_name(field: str, value: str) -> Text:
    return Text(script_name(value)) if field == "script" else value_text(value)


def _facets(results: Results) -> tuple[FacetBlock, ...]:
    blocks = (_facet(results, field) for field in FACET_FIELDS if field != "year")
    return tuple(block for block in blocks if block.values)


def _facet(results: Results, field: str) -> FacetBlock:
    chosen = results.request.filters.values.get(field, ())
    counted = results.facets.get(field, ())
    known = {value.value for value in counted}
    # What is in force is always there to be taken off, first of all.
    in_force = [value for value in counted if value.value in chosen]
    in_force += [FacetValue(value, 0) for value in chosen if value not in known]
    others = [value for value in counted if value.value not in chosen]
    links = tuple(_facet_link(results.request, field, value) for value in (in_force + others)[:_MOST_VALUES])
    return FacetBlock(facet_name(field), links[:_OPEN_VALUES], links[_OPEN_VALUES:])


def _facet_link(request: SearchRequest, field: str, counted: FacetValue) -> Link:
    name = _value_name(field, counted.value)
    return Link(
        name.text,
        search_href(toggled(request, field, counted.value)),
        name.lang,
        number(counted.count),
        counted.value in request.filters.values.get(field, ()),
    )


def _pager(request: SearchRequest, page: int, pages: int) -> Pager | None:
    if pages <= 1:
        return None
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    links: list[Link] = []
    for previous, shown_page in zip([0, *near], near, strict=False):
        if shown_page - previous > 1:
            links.append(Link("…", ""))
        href = search_href(on_page(request, shown_page))
        links.append(Link(number(shown_page), href, is_current=shown_page == page))
    return Pager(
        tuple(links),
        previous=search_href(on_page(request, page - 1)) if page > 1 else "",
        next=search_href(on_page(request, page + 1)) if page < pages else "",
    )
