"""What a reader chose about how pages look: theme and reading size. The address sets them, a cookie keeps them.

Enters: the request that Flask is serving. Leaves: what is in force, and the cookies. Never: words, styles.
They are no part of what a page shows, so links do not carry them; a script may set the same cookies at once.
"""

from __future__ import annotations

from flask import Flask, Response, request

CHOICES = {"theme": ("auto", "light", "dark"), "size": ("1", "2", "3")}
"""Name of a choice, as in the address and the cookie -> its values, the default first."""

_KEPT_SECONDS = 365 * 24 * 60 * 60


def register(app: Flask) -> None:
    """Let `app` remember what its readers choose."""
    app.after_request(_remember)


def in_force(name: str) -> str:
    """What is chosen: by the address, else by an earlier one, else the default."""
    values = CHOICES[name]
    wanted = (request.args.get(name, ""), request.cookies.get(name, ""))
    return next((value for value in wanted if value in values), values[0])


def _remember(response: Response) -> Response:
    for name, values in CHOICES.items():
        if request.args.get(name, "") in values:
            response.set_cookie(name, request.args[name], max_age=_KEPT_SECONDS, samesite="Lax")
    return response
