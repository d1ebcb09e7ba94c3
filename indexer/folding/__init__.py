"""Folding: what people read → what is compared. Pure.

Enters: a body, a title, a query. Leaves: a text of **the same length** in which differences that must not matter when
matching are gone, so that an offset into the folded text is an offset into the body. Never shown, never stored to read.

One character becomes one character, by a table with these classes (`classes/*.txt`, made by `folding.build`):

=============== ============================================================ ==========================
class           makes equal                                                  source
=============== ============================================================ ==========================
han             Simplified, Traditional, wrong conversions, regional forms:  OpenCC's dictionaries
                製度 = 制度, 同誌 = 同志, 裏 = 裡 = 里, 臺 = 台, 著 = 着
form            width and compatibility forms: Ａ = A, ３ = 3, ⼀ = 一       Unicode decompositions
case            a = A, б = Б                                                 Unicode lower case
mark            quotation marks by region and width, dashes, dots, ellipses  by hand, with reasons
=============== ============================================================ ==========================

Han classes are the connected groups of everything that OpenCC may turn into each other, because a text may have been
converted any number of times, by any table. What that costs is known and small: 46 groups hold two characters that
Simplified Chinese keeps apart (坐/座, 画/划, 像/象 …); ranking puts the form that was typed first.
"""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache, reduce
from pathlib import Path

__all__ = ["CHANGED", "CLASSES", "SIMPLIFIED_ONLY", "TRADITIONAL_ONLY", "fingerprint", "fold", "told_apart"]

CLASSES = ("form", "case", "mark", "han")
"""The classes in the order in which they apply."""


def _lines(name: str) -> list[str]:
    text = Path(__file__).with_name("classes").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("// ")]


def _read_class(name: str) -> dict[int, int]:
    """Member -> the character that stands for its class."""
    members = (line.partition("\t") for line in _lines(f"{name}.txt"))
    return {ord(member): ord(target) for target, _, others in members for member in others}


def _compose(first: dict[int, int], then: dict[int, int]) -> dict[int, int]:
    return then | {member: then.get(target, target) for member, target in first.items()}


def _read_table() -> dict[int, int]:
    return reduce(_compose, map(_read_class, CLASSES))


class _Lookup(dict[int, int]):
    """The table for `str.translate`, which takes ten times as long over a character that is not there."""

    def __missing__(self, point: int) -> int:
        self[point] = point
        return point


_TABLE = _read_table()
_LOOKUP = _Lookup(_TABLE)
CHANGED = "".join(map(chr, _TABLE))
"""Every character that folding changes."""
TRADITIONAL_ONLY, SIMPLIFIED_ONLY = (frozenset(line) for line in _lines("scripts.txt"))
"""Characters that stand in texts of one script only: the evidence for a text's script."""


def fold(text: str) -> str:
    """The text as it is compared; `len(fold(text)) == len(text)` and `fold(fold(text)) == fold(text)`.

    >>> fold("製度與ＧＤＰ") == fold("制度与gdp")
    True
    """
    return text.translate(_LOOKUP)


@cache
def _han_classes() -> dict[str, str]:
    """The character that stands for a class -> the others."""
    classes = (line.partition("\t") for line in _lines("han.txt"))
    return {target: others for target, _, others in classes}


@lru_cache(maxsize=4096)  # what is typed is any user's
def told_apart(folded: str) -> str:
    """The forms of a folded character that Traditional texts tell apart; empty where there are not several.

    >>> told_apart("后"), told_apart("国")
    ('后後', '')
    """
    others = _han_classes().get(folded)
    forms = "".join(filter(_is_frequent_traditional, folded + others)) if others else ""
    return forms if len(forms) > 1 else ""


def _is_frequent_traditional(character: str) -> bool:
    """Whether it is one of the 5,401 frequently used characters of Big5, its first level, or one of the seven that
    Big5 as it is used has besides: 裏 is how Hong Kong writes 裡.
    """
    try:
        first, second = character.encode("cp950")
    except (UnicodeEncodeError, ValueError):
        return False
    code = first << 8 | second
    return 0xA440 <= code <= 0xC67E or 0xF9D6 <= code <= 0xF9DC


@cache
def fingerprint() -> str:
    """Eight hexadecimal digits that change with the table."""
    return hashlib.sha256(repr(sorted(_TABLE.items())).encode()).hexdigest()[:8]
