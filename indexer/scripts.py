"""Conversion between the scripts, for reading. Pure.

Enters: a text in either script. Leaves: the same in the one that is asked for, by OpenCC's characters and phrases, with
the map of its offsets. Never: matching (that is `folding`'s), regional wording (软件 becomes 軟件, never 軟體).
"""

from __future__ import annotations

import re
from functools import cache

import opencc

from indexer.offsets import Edit, Edited, OffsetMap, edited

_CONFIGURATIONS = {"Hans": "t2s", "Hant": "s2t"}
# OpenCC reads UTF-8, which has no halves of surrogate pairs; the mark of a lost character is as long, and stays itself.
_SURROGATE = re.compile("[\ud800-\udfff]")
# Phrases do not cross these, so what lies between two of them is converted alone as it is in the whole text.
_CLAUSE = re.compile(r"[^\n，。！？；：、]+")


def converted(text: str, script: str) -> Edited:
    """`text` in `script`, ``Hans`` or ``Hant``; half a surrogate pair becomes U+FFFD.

    >>> converted("頭髮發白", "Hans").text
    '头发发白'
    """
    readable = _SURROGATE.sub("\ufffd", text)
    whole = _converter(script).convert(readable)
    if len(whole) == len(text):
        return Edited(whole, OffsetMap.identity(len(text)))
    return edited(readable, list(_edits(readable, script)))


def _edits(text: str, script: str) -> list[Edit]:
    """Clause by clause, so that a phrase that changes its length moves nothing but the rest of its own clause."""
    clauses = ((match, _converter(script).convert(match[0])) for match in _CLAUSE.finditer(text))
    return [Edit(*match.span(), new) for match, new in clauses if new != match[0]]


@cache
def _converter(script: str) -> opencc.OpenCC:
    return opencc.OpenCC(_CONFIGURATIONS[script])
