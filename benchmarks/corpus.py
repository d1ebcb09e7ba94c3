"""What is searched and what is asked for in it. Reads without any room of `indexer`, so that peers start without it.

Enters: files that `preparing` wrote. Leaves: `Document`s. Never: a source, an engine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.queries import Query


@dataclass(frozen=True, slots=True)
class Document:
    """A document as peers get it. year: four digits or empty; body: cleaned."""

    id: str
    title: str
    year: str
    body: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """The same documents in two files. reading_s: what Jianghua needs alone to read and clean them.

    speeches: JSON Lines with texts as they were read, for Jianghua; documents: JSON Lines of `Document`s, for peers.
    text_bytes: the cleaned bodies as UTF-8; characters: code points of them.
    """

    speeches: Path
    documents: Path
    size: int
    text_bytes: int
    characters: int
    reading_s: float


class Reading:
    """The documents of a corpus, one after another. seconds: spent reading so far."""

    def __init__(self, corpus: Corpus) -> None:
        self._path = corpus.documents
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Document]:
        with self._path.open(encoding="utf-8") as lines:
            while True:
                began = time.perf_counter()
                line = lines.readline()
                document = Document(**json.loads(line)) if line else None
                self.seconds += time.perf_counter() - began
                if document is None:
                    return
                yield document


@dataclass(frozen=True, slots=True)
class Passage:
    """A string copied from a body. documents: how many hold it in title or body, by going through all of them."""

    query: Query
    document_id: str
    documents: int
