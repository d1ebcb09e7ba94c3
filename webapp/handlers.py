"""Failures become answers: a status, a page or an envelope, and the same headers on everything.

Enters: what was raised. Leaves: responses. Never: an exception's inner text for a failure of our own (it is logged).
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from indexer.envelope import error_envelope
from indexer.errors import IndexLocked, IndexMissing, IndexProblem, SpeechMissing
from indexer.query import MOST_CHARACTERS
from webapp import answers
from webapp.api import as_json
from webapp.locales import gettext as _
from webapp.pages import error_page
from webapp.pages.examples import Offer
from webapp.views import counted, printed

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # The query is in the address; other sites that a speech links to must not learn it.
    "Referrer-Policy": "same-origin",
}


class Failure(NamedTuple):
    """A failure in words: for the page a heading, what to do next and a command; for JSON one line."""

    status: int
    heading: str
    advice: str
    line: str
    command: str = ""


_REBUILD = "jianghua rebuild"


def register(app: Flask) -> None:
    """Let `app` answer every failure, and put the security headers on every answer."""
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(SpeechMissing, _on_missing_speech)
    app.register_error_handler(IndexProblem, _on_index_problem)
    app.after_request(_with_headers)


def _on_http_error(error: HTTPException) -> Response:
    """Anything with a status of its own; a crash arrives here as 500, already logged."""
    status = error.code or 500
    heading, advice = _by_status(status)
    response = _answer(Failure(status, heading, advice, error.name))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers.set(name, value)
    return response


def _by_status(status: int) -> tuple[str, str]:
    words = {
        400: (_("这个请求读不懂"), _("地址里有读不懂的部分，请从首页重新查起。")),
        404: (_("没有这一页"), _("地址可能有误，请从首页重新查起。")),
        405: (_("这里只能读取"), _("这个网站的每一页都只供读取。")),
    }
    return words.get(status, (_("这里出了差错"), _("已经记录下来，请稍后再试，或换一种查法。")))


def _on_missing_speech(error: SpeechMissing) -> Response:
    advice = _("库中没有这一编号的讲话，可能已经移出语料，请重新查找。")
    return _answer(Failure(404, _("没有这一篇"), advice, str(error)), answers.instead_of_missing())


def _on_index_problem(error: IndexProblem) -> Response:
    if isinstance(error, IndexMissing):
        failure = Failure(503, _("还没有索引"), _("先建立索引，再刷新这一页。"), str(error), _REBUILD)
    elif isinstance(error, IndexLocked):
        failure = Failure(503, _("正在更新索引"), _("另一个程序正在写入，请稍后刷新这一页。"), str(error))
    else:
        failure = Failure(503, _("索引不能用"), _("索引由别的版本写成，或已经损坏，请重新建立。"), str(error), _REBUILD)
    return _answer(failure)


def _answer(failure: Failure, ways_out: tuple[Offer, ...] = ()) -> Response:
    if request.path.startswith("/api/") or request.path == "/healthz":
        return as_json(error_envelope(failure.line, failure.status), failure.status)
    page = error_page(failure.heading, failure.advice, failure.command, request.args.get("q", "")[:MOST_CHARACTERS])
    return printed(replace(page, ways_out=counted(ways_out, len(ways_out))), failure.status)


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
