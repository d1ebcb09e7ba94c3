"""What reading the text of candidates finds, and what is learned from the best of them."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import MakeEngine

from indexer.analysis import Analyzer
from indexer.engines.local import feedback
from indexer.engines.local.arrays import Array
from indexer.engines.local.engine import LocalEngine
from indexer.engines.local.evidence import FUNCTION_WEIGHT, read_evidence
from indexer.engines.local.pool import PoolText
from indexer.engines.local.speeches import Speeches
from indexer.model import Metadata, Speech
from indexer.query.tree import Phrase, Words

BODIES = (
    "澄江的渡船准点开行。码头修缮一新！",
    "澄江边上，老码头今年要修缮。\n渡船停航三天。",
    "市场要管好，道路要修平。",
)


@pytest.fixture(scope="module")
def speeches(make_engine: MakeEngine) -> Speeches:
    engine = make_engine([Speech(Metadata(f"s{n}", "标题"), body, body) for n, body in enumerate(BODIES)])
    assert isinstance(engine, LocalEngine)
    return engine.snapshot().speeches


def test_function_words_weigh_little_beside_others_and_all_alone(analyzer: Analyzer) -> None:
    evidence = read_evidence([Words("渡船的码头", 0, ())], analyzer)
    assert evidence.content == ("渡船", "码头")
    assert evidence.words == {"渡船": 1.0, "的": FUNCTION_WEIGHT, "码头": 1.0}
    assert evidence.pairs["船的"] == pytest.approx((1 + FUNCTION_WEIGHT) / 2)
    assert evidence.characters["的"] == FUNCTION_WEIGHT
    assert read_evidence([Phrase("的", 0)], analyzer).words == {"的": 1.0}


def test_punctuation_is_no_evidence(analyzer: Analyzer) -> None:
    evidence = read_evidence([Phrase("渡船，码头？", 0)], analyzer)
    assert set("".join([*evidence.pairs, *evidence.characters])) == set("渡船码头")


def test_characters_are_found_where_they_stand_with_their_sentences(speeches: Speeches) -> None:
    documents = np.array([0, 1])
    pool = PoolText(speeches, documents)
    text = "".join(f"标题\0{BODIES[n]}\0" for n in documents)
    spots, sentences = pool.spots_in_sentences("澄江码头")
    assert [text[at] for at in spots.positions] == [c for c in text if c in "澄江码头"]
    rows, pairs = spots.pairs([(0, 1), (2, 3)])
    assert [text[at : at + 2] for at in spots.positions[rows]] == ["澄江", "码头", "澄江", "码头"]
    assert pairs.numbers.tolist() == [0, 1, 0, 1]
    assert [text[end] for end in sentences.ends] == list("\0。！\0\0。\n。\0")
    assert sentences.fields.tolist() == [0, 1, 1, 1, 2, 3, 3, 3, 3]
    assert sentences.firsts.tolist() == [0, 4]
    assert sentences.of_spots.tolist() == [sum(end < at for end in sentences.ends) for at in spots.positions]
    alone = pool.spots("澄江码头")
    for name in ("positions", "numbers", "fields"):
        assert getattr(alone, name).tolist() == getattr(spots, name).tolist()


def test_sentences_are_joined_within_their_document(speeches: Speeches) -> None:
    _, sentences = PoolText(speeches, np.array([0, 1])).spots_in_sentences("澄江码头")
    runs = sentences.joined(3)
    assert runs.firsts.tolist() == [0, 2]
    assert runs.ends.tolist() == sentences.ends[[2, 3, 6, 8]].tolist()
    assert runs.lengths.tolist() == [2 + 9 + 6, 0, 2 + 13 + 0, 6 + 0]
    assert runs.from_start.tolist() == [0, len(BODIES[0]), 0, 15]
    assert runs.of_spots.tolist() == [0, 0, 0, 0, 2, 2, 2, 2]


def test_pairs_and_characters_are_counted_as_they_stand(speeches: Speeches) -> None:
    text = "".join(f"标题\0{body}\0" for body in BODIES)
    points = np.array([ord(c) for c in "澄码的龘"], np.uint32)
    assert speeches.count_characters(points).tolist() == [text.count(c) for c in "澄码的龘"]
    after = np.array([ord(c) for c in "江头渡龘"], np.uint32)
    counts = speeches.count_pairs(points, after).tolist()
    assert counts == [text.count(a + b) for a, b in ("澄江", "码头", "的渡", "龘龘")]


def test_what_the_best_have_in_common_is_learned(speeches: Speeches) -> None:
    pool = PoolText(speeches, np.arange(3))
    learned = feedback.learned_pairs(pool, np.array([1.0, 0.0, 0.0]), lambda one, _: np.ones(len(one)))
    assert set(learned) <= {BODIES[0][at : at + 2] for at in range(len(BODIES[0]) - 1)} | {"标题"}
    assert sum(learned.values()) == pytest.approx(1)
    nothing = feedback.learned_pairs(pool, np.array([2.0, 1.0, 1.0]), lambda one, _: np.zeros(len(one)))
    assert nothing == {}


def test_neighbours_inside_words_are_those_that_are_not_cut_apart(speeches: Speeches, analyzer: Analyzer) -> None:
    pool = PoolText(speeches, np.array([0, 1, 2]))
    first, second, rows = pool.inside_words(np.array([0, 2]), 1000)
    found = [(chr(one) + chr(other), row) for one, other, row in zip(first, second, rows, strict=True)]
    texts = enumerate(("标题", BODIES[0]), 0), enumerate(("标题", BODIES[2]), 0)
    cut = [(piece, row) for row, fields in enumerate(texts) for _, text in fields for piece in analyzer.cut(text)]
    assert found == [(piece[at : at + 2], row) for piece, row in cut for at in range(len(piece) - 1)]
    assert len(pool.inside_words(np.array([0]), 2)[0]) == 1


def test_what_goes_with_a_word_is_related(make_engine: MakeEngine) -> None:
    """码头 stands where 渡船 does and nowhere else; 今年 stands everywhere, 早上 in two speeches of four with 渡船."""
    bodies = [*("今年渡船靠在码头" + "早上" * (n < 2) for n in range(4)), *["今年市场开张"] * 20]
    engine = make_engine([Speech(Metadata(f"r{n}", "标题"), body, body) for n, body in enumerate(bodies)])
    assert isinstance(engine, LocalEngine)
    speeches = engine.snapshot().speeches
    number_of = np.array([speeches.document(f"r{n}") for n in range(len(bodies))])
    documents = np.sort(number_of)
    is_there = np.isin(documents, number_of[:4])[:, None]
    held = feedback.Held(np.arange(len(documents)), is_there, np.array([1.7]))
    idf = {"码头": 1.7, "今年": 0.02, "早上": 2.3}

    def idf_of(one: Array, other: Array) -> Array:
        return np.array([idf.get(chr(a) + chr(b), 0.5) for a, b in zip(one, other, strict=True)])

    related = feedback.related_pairs(PoolText(speeches, documents), held, {"渡船"}, idf_of)
    assert "早上" not in related
    assert "渡船" not in related
    assert related["码头"] == pytest.approx(1.7)
    assert related.get("今年", 0) < 0.001


def test_nothing_is_learned_where_one_stands_out() -> None:
    assert feedback.gate(np.array([9.0, 0, 0, 0, 0, 0])) == 0
    assert feedback.gate(np.array([4.0, 4, 4, 4, 2])) == 0.25
    assert feedback.gate(np.array([1.0, 1, 1, 1])) == 0
