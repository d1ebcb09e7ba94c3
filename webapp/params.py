"""A query string, read into a `SearchRequest` and written back. Pure.

Enters: pairs of decoded strings, in any order and of any content. Leaves: a request with notes, or pairs.
Never: an exception over what a user typed; the engine.

For every request that `read_params` can give, ``read_params(write_params(request)).request == request``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from indexer.dates import date_bounds, parse_date
from indexer.model import FACET_FIELDS, Filters, Note, SearchRequest, Sort
from indexer.query import MOST_CHARACTERS

Pairs = tuple[tuple[str, str], ...]

MAX_LIMIT = 100
GROUPED_BY = ("speaker", "year")
"""What hits may be grouped by."""
# Far beyond any corpus (100 million hits); keeps page x limit within 64 bits whatever is typed.
MAX_PAGE = 1_000_000
# Every link on a page repeats the question. One character more than the engine reads, so that it says what it left out.
_KEPT_CHARS = MOST_CHARACTERS + 1
_DEFAULTS = SearchRequest()
# More alternatives than anyone picks by hand; each stands in every link on the page.
MAX_VALUES = 20
_SCRIPTS = {"hans": "Hans", "hant": "Hant"}
_CITED = re.compile(r"p?([0-9]{1,6})(?::([0-9]{1,7})-([0-9]{1,7}))?")
_INTEGER = re.compile(r"[+-]?\d{1,4000}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and what was assumed or ignored while it was read."""

    request: SearchRequest
    notes: tuple[Note, ...] = ()


class Cited(NamedTuple):
    """What of a speech is to be cited: a paragraph by its number, or characters `[start, end)` of it; end 0: all."""

    paragraph: int
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        return f"{self.paragraph}:{self.start}-{self.end}" if self.end else str(self.paragraph)


@dataclass(frozen=True, slots=True)
class AskedReading:
    """How a speech is to be shown: the search it was opened from, the hit to stand at, and in which form to read it.

    hit: from 1; it may be beyond the last one. raw: the text as it was read, with what cleaning removed.
    script: ``Hans``, ``Hant``, or empty for its own.
    within: looked for in this speech, in place of the search's words; those stay for the way back.
    """

    request: SearchRequest
    hit: int = 1
    raw: bool = False
    script: str = ""
    pinyin: bool = False
    within: str = ""
    cited: Cited | None = None

    @property
    def sought(self) -> str:
        """The words that are lit."""
        return self.within or self.request.text


def read_params(pairs: Iterable[tuple[str, str]]) -> Asked:
    """The search that a query string asks for; what cannot be used is replaced by its default, with a note."""
    given = _grouped(pairs)
    notes: list[Note] = []
    request = SearchRequest(
        text=_last(given, "q")[:_KEPT_CHARS],
        filters=_filters(given, notes),
        sort=_sort(given, notes),
        page=_number(given, "page", MAX_PAGE, notes),
        limit=_number(given, "limit", MAX_LIMIT, notes),
        exact=_is_on(_last(given, "exact")),
        explain=_is_on(_last(given, "explain")),
        group=_group(given, notes),
    )
    return Asked(request, tuple(notes))


def read_reading_params(pairs: Iterable[tuple[str, str]]) -> AskedReading:
    """How the query string of a speech page wants it shown. Notes belong to the results page and are not repeated."""
    given = _grouped(pairs)
    hit = _last(given, "hit")
    return AskedReading(
        request=read_params((name, value) for name, values in given.items() for value in values).request,
        hit=max(1, min(int(hit), MAX_PAGE)) if _INTEGER.fullmatch(hit) else 1,
        raw=_is_on(_last(given, "raw")),
        script=_SCRIPTS.get(_last(given, "in").lower(), ""),
        pinyin=_is_on(_last(given, "pinyin")),
        within=_last(given, "within")[:_KEPT_CHARS],
        cited=_cited(_last(given, "cite")),
    )


def write_reading_params(asked: AskedReading) -> Pairs:
    """The shortest query string that asks for a speech in this form."""
    pairs = (
        ("within", asked.within),
        ("hit", str(asked.hit) if asked.hit > 1 else ""),
        ("raw", "1" if asked.raw else ""),
        ("in", asked.script.lower()),
        ("pinyin", "1" if asked.pinyin else ""),
        ("cite", str(asked.cited or "")),
    )
    return (*write_params(asked.request), *(pair for pair in pairs if pair[1]))


def write_params(request: SearchRequest) -> Pairs:
    """The shortest query string that asks for `request`: values that are the default are left out."""
    filters = request.filters
    facets = [(field, value) for field in FACET_FIELDS for value in filters.values.get(field, ())]
    rest = [
        ("from", filters.date_from),
        ("to", filters.date_to),
        ("sort", "" if request.sort is _DEFAULTS.sort else request.sort.value),
        ("group", request.group),
        ("limit", "" if request.limit == _DEFAULTS.limit else str(request.limit)),
        ("page", "" if request.page == _DEFAULTS.page else str(request.page)),
    ]
    switches = [(name, "1" if getattr(request, name) else "") for name in ("exact", "explain")]
    pairs = [("q", request.text), *switches, *facets, *rest]
    return tuple((name, value) for name, value in pairs if value)


def _cited(typed: str) -> Cited | None:
    match = _CITED.fullmatch(typed.strip())
    if not match:
        return None
    paragraph, start, end = (int(number or 0) for number in match.groups())
    return Cited(paragraph, start, end) if start < end else Cited(paragraph)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given


def _last(given: dict[str, list[str]], name: str) -> str:
    return given.get(name, [""])[-1]


def _is_on(value: str) -> bool:
    return value.strip().lower() in {"1", "true", "on", "yes"}


def _filters(given: dict[str, list[str]], notes: list[Note]) -> Filters:
    chosen = {field: _values(given, field, notes) for field in FACET_FIELDS}
    first, last = _date(given, "from", notes), _date(given, "to", notes)
    if first and last and _first_day(first) > _last_day(last):
        notes.append(Note("dates-exchanged", f"起讫颠倒，已改为 {last} 至 {first}"))
        first, last = last, first
    return Filters({field: values for field, values in chosen.items() if values}, first, last)


def _values(given: dict[str, list[str]], field: str, notes: list[Note]) -> tuple[str, ...]:
    """What `field` may be. A value given twice counts once; an empty one is an empty form field."""
    values = tuple(dict.fromkeys(filter(None, given.get(field, []))))
    if len(values) > MAX_VALUES:
        notes.append(Note("values-ignored", f"{field} 最多 {MAX_VALUES} 个，后面的已忽略"))
    return values[:MAX_VALUES]


def _date(given: dict[str, list[str]], name: str, notes: list[Note]) -> str:
    typed = _last(given, name).strip()
    date = parse_date(typed)
    if date_bounds(date):
        return date
    if typed:
        notes.append(Note("date-ignored", f"日期“{typed[:20]}”读不出年份，已忽略"))
    return ""


def _first_day(date: str) -> int:
    bounds = date_bounds(date)
    return bounds.first_day if bounds else 0


def _last_day(date: str) -> int:
    bounds = date_bounds(date)
    return bounds.last_day if bounds else 0


def _sort(given: dict[str, list[str]], notes: list[Note]) -> Sort:
    typed = _last(given, "sort")
    if typed in tuple(Sort):
        return Sort(typed)
    if typed:
        notes.append(Note("sort-ignored", f"没有“{typed[:20]}”这种排序，改为按相关程度"))
    return _DEFAULTS.sort


def _group(given: dict[str, list[str]], notes: list[Note]) -> str:
    typed = _last(given, "group")
    if typed and typed not in GROUPED_BY:
        notes.append(Note("group-ignored", f"不能按“{typed[:20]}”分组，已忽略"))
    return typed if typed in GROUPED_BY else ""


def _number(given: dict[str, list[str]], name: str, highest: int, notes: list[Note]) -> int:
    """The integer parameter `name` within 1..`highest`; its default, with a note, when it is no integer."""
    typed = _last(given, name).strip()
    default: int = getattr(_DEFAULTS, name)
    if not typed:
        return default
    if not _INTEGER.fullmatch(typed):
        notes.append(Note(f"{name}-ignored", f"{name}=“{typed[:20]}”不是整数，改为 {default}"))
        return default
    wanted = int(typed)
    number = max(1, min(wanted, highest))
    if number != wanted:
        notes.append(Note(f"{name}-clamped", f"{name} 须在 1 到 {highest} 之间，改为 {number}"))
    return number
