"""Stored texts: each speech in one compressed record, read with one seek.

Enters: speeches. Leaves: the same speeches. Never: anything that is searched.

Layout: `records.bin` holds, a speech after the other, the *front* (a line of JSON, then the body) and the raw text
where it differs from the body, each compressed by zlib, the raw text with the body as its dictionary, as they are
nearly the same; `starts` i64[2d+1] (part `records`) holds their offsets, two a speech.
"""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.errors import IndexDamaged
from indexer.model import Metadata, Speech

NAMES = ("starts",)
FILE = "records.bin"
_LEVEL = 6


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decode(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogatepass")


def pack(speech: Speech) -> tuple[bytes, bytes]:
    """(front, raw) of a speech; raw is empty where it is the body."""
    head = {
        "meta": asdict(speech.meta),
        "headline_paragraphs": speech.headline_paragraphs,
        "path": speech.path,
        "record": speech.record,
    }
    front = zlib.compress(_encode(json.dumps(head) + "\n" + speech.body), _LEVEL)
    if speech.raw == speech.body:
        return front, b""
    packer = zlib.compressobj(_LEVEL, zdict=_dictionary(speech.body))
    return front, packer.compress(_encode(speech.raw)) + packer.flush()


def _dictionary(body: str) -> bytes:
    """What zlib may refer back to: no more than the end of it fits its window of 32 KiB."""
    return _encode(body)[-(1 << 15) :]


def write(folder: Path, packed: Sequence[tuple[bytes, bytes]]) -> dict[str, Array]:
    """Write `records.bin`; returns the arrays that go with it."""
    lengths = [len(piece) for pair in packed for piece in pair]
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    with (folder / FILE).open("wb") as file:
        file.writelines(piece for pair in packed for piece in pair)
    return {"starts": starts}


class Records:
    """The stored texts of one segment."""

    def __init__(self, folder: Path, starts: Array) -> None:
        self._path = folder / FILE
        self._starts = starts
        try:
            with self._path.open("rb") as file:
                # An empty file cannot be mapped.
                size = self._path.stat().st_size
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        except OSError as problem:
            raise IndexDamaged(f"{self._path} cannot be read ({problem}): run `jianghua rebuild`") from problem
        if size != int(starts[-1]):
            raise IndexDamaged(f"{self._path} has {size} bytes instead of {int(starts[-1])}: run `jianghua rebuild`")

    def _unpack(self, number: int, dictionary: bytes = b"") -> str:
        packed = self._bytes[self._starts[number] : self._starts[number + 1]]
        try:
            return _decode(zlib.decompressobj(zdict=dictionary).decompress(packed))
        except (zlib.error, UnicodeDecodeError) as problem:
            raise IndexDamaged(f"{self._path}, record {number}: {problem}: run `jianghua rebuild`") from problem

    def front(self, document: int) -> Speech:
        """The speech of a document with its body for raw: what a page of results needs."""
        head, _, body = self._unpack(2 * document).partition("\n")
        fields = json.loads(head)
        known = fields.pop("meta")
        meta = Metadata(**(known | {"speakers": tuple(known["speakers"]), "tags": tuple(known["tags"])}))
        return Speech(meta=meta, body=body, raw=body, **fields)

    def whole(self, document: int) -> Speech:
        """The speech of a document with its raw text."""
        number = 2 * document + 1
        has_raw = self._starts[number] < self._starts[number + 1]
        speech = self.front(document)
        return replace(speech, raw=self._unpack(number, _dictionary(speech.body))) if has_raw else speech
