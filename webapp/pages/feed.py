"""A feed of a question: its newest hits, for programs that watch it. Pure.

Enters: `Results`, the address of the site. Leaves: the context of a template, or JSON. Never: XML, the engine.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from indexer.dates import date_bounds
from indexer.model import Hit, IndexStats, Results
from webapp.links import feed_href, search_href, speech_path
from webapp.locales import current
from webapp.locales import gettext as _
from webapp.pages.frame import document_title, heading_of
from webapp.typography import shown

# What XML 1.0 has no place for, even escaped; `shown` takes the rest.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


class Entry(NamedTuple):
    """A speech. updated: RFC 3339, the first day that its date may mean."""

    id: str
    href: str
    title: str
    text: str
    authors: tuple[str, ...]
    updated: str
    language: str


class Feed(NamedTuple):
    """Context of ``feed.xml``. Addresses are whole."""

    title: str
    home: str
    address: str
    language: str
    updated: str
    entries: tuple[Entry, ...]


def feed_of(results: Results, stats: IndexStats, site: str, kind: str) -> Feed:
    """The feed of an answer. site: the address of the app, without a slash at its end; kind: as in its address."""
    entries = tuple(_entry(hit, stats.created, site) for hit in results.hits)
    return Feed(
        title=_printable(document_title(results.request.text or _("全部讲话"))),
        home=site + search_href(results.request),
        address=site + feed_href(results.request, kind),
        language=current().tag,
        updated=_moment(stats.created),
        entries=entries,
    )


def json_feed(feed: Feed) -> dict[str, Any]:
    """`feed` as JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": feed.language,
        "items": [
            {
                "id": entry.id,
                "url": entry.href,
                "title": entry.title,
                "content_text": entry.text,
                "date_published": entry.updated,
                "authors": [{"name": author} for author in entry.authors],
                "language": entry.language,
            }
            for entry in feed.entries
        ],
    }


def _entry(hit: Hit, created: str, site: str) -> Entry:
    meta = hit.meta
    text = "……".join(snippet.text for snippet in hit.snippets)
    bounds = date_bounds(meta.date)
    day = str(bounds.first_day) if bounds else ""
    updated = f"{day[:4]}-{day[4:6]}-{day[6:]}T00:00:00Z" if len(day) == 8 else _moment(created)
    address = site + speech_path(meta.id)
    title = heading_of(meta, hit.snippets[0].text if hit.snippets else "", ()).plain
    authors = tuple(map(_printable, meta.speakers))
    return Entry(address, address, _printable(title), _printable(text), authors, updated, meta.language)


def _moment(created: str) -> str:
    return created if created.endswith("Z") else created.replace("+00:00", "Z")


def _printable(text: str) -> str:
    return _NO_CHARACTER.sub("\ufffd", shown(text))
