"""JSON and JSON Lines → records. The shapes that exports and APIs have, found by a few documented rules.

Enters: the text of a .json file, or the lines of a .jsonl file. Leaves: `Record | Refusal`. Never: a schema.

A file is one object, a list of objects, or an object that holds one list of objects somewhere (an API's answer); the
first list, from the outside in, of which an item has a text is taken. An item's text may stand one object deeper (a
``detail``): that object's keys then come before the item's own. Keys are those of `fields.txt`. A value with HTML in
it is turned into text. A key that stands twice has its last value; NaN and Infinity are no values.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from indexer.corpus.encodings import Undecodable, decode
from indexer.corpus.fields import body_in, by_field, stated_in
from indexer.corpus.opening import Line
from indexer.corpus.page import has_markup, text_of
from indexer.corpus.records import Reason, Record, Refusal

_MAX_LIST_DEPTH = 4
"""How deep the list of items may stand: answer → data → result → list."""


class TextLine(NamedTuple):
    """A line of a .jsonl file, decoded; number: from 1."""

    number: int
    text: str


_JSON = json.JSONDecoder(parse_constant=lambda _: None)


def read_json(text: str) -> Iterator[Record | Refusal]:
    """The records of a .json file, numbered from 1 where it holds a list. Raises Refusal when it is no JSON."""
    value = _load(text)
    if isinstance(value, Mapping) and _with_text(value):
        yield _record(value)
        return
    items = _items(value)
    if not items:
        raise Refusal(Reason.NO_TEXT, "no object with a text (body, text, content …)")
    for number, item in enumerate(items, 1):
        try:
            yield replace(_record(item), number=number)
        except Refusal as refusal:
            yield Refusal(refusal.reason, f"record {number}: {refusal.detail}")


def text_lines(lines: Iterable[Line | Refusal], *, encoding: str | None = None) -> Iterator[TextLine | Refusal]:
    """The lines of a .jsonl file that hold something, decoded; one that does not decode is a Refusal.

    Raises Refusal when there is no line at all.
    """
    # UTF-8 until a line says otherwise: the encoding of one line is the first guess for the next.
    last_encoding = "utf-8"
    is_empty = True
    for line in lines:
        if isinstance(line, Refusal):
            is_empty = False
            yield line
            continue
        if not line.raw.strip():
            continue
        is_empty = False
        decoded = decode(line.raw, encoding=encoding, declared=last_encoding)
        if isinstance(decoded, Undecodable):
            detail = f"byte {line.offset + decoded.offset} is not {decoded.encoding}"
            yield Refusal(Reason.UNDECODABLE, detail, line.number)
            continue
        last_encoding = decoded.encoding
        yield TextLine(line.number, decoded.text)
    if is_empty:
        raise Refusal(Reason.EMPTY)


def read_json_line(text: str) -> Record:
    """The record of a line. Raises Refusal where it is no JSON, no object, or has no text."""
    return _record(_load(text))


def _load(text: str) -> object:
    try:
        return _JSON.decode(text)
    except json.JSONDecodeError as error:
        raise Refusal(Reason.BAD_JSON, f"{error.msg} at column {error.colno}", error.lineno) from error
    except RecursionError as error:
        raise Refusal(Reason.BAD_JSON, "nested too deep") from error
    except ValueError as error:
        raise Refusal(Reason.BAD_JSON, str(error)) from error


def _record(value: object) -> Record:
    if not isinstance(value, Mapping):
        raise Refusal(Reason.NOT_AN_OBJECT, f"a {type(value).__name__} stands where an object should")
    found = _with_text(value)
    if not found:
        raise Refusal(Reason.NO_TEXT, "no text under body, text, content …")
    text = body_in(found)
    return Record(text_of(text) if has_markup(text) else text, stated_in(found))


def _with_text(value: Mapping[str, object]) -> Mapping[str, object]:
    """The fields of the object and, where the text stands in one deeper, of that one; empty without text."""
    found = by_field(value)
    if _has_text(found):
        return found
    parts = (part for part in value.values() if isinstance(part, Mapping) and _has_text(by_field(part)))
    inner = next(parts, None)
    return by_field({**value, **inner}) if inner else {}


def _has_text(found: Mapping[str, object]) -> bool:
    text = body_in(found)
    return bool(text) and not text.isspace()


def _items(value: object) -> list[object]:
    """The list of items, breadth first."""
    level = [value]
    for _ in range(_MAX_LIST_DEPTH):
        for part in level:
            if isinstance(part, list) and any(isinstance(item, Mapping) and _with_text(item) for item in part):
                return part
        level = [inner for part in level if isinstance(part, Mapping) for inner in islice(part.values(), 1000)]
    return []
