"""Paths → the files to read, in one order on every machine.

Enters: files and folders. Leaves: a `FileList`. Never: opens a file, guesses at a kind.

Folders are searched to the bottom. Hidden files and folders (a leading dot) are skipped, symbolic links followed, and
no file or folder is taken twice, so that a loop of links ends.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.corpus.identity import printable
from indexer.corpus.records import Reason
from indexer.errors import SourceError
from indexer.model import Rejected

KINDS = frozenset({".txt", ".md", ".html", ".htm", ".shtml", ".json", ".jsonl"})
"""Suffixes that are read; each also with `.gz` behind it."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. name: its path relative to the source, with ``/``; kind: one of `KINDS`; printable."""

    path: Path
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class FileList:
    """What the sources hold.

    files: sorted by name. unknown_kinds: suffix -> number of files not read, ``no suffix`` for files without a suffix.
    rejected: folders that cannot be listed, links that lead nowhere.
    """

    files: tuple[SourceFile, ...]
    unknown_kinds: Mapping[str, int]
    rejected: tuple[Rejected, ...] = ()


def list_files(sources: Sequence[Path]) -> FileList:
    """The files under `sources`. Raises SourceError when one of them does not exist.

    Names are relative to the source. Where two sources hold the same name, both files are named from the folder that
    all sources have in common, so that neither hides the other.
    """
    found: dict[str, tuple[Path, SourceFile]] = {}
    rejected: list[Rejected] = []
    for source in sources:
        _require(source)
        for item in _walk(source):
            if isinstance(item, Rejected):
                rejected.append(item)
            else:
                found.setdefault(os.path.realpath(item.path), (source, item))
    files = [file for _, file in found.values()]
    read = _distinct_names([file for file in files if file.kind in KINDS], sources)
    unknown = Counter(file.kind or "no suffix" for file in files if file.kind not in KINDS)
    return FileList(tuple(sorted(read, key=lambda file: file.name)), dict(sorted(unknown.items())), tuple(rejected))


def _require(source: Path) -> None:
    try:
        source.stat()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise SourceError(f"cannot read {printable(str(source))}: {why}") from error


def _walk(source: Path) -> Iterator[SourceFile | Rejected]:
    folders = [source] if source.is_dir() else []
    if not folders:
        yield from _entries([source], source.parent, folders)
    seen = set()
    while folders:
        folder = folders.pop()
        if (real := os.path.realpath(folder)) in seen:
            continue
        seen.add(real)
        try:
            entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        except OSError as error:
            yield Rejected(_name(folder, source), None, Reason.UNREADABLE, error.strerror or str(error))
            continue
        yield from _entries(entries, source, folders)


def _entries(entries: Iterable[Path], source: Path, folders: list[Path]) -> Iterator[SourceFile | Rejected]:
    """Files among the entries of one folder; its subfolders are added to `folders`."""
    for entry in entries:
        try:
            mode = entry.stat().st_mode
        except OSError as error:
            yield Rejected(_name(entry, source), None, Reason.UNREADABLE, error.strerror or str(error))
            continue
        if stat.S_ISDIR(mode):
            folders.append(entry)
        elif stat.S_ISREG(mode):
            yield _file(entry, _name(entry, source))
        else:
            yield Rejected(_name(entry, source), None, Reason.UNREADABLE, "neither a file nor a folder")


def _file(path: Path, name: str) -> SourceFile:
    stem, suffix = os.path.splitext(path.name.lower())
    inner = os.path.splitext(stem)[1] if suffix == ".gz" else ""
    kind = inner if inner in KINDS else inner + suffix
    return SourceFile(path, printable(name), printable(kind))


def _name(path: Path, source: Path) -> str:
    return path.relative_to(source).as_posix()


def _distinct_names(files: Sequence[SourceFile], sources: Sequence[Path]) -> Iterator[SourceFile]:
    counts = Counter(file.name for file in files)
    for file in files:
        if counts[file.name] == 1:
            yield file
        else:
            common = os.path.commonpath([source.absolute() for source in sources])
            yield replace(file, name=printable(os.path.relpath(file.path.absolute(), common).replace(os.sep, "/")))
