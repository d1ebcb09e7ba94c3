"""Equivalents on their way through a query: into the tree, into what is found, lit and counted, and out to readers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MakeEngine
from hypothesis import given
from hypothesis import strategies as st
from made import known_by_id

from indexer.analysis import Analyzer
from indexer.engines.base import Engine
from indexer.envelope import results_envelope
from indexer.equivalents import Equivalents
from indexer.folding import fold
from indexer.model import Metadata, SearchRequest, Speech
from indexer.opening import open_engine
from indexer.query import expand
from indexer.query.tree import And, Not, Phrase, Words
from indexer.searching import read_speech, search

BODIES = {
    "chinese": "一九七八年十二月十八日，党的十一届三中全会召开。",
    "arabic": "1978年12月18日，十一届中央委员会第三次全体会议召开。",
    "congress": "第十九次全国代表大会的报告，三十五周年。",
    "short": "十九大报告说，135周年，35周年。",
    "farming": "三农问题，3个重点，第三次，13个。",
    "taiwan": "網路安全與資訊化，whose WHO。",
    "mainland": "网络安全和信息化，世卫组织。",
    "apart": "报告说，第十九次全国代表大会。",
    "party": "中国共产党第二十次全国代表大会，G20大阪峰会，第二十届中央委员会第三次全体会议，共 1,200 人。",
}


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine(known_by_id(BODIES))


def found(engine: Engine, query: str, *, exact: bool = False) -> set[str]:
    return {hit.meta.id for hit in search(engine, SearchRequest(query, exact=exact)).hits}


def lit(engine: Engine, query: str, speech: str) -> list[str]:
    reading = read_speech(engine, speech, query)
    return [reading.speech.body[mark.start : mark.end] for mark in reading.marks]


@pytest.mark.parametrize(
    ("query", "speeches"),
    [
        ("1978年12月18日", {"chinese", "arabic"}),
        ("一九七八年", {"chinese", "arabic"}),
        ("三中全会", {"chinese", "arabic", "party"}),
        ("十一届三中全会", {"chinese", "arabic"}),
        ("二十届三中全会", {"party"}),
        ("党的二十大", {"party"}),
        ("一千二百", {"party"}),
        ("1200人", {"party"}),
        ("十九大", {"congress", "short", "apart"}),
        ("十九大报告", {"congress", "short", "apart"}),
        ("三十五周年", {"congress", "short"}),
        ("信息", {"taiwan", "mainland"}),
        ("網路安全", {"taiwan", "mainland"}),
        ("世界卫生组织", {"taiwan", "mainland"}),
        ("三", {"chinese", "arabic", "farming", "congress", "party"}),
        ("三农", {"farming"}),
        ("召开 -一九七八年", set()),
    ],
)
def test_a_bare_run_finds_the_other_ways_to_write_it(engine: Engine, query: str, speeches: set[str]) -> None:
    assert found(engine, query) == speeches


@pytest.mark.parametrize("query", ['"十九大"', "=十九大", '="十九大"', "=(十九大)"])
def test_what_is_quoted_or_behind_an_equals_sign_is_found_as_it_stands(engine: Engine, query: str) -> None:
    assert found(engine, query) == {"short"}
    assert search(engine, SearchRequest(query)).query.terms[0].variants == ()


def test_the_switch_for_exact_words_leaves_equivalents_out(engine: Engine) -> None:
    assert found(engine, "十九大", exact=True) == {"short"}


def test_what_stands_in_the_text_is_lit(engine: Engine) -> None:
    assert lit(engine, "三中全会", "arabic") == ["中央委员会第三次全体会议"]
    assert lit(engine, "十九大报告", "congress") == ["第十九次全国代表大会", "报告"]
    assert lit(engine, "十九大报告", "short") == ["十九大报告"]
    assert lit(engine, "网络安全", "taiwan") == ["網路安全"]


def test_a_variant_is_no_part_of_a_longer_number_or_word(engine: Engine) -> None:
    """35 in 135 is not 三十五, and who in whose is not the WHO."""
    assert lit(engine, "三十五周年", "short") == ["35周年"]
    assert lit(engine, "世卫组织", "taiwan") == ["WHO"]
    assert lit(engine, "二十大", "party") == ["第二十次全国代表大会"]
    assert lit(engine, "三", "farming") == ["三", "3", "三"]


def test_the_reading_says_what_was_taken_in_with_its_counts(engine: Engine) -> None:
    results = search(engine, SearchRequest("十九大"))
    (term,) = results.query.terms
    assert [(v.text, v.occurrences, v.speeches) for v in term.variants] == [("第十九次全国代表大会", 2, 2)]
    assert (term.occurrences, term.speeches) == (3, 3)
    listed = results_envelope(results)["query"]["terms"][0]["variants"]
    assert listed == [{"text": "第十九次全国代表大会", "occurrences": 2, "speeches": 2}]


def test_who_says_it_more_often_stands_first_however_it_is_written(make_engine: MakeEngine) -> None:
    """The words of a run stand where another way to write it does: it was the run alone that counted there."""
    bodies = {"once": "这里说信息，还有别的。", "often": "資訊，資訊，還是資訊。"}
    engine = make_engine([Speech(Metadata(name, "标题"), body, body) for name, body in bodies.items()])
    hits = search(engine, SearchRequest("信息", explain=True)).hits
    assert [hit.meta.id for hit in hits] == ["often", "once"]
    often, once = (dict(hit.parts) for hit in hits)
    assert often["words"] > once["words"] > 0


def test_a_latin_variant_is_a_name_and_is_shown_as_it_stands(make_engine: MakeEngine) -> None:
    """English asks who far more often than it names the WHO."""
    engine = make_engine([Speech(Metadata("a"), "世卫组织，people who vote, the WHO。", "")])
    (term,) = search(engine, SearchRequest("世卫组织")).query.terms
    assert [(variant.text, variant.occurrences) for variant in term.variants] == [("WHO", 1)]


def test_what_is_one_expression_is_read_as_one(engine: Engine) -> None:
    """十月十二日 is cut into two words, but both have to be one date, so that nothing offers to part them."""
    (piece,) = search(engine, SearchRequest("一九七八年十二月十八日")).query.pieces
    assert (piece.words, piece.split) == (("一九七八年十二月十八日",), None)
    (piece,) = search(engine, SearchRequest("十九大报告")).query.pieces
    assert (piece.words, piece.split) == (("十九大", "报告"), "十九大 报告")


def test_a_speech_with_none_of_the_characters_typed_is_ranked(make_engine: MakeEngine) -> None:
    engine = make_engine([Speech(Metadata("a"), "三十五。", "")])
    assert found(engine, "35 OR 46") == {"a"}


def test_overlapping_forms_count_once(make_engine: MakeEngine) -> None:
    engine = make_engine([Speech(Metadata("a"), "第十九次全国代表大会，全国人大。", "")])
    assert search(engine, SearchRequest("十九大 全国代表大会")).occurrences == 1


def test_a_users_list_is_asked_and_is_no_part_of_the_index(engine: Engine, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("三农 = 农业农村农民 = 十九大\n", encoding="utf-8")
    other = open_engine(engine.root, equivalents=own)  # type: ignore[attr-defined]
    assert found(other, "三农") == {"farming", "short"}


def test_a_name_in_the_middle_of_other_words_is_none(analyzer: Analyzer) -> None:
    leaf = expand(Words("其中共有问题", 0, analyzer.words("其中共有问题")), Equivalents(), analyzer.cut)
    assert isinstance(leaf, Words)
    assert all(len(unit) == 1 for unit in leaf.units)


def test_only_bare_runs_are_expanded_also_behind_a_minus(analyzer: Analyzer) -> None:
    bare = Words("十九大", 0, ("十九大",))
    tree = expand(And((Not(bare), Phrase("十九大", 1))), Equivalents(), analyzer.cut)
    assert isinstance(tree, And)
    negated, phrase = tree.children
    assert isinstance(negated, Not)
    assert isinstance(negated.child, Words) and negated.child.variants
    assert phrase == Phrase("十九大", 1)


@given(st.text("十九大报告三5%年月日届全会的了其中共WHO ", max_size=30) | st.text(max_size=40))
def test_any_run_keeps_its_words_in_its_units(analyzer: Analyzer, text: str) -> None:
    """No word that has to be there gets lost, and what a unit begins with stands in the run."""
    words = tuple(dict.fromkeys(analyzer.words(text)))
    leaf = expand(Words(text, 0, words), Equivalents(), analyzer.cut)
    assert isinstance(leaf, Words)
    if leaf.variants:
        units = [unit for unit, *_ in leaf.units]
        assert all(unit in fold(text) for unit in units)
        assert all(any(word in unit for unit in units) for word in words)


def test_the_terminal_says_what_was_taken_in(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    from indexer.cli.main import main

    main(["search", "十九大", "--index", str(engine.root)])  # type: ignore[attr-defined]
    assert "taken for 十九大 too: 第十九次全国代表大会 2" in capsys.readouterr().out
    main(["search", "十九大", "--json", "--index", str(engine.root)])  # type: ignore[attr-defined]
    assert json.loads(capsys.readouterr().out)["query"]["terms"][0]["variants"]
