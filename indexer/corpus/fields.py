"""Keys and values as people write them → `Metadata`. Pure.

Enters: a mapping with any keys and any JSON or YAML values. Leaves: `Metadata` of what it states, and its text.
Never: a guess from the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from urllib.parse import urlsplit

from indexer.cleaning import clean_line
from indexer.corpus.wordlists import read_sections
from indexer.dates import leading_date, parse_date
from indexer.folding import fold
from indexer.model import Metadata

MAX_VALUE_CHARS = 1000
"""Of one value of the metadata. A longer one is no title or name but a text that stands in the wrong field."""

_EMPTY: tuple[object, ...] = (None, "", [], {})
_MAX_NUMBER = 10**20  # Longer ones are no ids or years; writing very long ones out is slow.
_SURROGATE = re.compile("[\ud800-\udfff]")
_LIST_MARKS = re.compile(r"[、,，;；\n]")


def stated_by(values: Mapping[str, object]) -> Metadata:
    """What the keys of `values` state. The id is the given one, else the URL, else empty.

    A source that is a URL is the url too, and the source is then its host.
    """
    return stated_in(by_field(values))


def stated_in(found: Mapping[str, object]) -> Metadata:
    """`stated_by` for what `by_field` has found."""
    source = _line(found.get("source"))
    url = _url(_line(found.get("url"))) or _url(source)
    return Metadata(
        id=_line(found.get("id")) or url,
        title=_line(found.get("title")),
        speakers=_several(found.get("speakers")),
        date=read_date(_line(found.get("date"))),
        place=_line(found.get("place")),
        occasion=_line(found.get("occasion")),
        kind=_line(found.get("kind")),
        source=urlsplit(url).hostname or "" if _url(source) else source,
        url=url,
        tags=_several(found.get("tags")),
    )


def text_in(values: Mapping[str, object]) -> str:
    """The text of a speech in `values`, empty when there is none. A list of strings is a list of paragraphs."""
    return body_in(by_field(values))


def body_in(found: Mapping[str, object]) -> str:
    """`text_in` for what `by_field` has found."""
    body = found.get("body")
    if not isinstance(body, str):
        if not isinstance(body, Sequence):
            return ""
        body = "\n".join(part for part in body if isinstance(part, str))
    return _well_formed(body)


def read_date(text: str) -> str:
    """The date that `text` is or begins with, as EDTF, or empty."""
    if date := parse_date(text):
        return date
    leading = leading_date(text)
    return leading.date if leading else ""


@cache
def _ranks() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Name of a key, normalised -> the fields that it may name, and how good a name of each it is; 0 is the best."""
    ranks: dict[str, dict[str, int]] = {}
    for field, names in read_sections("fields.txt").items():
        for rank, name in enumerate(names if field else ()):
            ranks.setdefault(_normal(name), {}).setdefault(field, rank)
    return {name: tuple(fields.items()) for name, fields in ranks.items()}


def by_field(values: Mapping[str, object]) -> dict[str, object]:
    """Field -> the value of the best key that is there and not empty."""
    by_name = {_normal(key): value for key, value in values.items() if isinstance(key, str)}
    best: dict[str, tuple[int, object]] = {}
    for name, value in by_name.items():
        for field, rank in _ranks().get(name, ()):
            if value not in _EMPTY and (field not in best or rank < best[field][0]):
                best[field] = rank, value
    return {field: value for field, (_, value) in best.items()}


@lru_cache(maxsize=1024)
def _normal(name: str) -> str:
    return fold(name).strip().replace("-", "_")


def _line(value: object) -> str:
    """A value as one clean line: the first of a list, the name of an object, a number's digits."""
    if value is None or value == "":  # most fields of most records
        return ""
    if not isinstance(value, str):
        value = _written(value)
    line = clean_line(_well_formed(value))
    return line if len(line) <= MAX_VALUE_CHARS else line[: MAX_VALUE_CHARS - 1] + "…"


def _written(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MAX_NUMBER:
        return str(value)
    return value if isinstance(value, str) else ""


def _several(value: object) -> tuple[str, ...]:
    """A list, or a string with commas between its parts, without repetitions."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        value = _LIST_MARKS.split(_line(value))
    return tuple(dict.fromkeys(line for part in value if (line := _line(part))))


def _well_formed(text: str) -> str:
    r"""The text with escaped surrogates as the characters they pair up to; a lone one becomes U+FFFD.

    >>> _well_formed("\ud83d\ude00\ud800")
    '😀\ufffd'
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _SURROGATE.search(text) else text


def _url(text: str) -> str:
    """`text` when it is a web address, else empty: whatever stands here becomes a link."""
    try:
        address = urlsplit(text)
    except ValueError:
        return ""
    return text if address.scheme in ("http", "https") and address.hostname and " " not in text else ""
