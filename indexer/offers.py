"""The nouns of what is offered beside answers: suggestions, related terms, similar speeches. Frozen values. Pure.

Enters: nothing. Leaves: dataclasses. Never: files, Whoosh, HTML, HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer.model import Metadata


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


@dataclass(frozen=True, slots=True)
class RelatedTerm:
    """A word or phrase that goes with a query, as it mostly stands.

    speeches: that hold it; paragraphs: those of the ones looked at that hold both; likelihood: that the two do not go
    together by chance (log-likelihood ratio, G²): at 11 that chance is one in a thousand.
    """

    text: str
    speeches: int
    paragraphs: int
    likelihood: float


@dataclass(frozen=True, slots=True)
class Related:
    """What goes with a query. paragraphs: how many with a match were looked at; is_sample: there are more."""

    text: str
    terms: tuple[RelatedTerm, ...]
    paragraphs: int
    is_sample: bool
    fingerprint: str
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class SimilarSpeech:
    """A speech like another. score: towards 1 the more alike.

    shared: words and phrases of both as the other one has them, the most telling first.
    """

    meta: Metadata
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """Speeches like one, the most alike first."""

    speech_id: str
    speeches: tuple[SimilarSpeech, ...]
    fingerprint: str
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class NewWord:
    """A word that the dictionary lacks, as it mostly stands. pieces: what it is cut into without it (folded).

    occurrences, speeches: that have it. cohesion: mutual information at its weakest seam, 0 where the cutter guessed it
    as one word; freedom: entropy of its neighbours; both in nats.
    """

    text: str
    pieces: tuple[str, ...]
    occurrences: int
    speeches: int
    cohesion: float
    freedom: float


@dataclass(frozen=True, slots=True)
class NewWords:
    """Words that a corpus has and the dictionary lacks, those in most speeches first."""

    words: tuple[NewWord, ...]
    fingerprint: str
