"""Stored texts: each speech in one compressed record, read with one seek.

Enters: speeches. Leaves: the same speeches. Never: anything that is searched.

Layout: `records.bin` holds, a speech after the other, the *front* (a line of JSON, then the body) and the raw text
where it differs from the body. `starts` i64[2d+1] (part `records`) holds their offsets, two a speech.

Both are GB 18030, two bytes for a Chinese character where UTF-8 has three. The front is compressed by zlib with a
sample of its neighbours as dictionary. Of a raw text only what stands around the body's paragraphs is kept where that
is little (a first byte `d`, then the parts with NUL between them); else it is compressed with the body as dictionary.
`samples.bin` holds the samples, one a batch, themselves compressed; `sample_starts` i64[b+1] their offsets;
`sample_documents` u32[b] the first document of each. Measured on three corpora: 0.35–0.42 of the UTF-8 text, where zlib
alone leaves 0.47–0.59.
"""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import chain, compress
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np

from indexer.engines.local.arrays import MAPPED_BYTES, Array, offsets
from indexer.errors import IndexDamaged
from indexer.model import Metadata, Speech

NAMES = ("starts", "sample_starts", "sample_documents")
FILE, SAMPLES = "records.bin", "samples.bin"
_LEVEL = 6
_WINDOW_BYTES = 1 << 15
"""What zlib can refer back to."""
_DIFFERENCE = b"d"
"""The first byte of a raw text that is kept by what it has around the body's paragraphs; zlib's is another."""
_MOST_BETWEEN = 200
"""Characters of it; more are better compressed."""
_SAMPLED_CHARACTERS = 500
"""Taken from the begin of each speech for the sample: openings are what speeches share most."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Some speeches, compressed. pieces: (front, raw) of each; raw is empty where it is the body."""

    sample: bytes
    pieces: tuple[tuple[bytes, bytes], ...]


def _encode(text: str) -> bytes:
    """GB 18030 has every character; half a surrogate pair, which is none, goes in UTF-8, marked by a first byte."""
    try:
        return b"g" + text.encode("gb18030")
    except UnicodeEncodeError:
        return b"u" + text.encode("utf-8", "surrogatepass")


def _decode(stored: bytes) -> str:
    return stored[1:].decode("gb18030") if stored[:1] == b"g" else stored[1:].decode("utf-8", "surrogatepass")


def _compress(text: str, dictionary: bytes) -> bytes:
    return _packed(text, zlib.compressobj(_LEVEL, zdict=dictionary))


def _packed(text: str, packer: Any) -> bytes:  # noqa: ANN401 - zlib does not name its class
    return b"".join((packer.compress(_encode(text)), packer.flush()))


def _dictionary(text: str) -> bytes:
    return _encode(text)[-_WINDOW_BYTES:]


def pack(speeches: Sequence[Speech]) -> Packed:
    """Compress speeches with a sample of them."""
    fronts = [_front(speech) for speech in speeches]
    sample = _dictionary("".join(front[:_SAMPLED_CHARACTERS] for front in fronts))
    # Copied for each: taking in the sample anew costs more than compressing a speech.
    packer = zlib.compressobj(_LEVEL, zdict=sample)
    return Packed(
        sample,
        tuple((_packed(front, packer.copy()), _raw(speech)) for front, speech in zip(fronts, speeches, strict=True)),
    )


_META_FIELDS = tuple(field.name for field in fields(Metadata))
_values = attrgetter(*_META_FIELDS)


def _front(speech: Speech) -> str:
    head = {
        "meta": {name: value for name, value in zip(_META_FIELDS, _values(speech.meta), strict=True) if value},
        "headline_paragraphs": speech.headline_paragraphs,
        "path": speech.path,
        "record": speech.record,
    }
    return json.dumps(head, ensure_ascii=False) + "\n" + speech.body


def _raw(speech: Speech) -> bytes:
    if speech.raw == speech.body:
        return b""
    between = _between(speech.raw, speech.body)
    if between is None or len(between) > _MOST_BETWEEN:
        return _compress(speech.raw, _dictionary(speech.body))
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


def only(packed: Packed, stays: Sequence[bool]) -> Packed:
    """Some of the speeches; stays: a truth for each."""
    return Packed(packed.sample, tuple(compress(packed.pieces, stays)))


def write(folder: Path, batches: Sequence[Packed]) -> dict[str, Array]:
    """Write the files; returns the arrays that go with them."""
    pieces = [piece for batch in batches for pair in batch.pieces for piece in pair]
    samples = [zlib.compress(batch.sample, _LEVEL) for batch in batches]
    for name, blobs in ((FILE, pieces), (SAMPLES, samples)):
        with (folder / name).open("wb") as file:
            file.writelines(blobs)
    return {
        "starts": offsets(map(len, pieces)),
        "sample_starts": offsets(map(len, samples)),
        "sample_documents": offsets(len(batch.pieces) for batch in batches)[:-1].astype(np.uint32),
    }


def _open(path: Path, size: int) -> mmap.mmap | bytes:
    try:
        actual = path.stat().st_size
        with path.open("rb") as file:
            is_mapped = actual >= MAPPED_BYTES
            stored = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if is_mapped else file.read()
    except OSError as problem:
        raise IndexDamaged(f"{path} cannot be read ({problem}): run `jianghua rebuild`") from problem
    if actual != size:
        raise IndexDamaged(f"{path} has {actual} bytes instead of {size}: run `jianghua rebuild`")
    return stored


class Records:
    """The stored texts of one segment."""

    def __init__(self, folder: Path, starts: Array, sample_starts: Array, sample_documents: Array) -> None:
        self._path = folder / FILE
        self._starts = starts
        self._sample_starts = sample_starts
        self._sample_documents = sample_documents
        self._bytes = _open(self._path, int(starts[-1]))
        self._samples = _open(folder / SAMPLES, int(sample_starts[-1]))
        self._sample = lru_cache(maxsize=None)(self._read_sample)

    def _read_sample(self, number: int) -> bytes:
        return zlib.decompress(self._samples[self._sample_starts[number] : self._sample_starts[number + 1]])

    def _unpack(self, number: int, dictionary: bytes) -> str:
        unpacker = zlib.decompressobj(zdict=dictionary)
        unpacked = unpacker.decompress(self._bytes[self._starts[number] : self._starts[number + 1]])
        if not unpacker.eof:  # its checksum stands at the end
            raise zlib.error("the record does not end")
        return _decode(unpacked)

    def front(self, document: int) -> Speech:
        """The speech of a document with its body for raw: what a page of results needs.

        Raises:
            IndexDamaged: the record cannot be unpacked.
        """
        batch = int(np.searchsorted(self._sample_documents, document, side="right")) - 1
        try:
            head, _, body = self._unpack(2 * document, self._sample(batch)).partition("\n")
            fields = json.loads(head)
            known: dict[str, Any] = fields.pop("meta")
            lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
            meta = Metadata(**known | lists)
        except (zlib.error, ValueError, TypeError, KeyError) as problem:
            raise IndexDamaged(f"{self._path}, record {document}: {problem!r}: run `jianghua rebuild`") from problem
        return Speech(meta=meta, body=body, raw=body, **fields)

    def whole(self, document: int) -> Speech:
        """The speech of a document with its raw text. Raises IndexDamaged like `front`."""
        number = 2 * document + 1
        speech = self.front(document)
        if self._starts[number] == self._starts[number + 1]:
            return speech
        try:
            stored = self._bytes[self._starts[number] : self._starts[number + 1]]
            if stored[:1] == _DIFFERENCE:
                return replace(speech, raw=_joined(_decode(stored[1:]), speech.body))
            return replace(speech, raw=self._unpack(number, _dictionary(speech.body)))
        except (zlib.error, ValueError) as problem:
            raise IndexDamaged(f"{self._path}, raw text {document}: {problem!r}: run `jianghua rebuild`") from problem
