"""Jianghua in process, through its public face alone.

Enters: a corpus, queries. Leaves: times, answers.
"""

from __future__ import annotations

import os
import shutil
import time
from itertools import islice
from pathlib import Path

import indexer
from benchmarks.corpus import Corpus, Document, Reading
from benchmarks.cutting import Cutter
from benchmarks.engines.base import HITS, Answer, BuildTimes
from benchmarks.queries import Query
from indexer.model import Metadata, Speech

SAMPLE = 2_000
"""Documents that are cut once more, alone, to tell what part of a build is cutting: a minute of it at most."""


CHUNK = 500
"""Documents handed to the writer at a time, as a rebuild does."""


class Jianghua:
    """The engine of this project."""

    process_id = os.getpid()
    full_only = False

    def build(self, corpus: Corpus, folder: Path, workers: int) -> BuildTimes:
        """`indexer.rebuild`: reads, cleans, cuts and writes; the parts are measured apart."""
        began = time.perf_counter()
        engine = indexer.open_engine(folder)
        report = indexer.rebuild(engine, [corpus.speeches], workers=workers)
        total_s = time.perf_counter() - began
        engine.close()
        if report.speeches != corpus.size:
            raise ValueError(f"{report.speeches} speeches were indexed of {corpus.size}")
        prepared_s = _from_prepared_s(corpus, folder.with_name(f"{folder.name}-prepared"), workers)
        return BuildTimes(total_s, corpus.reading_s, _cutting_s(corpus), is_estimated=True, from_prepared_s=prepared_s)

    def open(self, folder: Path) -> None:
        """Open the index."""
        self._engine = indexer.open_engine(folder)

    def search(self, query: Query) -> Answer:
        """`indexer.search`: parses, matches, counts all facets, reads and snips the hits."""
        request = indexer.SearchRequest(query.text, limit=HITS, full_only=self.full_only)
        results = indexer.search(self._engine, request)
        return Answer(
            ids=tuple(hit.meta.id for hit in results.hits),
            total=results.total,
            years={value.value: value.count for value in results.facets["year"]},
            snippets=tuple(snippet.text for hit in results.hits for snippet in hit.snippets),
        )

    def finds(self, query: Query, document_id: str) -> bool:
        """Whether the document, asked for by its id, has matches of the query."""
        reading = indexer.read_speech(self._engine, document_id, query.text)
        return bool(reading.marks or reading.title_marks)

    def close(self) -> None:
        """Close the index."""
        self._engine.close()


class JianghuaAllWords(Jianghua):
    """The same with all words required, as the other engines are asked: no partial matches behind the full ones."""

    full_only = True


def _from_prepared_s(corpus: Corpus, folder: Path, workers: int) -> float:
    """What the engine's writer takes for the very documents that the other engines get, from their file."""
    began = time.perf_counter()
    engine = indexer.open_engine(folder)
    documents = iter(Reading(corpus))
    with engine.rebuilding() as writer:
        writer.add_all(iter(lambda: list(islice(documents, CHUNK)), []), as_speeches, workers, all_of)
    seconds = time.perf_counter() - began
    engine.close()
    shutil.rmtree(folder)
    return seconds


def as_speeches(documents: list[Document]) -> tuple[list[Speech], int]:
    """Prepared documents as what a writer takes, and how many they are."""
    made = (Speech(Metadata(d.id, d.title, date=d.year), d.body, d.body) for d in documents)
    return list(made), len(documents)


def all_of(count: int) -> list[bool]:
    """Every document goes in."""
    return [True] * count


def _cutting_s(corpus: Corpus) -> float:
    """What cutting the corpus takes, from a sample, in proportion to its characters; with the word list's loading."""
    step = max(corpus.size // SAMPLE, 1)
    sample = [f"{document.title}\n{document.body}" for document in islice(Reading(corpus), 0, None, step)]
    loading = Cutter()
    loading.spaced("字")
    cutter = Cutter()
    for text in sample:
        cutter.spaced(text)
    cut_s = cutter.seconds - loading.seconds
    return loading.seconds + max(cut_s, 0) * corpus.characters / max(sum(map(len, sample)), 1)
