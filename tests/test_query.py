"""Queries: what is typed, how it is read, and how the reading is put in words. Cases: cases/query.json."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import made
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from indexer.query import MOST_CHARACTERS, MOST_DEPTH, MOST_PIECES, MOST_WORDS, describe, parse_query, to_syntax
from indexer.query.lexing import field_names
from indexer.query.tree import (
    And,
    Dated,
    Everything,
    Has,
    Identified,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Words,
    literal,
    texts,
)

CASES = json.loads((Path(__file__).parent / "cases" / "query.json").read_text(encoding="utf-8"))


def whole(text: str) -> tuple[str, ...]:
    return (text,)


def shown(node: Node) -> str:
    """A tree as the cases write it."""
    match node:
        case Phrase(text, _, in_title, is_exact):
            return f"{'title:' * in_title}{'=' * is_exact}phrase[{text}]"
        case Pattern(text, _, in_title):
            return f"{'title:' * in_title}pattern[{text}]"
        case Near(_, _, parts, scope, distance, in_title):
            return f"{'title:' * in_title}(near {distance or scope} {' '.join(map(shown, parts))})"
        case Words(text, _, _, in_title):
            return f"{'title:' * in_title}words[{text}]"
        case Has(field, value, is_exact):
            return f"{field}{'=' if is_exact else '~'}[{value}]"
        case Dated(first, last):
            return f"dated[{first}..{last}]"
        case And(children):
            return f"(and {' '.join(map(shown, children))})"
        case Or(children):
            return f"(or {' '.join(map(shown, children))})"
        case Not(child):
            return f"(not {shown(child)})"
        case _:
            return "everything"


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_query_is_read_and_described_as_its_case_says(case: dict[str, Any]) -> None:
    query = parse_query(case["query"], whole)
    assert shown(query.tree) == case["expected"]
    assert [note.code for note in query.notes] == case["notes"]
    assert describe(query.tree) == case["description"]


signs = st.sampled_from(
    [
        *"\"“”「」『』＂()（）|｜&＆=＝-－−—:：,，。、?…~/\\ \u3000\n\t\u200b\0·%#+@*^_<>[]'＇",
        *'［］{｛｝} [中 {中 中] 国} "~10 ”～１０ *** "中*国" "a b"~3 = ？ ＊'.split(),
        *"OR AND NOT title: 发言人: year: date: from: to: script: 2013 2013-05 2013..2015 ..".split(),
        *"Hans 中国 发展 的 R&D ａ 𠮷".split(),
        "\ud800",
    ]
)
anything = st.lists(signs | st.characters(), max_size=30).map("".join)


@settings(max_examples=400)
@given(text=anything, exact=st.booleans())
@example("(--a", False)
@example('a“"b"“', False)
@example('[中* "?" a] {(a b) c]} ~5', False)
@example('"中 国 ?"~10 "* *"~3 ="* ?"~3', False)
@example('year:"OR" script:"Hans"', False)
@example("-(-(-(a b)))", False)
@example('title:"a" -title:b', True)
def test_any_string_is_read_described_and_typed_again(analyzer: Analyzer, text: str, exact: bool) -> None:
    """The page offers readings as links: what they say has to be what they search."""
    query = parse_query(text, lambda run: made.cut(analyzer, run), exact=exact)
    assert describe(query.tree)
    syntax = to_syntax(query.tree)
    assume(len(syntax) <= MOST_CHARACTERS)
    again = parse_query(syntax, lambda run: made.cut(analyzer, run))
    assert again.tree == query.tree
    assert {note.code for note in again.notes} <= {"unknown-field", "words"}


@pytest.mark.parametrize(
    "text",
    [
        "\0" * 10_000,
        "中" * 10_000,
        "中 " * 5_000,
        '"' * 9_999,
        "(" * 10_000,
        ")" * 10_000,
        "-(" * 5_000,
        "- " * 5_000,
        "NOT " * 3_000,
        "a OR " * 2_000,
        "::::" * 2_500,
        "“「" * 5_000,
        "title:" * 2_000,
        "\ud800" * 10_000,
        "".join(map(chr, range(0x3000))),
        "".join(map(chr, range(0xD700, 0xE100))),
    ],
    ids=lambda text: f"{text[:8]!a}",
)
def test_long_deep_and_strange_queries_are_read(analyzer: Analyzer, text: str) -> None:
    query = parse_query(text, analyzer.words)
    assert describe(query.tree)
    assert to_syntax(query.tree) is not None
    assert "too-long" in {note.code for note in query.notes}
    assert len(texts(query.tree)) <= MOST_PIECES


def test_every_unicode_character_can_be_typed() -> None:
    """Alone, before and inside a quotation, one after the other: none changes what the others mean by raising."""
    for point in range(0x110000):
        if point < 0x3100 or point % 97 == 0 or 0xD700 < point < 0xE010 or 0xFE00 < point < 0x10000:
            character = chr(point)
            for text in (character, f"中{character}国", f'"{character}"', f"-{character}", f"年:{character}"):
                assert describe(parse_query(text, whole).tree)


@given(text=st.text(min_size=1, max_size=40))
def test_a_doubled_quotation_mark_lets_any_text_be_quoted(text: str) -> None:
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or c.isprintable() or not _is_invisible(c))
    assume(seen.strip())
    assert parse_query(made.quoted(text), whole).tree == Phrase(literal(seen), 0)
    assert parse_query(f"={made.quoted(text)}", whole).tree == Phrase(literal(seen), 0, is_exact=True)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf"}


def test_pieces_are_numbered_as_typed_whatever_the_brackets() -> None:
    tree = parse_query('a OR ("b" title:c) -(d e) f', whole).tree
    assert [(leaf.text, leaf.piece) for leaf in texts(tree)] == [("a", 0), ("b", 1), ("c", 2), ("f", 5)]


def test_pieces_beyond_the_most_are_left_out_with_a_note() -> None:
    query = parse_query(" ".join(f"词{n}" for n in range(MOST_PIECES + 9)), whole)
    assert len(texts(query.tree)) == MOST_PIECES
    assert [note.code for note in query.notes] == ["pieces"]


@pytest.mark.parametrize(
    ("typed", "most"),
    [
        ("一 " * 300, MOST_PIECES),
        ('"一*二*三" ' * 100, MOST_PIECES + 3),
        ("[一 二 三] " * 100, MOST_PIECES),
        ('"一 二 三"~3 ' * 100, MOST_PIECES + 3),
        ("".join(map(chr, range(0x4E00, 0x5200))), MOST_WORDS),
        ("一二三，" * 100, MOST_PIECES + 2),
    ],
)
def test_what_a_query_looks_for_is_bounded(typed: str, most: int) -> None:
    """Each string is a look-up; a pattern and what is near count as many as they have parts."""
    strings = 0
    for leaf in texts(parse_query(typed, tuple).tree):
        strings += len(leaf.words if isinstance(leaf, Words) else getattr(leaf, "units", getattr(leaf, "parts", "1")))
    assert 0 < strings <= most


def test_brackets_deeper_than_the_most_are_ignored_with_a_note() -> None:
    query = parse_query("(" * (MOST_DEPTH + 8) + "中国" + ")" * (MOST_DEPTH + 8), whole)
    assert query.tree == Words("中国", 0, ("中国",))
    assert "depth" in {note.code for note in query.notes}


def test_a_minus_behind_brackets_that_are_too_deep_still_excludes() -> None:
    query = parse_query("a " + "-(" * (MOST_DEPTH + 8) + "-中国", whole)
    assert describe(query.tree).count("中国") == 1
    assert "不含“中国”" in describe(parse_query("(" * (MOST_DEPTH + 8) + "-中国", whole).tree)


def test_a_run_is_cut_into_words_once_each() -> None:
    tree = parse_query("发展发展经济", lambda _: ("发展", "发展", "经济")).tree
    assert tree == Words("发展发展经济", 0, ("发展", "经济"))
    assert describe(tree) == "含“发展发展经济”（发展、经济）"


def test_exact_takes_every_piece_as_a_quotation_without_equivalents() -> None:
    tree = parse_query('改革 "开放" 发言人:李', whole, exact=True).tree
    exactly = (Phrase("改革", 0, is_exact=True), Phrase("开放", 1, is_exact=True))
    assert tree == And((*exactly, Has("speaker", "李")))


def test_notes_are_said_once() -> None:
    notes = parse_query(") ) ) year: year:", whole).notes
    assert [note.code for note in notes] == ["bracket", "field"]


def test_every_field_name_is_accepted_in_either_script_width_and_case() -> None:
    assert {"title", "speaker", "place", "occasion", "kind", "source", "script", "year", "date", "from", "to"} == set(
        field_names().values()
    )
    for name in ("发言人", "發言人", "講者", "SPEAKER", "ｓｐｅａｋｅｒ", "Author"):
        for colon in ":：":
            assert parse_query(f"{name}{colon}李", whole).tree == Has("speaker", "李")


def test_conditions_are_described() -> None:
    assert describe(Identified("a")) == "篇名为 a"
    assert describe(Not(Words("中国", 0, ("中国",), in_title=True))) == "标题不含“中国”"
    assert describe(Not(Phrase("中国", 0, in_title=True))) == "标题不含连写的“中国”"
    assert describe(Not(Has("place", "北京", is_exact=True))) == "除去（地点是“北京”）"
    assert to_syntax(Everything()) == ""
