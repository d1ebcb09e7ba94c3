"""Reading is shared out and remembered: neither the number of workers nor an earlier index changes what comes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer import indexing
from indexer.analysis import Analyzer
from indexer.engines.local import LocalEngine
from indexer.indexing import check, rebuild, update
from indexer.reports import Report


def line(speech_id: str, body: str) -> str:
    return json.dumps({"id": speech_id, "title": f"在{speech_id}的讲话", "body": body}, ensure_ascii=False) + "\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Files of every shape: some speeches stand twice, some entries are none."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.jsonl").write_text(
        line("1", "中国发展🎈的经济。")
        + line("nothing", "🎈")  # nothing is left of it, so the id is free for the one in c.jsonl
        + "no JSON\n"
        + line("1", "中国发展🎈的经济。")
        + line("1", "另一篇讲话。")
        + "".join(line(f"n{number}", f"第{number}篇，要一件一件抓落实。") for number in range(20)),
        encoding="utf-8",
    )
    (folder / "b.json").write_text(json.dumps([{"id": "b1", "body": "和平。"}, {"body": ""}]), encoding="utf-8")
    (folder / "c.jsonl").write_text(line("nothing", "这一篇有字。") + line("b1", "和平。"), encoding="utf-8")
    (folder / "d.txt").write_text("　　同志们：\n\n　　今天开会。", encoding="gb18030")
    (folder / "e.md").write_text("---\ntitle: 题\n---\n正文。", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "CHUNK_SPEECHES", 3)


def told(report: Report) -> tuple[object, ...]:
    return report.fingerprint, report.speeches, report.rejected, report.steps, report.unknown_kinds


def contents(engine: LocalEngine) -> dict[str, bytes]:
    """The files of arrays; a segment has a random name."""
    folder = engine.snapshot().folder
    (arrays,) = folder.glob("arrays-*")
    return {path.name: path.read_bytes() for path in arrays.iterdir()}


def test_any_number_of_workers_writes_the_same_bytes(source: Path, tmp_path: Path, analyzer: Analyzer) -> None:
    engines = [LocalEngine(tmp_path / str(workers), analyzer) for workers in (1, 2)]
    reports = [rebuild(engine, [source], workers=workers) for workers, engine in enumerate(engines, 1)]
    assert told(reports[0]) == told(reports[1])
    assert contents(engines[0]) == contents(engines[1])
    assert [(r.path, r.line, str(r.reason)) for r in reports[0].rejected] == [
        ("a.jsonl", None, "no text"),
        ("a.jsonl", 3, "bad JSON"),
        ("a.jsonl", None, "duplicate"),
        ("a.jsonl", None, "duplicate id"),
        ("b.json", None, "no text"),
        ("c.jsonl", None, "duplicate"),
    ]
    assert check(engines[0], [source]).is_sound


@pytest.mark.parametrize("workers", [1, 2])
def test_an_update_tells_what_a_rebuild_would(source: Path, tmp_path: Path, analyzer: Analyzer, workers: int) -> None:
    """Steps, rejected entries and duplicates too, though it reads only what has changed."""
    engine = LocalEngine(tmp_path / "index", analyzer)
    rebuild(engine, [source])
    assert told(update(engine, [source]))[:3] == told(rebuild(LocalEngine(tmp_path / "0", analyzer), [source]))[:3]
    # Takes the ids of one that is there already, and of one that has no text, before they come to it.
    (source / "a.jsonl").write_text(
        line("nothing", "先来的🎈。") + line("n7", "第7篇，要一件一件抓落实。") + line("b1", "战争。"), encoding="utf-8"
    )
    (source / "e.md").unlink()
    updated = update(engine, [source], workers=workers)
    fresh = LocalEngine(tmp_path / "fresh", analyzer)
    assert told(updated) == told(rebuild(fresh, [source]))
    assert engine.stats().steps == fresh.stats().steps
    assert engine.digests() == fresh.digests()
    assert (updated.added, updated.changed, updated.removed) == (0, 3, 21)


def test_an_update_reads_nothing_that_it_knows(
    source: Path, tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten changed speeches in 75,000 take seconds."""
    engine = LocalEngine(tmp_path / "index", analyzer)
    rebuild(engine, [source])
    read: list[object] = []
    read_entry = indexing.read_entry
    monkeypatch.setattr(indexing, "read_entry", lambda entry: [read.append(entry), read_entry(entry)][1])
    (source / "d.txt").write_text("　　同志们：\n\n　　今天散会。", encoding="gb18030")
    report = update(engine, [source])
    assert (report.changed, report.unchanged, report.speeches) == (1, 24, 25)
    assert len(read) == 1 + len(report.rejected)
