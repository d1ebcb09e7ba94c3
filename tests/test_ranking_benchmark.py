"""The benchmark of the ranking measures what it says, on collections small enough to check by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.ranking import __main__ as command
from benchmarks.ranking.collections import judged, known_items
from benchmarks.ranking.measures import Quality, mean, quality
from benchmarks.ranking.systems import PlainBm25, bigrams, words_of
from indexer.analysis import Analyzer

_DOCUMENTS = (
    ("a", "渡船准点", "澄江的渡船要准点开行，码头要修好。"),
    ("b", "道路修平", "道路要修平，桥梁要加固，车辆要慢行。"),
    ("c", "市场管好", "市场要管好，商贩要守信，价钱要公道。"),
)


@pytest.fixture
def qrels(tmp_path: Path) -> Path:
    folder = tmp_path / "qrels" / "made"
    folder.mkdir(parents=True)
    with gzip.open(folder / "collection.jsonl.gz", "wt", encoding="utf-8") as lines:
        for key, title, body in _DOCUMENTS:
            lines.write(json.dumps({"id": key, "title": title, "body": body}) + "\n")
    (folder / "queries.tsv").write_text("1\t渡船何时开行？\n2\t没有答案的\n", encoding="utf-8")
    (folder / "qrels.txt").write_text("1 0 a 1\n1 0 b 0\n2 0 c 0\n", encoding="utf-8")
    return tmp_path / "qrels"


def test_the_first_place_is_worth_everything_and_a_later_one_less() -> None:
    assert quality(["a", "b"], {"a": 1}) == Quality(1.0, 1.0, 1.0)
    late = quality(["b", "a"], {"a": 1, "b": 0, "c": 1})
    assert late.mrr == 0.5
    assert late.recall == 0.5
    assert late.ndcg == pytest.approx(0.6309 / (1 + 0.6309), abs=1e-4)
    assert quality([*"bcdefghijk", "a"], {"a": 1}) == Quality(0.0, 0.0, 1.0)
    assert mean([Quality(1, 1, 1), Quality(0, 0.5, 1)]) == Quality(0.5, 0.75, 1)


def test_questions_that_nothing_answers_are_left_out(qrels: Path) -> None:
    collection = judged(qrels / "made")
    assert [question.text for question in collection.questions] == ["渡船何时开行？"]
    assert [document.id for document in collection.documents] == ["a", "b", "c"]


@pytest.mark.parametrize("terms", [words_of(Analyzer()), bigrams], ids=["words", "bigrams"])
def test_plain_rankings_need_no_term_and_leave_out_what_has_none(terms: object, qrels: Path) -> None:
    assert callable(terms)
    ranked = PlainBm25(judged(qrels / "made"), terms).rank("渡船何时开行？")
    assert ranked[0] == "a"
    assert "c" not in ranked


def test_known_items_are_asked_for_by_titles_that_name_one(tmp_path: Path) -> None:
    source = tmp_path / "news.jsonl"
    bodies = ("渡船要准点开行，码头要修好，请大家都记住。", "道路要修平，桥梁要加固，车辆要慢慢地开行。")
    titles = ("渡船要准点开行", "国内联播快讯", "国内联播快讯", "快讯")
    with source.open("w", encoding="utf-8") as lines:
        for number, title in enumerate(titles):
            record = {"id": f"n{number}", "title": title, "body": f"{bodies[number % 2]}这是第{number}件。"}
            lines.write(json.dumps(record) + "\n")
    bare, titled = known_items(source, tmp_path, 10)
    assert [(q.text, dict(q.relevance)) for q in bare.questions] == [(titles[0], {"n0": 1})]
    assert bare.questions == titled.questions
    assert all(not document.title for document in bare.documents)
    assert "title" not in bare.source.read_text(encoding="utf-8")


def test_the_command_prints_a_row_a_collection(qrels: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(qrels), "--systems", "jianghua,jieba,bigrams"]) == 0
    *_, row = capsys.readouterr().out.strip().splitlines()
    assert row.startswith("| made (1) | ")
    assert row.count("|") == 5


def test_an_unknown_system_is_refused(qrels: Path) -> None:
    with pytest.raises(SystemExit):
        command.main([str(qrels), "--systems", "jianghua,magic"])
