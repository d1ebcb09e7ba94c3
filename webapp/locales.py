"""The language of the interface: its words, numbers and dates. The only module that knows Babel.

Enters: source strings, which are Simplified Chinese, and what a browser says that it prefers. Leaves: the same in the
language in force, which holds for the thread or task that chose it. Never: the language of a speech, HTTP.

Catalogues are `locale/<language>/LC_MESSAGES/messages.po`. They are read as they are, once, so that nothing has to be
compiled when Jianghua is installed. A new string: write it, ``python -m webapp.catalogues``, translate it.
"""

from __future__ import annotations

import gettext as catalogues
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Literal, NamedTuple

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal, format_percent


class Language(NamedTuple):
    """A language of the interface. tag: BCP 47; name: in itself; locale: as Babel calls it."""

    tag: str
    name: str
    locale: str


LANGUAGES = (
    Language("zh-Hans", "简体", "zh_Hans"),
    Language("zh-Hant", "繁體", "zh_Hant"),
    Language("en", "English", "en"),
)
"""The languages of the interface, the one that its strings are written in first."""

SOURCE = LANGUAGES[0]
_BY_TAG = {language.tag: language for language in LANGUAGES}
# Chinese without a word on its script is told by its place, as readers there write.
_TRADITIONAL_PLACES = {"tw", "hk", "mo"}
# From here on Chinese counts in 万; below, figures are short enough to be read as they are.
_COMPACT_FROM = 10_000

_in_force: ContextVar[Language] = ContextVar("language of the interface", default=SOURCE)


def current() -> Language:
    """The language in force."""
    return _in_force.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """`language` is in force for as long as the block lasts."""
    token = _in_force.set(language)
    try:
        yield
    finally:
        _in_force.reset(token)


def chosen(wishes: Iterable[str]) -> Language:
    """The first of `wishes`, language tags of any form, that there is; else the language of the source strings.

    >>> [chosen([tag]).tag for tag in ("zh-TW", "zh", "en-GB", "zh-Hans-HK", "xx")]
    ['zh-Hant', 'zh-Hans', 'en', 'zh-Hans', 'zh-Hans']
    """
    known = (_BY_TAG.get(_tag(wish)) for wish in wishes)
    return next((language for language in known if language), SOURCE)


def gettext(text: str, /, **values: object) -> str:
    """`text` in the language in force, with `values` in the places that it names."""
    said = _catalogue(current()).gettext(text)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """The form for `num`, printed where it says ``%(num)s``; `values` may hold another way to print it."""
    return _catalogue(current()).ngettext(one, many, num) % ({"num": number(num)} | values)


def number(count: int) -> str:
    """A number with its digits grouped.

    >>> number(12345)
    '12,345'
    """
    return format_decimal(count, locale=current().locale)


def compact(count: int) -> str:
    """A large number in the words of the language.

    >>> compact(6_317_000), compact(3002)
    ('631.7 万', '3,002')
    """
    if count < _COMPACT_FROM:
        return number(count)
    # Chinese has one form, which Babel calls short; the long one of others is in words.
    form: Literal["short", "long"] = "short" if current().tag.startswith("zh") else "long"
    said = format_compact_decimal(count, format_type=form, locale=current().locale, fraction_digits=1)
    # Babel writes 631.7万; beside Han figures stand with a space here, as they do everywhere else on the page.
    return re.sub(r"(?<=\d)(?=[^\W\d])", " ", said)


def percent(share: float) -> str:
    """A share of one, in per cents.

    >>> percent(0.25)
    '25%'
    """
    return format_percent(share, locale=current().locale)


def calendar_date(iso: str) -> str:
    """A year, month or day as the language writes it in a list; Chinese as in a citation, in figures.

    >>> calendar_date("2023-10-12")
    '2023-10-12'
    """
    if current().tag.startswith("zh") or "-" not in iso:
        return iso
    parts = iso.split("-")
    try:
        day = date(*map(int, (*parts, "1")[:3]))
    except ValueError:  # no calendar has it, so it is printed as the source has it
        return iso
    if len(parts) == 2:
        return format_skeleton("yMMM", day, locale=current().locale)
    return format_date(day, "d MMM y", locale=current().locale)


def _tag(wish: str) -> str:
    parts = wish.replace("_", "-").lower().split("-")
    if parts[0] != "zh":
        return parts[0]
    is_traditional = "hant" in parts or ("hans" not in parts and bool(_TRADITIONAL_PLACES & {*parts}))
    return "zh-Hant" if is_traditional else "zh-Hans"


@cache
def _catalogue(language: Language) -> catalogues.NullTranslations:
    if language is SOURCE:
        return catalogues.NullTranslations()
    source = files("webapp") / "locale" / language.locale / "LC_MESSAGES" / "messages.po"
    compiled = BytesIO()
    with source.open("rb") as read:
        write_mo(compiled, read_po(read, locale=language.locale))
    compiled.seek(0)
    return catalogues.GNUTranslations(compiled)
