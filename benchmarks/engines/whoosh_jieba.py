"""Whoosh with jieba's ChineseAnalyzer and its own highlights, as tutorials set it up.

Enters: a corpus, queries. Leaves: times, answers.
"""

from __future__ import annotations

import os
import threading
import time
from itertools import islice
from pathlib import Path

from jieba.analyse.analyzer import ChineseAnalyzer
from whoosh import fields, index, sorting
from whoosh.qparser import MultifieldParser
from whoosh.query import Query as WhooshQuery
from whoosh.query import Term
from whoosh.searching import Searcher

from benchmarks.corpus import Corpus, Reading
from benchmarks.engines.base import HITS, TITLE_WEIGHT, Answer, BuildTimes
from benchmarks.queries import Query, Text, render

_SAMPLE = 500
"""Documents that are analysed once more, alone, to tell what part of a build is cutting."""
_FRAGMENTS = 3


class WhooshJieba:
    """All settings are Whoosh's own; one process writes."""

    process_id = os.getpid()

    def build(self, corpus: Corpus, folder: Path, workers: int) -> BuildTimes:
        """Add every document, commit."""
        began = time.perf_counter()
        folder.mkdir()
        documents = Reading(corpus)
        writer = index.create_in(folder, _schema()).writer(procs=workers)
        for document in documents:
            writer.add_document(id=document.id, title=document.title, year=document.year, body=document.body)
        writer.commit()
        total_s = time.perf_counter() - began
        return BuildTimes(total_s, documents.seconds, _cutting_s(corpus), is_estimated=True)

    def open(self, folder: Path) -> None:
        """A searcher a thread: one cannot be shared."""
        self._index = index.open_dir(folder)
        self._local = threading.local()
        self._parser = MultifieldParser(["title", "body"], self._index.schema)
        self._searcher()

    def _searcher(self) -> Searcher:
        searcher = getattr(self._local, "searcher", None)
        if searcher is None:
            searcher = self._local.searcher = self._index.searcher()
        return searcher

    def search(self, query: Query) -> Answer:
        """Search grouped by year, highlight the stored bodies."""
        years = sorting.FieldFacet("year", maptype=sorting.Count)
        results = self._searcher().search(self._parse(query), limit=HITS, groupedby={"year": years})
        best = results[:HITS]  # where something is counted, Whoosh keeps all that match
        return Answer(
            ids=tuple(hit["id"] for hit in best),
            total=len(results),
            years={year: count for year, count in results.groups("year").items() if year},
            snippets=tuple(hit.highlights("body", top=_FRAGMENTS) for hit in best),
        )

    def finds(self, query: Query, document_id: str) -> bool:
        """The query among the documents with this id."""
        results = self._searcher().search(self._parse(query), limit=1, filter=Term("id", document_id))
        return not results.is_empty()

    def _parse(self, query: Query) -> WhooshQuery:
        return self._parser.parse(render(query.tree, _leaf, but_not=" AND NOT "))

    def close(self) -> None:
        """Close the index and this thread's searcher."""
        self._searcher().close()
        self._index.close()


def _schema() -> fields.Schema:
    analyzer = ChineseAnalyzer()
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        title=fields.TEXT(stored=True, analyzer=analyzer, field_boost=TITLE_WEIGHT),
        year=fields.ID(stored=True, sortable=True),
        body=fields.TEXT(stored=True, analyzer=analyzer),
    )


def _leaf(leaf: Text) -> str:
    """As typed: the analyser of the field cuts it."""
    return f'"{leaf.text}"' if leaf.is_quoted else leaf.text


def _cutting_s(corpus: Corpus) -> float:
    """What the analyser takes for the corpus, from a sample, in proportion to its characters."""
    analyzer = ChineseAnalyzer()
    step = max(corpus.size // _SAMPLE, 1)
    sample = [document.body for document in islice(Reading(corpus), 0, None, step)]
    began = time.perf_counter()
    for text in sample:
        for _ in analyzer(text, mode="index"):
            pass
    return (time.perf_counter() - began) * corpus.characters / max(sum(map(len, sample)), 1)
