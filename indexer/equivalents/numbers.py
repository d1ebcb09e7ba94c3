"""Numbers and dates in a text → the same in the other notation. Pure.

A *rule* is a pattern and a function from its match to the other ways to write what it matched, the likeliest first;
none where it is not meant as a number. Patterns run on folded text and never begin or end inside a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import product
from typing import NamedTuple

from indexer.equivalents import numerals

_N = f"[{numerals.CHINESE_NUMERALS}]"
_DIGIT = "[〇零○一二三四五六七八九]"
NOT_BEFORE = rf"(?<![0-9.])(?<!{_N})"
NOT_AFTER = rf"(?![0-9])(?!\.[0-9])(?!{_N})"
_MEASURES = "个项条名位章节种类件份篇部卷期批家国省市县区所座处年月周天日代届次回场轮组队层级倍分度岁元米里吨亩股路步"
"""What is counted with one numeral: 八项 is 8项, but the 三 of 三农 is left alone."""

_YEARS = range(1900, 2101)
_RATES = 100
"""Of so many and more parts a share is a rate: 10%, 4‰."""
_GROUPS = {"万亿": 10**12, "亿": 10**8, "万": 10**4}


class Rule(NamedTuple):
    """A pattern for folded text and the other ways to write what it matches."""

    pattern: re.Pattern[str]
    others: Callable[[re.Match[str]], Iterable[str]]


def counted(written: str) -> tuple[str, ...]:
    """A numeral in the other notation: 三十五 -> 35, 35 -> 三十五, 十四亿 -> 14亿, 1400000000; empty for neither."""
    if written.isdecimal():
        is_plain = len(written) < 13 and not (written.startswith("0") and len(written) > 1)
        return (*numerals.spelled(int(written)), *_in_groups(int(written)), *_parted(int(written))) if is_plain else ()
    number = numerals.value(written)
    if number is None:
        return ()
    spelled = (other for other in numerals.spelled(number) if other != written)
    return (*_in_groups(number), str(number), *_parted(number), *spelled)


def _in_groups(number: int) -> tuple[str, ...]:
    """Round large numbers as newspapers print them: 114万亿, 14亿, 300万."""
    for name, size in _GROUPS.items():
        if number and not number % size:
            return (f"{number // size}{name}",)
    return ()


def _parted(number: int) -> tuple[str, ...]:
    """With commas between the thousands: 1,200; what may be a year has none."""
    return (f"{number:,}",) if number >= 1000 and number not in _YEARS else ()


def _thousands(match: re.Match[str]) -> Iterable[str]:
    plain, measure = match["number"].replace(",", ""), match["measure"]
    return [other + measure for other in (plain, *counted(plain))]


def _year(written: str | None) -> tuple[str, ...]:
    if written is None:
        return ()
    return numerals.one_by_one(written) if written.isdecimal() else (numerals.digits(written),)


def _date(match: re.Match[str]) -> Iterable[str]:
    """Year, month and day together; a part that is no date (第四十月) spoils it."""
    parts = [
        (_year(match["year"]), "年", match["year"]),
        (_within(match["month"], 12), "月", match["month"]),
        (_within(match["day"], 31), match["sign"] or "", match["day"]),
    ]
    there = [([other + unit for other in others], typed) for others, unit, typed in parts if typed]
    is_arabic = {typed.isdecimal() for _, typed in there}
    if len(is_arabic) > 1 or not all(others for others, _ in there):
        return ()
    return map("".join, product(*(others for others, _ in there)))


def _dashed(match: re.Match[str]) -> Iterable[str]:
    """As computers write a day: 2017-10-18, 2017.10.18."""
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ()
    year = numerals.one_by_one(match["year"])[0]
    return (
        f"{match['year']}年{month}月{day}日",
        f"{year}年{numerals.spelled(month)[0]}月{numerals.spelled(day)[0]}日",
    )


def _within(written: str | None, most: int) -> tuple[str, ...]:
    if written is None:
        return ()
    number = int(written) if written.isdecimal() else numerals.value(written)
    if number is None or not 1 <= number <= most:
        return ()
    return numerals.spelled(number) if written.isdecimal() else (str(number),)


def _percent(match: re.Match[str]) -> Iterable[str]:
    if match["arabic"]:
        return [f"百分之{spelled}" for spelled in _in_chinese(match["arabic"])]
    return [f"{digits}%" for digits in _in_digits(match["chinese"])]


def _fraction(match: re.Match[str]) -> Iterable[str]:
    """三分之一 -> 1/3, and not back: 1/3 may be a day. 千分之四 is a rate, which nobody writes as 4/1000."""
    whole, part = numerals.value(match["whole"]), numerals.value(match["part"])
    return [f"{part}/{whole}"] if whole and part and part < whole < _RATES else []


def _decimal(match: re.Match[str]) -> Iterable[str]:
    if match["arabic"]:
        return _in_chinese(match["arabic"])  # what follows stays: 3.5亿 -> 三点五亿
    return [digits + match["group"] for digits in _in_digits(match["chinese"])]


def _in_chinese(arabic: str) -> list[str]:
    whole, _, fraction = arabic.partition(".")
    after = f"点{numerals.one_by_one(fraction)[0].replace('〇', '零')}" if fraction else ""
    return [f"{spelled}{after}" for spelled in numerals.spelled(int(whole))]


def _in_digits(chinese: str) -> list[str]:
    spoken, _, after = chinese.partition("点")
    number, fraction = numerals.value(spoken), numerals.digits(after)
    if number is None or (after and not fraction):
        return []
    return [f"{number}.{fraction}" if after else str(number)]


def _ordinal(match: re.Match[str]) -> Iterable[str]:
    return [f"第{other}" for other in counted(match["number"])[:1]]


def _count(match: re.Match[str]) -> Iterable[str]:
    """With what is counted, so that it stays together where a run is cut into words: 二十届 -> 20届."""
    return [other + (match["measure"] or "") for other in _number(match["number"])]


def _number(written: str) -> Iterable[str]:
    if len(written) == 4 and written.isdecimal() and written[0] in "12":
        return (*numerals.one_by_one(written), *counted(written))  # a year, or a count
    return counted(written) or ([numerals.digits(written)] if _is_year(written) else [])


def _is_year(written: str) -> bool:
    return len(written) == 4 and written[0] in "一二" and bool(numerals.digits(written))


def _large(match: re.Match[str]) -> Iterable[str]:
    number = int(match["number"]) * _GROUPS[match["group"]]
    return (*numerals.spelled(number), str(number)) if number < numerals.MOST else ()


def _measured(match: re.Match[str]) -> Iterable[str]:
    number, measure = match["number"], match["measure"]
    if number.isdecimal():
        # 2个 is 两个 where things are counted, 二 in 二期; people write both.
        others = ("两", "二") if number == "2" else numerals.spelled(int(number))
    else:
        found = 2 if number == "两" else numerals.value(number)
        others = (str(found),) if found is not None else ()
    return [other + measure for other in others]


def _alone(match: re.Match[str]) -> Iterable[str]:
    return counted(match["number"])


RULES = tuple(
    Rule(re.compile(pattern), others)
    for pattern, others in (
        # A query that is one numeral.
        (r"\A(?P<number>[0-9]|[一二三四五六七八九十])\Z", _alone),
        (
            rf"{NOT_BEFORE}(?=[0-9〇零○一二三四五六七八九十])(?:(?P<year>[12][0-9]{{3}}|[一二]{_DIGIT}{{3}})年)?"
            rf"(?:(?P<month>[0-9]{{1,2}}|{_N}{{1,3}})月)?(?:(?P<day>[0-9]{{1,2}}|{_N}{{1,3}})(?P<sign>[日号]))?",
            _date,
        ),
        # A hyphen is folded to a dash.
        (
            rf"{NOT_BEFORE}(?P<year>[12][0-9]{{3}})(?P<between>[—.])(?P<month>[0-9]{{1,2}})(?P=between)"
            rf"(?P<day>[0-9]{{1,2}}){NOT_AFTER}",
            _dashed,
        ),
        (
            rf"(?<![0-9.])(?P<arabic>[0-9]{{1,9}}(?:\.[0-9]{{1,6}})?)%"
            rf"|百分之(?P<chinese>{_N}+(?:点{_DIGIT}+)?){NOT_AFTER}",
            _percent,
        ),
        (rf"{NOT_BEFORE}(?P<whole>{_N}{{1,3}})分之(?P<part>{_N}{{1,3}}){NOT_AFTER}(?!点)", _fraction),
        # 八点零五分 is a time.
        (
            rf"{NOT_BEFORE}(?:(?P<arabic>[0-9]{{1,9}}\.[0-9]{{1,6}})(?![0-9.%])"
            rf"|(?P<chinese>{_N}+点{_DIGIT}+)(?P<group>万?亿?){NOT_AFTER}(?![分刻]))",
            _decimal,
        ),
        (rf"第(?P<number>[0-9]{{1,4}}|{_N}+){NOT_AFTER}", _ordinal),
        (rf"(?<![0-9.])(?P<number>[0-9]{{1,5}})(?P<group>万亿|[万亿])(?!{_N})", _large),
        (
            rf"{NOT_BEFORE}(?P<number>[0-9]{{2,12}}|{_N}{{2,24}}){NOT_AFTER}(?!%|分之)(?P<measure>[{_MEASURES}]?)",
            _count,
        ),
        (
            rf"(?<![0-9.,])(?P<number>[1-9][0-9]{{0,2}}(?:,[0-9]{{3}}){{1,3}})(?![0-9]|[.,][0-9]|%)"
            rf"(?!{_N})(?P<measure>[{_MEASURES}]?)",
            _thousands,
        ),
        # 一 and 1 are left out: 一个 is an article more often than a count.
        (rf"{NOT_BEFORE}(?<!第)(?P<number>[2-9]|[两二三四五六七八九十])(?!分之)(?P<measure>[{_MEASURES}])", _measured),
    )
)  # fmt: skip
"""In the order in which they are tried where several match at the same place with the same length."""
