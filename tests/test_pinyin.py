"""Readings of characters and words, and what was typed in Latin letters."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import pinyin
from indexer.pinyin.typing import MOST_DIVISIONS


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("习近平", "xijinping"),
        ("習近平", "xijinping"),
        ("重庆", "chongqing"),
        ("重慶", "chongqing"),
        ("重要", "zhongyao"),
        ("中国银行行长", "zhongguoyinhanghangzhang"),
        ("长江经济带", "changjiangjingjidai"),
        ("音乐", "yinyue"),
        ("快樂", "kuaile"),
        ("著名", "zhuming"),
        ("乾坤", "qiankun"),
        ("女性", "nvxing"),
        ("战略", "zhanlve"),
        ("第19届", "di19jie"),
        ("ＷＴＯ", "wto"),
    ],
)
def test_words_are_read_as_they_are_spoken_in_either_script(text: str, spelled: str) -> None:
    assert pinyin.spelling(text) == spelled


@pytest.mark.parametrize(
    ("text", "letters"), [("习近平", "xjp"), ("中国厦门", "zgxm"), ("一带一路", "ydyl"), ("，", "")]
)
def test_initials_are_the_first_letters(text: str, letters: str) -> None:
    assert pinyin.initials(text) == letters


def test_the_tables_are_those_that_pypinyin_makes() -> None:
    pytest.importorskip("pypinyin", reason="pypinyin, which the tables are made from, is not installed")
    from indexer.pinyin import build

    made = {name: files("indexer.pinyin").joinpath(name).read_text(encoding="utf-8") for name in build.render()}
    assert made == build.render()


def test_a_character_has_all_its_readings() -> None:
    """曾 is céng, but a name that begins with it is typed zeng."""
    assert "zeng" in pinyin.readings("曾")
    assert pinyin.readings("A") == pinyin.readings("") == ()


def test_tones_are_kept_where_they_are_shown() -> None:
    assert pinyin.marked("生態紅線") == ("shēng", "tài", "hóng", "xiàn")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("xi jinping", ("xi", "jin", "ping")),
        ("XiJinPing", ("xi", "jin", "ping")),
        ("xí jìn píng", ("xi", "jin", "ping")),
        ("zhongguo", ("zhong", "guo")),
        ("nüxing", ("nv", "xing")),
        ("chang'an", ("chang", "an")),
    ],
)
def test_typed_pinyin_is_cut_into_syllables(typed: str, read: tuple[str, ...]) -> None:
    assert read in pinyin.divisions(typed)


@pytest.mark.parametrize("typed", ["", " ", "xjp", "gdp", "习近平", "xi5", "aaaaaaaaaa" * 10, "the quick brown", "\0"])
def test_what_is_no_pinyin_has_no_syllables(typed: str) -> None:
    assert pinyin.divisions(typed) == ()


@given(st.text())
def test_every_character_has_one_syllable_or_stands_for_itself(text: str) -> None:
    assert len(pinyin.syllables(text)) == len(pinyin.marked(text)) == len(text)
    assert pinyin.spelling(text).count(" ") == 0


@given(st.text(max_size=80))
def test_any_string_is_divided_at_most_so_often_and_loses_no_letter(text: str) -> None:
    found = pinyin.divisions(text)
    assert len(found) <= MOST_DIVISIONS
    assert all("".join(division) == pinyin.as_typed(text) for division in found)


@given(st.lists(st.sampled_from(["xi", "jin", "ping", "an", "xian", "zhuang", "lv", "e"]), min_size=1, max_size=8))
def test_syllables_with_spaces_between_them_are_read_as_they_stand(typed: list[str]) -> None:
    assert tuple(typed) in pinyin.divisions(" ".join(typed)) or len(pinyin.divisions(" ".join(typed))) == MOST_DIVISIONS


@given(st.characters())
def test_a_character_is_found_by_each_of_its_readings(character: str) -> None:
    from indexer.folding import fold

    assert all(fold(character) in pinyin.characters_of(reading) for reading in pinyin.readings(character))
