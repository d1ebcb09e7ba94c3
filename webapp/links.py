"""Where things are: every address that a page links to. Pure.

Enters: requests and speech ids of any content. Leaves: paths with query string and fragment, safely quoted.
Never: an address that a browser would read differently from how it was meant.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote, urlencode, urlsplit

from indexer.model import SearchRequest
from webapp.params import AskedReading, Pairs, write_params, write_reading_params

HOME = "/"
HELP = "/help"
ABOUT = "/about"
API = "/api"
BROWSE = "/browse"
SPEECH = "/speech/"
SPEECH_JSON = "/api/speech/"
SPEECH_TEXT = "/text/"
CITATION = "/citation/"

# What an address sets once and a cookie keeps.
_REMEMBERED = {"lang", "theme", "size"}
# Browsers resolve "." and ".." segments even when they are escaped, drop tabs and line feeds, and servers treat an
# empty first segment specially. Ids like that travel in the query string instead of the path.
_UNFIT_FOR_A_PATH = re.compile(r"^/|(?:^|[/\\])\.{1,2}(?:[/\\]|$)|[\x00-\x1f\x7f\\]")


def search_href(request: SearchRequest) -> str:
    """The results page of `request`."""
    return f"/search{_query_string(write_params(request))}"


def help_href(query: str = "") -> str:
    """How to ask; the question stays in the field."""
    return HELP + _query_string((("q", query),) if query else ())


def browse_href(field: str) -> str:
    """All values of a facet field."""
    return f"{BROWSE}/{field}"


def speaker_href(speaker: str) -> str:
    """The page of a speaker; names of any content go as parameter."""
    return f"/speaker{_query_string((('name', speaker),))}"


def export_href(request: SearchRequest, kind: str) -> str:
    """All hits of `request` as a file. kind: ``csv``, ``json`` or ``jsonl``."""
    return f"/export.{kind}{_query_string(write_params(_whole(request)))}"


def feed_href(request: SearchRequest, kind: str) -> str:
    """The newest hits of `request` as a feed. kind: ``atom`` or ``json``."""
    return f"/feed.{kind}{_query_string(write_params(replace(_whole(request), sort=SearchRequest().sort)))}"


def api_search_href(request: SearchRequest) -> str:
    """The same search as JSON."""
    return f"{API}/search{_query_string(write_params(request))}"


def speech_href(speech_id: str, request: SearchRequest, *, anchor: str = "") -> str:
    """The page of a speech, opened from `request`, which it keeps for the way back. anchor: ``p12`` or ``h3``."""
    return reading_href(speech_id, AskedReading(request), anchor)


def reading_href(speech_id: str, asked: AskedReading, anchor: str = "") -> str:
    """The page of a speech in the form that is asked for."""
    return speech_path(speech_id, write_reading_params(asked)) + (f"#{anchor}" if anchor else "")


def speech_path(speech_id: str, pairs: Pairs = (), *, root: str = SPEECH) -> str:
    """The address of a speech below `root`: its id as path where a path can carry it, else as parameter ``id``."""
    if _UNFIT_FOR_A_PATH.search(speech_id):
        return root + _query_string((("id", speech_id), *pairs))
    return root + quote(speech_id, safe="/:@!$'()*,;=+~", errors="replace") + _query_string(pairs)


def choosing(asked: Pairs, name: str, value: str) -> str:
    """The page that the reader is on, asked for with `asked`, with another language, theme or reading size.

    It is relative, so that whatever path the page has stays.
    """
    return _query_string((*(pair for pair in asked if pair[0] not in _REMEMBERED), (name, value)))


def web_address(url: str) -> str:
    """`url` where it is an http or https address that may be linked to, else empty."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def _whole(request: SearchRequest) -> SearchRequest:
    """Without what only a page on a screen has."""
    return SearchRequest(request.text, request.filters, request.sort, exact=request.exact)


def _query_string(pairs: Pairs) -> str:
    return f"?{urlencode(pairs, errors='replace')}" if pairs else ""
