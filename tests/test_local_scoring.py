"""What is among the best is found without scoring all: the same as by scoring all."""

from __future__ import annotations

import random

import pytest
from conftest import MakeEngine

from indexer.engines.base import Engine, Window
from indexer.engines.local import frequent, scoring
from indexer.model import Filters, Metadata, Sort, Speech
from indexer.query.tree import And, Node, Or, Phrase, Words

WORDS = ("渡船", "码头", "修缮", "生态", "发展", "的", "经济", "市场", "，", "。\n", "印度", "印度尼西亚")
QUERIES: tuple[Node, ...] = (
    Words("渡船", 0, ("渡船",)),
    Words("印度", 0, ("印度",)),
    Words("生态发展", 0, ("生态", "发展")),
    Phrase("的", 0),
    Phrase("渡船码头", 0),
    Phrase("发展", 0, in_title=True),
    And((Words("经济", 0, ("经济",)), Words("市场", 1, ("市场",)))),
    Or((Words("码头", 0, ("码头",)), Phrase("修缮", 1))),
    And((Words("生态", 0, ("生态",)), Words("生态", 1, ("生态",)))),
)


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    choose = random.Random(5).choices
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frequent, "LEAST_CHARACTERS", 40)
        patch.setattr(frequent, "LEAST_SPEECHES", 40)
        return make_engine(
            [
                Speech(Metadata(f"s{n:03}", "".join(choose(WORDS[:7], k=n % 4))), body, body)
                for n in range(200)
                for body in ["".join(choose(WORDS, weights=range(1, 13), k=5 + n % 60))]
            ]
        )


@pytest.mark.parametrize("query", QUERIES, ids=str)
@pytest.mark.parametrize("window", [Window(0, 1), Window(2, 3), Window(0, 5, Sort.OCCURRENCES)], ids=str)
def test_the_best_are_those_that_scoring_all_finds(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, query: Node, window: Window
) -> None:
    monkeypatch.setattr(scoring, "_MANY", 1 << 20)
    every = engine.search(query, Filters(), window)
    monkeypatch.setattr(scoring, "_MANY", 0)
    monkeypatch.setattr(scoring, "_LIKELY", 1)
    best = engine.search(query, Filters(), window)
    assert len(every.matches) == window.limit
    assert best == every
