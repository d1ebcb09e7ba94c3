"""Files of any supported kind → speeches.

Enters: paths of files and folders. Leaves: `Speech` or `Rejected`, lazily and in one order on every machine, with
bounded memory. Never: tokens, indexes, an exception for what a file holds.

`read_corpus` does all of it. Its parts are there for those who share the work out: `list_files` says what there is,
`entries` what a file holds (cheap), `read_entry` reads, cleans and describes one (dear), `Taken` sees to it that an id
stands once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.corpus.encodings import known_encoding
from indexer.corpus.entries import Entry, entries, origin, place_of, size_chars
from indexer.corpus.reading import (
    Claim,
    Read,
    Taken,
    claim,
    distinct,
    expected,
    read_entry,
    read_file,
    read_records,
    read_speech,
    steps_of,
    text_digest,
)
from indexer.corpus.records import Reason, Record
from indexer.corpus.script import detect_script
from indexer.corpus.sources import KINDS, FileList, SourceFile, list_files
from indexer.model import Rejected, Speech

__all__ = [
    "KINDS",
    "Claim",
    "Entry",
    "FileList",
    "Read",
    "Reason",
    "Record",
    "SourceFile",
    "Taken",
    "claim",
    "detect_script",
    "distinct",
    "entries",
    "expected",
    "list_files",
    "origin",
    "place_of",
    "read_corpus",
    "read_entry",
    "read_file",
    "read_records",
    "read_speech",
    "size_chars",
    "steps_of",
    "text_digest",
]


def read_corpus(sources: Sequence[Path], *, encoding: str | None = None) -> Iterator[Speech | Rejected]:
    """Every speech under `sources`, each id once, and everything that is none; files in the order of their names.

    encoding: of all files; None: each is recognised.
    Raises SourceError when a source does not exist, SettingError when `encoding` is no text encoding (both at once).
    """
    if encoding is not None:
        known_encoding(encoding)
    return _read_all(list_files(sources), encoding)


def _read_all(listed: FileList, encoding: str | None) -> Iterator[Speech | Rejected]:
    yield from listed.rejected
    reads = (item for file in listed.files for item in read_file(file, encoding=encoding))
    for item in distinct(reads):
        yield item if isinstance(item, Rejected) else item.speech
