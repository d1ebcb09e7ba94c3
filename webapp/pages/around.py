"""Speeches to go on to from one: those around it in time, and those like it. Pure.

Enters: what is known of other speeches. Leaves: lines of a list. Never: finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from indexer.model import Metadata, SearchRequest
from indexer.nearby import Neighbours
from indexer.offers import SimilarSpeech
from webapp.links import speech_href
from webapp.locales import gettext as _
from webapp.locales import ngettext
from webapp.pages.frame import Heading, ShownDate, Text, date_of, heading_of, value_text

_MOST_SHARED = 4
_DAY_CHARS = len("2023-10-12")


class Onward(NamedTuple):
    """A speech to go on to. facts: what is said of it; note: how it stands to this one; shared: words of both."""

    heading: Heading
    href: str
    date: ShownDate
    facts: tuple[Text, ...]
    note: str = ""
    shared: tuple[Text, ...] = ()


def in_time(meta: Metadata, neighbours: Neighbours) -> tuple[Onward, ...]:
    """The speeches before and after one."""
    return tuple(onward(other, other.speaker, note=_apart(meta, other)) for other in neighbours if other)


def alike(speeches: Sequence[SimilarSpeech]) -> tuple[Onward, ...]:
    """Speeches like one, each with what it shares with it."""
    return tuple(
        onward(other.meta, other.meta.speaker)._replace(
            shared=tuple(value_text(word) for word in other.shared[:_MOST_SHARED])
        )
        for other in speeches
    )


def onward(meta: Metadata, *facts: str, note: str = "") -> Onward:
    """A line of the list. facts: what is known of the speech; those that are empty are left out."""
    return Onward(
        heading=heading_of(meta, ""),
        href=speech_href(meta.id, SearchRequest()),
        date=date_of(meta),
        facts=tuple(map(value_text, filter(None, facts))),
        note=note,
    )


def _apart(meta: Metadata, other: Metadata) -> str:
    """How far apart two speeches are, empty where a day is not known."""
    if len(meta.date) != _DAY_CHARS or len(other.date) != _DAY_CHARS:
        return ""
    days = (date.fromisoformat(other.date) - date.fromisoformat(meta.date)).days
    if not days:
        return _("同一天")
    if days < 0:
        return ngettext("早 %(num)s 天", "早 %(num)s 天", -days)
    return ngettext("晚 %(num)s 天", "晚 %(num)s 天", days)
