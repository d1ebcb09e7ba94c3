"""What is offered while someone types, held against the speeches themselves."""

from __future__ import annotations

import made
import pytest
from conftest import MakeEngine, write_all
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import indexer
from indexer.completion import MOST_TYPED, as_characters, as_pinyin
from indexer.engines.base import Engine
from indexer.folding import fold
from indexer.model import Metadata, Speech
from indexer.offers import SuggestionKind

slowly = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])

BODIES = (
    "绿水青山就是金山银山，重庆银行也讲生态文明。",
    "要讲生态文明，也要讲绿水青山。",
    "生態文明與綠水青山，都要講。",
    "生態文明。",
)


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    """Two speakers, two scripts, one title twice."""
    known = [
        Metadata("a", "在生态文明会议上的讲话", ("习近平",), "2020", "重庆", script="Hans"),
        Metadata("b", "《绿水青山》序", ("习近平",), "2021", "北京", script="Hans"),
        Metadata("c", "綠水青山序", ("何靜宜",), "2022", "香港", script="Hant"),
        Metadata("d", "在生態文明會議上的講話", ("何靜宜",), "2023", "香港", script="Hant"),
    ]
    return make_engine(Speech(meta, body, body) for meta, body in zip(known, BODIES, strict=True))


def offered(engine: Engine, typed: str) -> list[tuple[str, str, int]]:
    return [(item.text, str(item.kind), item.speeches) for item in indexer.suggest(engine, typed).items]


@pytest.mark.parametrize("typed", ["习近", "習近", "xijinping", "xi jin", "xi'jinp", "xijp", "xjp", "习jp", "XJP"])
def test_a_speaker_is_offered_by_characters_and_by_pinyin(engine: Engine, typed: str) -> None:
    assert offered(engine, typed)[0] == ("习近平", "speaker", 2)


@pytest.mark.parametrize("typed", ["重", "chongq", "cq", "zhongq"])
def test_a_character_may_be_read_in_every_way_it_has(engine: Engine, typed: str) -> None:
    """重庆 is chóngqìng, but whoever types zhong means it too."""
    assert ("重庆", "place", 1) in offered(engine, typed)


def test_a_phrase_is_offered_as_it_mostly_stands_with_all_that_hold_it(engine: Engine) -> None:
    assert ("生态文明", "phrase", 4) in offered(engine, "生態") + offered(engine, "stwm")
    assert ("绿水青山", "phrase", 3) in offered(engine, "绿水")


def test_a_title_is_offered_once_with_its_newest_speech(engine: Engine) -> None:
    (title,) = (i for i in indexer.suggest(engine, "在生态").items if i.kind is SuggestionKind.TITLE)
    assert (title.text, title.speeches, title.speech_id) == ("在生態文明會議上的講話", 2, "d")


def test_marks_at_the_begin_of_a_title_need_not_be_typed(engine: Engine) -> None:
    assert ("綠水青山序", "title", 1) in offered(engine, "绿水青山")
    assert ("《绿水青山》序", "title", 1) in offered(engine, "绿水青山")


def test_what_begins_so_comes_before_what_has_it_inside(engine: Engine) -> None:
    phrases = [text for text, kind, _ in offered(engine, "文明") if kind == "phrase"]
    assert phrases == sorted(phrases, key=lambda text: not text.startswith("文明"))


def test_a_name_that_only_holds_it_comes_after_phrases(make_engine: MakeEngine) -> None:
    """长江 offered 廖长江 first."""
    known = [Metadata(str(number), "", ("廖长江",)) for number in range(3)]
    engine = make_engine(Speech(meta, "长江流域。长江两岸。", "长江流域。长江两岸。") for meta in known)
    texts = [item.text for item in indexer.suggest(engine, "长江").items]
    assert texts.index("长江") < texts.index("廖长江")
    assert indexer.suggest(engine, "廖长").items[0].text == "廖长江"


def test_the_last_piece_is_completed_where_the_whole_is_nothing(engine: Engine) -> None:
    found = indexer.suggest(engine, '长江 -"生态')
    assert found.before == '长江 -"'
    assert "生态文明" in [item.text for item in found.items]


@pytest.mark.parametrize("signs", ["(", "-", '"', "（“", "=", " -("])
def test_signs_before_what_is_typed_stay(engine: Engine, signs: str) -> None:
    found = indexer.suggest(engine, f"{signs}生态")
    assert found.before == signs
    assert found.items == indexer.suggest(engine, "生态").items


def test_behind_a_field_only_its_values_are_offered(engine: Engine) -> None:
    every = indexer.suggest(engine, "")
    assert every.items == ()
    for typed, kind in (
        ("speaker:", "speaker"),
        ("长江 发言人：“", "speaker"),
        ("-place:", "place"),
        ("title:", "title"),
    ):
        for begun in "习生长绿北王":
            found = indexer.suggest(engine, f"{typed}{begun}")
            assert {item.kind for item in found.items} <= {kind}
            assert found.before in (typed, "")
    assert indexer.suggest(engine, "year:2").items == ()


def test_nothing_is_offered_for_nothing(engine: Engine, make_engine: MakeEngine) -> None:
    for typed in ("", " ", "，。", "\0", "\ud800", "zzzz", "没有这种话"):
        assert offered(engine, typed) == []
    assert offered(make_engine([]), "中") == []


def test_what_was_removed_is_no_longer_offered(make_engine: MakeEngine) -> None:
    engine = make_engine(Speech(Metadata(str(n), "题目", ("王五",)), "生态文明。", "") for n in range(3))
    write_all(engine, [], removed=["0", "1"])
    assert {item.speeches for item in indexer.suggest(engine, "题").items} == {1}
    assert [item.speeches for item in indexer.suggest(engine, "王").items] == [1]


@slowly
@given(corpus=made.corpora(), typed=made.short, limit=st.integers(-1, 30))
def test_every_count_is_that_of_the_speeches(
    make_engine: MakeEngine, corpus: list[Speech], typed: str, limit: int
) -> None:
    """Whatever is typed: each is offered once, fits what was typed, and has as many speeches as it says."""
    found = indexer.suggest(make_engine(corpus), typed, limit)
    assert len(found.items) <= max(limit, 1)
    assert len({(item.kind, fold(item.text)) for item in found.items}) == len(found.items)
    for item in found.items:
        folded = fold(item.text)
        holding = {
            SuggestionKind.PHRASE: lambda s, f=folded: f in fold(s.meta.title) or f in fold(s.body),
            SuggestionKind.TITLE: lambda s, f=folded: f == fold(s.meta.title),
            SuggestionKind.SPEAKER: lambda s, f=folded: f in map(fold, s.meta.speakers),
            SuggestionKind.PLACE: lambda s, f=folded: f == fold(s.meta.place),
        }[item.kind]
        assert item.speeches == sum(map(holding, corpus))


@given(st.text(max_size=80) | st.text("xijnpghanuevzsc '习近平中1", max_size=80))
def test_any_string_can_be_typed(typed: str) -> None:
    patterns = (as_characters(typed), *as_pinyin(typed))
    assert all(len(pattern) <= MOST_TYPED for pattern in patterns)
    assert all(len(wanted.characters()) > 0 for pattern in patterns for wanted in pattern)


# The web


def test_suggestions_are_json(client: FlaskClient) -> None:
    answer = client.get("/api/suggest?q=岸&limit=3").get_json()
    assert set(answer) == {"ok", "query", "suggestions", "took_ms", "fingerprint"}
    assert answer["ok"] is True
    assert answer["query"] == {"text": "岸"}
    assert all(set(item) == {"text", "query", "kind", "speeches", "id"} for item in answer["suggestions"])
    assert 0 < len(answer["suggestions"]) <= 3


def test_a_suggestion_asks_for_all_that_was_typed(client: FlaskClient) -> None:
    (item, *_) = client.get("/api/suggest?q=供水 zhouhuaiy").get_json()["suggestions"]
    assert (item["text"], item["query"], item["kind"]) == ("周怀远", "供水 周怀远", "speaker")


def test_browsers_get_suggestions_as_opensearch_has_them(client: FlaskClient) -> None:
    answer = client.get("/api/suggest?q=zhouhuai&form=opensearch")
    assert answer.mimetype == "application/x-suggestions+json"
    typed, queries = answer.get_json(force=True)
    assert (typed, queries[0]) == ("zhouhuai", "周怀远")


@pytest.mark.parametrize("question", ["", "q=", "q=%ff", "q=" + "x" * 5000, "q=a&limit=-1", "q=a&limit=x", "limit=999"])
def test_whatever_is_asked_gets_an_answer(client: FlaskClient, question: str) -> None:
    assert client.get(f"/api/suggest?{question}").get_json()["ok"] is True
