"""What stands over a speech: its headline as the source broke it, and what is known of it. Pure.

Enters: a reading, and its text as it is displayed. Leaves: lines of runs; facts with their links. Never: the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from indexer.model import Paragraph, SearchRequest, Speech
from webapp.links import search_href, speaker_href, web_address
from webapp.locales import gettext as _
from webapp.locales import ngettext
from webapp.narrowing import toggled
from webapp.pages.displayed import Displayed, in_script
from webapp.pages.frame import Link, heading_of, value_text
from webapp.pages.lit import Lit, NumberedMark, Overlay, lit_span
from webapp.typography import characters, length_chars, shown


class Headline(NamedTuple):
    """The lines over a speech as its source broke them: before, in and after the title."""

    eyebrow: tuple[tuple[Lit, ...], ...]
    title: tuple[tuple[Lit, ...], ...]
    below: tuple[tuple[Lit, ...], ...]
    is_untitled: bool = False


class Fact(NamedTuple):
    """Something known about the speech; href may be empty."""

    name: str
    values: tuple[Link, ...]


def headline_in_body(text: Displayed, title: tuple[int, int], over: Overlay) -> Headline:
    """The headline of a speech that carries its own: the first paragraphs of its text, those without a number.

    title: which of these lines are the title, half-open.
    """
    first, last = title
    lines = [paragraph for paragraph in text.paragraphs if not paragraph.number]
    printed = tuple(lit_span(text.text, line.start, line.end, over) for line in lines)
    return Headline(printed[:first], printed[first:last], printed[last:])


def headline_beside_body(speech: Speech, script: str, marks: Sequence[NumberedMark]) -> Headline:
    """The headline of a speech whose text is without one: its title, or its first words. marks: into the title."""
    meta = speech.meta
    heading = heading_of(meta, in_script(speech.body, script).text if not meta.title else "", most_chars=None)
    if heading.is_untitled:
        return Headline((), (heading.runs,), (), True)
    written = in_script(meta.title, script)
    moved = tuple(
        item._replace(mark=item.mark._replace(start=span.start, end=span.end))
        for item in marks
        for span in (written.offsets.to_derived_span(item.start, item.end),)
    )
    title = shown(written.text)
    return Headline((), (lit_span(title, 0, len(title), Overlay(moved)),), ())


def title_lines(lines: Sequence[str], title: str) -> tuple[int, int]:
    """Which of the headline lines are the title, half-open: from the first to the last that it consists of."""
    whole = "".join(shown(title).split())
    inside = [number for number, line in enumerate(lines) if "".join(line.split()) in whole]
    return (inside[0], inside[-1] + 1) if inside else (0, 1)


def facts_of(speech: Speech, paragraphs: Sequence[Paragraph]) -> tuple[Fact, ...]:
    """What is known of a speech."""
    meta = speech.meta
    facts = (
        (_("发言人"), tuple(_speaker(speaker) for speaker in meta.speakers)),
        (_("地点"), (_value("place", meta.place),)),
        (_("场合"), (_value("occasion", meta.occasion),)),
        (_("类型"), (_value("kind", meta.kind),)),
        (_("标签"), tuple(_plain(tag) for tag in meta.tags)),
        (_("篇幅"), (Link(_length(speech.body, sum(1 for paragraph in paragraphs if paragraph.number)), ""),)),
        (_("来源"), (_source(speech),)),
    )
    named = (Fact(name, tuple(value for value in values if value.text)) for name, values in facts)
    return tuple(fact for fact in named if fact.values)


def _length(body: str, paragraphs: int) -> str:
    counted = ngettext("%(num)s 段", "%(num)s 段", paragraphs)
    return _("%(characters)s，%(paragraphs)s", characters=characters(length_chars(body)), paragraphs=counted)


def _speaker(name: str) -> Link:
    text = value_text(name)
    return Link(text.text, speaker_href(name) if name else "", text.lang)


def _value(field: str, value: str) -> Link:
    text = value_text(value)
    return Link(text.text, search_href(toggled(SearchRequest(), field, value)) if value else "", text.lang)


def _plain(value: str) -> Link:
    text = value_text(value)
    return Link(text.text, "", text.lang)


def _source(speech: Speech) -> Link:
    """The source by its name, else its address, else the file; linked only where the web can follow."""
    name = value_text(speech.meta.source or speech.meta.url or speech.path)
    return Link(name.text, web_address(speech.meta.url), name.lang)
