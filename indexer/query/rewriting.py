"""A tree → its pieces, each with the queries that come of switching it off, splitting, joining or quoting it. Pure.

Enters: a tree. Leaves: `Rewritten` pieces in the order in which they were typed; their queries can be typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.folding import fold
from indexer.pieces import PieceKind
from indexer.query.lexing import SIGN_WORDS
from indexer.query.tree import (
    And,
    Dated,
    Everything,
    Has,
    Identified,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Scope,
    Text,
    Words,
    literal,
)
from indexer.query.wording import to_syntax

MOST_REWRITTEN = 16
"""Pieces that get other queries: each costs writing the whole query several times, and nobody reads more."""

Leaf = Text | Has | Dated | Identified
_NEAR_KINDS = {
    Scope.CHARACTERS: PieceKind.NEAR,
    Scope.SENTENCE: PieceKind.SENTENCE,
    Scope.PARAGRAPH: PieceKind.PARAGRAPH,
}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A piece of a query. is_excluded: it must not be there. The queries are None where they would say the same.

    without: the query with this piece left out. quoted: with it as one run of characters. exact: the same without
    equivalents. split: with its words as pieces of their own. joined: with this piece and the next as one.
    """

    leaf: Leaf
    is_excluded: bool
    without: str | None = None
    quoted: str | None = None
    exact: str | None = None
    split: str | None = None
    joined: str | None = None


def rewritten(tree: Node) -> tuple[Rewritten, ...]:
    """The pieces of a query; none of everything."""
    pieces = []
    for number, (leaf, is_excluded) in enumerate(_leaves(tree)):
        if number < MOST_REWRITTEN:
            pieces.append(_rewritten(tree, number, leaf, is_excluded))
        else:
            pieces.append(Rewritten(leaf, is_excluded))
    return tuple(pieces)


def put_text(tree: Node, number: int, text: Text) -> str:
    """The query with another text for its piece number `number`, counted from 0."""
    return to_syntax(_put(tree, number, 1, text) or Everything())


def kind(leaf: Leaf) -> PieceKind:
    """What kind of piece a leaf is."""
    match leaf:
        case Words():
            return PieceKind.WORDS
        case Phrase():
            return PieceKind.EXACT if leaf.is_exact else PieceKind.PHRASE
        case Pattern():
            return PieceKind.PATTERN
        case Near():
            return _NEAR_KINDS[leaf.scope]
        case Dated():
            return PieceKind.DATE
        case _:
            return PieceKind.FIELD


def _leaves(node: Node, is_excluded: bool = False) -> Iterator[tuple[Leaf, bool]]:
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _leaves(child, is_excluded)
        case Not(child):
            yield from _leaves(child, not is_excluded)
        case Everything():
            return
        case _:
            yield node, is_excluded


def _rewritten(tree: Node, number: int, leaf: Leaf, is_excluded: bool) -> Rewritten:
    def put(other: Node | None, count: int = 1) -> str:
        """The query with another node in place of the leaf, and of those behind it that `count` takes in."""
        return to_syntax(_put(tree, number, count, other) or Everything())

    parts = () if is_excluded else _split(leaf)
    together = None if is_excluded else _joined(tree, number)
    quoted, exact = _quoted(leaf), _exact(leaf)
    return Rewritten(
        leaf,
        is_excluded,
        without=put(None),
        quoted=put(quoted) if quoted else None,
        exact=put(exact) if exact else None,
        split=put(And(parts)) if len(parts) > 1 else None,
        joined=put(together, 2) if together else None,
    )


def _put(node: Node, number: int, count: int, other: Node | None) -> Node | None:
    """The tree with another node for `count` leaves from number `number` on, which are children of one node."""
    match node:
        case And(children) | Or(children):
            kept: list[Node] = []
            for child in children:
                size = sum(1 for _ in _leaves(child))
                if not 0 <= number < size and (child_put := _swallowed(child, number, count)):
                    kept.append(child_put)
                elif 0 <= number < size and (put := _put(child, number, count, other)):
                    kept.extend(put.children if isinstance(put, And | Or) and type(put) is type(node) else [put])
                number -= size
            return type(node)(tuple(kept)) if len(kept) > 1 else kept[0] if kept else None
        case Not(child):
            put = _put(child, number, count, other)
            if isinstance(put, Not):
                return put.child
            return Not(put) if put else None
        case _:
            return other


def _swallowed(child: Node, number: int, count: int) -> Node | None:
    """A child that is not rewritten itself, or None where the one before it took it in."""
    return None if -count < number < 0 else child


def _quoted(leaf: Leaf) -> Phrase | None:
    if isinstance(leaf, Words):
        return Phrase(literal(leaf.text), leaf.piece, leaf.in_title)
    return None


def _exact(leaf: Leaf) -> Leaf | None:
    match leaf:
        case Words(text, piece) | Phrase(text, piece, _, False):
            return Phrase(text, piece, leaf.in_title, is_exact=True)
        case Has(_, _, False):
            return replace(leaf, is_exact=True)
        case _:
            return None


def _split(leaf: Leaf) -> tuple[Node, ...]:
    """The words of a leaf as pieces of their own."""
    match leaf:
        case Words(text) if len(leaf.apart) > 1:
            folded = fold(text)
            return tuple(_word(text[(at := folded.find(word)) : at + len(word)], leaf) for word in leaf.apart)
        case Phrase(text, _, _, is_exact) if len(text.split()) > 1:
            return tuple(Phrase(part, leaf.piece, leaf.in_title, is_exact) for part in text.split())
        case Pattern() if "?" not in leaf.text:
            return tuple(Phrase(unit, leaf.piece, leaf.in_title) for unit in leaf.units)
        case Near(_, _, parts):
            return parts
        case _:
            return ()


def _word(text: str, leaf: Words) -> Node:
    """A word of a run, quoted where it could not be typed as a run."""
    if text[0].isalnum() and text not in SIGN_WORDS and text.isprintable():
        return Words(text, leaf.piece, (text,), leaf.in_title)
    return Phrase(literal(text), leaf.piece, leaf.in_title)


def _joined(tree: Node, number: int) -> Node | None:
    """Leaf `number` and the next as one run of characters, where both are texts that have to stand side by side."""
    siblings = _siblings(tree, number)
    if siblings is None:
        return None
    first, second = siblings
    is_gap = all(text.isascii() and text.isalnum() for text in (first.text[-1], second.text[0]))
    text = f"{first.text}{' ' if is_gap else ''}{second.text}"
    is_bare = isinstance(first, Words) and isinstance(second, Words) and not is_gap
    if is_bare and first.text[-1].isalnum() and second.text[0].isalnum():
        return Words(text, first.piece, (text,), first.in_title)
    is_exact = all(isinstance(leaf, Phrase) and leaf.is_exact for leaf in siblings)
    return Phrase(text if is_exact else literal(text), first.piece, first.in_title, is_exact)


def _siblings(node: Node, number: int) -> tuple[Words | Phrase, Words | Phrase] | None:
    """The words or phrases number `number` and the next, where they are neighbours under one `And`."""
    match node:
        case And(children) | Or(children):
            for child, following in zip(children, (*children[1:], None), strict=True):
                size = sum(1 for _ in _leaves(child))
                if 0 < size <= number:
                    number -= size
                    continue
                if not isinstance(child, Words | Phrase):
                    return _siblings(child, number)
                if not isinstance(following, Words | Phrase) or isinstance(node, Or):
                    return None
                return (child, following) if child.in_title == following.in_title else None
        case Not(child):
            return _siblings(child, number)
    return None
