"""The engines of the comparison, in one table: what each is, what it needs, what its snippets cover.

Enters: a name. Leaves: an `Engine`. Never: an import of an engine's library before it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from benchmarks.engines.base import Engine


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table.

    place: module and class; module: what has to be importable; packages: whose versions are printed.
    index: the row whose index it answers from; workers: builds to make, each with so many processes.
    snippet: what the snippets of a hit are made from.
    """

    name: str
    title: str
    place: str
    snippet: str
    module: str = "indexer"
    packages: tuple[str, ...] = ()
    index: str = ""
    workers: tuple[int, ...] = (1,)

    @property
    def index_name(self) -> str:
        """The row whose index it answers from."""
        return self.index or self.name

    @property
    def missing(self) -> str:
        """Why it cannot run here; empty when it can."""
        return "" if find_spec(self.module) else f"the module {self.module} is not installed"

    def make(self) -> Engine:
        """An engine, neither built nor opened."""
        module, _, name = self.place.partition(":")
        made: Engine = getattr(import_module(f"benchmarks.engines.{module}"), name)()
        return made


ENGINES = (
    Entry(
        name="jianghua",
        title="Jianghua",
        place="jianghua:Jianghua",
        snippet="up to 3 fragments of 90 characters a hit, chosen over the whole body, cut at sentences, all marks",
        workers=(1, 2),
    ),
    Entry(
        name="jianghua-all-words",
        title="Jianghua, all words required",
        place="jianghua:JianghuaAllWords",
        snippet="as Jianghua",
        index="jianghua",
    ),
    Entry(
        name="jianghua-http",
        title="Jianghua over HTTP",
        place="over_http:JianghuaOverHttp",
        snippet="as Jianghua, in JSON",
        module="waitress",
        index="jianghua",
    ),
    Entry(
        name="tantivy",
        title="tantivy + jieba",
        place="tantivy_jieba:TantivyJieba",
        snippet="1 fragment of 150 characters (the default) a hit, chosen over the whole body, spaces taken out",
        module="tantivy",
        packages=("tantivy",),
    ),
    Entry(
        name="whoosh",
        title="Whoosh + jieba, stock",
        place="whoosh_jieba:WhooshJieba",
        snippet="up to 3 fragments of some 200 characters a hit, chosen over the first 32,768 characters of the body",
        module="whoosh",
        packages=("whoosh3",),
    ),
    Entry(
        name="fts5-trigram",
        title="SQLite FTS5 trigram",
        place="fts5:Fts5Trigram",
        snippet="1 fragment of 64 characters or so a hit, chosen over the whole body",
        module="sqlite3",
    ),
    Entry(
        name="fts5-jieba",
        title="SQLite FTS5 + jieba",
        place="fts5:Fts5Jieba",
        snippet="1 fragment of 64 words a hit, chosen over the whole body, spaces taken out",
        module="sqlite3",
    ),
    Entry(
        name="xapian",
        title="Xapian + jieba",
        place="xapian_jieba:XapianJieba",
        snippet="1 fragment of 500 bytes a hit, chosen over the whole body, no words of Chinese lit",
        module="xapian",
    ),
)


def entry(name: str) -> Entry:
    """The row with this name."""
    return next(row for row in ENGINES if row.name == name)


def versions(rows: tuple[Entry, ...]) -> dict[str, str]:
    """Version of every package that the rows and the shared cutter stand on; those that cannot be told are left out."""
    known = {}
    for package in ("jieba", "rjieba", "numpy", *(package for row in rows for package in row.packages)):
        try:
            known[package] = version(package)
        except PackageNotFoundError:
            continue
    return known
