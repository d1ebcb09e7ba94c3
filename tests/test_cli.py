"""The command line, called in this process: what each command answers, and how it ends."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import RECORDS, write_corpus

import indexer
import webapp.__main__
from indexer.__main__ import main as main_of_module
from indexer.cli import main
from indexer.envelope import results_envelope
from indexer.settings import SETTINGS

COMMANDS = ("rebuild", "update", "search", "show", "stats", "check", "analyze", "clean", "serve")
Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *arguments: str | Path, status: int = 0) -> dict[str, Any]:
    """The envelope that a command prints with `--json`."""
    assert main([*map(str, arguments), "--json"]) == status
    printed = capsys.readouterr()
    assert printed.out.endswith("\n") and printed.out.count("\n") == 1
    envelope: dict[str, Any] = json.loads(printed.out)
    assert envelope["ok"] is (status == 0 or "is_sound" in envelope or "rejected" in envelope)
    return envelope


def lines(capsys: Capture, *arguments: str | Path, status: int = 0) -> list[str]:
    """What a command prints for a person."""
    assert main([*map(str, arguments)]) == status
    return capsys.readouterr().out.splitlines()


class TestUsage:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_says_how_it_is_used(self, command: str, capsys: Capture) -> None:
        with pytest.raises(SystemExit) as end:
            main([command, "--help"])
        assert end.value.code == 0
        shown = capsys.readouterr().out
        assert f"usage: jianghua {command} " in shown
        assert "--index" in shown and ("--json" in shown or command == "serve")

    def test_every_setting_is_an_option_of_some_command(self, capsys: Capture) -> None:
        for command in COMMANDS:
            with pytest.raises(SystemExit):
                main([command, "--help"])
        shown = capsys.readouterr().out
        assert all(f"--{setting.name} " in shown for setting in SETTINGS)

    def test_the_version_is_that_of_the_package(self, capsys: Capture) -> None:
        with pytest.raises(SystemExit) as end:
            main(["--version"])
        assert end.value.code == 0
        assert capsys.readouterr().out == f"jianghua {indexer.__version__}\n"

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["find"],
            ["search", "岸线", "--nothing"],
            ["search", "岸线", "-x"],
            ["search", "岸线", "--sort", "random"],
            ["search", "岸线", "--limit", "many"],
            ["show"],
            ["stats", "extra"],
            ["rebuild", "--workers", "0"],
            ["serve", "--port", "65536"],
        ],
    )
    def test_arguments_that_cannot_be_used_end_with_2(self, arguments: list[str], capsys: Capture) -> None:
        with pytest.raises(SystemExit) as end:
            main(arguments)
        assert end.value.code == 2
        printed = capsys.readouterr()
        assert not printed.out and printed.err.startswith("usage: jianghua")

    def test_all_ways_in_are_one(self) -> None:
        assert main_of_module is main
        assert webapp.__main__.main is main


class TestSearch:
    def test_json_is_the_envelope_of_the_web(self, here: Path, capsys: Capture) -> None:
        envelope = answer(capsys, "search", "岸線")
        engine = indexer.open_engine(here / "index_data")
        expected = results_envelope(indexer.search(engine, indexer.SearchRequest("岸線")))
        del envelope["took_ms"], expected["took_ms"]
        assert envelope == expected
        assert envelope["total"] == 3

    def test_json_is_utf8_without_escapes(self, here: Path, capsys: Capture) -> None:
        main(["search", "岸線", "--json"])
        assert "濕地揭牌致辭" in capsys.readouterr().out

    def test_lines_begin_with_totals_and_the_reading_of_the_query(self, here: Path, capsys: Capture) -> None:
        totals, reading, *_ = lines(capsys, "search", "岸线", "-濕地")
        assert totals.startswith("2 speeches · ") and " occurrences · " in totals and " ms · corpus " in totals
        assert reading == "read as: 含“岸线”，且不含“濕地”"

    def test_a_hit_says_what_is_known_and_where(self, here: Path, capsys: Capture) -> None:
        found = lines(capsys, "search", "岸线", "--speaker", "周怀远")
        assert found[3:] == [
            "1. 守住岸线",
            "   2022-06-05 · 周怀远 · 临澜市 · 4 occurrences",
            "   shore",
            "   ¶1 今天只讲一件事，把岸线守住。",
            "   ¶2 岸线是大家的，守住岸线就是守住饭碗。",
        ]

    def test_one_is_one_speech(self, here: Path, capsys: Capture) -> None:
        assert lines(capsys, "search", "江水")[0].startswith("1 speech · 1 occurrence · ")

    @pytest.mark.parametrize(
        ("options", "ids"),
        [
            (["--sort", "oldest"], ["hostile", "wetland", "shore"]),
            (["--sort", "newest"], ["shore", "wetland", "hostile"]),
            (["--sort", "oldest", "--limit", "1", "--page", "2"], ["wetland"]),
            (["--sort", "oldest", "--from", "2021"], ["wetland", "shore"]),
            (["--sort", "oldest", "--to", "2021-03"], ["hostile"]),
            (["--year", "2020", "--year", "2022", "--sort", "newest"], ["shore", "hostile"]),
            (["--place", "青屏县"], ["wetland"]),
            (["--occasion", "湿地揭牌"], ["wetland"]),
            (["--kind", "讲话"], ["shore"]),
            (["--source", "临澜日报"], ["shore"]),
            (["--script", "Hant"], ["wetland"]),
        ],
    )
    def test_options_narrow_and_order(self, options: list[str], ids: list[str], here: Path, capsys: Capture) -> None:
        assert [hit["id"] for hit in answer(capsys, "search", "岸线", *options)["hits"]] == ids

    def test_words_after_options_and_words_with_a_minus_belong_to_the_query(self, here: Path, capsys: Capture) -> None:
        """Both are what argparse stumbles over, and the second is our own query syntax."""
        query = answer(capsys, "search", "岸线", "--limit", "5", "-濕地", "守住")["query"]
        assert query["text"] == "岸线 -濕地 守住"
        assert answer(capsys, "search", "-濕地")["query"]["text"] == "-濕地"

    def test_exact_takes_words_as_strings(self, here: Path, capsys: Capture) -> None:
        assert answer(capsys, "search", "岸线守住", "--exact")["total"] == 1

    def test_what_cannot_be_used_of_a_request_is_noted(self, here: Path, capsys: Capture) -> None:
        found = lines(capsys, "search", "岸线", "--from", "前天", "--limit", "500")
        assert sum(line.startswith("note: ") for line in found) == 2

    def test_more_pages_are_announced(self, here: Path, capsys: Capture) -> None:
        assert lines(capsys, "search", "岸线", "--limit", "1")[-1] == "page 1 of 3 (next: --page 2)"
        assert lines(capsys, "search", "岸线", "--limit", "1", "--page", "3")[-1] == "page 3 of 3"

    def test_numbers_go_on_over_pages(self, here: Path, capsys: Capture) -> None:
        found = lines(capsys, "search", "岸线", "--sort", "oldest", "--limit", "1", "--page", "3")
        assert "3. 守住岸线" in found

    def test_nothing_found_is_an_answer(self, here: Path, capsys: Capture) -> None:
        assert lines(capsys, "search", "火星")[0].startswith("0 speeches · 0 occurrences")


class TestShow:
    def test_a_speech_has_its_facts_and_numbered_paragraphs(self, here: Path, capsys: Capture) -> None:
        assert lines(capsys, "show", "shore", "--query", "饭碗") == [
            "守住岸线",
            "2022-06-05 · 周怀远 · 临澜市 · 讲话 · 临澜日报",
            "id: shore",
            "url: https://example.org/shore",
            "file: speeches.jsonl, record 1",
            "read as: 含“饭碗” · 1 occurrence in the text",
            "",
            "¶1 今天只讲一件事，把岸线守住。",
            "",
            "¶2 岸线是大家的，守住岸线就是守住饭碗。",
        ]

    def test_raw_is_the_text_as_it_was_read(self, tmp_path: Path, here: Path, capsys: Capture) -> None:
        raw = "守住岸线🌊。\n\n\u3000\u3000第二段。\n"
        (tmp_path / "a.txt").write_text(raw, "utf-8")
        assert main(["rebuild", str(tmp_path / "a.txt"), "--index", str(tmp_path / "index"), "--quiet"]) == 0
        assert main(["show", "a.txt", "--raw", "--index", str(tmp_path / "index")]) == 0
        assert capsys.readouterr().out == raw
        envelope = answer(capsys, "show", "a.txt", "--raw", "--index", tmp_path / "index")
        assert (envelope["raw"], envelope["body"]) == (raw, "守住岸线。\n第二段。")

    def test_marks_of_json_are_offsets_into_the_body(self, here: Path, capsys: Capture) -> None:
        envelope = answer(capsys, "show", "wetland", "--query", "岸线")
        assert [envelope["body"][start:end] for start, end in envelope["marks"]] == ["岸線"]
        assert "raw" not in envelope

    def test_an_unknown_id_is_an_error_in_one_line(self, here: Path, capsys: Capture) -> None:
        assert main(["show", "no\nthing"]) == 1
        printed = capsys.readouterr()
        assert not printed.out
        assert printed.err.startswith("jianghua: ") and printed.err.count("\n") == 1
        assert answer(capsys, "show", "nothing", status=1)["status"] == 404


class TestBuilding:
    def test_a_report_counts_what_was_done(self, tmp_path: Path, here: Path, capsys: Capture) -> None:
        source, index = write_corpus(tmp_path / "a.jsonl"), tmp_path / "index"
        assert lines(capsys, "rebuild", source, "--index", index)[0].startswith("3 speeches indexed (3 added) · ")
        changed = [{**RECORDS[0], "body": "另一篇。"}, RECORDS[1], {"id": "new", "body": "新的一篇。"}]
        write_corpus(source, changed)
        report = answer(capsys, "update", source, "--index", index)
        counts = {key: report[key] for key in ("speeches", "added", "changed", "removed", "unchanged")}
        assert counts == {"speeches": 3, "added": 1, "changed": 1, "removed": 1, "unchanged": 1}
        assert answer(capsys, "stats", "--index", index)["fingerprint"] == report["fingerprint"]

    def test_rejected_records_are_counted_by_reason_with_the_first_few(
        self, tmp_path: Path, here: Path, capsys: Capture
    ) -> None:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        (corpus / "a.jsonl").write_text('{"body": "好的。"}\n' + "{broken\n" * 7 + "[]\n", "utf-8")
        (corpus / "scan.pdf").write_bytes(b"%PDF")
        found = lines(capsys, "rebuild", corpus, "--index", tmp_path / "index")
        assert "files of unknown kinds, not read: .pdf 1" in found
        assert found[found.index("rejected: 8") + 1] == "  bad JSON: 7"
        assert sum(line.startswith("    a.jsonl, line ") for line in found) == 6
        assert "    … and 2 more" in found
        assert "  not a JSON object: 1" in found
        report = answer(capsys, "rebuild", corpus, "--index", tmp_path / "index")
        assert report["reasons"] == {"bad JSON": 7, "not a JSON object": 1}
        assert report["unknown_kinds"] == {".pdf": 1}
        assert report["rejected"][0].keys() == {"path", "line", "reason", "detail"}
        assert [one["line"] for one in report["rejected"]] == [2, 3, 4, 5, 6, 7, 8, 9]

    def test_strict_fails_over_a_rejected_record_and_publishes_all_the_same(
        self, tmp_path: Path, here: Path, capsys: Capture
    ) -> None:
        (tmp_path / "a.jsonl").write_text('{"id": "good", "body": "好的。"}\n{broken\n', "utf-8")
        arguments = ["rebuild", str(tmp_path / "a.jsonl"), "--index", str(tmp_path / "index")]
        assert main(arguments) == 0
        assert main([*arguments, "--strict"]) == 1
        assert "published all the same" in capsys.readouterr().err
        assert answer(capsys, *arguments, "--strict", status=1)["speeches"] == 1
        assert answer(capsys, "show", "good", "--index", tmp_path / "index")["body"] == "好的。"

    def test_strict_is_content_where_nothing_was_rejected(self, tmp_path: Path, here: Path) -> None:
        assert main(["rebuild", "speeches.jsonl", "--index", str(tmp_path / "index"), "--strict", "--quiet"]) == 0

    def test_quiet_says_nothing_unless_something_was_rejected(
        self, tmp_path: Path, here: Path, capsys: Capture
    ) -> None:
        index = str(tmp_path / "index")
        assert main(["rebuild", "speeches.jsonl", "--index", index, "--quiet"]) == 0
        assert capsys.readouterr() == ("", "")
        (tmp_path / "a.jsonl").write_text('{"body": "好的。"}\n{broken\n', "utf-8")
        assert "rejected: 1" in lines(capsys, "rebuild", tmp_path / "a.jsonl", "--index", index, "--quiet")

    def test_seeds_are_indexed_where_no_path_is_given(
        self, tmp_path: Path, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "seeds").mkdir()
        write_corpus(tmp_path / "seeds" / "a.jsonl")
        assert answer(capsys, "rebuild")["speeches"] == 3
        assert (tmp_path / "index_data" / "CURRENT").exists()

    @pytest.mark.parametrize("arguments", [["rebuild"], ["update"], ["rebuild", "nowhere"], ["search", "岸线"]])
    def test_where_nothing_is_the_message_says_so_in_one_line(
        self, arguments: list[str], tmp_path: Path, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(arguments) == 1
        printed = capsys.readouterr()
        assert printed.err.startswith("jianghua: ") and printed.err.count("\n") == 1
        assert answer(capsys, *arguments, status=1)["status"] in (400, 503)


class TestCheck:
    def test_a_sound_index_is_well(self, here: Path, capsys: Capture) -> None:
        assert lines(capsys, "check")[0].startswith("all is well: 3 speeches")
        assert lines(capsys, "check", "speeches.jsonl")[0].endswith("held against its sources")
        assert answer(capsys, "check", "speeches.jsonl")["is_sound"] is True

    def test_differences_from_the_sources_are_named(self, tmp_path: Path, here: Path, capsys: Capture) -> None:
        other = write_corpus(tmp_path / "speeches.jsonl", [RECORDS[0], {**RECORDS[1], "date": "2021"}, {"body": "新"}])
        found = lines(capsys, "check", other, status=1)
        assert found[:6] == [
            "in the sources, not in the index: 1 speech",
            "  speeches.jsonl#3",
            "changed since they were indexed: 1 speech",
            "  wetland",
            "in the index, in no source: 1 speech",
            "  hostile",
        ]
        envelope = answer(capsys, "check", other, status=1)
        assert (envelope["is_sound"], envelope["changed"]) == (False, ["wetland"])

    def test_a_damaged_file_is_a_problem(self, tmp_path: Path, here: Path, capsys: Capture) -> None:
        index = tmp_path / "index"
        assert main(["rebuild", "speeches.jsonl", "--index", str(index), "--quiet"]) == 0
        (next(index.glob("gen-*")) / "stranger").write_bytes(b"?")
        assert lines(capsys, "check", "--index", index, status=1)[0] == "problem: stranger does not belong to the index"


class TestTexts:
    def test_stats_say_what_the_index_holds(self, here: Path, capsys: Capture) -> None:
        found = lines(capsys, "stats")
        assert found[0].startswith("3 speeches · ") and "2020-01-01 to 2022-06-05" in found[0]
        assert "speaker: 何靜宜 1, 周怀远 1" in found
        assert answer(capsys, "stats")["speeches"] == 3

    def test_analyze_shows_tokens_with_offsets_into_the_text(self, here: Path, capsys: Capture) -> None:
        text = "製度與ＧＤＰ"
        envelope = answer(capsys, "analyze", text)
        assert envelope["folded"] == "制度与gdp"
        shown = [(token["text"], text[token["start"] : token["end"]]) for token in envelope["tokens"]]
        assert shown == [("制度", "製度"), ("与", "與"), ("gdp", "ＧＤＰ")]
        assert lines(capsys, "analyze", text)[:2] == ["folded: 制度与gdp", "0–2          0  制度  製度"]

    def test_analyze_needs_no_index(
        self, tmp_path: Path, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert lines(capsys, "analyze", "岸线")
        assert not list(tmp_path.iterdir())

    def test_words_of_the_user_are_taken(self, tmp_path: Path, here: Path, capsys: Capture) -> None:
        (tmp_path / "words.txt").write_text("青屏百湖\n", "utf-8")
        found = answer(capsys, "analyze", "青屏百湖", "--dictionary", tmp_path / "words.txt")
        assert [token["text"] for token in found["tokens"] if not token["is_part"]] == ["青屏百湖"]

    def test_an_index_of_other_words_has_to_be_rebuilt(self, tmp_path: Path, here: Path, capsys: Capture) -> None:
        (tmp_path / "words.txt").write_text("青屏百湖\n", "utf-8")
        assert main(["search", "岸线", "--dictionary", str(tmp_path / "words.txt")]) == 1
        assert "run `jianghua rebuild`" in capsys.readouterr().err

    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16"])
    def test_clean_reads_any_encoding(self, encoding: str, tmp_path: Path, here: Path, capsys: Capture) -> None:
        text = "這片濕地養了我們三百年，今天立碑，是把生態的規矩立給後人看。"
        (tmp_path / "a.txt").write_bytes(f"\r\n{text}\r\n".encode(encoding))
        assert main(["clean", str(tmp_path / "a.txt")]) == 0
        assert capsys.readouterr().out == f"{text}\n"

    def test_clean_prints_the_text_and_the_steps_apart(
        self, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("守住🌊岸线。\n".encode())))
        assert main(["clean"]) == 0
        printed = capsys.readouterr()
        assert printed.out == "守住岸线。\n"
        assert printed.err.startswith("emoji (") and "2–3 '🌊' → ''" in printed.err

    def test_steps_of_json_have_their_places_in_the_raw_text(self, tmp_path: Path, here: Path, capsys: Capture) -> None:
        raw = "守住🌊岸线。"
        (tmp_path / "a.txt").write_text(raw, "utf-8")
        envelope = answer(capsys, "clean", tmp_path / "a.txt")
        (step,) = envelope["steps"]
        assert (step["name"], step["count"], envelope["encoding"]) == ("emoji", 1, "utf-8")
        assert (
            [raw[cut["start"] : cut["end"]] for cut in step["cuts"]] == ["🌊"] == [c["removed"] for c in step["cuts"]]
        )

    @pytest.mark.parametrize("arguments", [["clean", "nowhere.txt"], ["clean", "."]])
    def test_a_file_that_cannot_be_read_is_an_error_in_one_line(
        self, arguments: list[str], here: Path, capsys: Capture
    ) -> None:
        assert main(arguments) == 1
        assert capsys.readouterr().err.startswith("jianghua: cannot read ")

    def test_bytes_of_no_encoding_are_an_error_with_the_place(
        self, tmp_path: Path, here: Path, capsys: Capture
    ) -> None:
        (tmp_path / "a.txt").write_bytes("好".encode() + b"\xff\xff\xff")
        assert main(["clean", str(tmp_path / "a.txt"), "--encoding", "utf-8"]) == 1
        assert "byte 3 is not utf-8" in capsys.readouterr().err


class TestEnds:
    """However a command ends, it is one line and a status."""

    @pytest.fixture
    def broken(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise ZeroDivisionError("on\ntwo lines")

        monkeypatch.setattr(indexer, "search", fail)

    def test_an_unexpected_error_is_one_line_that_says_how_to_see_more(self, broken: None, capsys: Capture) -> None:
        assert main(["search", "岸线"]) == 1
        printed = capsys.readouterr().err
        assert (
            printed == "jianghua: unexpected ZeroDivisionError: on two lines (with JIANGHUA_DEBUG=1 it shows where)\n"
        )
        envelope = answer(capsys, "search", "岸线", status=1)
        assert (envelope["status"], envelope["ok"]) == (500, False)

    def test_debug_shows_where(self, broken: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("JIANGHUA_DEBUG", "1")
        with pytest.raises(ZeroDivisionError):
            main(["search", "岸线"])

    def test_a_setting_that_cannot_be_used_is_an_error_of_every_command(
        self, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        monkeypatch.setenv("JIANGHUA_PORT", "high")
        assert main(["stats"]) == 1
        assert capsys.readouterr().err.startswith("jianghua: port cannot be 'high'")
        assert answer(capsys, "stats", status=1)["status"] == 400

    def test_an_interruption_is_one_line(self, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(indexer, "search", interrupt)
        assert main(["search", "岸线"]) == 130
        assert capsys.readouterr().err == "jianghua: interrupted; the index is as it was last published\n"


def test_what_a_title_wants_of_a_terminal_is_not_done(here: Path, capsys: Capture) -> None:
    """A title is data: no cursor, no clipboard, no turning of the line, whether printed as lines or as JSON."""
    for arguments in (["search", "之外"], ["show", "hostile"], ["stats"], ["search", "之外", "--json"]):
        main(arguments)
        shown = capsys.readouterr().out
        assert not set("\x1b\x07\u202e\u009b") & set(shown)


def test_an_engine_is_opened_with_the_index_that_was_chosen(here: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["stats", "--index", str(tmp_path / "elsewhere")]) == 1
    assert f"there is no index in {tmp_path / 'elsewhere'}" in capsys.readouterr().err


def test_update_without_a_path_reads_what_the_index_was_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Taking `seeds/` instead would replace a corpus by the examples."""
    write_corpus(tmp_path / "mine.jsonl")
    answer(capsys, "rebuild", tmp_path / "mine.jsonl", "--quiet", "--index", tmp_path / "index")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    report = answer(capsys, "update", "--quiet", "--index", tmp_path / "index")
    assert (report["unchanged"], report["removed"], report["added"]) == (len(RECORDS), 0, 0)
