"""The entries of a file: what becomes one speech each, before anything dear has been done with it.

Enters: a `SourceFile`. Leaves: `Entry`, one after the other, cheap to make and to hand to another process; `record_of`
one; its `origin`. Never: an exception for what a file holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b, sha256
from importlib.metadata import version
from importlib.resources import files
from typing import NamedTuple

from indexer import folding
from indexer.corpus.encodings import Undecodable, decode
from indexer.corpus.html import declared_charset, read_html
from indexer.corpus.json_records import TextLine, read_json, read_json_line, text_lines
from indexer.corpus.markdown import read_markdown
from indexer.corpus.opening import peek, read_bytes, read_lines
from indexer.corpus.records import Reason, Record, Refusal
from indexer.corpus.sources import SourceFile
from indexer.model import Metadata, Rejected

_PAGES = frozenset({".html", ".htm", ".shtml"})
_ROOMS = ("indexer.cleaning", "indexer.corpus")
_LIBRARIES = ("emoji", "trafilatura")
"""What a speech depends on beside its file; folding is asked for its own fingerprint."""
ORIGIN_BYTES = 16


class JsonLine(NamedTuple):
    """A line of a .jsonl file, decoded. path: the file's name; number: the line's, from 1."""

    path: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A file that holds one speech. encoding: as it was asked for; None: it is recognised."""

    file: SourceFile
    encoding: str | None


Entry = JsonLine | WholeFile | Record | Rejected
"""A list in a .json file has been read as a whole: its entries are records already."""


def entries(file: SourceFile, *, encoding: str | None = None) -> Iterator[Entry]:
    """The entries of one file in its order; a .jsonl file is read line by line.

    Raises SettingError when `encoding` is the name of no text encoding.
    """
    try:
        if file.kind == ".jsonl":
            for line in _lines(file, encoding):
                yield (
                    line.rejected(file.name)
                    if isinstance(line, Refusal)
                    else JsonLine(file.name, line.number, line.text)
                )
        elif file.kind == ".json":
            for item in read_json(_text(file, encoding)):
                yield item.rejected(file.name) if isinstance(item, Refusal) else replace(item, path=file.name)
        else:
            yield WholeFile(file, encoding)
    except Refusal as refusal:
        yield refusal.rejected(file.name)


def record_of(entry: Entry) -> Record | Rejected:
    """The entry, read: its text and what it states, before cleaning."""
    if isinstance(entry, Record | Rejected):
        return entry
    path = entry.path if isinstance(entry, JsonLine) else entry.file.name
    number = entry.number if isinstance(entry, JsonLine) else 0
    try:
        record = read_json_line(entry.text) if isinstance(entry, JsonLine) else _whole(entry)
        return Record(record.text, record.stated, path, number)
    except Refusal as refusal:
        return Rejected(path, number, refusal.reason, refusal.detail) if number else refusal.rejected(path)


def place_of(entry: Entry) -> tuple[str, int]:
    """Path and number of record that a speech made from the entry has."""
    match entry:
        case JsonLine():
            return entry.path, entry.number
        case WholeFile():
            return entry.file.name, 1
        case Rejected():
            return entry.path, entry.line or 1
        case Record():
            return entry.path, max(entry.number, 1)


def size_chars(entry: Entry) -> int:
    """How many characters there are to read, nearly."""
    match entry:
        case Rejected():
            return 0
        case WholeFile():
            is_packed = entry.file.path.suffix.lower() == ".gz"
            try:
                return entry.file.path.stat().st_size * (2 if is_packed else 1) // 2
            except OSError:
                return 0  # reading it says why
        case _:
            return len(entry.text)


def origin(entry: Entry) -> bytes:
    """16 bytes that change with anything that the speech is made from: file, place, text, and the code that reads it.

    Empty for what cannot be read.
    """
    match entry:
        case Rejected():
            return b""
        case JsonLine():
            made_from = f"{entry.path}\0{entry.number}\0{entry.text}".encode("utf-8", "surrogatepass")
        case Record():
            made_from = repr(entry).encode("utf-8", "surrogatepass")
        case WholeFile():
            try:
                head = f"{entry.file.name}\0{entry.file.kind}\0{entry.encoding}\0".encode("utf-8", "surrogatepass")
                made_from = head + read_bytes(entry.file.path)
            except Refusal:
                return b""
    return blake2b(made_from, digest_size=ORIGIN_BYTES, key=_code()).digest()


@cache
def _code() -> bytes:
    """A digest of everything that decides how an entry is read."""
    total = sha256(" ".join([folding.fingerprint(), *map(version, _LIBRARIES)]).encode())
    for room in _ROOMS:
        for file in sorted(files(room).iterdir(), key=lambda file: file.name):
            if file.name.endswith((".py", ".txt", ".tsv")):
                total.update(file.read_bytes())
    total.update(files("indexer").joinpath("dates.py").read_bytes())
    return total.digest()


def _lines(file: SourceFile, encoding: str | None) -> Iterator[TextLine | Refusal]:
    head = peek(file.path)
    # In UTF-16 a line feed is two bytes, and old Macs ended lines by CR alone: such files are decoded whole.
    if b"\0" in head or (b"\r" in head and b"\n" not in head):
        lines = _decoded(read_bytes(file.path), encoding).split("\n")
        if not any(map(str.strip, lines)):
            raise Refusal(Reason.EMPTY)
        return (TextLine(number, line) for number, line in enumerate(lines, 1) if line.strip())
    return text_lines(read_lines(file.path), encoding=encoding)


def _whole(entry: WholeFile) -> Record:
    text = _text(entry.file, entry.encoding)
    if entry.file.kind in _PAGES:
        return read_html(text)
    return read_markdown(text) if entry.file.kind == ".md" else Record(text, Metadata(""))


def _text(file: SourceFile, encoding: str | None) -> str:
    raw = read_bytes(file.path)
    text = _decoded(raw, encoding, declared_charset(raw) if file.kind in _PAGES else "")
    if not text.strip():
        raise Refusal(Reason.EMPTY)
    return text


def _decoded(raw: bytes, encoding: str | None, declared: str = "") -> str:
    decoded = decode(raw, encoding=encoding, declared=declared)
    if isinstance(decoded, Undecodable):
        raise Refusal(Reason.UNDECODABLE, f"byte {decoded.offset} is not {decoded.encoding}")
    return decoded.text
