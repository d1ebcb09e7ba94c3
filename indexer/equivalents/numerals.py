"""Chinese numerals ↔ numbers. Pure. Strict: what is no well-formed numeral is none (三五 and 百万 are not)."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_ZEROS = "零○"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | dict.fromkeys(_ZEROS, 0) | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
CHINESE_NUMERALS = "".join((*_DIGITS, *_ZEROS, "两", *_PLACES, *_GROUPS))
"""Every character that a numeral is written with, folded."""
MOST = 10**16
"""Numbers from here on are not read: nobody writes them out. What a country makes in a year is 10¹⁴ (一百万亿)."""


def spelled(number: int) -> tuple[str, ...]:
    """The ways to write a number from 0 to `MOST`, the usual one first.

    >>> spelled(35), spelled(2000), spelled(1_020_000)
    (('三十五',), ('二千', '两千'), ('一百零二万', '一百零两万'))
    """
    usual = _spelled(number)
    spoken = "".join(
        "两" if c == "二" and usual[i + 1 : i + 2] in {"百", "千", "万", "亿"} else c for i, c in enumerate(usual)
    )
    # 十二万 is never 十两万.
    spoken = spoken.replace("十两", "十二")
    return tuple(dict.fromkeys((usual, spoken)))


def _spelled(number: int) -> str:
    if not number:
        return "零"
    groups: list[str] = []
    for name, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        here, number = divmod(number, size)
        if here:
            is_gap = bool(groups) and here < 1000
            # There may be 万 of 亿.
            said = _spelled(here) if here >= 10**4 else _below_ten_thousand(here, is_first=not groups)
            groups.append(("零" if is_gap else "") + said + name)
    return "".join(groups)


def _below_ten_thousand(number: int, *, is_first: bool) -> str:
    written = ""
    for place, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            written += _DIGITS[digit] + place
        elif written and not written.endswith("零") and number % size:
            written += "零"
    return written.removeprefix("一") if is_first and 10 <= number < 20 else written


def value(numeral: str) -> int | None:
    """The number that a well-formed numeral says; None for any other string.

    >>> value("两千零二十"), value("十四亿"), value("一百一十四万亿"), value("三五"), value("百万")
    (2020, 1400000000, 114000000000000, None, None)
    """
    total = group = digit = 0
    for character in numeral.replace("○", "零"):
        if character in _VALUES:
            digit = _VALUES[character]
        elif character in _PLACES:
            group += (digit or 1) * _PLACES[character]
            digit = 0
        elif character in _GROUPS:
            total = (
                (total + group + digit) * _GROUPS[character] if character == "亿" else total + (group + digit) * 10**4
            )
            group = digit = 0
        else:
            return None
    number = total + group + digit
    return number if number < MOST and numeral.replace("○", "零") in spelled(number) else None


def digits(numerals: str) -> str:
    """Chinese digits one by one: 一九七八 -> 1978; empty where other characters are among them.

    >>> digits("二〇二三"), digits("二零二三"), digits("二十")
    ('2023', '2023', '')
    """
    written = "".join(str(_VALUES[c]) for c in numerals if c in _VALUES and c != "两")
    return written if len(written) == len(numerals) else ""


def one_by_one(arabic: str) -> tuple[str, ...]:
    """Digits as Chinese digits: 2003 -> 二〇〇三, 二零零三, 二○○三."""
    written = "".join(_DIGITS[int(digit)] for digit in arabic)
    return tuple(dict.fromkeys(written.replace("〇", zero) for zero in ("〇", *_ZEROS)))
