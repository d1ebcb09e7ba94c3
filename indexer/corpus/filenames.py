"""A file name → what it states. Pure.

Enters: a file's name. Leaves: `Metadata` without an id. Never: meaning in a number such as ``000_522596ff6ab5f318``.

Known forms: a date in front (``2023-10-12``, ``20231012``, ``2023年10月12日``) or in brackets at the end; then a title,
and before it a speaker when the parts are set apart by spaces, ``_`` or ``-``: ``2023-10-12 习近平 座谈会.txt``.
"""

from __future__ import annotations

import re

from indexer.corpus.names import is_name
from indexer.dates import LeadingDate, leading_date, parse_date
from indexer.folding import fold
from indexer.model import Metadata

_SUFFIXES = re.compile(r"(?:\.(?:txt|md|s?html?|jsonl?|gz))+$", re.IGNORECASE)
_BORDERS = re.compile(r"[\s_]+|(?<=[\u3400-\u9fff])-(?=[\u3400-\u9fff])")
_DATE_BEHIND = re.compile(r"[ _]*[(（]([^()（）]+)[)）]$")
_TITLE = re.compile(r"[\u3400-\u9fff].*[\u3400-\u9fff]")


def read_filename(name: str) -> Metadata:
    """What a file's name (or path) says of the speech in it. Fields that it does not speak of are empty."""
    stem = _SUFFIXES.sub("", name.rpartition("/")[2])
    behind = _DATE_BEHIND.search(stem)
    leading = leading_date(stem)
    if behind and not leading and (date := parse_date(behind[1])):
        return _with_date(date, stem[: behind.start()])
    if leading and _is_set_apart(stem, leading):
        return _with_date(leading.date, stem[leading.length :])
    return _with_date("", stem)


def _is_set_apart(stem: str, leading: LeadingDate) -> bool:
    """Whether the number in front is a date: a year alone must be a likely one and have a title behind it.

    The rest of ``2023年工作要点`` is no title of its own: there the year is a part of it.
    """
    rest = stem[leading.length :]
    if len(leading.date) > len("2023"):
        return not rest[:1].isalnum() or bool(_TITLE.match(rest))
    return "1840" <= leading.date <= "2100" and rest[:1] in (" ", "_", "-") and bool(_TITLE.search(rest))


def _with_date(date: str, rest: str) -> Metadata:
    parts = [part for part in _BORDERS.split(rest.strip(" _-—.　")) if part]
    speakers = parts[:1] if len(parts) > 1 and is_name(fold(parts[0])) else []
    title = " ".join(parts[len(speakers) :])
    return Metadata("", title=title if _TITLE.search(title) else "", speakers=tuple(speakers), date=date)
