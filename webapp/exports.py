"""All hits of a question as a file: CSV, JSON, JSON Lines, one page after another. Pure.

Enters: pages of results. Leaves: pieces of text, as soon as there is one. Never: the whole file in memory, HTTP.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from indexer.envelope import Envelope, results_envelope
from indexer.model import Hit, Results

COLUMNS = (
    "id",
    "title",
    "date",
    "speaker",
    "place",
    "occasion",
    "kind",
    "source",
    "url",
    "script",
    "occurrences",
    "passages",
    "fingerprint",
)
"""Columns of the CSV file, named as the keys of a hit; passages are its snippets, with their paragraphs."""

# A spreadsheet would run a cell that begins so; an apostrophe makes it text, as spreadsheets themselves write it.
_FORMULA = re.compile(r"[=+\-@\t\r]")
# Programs on Windows take a file for UTF-8 only when it begins with this.
_BYTE_ORDER_MARK = "\ufeff"


def csv_pieces(found: Iterable[Results]) -> Iterator[str]:
    """A header and one line a hit, for spreadsheets: with byte order mark, and nothing in it that they would run."""
    yield _BYTE_ORDER_MARK + _csv_line(COLUMNS)
    for results in found:
        for hit in results.hits:
            yield _csv_line(_cells(hit, results.fingerprint))


def json_lines_pieces(found: Iterable[Results]) -> Iterator[str]:
    """One hit a line, each with the fingerprint of the corpus that it was found in."""
    for results in found:
        for hit in results_envelope(results)["hits"]:
            yield _json({**hit, "fingerprint": results.fingerprint}) + "\n"


def json_pieces(found: Iterable[Results]) -> Iterator[str]:
    """The envelope of a search, with all hits in the one list."""
    pages = iter(found)
    first = next(pages)
    envelope = results_envelope(first)
    hits = chain(envelope.pop("hits"), (hit for results in pages for hit in results_envelope(results)["hits"]))
    # What comes before the list is the envelope without its closing brace.
    yield _json({**envelope, "page": 1, "pages": 1})[:-1] + ', "hits": ['
    for place, hit in enumerate(hits):
        yield (", " if place else "") + _json(hit)
    yield "]}\n"


def _cells(hit: Hit, fingerprint: str) -> tuple[str, ...]:
    meta = hit.meta
    passages = " | ".join(f"¶{snippet.paragraph} {snippet.text}" for snippet in hit.snippets)
    known = (meta.id, meta.title, meta.date, meta.speaker, meta.place, meta.occasion, meta.kind)
    return (*known, meta.source, meta.url, meta.script, str(hit.occurrences), passages, fingerprint)


def _csv_line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow("'" + cell if _FORMULA.match(cell) else cell for cell in cells)
    return written.getvalue()


def _json(value: Envelope) -> str:
    return json.dumps(value, ensure_ascii=False)
