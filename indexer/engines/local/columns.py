"""Values of every speech in columns: what is filtered, counted and sorted by.

Enters: speeches. Leaves: arrays with a row a document. Never reads a body.

Layout (part `columns`): for each facet field `<field>.values` u32 (numbers into its vocabulary) with `<field>.starts`
u32[d+1], so a document has any number of values; `dates` i32[d, 2], the first and last day a date may mean as
yyyymmdd, 0 where the year is unknown; `title_in_body` u8[d]; `digests` u8[d, 16]; `origins` u8[d, 16],
what each was read from, NUL where that is not known;
`text_bytes` u32[d], the body as UTF-8. Vocabularies are in `columns.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from indexer import dates
from indexer.engines.local.arrays import Array, offsets
from indexer.model import FACET_FIELDS, Metadata, Speech, digest

NAMES = (
    *(f"{field}.{part}" for field in FACET_FIELDS for part in ("values", "starts")),
    "dates",
    "title_in_body",
    "digests",
    "origins",
    "text_bytes",
)
_ORIGIN_BYTES = 16


class Row(NamedTuple):
    """What a speech contributes to the columns. values: a tuple for each of FACET_FIELDS, in that order."""

    values: tuple[tuple[str, ...], ...]
    days: tuple[int, int]
    title_in_body: bool
    digest: bytes
    origin: bytes
    text_bytes: int


def facet_values(meta: Metadata, field: str) -> tuple[str, ...]:
    """The values that a speech counts under in a facet; none where the value is unknown."""
    if field == "speaker":
        return meta.speakers
    value: str = getattr(meta, field)
    return (value,) if value else ()


@lru_cache(maxsize=1 << 12)  # speeches come by date, and each is looked at as it comes
def _days(date: str) -> tuple[int, int]:
    bounds = dates.date_bounds(date)
    return (bounds.first_day, bounds.last_day) if bounds else (0, 0)


def row(speech: Speech) -> Row:
    """The row of a speech."""
    return Row(
        values=tuple([facet_values(speech.meta, field) for field in FACET_FIELDS]),
        days=_days(speech.meta.date),
        title_in_body=speech.headline_paragraphs > 0,
        digest=bytes.fromhex(digest(speech)),
        origin=speech.origin or bytes(_ORIGIN_BYTES),
        text_bytes=len(speech.body.encode("utf-8", "surrogatepass")),
    )


def build(rows: Sequence[Row]) -> tuple[dict[str, Array], dict[str, list[str]]]:
    """(arrays, vocabularies) of a segment."""
    arrays: dict[str, Array] = {
        "dates": np.array([r.days for r in rows], np.int32).reshape(-1, 2),
        "title_in_body": np.array([r.title_in_body for r in rows], np.uint8),
        "digests": np.frombuffer(b"".join(r.digest for r in rows), np.uint8).reshape(len(rows), -1),
        "origins": np.frombuffer(b"".join(r.origin for r in rows), np.uint8).reshape(len(rows), -1),
        "text_bytes": np.array([r.text_bytes for r in rows], np.uint32),
    }
    vocabularies = {}
    for number, field in enumerate(FACET_FIELDS):
        values = [r.values[number] for r in rows]
        vocabulary = sorted({value for some in values for value in some})
        rank = {value: i for i, value in enumerate(vocabulary)}
        arrays[f"{field}.values"] = np.array([rank[value] for some in values for value in some], np.uint32)
        arrays[f"{field}.starts"] = offsets(map(len, values)).astype(np.uint32)
        vocabularies[field] = vocabulary
    return arrays, vocabularies


class Facet(NamedTuple):
    """One facet field of one segment, as it is stored."""

    values: Array
    starts: Array
    vocabulary: Sequence[str]
