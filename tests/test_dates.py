"""Dates as people write them, read with the precision that they have."""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.dates import Bounds, DateRange, LeadingDate, date_bounds, leading_date, parse_date, parse_range, sort_key

CASES = json.loads((Path(__file__).parent / "cases" / "corpus_dates.json").read_text(encoding="utf-8"))
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_date_is_read_as_far_as_it_is_written(case: dict[str, str]) -> None:
    assert parse_date(case["original"]) == case["expected"]


@given(DAYS)
def test_every_day_is_read_in_every_notation(day: date) -> None:
    numbers = f"{day.year}-{day.month}-{day.day}"
    for text in (day.isoformat(), numbers, numbers.replace("-", "/"), numbers.replace("-", "."), f"{day:%Y%m%d}"):
        assert parse_date(text) == day.isoformat()
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()
    assert parse_date(in_chinese(day)) == day.isoformat()


@given(st.text())
def test_any_text_is_a_date_in_edtf_or_none(text: str) -> None:
    read = parse_date(text)
    assert read == "" or parse_date(read) == read


@given(st.text(alphabet="0123456789年月日号-/.~至十二 XT:", max_size=24))
def test_ranges_and_leading_dates_never_raise(text: str) -> None:
    found = parse_range(text)
    if found and found.first and found.last:
        assert sort_key(found.first) <= sort_key(found.last)
    leading = leading_date(text)
    assert leading is None or (leading.date and 0 < leading.length <= len(text))


@given(DAYS)
def test_a_day_lies_within_its_month_and_year(day: date) -> None:
    edtf = day.isoformat()
    whole = date_bounds(edtf)
    assert whole == Bounds(sort_key(edtf), sort_key(edtf))
    for wider in (edtf[:7], edtf[:4]):
        bounds = date_bounds(wider)
        assert bounds is not None
        assert bounds.first_day <= sort_key(edtf) <= bounds.last_day


@given(st.integers(1000, 2999), st.integers(1, 12))
def test_month_ends_on_its_last_day(year: int, month: int) -> None:
    assert date_bounds(f"{year}-{month:02}") == Bounds(
        year * 10000 + month * 100 + 1, year * 10000 + month * 100 + monthrange(year, month)[1]
    )


@pytest.mark.parametrize("edtf", ["", "XXXX-10-12", "XXXX-XX-12"])
def test_unknown_year_has_no_bounds(edtf: str) -> None:
    assert date_bounds(edtf) is None


def test_sort_key_puts_a_year_before_its_months_and_days() -> None:
    keys = [sort_key(edtf) for edtf in ("", "XXXX-XX-12", "XXXX-10-12", "2023", "2023-10", "2023-10-12", "2024")]
    assert keys == [0, 12, 1012, 20230000, 20231000, 20231012, 20240000]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013..2020", DateRange("2013", "2020")),
        ("2013-2020", DateRange("2013", "2020")),
        ("2013至2020年", DateRange("2013", "2020")),
        ("2013年10月—2014年2月3日", DateRange("2013-10", "2014-02-03")),
        ("2013-10-01~2013-10-31", DateRange("2013-10-01", "2013-10-31")),
        ("2020..2013", DateRange("2013", "2020")),
        ("2013..", DateRange("2013", "")),
        ("..2020", DateRange("", "2020")),
        ("2013", DateRange("2013", "2013")),
        ("2013..2013-10", DateRange("2013", "2013-10")),
        ("２０１３…２０２０", DateRange("2013", "2020")),
        ("..", None),
        ("", None),
        ("2013..去年", None),
        ("2013..2014..2015", None),
        ("10月12日..2013", None),
    ],
)
def test_range_of_dates(text: str, expected: DateRange | None) -> None:
    assert parse_range(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-10-12 座谈会", LeadingDate("2023-10-12", 10)),
        ("20231012_座谈会", LeadingDate("2023-10-12", 8)),
        ("2023年10月12日座谈会", LeadingDate("2023-10-12", 11)),
        ("2023 工作报告", LeadingDate("2023", 4)),
        ("000_522596ff6ab5f318", None),
        ("座谈会 2023", None),
        ("20239999", None),
    ],
)
def test_leading_date_says_how_much_of_the_text_it_takes(text: str, expected: LeadingDate | None) -> None:
    assert leading_date(text) == expected


def in_chinese(day: date) -> str:
    """二〇二三年十月十二日"""
    digits = "〇一二三四五六七八九"

    def counted(number: int) -> str:
        tens, ones = divmod(number, 10)
        ten = "" if not tens else "十" if tens == 1 else digits[tens] + "十"
        return ten + (digits[ones] if ones else "")

    return f"{''.join(digits[int(d)] for d in str(day.year))}年{counted(day.month)}月{counted(day.day)}日"


def test_a_year_may_end_a_range_that_a_month_of_it_begins() -> None:
    """Ends are compared as spans of days, not as strings: May to the end of 2013."""
    assert parse_range("2013-05..2013") == ("2013-05", "2013")
    assert parse_range("2013..2012-05") == ("2012-05", "2013")
