"""后 and 後 fold together; what Traditional texts tell apart is counted apart and can be asked for alone."""

from __future__ import annotations

import pytest
from conftest import MakeEngine
from hypothesis import given
from hypothesis import strategies as st
from made import known_by_id

from indexer.engines.base import Engine
from indexer.folding import fold, told_apart
from indexer.model import Metadata, SearchRequest, Speech
from indexer.searching import read_speech, search

BODIES = {
    "hans": "皇后以后，面对困难。头发发展，里面。后。",
    "hant": "皇后以後，麵包與面對。頭髮發展，裡面。後。",
    "mixed": "皇后，以後以後以后。",
}


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    return make_engine(known_by_id(BODIES))


def forms(engine: Engine, query: str) -> dict[str, tuple[int, int]]:
    (term,) = search(engine, SearchRequest(query)).query.terms
    return {form.text: (form.occurrences, form.speeches) for form in term.forms}


@pytest.mark.parametrize("query", ["以后", "以後", '"以后"', "=以後"])
def test_every_written_form_is_counted(engine: Engine, query: str) -> None:
    assert set(forms(engine, query).values()) == {(3, 2), (2, 2)}


def test_a_form_is_named_as_it_stands(make_engine: MakeEngine) -> None:
    """Of 头发 one form was 头髮, half of it in the script that was typed."""
    engine = make_engine([Speech(Metadata("a"), "頭髮。", ""), Speech(Metadata("b"), "從頭發展。头发。", "")])
    assert set(forms(engine, "头发")) == {"頭髮", "頭發"}
    assert search(engine, SearchRequest('=="頭髮"')).total == 1


def test_the_forms_of_every_place_are_told_apart(make_engine: MakeEngine) -> None:
    """Taiwan writes 裡, Hong Kong 裏."""
    engine = make_engine([Speech(Metadata("a"), "這裡，這裏，那裏，里程。", "")])
    assert set(forms(engine, "里")) == {"裡", "裏", "里"}


@pytest.mark.parametrize("query", ["皇后", "发展", "国家", "困难", "=="])
def test_one_form_is_no_choice(engine: Engine, query: str) -> None:
    assert all(not term.forms for term in search(engine, SearchRequest(query)).query.terms)


def test_a_form_can_be_asked_for_alone(engine: Engine) -> None:
    results = search(engine, SearchRequest("==以後"))
    assert (results.total, results.occurrences) == (2, 3)
    assert results.query.terms[0].forms == ()
    assert search(engine, SearchRequest("==以后")).occurrences == 2
    assert search(engine, SearchRequest("==皇後")).total == 0


def test_what_differs_by_script_alone_is_one(engine: Engine) -> None:
    """髮 is not 發, but 头 is 頭: a query typed in Simplified narrows Traditional texts too."""
    assert search(engine, SearchRequest("==头髮")).total == 1
    assert search(engine, SearchRequest("==头發")).total == 0
    assert search(engine, SearchRequest("==头发")).total == 2


def test_the_form_that_was_asked_for_is_lit(engine: Engine) -> None:
    reading = read_speech(engine, "mixed", "==以後")
    assert [reading.speech.body[mark.start : mark.end] for mark in reading.marks] == ["以後", "以後"]


@given(st.text("后後里裡面麵发髮發以皇，", min_size=1, max_size=6))
def test_each_count_is_that_of_the_query_for_the_form(engine: Engine, typed: str) -> None:
    for term in search(engine, SearchRequest(f'"{typed}"')).query.terms:
        for form in term.forms:
            found = search(engine, SearchRequest(f'=="{form.text}"'))
            assert (found.occurrences, found.total) == (form.occurrences, form.speeches)


@given(st.characters())
def test_only_characters_that_fold_alike_are_told_apart(character: str) -> None:
    apart = told_apart(fold(character))
    assert len(apart) != 1
    assert {fold(form) for form in apart} <= {fold(character)}


def test_the_reading_of_a_piece_has_a_query_for_each_form(engine: Engine) -> None:
    pieces = search(engine, SearchRequest("皇后 以后")).query.pieces
    assert [form.query for form in pieces[1].forms] == ['皇后 =="以後"', '皇后 =="以后"']
    assert pieces[0].forms == ()
