"""The nouns of what is offered beside answers: what someone who is typing may mean. Frozen values, as in `model`. Pure.

Enters: nothing. Leaves: dataclasses. Never: files, Whoosh, HTML, HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SuggestionKind(StrEnum):
    """What a suggestion is."""

    SPEAKER = "speaker"
    PLACE = "place"
    PHRASE = "phrase"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What someone who is typing may mean, in the script in which it mostly stands.

    speeches: how many have this speaker or place, hold this phrase, bear this title. speech_id: of the newest with this
        title; empty for other kinds.
    """

    text: str
    kind: SuggestionKind
    speeches: int
    speech_id: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What can be suggested for `typed`. before: what of it was finished; each suggestion goes on behind that."""

    typed: str
    before: str
    items: tuple[Suggestion, ...]
    fingerprint: str
    took_ms: float = 0.0
