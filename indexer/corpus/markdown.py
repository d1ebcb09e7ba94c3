"""Markdown with YAML front matter → a text without marks. The only module that knows PyYAML.

Enters: the text of a .md file. Leaves: a `Record`. Never: rendered HTML, tables, footnotes; what is no mark stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from indexer.corpus.fields import stated_by
from indexer.corpus.records import Reason, Record, Refusal

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NULLS = frozenset({"~", "null", "Null", "NULL"})
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
# In order: whole-line marks, then images and links, then emphasis from the outside in. Bounded, so that a file made to
# be slow is not.
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL), ""),
    (re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^(?: {0,3}>[ \t]?)+", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*[-*+][ \t]+", re.MULTILINE), ""),
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"), ""),
    (re.compile(r"\[([^\[\]\n]+)\]\([^()\n]*\)"), r"\1"),
    (re.compile(r"(?<!\\)(\*\*\*|\*\*|__)(?=\S)([^\n]{1,2000}?)(?<![\s\\])\1"), r"\2"),
    (re.compile(r"(?<![*\w\\])\*(?=\S)([^*\n]+?)(?<![\s\\])\*(?!\*)"), r"\1"),
    (re.compile(r"(?<![\w\\])_(?=\S)([^_\n]+?)(?<![\s\\])_(?!\w)"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])"), r"\1"),
)


class _Parts(NamedTuple):
    values: Mapping[str, object]
    text: str


def read_markdown(markdown: str) -> Record:
    """The text without its marks. The title is the front matter's, else the first line's when that is a heading.

    Raises Refusal where the front matter is no YAML.
    """
    values, text = _split_front_matter(markdown)
    stated = stated_by(values)
    heading = _HEADING.match(text.lstrip("\n"))
    if heading and not stated.title:
        stated = replace(stated, title=stated_by({"title": _without_marks(heading[0])}).title)
    return Record(_without_marks(text), stated)


def _split_front_matter(markdown: str) -> _Parts:
    match = _FRONT_MATTER.match(markdown)
    if not match:
        return _Parts({}, markdown)
    values = _load_yaml(match[1])
    # Two rules around a plain text are no front matter.
    if not isinstance(values, dict):
        return _Parts({}, markdown)
    return _Parts({key: _without_nulls(value) for key, value in values.items()}, markdown[match.end() :])


def _load_yaml(text: str) -> object:
    """Strings, lists and dicts: with the base loader ``2023.10`` stays as written and is no number."""
    import yaml  # Most corpora hold no Markdown.

    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # The rule above the front matter is line 1.
        line = mark.line + 2 if mark else None
        raise Refusal(Reason.BAD_FRONT_MATTER, getattr(error, "problem", None) or "not YAML", line) from error
    except (RecursionError, ValueError) as error:
        raise Refusal(Reason.BAD_FRONT_MATTER, "nested too deep or not YAML") from error


def _without_nulls(value: object) -> object:
    return "" if isinstance(value, str) and value in _NULLS else value


def _without_marks(text: str) -> str:
    text = _HEADING.sub(lambda heading: _without_closing(heading[1]), text)
    for mark, replacement in _MARKS:
        text = mark.sub(replacement, text)
    return text


def _without_closing(heading: str) -> str:
    """The heading without the ``##`` that may close it; that of C# is a part of it."""
    text = heading.rstrip()
    inner = text.rstrip("#")
    return inner.rstrip() if inner[-1:] in ("", " ", "\t") else text
