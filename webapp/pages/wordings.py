"""Wordings that stand in the corpus, for a page of an answer in which something that was asked for does not. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from indexer import pinyin
from indexer.model import Results, SearchRequest
from indexer.wordings import Likeness, Rewording
from webapp.links import search_href
from webapp.locales import gettext as _
from webapp.locales import ngettext
from webapp.narrowing import unfiltered, worded
from webapp.typography import language, shortened, shown

_SHORT_CHARS = 40


class Letter(NamedTuple):
    """A character of a wording. reading: its pinyin, or nothing; is_other: another one than was typed there."""

    text: str
    reading: str
    is_other: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """Wording that stands in the corpus, as a link. note: what it is for, and how many speeches have it."""

    letters: tuple[Letter, ...]
    href: str
    lang: str
    note: str


class Wordings(NamedTuple):
    """Wordings that are near in the same way. key: the way, for the page's own anchors."""

    name: str
    key: str
    nearest: tuple[Nearest, ...]


def wordings_of(results: Results) -> tuple[Wordings, ...]:
    """What a page offers where nothing has all of a query."""
    names = {
        Likeness.SOUND: _("同音"),
        Likeness.SPELLING: _("相近"),
        Likeness.PINYIN: _("拼音"),
        Likeness.BEGINNING: _("开头相同"),
    }
    groups = {likeness: [one for one in results.advice.rewordings if one.likeness is likeness] for likeness in names}
    return tuple(
        Wordings(names[likeness], str(likeness), tuple(_nearest(one, results.request) for one in those))
        for likeness, those in groups.items()
        if those
    )


def _nearest(one: Rewording, request: SearchRequest) -> Nearest:
    is_read = one.likeness in (Likeness.SOUND, Likeness.PINYIN)
    readings = pinyin.marked(one.text) if is_read else ("",) * len(one.text)
    letters = enumerate(zip(shown(one.text), readings, strict=True))
    return Nearest(
        letters=tuple(Letter(text, reading, at in one.differing) for at, (text, reading) in letters),
        href=search_href(unfiltered(worded(request, one.query))),
        lang=language(one.text),
        note=ngettext(
            "替“%(text)s”，库中 %(num)s 篇",
            "替“%(text)s”，库中 %(num)s 篇",
            one.speeches,
            text=shown(shortened(one.instead_of, _SHORT_CHARS)),
        ),
    )
