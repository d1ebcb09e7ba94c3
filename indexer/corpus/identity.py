"""Names that stay: printable, bounded, never from the order of files. Pure.

Enters: a given id, a URL, a path. Leaves: the id of a speech. Never: a counter over files.
"""

from __future__ import annotations

import hashlib

from indexer.corpus.records import Record

MAX_ID_CHARS = 200
"""Ids stand in URLs and in a column of the index; a longer one keeps its beginning and gets a digest."""


def speech_id(record: Record) -> str:
    """The given id, else the path in the source, with ``#`` and the record's number where a file holds several."""
    given = record.stated.id.strip()
    return bounded(printable(given or (f"{record.path}#{record.number}" if record.number else record.path)))


def printable(text: str) -> str:
    """`text` with control characters, lone surrogates and the like as escapes, so that it can be shown and stored.

    >>> print(printable("a\\nb"), printable("讲话\\udcff.txt"))
    a\\x0ab 讲话\\udcff.txt
    """
    return text if text.isprintable() else "".join(map(_escaped, text))


def bounded(text: str) -> str:
    """`text`, or when it is too long for an id its beginning and a digest of all of it."""
    if len(text) <= MAX_ID_CHARS:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{text[: MAX_ID_CHARS - 17]}~{digest}"


def _escaped(char: str) -> str:
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
