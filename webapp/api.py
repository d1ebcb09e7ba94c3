"""The same answers as JSON. Enters: a request. Leaves: one envelope, whatever happens. Never: HTML."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request

from indexer.envelope import Envelope, reading_envelope, results_envelope, stats_envelope, suggestions_envelope
from webapp import answers
from webapp.engine import engine

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/search")
def search() -> Response:
    """The hits of a question; parameters as on the results page."""
    return as_json(results_envelope(answers.found()))


@blueprint.get("/api/speech/<path:speech_id>")
@blueprint.get("/api/speech/", defaults={"speech_id": ""})
def speech(speech_id: str) -> Response:
    """One speech with marks into its body."""
    return as_json(reading_envelope(answers.opened(speech_id).reading))


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """What someone who is typing may mean; ``form=opensearch`` as browsers want it in their own search field."""
    found = answers.suggested()
    if request.args.get("form") != "opensearch":
        return as_json(suggestions_envelope(found))
    queries = [found.before + item.text for item in found.items]
    text = json.dumps([found.typed, queries], ensure_ascii=False)
    return Response(text.encode("utf-8", "replace"), mimetype="application/x-suggestions+json")


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
