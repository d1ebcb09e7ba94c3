"""Folders of files become speeches: everything that can be read is, and everything else is named with its reason."""

from __future__ import annotations

import gzip
import json
import os
import re
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.cleaning import clean, clean_line
from indexer.corpus import KINDS, Read, Reason, distinct, list_files, opening, read_corpus, read_file, read_records
from indexer.errors import SettingError, SourceError
from indexer.model import Rejected, Speech

SEED = Path(__file__).parents[1] / "seeds" / "000_522596ff6ab5f318.txt"
SHARED = Path(__file__).parents[2] / "shared"
TEXT = "同志们，今天我们在这里开会，主要谈三件事。"


def write(folder: Path, name: str, content: str | bytes = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(*sources: Path) -> tuple[list[Speech], list[Rejected]]:
    items = list(read_corpus(sources))
    return [item for item in items if isinstance(item, Speech)], [item for item in items if isinstance(item, Rejected)]


def reasons(*sources: Path) -> dict[str, str]:
    return {item.path: item.reason for item in read(*sources)[1]}


# --- Paths


def test_folder_is_read_to_the_bottom_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.html", "c.json", "d.jsonl", "e.TXT.GZ"):
        content = '{"body": "好。"}' if ".json" in name else TEXT
        write(tmp_path, name, gzip.compress(content.encode()) if name.endswith("GZ") else content)
    speeches, rejected = read(tmp_path)
    assert [speech.path for speech in speeches] == ["a/b/c.html", "a/z.md", "b.txt", "c.json", "d.jsonl", "e.TXT.GZ"]
    assert [speech.id for speech in speeches][-2:] == ["d.jsonl#1", "e.TXT.GZ"]
    assert rejected == []


def test_file_is_a_source_and_its_name_the_path(tmp_path: Path) -> None:
    speeches, _ = read(write(tmp_path, "folder/a.txt"))
    assert [(speech.path, speech.id, speech.record) for speech in speeches] == [("a.txt", "a.txt", 1)]


def test_unknown_kinds_are_counted_and_named(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.PDF", "c.doc", "README", "d.tar.gz", "e.gz", "f.txt"):
        write(tmp_path, name)
    listed = list_files([tmp_path])
    assert [file.name for file in listed.files] == ["f.txt"]
    assert listed.unknown_kinds == {"no suffix": 1, ".doc": 1, ".gz": 1, ".pdf": 2, ".tar.gz": 1}


def test_hidden_files_are_skipped_and_loops_of_links_end(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/a.txt", "a/b.txt"):
        write(tmp_path, name)
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "same.txt").symlink_to(tmp_path / "a" / "b.txt")
    listed = list_files([tmp_path, tmp_path / "a"])
    assert [file.name for file in listed.files] == ["a/b.txt"]
    assert listed.unknown_kinds == {}


def test_link_to_nowhere_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert reasons(tmp_path) == {"gone.txt": Reason.UNREADABLE}


def test_special_file_is_rejected_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert reasons(tmp_path) == reasons(tmp_path / "pipe.txt") == {"pipe.txt": Reason.UNREADABLE}


def test_missing_source_is_an_error_at_once(tmp_path: Path) -> None:
    for path in (tmp_path / "gone", tmp_path / ("x" * 300), Path("a\0b")):
        with pytest.raises(SourceError, match="cannot read"):
            read_corpus([path])


def test_files_of_one_name_in_two_sources_are_both_read(tmp_path: Path) -> None:
    for folder in ("2022", "2023"):
        write(tmp_path, f"{folder}/01.txt", f"{folder}：{TEXT}")
    write(tmp_path, "2023/02.txt")
    forwards, rejected = read(tmp_path / "2022", tmp_path / "2023")
    backwards, _ = read(tmp_path / "2023", tmp_path / "2022")
    assert [speech.id for speech in forwards] == ["02.txt", "2022/01.txt", "2023/01.txt"]
    assert forwards == backwards
    assert rejected == []


@pytest.mark.parametrize("name", ["a\nb.txt", "a\x1b[31m.txt", "讲\udce8话.txt", "题" * 70 + ".txt"])
def test_odd_file_names_become_printable_ids(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    (speech,), rejected = read(tmp_path)
    assert speech.id.isprintable()
    assert speech.path.isprintable()
    assert rejected == []


# --- Files that cannot be read


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_file_without_text_is_rejected(tmp_path: Path, kind: str) -> None:
    write(tmp_path, f"nothing{kind}", b"")
    write(tmp_path, f"blank{kind}", " \r\n\t　\n" if kind == ".txt" else " \r\n\t\n")
    write(tmp_path, f"nothing{kind}.gz", gzip.compress(b""))
    assert set(reasons(tmp_path).values()) <= {Reason.EMPTY, Reason.NO_TEXT}
    assert len(reasons(tmp_path)) == 3


def test_text_of_noise_alone_is_rejected(tmp_path: Path) -> None:
    write(tmp_path, "emoji.txt", "🛖🏽‍♂️🂠⇨")
    assert reasons(tmp_path) == {"emoji.txt": Reason.NO_TEXT}


def test_broken_gzip_is_rejected_after_the_lines_that_could_be_read(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": str(n), "body": TEXT + os.urandom(64).hex()}) + "\n" for n in range(3000))
    whole = gzip.compress(lines.encode())
    write(tmp_path, "cut.jsonl.gz", whole[: len(whole) // 2])
    write(tmp_path, "cut.txt.gz", gzip.compress(TEXT.encode())[:-9])
    write(tmp_path, "not.txt.gz", TEXT)
    speeches, rejected = read(tmp_path)
    assert {item.path: item.reason for item in rejected} == dict.fromkeys(
        ("cut.jsonl.gz", "cut.txt.gz", "not.txt.gz"), Reason.BROKEN_GZIP
    )
    assert len(speeches) > 1000


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_file_and_folder_are_rejected(tmp_path: Path) -> None:
    write(tmp_path, "a.txt").chmod(0)
    write(tmp_path, "b/c.txt").parent.chmod(0)
    try:
        assert reasons(tmp_path) == {"a.txt": Reason.UNREADABLE, "b": Reason.UNREADABLE}
    finally:
        (tmp_path / "b").chmod(0o700)


def test_too_large_a_file_or_line_is_rejected_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MAX_FILE_BYTES", 1000)
    monkeypatch.setattr(opening, "MAX_LINE_BYTES", 200)
    write(tmp_path, "bomb.txt.gz", gzip.compress(b"\0" * 100_000))
    write(tmp_path, "lines.jsonl", '{"body": "一。"}\n{"body": "' + "长" * 3000 + '"}\n{"body": "三。"}\n')
    speeches, rejected = read(tmp_path)
    assert [(item.path, item.line, item.reason) for item in rejected] == [
        ("bomb.txt.gz", None, Reason.TOO_LARGE),
        ("lines.jsonl", 2, Reason.TOO_LARGE),
    ]
    assert [speech.id for speech in speeches] == ["lines.jsonl#1", "lines.jsonl#3"]


def test_undecodable_file_is_rejected_with_the_place(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT.encode("gb18030")[:11] + b"\xff" + TEXT.encode("gb18030"))
    write(tmp_path, "b.jsonl", b'{"body": "x"}\n{"body": "\xe5\xa5\xbd\xff\xff"}')
    _, rejected = read(tmp_path)
    assert [(item.path, item.line, item.reason) for item in rejected] == [
        ("a.txt", None, Reason.UNDECODABLE),
        ("b.jsonl", 2, Reason.UNDECODABLE),
    ]
    assert [item.detail.split(" is")[0] for item in rejected] == ["byte 10", "byte 27"]


def test_bad_front_matter_rejects_its_file_alone(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\ntitle: [\n---\n好。")
    write(tmp_path, "b.md", "---\ntitle: 座谈会\n---\n好。")
    speeches, rejected = read(tmp_path)
    assert [speech.meta.title for speech in speeches] == ["座谈会"]
    assert [(item.path, item.reason, item.line is not None) for item in rejected] == [
        ("a.md", Reason.BAD_FRONT_MATTER, True)
    ]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(alphabet='{}[]":,\\u0d8好a-\n#*<>/p=& ', max_size=200).map(str.encode),
        st.sampled_from((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"---\n", b"[" * 999, b"<html><p>")).flatmap(
            lambda start: st.binary(max_size=60).map(lambda rest: start + rest)
        ),
    ),
    st.sampled_from([*sorted(KINDS), ".txt.gz", ".jsonl.gz"]),
    st.booleans(),
)
def test_any_bytes_in_any_kind_of_file_are_read_or_rejected(tmp_path: Path, raw: bytes, kind: str, pack: bool) -> None:
    path = write(tmp_path, f"x{kind}", gzip.compress(raw) if pack and kind.endswith(".gz") else raw)
    for item in read_corpus([path]):
        if isinstance(item, Rejected):
            assert item.reason in set(Reason)
        else:
            assert item.body and item.id.isprintable()
            assert clean(item.raw).body == item.body


# --- Encodings and records


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_json_lines_are_read_in_every_encoding_and_line_end(tmp_path: Path, encoding: str, line_end: str) -> None:
    records = [json.dumps({"title": "座谈会", "body": f"{TEXT}{n}"}, ensure_ascii=False) for n in range(3)]
    speeches, rejected = read(write(tmp_path, "a.jsonl", line_end.join(records).encode(encoding)))
    assert [speech.body[-1] for speech in speeches] == ["0", "1", "2"]
    assert [speech.id for speech in speeches] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#3"]
    assert rejected == []


def test_page_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = "<html><meta charset='{}'><title>x</title><p>好。"
    write(tmp_path, "a.html", page.format("gb2312").encode("gb18030"))
    write(tmp_path, "b.htm", page.format("big5").encode("big5"))
    write(tmp_path, "c.shtml", page.format("gb2312").encode("utf-8"))  # saved anew by a browser
    assert [speech.body for speech in read(tmp_path)[0]] == ["好。"] * 3


def test_given_encoding_is_used_for_every_file(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT.encode("gbk"))
    (speech,) = read_corpus([tmp_path], encoding="gbk")
    (rejected,) = read_corpus([tmp_path], encoding="utf-8")
    assert isinstance(speech, Speech) and speech.body == TEXT
    assert isinstance(rejected, Rejected) and rejected.detail == "byte 4 is not utf-8"
    with pytest.raises(SettingError):
        read_corpus([tmp_path], encoding="no-such")


def test_same_text_again_is_a_duplicate_and_another_text_a_duplicate_id(tmp_path: Path) -> None:
    lines = [{"id": "1", "body": "一。"}, {"id": "1", "body": "一。"}, {"id": "1", "body": "另一。"}]
    write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))
    speeches, rejected = read(tmp_path)
    assert [(speech.id, speech.body) for speech in speeches] == [("1", "一。")]
    assert [item.reason for item in rejected] == [Reason.DUPLICATE, Reason.DUPLICATE_ID]
    assert "record 3" in rejected[1].detail


def test_steps_of_cleaning_come_with_every_speech(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "同志们🛖，今天🛖开会。")
    (item,) = read_file(list_files([tmp_path]).files[0])
    assert isinstance(item, Read)
    assert sum(item.steps.values()) == 2
    assert item.speech.body == "同志们，今天开会。"
    assert item.speech.raw == "同志们🛖，今天🛖开会。"


def test_reading_is_lazy_and_does_not_hold_the_file(tmp_path: Path) -> None:
    line = json.dumps({"body": TEXT * 1000}, ensure_ascii=False) + "\n"
    path = write(tmp_path, "a.jsonl.gz", gzip.compress((line * 300).encode()))
    tracemalloc.start()
    count = sum(1 for _ in read_records(list_files([path]).files[0]))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 300
    assert peak_bytes < len(line.encode()) * 300 / 4


def test_distinct_passes_on_what_was_rejected() -> None:
    rejected = Rejected("a.txt", None, Reason.EMPTY)
    assert list(distinct([rejected, rejected])) == [rejected, rejected]


# --- Real files


def test_seed_speech_is_read_as_a_person_would() -> None:
    (speech,), rejected = read(SEED)
    meta = speech.meta
    assert meta.title == "進一步推動長江經濟帶高質量發展 更好支撐和服務中國式現代化"
    assert (meta.speakers, meta.date, meta.place, meta.script) == (("習近平",), "XXXX-XX-12", "江西省南昌市", "Hant")
    assert (speech.id, speech.headline_paragraphs) == ("000_522596ff6ab5f318.txt", 4)
    assert rejected == []


def shared(*parts: str) -> Path:
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip("../shared is absent")
    return path


def test_messy_files_are_read_or_named_with_a_reason() -> None:
    speeches, rejected = read(shared("messy"))
    assert Counter(speech.path for speech in speeches) == {
        "README.md": 1,
        "bulletin-api.json": 19,
        "hansard-dump-hant.txt": 1,
        "leaders-gb18030.txt": 1,
        "news-page-3.shtml": 1,
        "news-page-4.shtml": 1,
    }
    assert {(item.path, item.reason) for item in rejected} == {
        ("bulletin-api.json", Reason.NO_TEXT),  # record 20 holds an empty paragraph: a film without a text
        ("news-page-1.shtml", Reason.NO_ARTICLE),
        ("news-page-2.shtml", Reason.NO_ARTICLE),
    }
    assert list_files([shared("messy")]).unknown_kinds == {".doc": 1, ".pdf": 1, ".xml": 1}


@pytest.mark.parametrize(
    ("name", "count", "script"), [("speeches-hans", 3821, "Hans"), ("speeches-hant", 6822, "Hant")]
)
def test_corpus_is_read_without_a_loss_and_as_it_says(name: str, count: int, script: str) -> None:
    path = shared("corpora", f"{name}.jsonl.gz")
    scripts: Counter[str] = Counter()
    for stated, item in zip(json_objects(path), read_corpus([path]), strict=True):
        assert isinstance(item, Speech), item
        assert item.id == stated["id"]
        assert item.meta.date == stated.get("date", item.meta.date)
        if "speaker" in stated:
            assert list(item.meta.speakers) == re.split("[、，]", clean_line(stated["speaker"]))
        scripts[item.meta.script] += 1
    assert scripts.total() == count
    assert scripts[script] >= count - 2  # two documents among the Simplified ones are Traditional


def json_objects(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
