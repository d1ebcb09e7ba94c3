"""Ways out of an empty answer: the nearest wording that stands in the corpus. Cases: cases/nearest.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MakeEngine, write_all
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.advising import MOST_REWORDINGS
from indexer.engines.base import Engine
from indexer.envelope import results_envelope
from indexer.folding import fold
from indexer.model import Filters, Metadata, SearchRequest, Speech
from indexer.searching import search
from indexer.wordings import Advice, Likeness

CASES = json.loads((Path(__file__).parent / "cases" / "nearest.json").read_text(encoding="utf-8"))
BODIES = (
    "沿江各地生態紅線已經劃定，必須守住管住，加強生態環境分區管控。習近平指出。",
    "不搞大开发、共抓大保护，中国厦门，京津冀协同发展，人类命运共同体，高质量发展，GDP增长。",
    "共抓大保护，厦门大学，改革开放以来的生态文明建设。",
    "不搞大开发、共抓大保护，厦门，生态文明建设。",
)


def speech(number: int, body: str) -> Speech:
    return Speech(Metadata(str(number), speakers=("习近平",) if number else (), date=f"201{number}"), body, body)


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine(speech(number, body) for number, body in enumerate(BODIES))


def advice(engine: Engine, query: str, filters: Filters | None = None) -> Advice:
    results = search(engine, SearchRequest(query, filters or Filters()))
    assert results.total == 0
    return results.advice


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_the_nearest_wording_that_is_there_comes_first(engine: Engine, case: dict[str, object]) -> None:
    first = advice(engine, str(case["typed"])).rewordings[0]
    assert (first.text, first.likeness) == (case["expected"], case["likeness"])
    assert list(first.differing) == case["differing"]


@pytest.mark.parametrize("typed", ["xijinping", "xi jinping", "Xi Jinping", "xjp"])
def test_a_name_typed_in_pinyin_is_offered(engine: Engine, typed: str) -> None:
    assert advice(engine, typed).rewordings[0].text == "习近平"
    found = search(engine, SearchRequest(advice(engine, typed).rewordings[0].query))
    assert found.total == 3


def test_pinyin_only_ever_suggests(engine: Engine) -> None:
    assert search(engine, SearchRequest("shengtai")).total == 0


@pytest.mark.parametrize("query", ["生态红县", "生态红县 沿江", "京津翼协同 发展", '"中国门厦" 高质量'])
def test_every_rewording_finds_what_it_says(engine: Engine, query: str) -> None:
    for rewording in advice(engine, query).rewordings:
        assert search(engine, SearchRequest(f'"{rewording.text}"')).total == rewording.speeches
        assert rewording.text in rewording.query


def test_the_rest_of_the_query_stays(engine: Engine) -> None:
    assert advice(engine, "沿江 生态红县").rewordings[0].query == "沿江 生態紅線"


def test_pieces_that_stand_nowhere_are_named(engine: Engine) -> None:
    assert advice(engine, "厦门 生态红县").failed == ("生态红县",)
    assert advice(engine, "沿江 厦门") == Advice()


def test_the_same_query_is_counted_without_its_filters(engine: Engine) -> None:
    found = advice(engine, "厦门", Filters({"year": ("2010",)}))
    assert (found.failed, found.unfiltered) == ((), 3)
    assert advice(engine, "门厦").unfiltered == 0


def test_conditions_that_were_typed_are_named_where_none_meets_them_and_left_out(engine: Engine) -> None:
    found = advice(engine, "speaker:马云 厦门 -place:北京")
    assert (found.failed, found.unfiltered, found.unfiltered_query) == (("speaker:马云",), 3, "厦门")
    assert search(engine, SearchRequest(found.unfiltered_query)).total == 3
    assert advice(engine, "厦门 from:2030").failed == ("date:2030..",)
    assert advice(engine, "speaker:马云").unfiltered_query == ""


@pytest.mark.parametrize(
    ("typed", "failed", "queries"),
    [
        ("[沿江 生态红县]", "沿江 生态红县", ["[沿江 生態紅線]"]),
        ('"共抓*沿江"', "共抓*沿江", []),
        ('"沿江 中国门厦"~3', "沿江 中国门厦", ['"沿江 中国厦门"~3']),
        ("title:厦门", "title:厦门", []),
    ],
)
def test_parts_that_are_asked_for_close_together_are_reworded_alone(
    engine: Engine, typed: str, failed: str, queries: list[str]
) -> None:
    """Where each of them stands somewhere there is no better wording, but the page offers to look for them apart."""
    found = advice(engine, typed)
    assert found.failed == (failed,)
    assert [one.query for one in found.rewordings] == queries


@pytest.mark.parametrize("typed", ["speaker:习进平 厦门", "speaker:xijinping 厦门", "发言人:習進平 厦门"])
def test_a_speaker_whose_name_is_read_so_is_offered(engine: Engine, typed: str) -> None:
    first = advice(engine, typed).rewordings[0]
    likeness, differing = (Likeness.PINYIN, ()) if "xi" in typed else (Likeness.SOUND, (1,))
    assert (first.text, first.likeness, first.differing) == ("习近平", likeness, differing)
    assert search(engine, SearchRequest(first.query)).total == 3


def test_words_are_reworded_beside_the_name_that_was_meant(engine: Engine) -> None:
    """Of a name and a word that are both misspelled, the one put right alone still finds nothing."""
    name, word = advice(engine, "中国门厦 speaker:习进平").rewordings
    assert (name.text, word.text) == ("习近平", "中国厦门")
    assert name.query == word.query == "中国厦门 speaker:习近平"
    assert search(engine, SearchRequest(word.query)).total > 0


def test_pieces_that_both_fail_are_put_right_together(engine: Engine) -> None:
    """生态红线 beside 中国门厦 found as little as before."""
    found = advice(engine, "中国门厦 生态红县").rewordings
    assert {one.query for one in found} == {"中国厦门 生態紅線"}


def test_words_are_reworded_without_a_condition_that_nothing_meets(engine: Engine) -> None:
    (only,) = advice(engine, "中国门厦 from:2030").rewordings
    assert (only.query, search(engine, SearchRequest(only.query)).total) == ("中国厦门", only.speeches)
    assert advice(engine, "中国门厦 -place:北京").rewordings[0].query == "中国厦门 -place:北京"


def test_a_name_in_pinyin_is_offered_where_a_part_of_it_stands_somewhere(make_engine: MakeEngine) -> None:
    engine = make_engine([speech(1, BODIES[1] + "Xi。"), speech(2, "jinping，" + BODIES[2])])
    assert advice(engine, "xi jinping").failed == ()
    assert advice(engine, "xi jinping").rewordings[0].query == 'speaker:"习近平"'


def test_a_word_of_a_run_is_reworded_in_its_place(make_engine: MakeEngine) -> None:
    engine = make_engine([speech(1, "守住红线。"), speech(2, "生态文明，越过红线。")])
    (only,) = advice(engine, "生态红县").rewordings
    assert (only.instead_of, only.query) == ("红县", "生态红线")


@pytest.mark.parametrize("typed", ["十九大", "火星人", "恒大", "二〇一八年"])
def test_nothing_is_offered_that_only_looks_alike(make_engine: MakeEngine, typed: str) -> None:
    """Words of the dictionary are spelled as they were meant; numbers have no slips; 行 of 行大 is not read as 恒."""
    bodies = ("十九個，十九件，十八大，", "火星車，火星的，和行人，", "進行大規模，", "二〇一九年，二〇年，")
    engine = make_engine(speech(n, body * 2) for n, body in enumerate((*bodies, *bodies)))
    assert [one for one in advice(engine, typed).rewordings if one.likeness is not Likeness.BEGINNING] == []


def test_an_answer_with_hits_needs_no_advice(engine: Engine) -> None:
    results = search(engine, SearchRequest("厦门"))
    assert results.advice == Advice()
    assert results_envelope(results)["advice"] == {
        "failed": [],
        "rewordings": [],
        "unfiltered": 0,
        "unfiltered_query": "",
    }


def test_deleted_speeches_give_no_wording(make_engine: MakeEngine) -> None:
    engine = make_engine(speech(number, body) for number, body in enumerate(BODIES))
    write_all(engine, [speech(9, "新的讲话")], removed=["0"])
    assert not [one for one in advice(engine, "生态红县").rewordings if one.text == "生態紅線"]


def test_an_empty_corpus_has_no_advice(make_engine: MakeEngine) -> None:
    assert advice(make_engine([]), "生态红县").rewordings == ()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.text("生态红线县厦门中国，GDP 的", min_size=1, max_size=50))
def test_any_string_has_few_wordings_all_of_which_stand_there(engine: Engine, typed: str) -> None:
    found = engine.nearest(typed, MOST_REWORDINGS)
    assert len(found) <= MOST_REWORDINGS
    for wording in found:
        assert fold(wording.text) in "\n".join(map(fold, BODIES))
        assert fold(wording.text) != fold(typed)
        assert wording.likeness in (Likeness.SOUND, Likeness.SPELLING)
        assert 0 < wording.speeches <= wording.occurrences


def test_the_terminal_offers_what_may_be_typed(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    from indexer.cli.main import main

    main(["search", "生态红县", "--index", str(engine.root)])  # type: ignore[attr-defined]
    printed = capsys.readouterr().out
    assert "in no speech: 生态红县" in printed
    assert "instead of 生态红县 (sound): 生態紅線, 1 speech" in printed
    assert "jianghua search '生態紅線'" in printed
