"""Updates do not pile up: small segments are folded together, and what was removed goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write_all
from whoosh import query

from indexer.analysis import Analyzer
from indexer.engines.base import Window
from indexer.engines.local import LocalEngine, container, generations
from indexer.errors import IndexProblem
from indexer.model import Filters, Metadata, Speech
from indexer.query.tree import Everything, Phrase


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)


@pytest.fixture
def engine(tmp_path: Path, analyzer: Analyzer) -> LocalEngine:
    return LocalEngine(tmp_path / "index", analyzer)


def speech(number: int, body: str = "中国发展的经济，要一件一件抓落实。") -> Speech:
    return Speech(
        Metadata(f"s{number}", f"第{number}篇", date="2020"), body, f"原文{body}", origin=number.to_bytes(16, "big")
    )


def ids(engine: LocalEngine) -> list[str]:
    found = engine.search(Everything(), Filters(), Window(limit=1000))
    return sorted(match.speech.id for match in found.matches)


def test_many_small_updates_leave_few_segments_and_the_same_index(
    engine: LocalEngine, tmp_path: Path, analyzer: Analyzer
) -> None:
    write_all(engine, [speech(number) for number in range(100)])
    corpus = {number: speech(number) for number in range(100)}
    most = 0
    for number in range(90, 130):
        corpus[number] = speech(number, f"和平发展，第{number}次。")
        write_all(engine, [corpus[number]], removed=[])
        most = max(most, len(engine.snapshot().segments))
    assert most <= 5
    fresh = LocalEngine(tmp_path / "fresh", analyzer)
    write_all(fresh, corpus.values())
    assert engine.digests() == fresh.digests()
    assert engine.origins() == fresh.origins()
    assert {s.id: engine.get(s.id) for s in corpus.values()} == {s.id: s for s in corpus.values()}
    for text in ("发展", "一件一件", "第1"):
        ours, theirs = (e.search(Phrase(text, 0), Filters(), Window(limit=1000)) for e in (engine, fresh))
        assert (ours.total, ours.occurrences, ours.facets) == (theirs.total, theirs.occurrences, theirs.facets)
        assert [m.speech.id for m in ours.matches] == [m.speech.id for m in theirs.matches]
    assert list(engine.verify()) == []


def test_stock_whoosh_queries_run_on_what_was_folded_together(engine: LocalEngine) -> None:
    write_all(engine, [speech(0)])
    for number in range(1, 12):
        write_all(engine, [speech(number)], removed=[f"s{number - 2}"])
    with container.open_whoosh(engine.snapshot().folder).searcher() as searcher:
        found = searcher.search(
            query.And([query.Term("body", "发展"), query.Not(query.Term("title", "5"))]), limit=None
        )
        assert sorted(hit["id"] for hit in found) == ids(engine) == ["s10", "s11"]


def test_what_was_removed_is_gone_from_the_files(engine: LocalEngine) -> None:
    """A deletion that only hides is none for whoever has to remove a text."""
    write_all(engine, [speech(1), speech(2, "𠮷𠮷𠮷秘密的话，很长很长的一篇讲话，说了又说，说了又说，说了又说。")])
    write_all(engine, [], removed=["s2"])
    (segment,) = engine.snapshot().segments
    assert len(segment) == 1
    assert "𠮷" not in segment.characters.text(0, len(segment.characters))


def test_a_segment_that_would_grow_too_large_is_left_alone(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engines.local.writer.SEGMENT_CHARACTERS", 60)
    for number in range(6):
        write_all(engine, [speech(number)], removed=None if number == 0 else [])
    assert len(ids(engine)) == 6
    assert all(len(segment.characters) <= 60 for segment in engine.snapshot().segments)


def test_a_failure_while_folding_changes_nothing(engine: LocalEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(engine, [speech(1), speech(2)])
    before = generations.current(engine.root)

    def fail(*_: object) -> None:
        raise IndexProblem("no room")

    monkeypatch.setattr("indexer.engines.local.writer.prepare", fail)
    with pytest.raises(IndexProblem):
        write_all(engine, [speech(3)], removed=[])
    assert generations.current(engine.root) == before
    assert ids(engine) == ["s1", "s2"]
    assert [folder for folder in engine.root.glob("gen-*")] == [before]


def test_little_memory_makes_more_segments(tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.engines.local.writer._FEWEST_CHARACTERS", 60)
    engine = LocalEngine(tmp_path, analyzer, memory_mb=1)
    write_all(engine, [speech(number) for number in range(6)])
    assert len(engine.snapshot().segments) > 2
    assert len(ids(engine)) == 6
    assert list(engine.verify()) == []
