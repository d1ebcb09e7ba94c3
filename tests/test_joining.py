"""What a bare run requires: no single character by itself, no number without its signs. Cases: cases/joined.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import made
import pytest
from conftest import MakeEngine
from hypothesis import given

from indexer.analysis import Analyzer
from indexer.analysis.joining import join_short
from indexer.folding import fold
from indexer.model import Metadata, SearchRequest, Speech
from indexer.query.tree import Words
from indexer.searching import read_speech, search

CASES = json.loads((Path(__file__).parent / "cases" / "joined.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_short_pieces_are_joined(analyzer: Analyzer, case: dict[str, Any]) -> None:
    assert analyzer.joined(fold(case["text"])) == case["pieces"]


@given(text=made.wording)
def test_joined_pieces_are_the_text(analyzer: Analyzer, text: str) -> None:
    """And a single character stands alone only where no letter is beside it, or it is a function word."""
    pieces = analyzer.joined(fold(text))
    assert "".join(pieces) == fold(text)
    for before, piece, after in zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False):
        if len(piece) == 1 and piece.isalnum() and not analyzer.is_function_word(piece):
            assert not any(map(str.isalnum, before[-1:] + after[:1]))


def test_nothing_is_joined_of_nothing() -> None:
    assert join_short([], lambda _: False) == []


@pytest.mark.parametrize(
    ("typed", "text", "lit"),
    [
        ("5%", "增长15%，下降5%", ["5%"]),
        ("AI", "AIT与AI、ＡＩ", ["AI", "ＡＩ"]),
        ('"AI"', "AIT与AI", ["AI", "AI"]),
        ("2013", "2013.5、12013", ["2013"]),
        ("23条", "第23款和2条；第23条", ["23条"]),
        ("23条", "第23款和2条", []),
        ("〔29〕", "第29页", []),
        ("郑永年", "郑州的永年", []),
        ("发展23条", "第23条讲发展，不是2条", ["23条", "发展"]),
    ],
)
def test_bare_runs_light_no_more_than_is_meant(make_engine: MakeEngine, typed: str, text: str, lit: list[str]) -> None:
    engine = make_engine([Speech(Metadata("a"), text, text)])
    assert search(engine, SearchRequest(typed)).total == bool(lit)
    marks = read_speech(engine, "a", typed).marks if lit else ()
    assert [text[mark.start : mark.end] for mark in marks] == lit


def test_what_is_required_is_what_the_leaf_says(analyzer: Analyzer) -> None:
    leaf = made.tree("发展23条的", analyzer)
    assert isinstance(leaf, Words)
    assert (leaf.words, leaf.required) == (("发展", "23", "条"), ("发展", "23条"))
