"""Fixtures that several test modules share."""

from webapp_site import app, client, library

__all__ = ["app", "client", "library"]
