"""Generations: published whole or not at all; what is foreign or broken is said, with what to do about it."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, all_of, as_they_are, write_all

from indexer.analysis import Analyzer
from indexer.engines.base import Window
from indexer.engines.local import LocalEngine, generations
from indexer.engines.local.generations import file_sums
from indexer.errors import IndexDamaged, IndexLocked, IndexMissing, IndexProblem, IndexStale, SpeechMissing
from indexer.model import Filters, Metadata, Speech
from indexer.query.tree import And, Everything, Pattern, Phrase, Words


def speech(body: str, speech_id: str = "a") -> Speech:
    return Speech(Metadata(speech_id), body, f"原文：{body}")


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)


@pytest.fixture
def engine(tmp_path: Path, analyzer: Analyzer) -> LocalEngine:
    """An engine with one speech, 中国."""
    made = LocalEngine(tmp_path / "index", analyzer)
    write_all(made, [speech("中国")])
    return made


def bodies(engine: LocalEngine) -> list[str]:
    found = engine.search(Everything(), Filters(), Window())
    return [match.speech.body for match in found.matches]


def generation_names(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("gen-*"))


def test_an_index_opens_whatever_cuts(engine: LocalEngine) -> None:
    """rjieba may be missing where an index is read: the words are the same."""
    assert engine.snapshot().meta["cutter"] == engine.analyzer.cutter_name
    assert bodies(LocalEngine(engine.root, Analyzer(is_fast=False))) == ["中国"]


# Publishing


def test_the_current_one_is_named_by_one_rename(engine: LocalEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced: list[tuple[Path, Path, str]] = []
    replace = os.replace

    def watched(source: Path, target: Path) -> None:
        replaced.append((source, target, bodies(engine)[0]))
        replace(source, target)

    monkeypatch.setattr("indexer.engines.local.generations.os.replace", watched)
    write_all(engine, [speech("人民")])
    assert [(target, seen) for _, target, seen in replaced] == [(engine.root / "CURRENT", "中国")]
    assert bodies(engine) == ["人民"]
    assert (engine.root / "CURRENT").read_text() == engine.snapshot().folder.name + "\n"


def test_files_are_on_disk_before_the_name_that_makes_them_count(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut after the rename must not leave a name without its index."""
    steps: list[str] = []
    replace = os.replace
    monkeypatch.setattr("os.fsync", lambda _: steps.append("fsync"))

    def watched(source: Path, target: Path) -> None:
        steps.append("replace")
        replace(source, target)

    monkeypatch.setattr("os.replace", watched)
    write_all(engine, [speech("人民")])
    files = len(generations.files(engine.snapshot().folder)) + 1
    assert steps.count("fsync") >= files
    assert steps.index("replace") >= files


def test_the_last_two_stay_on_disk(engine: LocalEngine) -> None:
    for number in range(4):
        write_all(engine, [speech("中国" * number)])
        assert len(generation_names(engine.root)) == 2
    assert generation_names(engine.root)[-1] == engine.snapshot().folder.name


def test_a_clock_that_was_put_back_loses_nothing(engine: LocalEngine) -> None:
    """Names are sorted to know the old from the new, and a computer's clock is corrected now and then."""
    for future in ("gen-29990101T000000000000Z", "gen-29990102T000000000000Z"):
        (engine.root / generation_names(engine.root)[-1]).rename(engine.root / future)
        (engine.root / "CURRENT").write_text(future + "\n")
        write_all(engine, [speech("人民")])
        assert bodies(LocalEngine(engine.root, engine.analyzer)) == ["人民"]
    for number in range(3):
        write_all(engine, [speech("和平" * (number + 1))])
        assert bodies(LocalEngine(engine.root, engine.analyzer)) == ["和平" * (number + 1)]
        assert len(generation_names(engine.root)) == 2


def test_an_interruption_right_after_publishing_keeps_the_new_index(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Path) -> None:
        raise KeyboardInterrupt

    write_all(engine, [speech("人民")])
    monkeypatch.setattr("indexer.engines.local.generations._remove", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_all(engine, [speech("和平")])
    assert bodies(engine) == ["和平"]
    assert list(engine.verify()) == []


@pytest.mark.parametrize("where", ["_sync", "files"])
def test_a_failure_at_publishing_leaves_the_old_index_and_nothing_else(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    before = generation_names(engine.root)

    def fail(_: Path) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(f"indexer.engines.local.generations.{where}", fail)
        write_all(engine, [speech("人民")])
    assert generation_names(engine.root) == before
    assert bodies(engine) == ["中国"]


def test_what_a_killed_build_left_is_cleared_by_the_next(engine: LocalEngine) -> None:
    left = generations.new_folder(engine.root)
    left.mkdir()
    (left / "half.arrays").write_bytes(b"half")
    assert bodies(engine) == ["中国"]
    write_all(engine, [speech("人民")])
    assert not left.exists()
    assert bodies(engine) == ["人民"]


def test_a_first_build_that_was_killed_leaves_no_index(tmp_path: Path, analyzer: Analyzer) -> None:
    engine = LocalEngine(tmp_path, analyzer)
    generations.new_folder(tmp_path).mkdir()
    with pytest.raises(IndexMissing):
        bodies(engine)
    write_all(engine, [speech("中国")])
    assert len(generation_names(tmp_path)) == 1


def test_where_current_is_garbled_no_generation_is_thrown_away_before_the_next_is_whole(engine: LocalEngine) -> None:
    """A person can still write the right name into it."""
    (name,) = generation_names(engine.root)
    (engine.root / "CURRENT").write_bytes(b"\xff\xfe")
    with pytest.raises(ZeroDivisionError), engine.rebuilding():
        raise ZeroDivisionError
    assert name in generation_names(engine.root)
    write_all(engine, [speech("人民")])
    assert bodies(engine) == ["人民"]


# Readers


def test_a_reader_keeps_its_generation_over_two_rebuilds(engine: LocalEngine) -> None:
    snapshot = engine.snapshot()
    for body in ("人民", "和平", "发展"):
        write_all(engine, [speech(body)])
    number = snapshot.speeches.document("a")
    assert number is not None
    segment, document = snapshot.speeches.place(number)
    assert segment.whole_speech(document).raw == "原文：中国"
    assert segment.characters.find("中国").tolist() == [1]
    assert bodies(engine) == ["发展"]


def test_big_files_stay_readable_after_they_are_removed(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same with everything mapped, as for a large index."""
    monkeypatch.setattr("indexer.engines.local.arrays.MAPPED_BYTES", 1)
    engine = LocalEngine(tmp_path, analyzer)
    write_all(engine, [speech("中国")])
    test_a_reader_keeps_its_generation_over_two_rebuilds(engine)


def test_a_generation_removed_while_it_is_opened_gives_way_to_the_newest(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = engine, LocalEngine(engine.root, engine.analyzer)
    read_meta = generations.read_meta
    overtaken = iter([True])

    def slow(folder: Path) -> generations.Meta:
        if next(overtaken, False):
            for body in ("人民", "和平", "发展"):
                write_all(writer, [speech(body)])
        return read_meta(folder)

    monkeypatch.setattr("indexer.engines.local.generations.read_meta", slow)
    assert bodies(reader) == ["发展"]


def test_an_update_leaves_the_files_of_the_generation_before_as_they_are(engine: LocalEngine) -> None:
    """They are shared by hard links, so writing into one would change what others are reading."""
    before = engine.snapshot()
    sums, meta = file_sums(before.folder), (before.folder / "meta.json").read_bytes()
    write_all(engine, [speech("人民", "b")], removed=["a"])
    assert file_sums(before.folder) == sums
    assert (before.folder / "meta.json").read_bytes() == meta
    assert bodies(engine) == ["人民"]
    assert list(engine.verify()) == []


def test_an_update_without_hard_links_copies(engine: LocalEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("os.link", no_links)
    write_all(engine, [speech("人民", "b")], removed=[])
    assert sorted(bodies(engine)) == ["中国", "人民"]


# Foreign and broken files


@pytest.mark.parametrize("content", [b"", b"\n", b"..", b"gen-x", b"../index", b"/", b"gen-/../..", b"\xff", b"a\0b"])
def test_a_garbled_current_says_what_to_do(engine: LocalEngine, content: bytes) -> None:
    (engine.root / "CURRENT").write_bytes(content)
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        bodies(engine)


def test_current_cannot_name_a_folder_elsewhere(engine: LocalEngine) -> None:
    (engine.root.parent / "gen-elsewhere").mkdir()
    (engine.root / "CURRENT").write_text("gen-/../../gen-elsewhere")
    with pytest.raises(IndexDamaged):
        bodies(engine)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"schema_version": %d}' % generations.SCHEMA_VERSION, b"\xff"],
)
def test_a_garbled_meta_says_what_to_do(engine: LocalEngine, content: bytes) -> None:
    meta = engine.snapshot().folder / "meta.json"
    meta.write_bytes(content)
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        bodies(LocalEngine(engine.root, engine.analyzer))


@pytest.mark.parametrize("key", ["schema_version", "analyser"])
def test_an_index_of_another_version_or_analyser_is_stale(engine: LocalEngine, key: str) -> None:
    path = engine.snapshot().folder / "meta.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: "another"}))
    for use in (bodies, lambda e: write_all(e, [], removed=["a"])):
        with pytest.raises(IndexStale, match="run `jianghua rebuild`"):
            use(LocalEngine(engine.root, engine.analyzer))
    write_all(LocalEngine(engine.root, engine.analyzer), [speech("人民")])
    assert bodies(LocalEngine(engine.root, engine.analyzer)) == ["人民"]


FILES = (".toc", "columns.json", "records.bin", "characters.arrays", "body.arrays")
"""One of each kind that there is, by the end of its name."""


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "foreign"])
def test_a_missing_or_broken_file_says_what_to_do(engine: LocalEngine, ending: str, damage: str) -> None:
    folder = engine.snapshot().folder
    (path,) = [path for path in generations.files(folder) if path.name.endswith(ending)]
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "cut": content[: len(content) // 2], "foreign": b"foreign" * 99}[damage])
    fresh = LocalEngine(engine.root, engine.analyzer)
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        fresh.search(Phrase("中国", 0), Filters(), Window())
    write_all(fresh, [speech("人民")])
    assert bodies(fresh) == ["人民"]


def test_wrong_numbers_in_any_file_are_no_mystery(engine: LocalEngine) -> None:
    """A file of the right kind and size with other bytes in it: an answer, or what to do; never a failure of ours."""
    texts = [f"在第{number}次会谈上谈和平发展、经济合作，和平发展" for number in range(4)]
    write_all(engine, [speech(body, f"{number}") for number, body in enumerate(texts)])
    uses: list[Callable[[LocalEngine], object]] = [
        bodies,
        lambda e: e.search(And((Phrase("发展", 0), Words("和平 会谈", 1, ("和平", "会谈")))), Filters(), Window()),
        lambda e: e.search(Pattern("第?次*发展", 0), Filters(), Window()),
        lambda e: [e.get("0"), e.stats(), e.digests(), e.origins()],
        lambda e: e.suggest("he", 5),
        lambda e: e.related(Phrase("发展", 0), Filters(), 5),
        lambda e: e.similar("0", 5),
    ]
    failed = 0
    numbers = [path for path in generations.files(engine.snapshot().folder) if path.suffix == ".arrays"]
    for path in numbers:
        content = path.read_bytes()
        start = content.index(b"\n") + 1
        path.write_bytes(content[:start] + bytes(byte ^ 0x91 for byte in content[start:]))
        fresh = LocalEngine(engine.root, engine.analyzer)
        for use in uses:
            try:
                use(fresh)
            except SpeechMissing:
                pass
            except IndexDamaged as problem:
                assert "run `jianghua rebuild`" in str(problem)
                failed += 1
        changed = [] if len(content) == start else [f"{path.parent.name}/{path.name} was changed"]
        assert list(fresh.verify()) == changed
        path.write_bytes(content)
    assert failed > 20
    assert list(engine.verify()) == []


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("at", [0, 4, 8, 12, 40, 100, 200, 300, -1])
def test_a_table_of_segments_with_other_bytes_says_what_to_do(engine: LocalEngine, at: int) -> None:
    """Of the right size, so that Whoosh reads it, which is asked when something is written."""
    (path,) = engine.snapshot().folder.glob("*.toc")
    content = path.read_bytes()
    at %= len(content)
    for garbage in (b"\xff" * len(content), content[:at] + b"\0" * (len(content) - at)):
        path.write_bytes(garbage)
        fresh = LocalEngine(engine.root, engine.analyzer)
        assert bodies(fresh) == ["中国"]
        try:
            with fresh.updating():
                pass
        except IndexDamaged as problem:
            assert "run `jianghua rebuild`" in str(problem)
    gc.collect()  # Whoosh leaves the file open when reading it fails


def test_verify_names_every_file_that_is_missing_foreign_or_changed(engine: LocalEngine) -> None:
    folder = engine.snapshot().folder
    assert list(engine.verify()) == []
    missing, changed, *_ = generations.files(folder)
    missing.unlink()
    changed.write_bytes(changed.read_bytes() + b"!")
    (folder / "foreign.txt").write_text("?")
    assert sorted(engine.verify()) == sorted(
        [f"{missing.name} is missing", f"{changed.name} was changed", "foreign.txt does not belong to the index"]
    )


# The lock


def test_a_second_writer_is_told_who_holds_the_lock(engine: LocalEngine) -> None:
    other = LocalEngine(engine.root, engine.analyzer)
    with engine.rebuilding() as writer:
        for start in (other.rebuilding, other.updating):
            with pytest.raises(IndexLocked, match=f"process {os.getpid()} on .* since .* UTC"), start():
                pass
        assert bodies(other) == ["中国"]
        writer.add_all([[speech("人民")]], as_they_are, 1, all_of)
    write_all(other, [speech("和平")])
    assert bodies(engine) == ["和平"]


def test_a_writer_in_another_process_is_named(engine: LocalEngine) -> None:
    script = (
        "import sys; from pathlib import Path; from indexer.engines.local import generations\n"
        "with generations.write_lock(Path(sys.argv[1])): print('locked', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(engine.root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout and process.stdout.readline() == "locked\n"
        with pytest.raises(IndexLocked, match=f"process {process.pid} on"), engine.rebuilding():
            pass
        process.kill()
    write_all(engine, [speech("人民")])
    assert bodies(engine) == ["人民"]


def test_the_lock_is_let_go_after_a_failure(engine: LocalEngine) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), engine.rebuilding():
            raise ZeroDivisionError
    assert not (engine.root / "LOCK.holder").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, analyzer: Analyzer) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexProblem, match=r"cannot write to .*file"):
        write_all(LocalEngine(tmp_path / "file", analyzer), [speech("中国")])


def test_where_nothing_was_published_the_index_is_missing(tmp_path: Path, analyzer: Analyzer) -> None:
    engine = LocalEngine(tmp_path / "nowhere", analyzer)
    for use in (bodies, LocalEngine.stats, LocalEngine.digests, LocalEngine.verify, lambda e: e.get("a")):
        with pytest.raises(IndexMissing, match="run `jianghua rebuild`"):
            use(engine)
    assert not (tmp_path / "nowhere").exists()
