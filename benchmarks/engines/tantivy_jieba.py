"""tantivy (Rust) over words with spaces between them, with its own snippets and aggregation.

Enters: a corpus, queries. Leaves: times, answers.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.corpus import Corpus, Reading
from benchmarks.cutting import Cutter
from benchmarks.engines.base import HITS, TITLE_WEIGHT, Answer, BuildTimes
from benchmarks.queries import Query, render

_HEAP_BYTES = 128_000_000
"""tantivy's default."""
_YEARS = {"years": {"terms": {"field": "year", "size": 1_000}}}


class TantivyJieba:
    """One thread writes, so that it is one worker as the others are."""

    process_id = os.getpid()

    def build(self, corpus: Corpus, folder: Path, workers: int) -> BuildTimes:
        """Cut, add, commit, and wait until segments are merged."""
        began = time.perf_counter()
        folder.mkdir()
        documents, cutter = Reading(corpus), Cutter()
        writer = _index(folder).writer(_HEAP_BYTES, num_threads=workers)
        for document in documents:
            row = tantivy.Document(
                id=document.id, title=cutter.spaced(document.title), body=cutter.spaced(document.body)
            )
            row.add_unsigned("year", int(document.year or 0))
            writer.add_document(row)
        writer.commit()
        writer.wait_merging_threads()
        return BuildTimes(time.perf_counter() - began, documents.seconds, cutter.seconds)

    def open(self, folder: Path) -> None:
        """Open the index; the word list is loaded by the first query."""
        self._index = _index(folder)
        self._index.reload()
        self._searcher = self._index.searcher()
        self._cutter = Cutter()

    def search(self, query: Query) -> Answer:
        """Search with the count, aggregate the years, make a snippet of each hit."""
        parsed = self._parse(query)
        found: Any = self._searcher.search(parsed, HITS, count=True)  # its types do not know the count
        buckets = self._searcher.aggregate(parsed, _YEARS)["years"]["buckets"]
        generator = tantivy.SnippetGenerator.create(self._searcher, parsed, self._index.schema, "body")
        rows = [self._searcher.doc(address) for _, address in found.hits]
        snippets = [generator.snippet_from_doc(row) for row in rows]
        for snippet in snippets:
            snippet.highlighted()
        return Answer(
            ids=tuple(row["id"][0] for row in rows),
            total=found.count,
            years={str(int(bucket["key"])): bucket["doc_count"] for bucket in buckets if bucket["key"]},
            snippets=tuple(snippet.fragment().replace(" ", "") for snippet in snippets),
        )

    def finds(self, query: Query, document_id: str) -> bool:
        """The query and the id."""
        one = tantivy.Query.term_query(self._index.schema, "id", document_id)
        return bool(self._searcher.search(self._parse(query).and_must_match(one), 1).hits)

    def _parse(self, query: Query) -> tantivy.Query:
        text = render(query.tree, self._cutter.phrases, but_not=" AND -")
        return self._index.parse_query(text, ["title", "body"], {"title": TITLE_WEIGHT})

    def close(self) -> None:
        """Nothing is held but maps."""
        del self._searcher, self._index


def _index(folder: Path) -> tantivy.Index:
    """An index whose words end at spaces and punctuation; the default analyser would also drop words over 40 bytes."""
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("title", stored=True, tokenizer_name="spaced")
    schema.add_text_field("body", stored=True, tokenizer_name="spaced")
    schema.add_unsigned_field("year", stored=True, fast=True)
    index = tantivy.Index(schema.build(), str(folder))
    index.register_tokenizer("spaced", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).build())
    return index
