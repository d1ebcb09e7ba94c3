"""A speech to take along: as a text that Jianghua reads again, and as a reference that other programs import.

Enters: a request. Leaves: files. Never: HTML; what is not known of a speech.
"""

from __future__ import annotations

import json

from flask import Blueprint, Response, request

from indexer.model import Metadata, Reading
from webapp import answers
from webapp.pages.citing import bibtex, file_name, ris
from webapp.pages.displayed import in_script
from webapp.pages.tools import work_of

blueprint = Blueprint("speech_files", __name__)


@blueprint.get("/text/<path:speech_id>")
@blueprint.get("/text/", defaults={"speech_id": ""})
def text(speech_id: str) -> Response:
    """The cleaned text with what is known of it above, in the script that is asked for."""
    reading, asked = answers.opened(speech_id)
    return _file(reading, f"{_front_matter(reading)}\n{in_script(reading.speech.body, asked.script).text}\n", "txt")


@blueprint.get("/citation/<path:speech_id>")
@blueprint.get("/citation/", defaults={"speech_id": ""})
def citation(speech_id: str) -> Response:
    """A reference for BibTeX, or for reference managers."""
    reading = answers.opened(speech_id).reading
    work = work_of(reading, answers.today())
    if request.args.get("style") == "bibtex":
        return _file(reading, bibtex(work) + "\n", "bib")
    return _file(reading, ris(work) + "\n", "ris")


def _front_matter(reading: Reading) -> str:
    """What is known, as the YAML that JSON is too: one value a line, in quotation marks."""
    meta: Metadata = reading.speech.meta
    known = {
        "id": meta.id,
        "title": meta.title,
        "speaker": meta.speaker,
        "date": meta.date,
        "place": meta.place,
        "occasion": meta.occasion,
        "kind": meta.kind,
        "source": meta.source,
        "url": meta.url,
        "tags": "、".join(meta.tags),
        "corpus": reading.fingerprint,
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in known.items() if value)
    return "\n".join(("---", *lines, "---"))


def _file(reading: Reading, content: str, suffix: str) -> Response:
    response = Response(content.encode("utf-8", "replace"), mimetype="text/plain")
    name = f"{file_name(reading.speech.id)}.{suffix}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
