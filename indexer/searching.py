"""The read path: a request → results; a speech with its marks.

Enters: an engine, a `SearchRequest`. Leaves: `Results`, `Reading`. Never knows HTTP, the terminal or a file.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from indexer import dates
from indexer.advising import advise
from indexer.analysis import Analyzer
from indexer.engines.base import Engine, Found, Match, Window
from indexer.model import Hit, Note, Reading, Results, SearchRequest, Sort
from indexer.offers import Related, Similar
from indexer.query import Query, expand, limited, parse_query, require
from indexer.query.tree import texts
from indexer.reading import read_as
from indexer.snippets import paragraphs, snippets
from indexer.wordings import Advice

MOST_HITS = 100
"""Hits a page."""
MOST_OFFERED = 50
"""Related terms, similar speeches."""


def search(engine: Engine, request: SearchRequest) -> Results:
    """Answer a request. What is wrong with it is put right and noted; nothing that a user can type raises."""
    began = time.perf_counter()
    request, notes = _put_right(request)
    query = _read(engine, request.text, exact=request.exact)
    sort = request.sort
    if sort is Sort.RELEVANCE and not texts(query.tree):
        sort = Sort.NEWEST  # there is nothing to be relevant to
    found = _find(engine, query, request, sort)
    last = max(-(-(found.total + found.partial) // request.limit), 1)
    if request.page > last:
        notes.append(Note("page", f"没有第 {request.page} 页，改为最后一页，第 {last} 页"))
        request = replace(request, page=last)
        found = _find(engine, query, request, sort)
    if found.partial:
        notes.append(_partial_note(found))
    return Results(
        request=request,
        query=read_as(request.text, query, found.terms),
        total=found.total,
        occurrences=found.occurrences,
        hits=tuple(map(_hit, found.matches)),
        facets=found.facets,
        notes=(*notes, *query.notes),
        fingerprint=found.fingerprint,
        advice=Advice() if found.total else advise(engine, request, query.tree, found.terms),
        took_ms=(time.perf_counter() - began) * 1000,
        partial=found.partial,
    )


def _read(engine: Engine, text: str, *, exact: bool) -> Query:
    query = parse_query(text, partial(_cut, engine.analyzer), exact=exact)
    pieces = engine.analyzer.joined
    expanded = Query(expand(require(query.tree, pieces), engine.equivalents, pieces), query.notes)
    return limited(expanded, engine.effort())


def _find(engine: Engine, query: Query, request: SearchRequest, sort: Sort) -> Found:
    window = Window((request.page - 1) * request.limit, request.limit, sort, request.full_only)
    return engine.search(query.tree, request.filters, window)


def _partial_note(found: Found) -> Note:
    full = f"{found.total} 篇含有全部词语" if found.total else "没有一篇含有全部词语"
    return Note("partial", f"{full}，另列最接近的 {found.partial} 篇，各自注明所缺")


def _cut(analyzer: Analyzer, text: str) -> tuple[str, ...]:
    """The words of a bare run that have to be there: function words only where there is nothing else."""
    words = analyzer.words(text)
    return tuple(word for word in words if not analyzer.is_function_word(word)) or words


def _put_right(request: SearchRequest) -> tuple[SearchRequest, list[Note]]:
    notes: list[Note] = []
    page, limit = max(request.page, 1), min(max(request.limit, 1), MOST_HITS)
    if limit != request.limit:
        notes.append(Note("limit", f"每页篇数须在 1 到 {MOST_HITS} 之间，改为 {limit}"))
    if page != request.page:
        notes.append(Note("page", f"没有第 {request.page} 页，改为第 {page} 页"))
    first, last = (_put_date_right(typed, notes) for typed in (request.filters.date_from, request.filters.date_to))
    earliest, latest = dates.date_bounds(first), dates.date_bounds(last)
    if earliest and latest and earliest.first_day > latest.last_day:
        first, last = last, first
        notes.append(Note("date", f"起止日期颠倒了，改为从 {first} 到 {last}"))
    filters = request.filters
    if (first, last) != (filters.date_from, filters.date_to):
        filters = replace(filters, date_from=first, date_to=last)
    if (page, limit, filters) == (request.page, request.limit, request.filters):
        return request, notes
    return replace(request, page=page, limit=limit, filters=filters), notes


def _put_date_right(typed: str, notes: list[Note]) -> str:
    date = dates.parse_date(typed) if typed else ""
    if typed and not dates.date_bounds(date):
        notes.append(Note("date", f"“{typed}”不是日期，已忽略"))
        return ""
    return date


def _hit(match: Match) -> Hit:
    speech = match.speech
    fragments = snippets(speech.body, match.body_marks, speech.headline_paragraphs)
    return Hit(speech.meta, match.score, match.occurrences, match.title_marks, fragments, match.missing, match.parts)


def read_speech(engine: Engine, speech_id: str, query_text: str = "", *, exact: bool = False) -> Reading:
    """A whole speech with the places that a query matches in it. Notes are those of the query.

    Raises:
        SpeechMissing: there is none with this id.
    """
    query = _read(engine, query_text, exact=exact)
    lit = engine.light(speech_id, query.tree)
    return Reading(
        speech=lit.speech,
        paragraphs=paragraphs(lit.speech.body, lit.speech.headline_paragraphs),
        query=read_as(query_text, query, lit.terms),
        marks=lit.body_marks,
        title_marks=lit.title_marks,
        notes=query.notes,
        fingerprint=lit.fingerprint,
    )


def related(engine: Engine, request: SearchRequest, limit: int = 10) -> Related:
    """At most `limit` terms that go with a request's query, under its filters; page and order do not matter.

    limit is clamped to 1..MOST_OFFERED. Nothing that a user can type raises.
    """
    began = time.perf_counter()
    request, _ = _put_right(request)
    query = _read(engine, request.text, exact=request.exact)
    found = engine.related(query.tree, request.filters, _clamped(limit))
    took_ms = (time.perf_counter() - began) * 1000
    return Related(request.text, found.terms, found.paragraphs, found.is_sample, found.fingerprint, took_ms)


def similar(engine: Engine, speech_id: str, limit: int = 10) -> Similar:
    """At most `limit` speeches like one; limit is clamped to 1..MOST_OFFERED.

    Raises:
        SpeechMissing: there is none with this id.
    """
    began = time.perf_counter()
    found = engine.similar(speech_id, _clamped(limit))
    return Similar(speech_id, found.speeches, found.fingerprint, (time.perf_counter() - began) * 1000)


def _clamped(limit: int) -> int:
    return min(max(limit, 1), MOST_OFFERED)
