"""A speech against the text that it was read as: what cleaning took away, in its place. Pure.

Enters: a `Speech`. Leaves: its raw text and the edits. Never: an engine, a rule of cleaning.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.cleaning import clean
from indexer.model import Speech
from indexer.offsets import Edit, edits_between


@dataclass(frozen=True, slots=True)
class Original:
    """The text as it was read. edits: what cleaning did to it, in order, places in `text`; they make the body of it.

    is_traced: False where the body is not what these rules make of the text, because the index was made by others:
        then `edits` is empty.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    is_traced: bool = True


def original_of(speech: Speech) -> Original:
    """What `speech` was before it was cleaned."""
    cleaned = clean(speech.raw)
    if cleaned.body != speech.body:
        return Original(speech.raw, is_traced=False)
    return Original(speech.raw, tuple(edits_between(speech.raw, speech.body, cleaned.offsets)))
