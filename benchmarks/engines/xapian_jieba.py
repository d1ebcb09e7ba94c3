"""Xapian over words with spaces between them, with its own snippets and a spy that counts years.

Enters: a corpus, queries. Leaves: times, answers.
"""

from __future__ import annotations

import os
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus, Reading
from benchmarks.cutting import Cutter
from benchmarks.engines.base import HITS, TITLE_WEIGHT, Answer, BuildTimes
from benchmarks.queries import Query, render

# Typed nowhere, and installed in few places.
xapian: Any = import_module("xapian")

_YEAR, _ID = 0, 1
"""Numbers of values."""
_SNIPPET_BYTES = 500
"""The default of `MSet.snippet`."""


class XapianJieba:
    """Terms of titles begin with S, the term of an id with Q, as is Xapian's custom."""

    process_id = os.getpid()

    def build(self, corpus: Corpus, folder: Path, workers: int) -> BuildTimes:
        """Add every document, commit, compact."""
        began = time.perf_counter()
        folder.mkdir()
        documents, cutter = Reading(corpus), Cutter()
        database = xapian.WritableDatabase(str(folder / "loose"), xapian.DB_CREATE)
        terms = xapian.TermGenerator()
        for document in documents:
            title, body = cutter.spaced(document.title), cutter.spaced(document.body)
            row = xapian.Document()
            row.set_data(body)
            row.add_value(_YEAR, document.year)
            row.add_value(_ID, document.id)
            row.add_boolean_term("Q" + document.id)
            terms.set_document(row)
            terms.index_text(title, int(TITLE_WEIGHT), "S")
            terms.index_text(body)
            database.add_document(row)
        database.commit()
        database.compact(str(folder / "index"))
        database.close()
        for file in (folder / "loose").iterdir():
            file.unlink()
        return BuildTimes(time.perf_counter() - began, documents.seconds, cutter.seconds)

    def open(self, folder: Path) -> None:
        """A database a thread, opened when it is first needed."""
        self._folder = folder
        self._local = threading.local()
        self._cutter = Cutter()
        self._database()

    def _database(self) -> Any:  # noqa: ANN401 - Xapian has no types
        database = getattr(self._local, "database", None)
        if database is None:
            database = self._local.database = xapian.Database(str(self._folder / "index"))
        return database

    def search(self, query: Query) -> Answer:
        """Rank with all matches checked, so that totals and years are exact; snippets of the stored bodies."""
        database = self._database()
        enquire, spy = xapian.Enquire(database), xapian.ValueCountMatchSpy(_YEAR)
        enquire.set_query(self._parse(query))
        enquire.add_matchspy(spy)
        found = enquire.get_mset(0, HITS, database.get_doccount())
        documents = [match.document for match in found]
        years = {item.term.decode(): item.termfreq for item in spy.values()}
        return Answer(
            ids=tuple(document.get_value(_ID).decode() for document in documents),
            total=found.get_matches_estimated(),
            years={year: count for year, count in years.items() if year},
            snippets=tuple(self._snippet(found, document) for document in documents),
        )

    def _snippet(self, found: Any, document: Any) -> str:  # noqa: ANN401 - Xapian has no types
        snippet: bytes = found.snippet(document.get_data().decode(), _SNIPPET_BYTES)
        return snippet.decode().replace(" ", "")

    def finds(self, query: Query, document_id: str) -> bool:
        """The query among the documents with this id."""
        enquire = xapian.Enquire(self._database())
        one = xapian.Query("Q" + document_id)
        enquire.set_query(xapian.Query(xapian.Query.OP_FILTER, self._parse(query), one))
        return not enquire.get_mset(0, 1).empty()

    def _parse(self, query: Query) -> Any:  # noqa: ANN401 - Xapian has no types
        parser = xapian.QueryParser()
        parser.set_database(self._database())
        parser.add_prefix("", "")
        parser.add_prefix("", "S")
        text = render(query.tree, self._cutter.phrases, but_not=" AND NOT ")
        return parser.parse_query(text, xapian.QueryParser.FLAG_BOOLEAN | xapian.QueryParser.FLAG_PHRASE)

    def close(self) -> None:
        """Close this thread's database."""
        self._database().close()
