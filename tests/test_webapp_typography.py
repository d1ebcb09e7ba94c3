"""How text is set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.typography import (
    characters,
    ends_sentence,
    language,
    length_chars,
    milliseconds,
    opening_words,
    shortened,
    shown,
)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("他强调,要完整;准确", "他强调，要完整；准确"),
        ("甲,乙,丙", "甲，乙，丙"),
        ("3,000 人", "3,000 人"),
        ("A,甲", "A,甲"),
        ("甲,\n乙", "甲,\n乙"),
        ("〇,𠮷", "〇，𠮷"),
    ],
)
def test_half_width_marks_between_han_characters_are_printed_full_width(written: str, printed: str) -> None:
    assert shown(written) == printed


@given(st.text(max_size=50))
def test_printing_keeps_every_offset(text: str) -> None:
    """Marks are code points into the body; a printed body of another length would light the wrong characters."""
    assert len(shown(text)) == len(text)
    assert shown(shown(text)) == shown(text)


@pytest.mark.parametrize("control", ["\u202e", "\u2066", "\u200f", "\x00", "\ud800", "\x1b", "\ufeff"])
def test_a_control_is_seen_and_does_nothing(control: str) -> None:
    assert shown(f"甲{control}乙") == "甲\ufffd乙"


def test_traditional_text_is_named_and_the_rest_is_not() -> None:
    assert language("習近平強調") == "zh-Hant"
    assert language("习近平强调") == ""
    assert language("2023") == ""


def test_long_text_is_shortened_to_the_limit() -> None:
    assert shortened("一二三", 3) == "一二三"
    assert shortened("一二三四五六", 5) == "一二三……"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("同志们", "同志们"),
        (
            "同志们，今天只讲一件事。明天再讲别的事情，后天还有许多话要说。",
            "同志们，今天只讲一件事。明天再讲别的事情……",
        ),
        (
            "同志们，今天只讲一件而且只是这样一件非常非常长的事情。",
            "同志们，今天只讲一件而且只是这样一件非常非常长的……",
        ),
        ("同志们：今天讲一件事，" + "长" * 30, "同志们：今天讲一件事……"),
        ("一" * 30, "一" * 24 + "……"),
        ("甲乙\n丙丁", "甲乙 丙丁"),
        ("", ""),
    ],
)
def test_opening_words_end_where_a_clause_does(text: str, words: str) -> None:
    assert opening_words(text) == words


def test_a_sentence_that_ended_needs_no_dots() -> None:
    assert ends_sentence("办完了。")
    assert ends_sentence("“办完了。”")
    assert not ends_sentence("办完了，")


def test_lengths_and_counts_are_given_as_readers_count() -> None:
    assert length_chars("长江，3 次\n经济带") == 6
    assert length_chars("Hello world") == 10
    assert [characters(count) for count in (0, 9_999, 10_000, 250_000_000)] == [
        "0 字",
        "9,999 字",
        "1 万字",
        "2.5 亿字",
    ]


def test_no_time_is_printed_as_zero() -> None:
    assert (milliseconds(0.2), milliseconds(6.4)) == ("不到 1 毫秒", "6 毫秒")
