"""Queries to try: on the home page those that find something, on the help page one for every rule. Pure.

Enters: what the corpus holds. Leaves: offers (to be counted before they are made) and links.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from indexer.model import IndexStats, SearchRequest
from webapp.links import search_href
from webapp.locales import gettext as _
from webapp.locales import ngettext
from webapp.pages.frame import LISTED_CHARS, Link
from webapp.typography import language, shortened, shown


class Offer(NamedTuple):
    """A search that might be worth going to: what it is called, what it does, the search."""

    text: str
    note: str
    request: SearchRequest


def home_offers(stats: IndexStats) -> tuple[Offer, ...]:
    """Searches to try on this corpus, best first; some may find nothing."""
    words = [Offer(text, _(note), SearchRequest(text)) for text, note in word_queries()]
    speaker, first, last = _most_frequent(stats, "speaker"), stats.earliest[:4], stats.latest[:4]
    fields = []
    if speaker:
        fields.append(_offer(f"发言人:{_as_value(speaker)}", _("只看他说的，不看别人提到他的")))
    if first and first != last:
        fields.append(_offer(f"date:{last}..", _("%(year)s 年以来", year=last)))
    return (*words[:2], *fields, *words[2:])


def offer_link(offer: Offer, total: int) -> Link:
    """An offer with how many speeches it leads to."""
    note = ngettext("%(note)s，%(num)s 篇", "%(note)s，%(num)s 篇", total, note=offer.note)
    return Link(shown(shortened(offer.text, LISTED_CHARS)), search_href(offer.request), language(offer.text), note)


def help_examples(stats: IndexStats) -> dict[str, Link]:
    """One runnable query for every rule of the help page, by the rule's name; values are taken from the corpus."""
    speaker, place = _most_frequent(stats, "speaker"), _most_frequent(stats, "place")
    occasion, kind = _most_frequent(stats, "occasion"), _most_frequent(stats, "kind")
    source = _most_frequent(stats, "source")
    first, last = stats.earliest[:4] or "2013", stats.latest[:4] or "2020"
    queries = {
        "words": "发展 保护",
        "quoted": '"绿色发展"',
        "equal": "=发展",
        "gaps": '"加强*建设"',
        "near": '"发展 经济"~10',
        "sentence": "[发展 经济]",
        "paragraph": "{发展 经济}",
        "not": "发展 -经济",
        "or": "生态 OR 交通",
        "group": "(生态 OR 交通) 发展",
        "speaker": f"发言人:{_as_value(speaker or '周怀远')} 发展",
        "title": "title:讲话",
        "place": f"place:{_as_value(place or '南昌')}",
        "occasion": f"occasion:{_as_value(occasion or '座谈会')}",
        "kind": f"kind:{_as_value(kind or '讲话')}",
        "source": f"source:{_as_value(source or '公报')}",
        "year": f"year:{last} 发展",
        "date": f"date:{first}..{last}",
        "from": f"发展 from:{first} to:{last}",
    }
    return {name: _link(query) for name, query in queries.items()}


@cache
def word_queries() -> tuple[tuple[str, str], ...]:
    """Queries that may find something anywhere, each with what it shows, in the source language."""
    text = (files("webapp.pages") / "examples.txt").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((query, note) for query, note in lines)


def _offer(query: str, note: str) -> Offer:
    return Offer(query, note, SearchRequest(query))


def _link(query: str) -> Link:
    return Link(shown(query), search_href(SearchRequest(query)), language(query))


def _most_frequent(stats: IndexStats, field: str) -> str:
    return max(stats.facets.get(field, ()), key=lambda value: value.count).value if stats.facets.get(field) else ""


def _as_value(value: str) -> str:
    """`value` as the query syntax takes it after a field name: quoted where it has more than letters in it."""
    return value if value.isalnum() else '"' + value.replace('"', '""') + '"'
