"""Where not enough speeches hold all of a bare query, the closest ones follow, and each says what it lacks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import MakeEngine

from indexer import SearchRequest, searching
from indexer.model import Filters, Hit, Metadata, Results, Speech

QUESTION = "请问澄江渡船几点开行、码头何时修缮？"


def speech(body: str, speech_id: str) -> Speech:
    return Speech(Metadata(speech_id), body, body)


@pytest.fixture(scope="module")
def ask(make_engine: MakeEngine) -> Callable[..., Results]:
    engine = make_engine(
        [
            speech("澄江的渡船每天早上准点开行。" + "会谈很好。" * 5, "ferry"),
            speech("旧码头今年要修缮。" + "会谈很好。" * 5, "pier"),
            speech("请问这是什么？如何是好？" + "会谈很好。" * 5, "polite"),
            speech("道路要修平，桥梁要加固。", "road"),
        ]
    )
    return lambda text, **more: searching.search(engine, SearchRequest(text, **more))


def _ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.meta.id for hit in hits]


def test_a_question_that_no_speech_answers_in_full_finds_the_closest(ask: Callable[..., Results]) -> None:
    results = ask(QUESTION)
    assert (results.total, results.occurrences, results.partial) == (0, 0, 2)
    assert _ids(results.hits) == ["ferry", "pier"]
    assert results.hits[0].missing == ("码头", "修缮")
    assert all(hit.missing for hit in results.hits)
    assert "partial" in {note.code for note in results.notes}


def test_what_is_there_is_lit_and_snipped(ask: Callable[..., Results]) -> None:
    hit = ask(QUESTION).hits[1]
    (snippet,) = hit.snippets
    assert [snippet.text[mark.start : mark.end] for mark in snippet.marks] == ["码头", "修缮"]
    assert hit.occurrences == 2


@pytest.mark.parametrize(
    ("typed", "lit"),
    [('"旧*修缮"', ["旧码头今年要修缮"]), ("[旧 修缮]", ["旧", "修缮"]), ('"旧 修缮"~9', ["旧", "修缮"])],
)
def test_what_stays_required_is_lit_too(ask: Callable[..., Results], typed: str, lit: list[str]) -> None:
    (hit,) = ask(f"{typed} 会谈 渡船 准点").hits
    assert (hit.meta.id, hit.missing) == ("pier", ("渡船", "准点"))
    first, *_ = hit.snippets
    assert [first.text[mark.start : mark.end] for mark in first.marks if mark.piece == 0] == lit


def test_what_is_missing_is_named_as_it_was_typed_and_is_no_part_of_another_word(make_engine: MakeEngine) -> None:
    engine = make_engine([speech("渡船 said 135，二十五。", "a"), speech("AI，35。", "b")])
    hit = searching.search(engine, SearchRequest("渡船 AI 35 碼頭 五個")).hits[0]
    assert (hit.meta.id, hit.missing) == ("a", ("AI", "35", "碼頭", "五個"))
    (snippet,) = hit.snippets
    assert [snippet.text[mark.start : mark.end] for mark in snippet.marks] == ["渡船"]


def test_candidates_that_are_level_learn_from_each_other(make_engine: MakeEngine) -> None:
    """What the best have in common counts in all of them, and what goes with the query, from five candidates on."""
    engine = make_engine([speech(f"渡船{name}日开行，乘客要排队上船。", name) for name in "甲乙丙丁戊己"])
    hits = searching.search(engine, SearchRequest("渡船何时修缮开行")).hits
    assert len(hits) == 6
    assert all(dict(hit.parts)["feedback"] > 0 for hit in hits)
    assert all(dict(hit.parts)["related"] > 0 for hit in hits)


def test_function_words_never_decide_alone(ask: Callable[..., Results]) -> None:
    assert "polite" not in _ids(ask(QUESTION).hits)


def test_function_words_count_where_they_are_all_there_is(ask: Callable[..., Results]) -> None:
    assert _ids(ask("如何").hits) == ["polite"]
    assert _ids(ask('"请问这"').hits) == ["polite"]


def test_a_short_query_with_full_matches_has_no_partial_ones(ask: Callable[..., Results]) -> None:
    results = ask("渡船 开行")
    assert (_ids(results.hits), results.partial) == (["ferry"], 0)


def test_a_long_query_has_partial_matches_behind_the_full_ones(ask: Callable[..., Results]) -> None:
    results = ask("澄江 渡船 早上 开行 会谈")
    assert _ids(results.hits)[0] == "ferry"
    assert (results.total, results.partial) == (1, 2)
    assert [bool(hit.missing) for hit in results.hits] == [False, True, True]


def test_who_writes_a_choice_gets_no_partial_matches_behind_full_ones(ask: Callable[..., Results]) -> None:
    results = ask("(澄江 OR 码头) 渡船 早上 开行")
    assert (_ids(results.hits), results.partial) == (["ferry"], 0)


def test_a_quoted_string_alone_is_exact(ask: Callable[..., Results]) -> None:
    results = ask('"渡船准点停航"')
    assert (results.total, results.partial) == (0, 0)
    assert ask(QUESTION, exact=True).partial == 0


def test_a_quoted_string_in_a_question_may_be_missing(ask: Callable[..., Results]) -> None:
    assert ask("渡船 “准点停航”").hits[0].missing == ("准点停航",)


def test_conditions_stay_required(ask: Callable[..., Results]) -> None:
    assert _ids(ask(f"{QUESTION} -渡船").hits) == ["pier"]
    assert ask(f"{QUESTION} year:1990").partial == 0
    assert ask(f"{QUESTION} title:桥梁").partial == 0
    assert ask(QUESTION, filters=Filters({"speaker": ("谁也不是",)})).partial == 0


def test_single_characters_that_join_to_nothing_are_a_query(ask: Callable[..., Results]) -> None:
    """Nothing of it is a pair of characters."""
    assert ask("的 了 和 是 在 就").total == 0


def test_pages_go_on_from_full_to_partial_matches(ask: Callable[..., Results]) -> None:
    text = "澄江 渡船 早上 开行 会谈"
    pages = [ask(text, page=page, limit=2) for page in (1, 2)]
    assert [len(page.hits) for page in pages] == [2, 1]
    assert sorted(_ids(pages[0].hits + pages[1].hits)) == ["ferry", "pier", "polite"]
    assert {page.pages for page in pages} == {2}


def test_they_can_be_left_out(ask: Callable[..., Results]) -> None:
    results = ask(QUESTION, full_only=True)
    assert (results.partial, results.hits) == (0, ())


def test_parts_add_up_to_the_score(ask: Callable[..., Results]) -> None:
    for hit in ask(QUESTION).hits + ask("渡船 开行").hits + ask("会谈").hits:
        assert sum(part.value for part in hit.parts) == pytest.approx(hit.score)
        assert all(part.value >= 0 for part in hit.parts)


_FILLING = "大家都说好。" * 40
_SPREAD = f"渡船。{_FILLING}码头。{_FILLING}桥梁。{_FILLING}道路。"
ROADS = (
    speech(_SPREAD, "scattered"),
    speech("渡船在码头边，桥梁要加固。", "close"),
    *(speech(f"{word}。{_FILLING}", word) for word in ("渡船", "码头", "桥梁")),
)


def test_to_a_question_a_close_speech_can_be_better_than_one_with_its_words_scattered(make_engine: MakeEngine) -> None:
    """Of a question no word is sure to be in the answer: full matches stand at their score, and are still counted."""
    engine = make_engine(ROADS)
    results = searching.search(engine, SearchRequest("渡船和码头以及桥梁的道路如何"))
    assert _ids(results.hits)[:2] == ["close", "scattered"]
    assert (results.total, results.partial) == (1, 4)
    assert [hit.missing for hit in results.hits[:2]] == [("道路",), ()]
    assert dict(results.hits[1].parts)["coverage"] > 0
    assert sum(part.value for part in results.hits[1].parts) == pytest.approx(results.hits[1].score)


@pytest.mark.parametrize("text", ["渡船和码头以及桥梁", "渡船 码头 桥梁 道路"])
def test_few_words_and_words_typed_apart_keep_full_matches_first(text: str, make_engine: MakeEngine) -> None:
    results = searching.search(make_engine(ROADS), SearchRequest(text))
    assert [bool(hit.missing) for hit in results.hits] == sorted(bool(hit.missing) for hit in results.hits)


def test_a_speech_with_the_question_as_it_was_typed_stands_first(make_engine: MakeEngine) -> None:
    typed = "渡船和码头以及桥梁的道路如何"
    engine = make_engine([*ROADS, speech(f"{_FILLING}{typed}？{_FILLING}", "quoted")])
    assert _ids(searching.search(engine, SearchRequest(typed)).hits)[:2] == ["quoted", "scattered"]


def test_pages_of_a_question_hold_every_match_once(make_engine: MakeEngine) -> None:
    """More full matches than stand among the best hundred: the rest follows them."""
    engine = make_engine([speech(f"{_SPREAD}第{n}篇。", f"full{n}") for n in range(130)] + list(ROADS))
    text = "渡船和码头以及桥梁的道路如何"
    pages = [searching.search(engine, SearchRequest(text, page=page, limit=30)) for page in range(1, 6)]
    found = [key for page in pages for key in _ids(page.hits)]
    assert pages[0].total == 131
    assert len(found) == len(set(found)) == 131 + pages[0].partial
    assert {page.pages for page in pages} == {5}
