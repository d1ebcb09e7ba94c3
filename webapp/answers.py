"""What an address asks for, answered by the engine: the one call behind a page and behind its JSON.

Enters: the request that Flask is serving. Leaves: `Results`, `Reading`. Never: how they are printed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from flask import request

import indexer
from indexer.errors import SpeechMissing
from indexer.model import Reading, Results
from webapp.engine import engine
from webapp.params import AskedReading, read_params, read_reading_params


class Opened(NamedTuple):
    """A speech and how it is to be shown."""

    reading: Reading
    asked: AskedReading


def found() -> Results:
    """The answer to the search in the address, with the notes on how the address was read."""
    asked = read_params(request.args.items(multi=True))
    results = indexer.search(engine(), asked.request)
    return replace(results, notes=asked.notes + results.notes)


def opened(speech_id: str) -> Opened:
    """The speech in the address. An id that no path can carry comes as parameter ``id``.

    Raises:
        SpeechMissing: there is none with this id, or none was given.
    """
    asked = read_reading_params(request.args.items(multi=True))
    speech_id = speech_id or request.args.get("id", "")
    if not speech_id:
        raise SpeechMissing("the address names no speech: give its id")
    question = asked.request
    return Opened(indexer.read_speech(engine(), speech_id, question.text, exact=question.exact), asked)
