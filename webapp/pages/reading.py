"""How a question was read, for the reader to check and to change: on whatever page it is shown. Pure.

Enters: a `QueryReading` and the request. Leaves: pieces with counts and with the questions that read them otherwise.
Never: the engine, HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.model import Note, QueryReading, SearchRequest, Term
from indexer.pieces import Form, PieceReading, Variant
from webapp.links import search_href
from webapp.locales import gettext as _
from webapp.locales import ngettext, number
from webapp.narrowing import exactly, worded
from webapp.pages.frame import Link, Text, value_text
from webapp.pages.translating import translated
from webapp.typography import shown

# The rest of a long list of ways to write a number says nothing new.
_MOST_VARIANTS = 6


class Piece(NamedTuple):
    """A piece of the query.

    number: as marks have it, -1 for a condition, which is not lit. occurrences: in the whole corpus, None where it was
    not counted. variants: what was taken for it besides. changes: questions that read it otherwise. forms: how it is
    written, where there are several ways; each asks for one alone, and its note says how many there are.
    """

    text: str
    lang: str
    number: int
    occurrences: int | None
    variants: tuple[Link, ...] = ()
    changes: tuple[Link, ...] = ()
    is_excluded: bool = False
    forms: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How the question was read. exact_href: switches exact matching on or off."""

    pieces: tuple[Piece, ...]
    description: Text
    exact_href: str
    is_exact: bool
    notes: tuple[Text, ...]


def read_as(query: QueryReading, request: SearchRequest, notes: Sequence[Note]) -> ReadAs:
    """How a question was read."""
    read = tuple(_read_piece(piece, request) for piece in query.pieces)
    return ReadAs(
        pieces=read or tuple(_term(term, request) for term in query.terms),
        description=translated(query.description),
        exact_href=search_href(exactly(request, exact=not request.exact)),
        is_exact=request.exact,
        notes=tuple(translated(note.text) for note in notes),
    )


def _term(term: Term, request: SearchRequest) -> Piece:
    return Piece(*value_text(term.text), term.piece, term.occurrences, _variants(term.variants, request))


def _read_piece(piece: PieceReading, request: SearchRequest) -> Piece:
    return Piece(
        *value_text(piece.text),
        number=-1 if piece.piece is None else piece.piece,
        occurrences=piece.occurrences,
        variants=_variants(piece.variants, request),
        changes=_changes(piece, request),
        is_excluded=piece.is_excluded,
        forms=tuple(_form(form, request) for form in piece.forms),
    )


def _form(form: Form, request: SearchRequest) -> Link:
    note = ngettext("含 %(form)s %(num)s 处", "含 %(form)s %(num)s 处", form.occurrences, form=shown(form.text))
    return Link(_("只看 %(form)s", form=shown(form.text)), search_href(worded(request, form.query)), note=note)


def _changes(piece: PieceReading, request: SearchRequest) -> tuple[Link, ...]:
    offered = (
        (_("连写才算"), piece.quoted),
        (_("一字不差才算"), piece.exact),
        (_("拆成单词"), piece.split),
        (_("与下一处连写"), piece.joined),
        (_("去掉这一处"), piece.without),
    )
    return tuple(Link(name, search_href(worded(request, query))) for name, query in offered if query)


def _variants(variants: Sequence[Variant], request: SearchRequest) -> tuple[Link, ...]:
    return tuple(_variant(variant, request) for variant in variants[:_MOST_VARIANTS])


def _variant(variant: Variant, request: SearchRequest) -> Link:
    """Another way to write a piece; the link asks for this way alone."""
    text = value_text(variant.text)
    alone = '="' + variant.text.replace('"', '""') + '"'
    return Link(text.text, search_href(worded(request, alone)), text.lang, number(variant.occurrences))
