"""When and where, by the first sentence of a report: ``12日下午在江西省南昌市…``. Pure.

Enters: the first paragraph of prose. Leaves: a `Dateline`. Never: a year or month that does not stand there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from indexer.corpus.wordlists import folded_sections
from indexer.dates import parse_date
from indexer.folding import fold

_LISTS = folded_sections("places.txt")
_KNOWN = "|".join((*_LISTS["places"], *_LISTS["venues"]))
_AREA = r"(?:自治区|特别行政区|自治州|省|(?<!上)市|县)"
# 在全市、在我省、在有关省市 are no places.
_PLACE = rf"(?:(?:{_KNOWN}){_AREA}?|(?![全我各本该这那两有相每一同首])[\u4e00-\u9fff]{{2,7}}?{_AREA}){{1,4}}"
_MANNER = r"(?:隆重|亲切|共同|分别|先后)?"
_DOES = r"(?:主持|召开|出席|举行|会见|同|发表|考察|调研|视察|看望|参加|宣布|接受|强调|指出|表示|致|作|就|向|对)"
_PART = r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|晚)?"
_DAY = r"(?:(?P<date>(?:(?:[12]\d{3}年)?\d{1,2}月)?\d{1,2}[日号])|今[天日]|昨[天日])"
# 彭斯10月4日晚在… in a question is not about this speech, 将于3月19日在北京 not about today.
_ASIDE = re.compile(r".{1,15}:")


@cache
def _dateline() -> re.Pattern[str]:
    return re.compile(rf"{_DAY}{_PART}[,、]?(?:在(?P<place>{_PLACE})(?={_MANNER}{_DOES}|[,、]))?")


_WITHIN_CHARS = 120


@dataclass(frozen=True, slots=True)
class Dateline:
    """date: EDTF, as far as it is written, or empty. place: as written, or empty."""

    date: str = ""
    place: str = ""


def read_dateline(paragraph: str) -> Dateline:
    """When and where the first sentence of a report says that it happened.

    >>> read_dateline("國家主席習近平12日下午在江西省南昌市主持召開座談會並發表重要講話。")
    Dateline(date='XXXX-XX-12', place='江西省南昌市')
    """
    sentence = paragraph[:_WITHIN_CHARS].partition("。")[0]
    folded = fold(sentence)
    match = None if _ASIDE.match(folded) else _dateline().search(folded)
    if not match or folded[: match.start()].endswith(("于", "将", "定")):
        return Dateline()
    place = sentence[match.start("place") : match.end("place")] if match["place"] else ""
    # A day alone may be any day the sentence speaks of; with 在 behind it, it is the day of the report.
    is_report = bool(place) or folded[match.end() :].startswith("在")
    return Dateline(parse_date(match["date"]) if match["date"] and is_report else "", place)
