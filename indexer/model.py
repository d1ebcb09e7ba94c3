"""The nouns that rooms hand to each other: frozen values and nothing else. Pure.

Enters: nothing. Leaves: dataclasses. Never: files, Whoosh, HTML, HTTP.

Offsets are code points into the text beside them (usually `Speech.body`), half-open `[start, end)`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from indexer.pieces import PieceReading, Variant
from indexer.wordings import Advice


class Mark(NamedTuple):
    """A matched stretch of a text: code points `[start, end)`; `piece` is the query piece it answers, from 0."""

    start: int
    end: int
    piece: int = 0


Stretch = tuple[int, int, int]
"""A `Mark` without its names. A common word has thousands, of which few are shown."""


class ScorePart(NamedTuple):
    """What one component of the ranking adds to a score. `name` is stable; README lists them."""

    name: str
    value: float


class Run(NamedTuple):
    """A piece of shown text; `piece` is None where nothing matched, else the number of the query piece."""

    text: str
    piece: int | None = None


class Paragraph(NamedTuple):
    """A paragraph of a body, `[start, end)` without its line break; `number` counts from 1, 0 for headline lines."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a speech. An empty value means unknown; nothing here is guessed.

    date: EDTF (ISO 8601-2:2019) with the precision it has: ``2023``, ``2023-10``, ``2023-10-12``; an unknown year or
        month is written ``XXXX-10-12``, ``XXXX-XX-12``.
    script: ``Hans``, ``Hant`` (ISO 15924) or empty where the text decides for neither.
    """

    id: str
    title: str = ""
    speakers: tuple[str, ...] = ()
    date: str = ""
    place: str = ""
    occasion: str = ""
    kind: str = ""
    source: str = ""
    url: str = ""
    tags: tuple[str, ...] = ()
    script: str = ""

    def __reduce__(self) -> tuple[type[Metadata], tuple[object, ...]]:
        """Handed to another process by its values: the way of a slotted dataclass takes ten times as long."""
        return Metadata, _values(self)

    @property
    def speaker(self) -> str:
        """The speakers in one line, joined by the enumeration comma."""
        return "、".join(self.speakers)

    @property
    def year(self) -> str:
        """Four digits, or empty where the year is unknown."""
        return self.date[:4] if self.date[:4].isdigit() else ""

    @property
    def language(self) -> str:
        """BCP 47 tag of the text, for HTML's `lang`."""
        return f"zh-{self.script}" if self.script else "zh"


@dataclass(frozen=True, slots=True)
class Speech:
    """One document of the corpus.

    body: the cleaned text that people read; THE coordinate system of every offset. Paragraphs are separated by one
        line feed. Headline lines, where the text carries them, are its first paragraphs.
    raw: the text as it was read, before cleaning (`cleaning.clean(raw).body == body`).
    headline_paragraphs: how many leading paragraphs of `body` are headline lines (0: the title is not in the body).
    path: where it was read, relative to the source given; record: its number in that file, from 1.
    origin: a digest of what it was read from, by which an update knows it again; empty where it is not known.
    """

    meta: Metadata
    body: str
    raw: str
    headline_paragraphs: int = 0
    path: str = ""
    record: int = 1
    origin: bytes = field(default=b"", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The stable identifier, unique in a corpus."""
        return self.meta.id


def digest(speech: Speech) -> str:
    """32 hexadecimal digits that change with anything that a reader could see of a speech (SHA-256, cut)."""
    about = repr((_values(speech.meta), len(speech.raw), len(speech.body), speech.path, speech.record))
    seen = f"{about}\n{speech.raw}\n{speech.body}"
    return hashlib.sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()[:32]


_values = attrgetter(*(field.name for field in fields(Metadata)))


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file or record that could not be read.

    path: relative to the source given; line: from 1, None where the whole file is meant. reason: one of few phrases.
    """

    path: str
    line: int | None
    reason: str
    detail: str = ""


class Sort(StrEnum):
    """Orders of results."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    OCCURRENCES = "occurrences"


FACET_FIELDS = ("year", "speaker", "place", "occasion", "kind", "source", "script")
"""The fields that are counted and filtered by, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits are narrowed to. `values[field]` are alternatives (any of them); fields are all required.

    values: facet field -> exact values, as facets print them.
    date_from, date_to: EDTF year, month or day, both inclusive; empty means open.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str = ""
    date_to: str = ""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question: what was typed, what it is narrowed to, and which window of results is wanted.

    page: from 1; limit: hits a page, 1..100; both are clamped, with a note. exact: bare words are taken as quoted.
    group: a facet field whose values the hits are shown under, empty for one list; it changes no count.
    full_only: no partial matches, however few are full. explain: the parts of scores are to be printed.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    limit: int = 10
    exact: bool = False
    group: str = ""
    full_only: bool = False
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was assumed or ignored when a request was read. `code` is stable; `text` is for a reader."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """One piece of a query: `text` as typed; `occurrences` and `speeches` that it alone has in the whole corpus.

    variants: what was taken for it besides and stands somewhere; its occurrences are among those of the piece.
    forms: how it is written, where Traditional texts tell several ways apart (后, 後) and more than one stands there.
    """

    text: str
    piece: int
    occurrences: int = 0
    speeches: int = 0
    variants: tuple[Variant, ...] = ()
    forms: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryReading:
    """How a query was read. `description` says it in words; it is never empty. pieces: in the order typed."""

    text: str
    description: str
    terms: tuple[Term, ...] = ()
    pieces: tuple[PieceReading, ...] = ()


class Snippet(NamedTuple):
    """A fragment of a body. `text == body[start:start + len(text)]`; marks are offsets into `text`.

    paragraph: number of the paragraph it stands in (0: a headline line).
    cut_start, cut_end: the fragment begins or ends inside a sentence.
    """

    text: str
    marks: tuple[Mark, ...]
    paragraph: int
    start: int
    cut_start: bool = False
    cut_end: bool = False


class Hit(NamedTuple):
    """One speech that answers the query.

    occurrences: matched stretches in title and body (a title that stands in the body is counted once).
    missing: the words and quoted strings of the query that are not in it, folded; empty for one that matches in full.
    parts: what the score is made of; their sum is the score.
    """

    meta: Metadata
    score: float
    occurrences: int
    title_marks: tuple[Mark, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    missing: tuple[str, ...] = ()
    parts: tuple[ScorePart, ...] = ()


class FacetValue(NamedTuple):
    """A value and how many hits have it. The count hides a method of tuples, which nobody calls."""

    value: str
    count: int  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Results:
    """An answer. `total` and `occurrences` are true counts over the whole corpus, never estimates.

    facets: field -> values, most frequent first (years in order).
    partial: partial matches behind the full ones, to a question among them, the best ones alone; in no other count.
    fingerprint: names the corpus that was counted; took_ms: time of the whole search, milliseconds.
    advice: ways out, where nothing was found; else empty.
    """

    request: SearchRequest
    query: QueryReading
    total: int
    occurrences: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    notes: tuple[Note, ...]
    fingerprint: str
    took_ms: float = 0.0
    advice: Advice = field(default_factory=Advice)
    partial: int = 0

    @property
    def page(self) -> int:
        """The page shown, from 1."""
        return self.request.page

    @property
    def pages(self) -> int:
        """How many pages there are, partial matches included, 0 when nothing was found."""
        return -(-(self.total + self.partial) // self.request.limit)


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole speech with the places that a query matches in it, in order."""

    speech: Speech
    paragraphs: tuple[Paragraph, ...]
    query: QueryReading
    marks: tuple[Mark, ...]
    title_marks: tuple[Mark, ...]
    notes: tuple[Note, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CharacteristicWord:
    """A word, folded, that some speeches have more often than the others.

    here, elsewhere: times as a whole word in them and in the others. score: log-likelihood, greater is more striking.
    """

    word: str
    here: int
    elsewhere: int
    score: float


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What an index holds.

    characters: code points of all bodies; index_bytes: everything on disk; text_bytes: bodies as UTF-8.
    created: ISO 8601, UTC. facets: counts over the whole corpus, as in `Results`. sources: what it was made from.
    newest: the latest dated speeches, newest first. steps: cleaning step -> characters it removed or changed.
    """

    generation: str
    fingerprint: str
    analyser: str
    created: str
    speeches: int
    characters: int
    index_bytes: int
    text_bytes: int
    earliest: str
    latest: str
    rejected: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    steps: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    newest: tuple[Metadata, ...] = ()
