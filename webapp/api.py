"""The same answers as JSON. Enters: a request. Leaves: one envelope, whatever happens. Never: HTML."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Blueprint, Response, current_app, request

from indexer.envelope import (
    Envelope,
    reading_envelope,
    related_envelope,
    results_envelope,
    similar_envelope,
    stats_envelope,
    suggestions_envelope,
)
from webapp import answers
from webapp.engine import engine
from webapp.interface import Rule, document
from webapp.selecting import selected

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/search")
def search() -> Response:
    """The hits of a question; parameters as on the results page."""
    results = answers.found()
    links = answers.neighbours(results)
    response = answered({**results_envelope(results), "links": links})
    response.headers["Link"] = ", ".join(
        f'<{answers.site()}{href}>; rel="{relation}"' for relation, href in links.items()
    )
    return response


@blueprint.get("/api/speech/<path:speech_id>")
@blueprint.get("/api/speech/", defaults={"speech_id": ""})
def speech(speech_id: str) -> Response:
    """One speech with marks into its body."""
    return answered(reading_envelope(answers.opened(speech_id).reading))


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """What someone who is typing may mean; ``form=opensearch`` as browsers want it in their own search field."""
    found = answers.suggested()
    if request.args.get("form") != "opensearch":
        return answered(suggestions_envelope(found))
    queries = [found.before + item.text for item in found.items]
    text = json.dumps([found.typed, queries], ensure_ascii=False)
    return Response(text.encode("utf-8", "replace"), mimetype="application/x-suggestions+json")


@blueprint.get("/api/related")
def related() -> Response:
    """What goes with a question; parameters as on the results page."""
    return answered(related_envelope(answers.related()))


@blueprint.get("/api/speech/<path:speech_id>/similar")
@blueprint.get("/api/similar", defaults={"speech_id": ""})
def similar(speech_id: str) -> Response:
    """Speeches like one, and what they share with it."""
    return answered(similar_envelope(answers.similar(speech_id)))


@blueprint.get("/api/stats")
def stats() -> Response:
    """What the corpus holds."""
    return answered(stats_envelope(engine().stats()))


@blueprint.get("/api/openapi.json")
def described() -> Response:
    """This description, OpenAPI 3.1."""
    return as_json(document(rules(), answers.site()))


@blueprint.get("/healthz")
def health() -> Response:
    """Whether an index answers, for whatever watches the server."""
    known = engine().stats()
    return as_json({"ok": True, "speeches": known.speeches, "fingerprint": known.fingerprint})


def rules() -> list[Rule]:
    """The addresses of the interface, as the app has them."""
    endpoints = current_app.view_functions
    return [
        Rule(rule.endpoint, str(rule).replace("<path:speech_id>", "{id}"), _first_line(endpoints[rule.endpoint]))
        for rule in current_app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and "GET" in (rule.methods or ()) and not rule.defaults
    ]


def _first_line(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").partition("\n")[0]


def answered(envelope: Envelope) -> Response:
    """An answer, or as much of it as the parameter ``fields`` wants."""
    return as_json(selected(envelope, request.args.get("fields", "")))


def as_json(envelope: Envelope, status: int = 200) -> Response:
    """`envelope` as readable UTF-8; half of a surrogate pair becomes a question mark, so that offsets hold."""
    text = json.dumps(envelope, ensure_ascii=False)
    return Response(text.encode("utf-8", "replace"), status, mimetype="application/json")
