"""The engine that an app was created with, for its views. Never: a second one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, current_app

if TYPE_CHECKING:
    from indexer.engines.base import Engine

_KEY = "jianghua-engine"


def attach(app: Flask, engine: Engine) -> None:
    """Let the views of `app` answer from `engine`."""
    app.extensions[_KEY] = engine


def engine() -> Engine:
    """The engine of the app that is answering."""
    attached: Engine = current_app.extensions[_KEY]
    return attached
