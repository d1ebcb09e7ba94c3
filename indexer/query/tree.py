"""The query tree: what a typed string means. Pure values.

Enters: nothing. Leaves: nodes. Never knows an engine.

A *leaf* is a piece of text to find, or a condition on what is known about a speech. Text leaves carry the number of
their piece, counted from 0 as typed: marks, colours and counts go by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

_GAPS = re.compile("[*?]+")
_AS_CHARACTERS = str.maketrans("*?", "＊？")


@dataclass(frozen=True, slots=True)
class Phrase:
    """This run of characters, exactly (after folding). in_title: only in titles.

    is_exact: nothing else is taken for it, whatever equivalents it has (typed `=词`, or the switch `exact`).
    is_written: characters that Traditional texts tell apart (后 and 後) have to stand as typed, too (typed `==词`).
    """

    text: str
    piece: int
    in_title: bool = False
    is_exact: bool = False
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A bare run: all its words, wherever they stand. Where the run itself stands, it is what is marked.

    words: folded, none twice; the function words among them are left out unless there is nothing else.
    strings: what has to be there in place of the words, where that is not the same: single characters with what stands
        beside them.
    variants: other ways to write the run, folded; each is taken for it. units: with variants, what has to be there in
        place of the words: each a word or several, folded, followed by the other ways to write it.
    """

    text: str
    piece: int
    words: tuple[str, ...]
    in_title: bool = False
    variants: tuple[str, ...] = ()
    units: tuple[tuple[str, ...], ...] = ()
    strings: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """What has to be there, folded, none twice."""
        return self.strings or self.words

    @property
    def apart(self) -> tuple[str, ...]:
        """What has to be there where the run itself is not, folded: 十月十二日 is one date, though it is two words."""
        return tuple(unit for unit, *_ in self.units) or self.required


@dataclass(frozen=True, slots=True)
class Pattern:
    """A run of characters with gaps: `*` any run within a sentence, none too, `?` exactly one character of the line.

    text: as typed; begins and ends with something other than `*`. The full-width ＊ and ？ are characters of the text.
    """

    text: str
    piece: int
    in_title: bool = False

    @property
    def units(self) -> tuple[str, ...]:
        """What stands between the `*`, `?` among it; each has a character to look for.

        A `?` with nothing but `*` beside it goes to the unit before, or the first one to the unit behind.

        >>> Pattern("?*坚持*??*领?导", 0).units
        ('?坚持??', '领?导')
        """
        units: list[str] = []
        ahead = ""
        for unit in self.text.split("*"):
            if unit.strip("?"):
                units.append(ahead + unit)
                ahead = ""
            elif units:
                units[-1] += unit
            else:
                ahead += unit
        return tuple(units)

    @property
    def strings(self) -> list[str]:
        """What stands between its gaps.

        >>> Pattern("坚持*领?导", 0).strings
        ['坚持', '领', '导']
        """
        return [part for part in _GAPS.split(self.text) if part.strip()]


class Scope(StrEnum):
    """What the parts of a `Near` have to stand in together."""

    CHARACTERS = "characters"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Near:
    """All of these close together, in any order; each may stand anywhere, as if it were asked for alone.

    parts: at least two, none twice, all of this piece. text: theirs, with spaces between.
    distance: characters that may stand between two parts, for more parts: that are not theirs from the begin of the
        first to the end of the last; all in one paragraph. 0 where the scope is not CHARACTERS.
    """

    text: str
    piece: int
    parts: tuple[Phrase | Pattern, ...]
    scope: Scope
    distance: int = 0
    in_title: bool = False


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


Text = Phrase | Words | Pattern | Near
Node = Text | Has | Dated | Identified | And | Or | Not | Everything


def texts(node: Node) -> tuple[Text, ...]:
    """The text leaves that a match may stand on, in the order of their pieces; those under a `Not` are left out."""
    match node:
        case Phrase() | Words() | Pattern() | Near():
            return (node,)
        case And(children) | Or(children):
            return tuple(sorted((leaf for child in children for leaf in texts(child)), key=lambda leaf: leaf.piece))
        case _:
            return ()


def numbered(leaf: Text, piece: int) -> Text:
    """The same text as another piece."""
    if leaf.piece == piece:
        return leaf
    if isinstance(leaf, Near):
        return replace(leaf, piece=piece, parts=tuple(replace(part, piece=piece) for part in leaf.parts))
    return replace(leaf, piece=piece)


def literal(text: str) -> str:
    """A text whose `*` and `?` are characters to find, as it stands between quotation marks: in full width.

    Folding makes no difference between the widths.
    """
    return text.translate(_AS_CHARACTERS)
