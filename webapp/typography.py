"""How text is set on a page: punctuation, controls, language, length, counts. Pure, but for the language in force.

Enters: text of any content. Leaves: text for readers. Never: HTML; changes to what is stored or sent as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import category

from indexer.corpus import detect_script
from webapp.locales import calendar_date, compact, current, ngettext
from webapp.locales import gettext as _

DOTS = "……"
"""What stands where text was left out."""

_QUOTED_CHARS = 40
_MOST_QUOTED = 4
"""Texts that a sentence names, each so long at the most."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HALF_WIDTH = re.compile(f"(?<=[{_HAN}])[,;](?=[{_HAN}])")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")
# Bidirectional and other invisible controls can reorder or hide what is around them; readers see that one was there.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# General categories: format, private use, unassigned, half a surrogate pair. Line breaks and spaces are not among them.
_UNSEEN = frozenset({"Cf", "Co", "Cn", "Cs"})
_CLAUSE_END = re.compile("[，。！？；：、,;!?\n]")
_SENTENCE_END = "。！？；…”』」"


def shown(text: str) -> str:
    """`text` as it is printed: one character for one, so that offsets hold.

    >>> shown("他强调,要完整;准确,3,000")
    '他强调，要完整；准确,3,000'
    """
    text = _CONTROL.sub("\ufffd", text)
    return _HALF_WIDTH.sub(lambda match: "，" if match[0] == "," else "；", text)


def unhidden(text: str) -> str:
    """`text` with signs for line breaks, and for characters that cannot be seen where it has no others.

    >>> unhidden(chr(0x200B) * 2), unhidden("编辑")
    ('▯▯', '编辑')
    """
    return "▯" * len(text) if all(category(char) in _UNSEEN for char in text) else text.replace("\n", "↵\n")


def language(text: str) -> str:
    """``zh-Hant``, ``zh-Hans`` or, where `text` decides for neither, ``zh``; empty where it is set like the page.

    >>> language("習近平"), language("习近平"), language("2023")
    ('zh-Hant', '', '')
    """
    return besides_page(f"zh-{detect_script(text)}".removesuffix("-") if _HAN_CHARACTER.search(text) else "")


def besides_page(tag: str) -> str:
    """`tag` where the page around it is in another language, else empty."""
    page = current().tag
    return "" if tag == page or (tag == "zh" and page.startswith("zh")) else tag


def script_name(script: str) -> str:
    """A script as readers call it; one that has no name here as it is."""
    return {"Hans": _("简体"), "Hant": _("繁体")}.get(script, script)


def shortened(text: str, most_chars: int) -> str:
    """`text`, or its beginning with dots when it has more than `most_chars`."""
    return text if len(text) <= most_chars else text[: most_chars - len(DOTS)] + DOTS


def quoted(texts: Sequence[str]) -> str:
    """Some texts between quotation marks, the first ones, none of them long.

    >>> quoted(["红县", "岸线"])
    '“红县”、“岸线”'
    """
    beginnings = (shown(shortened(text, _QUOTED_CHARS)) for text in texts[:_MOST_QUOTED])
    return _("、").join(_("“%(text)s”", text=text) for text in beginnings)


def opening_words(text: str, most_chars: int = 24) -> str:
    """The first words of `text`: up to the last clause end within `most_chars`, with dots when something follows.

    >>> opening_words("同志们，今天只讲一件事。明天再讲别的事，后天还有话要说。")
    '同志们，今天只讲一件事。明天再讲别的事……'
    """
    text = text.strip()
    if len(text) <= most_chars:
        return text.replace("\n", " ")
    ends = [match.start() for match in _CLAUSE_END.finditer(text, 4, most_chars)]
    return text[: ends[-1] if ends else most_chars].replace("\n", " ") + DOTS


def ends_sentence(text: str) -> bool:
    """Nothing seems cut off after `text`."""
    return text.endswith(tuple(_SENTENCE_END))


def date_words(edtf: str) -> str:
    """A date as readers see it: in figures while the year is known, in words where it is not.

    >>> date_words("2023-10"), date_words("XXXX-10-12"), date_words("XXXX-XX-12")
    ('2023-10', '10 月 12 日', '12 日')
    """
    if not edtf.startswith("XXXX-"):
        return calendar_date(edtf)
    month, _dash, day = edtf.removeprefix("XXXX-").partition("-")
    return _("%(day)s 日", day=day) if month == "XX" else _("%(month)s 月 %(day)s 日", month=month, day=day)


def length_chars(text: str) -> int:
    """How long a Chinese text is: its Han characters, or all but spaces where it has none."""
    return len(_HAN_CHARACTER.findall(text)) or sum(not char.isspace() for char in text)


def characters(count: int) -> str:
    """A number of characters as readers count them.

    >>> characters(3002), characters(6_317_000)
    ('3,002 字', '631.7 万字')
    """
    return _BETWEEN_HAN.sub("", ngettext("%(num)s 字", "%(num)s 字", count, num=compact(count)))


def milliseconds(took_ms: float) -> str:
    """A time, with no more digits than it is worth."""
    return _("%(num)s 毫秒", num=f"{took_ms:.0f}") if took_ms >= 1 else _("不到 1 毫秒")
