"""The write path: sources become an index, an update makes it what a rebuild would, `check` sees every difference."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from indexer import indexing
from indexer.analysis import Analyzer
from indexer.corpus import size_chars
from indexer.corpus.entries import JsonLine
from indexer.engines.base import Window
from indexer.engines.local import LocalEngine
from indexer.errors import IndexMissing, SourceError
from indexer.indexing import check, rebuild, update
from indexer.model import Filters, Speech
from indexer.query.tree import Everything
from indexer.reports import Progress


@pytest.fixture
def engine(tmp_path: Path, analyzer: Analyzer) -> LocalEngine:
    return LocalEngine(tmp_path / "index", analyzer)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Three texts, one record of JSON Lines, one bad record, one file of an unknown kind."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a", "b", "c"):
        write(folder / f"{name}.txt", f"关于{name}的讲话，中国发展，要一件一件抓落实。")
    write(folder / "d.jsonl", '{"id": "d", "body": "人民的经济🎈工作。"}\n{"id": "e"\n')
    write(folder / "slides.pptx", "?")
    return folder


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def held(engine: LocalEngine) -> dict[str, Speech]:
    found = engine.search(Everything(), Filters(), Window(limit=1000))
    return {match.speech.id: engine.get(match.speech.id) for match in found.matches}


def test_a_rebuild_reports_what_it_did(engine: LocalEngine, source: Path) -> None:
    report = rebuild(engine, [source])
    assert (report.speeches, report.added, report.changed, report.removed, report.unchanged) == (4, 4, 0, 0, 0)
    assert [(r.path, r.line) for r in report.rejected] == [("d.jsonl", 2)]
    assert dict(report.unknown_kinds) == {".pptx": 1}
    assert report.steps["emoji"] == 1
    assert report.seconds > 0
    stats = engine.stats()
    assert (stats.generation, stats.fingerprint) == (report.generation, report.fingerprint)
    assert (stats.rejected, dict(stats.steps)) == (1, dict(report.steps))
    assert stats.sources == (str(source.resolve()),)
    assert set(held(engine)) == {"a.txt", "b.txt", "c.txt", "d"}


def test_what_is_bad_never_ends_the_rest(engine: LocalEngine, source: Path) -> None:
    (source / "bad.txt").write_bytes(b"\x81\xff\xff\x00\x01" * 9)
    (source / "bad.json").write_bytes(b"{")
    (source / "bad.txt.gz").write_bytes(b"not gzip")
    (source / "empty.txt").write_bytes(b"")
    report = rebuild(engine, [source])
    assert report.speeches == 4
    assert {r.path for r in report.rejected} == {"d.jsonl", "bad.txt", "bad.json", "bad.txt.gz", "empty.txt"}


def test_an_update_makes_the_index_that_a_rebuild_would(
    engine: LocalEngine, source: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    rebuild(engine, [source])
    write(source / "a.txt", "关于a的讲话，已经改过了，要一件一件抓落实。")
    (source / "b.txt").unlink()
    write(source / "new.txt", "新来的讲话，说的是和平。")
    report = update(engine, [source])
    assert (report.added, report.changed, report.removed, report.unchanged, report.speeches) == (1, 1, 1, 2, 4)
    fresh = LocalEngine(tmp_path / "fresh", analyzer)
    assert rebuild(fresh, [source]).fingerprint == report.fingerprint
    assert held(fresh) == held(engine)
    assert fresh.stats().facets == engine.stats().facets


def test_an_update_without_changes_publishes_nothing(engine: LocalEngine, source: Path) -> None:
    first = rebuild(engine, [source])
    report = update(engine, [source])
    assert (report.generation, report.fingerprint) == (first.generation, first.fingerprint)
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 0, 0, 4)


def test_an_update_from_a_source_without_speeches_is_refused(engine: LocalEngine, source: Path) -> None:
    """A folder that is suddenly empty is more often a disk that is not there; a rebuild does what it is told."""
    rebuild(engine, [source])
    before = held(engine)
    empty = source.parent / "empty"
    empty.mkdir()
    with pytest.raises(SourceError, match="no speech at all"):
        update(engine, [empty])
    assert held(engine) == before
    assert rebuild(engine, [empty]).speeches == 0
    assert held(engine) == {}


def test_an_update_needs_an_index_and_sources(engine: LocalEngine, source: Path) -> None:
    with pytest.raises(IndexMissing):
        update(engine, [source])
    rebuild(engine, [source])
    with pytest.raises(SourceError):
        update(engine, [])
    assert len(held(engine)) == 4


@pytest.mark.parametrize("write_path", [rebuild, update])
def test_a_source_that_is_not_there_changes_nothing(engine: LocalEngine, source: Path, write_path: object) -> None:
    rebuild(engine, [source])
    with pytest.raises(SourceError, match="nowhere"):
        write_path(engine, [source, source / "nowhere"])  # type: ignore[operator]
    assert len(held(engine)) == 4


def test_the_corpus_is_the_same_in_any_order_of_sources_and_by_any_number_of_workers(
    engine: LocalEngine, source: Path, tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "CHUNK_SPEECHES", 1)
    other = tmp_path / "more"
    other.mkdir()
    write(other / "z.txt", "另一个文件夹里的讲话。")
    one = rebuild(engine, [source, other])
    two = rebuild(LocalEngine(tmp_path / "two", analyzer), [other, source], workers=2)
    assert (one.fingerprint, one.speeches) == (two.fingerprint, two.speeches)


def test_progress_counts_up_to_all(engine: LocalEngine, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "CHUNK_SPEECHES", 1)
    told: list[Progress] = []
    rebuild(engine, [source], progress=told.append)
    assert [(progress.done, progress.total) for progress in told] == [(1, 5), (2, 5), (3, 5), (4, 5)]
    write(source / "c.txt", "改了的讲话。")
    told.clear()
    update(engine, [source], progress=told.append)
    assert (told[-1].done, told[-1].total) == (4, 5)


def test_chunks_are_bounded_by_characters_and_by_speeches(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "CHUNK_CHARACTERS", 100)
    monkeypatch.setattr(indexing, "CHUNK_SPEECHES", 3)
    lines = [JsonLine("a.jsonl", number, "字" * size) for number, size in enumerate((99, 1, 1, 1, 1, 500, 1))]
    chunks = list(indexing._chunks(lines))
    assert [[size_chars(entry) for entry in chunk] for chunk in chunks] == [[99, 1], [1, 1, 1], [500], [1]]


def test_a_failing_progress_leaves_the_old_index(engine: LocalEngine, source: Path) -> None:
    """Ctrl-C comes at any time."""
    rebuild(engine, [source])

    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    write(source / "new.txt", "新来的讲话。")
    for write_path in (rebuild, update):
        with pytest.raises(KeyboardInterrupt):
            write_path(engine, [source], progress=interrupt)
    assert len(held(engine)) == 4
    assert check(engine).problems == ()


def test_check_sees_every_difference(engine: LocalEngine, source: Path) -> None:
    rebuild(engine, [source])
    well = check(engine, [source])
    assert (well.problems, well.missing, well.changed, well.gone) == ((), (), (), ())
    assert well.speeches == 4
    write(source / "a.txt", "改了。")
    (source / "b.txt").unlink()
    write(source / "new.txt", "新的。")
    report = check(engine, [source])
    assert (report.problems, report.missing, report.changed, report.gone) == ((), ("new.txt",), ("a.txt",), ("b.txt",))
    assert check(engine).gone == ()
    (engine.snapshot().folder / "foreign").write_text("?")
    assert check(engine).problems == ("foreign does not belong to the index",)


def test_the_same_text_twice_is_one_speech(engine: LocalEngine, source: Path) -> None:
    write(source / "f.jsonl", "".join(json.dumps({"id": "d", "body": body}) + "\n" for body in ("另一篇", "第三篇")))
    report = rebuild(engine, [source])
    assert report.speeches == 4
    assert len(report.rejected) == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_that_are_no_text_are_indexed(engine: LocalEngine, tmp_path: Path) -> None:
    """A folder unpacked from an old archive has names in another encoding."""
    folder = os.fsencode(tmp_path) + b"/\xb5\xb1\xd5\xfe"
    try:
        os.mkdir(folder)
    except OSError:
        pytest.skip("this file system takes no such names")
    with open(folder + b"/\xbd\xb2.txt", "w", encoding="utf-8") as file:
        file.write("中国发展的讲话。")
    report = rebuild(engine, [Path(os.fsdecode(folder))])
    assert report.speeches == 1
    assert update(engine, [Path(os.fsdecode(folder))]).unchanged == 1
    assert check(engine, [Path(os.fsdecode(folder))]).problems == ()
