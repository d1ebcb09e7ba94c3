"""What an engine is, method by method in the field's words. Nothing above knows more of an engine than this.

Enters: query trees, speeches. Leaves: matches, counts, speeches. Never: parsing, snippets, page numbers, HTML: pages
are the same whatever is behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from indexer.analysis import Analyzer
from indexer.equivalents import Equivalents
from indexer.model import (
    CharacteristicWord,
    FacetValue,
    Filters,
    IndexStats,
    Mark,
    ScorePart,
    Sort,
    Speech,
    Stretch,
    Term,
)
from indexer.offers import NewWords, RelatedTerm, SimilarSpeech, Suggestion
from indexer.query import Effort
from indexer.query.tree import Node
from indexer.wordings import Wording

Chunk = TypeVar("Chunk")
Note = TypeVar("Note")


@dataclass(frozen=True, slots=True)
class Window:
    """Which matches are wanted: `limit` of them from number `start` (from 0) in an order.

    full_only: no partial matches behind the full ones.
    """

    start: int = 0
    limit: int = 10
    sort: Sort = Sort.RELEVANCE
    full_only: bool = False


class Match(NamedTuple):
    """A speech that answers, with every place that does: marks into its title and into its body, in order.

    missing: what of the query is not in it; parts: what its score is the sum of.
    """

    speech: Speech
    score: float
    occurrences: int
    title_marks: tuple[Mark, ...]
    body_marks: tuple[Stretch, ...]
    missing: tuple[str, ...] = ()
    parts: tuple[ScorePart, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An engine's answer. total, occurrences: over all that match; terms: what each piece has alone.

    partial: partial matches behind the full ones or among them; they count in nothing else.
    """

    total: int
    occurrences: int
    matches: tuple[Match, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    terms: tuple[Term, ...]
    fingerprint: str
    partial: int = 0


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every place that counts as an occurrence of a query: parallel sequences, a row a place, grouped by speech.

    speeches: ids of the speeches that have any. owners: number in `speeches` of each place's. in_title: 1 in a title, 0
        in a body. starts, ends: code points into that title or body, half-open, ascending within it.
    """

    speeches: Sequence[str]
    owners: Sequence[int]
    in_title: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    fingerprint: str

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Suggested:
    """What can be suggested, the likeliest first."""

    items: tuple[Suggestion, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Companions:
    """Terms that go with a query, the likeliest first. paragraphs: looked at; is_sample: others match too."""

    terms: tuple[RelatedTerm, ...]
    paragraphs: int
    is_sample: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Speeches like one, the most alike first."""

    speeches: tuple[SimilarSpeech, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Lit:
    """One speech, whole, with the places where pieces of a query stand in it; terms: what each piece has alone."""

    speech: Speech
    title_marks: tuple[Mark, ...]
    body_marks: tuple[Mark, ...]
    terms: tuple[Term, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Published:
    """A generation, and what it says of itself without being opened.

    speeches: how many it holds; sources, steps: what was recorded of how it was made, see `Writer.record_run`.
    """

    generation: str
    fingerprint: str
    speeches: int
    sources: tuple[str, ...] = ()
    steps: Mapping[str, int] = field(default_factory=dict)


class Writer(Protocol):
    """Takes speeches into the next generation. Published when its `with` block ends well, discarded otherwise."""

    published: Published | None
    """What was published; None until the block has ended, and where an update had nothing to add or remove."""

    def add_all(
        self,
        chunks: Iterable[Chunk],
        read: Callable[[Chunk], tuple[Sequence[Speech], Note]],
        workers: int,
        choose: Callable[[Note], Sequence[bool]],
    ) -> None:
        """Add the speeches of chunks; an id that is there already is replaced.

        read(chunk) gives its speeches and a note of them; it is called here and in other processes, so it has to be a
        function of a module. choose(note) says of each of the speeches whether it goes in; it is called here, in the
        order of the chunks.
        """

    def remove(self, ids: Iterable[str]) -> None:
        """Remove the speeches with these ids."""

    def record_run(self, rejected: int, steps: Mapping[str, int], sources: Sequence[str] = ()) -> None:
        """Keep with the index what it was made from: rejected records, characters by cleaning step, paths."""


class Engine(Protocol):
    """Keeps and searches an index. Safe to share between threads; each call sees one generation, whole."""

    @property
    def analyzer(self) -> Analyzer:
        """The analyser that the index was made with."""

    @property
    def equivalents(self) -> Equivalents:
        """What stands for what in queries; no part of the index."""

    def effort(self) -> Effort:
        """What texts take to be found, and how much one answer may take."""

    def search(self, query: Node, filters: Filters, window: Window) -> Found:
        """The speeches that a query matches."""

    def occurrences(self, query: Node, filters: Filters) -> Occurrences:
        """Every place of a query's texts in the speeches that it matches, as many as `search` counts."""

    def suggest(self, typed: str, limit: int) -> Suggested:
        """What someone who has typed this may mean, by characters in either script or by pinyin."""

    def nearest(self, text: str, most: int) -> Sequence[Wording]:
        """What stands in the corpus and is nearest to a string that does not, the likeliest first."""

    def related(self, query: Node, filters: Filters, limit: int) -> Companions:
        """At most `limit` terms that stand in the paragraphs with a match far more often than elsewhere."""

    def new_words(self, limit: int) -> NewWords:
        """At most `limit` words that the corpus has and the dictionary lacks, those in most speeches first."""

    def similar(self, speech_id: str, limit: int) -> Alike:
        """At most `limit` speeches like this one.

        Raises:
            SpeechMissing: there is none with this id.
        """

    def light(self, speech_id: str, query: Node) -> Lit:
        """A speech with whatever of a query stands in it, also where it would not be found by all of it.

        Raises:
            SpeechMissing: there is none with this id.
        """

    def get(self, speech_id: str) -> Speech:
        """A speech with its body and raw text.

        Raises:
            SpeechMissing: there is none with this id.
        """

    def published(self) -> Published:
        """The generation in use.

        Raises:
            IndexMissing, IndexDamaged, IndexStale: it cannot be used; the message says what to do.
        """

    def origins(self) -> Mapping[bytes, str]:
        """Id of every speech by its origin, where that is known."""

    def digests(self) -> Mapping[str, str]:
        """Digest of every speech by its id."""

    def stats(self) -> IndexStats:
        """What the index holds."""

    def characteristic_words(self, filters: Filters, most: int) -> Sequence[CharacteristicWord]:
        """The words that speeches have more often than the rest of the corpus, the most striking first."""

    def verify(self) -> Sequence[str]:
        """What is wrong with the index by its own records of itself, a sentence each; empty when all is well."""

    def rebuilding(self) -> AbstractContextManager[Writer]:
        """A writer that starts from nothing."""

    def updating(self) -> AbstractContextManager[Writer]:
        """A writer that starts from the generation in use."""

    def close(self) -> None:
        """Let go of files. Idempotent."""
