"""Dates as people write them, read into EDTF with the precision that they have. Pure.

Enters: text such as ``2023年10月12日`` or ``2013..2020``. Leaves: EDTF strings (ISO 8601-2:2019), bounds and sort keys.
Never: guesses. A date that cannot be (30 February) is no date, and an unknown year stays unknown.

Three shapes with a year, ``2023``, ``2023-10``, ``2023-10-12``, and two without, ``XXXX-10-12``, ``XXXX-XX-12``.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from functools import lru_cache
from typing import NamedTuple


class DateRange(NamedTuple):
    """EDTF dates, both inclusive; empty means open."""

    first: str
    last: str


class Bounds(NamedTuple):
    """The first and the last day that a date may mean, as integers yyyymmdd, both inclusive."""

    first_day: int
    last_day: int


class LeadingDate(NamedTuple):
    """A date that a text begins with, as EDTF, and how many characters of the text it takes."""

    date: str
    length: int


_ZERO = "〇○零Ｏ"
_DIGIT = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | dict.fromkeys(_ZERO, 0)
_HAN = f"[{_ZERO}一二三四五六七八九十]"

# A year is 1000-2999: other four-digit numbers (a page, a room, 8000) are far more often not years.
_NUMERIC = r"(?P<year>[12]\d{3})(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?)?(?!\d)"
_COMPACT = r"(?P<year>[12]\d{3})(?P<month>\d{2})(?P<day>\d{2})(?!\d)"
_CHINESE = (
    rf"(?:(?P<year>[12]\d{{3}}|{_HAN}{{4}}) ?年 ?)"
    rf"(?:(?P<month>\d{{1,2}}|{_HAN}{{1,3}}) ?月份? ?(?:(?P<day>\d{{1,2}}|{_HAN}{{1,3}}) ?[日号號])?)?"
)
_YEARLESS = rf"(?:(?P<month>\d{{1,2}}|{_HAN}{{1,3}}) ?月 ?)?(?P<day>\d{{1,2}}|{_HAN}{{1,3}}) ?[日号號]"
_EDTF = r"XXXX-(?P<month>\d{2}|XX)-(?P<day>\d{2})"

_SHAPES = tuple(re.compile(shape) for shape in (_COMPACT, _CHINESE, _NUMERIC))
_SHAPES_WITHOUT_YEAR = tuple(re.compile(shape) for shape in (_EDTF, _YEARLESS))
# What may stand after a whole date: a weekday, a part of the day, a time with its zone.
_TAIL = re.compile(
    r"[ T,，-]*(?:[(（]?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天][)）]?)?[ ,，]*(?:凌晨|早上|上午|中午|下午|晚上|晚)?"
    r" *(?:\d{1,2}[:时時點点]\d{0,2}[:分]?\d{0,2}(?:\.\d+)?秒?)? *(?:Z|[+-]\d{2}:?\d{2})?"
)
_MAX_CHARS = 64
_WIDE = re.compile("[！-～\u3000]")
_BETWEEN = re.compile(r"\s*(?:\.\.+|…+|[~〜～至到]|[—–―]+)\s*")
_YEAR_SPAN = re.compile(r"([12]\d{3})-([12]\d{3})")


@lru_cache(maxsize=1 << 12)  # many speeches have the same
def parse_date(text: str) -> str:
    """The date that the whole of `text` is, as EDTF; empty when it is none.

    A weekday, part of the day or time may follow a full date and is dropped.

    >>> parse_date("二〇二三年十月十二日"), parse_date("2023.10"), parse_date("２０２３/10/12 08:30")
    ('2023-10-12', '2023-10', '2023-10-12')
    >>> parse_date("12日下午"), parse_date("2023-02-30")
    ('XXXX-XX-12', '')
    """
    plain = _plain(text)
    for shape in (*_SHAPES, *_SHAPES_WITHOUT_YEAR):
        match = shape.match(plain)
        if match and (match.end() == len(plain) or (match["day"] and _TAIL.fullmatch(plain, match.end()))):
            return _edtf(match)
    return ""


def leading_date(text: str) -> LeadingDate | None:
    """The date with a year that `text` begins with, or None.

    >>> leading_date("2023-10-12 座谈会")
    LeadingDate(date='2023-10-12', length=10)
    """
    plain = _same_length(text)
    for shape in _SHAPES:
        match = shape.match(plain)
        if match and (date := _edtf(match)):
            return LeadingDate(date, match.end())
    return None


def parse_range(text: str) -> DateRange | None:
    """The two ends of ``2013..2020``, ``2013至2020年``, ``..2020``; one date is both ends. None when it is no range.

    Ends in the wrong order are exchanged. Dates without a year give None: they have no place on a line.

    >>> parse_range("2013..2020-06"), parse_range("2020..")
    (DateRange(first='2013', last='2020-06'), DateRange(first='2020', last=''))
    """
    plain = _plain(text)
    years = _YEAR_SPAN.fullmatch(plain)
    parts = list(years.groups()) if years else _BETWEEN.split(plain)
    if len(parts) > 2 or not any(parts):
        return None
    dates = [parse_date(part) for part in parts]
    if any(part and not date_bounds(date) for part, date in zip(parts, dates, strict=True)):
        return None
    first, last = dates[0], dates[-1]
    earliest, latest = date_bounds(first), date_bounds(last)
    if earliest and latest and earliest.first_day > latest.last_day:
        first, last = last, first
    return DateRange(first, last)


def date_bounds(edtf: str) -> Bounds | None:
    """The first and last day of a date as integers yyyymmdd, both inclusive; None for an unknown year or no date.

    >>> date_bounds("2024-02"), date_bounds("XXXX-10-12")
    (Bounds(first_day=20240201, last_day=20240229), None)
    """
    if not edtf[:4].isdigit():
        return None
    year, month, day = (*map(int, edtf.split("-")), 0, 0)[:3]
    if day:
        return Bounds(sort_key(edtf), sort_key(edtf))
    last_month = month or 12
    last_day = monthrange(year, last_month)[1]
    return Bounds(year * 10000 + (month or 1) * 100 + 1, year * 10000 + last_month * 100 + last_day)


def sort_key(edtf: str) -> int:
    """The date as one integer yyyymmdd with 00 for what is unknown; 0 for no date.

    >>> sort_key("2023-10"), sort_key("XXXX-XX-12"), sort_key("")
    (20231000, 12, 0)
    """
    return int(edtf.replace("X", "0").replace("-", "").ljust(8, "0")) if edtf else 0


def _edtf(match: re.Match[str]) -> str:
    found = match.groupdict()
    year, month, day = (_number(found.get(part) or "") for part in ("year", "month", "day"))
    if day is not None and month is None:
        return f"XXXX-XX-{day:02}" if 1 <= day <= 31 else ""
    if month is not None and not 1 <= month <= 12:
        return ""
    # A leap year stands in for an unknown one, so that 29 February may be.
    if day is not None and month is not None and not 1 <= day <= monthrange(year or 2000, month)[1]:
        return ""
    if year is not None and not 1000 <= year <= 2999:
        return ""
    parts = ["XXXX" if year is None else f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
    return "-".join(parts)


def _number(digits: str) -> int | None:
    """``2023``, ``二〇二三``, ``十二``, ``三十一`` as a number; None for none (``XX`` included)."""
    if not digits or digits == "XX":
        return None
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return int("".join(str(_DIGIT[digit]) for digit in digits))
    # 十十 and the like are no numbers; 99 is out of range for a month and a day, so the date is refused.
    if any(len(part) > 1 or part == "十" for part in (tens, ones)):
        return 99
    return 10 * (_DIGIT[tens] if tens else 1) + (_DIGIT[ones] if ones else 0)


def _plain(text: str) -> str:
    """The text with single spaces; nothing when it is too long for a date or two."""
    return "" if len(text) > _MAX_CHARS else " ".join(_same_length(text).split())


def _same_length(text: str) -> str:
    """Full-width digits, letters and marks as ASCII, one character for one."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFKC", char) if _WIDE.match(char) else char for char in text)
