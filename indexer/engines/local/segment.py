"""A segment: the arrays of some speeches in one folder beside Whoosh's files of the same segment.

Enters: a folder that `laying` wrote. Leaves: what is in it. Never changes; deletions are Whoosh's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.engines.local import characters, columns, frequent, keywords, phrases, records, words
from indexer.engines.local.arrays import Array, open_arrays
from indexer.errors import IndexDamaged
from indexer.model import FACET_FIELDS, Speech

VOCABULARIES = "columns.json"


@dataclass(frozen=True, slots=True)
class SegmentPlace:
    """Where a segment's arrays are, how many documents they hold and which of those are deleted."""

    folder: Path
    documents: int
    deleted: tuple[int, ...]


class Segment:
    """What a folder of arrays holds, mapped. Safe to share between threads: nothing in it changes.

    base: number of its first document in the whole index; is_live: bool[d], False where Whoosh says deleted.
    """

    def __init__(self, folder: Path, base: int, deleted: Sequence[int]) -> None:
        self.base = base
        self.characters = characters.Characters(open_arrays(folder, "characters", characters.NAMES))
        self.title, self.body = (words.Words(open_arrays(folder, f, words.NAMES)) for f in words.FIELDS)
        self.frequent = frequent.Frequent(open_arrays(folder, "frequent", frequent.NAMES), len(self))
        self.records = records.Records(folder, **open_arrays(folder, "records", records.NAMES))
        self.phrases = phrases.Phrases(open_arrays(folder, "phrases", phrases.NAMES))
        self.is_live = np.ones(self.characters.document_count, bool)
        self.is_live[list(deleted)] = False
        self._open_columns(folder)
        self._ids = keywords.Keywords(open_arrays(folder, "id", keywords.NAMES))

    def _open_columns(self, folder: Path) -> None:
        arrays = open_arrays(folder, "columns", columns.NAMES)
        try:
            vocabularies = json.loads((folder / VOCABULARIES).read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise IndexDamaged(f"{folder / VOCABULARIES}: {problem}: run `jianghua rebuild`") from problem
        self.dates = arrays["dates"]
        self.digests = arrays["digests"]
        self.origins = arrays["origins"]
        self.text_bytes = arrays["text_bytes"]
        self.title_in_body = arrays["title_in_body"].astype(bool)
        self.facets = {
            f: columns.Facet(arrays[f"{f}.values"], arrays[f"{f}.starts"], vocabularies[f]) for f in FACET_FIELDS
        }

    def __len__(self) -> int:
        return self.characters.document_count

    def speech(self, document: int) -> Speech:
        """The speech of a document with its body for raw: what a page of results needs."""
        return self.records.speech(document, self.characters.body(document))

    def whole_speech(self, document: int) -> Speech:
        """The speech of a document with its raw text."""
        return self.records.whole(document, self.characters.body(document))

    def document(self, speech_id: str) -> int | None:
        """The document with an id, deleted ones not."""
        number = self._ids.lexicon.find(keywords.as_term(speech_id))
        if number is None:
            return None
        document = int(self._ids.documents(number)[0])
        return document if self.is_live[document] else None

    def id_bytes(self, document: int) -> bytes:
        """The id of a document as it sorts."""
        return self._ids.lexicon[int(self.id_numbers[document])]

    @cached_property
    def id_numbers(self) -> Array:
        """The number of each document's id, in the order of ids."""
        return self._ids.by_document(len(self))

    def live_origins(self) -> Iterator[tuple[bytes, str]]:
        """(origin, id) of every speech that is not deleted and whose origin is known."""
        for document in np.flatnonzero(self.is_live & self.origins.any(axis=1)).tolist():
            yield self.origins[document].tobytes(), keywords.as_value(self.id_bytes(document))

    def live_digests(self) -> Iterator[tuple[str, bytes]]:
        """(id, digest) of every speech that is not deleted, in the order of ids."""
        for number, document in enumerate(self._ids.all_documents.tolist()):
            if self.is_live[document]:
                yield keywords.as_value(self._ids.lexicon[number]), self.digests[document].tobytes()

    def body_lengths(self) -> Array:
        """Characters of each body."""
        starts = self.characters
        return starts.title_starts[1:].astype(np.int64) - starts.body_starts - 1
