"""The web shell around the engine: pages and JSON. Its whole public face is `create_app`; README.md has its plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import StrictUndefined

from webapp import api, choices, delivery, downloads, handlers, speaking, speech_files, views
from webapp.engine import attach
from webapp.links import help_href
from webapp.locales import current, gettext, ngettext, number

if TYPE_CHECKING:
    from indexer.engines.base import Engine

__all__ = ["create_app"]

_STATIC = Path(__file__).parent / "static"


def create_app(engine: Engine, *, cors: str = "") -> Flask:
    """A WSGI app that answers from `engine`, which it neither opens nor closes.

    cors: the origin whose pages may read the JSON, ``*`` for any; by default none but the app's own.
    """
    app = Flask(__name__, static_url_path=delivery.static_path(_STATIC))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=gettext, ngettext=ngettext, number=number, language_tag=lambda: current().tag, help_href=help_href
    )
    # An id may hold "//", as in an address: it is part of the id and not to be tidied away.
    app.url_map.merge_slashes = False
    attach(app, engine)
    speaking.register(app)
    choices.register(app)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(downloads.blueprint)
    app.register_blueprint(speech_files.blueprint)
    handlers.register(app)
    delivery.register(app, cors)
    return app
