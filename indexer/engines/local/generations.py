"""Generations: complete indexes beside each other, one of them published by name; and the write lock.

Enters: a folder such as `index_data/`. Leaves: the folder of the generation in use, and of the next one. Never reads
what is in them but `meta.json`.

::

    index_data/
      CURRENT                    one line: the name of the generation in use; replaced by one rename
      LOCK, LOCK.holder          held by the operating system while a process writes; says which
      gen-20261123T101500123Z/   a complete index; never changed after it was published
        meta.json                what it is: versions, counts, fingerprint, size of every file

A build that fails or is killed leaves a folder that `CURRENT` does not name; the next build removes it. A reader that
has a generation open keeps it: on Unix the files live on until it lets go, and the last two are kept for the others.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from indexer.engines.base import Published
from indexer.engines.local.segment import SegmentPlace
from indexer.errors import IndexDamaged, IndexLocked, IndexMissing, IndexProblem, IndexStale

SCHEMA_VERSION = 8
"""Of everything on disk. Raised whenever an older index can no longer be read."""
META = "meta.json"
META_KEYS = (
    "schema_version",
    "jianghua",
    "analyser",
    "cutter",
    "created",
    "speeches",
    "fingerprint",
    "rejected",
    "steps",
    "sources",
    "segments",
    "files",
)
CURRENT = "CURRENT"
LOCK = "LOCK"
HOLDER = "LOCK.holder"
_KEPT = 2
"""Generations left on disk: the one in use and the one that a slow reader may still be opening."""

Meta = dict[str, Any]
FileSums = dict[str, int]


def stamp(root: Path) -> tuple[int, ...]:
    """What changes with every publishing: the file that names the generation in use is replaced by a new one.

    Costs a fifth of reading it. Raises what `current` raises where it is missing.
    """
    try:
        known = os.stat(f"{root}/{CURRENT}")
    except FileNotFoundError:
        raise _missing(root) from None
    except OSError as problem:
        raise _unreadable(root, problem) from problem
    return known.st_ino, known.st_mtime_ns, known.st_ctime_ns, known.st_size


def _missing(root: Path) -> IndexMissing:
    return IndexMissing(f"there is no index in {root}: run `jianghua rebuild` to make one")


def _unreadable(root: Path, problem: Exception) -> IndexDamaged:
    return IndexDamaged(f"{root / CURRENT} cannot be read ({problem}): run `jianghua rebuild`")


def current(root: Path) -> Path:
    """The folder of the generation in use.

    Raises:
        IndexMissing: nothing was ever published here.
    """
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise _missing(root) from None
    except (OSError, UnicodeDecodeError) as problem:
        raise _unreadable(root, problem) from problem
    folder = root / name
    # The name is taken from a file: it must not lead out of the folder.
    if not name.startswith("gen-") or Path(name).name != name or not folder.is_dir():
        raise IndexDamaged(f"{root / CURRENT} names {name!r}, which is no generation: run `jianghua rebuild`")
    return folder


def read_meta(folder: Path) -> Meta:
    """What `meta.json` says: a value for each of META_KEYS.

    Raises:
        IndexDamaged: it cannot be read. IndexStale: another version wrote it.
    """
    try:
        meta: Meta = json.loads((folder / META).read_text(encoding="utf-8"))
        version = meta["schema_version"]
        if version == SCHEMA_VERSION:
            return {key: meta[key] for key in META_KEYS}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise IndexDamaged(f"{folder / META} cannot be read ({problem!r}): run `jianghua rebuild`") from problem
    raise IndexStale(f"{folder} has format {version}, this version reads {SCHEMA_VERSION}: run `jianghua rebuild`")


def require_whole(folder: Path, meta: Meta) -> None:
    """Hold the files against the sizes that the meta has of them.

    Raises:
        IndexDamaged: one is missing, or longer or shorter than it was written.
    """
    for name, sums in meta["files"].items():
        path = folder / name
        try:
            size = path.stat().st_size
        except OSError as problem:
            raise IndexDamaged(f"{path} cannot be read ({problem}): run `jianghua rebuild`") from problem
        if size != sums["bytes"]:
            raise IndexDamaged(f"{path} has {size} bytes instead of {sums['bytes']}: run `jianghua rebuild`")


def segments(folder: Path, meta: Meta) -> list[SegmentPlace]:
    """The segments of a generation in the order in which their documents are numbered: Whoosh's table of them, for
    those who answer without Whoosh.

    Raises:
        IndexDamaged: the meta has something else.
    """
    try:
        return [SegmentPlace(folder / name, count, tuple(deleted)) for name, count, deleted in meta["segments"]]
    except (TypeError, ValueError) as problem:
        raise IndexDamaged(f"{folder / META} cannot be read ({problem!r}): run `jianghua rebuild`") from problem


def as_published(folder: Path, meta: Meta) -> Published:
    """What a generation says of itself."""
    return Published(folder.name, meta["fingerprint"], meta["speeches"], tuple(meta["sources"]), meta["steps"])


def files(folder: Path) -> list[Path]:
    """Every file of a generation but its meta, sorted."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != META]


def file_sums(folder: Path, known: Mapping[str, FileSums] = MappingProxyType({})) -> dict[str, FileSums]:
    """Size and CRC-32 of every file of a generation but its meta.

    known: those of the generation before, whose arrays are linked and not looked at again: they never change.
    """
    sums = {}
    for path in files(folder):
        name = path.relative_to(folder).as_posix()
        if name in known and "/" in name:
            sums[name] = known[name]
            continue
        checksum = 0
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                checksum = zlib.crc32(block, checksum)
        sums[name] = {"bytes": path.stat().st_size, "crc32": checksum}
    return sums


def new_folder(root: Path) -> Path:
    """A name for the next generation; not made yet. Names sort by age, also where the clock was put back."""
    name = f"gen-{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z"
    newest = max((folder.name for folder in root.glob("gen-*")), default="")
    return root / (name if name > newest else f"{newest}+")


def publish(root: Path, folder: Path, meta: Meta) -> None:
    """Write the meta, then make the generation the current one by one rename; older ones but the last are removed."""
    (folder / META).write_text(json.dumps(meta, indent=1), encoding="utf-8")  # ASCII: a path may hold half a character
    _sync(folder)
    beside = root / f"{CURRENT}.new"
    beside.write_text(folder.name + "\n", encoding="utf-8")
    os.replace(beside, root / CURRENT)
    for old in sorted(root.glob("gen-*"))[:-_KEPT]:
        _remove(old)


def discard_unpublished(root: Path) -> None:
    """Remove what failed and killed builds have left: every generation newer than the one in use.

    Where `CURRENT` is damaged nothing is removed: one of them may be what it named.
    """
    try:
        in_use = current(root).name
    except IndexMissing:
        in_use = ""
    except IndexDamaged:
        return
    for folder in root.glob("gen-*"):
        if folder.name > in_use:
            _remove(folder)


def _remove(folder: Path) -> None:
    # A file that is open on Windows cannot be removed; the next build tries again.
    shutil.rmtree(folder, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have the files on disk before the name that makes them count."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


@contextmanager
def write_lock(root: Path) -> Iterator[None]:
    """Hold the folder for writing. The operating system lets go when the process ends, however it ends.

    Raises:
        IndexLocked: another process holds it; the message says which.
        IndexProblem: the folder cannot be written to.
    """
    import socket  # both together a twentieth of a second, for those who write alone

    from filelock import FileLock, Timeout

    holder = root / HOLDER
    lock = FileLock(root / LOCK, timeout=0)
    try:
        with writing(root):
            root.mkdir(parents=True, exist_ok=True)
            lock.acquire()
            holder.write_text(f"process {os.getpid()} on {socket.gethostname()} since {_now()}", encoding="utf-8")
    except Timeout:
        known = holder.read_text(encoding="utf-8") if holder.exists() else "another process"
        raise IndexLocked(f"{root} is being written by {known}: wait for it to end") from None
    try:
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Says of a full disk and the like where it was: only around what writes to the folder, not what reads speeches.

    Raises:
        IndexProblem: the folder cannot be written to.
    """
    try:
        yield
    except OSError as problem:
        if isinstance(problem, TimeoutError):  # of the lock: nothing is wrong with the folder
            raise
        raise IndexProblem(f"cannot write to {root}: {problem}") from problem


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
