"""What goes with a query, and speeches like a speech: counted, with what speaks for it."""

from __future__ import annotations

import random
from math import isclose, log
from pathlib import Path
from urllib.parse import quote

import made
import numpy as np
import pytest
from conftest import MakeEngine, write_all
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import indexer
from indexer.cli.main import main
from indexer.engines.base import Engine
from indexer.errors import SpeechMissing
from indexer.folding import fold
from indexer.mining.association import likelihood
from indexer.model import Filters, Metadata, SearchRequest, Speech

slowly = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])

SUBJECTS = {
    "水": ("长江", "渔民", "禁渔", "江豚", "岸线", "码头"),
    "天": ("火箭", "卫星", "轨道", "发射场", "航天员", "飞船"),
    "学": ("教师", "课堂", "学生", "教材", "校园", "考试"),
}
COMMON = ("今天", "工作", "重要", "大家", "问题", "会议", "上午", "方面", "情况", "同志")


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    """Sixty speeches on three subjects: one paragraph on it, one on nothing."""
    chance = random.Random(4)

    def body(words: tuple[str, ...]) -> str:
        on_subject = "，".join(chance.choices(words + COMMON[:3], k=12))
        return on_subject + "。\n" + "，".join(chance.choices(COMMON, k=20)) + "。"

    return make_engine(
        Speech(Metadata(f"{subject}{n}", f"第{n}篇", ("张三",) if n % 2 else ("李四",), script="Hans"), text, text)
        for subject, words in SUBJECTS.items()
        for n in range(20)
        for text in [body(words)]
    )


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_stands_in_the_same_paragraphs_is_related(engine: Engine, subject: str) -> None:
    """And what stands in other paragraphs of the same speeches is not."""
    asked, *others = SUBJECTS[subject]
    found = indexer.related(engine, SearchRequest(asked))
    assert {term.text for term in found.terms} <= set(others)
    assert len(found.terms) >= 3
    assert not found.is_sample


@pytest.mark.parametrize("typed", ['"长江*渔民"', "[长江 渔民]", "{长江 渔民}", '"长江 渔民"~30', '"长?"'])
def test_a_question_with_gaps_has_related_terms_too(engine: Engine, typed: str) -> None:
    found = indexer.related(engine, SearchRequest(typed))
    assert len(found.terms) >= 2
    assert {term.text for term in found.terms} <= set(SUBJECTS["水"])
    assert not {term.text for term in found.terms} & {text for text in ("长江", "渔民") if text in typed}


def test_related_terms_come_with_true_counts(engine: Engine) -> None:
    found = indexer.related(engine, SearchRequest("长江"))
    bodies = [engine.get(speech_id).body for speech_id in engine.digests()]
    paragraphs = [p for body in bodies for p in body.split("\n") if "长江" in p]
    assert found.paragraphs == len(paragraphs)
    for term in found.terms:
        assert term.paragraphs == sum(term.text in p for p in paragraphs)
        assert term.speeches == sum(term.text in body for body in bodies)


def test_related_terms_are_of_the_speeches_under_the_filters(engine: Engine) -> None:
    every = indexer.related(engine, SearchRequest("火箭"))
    some = indexer.related(engine, SearchRequest("火箭", Filters({"speaker": ("张三",)})))
    assert 0 < some.paragraphs < every.paragraphs


@pytest.mark.parametrize("typed", ["", "没有这种话", "-长江", "year:2020", "((((", "\0", "的"])
def test_a_query_without_matches_has_nothing_related(engine: Engine, typed: str) -> None:
    assert indexer.related(engine, SearchRequest(typed)).terms == ()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_similar_speeches_are_on_the_same_subject_and_say_why(engine: Engine, subject: str) -> None:
    found = indexer.similar(engine, f"{subject}3", 5)
    assert len(found.speeches) == 5
    for other in found.speeches:
        assert other.meta.id.startswith(subject)
        assert other.meta.id != f"{subject}3"
        assert 0 < other.score <= 1
        assert set(other.shared) & set(SUBJECTS[subject])
        assert all(word in engine.get(other.meta.id).body for word in other.shared)
    scores = [other.score for other in found.speeches]
    assert scores == sorted(scores, reverse=True)


def test_there_is_nothing_like_what_is_not_there(engine: Engine) -> None:
    with pytest.raises(SpeechMissing):
        indexer.similar(engine, "nowhere")


def test_a_removed_speech_is_like_no_other(make_engine: MakeEngine) -> None:
    engine = make_engine(Speech(Metadata(str(n)), "长江禁渔，江豚归来。", "") for n in range(4))
    write_all(engine, [], removed=["1"])
    assert {other.meta.id for other in indexer.similar(engine, "0").speeches} == {"2", "3"}


def test_a_speech_that_is_told_by_its_title_alone_is_like_others(make_engine: MakeEngine) -> None:
    engine = make_engine(
        [Speech(Metadata("a", "长江禁渔"), "。", ""), *(Speech(Metadata(n), "长江。", "") for n in "bc")]
    )
    assert {other.meta.id for other in indexer.similar(engine, "a").speeches} == {"b", "c"}


@slowly
@given(corpus=made.corpora(), typed=made.query_strings, limit=st.integers(-1, 60))
def test_any_corpus_and_any_query_get_an_answer(
    make_engine: MakeEngine, corpus: list[Speech], typed: str, limit: int
) -> None:
    engine = make_engine(corpus)
    found = indexer.related(engine, SearchRequest(typed), limit)
    assert len(found.terms) <= max(limit, 1)
    bodies = {speech.id: fold(f"{speech.meta.title}\n{speech.body}") for speech in corpus}
    for one in corpus:
        for other in indexer.similar(engine, one.id, limit).speeches:
            assert other.meta.id != one.id
            assert all(fold(text) in bodies[one.id] and fold(text) in bodies[other.meta.id] for text in other.shared)


def test_likelihood_is_that_of_the_binomial() -> None:
    """Dunning's ratio, worked out by hand: 8 of 10 where one in ten is to be expected; as often as by chance; less."""
    by_hand = 2 * (8 * log(0.8 / 0.1) + 2 * log(0.2 / 0.9))
    together = likelihood(np.array([8, 1, 0]), 10, np.array([0.1, 0.1, 0.1]))
    assert isclose(together[0], by_hand)
    assert isclose(together[1], 0, abs_tol=1e-9)
    assert together[2] < 0


# The web and the terminal


def test_related_terms_are_json(client: FlaskClient) -> None:
    answer = client.get("/api/related?q=例会&limit=3").get_json()
    assert set(answer) == {"ok", "query", "terms", "paragraphs", "is_sample", "took_ms", "fingerprint"}
    assert all(set(term) == {"text", "speeches", "paragraphs", "likelihood"} for term in answer["terms"])


@pytest.mark.parametrize("address", ["/api/speech/many/3/similar?limit=2", "/api/similar?id=many/3&limit=2"])
def test_similar_speeches_are_json(client: FlaskClient, address: str) -> None:
    answer = client.get(address).get_json()
    assert answer["id"] == "many/3"
    assert len(answer["speeches"]) == 2
    assert {"id", "title", "date", "score", "shared"} <= set(answer["speeches"][0])


@pytest.mark.parametrize("address", ["/api/speech/nowhere/similar", "/api/similar"])
def test_similar_to_nothing_is_missing(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.get_json()["ok"]) == (404, False)


def test_the_terminal_prints_both(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["related", "岸线"]) == 0
    assert "with a match" in capsys.readouterr().out
    assert main(["similar", "shore", "--limit", "1"]) == 0
    assert main(["similar", "shore", "--json"]) == 0
    assert '"ok": true' in capsys.readouterr().out


def test_the_page_of_results_names_what_goes_with_the_question(client: FlaskClient, library: Engine) -> None:
    """Each leads to the question with that term added."""
    terms = indexer.related(library, SearchRequest("例会"), 8).terms
    assert terms
    page = client.get("/search?q=例会").get_data(as_text=True)
    for term in terms:
        assert f"q={quote('例会')}+{quote(term.text)}" in page
