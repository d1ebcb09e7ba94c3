"""The queries that a reading offers: each can be typed, and says what its name says."""

from __future__ import annotations

import made
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_query import anything

from indexer.analysis import Analyzer
from indexer.pieces import PieceKind
from indexer.query import (
    MOST_REWRITTEN,
    Rewritten,
    conditions,
    kind,
    parse_query,
    rewritten,
    to_syntax,
    unconditional,
)
from indexer.query.tree import texts


def read(typed: str, *words: str) -> tuple[Rewritten, ...]:
    """The pieces of a query; a run is cut into those of the words that it holds."""
    return rewritten(parse_query(typed, lambda run: tuple(w for w in words if w in run) or (run,)).tree)


@settings(max_examples=300)
@given(typed=anything | made.query_strings, exact=st.booleans())
@example("(a OR b) c d", False)
@example("-(中 -(speaker:李))", False)
@example("a -(b -(c d))", False)
@example("a OR -(b -(c OR d))", False)
@example('中国OR国NOT 改革*开放 "a b" -c', False)
@example("标题 ：国 title:a title:b", False)
@example('"* ?" ="*" 说“不”', False)
def test_every_offered_query_can_be_typed(analyzer: Analyzer, typed: str, exact: bool) -> None:
    """It is read without a note, and as it says: typed again it is the same."""
    tree = parse_query(typed, lambda run: made.cut(analyzer, run), exact=exact).tree
    pieces = rewritten(tree)
    for piece in pieces:
        for offered in (piece.without, piece.quoted, piece.exact, piece.split, piece.joined):
            if offered is not None and len(offered) <= 2000:
                query = parse_query(offered, lambda run: made.cut(analyzer, run))
                assert {note.code for note in query.notes} <= {"unknown-field", "words"}
                assert to_syntax(query.tree) == offered
        if piece.without is not None and len(piece.without) <= 2000:
            left = rewritten(parse_query(piece.without, lambda run: made.cut(analyzer, run)).tree)
            assert len(left) == len(pieces) - 1


@given(typed=anything | made.query_strings)
@example("-(speaker:李 改革) OR year:2013 [a b]")
def test_a_query_without_its_conditions_asks_for_the_same_texts(typed: str) -> None:
    tree = parse_query(typed, lambda run: (run,)).tree
    wider = unconditional(tree)
    assert texts(wider) == texts(tree)
    assert not conditions(wider)
    assert not {kind(piece.leaf) for piece in rewritten(wider)} & {PieceKind.FIELD, PieceKind.DATE}


@pytest.mark.parametrize(
    ("typed", "piece", "name", "expected"),
    [
        ("生态 -发展 speaker:李", 0, "without", "-发展 speaker:李"),
        ("生态 -发展 speaker:李", 1, "without", "生态 speaker:李"),
        ("生态 -发展 speaker:李", 2, "without", "生态 -发展"),
        ("生态", 0, "without", ""),
        ("(a OR b) c", 0, "without", "b c"),
        ("生态文明 发展", 0, "quoted", '"生态文明" 发展'),
        ("生态 发展", 1, "exact", '生态 ="发展"'),
        ('"生态"', 0, "exact", '="生态"'),
        ("speaker:李", 0, "exact", 'speaker:"李"'),
        ("生态文明 OR 发展", 0, "split", "(生态 文明) OR 发展"),
        ("[生态 发展] 经济", 0, "split", '"生态" "发展" 经济'),
        ('"坚持*领导"', 0, "split", '"坚持" "领导"'),
        ('"生态 发展"', 0, "split", '"生态" "发展"'),
        ("生态 文明 发展", 0, "joined", "生态文明 发展"),
        ("生态 文明 发展", 1, "joined", "生态 文明发展"),
        ('生态 "文明"', 0, "joined", '"生态文明"'),
        ("new york times", 0, "joined", '"new york" times'),
        ("a OR b", 0, "joined", None),
        ("a -b", 0, "joined", None),
        ("a (b OR c)", 0, "joined", None),
        ("title:a b", 0, "joined", None),
        ("title:生态 title:文明", 0, "joined", "title:生态文明"),
        ('="a"', 0, "exact", None),
        ("year:2013", 0, "quoted", None),
        ("-生态文明", 0, "split", None),
    ],
)
def test_a_query_offers(typed: str, piece: int, name: str, expected: str | None) -> None:
    assert getattr(read(typed, "生态", "文明")[piece], name) == expected


def test_pieces_beyond_the_most_are_read_without_offers() -> None:
    pieces = read(" ".join(f"词{n}" for n in range(MOST_REWRITTEN + 2)))
    assert [piece.without is None for piece in pieces] == [False] * MOST_REWRITTEN + [True] * 2


def test_everything_has_no_pieces() -> None:
    assert read("") == read("()") == ()


def test_kinds_name_what_is_asked_for() -> None:
    typed = 'a "b" =c "d*e" "f g"~3 [h i] {j k} speaker:l date:2013'
    assert [str(kind(piece.leaf)) for piece in read(typed)] == [
        *("words", "phrase", "exact", "pattern", "near", "sentence", "paragraph", "field", "date"),
    ]
