"""How answers travel: once for each generation of the index, compressed, to other sites only where that is allowed.

Styles and scripts have what they say in their address, so they travel once for each version of the program.

Enters: answers. Leaves: the same with headers, as 304 without a body, or in gzip. Never: a look at what they say.
"""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from flask import Flask, Response, request

from indexer.version import __version__
from webapp.engine import engine

# Below this, compressing costs more than it saves: such an answer is one packet anyway.
_LEAST_BYTES = 1_000
_LEVEL = 5
_TEXTS = (
    "text/",
    "application/atom+xml",
    "application/feed+json",
    "application/javascript",
    "application/json",
    "image/svg+xml",
)
# As long as the standards let a file be kept; another version has another address.
_KEPT_SECONDS = 365 * 24 * 3600
# Digits of a digest that tell versions of a few files apart.
_VERSION_DIGITS = 10
_ORIGIN = "Access-Control-Allow-Origin"


def static_path(folder: Path) -> str:
    """Where the files of `folder` are served: an address with all that they say in it, imports among them included."""
    found = hashlib.sha256()
    for file in sorted(file for file in folder.iterdir() if file.is_file()):
        found.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return f"/static/{found.hexdigest()[:_VERSION_DIGITS]}"


def register(app: Flask, cors: str) -> None:
    """Let answers of `app` be kept and compressed. cors: the origin that may read JSON, ``*``: any, empty: none."""
    app.before_request(_not_modified)
    # Flask runs these from the last to the first.
    app.after_request(_compressed)
    app.after_request(_stamped)
    app.after_request(_kept)
    if cors:
        app.after_request(lambda response: _readable_elsewhere(response, cors))


def _is_kept() -> bool:
    return request.path.startswith("/api/") and request.method in {"GET", "HEAD"}


def _stamp() -> str:
    """What an answer depends on: the program, the generation of the index, and the question."""
    parts = (__version__, engine().stats().generation, request.full_path)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:20]


def _not_modified() -> Response | None:
    """304 before anything is searched, where the asker has the answer already."""
    if not _is_kept() or not request.if_none_match.contains_weak(_stamp()):
        return None
    return Response(status=304)


def _stamped(response: Response) -> Response:
    if _is_kept() and response.status_code in {200, 304}:
        # Weak, because the time that a search took is in the answer too.
        response.set_etag(_stamp(), weak=True)
        response.cache_control.no_cache = True
    return response


def _kept(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in {200, 304}:
        response.cache_control.no_cache = None
        response.cache_control.public = response.cache_control.immutable = True
        response.cache_control.max_age = _KEPT_SECONDS
    return response


def _compressed(response: Response) -> Response:
    if response.status_code == 200 and (response.mimetype or "").startswith(_TEXTS):
        if response.direct_passthrough:  # a file of our own, small enough to be read
            response.direct_passthrough = False
            response.make_sequence()
        if not response.is_streamed:
            _compress(response)
    return response


def _compress(response: Response) -> None:
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0:
        return
    plain = response.get_data()
    if len(plain) >= _LEAST_BYTES:
        response.set_data(gzip.compress(plain, _LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        tag, _is_weak = response.get_etag()
        if tag:
            response.set_etag(tag, weak=True)


def _readable_elsewhere(response: Response, cors: str) -> Response:
    if request.path.startswith("/api/"):
        response.headers[_ORIGIN] = cors
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    return response
