"""The query tree: what a typed string means. Pure values.

Enters: nothing. Leaves: nodes. Never knows an engine.

A *leaf* is a piece of text to find, or a condition on what is known about a speech. Text leaves carry the number of
their piece, counted from 0 as typed: marks, colours and counts go by it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """This run of characters, exactly (after folding). in_title: only in titles.

    is_exact: nothing else is taken for it, whatever equivalents it has (typed `=词`, or the switch `exact`).
    """

    text: str
    piece: int
    in_title: bool = False
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A bare run: all its words, wherever they stand. Where the run itself stands, it is what is marked.

    words: folded, none twice; the function words among them are left out unless there is nothing else.
    variants: other ways to write the run, folded; each is taken for it. units: with variants, what has to be there in
        place of the words: each a word or several, folded, followed by the other ways to write it.
    """

    text: str
    piece: int
    words: tuple[str, ...]
    in_title: bool = False
    variants: tuple[str, ...] = ()
    units: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Has:
    """A condition on a facet field: a value that contains `value` when folded, or is it (is_exact)."""

    field: str
    value: str
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A condition on the date, EDTF bounds, both inclusive, empty = open."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Identified:
    """The speech with this id."""

    speech_id: str


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of it."""

    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every speech."""


Text = Phrase | Words
Node = Phrase | Words | Has | Dated | Identified | And | Or | Not | Everything


def texts(node: Node) -> tuple[Text, ...]:
    """The text leaves that a match may stand on, in the order of their pieces; those under a `Not` are left out."""
    match node:
        case Phrase() | Words():
            return (node,)
        case And(children) | Or(children):
            return tuple(sorted((leaf for child in children for leaf in texts(child)), key=lambda leaf: leaf.piece))
        case _:
            return ()
