"""The nouns of what is offered where nothing was found: frozen values and nothing else. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Likeness(StrEnum):
    """What makes a wording near to what was typed."""

    SOUND = "sound"
    SPELLING = "spelling"
    PINYIN = "pinyin"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class Wording:
    """A string that stands in the corpus, as it stands there, with what it alone has in it."""

    text: str
    likeness: Likeness
    occurrences: int
    speeches: int


@dataclass(frozen=True, slots=True)
class Rewording:
    """A query that may find something.

    text: what stands in the corpus, in place of `instead_of`; query: all of it, to type, with other pieces that
        failed put right, too.
    speeches: how many have `text`.
    differing: offsets into `text` of characters that are other ones than those typed in their places; none where the
        two are of different lengths.
    """

    text: str
    instead_of: str
    query: str
    likeness: Likeness
    speeches: int
    differing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """Ways out of an answer without hits. rewordings: the nearest first.

    failed: pieces that stand nowhere, as typed, behind conditions that no speech meets, in the syntax.
    unfiltered: how many speeches the same query finds without its filters and its conditions; 0 where it has none.
    unfiltered_query: that query, to type; empty where it finds nothing.
    """

    failed: tuple[str, ...] = ()
    rewordings: tuple[Rewording, ...] = ()
    unfiltered: int = 0
    unfiltered_query: str = ""
