"""A tree and what it found → how the query was read, piece by piece. Pure.

Enters: a query, the counts of its texts. Leaves: `QueryReading`. Never knows an engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.model import QueryReading, Term
from indexer.pieces import Form, PieceReading
from indexer.query import Query, Rewritten, describe, kind, put_text, rewritten, to_syntax
from indexer.query.tree import Near, Node, Not, Pattern, Phrase, Words


def read_as(text: str, query: Query, terms: Iterable[Term]) -> QueryReading:
    """How a query was read. terms: what each text that is not excluded has."""
    counted = {term.piece: term for term in terms}
    pieces = tuple(
        _piece(piece, counted, tuple(_forms(query.tree, number, piece, counted)))
        for number, piece in enumerate(rewritten(query.tree))
    )
    return QueryReading(text, describe(query.tree), tuple(counted.values()), pieces)


def _forms(tree: Node, number: int, piece: Rewritten, counted: dict[int, Term]) -> Iterator[Form]:
    """How a piece is written, each with the query that asks for this alone."""
    leaf = piece.leaf
    if isinstance(leaf, Words | Phrase) and not piece.is_excluded and leaf.piece in counted:
        for form in counted[leaf.piece].forms:
            narrowed = Phrase(form.text, leaf.piece, leaf.in_title, is_exact=True, is_written=True)
            yield Form(form.text, form.occurrences, form.speeches, put_text(tree, number, narrowed))


def _piece(piece: Rewritten, counted: dict[int, Term], forms: tuple[Form, ...]) -> PieceReading:
    leaf = piece.leaf
    is_text = isinstance(leaf, Words | Phrase | Pattern | Near)
    number = leaf.piece if isinstance(leaf, Words | Phrase | Pattern | Near) else None
    term = None if number is None or piece.is_excluded else counted.get(number)
    return PieceReading(
        text=leaf.text if isinstance(leaf, Words | Phrase | Pattern | Near) else to_syntax(leaf),
        kind=kind(leaf),
        description=describe(Not(leaf) if piece.is_excluded else leaf),
        piece=number if is_text else None,
        words=leaf.apart if isinstance(leaf, Words) else (),
        is_excluded=piece.is_excluded,
        occurrences=term.occurrences if term else None,
        speeches=term.speeches if term else None,
        variants=term.variants if term else (),
        without=piece.without,
        quoted=piece.quoted,
        exact=piece.exact,
        split=piece.split,
        joined=piece.joined,
        forms=forms,
    )
