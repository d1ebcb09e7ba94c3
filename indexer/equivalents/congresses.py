"""Party congresses, plenums, sessions and plans: short forms ↔ full names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.equivalents import numerals
from indexer.equivalents.numbers import NOT_AFTER, NOT_BEFORE, Rule

_FEWEST = 11
"""Congresses before the eleventh are named so only where the Party is: 三大 and 十大 are mostly other things."""
_MOST = 40


def _number(written: str) -> int | None:
    return int(written) if written.isdecimal() else numerals.value(written)


def _congress(match: re.Match[str]) -> Iterable[str]:
    written, party = match["number"], match["party"] or ""
    number = _number(written)
    # 20大 is a congress where nothing else is asked for; 20大城市 is not.
    is_doubtful = written.isdecimal() and not party and match[0] != match.string
    if number is None or is_doubtful or not (1 if party else _FEWEST) <= number <= _MOST:
        return ()
    return _forms(number, is_of_the_party=bool(party))


def _full_congress(match: re.Match[str]) -> Iterable[str]:
    number, party = _number(match["number"]), match["party"]
    if number is None or not (1 if party else _FEWEST) <= number <= _MOST:
        return ()
    return _forms(number, is_of_the_party=bool(party))


def _forms(number: int, *, is_of_the_party: bool) -> list[str]:
    """How a congress is written. 20大 without the Party is none of them: it stands in G20大阪峰会."""
    spelled = numerals.spelled(number)[0]
    short, full, in_digits = f"{spelled}大", f"第{spelled}次全国代表大会", f"第{number}次全国代表大会"
    if not is_of_the_party:
        return [short, full, in_digits]
    names = [f"党的{short}", f"中国共产党{full}", f"中共{short}", f"党的{full}", f"中共{full}"]
    return [*names, f"中国共产党{in_digits}", f"党的{in_digits}", f"党的{number}大", f"中共{number}大"]


def _committee(match: re.Match[str]) -> Iterable[str]:
    return (match[0].removeprefix("第"),)


def _plenum(match: re.Match[str]) -> Iterable[str]:
    return (f"中央委员会第{match['number']}次全体会议",)


def _full_plenum(match: re.Match[str]) -> Iterable[str]:
    return (f"{match['number']}中全会",)


def _session(match: re.Match[str]) -> Iterable[str]:
    return (f"第{match[0]}",)


def _full_session(match: re.Match[str]) -> Iterable[str]:
    return (match[0].removeprefix("第"),)


def _plan(match: re.Match[str]) -> Iterable[str]:
    number, noun = match["number"], match["noun"]
    # Most texts put the short form into quotation marks, which stand for themselves when strings are matched.
    return (f'"{number}五"{noun}', f"第{number}个五年{noun or '规划'}", *([] if noun else [f"第{number}个五年计划"]))


def _full_plan(match: re.Match[str]) -> Iterable[str]:
    number, noun = match["number"], match["noun"]
    return (f'"{number}五"{noun}', f"{number}五{noun}")


_ONE_TO_NINE = "[一二三四五六七八九]"
_NUMBER = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_SESSIONS_OF = "(?:(?<=人大)|(?<=政协)|(?<=代表大会)|(?<=协商会议)|(?<=委员会))"
RULES = tuple(
    Rule(re.compile(pattern), others)
    for pattern, others in (
        (rf"(?P<party>党的|中共|)(?<![0-9])(?<![第百])(?P<number>{_NUMBER})大(?![会型于多])", _congress),
        (rf"(?P<party>中国共产党|党的|中共|)第(?P<number>{_NUMBER})次全国代表大会", _full_congress),
        # 第十九届中央委员会第三次全体会议 is 十九届三中全会 in short, without 第.
        (rf"第(?:{_NUMBER})届(?={_ONE_TO_NINE}中全会|中央委员会第{_ONE_TO_NINE}次全体会议)", _committee),
        (rf"(?P<number>{_ONE_TO_NINE})中全会", _plenum),
        (rf"中央委员会第(?P<number>{_ONE_TO_NINE})次全体会议", _full_plenum),
        (rf"{_SESSIONS_OF}{_ONE_TO_NINE}次会议", _session),
        (rf"{_SESSIONS_OF}第{_ONE_TO_NINE}次会议", _full_session),
        (rf"{NOT_BEFORE}(?P<number>十[一二三四五六])五(?P<noun>规划|计划|)(?![年月日]){NOT_AFTER}", _plan),
        (r"第(?P<number>十[一二三四五六])个五年(?P<noun>规划|计划)", _full_plan),
    )
)  # fmt: skip
"""They go before numbers and names where several match at the same place with the same length."""
