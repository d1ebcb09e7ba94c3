"""Files → bytes, plain or gzip, never more than a bound.

Enters: a path. Leaves: all of its bytes, or its lines one by one. Never: an encoding, an unbounded read.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, cast

from indexer.corpus.records import Reason, Refusal

MAX_FILE_BYTES = 256 << 20
"""Of a file that is read whole, after decompression: a gzip bomb ends here. 50 times the longest book."""
MAX_LINE_BYTES = 64 << 20
"""Of one line of a .jsonl file."""

_HEAD_BYTES = 64 << 10
_BLOCK_BYTES = 1 << 20


class Line(NamedTuple):
    """A line of a file without its end; number: from 1; offset: of its first byte, after decompression."""

    number: int
    offset: int
    raw: bytes


def peek(path: Path) -> bytes:
    """The first bytes of a file, to see how its lines end. Raises Refusal when it cannot be read."""
    with _opened(path) as stream:
        return stream.read(_HEAD_BYTES)


def read_bytes(path: Path) -> bytes:
    """All bytes of a file. Raises Refusal when it cannot be read, or is empty or too large."""
    with _opened(path) as stream:
        raw = stream.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        raise Refusal(Reason.TOO_LARGE, f"more than {MAX_FILE_BYTES >> 20} MiB")
    if not raw.strip():
        raise Refusal(Reason.EMPTY)
    return raw


def read_lines(path: Path) -> Iterator[Line | Refusal]:
    """The lines of a file in order, in constant memory. Too long a line is a Refusal with its number.

    Raises Refusal when the file cannot be read (any further).
    """
    with _opened(path) as stream:
        number = offset = 0
        while raw := stream.readline(MAX_LINE_BYTES + 1):
            number += 1
            start, offset = offset, offset + len(raw)
            if len(raw) <= MAX_LINE_BYTES:
                yield Line(number, start, raw.rstrip(b"\r\n"))
                continue
            yield Refusal(Reason.TOO_LARGE, f"a line of more than {MAX_LINE_BYTES >> 20} MiB", number)
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(MAX_LINE_BYTES)
                offset += len(raw)


def count_lines(path: Path) -> int:
    """How many line feeds a file has; as far as it can be read."""
    count = 0
    try:
        with _opened(path) as stream:
            while block := stream.read(_BLOCK_BYTES):
                count += block.count(b"\n")
    except Refusal:
        return count  # the reading proper says why
    return count


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The stream of a file's (decompressed) bytes; what goes wrong while it is read becomes a Refusal."""
    is_gzip = path.suffix.lower() == ".gz"
    try:
        with cast(IO[bytes], gzip.open(path) if is_gzip else path.open("rb")) as stream:
            yield stream
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refusal(Reason.BROKEN_GZIP, str(error)) from error
    except OSError as error:
        raise Refusal(Reason.UNREADABLE, error.strerror or str(error)) from error
