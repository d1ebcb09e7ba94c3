"""Words that set speeches apart: counted as one would by hand."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from conftest import MakeEngine, write_all

from indexer.analysis import Analyzer
from indexer.engines.local import LocalEngine
from indexer.model import Filters, Metadata, Speech

TEXTS = {
    "周怀远": ("岸线要守住，岸线是江的骨头。", "守住岸线，保护生态。", "岸线复绿，生态优先，发展经济。"),
    "林若川": ("发展经济，经济要好。", "水务的账要公布，发展经济。", "发展水务，发展经济。"),
}


def speeches() -> list[Speech]:
    return [
        Speech(Metadata(f"{speaker}{number}", speakers=(speaker,)), text, text)
        for speaker, texts in TEXTS.items()
        for number, text in enumerate(texts)
    ]


def by_hand(analyzer: Analyzer, speaker: str) -> dict[str, float]:
    """G² of the words that stand in three speeches of a speaker, and more often than elsewhere."""
    words = {name: [analyzer.words(text) for text in texts] for name, texts in TEXTS.items()}
    here = Counter(word for text in words[speaker] for word in text)
    elsewhere = Counter(word for name, texts in words.items() if name != speaker for text in texts for word in text)
    c, d = here.total(), elsewhere.total()
    scores = {}
    for word, a in here.items():
        b = elsewhere[word]
        e1, e2 = c * (a + b) / (c + d), d * (a + b) / (c + d)
        is_spread = sum(word in text for text in words[speaker]) >= 3
        if is_spread and a > e1 and len(word) > 1:
            scores[word] = 2 * (a * math.log(a / e1) + (b * math.log(b / e2) if b else 0))
    return scores


@pytest.mark.parametrize("speaker", list(TEXTS))
def test_scores_are_those_of_the_formula(make_engine: MakeEngine, analyzer: Analyzer, speaker: str) -> None:
    found = make_engine(speeches()).characteristic_words(Filters({"speaker": (speaker,)}), 10)
    expected = by_hand(analyzer, speaker)
    assert {word.word: pytest.approx(word.score) for word in found} == expected
    assert [word.score for word in found] == sorted(expected.values(), reverse=True)


def test_segments_and_deletions_change_nothing(make_engine: MakeEngine, analyzer: Analyzer) -> None:
    """An index that was updated speech by speech answers as one that was made at once."""
    whole = make_engine(speeches())
    grown = make_engine(speeches()[:2])
    assert isinstance(grown, LocalEngine)
    write_all(grown, [Speech(Metadata("gone", speakers=("周怀远",)), "岸线" * 30, "岸线" * 30)], removed=[])
    for speech in speeches()[2:]:
        write_all(grown, [speech], removed=["gone"])
    for speaker in TEXTS:
        filters = Filters({"speaker": (speaker,)})
        assert grown.characteristic_words(filters, 10) == whole.characteristic_words(filters, 10)


def test_the_whole_corpus_is_set_apart_from_nothing(make_engine: MakeEngine) -> None:
    engine = make_engine(speeches())
    assert engine.characteristic_words(Filters(), 10) == ()
    assert engine.characteristic_words(Filters({"speaker": ("没有这个人",)}), 10) == ()
    assert make_engine([]).characteristic_words(Filters(), 10) == ()
