"""Fixtures that several test modules share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import hypothesis
import pytest
from browser import chromium, site
from command_line import here, shelf
from webapp_site import app, client, library

import indexer
from indexer.analysis import Analyzer
from indexer.engines.base import Engine
from indexer.engines.local import LocalEngine
from indexer.model import Speech

__all__ = ["app", "chromium", "client", "here", "library", "shelf", "site"]

ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

MakeEngine = Callable[[Iterable[Speech]], Engine]
"""Speeches -> an engine that holds them, in a folder of its own."""


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of this run's own: nothing of the user's is read or written, and worker processes find it too."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIANGHUA_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def analyzer(cache_folder: Path) -> Analyzer:
    """One for all tests, as loading its dictionary takes a while."""
    return Analyzer()


@pytest.fixture(scope="session")
def make_engine(analyzer: Analyzer, tmp_path_factory: pytest.TempPathFactory) -> MakeEngine:
    """Index speeches as they are, one a chunk, in a new folder."""

    def make(speeches: Iterable[Speech]) -> Engine:
        engine = LocalEngine(tmp_path_factory.mktemp("index"), analyzer)
        write_all(engine, speeches)
        return engine

    return make


def as_they_are(speeches: Sequence[Speech]) -> tuple[Sequence[Speech], int]:
    """Reads a chunk of speeches that are read already; the note is how many there are."""
    return speeches, len(speeches)


def all_of(count: int) -> list[bool]:
    """Chooses every speech."""
    return [True] * count


def write_all(engine: Engine, speeches: Iterable[Speech], *, removed: Sequence[str] | None = None) -> None:
    """Rebuild with the speeches; or update with them, where ids to remove are given."""
    with engine.rebuilding() if removed is None else engine.updating() as writer:
        writer.remove(removed or ())
        writer.add_all(([speech] for speech in speeches), as_they_are, 1, all_of)
        writer.record_run(0, {})


@pytest.fixture(scope="session")
def seeds_engine(analyzer: Analyzer, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The index that the README's first command makes: do not write to it."""
    engine = LocalEngine(tmp_path_factory.mktemp("seeds"), analyzer)
    indexer.rebuild(engine, [ROOT / "seeds"])
    return engine


@pytest.fixture(scope="session")
def corpora_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The 10,643 real speeches, indexed once (about a minute): do not write to it."""
    sources = [CORPORA / "speeches-hans.jsonl.gz", CORPORA / "speeches-hant.jsonl.gz"]
    if not all(map(Path.exists, sources)):
        pytest.skip("../shared/corpora is absent")
    engine = indexer.open_engine(tmp_path_factory.mktemp("corpora"))
    report = indexer.rebuild(engine, sources, workers=2)
    assert (report.speeches, report.rejected) == (10_643, ())
    return engine
