"""SQLite's FTS5, twice: over trigrams of characters, and over words with spaces between them.

Enters: a corpus, queries. Leaves: times, answers.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import Corpus, Document, Reading
from benchmarks.cutting import Cutter
from benchmarks.engines.base import HITS, TITLE_WEIGHT, Answer, BuildTimes
from benchmarks.queries import Query, Text, render

_SNIPPET_TOKENS = 64
"""The most that `snippet()` gives."""
_HITS = f"""
    SELECT rows.id, snippet(texts, 1, char(2), char(3), '…', {_SNIPPET_TOKENS})
    FROM texts JOIN rows ON rows.rowid = texts.rowid WHERE texts MATCH ? ORDER BY rank LIMIT {HITS}"""
_YEARS = """
    SELECT rows.year, count(*) FROM texts JOIN rows ON rows.rowid = texts.rowid
    WHERE texts MATCH ? GROUP BY rows.year"""
_ONE = """
    SELECT 1 FROM texts WHERE texts MATCH ? AND rowid = (SELECT rowid FROM rows WHERE id = ?)"""


class Fts5Trigram:
    """Substrings of three characters and more, whatever the words; shorter ones find nothing. The text as it is."""

    process_id = os.getpid()
    _tokenize = "trigram"

    def build(self, corpus: Corpus, folder: Path, workers: int) -> BuildTimes:
        """One transaction without a journal, then `optimize`."""
        began = time.perf_counter()
        folder.mkdir()
        documents = Reading(corpus)
        database = sqlite3.connect(folder / "index.sqlite")
        database.executescript(f"""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE rows (rowid INTEGER PRIMARY KEY, id TEXT UNIQUE, year TEXT);
            CREATE VIRTUAL TABLE texts USING fts5(title, body, tokenize = '{self._tokenize}');
            INSERT INTO texts(texts, rank) VALUES ('rank', 'bm25({TITLE_WEIGHT}, 1.0)');""")
        for number, document in enumerate(documents, 1):
            database.execute("INSERT INTO rows VALUES (?, ?, ?)", (number, document.id, document.year))
            database.execute("INSERT INTO texts(rowid, title, body) VALUES (?, ?, ?)", (number, *self._texts(document)))
        database.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        database.commit()
        database.close()
        return BuildTimes(time.perf_counter() - began, documents.seconds, self._cutting_s())

    def open(self, folder: Path) -> None:
        """A connection a thread, opened when it is first needed."""
        self._folder = folder
        self._local = threading.local()
        self._database()

    def _database(self) -> sqlite3.Connection:
        database: sqlite3.Connection | None = getattr(self._local, "database", None)
        if database is None:
            database = self._local.database = sqlite3.connect(self._folder / "index.sqlite")
        return database

    def search(self, query: Query) -> Answer:
        """Hits with `snippet()` in the order of bm25, then the years, whose sum is the total."""
        database, match = self._database(), (self._match(query),)
        hits = database.execute(_HITS, match).fetchall()
        years: dict[str, int] = dict(database.execute(_YEARS, match))
        return Answer(
            ids=tuple(row[0] for row in hits),
            total=sum(years.values()),
            years={year: count for year, count in years.items() if year},
            snippets=tuple(self._shown(row[1]) for row in hits),
        )

    def finds(self, query: Query, document_id: str) -> bool:
        """The query and the row."""
        return self._database().execute(_ONE, (self._match(query), document_id)).fetchone() is not None

    def _match(self, query: Query) -> str:
        return render(query.tree, self._leaf, but_not=" NOT ")

    def _texts(self, document: Document) -> Iterator[str]:
        yield from (document.title, document.body)

    def _cutting_s(self) -> float | None:
        return None

    def _leaf(self, leaf: Text) -> str:
        return f'"{leaf.text}"'

    def _shown(self, snippet: str) -> str:
        return snippet

    def close(self) -> None:
        """Close this thread's connection."""
        self._database().close()


class Fts5Jieba(Fts5Trigram):
    """Words of the shared cutter, which unicode61 takes apart again at spaces and punctuation."""

    _tokenize = "unicode61 remove_diacritics 0"

    def __init__(self) -> None:
        self._cutter = Cutter()

    def _texts(self, document: Document) -> Iterator[str]:
        yield from map(self._cutter.spaced, (document.title, document.body))

    def _cutting_s(self) -> float | None:
        return self._cutter.seconds

    def _leaf(self, leaf: Text) -> str:
        return self._cutter.phrases(leaf)

    def _shown(self, snippet: str) -> str:
        return snippet.replace(" ", "")
