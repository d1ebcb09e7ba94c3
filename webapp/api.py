"""The same answers as JSON. Enters: a request. Leaves: one envelope, whatever happens. Never: HTML."""

from __future__ import annotations

import json
from dataclasses import replace

from flask import Blueprint, Response, request

import indexer
from indexer.envelope import Envelope, reading_envelope, results_envelope, stats_envelope
from indexer.errors import SpeechMissing
from webapp.engine import engine
from webapp.params import read_params, read_reading_params

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/search")
def search() -> Response:
    """The hits of a question; parameters as on the results page."""
    asked = read_params(request.args.items(multi=True))
    results = indexer.search(engine(), asked.request)
    return as_json(results_envelope(replace(results, notes=asked.notes + results.notes)))


@blueprint.get("/api/speech/<path:speech_id>")
@blueprint.get("/api/speech/", defaults={"speech_id": ""})
def speech(speech_id: str) -> Response:
    """One speech with marks into its body; ids that no path can carry come as parameter ``id``."""
    asked = read_reading_params(request.args.items(multi=True))
    speech_id = speech_id or request.args.get("id", "")
    if not speech_id:
        raise SpeechMissing("no id was given")
    reading = indexer.read_speech(engine(), speech_id, asked.request.text, exact=asked.request.exact)
    return as_json(reading_envelope(reading))


@blueprint.get("/api/stats")
def stats() -> Response:
    """What the corpus holds."""
    return as_json(stats_envelope(engine().stats()))


@blueprint.get("/healthz")
def health() -> Response:
    """Whether an index answers, for whatever watches the server."""
    known = engine().stats()
    return as_json({"ok": True, "speeches": known.speeches, "fingerprint": known.fingerprint})


def as_json(envelope: Envelope, status: int = 200) -> Response:
    """`envelope` as readable UTF-8; half of a surrogate pair becomes a question mark, so that offsets hold."""
    text = json.dumps(envelope, ensure_ascii=False)
    return Response(text.encode("utf-8", "replace"), status, mimetype="application/json")
