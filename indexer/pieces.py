"""The nouns of how a query was read, piece by piece. Frozen values, as in `model`, which builds on them. Pure.

Enters: nothing. Leaves: dataclasses. Never: files, Whoosh, HTML, HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to write a piece of a query, or a part of it, with what it alone has in the whole corpus."""

    text: str
    occurrences: int
    speeches: int


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a piece is written, where Traditional texts tell several apart, and the query for it alone."""

    text: str
    occurrences: int
    speeches: int
    query: str


class PieceKind(StrEnum):
    """What a piece of a query asks for."""

    WORDS = "words"
    PHRASE = "phrase"
    EXACT = "exact"
    PATTERN = "pattern"
    NEAR = "near"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    FIELD = "field"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class PieceReading:
    """How one piece of a query was read, and the queries that come of reading it otherwise; None: that makes no sense.

    text: what is looked for, as typed, or the piece in the syntax where it is a condition. description: in words.
    piece: number of a text, as marks have it; None of a condition. words: of a bare run, those that have to be there.
    is_excluded: it must not be there. occurrences, speeches: what it alone has in the whole corpus, None where that was
        not counted (conditions, excluded pieces). variants: what was taken for it besides.
    without: the query without this piece. quoted: with it as one run of characters; exact: so, and without equivalents.
    split: its words as pieces of their own. joined: this piece and the next as one. forms: how it is written, where
        there are several ways.
    """

    text: str
    kind: PieceKind
    description: str
    piece: int | None = None
    words: tuple[str, ...] = ()
    is_excluded: bool = False
    occurrences: int | None = None
    speeches: int | None = None
    variants: tuple[Variant, ...] = ()
    without: str | None = None
    quoted: str | None = None
    exact: str | None = None
    split: str | None = None
    joined: str | None = None
    forms: tuple[Form, ...] = ()
