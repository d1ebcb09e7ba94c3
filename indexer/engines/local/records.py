"""Stored texts: what is known of each speech, and its raw text where that differs from the body.

Enters: speeches. Leaves: the same speeches, given their bodies, which `characters` has. Never: anything searched.

Layout: `records.bin` holds, a speech after the other, its *head* and its *raw text*. `starts` i64[2d+1] (part
`records`) holds their offsets, two a speech.

The head is a CRC-32 (four bytes, the lowest first) and a list in JSON, UTF-8: the values of `Metadata` in the order of
its fields, headline_paragraphs, path, record. It is read for every hit, so it is not compressed. The raw text is empty
where it is the body, else GB 18030, two bytes for a Chinese character where UTF-8 has three. Only what stands around
the body's paragraphs is kept where that is little (a first byte `d`, then the parts with NUL between them); else it is
compressed by zlib with the body as dictionary.
"""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from indexer.engines.local.arrays import Array, offsets, open_file
from indexer.errors import IndexDamaged
from indexer.model import Metadata, Speech

NAMES = ("starts",)
FILE = "records.bin"
_LEVEL = 6
_WINDOW_BYTES = 1 << 15
"""What zlib can refer back to."""
_DIFFERENCE = b"d"
"""The first byte of a raw text that is kept by what it has around the body's paragraphs; zlib's is another."""
_MOST_BETWEEN = 200
"""Characters of it; more are better compressed."""
_CHECKSUM_BYTES = 4
_META_FIELDS = tuple(field.name for field in fields(Metadata))
_LISTS = [number for number, name in enumerate(_META_FIELDS) if name in ("speakers", "tags")]
"""The fields of which JSON makes lists."""
_known_of = attrgetter(*_META_FIELDS)
_decode_list = json.JSONDecoder().raw_decode
_encode_list = json.JSONEncoder(ensure_ascii=False).encode


class Packed(NamedTuple):
    """A speech as it is stored. raw is empty where it is the body."""

    head: bytes
    raw: bytes


def _encode(text: str) -> bytes:
    """GB 18030 has every character; half a surrogate pair, which is none, goes in UTF-8, marked by a first byte."""
    try:
        return b"g" + text.encode("gb18030")
    except UnicodeEncodeError:
        return b"u" + text.encode("utf-8", "surrogatepass")


def _decode(stored: bytes) -> str:
    return stored[1:].decode("gb18030") if stored[:1] == b"g" else stored[1:].decode("utf-8", "surrogatepass")


def _dictionary(body: str) -> bytes:
    return _encode(body)[-_WINDOW_BYTES:]


def pack(speech: Speech) -> Packed:
    """A speech without its body."""
    values = (*_known_of(speech.meta), speech.headline_paragraphs, speech.path, speech.record)
    head = _encode_list(values).encode("utf-8", "surrogatepass")
    return Packed(zlib.crc32(head).to_bytes(_CHECKSUM_BYTES, "little") + head, _raw(speech))


def _raw(speech: Speech) -> bytes:
    if speech.raw == speech.body:
        return b""
    between = _between(speech.raw, speech.body)
    if between is None or len(between) > _MOST_BETWEEN:
        packer = zlib.compressobj(_LEVEL, zdict=_dictionary(speech.body))
        return packer.compress(_encode(speech.raw)) + packer.flush()
    return _DIFFERENCE + _encode(between)


def _between(raw: str, body: str) -> str | None:
    """What the raw text has around the paragraphs of the body, parted by NUL; None where it has not all of them."""
    parts, at = [], 0
    for paragraph in body.split("\n"):
        start = raw.find(paragraph, at)
        if start < 0:
            return None
        parts.append(raw[at:start])
        at = start + len(paragraph)
    return None if "\0" in raw else "\0".join([*parts, raw[at:]])


def _joined(between: str, body: str) -> str:
    """The raw text again. Raises ValueError where there is not one part more than paragraphs."""
    first, *rest = between.split("\0")
    return first + "".join(chain.from_iterable(zip(body.split("\n"), rest, strict=True)))


def write(folder: Path, speeches: Sequence[Packed]) -> dict[str, Array]:
    """Write the file; returns the arrays that go with it."""
    pieces = [piece for packed in speeches for piece in packed]
    with (folder / FILE).open("wb") as file:
        file.writelines(pieces)
    return {"starts": offsets(map(len, pieces))}


def _open(path: Path, size: int) -> mmap.mmap | bytes:
    try:
        stored = open_file(path)
    except OSError as problem:
        raise IndexDamaged(f"{path} cannot be read ({problem}): run `jianghua rebuild`") from problem
    if len(stored) != size:
        raise IndexDamaged(f"{path} has {len(stored)} bytes instead of {size}: run `jianghua rebuild`")
    return stored


class Records:
    """What is stored of the speeches of one segment."""

    def __init__(self, folder: Path, starts: Array) -> None:
        self._path = folder / FILE
        self._starts = starts
        self._bytes = _open(self._path, int(starts[-1]))

    def speech(self, document: int, body: str) -> Speech:
        """The speech of a document with its body for raw: what a page of results needs.

        Raises:
            IndexDamaged: the record cannot be read.
        """
        low, high = self._starts[2 * document : 2 * document + 2].tolist()
        stored = self._bytes[low:high]
        head = stored[_CHECKSUM_BYTES:]
        if zlib.crc32(head).to_bytes(_CHECKSUM_BYTES, "little") != stored[:_CHECKSUM_BYTES]:
            raise IndexDamaged(f"{self._path}, record {document} was changed: run `jianghua rebuild`")
        (*known, headline_paragraphs, path, record), _ = _decode_list(head.decode("utf-8", "surrogatepass"))
        for number in _LISTS:
            known[number] = tuple(known[number])
        meta = Metadata(*known)
        return Speech(meta, body, body, headline_paragraphs, path, record)

    def whole(self, document: int, body: str) -> Speech:
        """The speech of a document with its raw text. Raises IndexDamaged like `speech`."""
        low, high = self._starts[2 * document + 1 : 2 * document + 3].tolist()
        speech = self.speech(document, body)
        if low == high:
            return speech
        try:
            stored = self._bytes[low:high]
            if stored[:1] == _DIFFERENCE:
                return replace(speech, raw=_joined(_decode(stored[1:]), body))
            unpacker = zlib.decompressobj(zdict=_dictionary(body))
            unpacked = unpacker.decompress(stored)
            if not unpacker.eof:  # its checksum stands at the end
                raise zlib.error("the text does not end")
            return replace(speech, raw=_decode(unpacked))
        except (zlib.error, ValueError) as problem:
            raise IndexDamaged(f"{self._path}, raw text {document}: {problem!r}: run `jianghua rebuild`") from problem
