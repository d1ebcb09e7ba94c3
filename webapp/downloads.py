"""Answers to take away: files of all hits, feeds of the newest, the description that browsers add a search engine by.

Enters: a request. Leaves: a file, sent while it is being made. Never: a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request, stream_with_context

import indexer
from indexer.model import Results, Sort
from webapp import answers, exports
from webapp.api import as_json
from webapp.engine import engine
from webapp.pages.feed import Feed, feed_of, json_feed
from webapp.pages.results import MOST_EXPORTED
from webapp.params import read_params

blueprint = Blueprint("downloads", __name__)

_WRITERS: dict[str, tuple[str, Callable[[Iterable[Results]], Iterator[str]]]] = {
    "csv": ("text/csv", exports.csv_pieces),
    "json": ("application/json", exports.json_pieces),
    "jsonl": ("application/jsonl", exports.json_lines_pieces),
}
_FEED_ENTRIES = 50
_NAME_CHARS = 40


@blueprint.get("/export.<kind>")
def export(kind: str) -> Response:
    """All hits of a question, up to a limit, as a file."""
    if kind not in _WRITERS:
        abort(404)
    mimetype, pieces = _WRITERS[kind]
    asked = read_params(request.args.items(multi=True)).request
    pages = answers.every_page(asked, MOST_EXPORTED)
    first = next(pages)  # what fails, fails before anything is sent
    sent = (piece.encode("utf-8", "replace") for piece in pieces(chain([first], pages)))
    response = Response(stream_with_context(sent), mimetype=mimetype)
    name = f"{asked.text[:_NAME_CHARS] or 'jianghua'}-{first.fingerprint[:8]}.{kind}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=jianghua.{kind}; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
    )
    return response


@blueprint.get("/feed.atom")
def atom() -> Response:
    """The newest hits of a question as an Atom feed."""
    text = render_template("feed.xml", feed=_feed("atom"))
    return Response(text.encode("utf-8", "replace"), mimetype="application/atom+xml")


@blueprint.get("/feed.json")
def json() -> Response:
    """The newest hits of a question as a JSON feed."""
    response = as_json(json_feed(_feed("json")))
    response.mimetype = "application/feed+json"
    return response


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """How a browser asks here from its own address bar."""
    text = render_template("opensearch.xml", site=answers.site())
    return Response(text, mimetype="application/opensearchdescription+xml")


def _feed(kind: str) -> Feed:
    asked = read_params(request.args.items(multi=True)).request
    newest = replace(asked, sort=Sort.NEWEST, page=1, limit=_FEED_ENTRIES, group="")
    results = indexer.search(engine(), newest)
    return feed_of(replace(results, request=replace(asked, page=1)), engine().stats(), answers.site(), kind)
