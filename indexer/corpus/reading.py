"""A file of any supported kind → speeches. The room's front door is `indexer.corpus`.

Enters: a `SourceFile`. Leaves: `Record`, `Read`, `Rejected`, lazily. Never: an exception for what a file holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from indexer.cleaning import clean
from indexer.corpus.encodings import Undecodable, decode
from indexer.corpus.html import declared_charset, read_html
from indexer.corpus.json_records import read_json, read_json_lines
from indexer.corpus.markdown import read_markdown
from indexer.corpus.metadata import describe
from indexer.corpus.opening import Line, count_lines, peek, read_bytes, read_lines
from indexer.corpus.records import Reason, Record, Refusal
from indexer.corpus.sources import FileList, SourceFile
from indexer.model import Metadata, Rejected, Speech

_PAGES = frozenset({".html", ".htm", ".shtml"})


@dataclass(frozen=True, slots=True)
class Read:
    """A speech that was read. steps: cleaning step -> characters it removed or changed in this text."""

    speech: Speech
    steps: Mapping[str, int]


def read_records(file: SourceFile, *, encoding: str | None = None) -> Iterator[Record | Rejected]:
    """The texts of one file in its order, before cleaning; a .jsonl file is read line by line.

    Raises SettingError when `encoding` is the name of no text encoding.
    """
    try:
        for item in _records(file, encoding):
            yield item.rejected(file.name) if isinstance(item, Refusal) else replace(item, path=file.name)
    except Refusal as refusal:
        yield refusal.rejected(file.name)


def expected(listed: FileList) -> int:
    """How many records there are, nearly and cheaply: the lines of .jsonl files, one of any other."""
    return sum(count_lines(file.path) if file.kind == ".jsonl" else 1 for file in listed.files)


def read_speech(record: Record) -> Read | Rejected:
    """The record as a speech: cleaned, with everything that is known of it."""
    cleaned = clean(record.text)
    if not cleaned.body:
        where = f" of record {record.number}" if record.number else ""
        return Rejected(record.path, None, Reason.NO_TEXT, f"nothing is left{where} after cleaning")
    described = describe(record, cleaned.body, cleaned.found)
    speech = Speech(
        described.meta, cleaned.body, record.text, described.headline_paragraphs, record.path, max(record.number, 1)
    )
    steps: dict[str, int] = {}
    for step in cleaned.steps:
        steps[step.name] = steps.get(step.name, 0) + step.count
    return Read(speech, steps)


def read_file(file: SourceFile, *, encoding: str | None = None) -> Iterator[Read | Rejected]:
    """The speeches of one file in its order. Raises SettingError when `encoding` is no text encoding."""
    for record in read_records(file, encoding=encoding):
        yield record if isinstance(record, Rejected) else read_speech(record)


def distinct(items: Iterable[Read | Rejected]) -> Iterator[Read | Rejected]:
    """The items with every id once: the first speech of an id stays, a later one is rejected.

    The same text again is a ``duplicate`` (nothing is lost); another text under a taken id is a ``duplicate id``.
    """
    seen: dict[str, tuple[bytes, str]] = {}
    for item in items:
        if isinstance(item, Rejected):
            yield item
            continue
        speech = item.speech
        digest = sha256(speech.raw.encode("utf-8", "surrogatepass")).digest()
        first_digest, first_place = seen.setdefault(speech.id, (digest, f"{speech.path}, record {speech.record}"))
        place = f"{speech.path}, record {speech.record}"
        if place == first_place:
            yield item
        elif digest == first_digest:
            yield Rejected(speech.path, None, Reason.DUPLICATE, f"record {speech.record} is the same as {first_place}")
        else:
            detail = f"{speech.id} of record {speech.record} is taken by another text: {first_place}"
            yield Rejected(speech.path, None, Reason.DUPLICATE_ID, detail)


def _records(file: SourceFile, encoding: str | None) -> Iterator[Record | Refusal]:
    if file.kind == ".jsonl":
        yield from _json_lines(file, encoding)
        return
    raw = read_bytes(file.path)
    text = _decoded(raw, encoding, declared_charset(raw) if file.kind in _PAGES else "")
    if not text.strip():
        raise Refusal(Reason.EMPTY)
    if file.kind in _PAGES:
        yield read_html(text)
    elif file.kind == ".md":
        yield read_markdown(text)
    elif file.kind == ".json":
        yield from read_json(text)
    else:
        yield Record(text, Metadata(""))


def _json_lines(file: SourceFile, encoding: str | None) -> Iterator[Record | Refusal]:
    head = peek(file.path)
    # In UTF-16 a line feed is two bytes, and old Macs ended lines by CR alone: such files are decoded whole.
    if b"\0" in head or (b"\r" in head and b"\n" not in head):
        lines = _decoded(read_bytes(file.path), encoding).split("\n")
        yield from read_json_lines(Line(number, 0, line.encode()) for number, line in enumerate(lines, 1))
    else:
        yield from read_json_lines(read_lines(file.path), encoding=encoding)


def _decoded(raw: bytes, encoding: str | None, declared: str = "") -> str:
    decoded = decode(raw, encoding=encoding, declared=declared)
    if isinstance(decoded, Undecodable):
        raise Refusal(Reason.UNDECODABLE, f"byte {decoded.offset} is not {decoded.encoding}")
    return decoded.text
