"""Which language an answer is in: the address, a cookie and the browser are asked in turn, before any page is made.

Enters: the request that Flask is serving. Leaves: the language in force while it is served, and the cookie.
Never: words. JSON is in the source language whoever asks, so that programs do not read what browsers prefer.
"""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, g, request

from webapp.locales import LANGUAGES, SOURCE, Language, chosen, current, speaking

PARAMETER = "lang"
"""Of an address: shows the page in a language, and has the browser remember it."""

_COOKIE = "lang"
_COOKIE_SECONDS = 365 * 24 * 60 * 60


def register(app: Flask) -> None:
    """Let every answer of `app` be in the language that its reader wants."""
    app.before_request(_begin)
    app.after_request(_with_language)
    app.teardown_request(_end)


def is_for_programs() -> bool:
    """What is asked for is read by programs."""
    return request.path.startswith("/api/") or request.path == "/healthz"


def _begin() -> None:
    g.language = ExitStack()
    g.language.enter_context(speaking(SOURCE if is_for_programs() else _wanted()))


def _end(_error: BaseException | None) -> None:
    g.pop("language", ExitStack()).close()


def _wanted() -> Language:
    named = _named()
    if named:
        return named
    return chosen((request.cookies.get(_COOKIE, ""), *request.accept_languages.values()))


def _named() -> Language | None:
    """The language that the address names, where there is such a one."""
    tag = request.args.get(PARAMETER, "")
    return next((language for language in LANGUAGES if language.tag == tag), None)


def _with_language(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.content_language.add(current().tag)
        response.vary.update(("Accept-Language", "Cookie"))
        if _named():
            response.set_cookie(_COOKIE, current().tag, max_age=_COOKIE_SECONDS, httponly=True, samesite="Lax")
    return response
