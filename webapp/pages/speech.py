"""The page of one speech: headline, facts, numbered paragraphs, hits to step through. Pure.

Enters: a `Reading` and how it is to be shown. Leaves: the context of one template. Never: the engine, HTML.

Hits are numbered as results count them: those in a title that the body does not repeat, then those in the body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from indexer.model import IndexStats, Paragraph, Reading, SearchRequest, Speech, Term
from webapp.charts import HitMap, hit_map
from webapp.links import search_href, speech_href, speech_path, web_address
from webapp.locales import SOURCE, ngettext
from webapp.locales import gettext as _
from webapp.narrowing import toggled
from webapp.pages.frame import Frame, Link, ShownDate, Text, date_of, frame_of, heading_of, lang_of, value_text
from webapp.pages.lit import Lit, NumberedMark, lit_span, numbered
from webapp.pages.results import Piece
from webapp.params import AskedReading
from webapp.typography import besides_page, characters, length_chars, shown


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


class NumberedParagraph(NamedTuple):
    """A paragraph as it is printed."""

    number: int
    runs: tuple[Lit, ...]


class Stepper(NamedTuple):
    """Where the reader stands among the hits; previous and next are empty at the ends."""

    hit: int
    hits: int
    previous: str
    next: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SpeechPage:
    """Context of ``speech.html``. raw: the text as it was read, None where the cleaned one is shown."""

    template: ClassVar[str] = "speech.html"
    frame: Frame
    lang: str
    date: ShownDate
    headline: Headline
    facts: tuple[Fact, ...]
    paragraphs: tuple[NumberedParagraph, ...]
    stepper: Stepper | None
    hit_map: HitMap
    raw: str | None
    clean_href: str
    raw_href: str
    back_href: str
    action: str
    speech_id: str
    notes: tuple[Text, ...]


def speech_page(reading: Reading, asked: AskedReading, stats: IndexStats) -> SpeechPage:
    """The page of a speech as it was asked for."""
    speech, request = reading.speech, asked.request
    title_marks, marks = _numbered_hits(reading, asked.hit)
    body = shown(speech.body)
    path = speech_path(speech.id)
    return SpeechPage(
        frame=frame_of(stats, heading_of(speech.meta, speech.body).plain, request.text, address=path),
        lang=lang_of(speech.meta),
        date=date_of(speech.meta),
        headline=_headline(reading, body, title_marks, marks),
        facts=_facts(speech, reading.paragraphs),
        paragraphs=tuple(
            NumberedParagraph(paragraph.number, lit_span(body, paragraph.start, paragraph.end, marks))
            for paragraph in reading.paragraphs
            if paragraph.number
        ),
        stepper=_stepper(reading, asked, [*title_marks, *marks]),
        hit_map=hit_map(reading.paragraphs, [item.mark for item in marks]),
        raw=speech.raw if asked.raw else None,
        clean_href=speech_href(speech.id, request),
        raw_href=speech_href(speech.id, request, raw=True),
        back_href=search_href(request) if request != SearchRequest() else "",
        action=path.partition("?")[0],
        speech_id=speech.id if "?" in path else "",
        notes=tuple(Text(shown(note.text), besides_page(SOURCE.tag)) for note in reading.notes),
    )


def _numbered_hits(reading: Reading, asked_hit: int) -> tuple[tuple[NumberedMark, ...], tuple[NumberedMark, ...]]:
    """Hits of a title that stands outside the body, and hits of the body, numbered through."""
    outside = () if reading.speech.headline_paragraphs else reading.title_marks
    in_title = numbered(outside, first=1, current=0)
    in_body = numbered(reading.marks, first=1 + len(in_title), current=0)
    current = min(asked_hit, len(in_title) + len(in_body))
    return (
        numbered(outside, first=1, current=current),
        numbered(reading.marks, first=1 + len(in_title), current=current),
    )


def _headline(
    reading: Reading, body: str, title_marks: Sequence[NumberedMark], marks: Sequence[NumberedMark]
) -> Headline:
    meta = reading.speech.meta
    lines = [paragraph for paragraph in reading.paragraphs if not paragraph.number]
    if not lines:
        heading = heading_of(meta, reading.speech.body, most_chars=None)
        title = shown(meta.title)
        runs = heading.runs if heading.is_untitled else lit_span(title, 0, len(title), title_marks)
        return Headline((), (runs,), (), heading.is_untitled)
    first, last = _title_lines([body[line.start : line.end] for line in lines], meta.title)
    printed = tuple(lit_span(body, line.start, line.end, marks) for line in lines)
    return Headline(printed[:first], printed[first:last], printed[last:])


def _title_lines(lines: Sequence[str], title: str) -> tuple[int, int]:
    """Which of the headline lines are the title, half-open: from the first to the last that it consists of."""
    whole = "".join(shown(title).split())
    inside = [number for number, line in enumerate(lines) if "".join(line.split()) in whole]
    return (inside[0], inside[-1] + 1) if inside else (0, 1)


def _facts(speech: Speech, paragraphs: Sequence[Paragraph]) -> tuple[Fact, ...]:
    meta = speech.meta
    numbered_paragraphs = sum(1 for paragraph in paragraphs if paragraph.number)
    facts = (
        (_("发言人"), tuple(_value("speaker", speaker) for speaker in meta.speakers)),
        (_("地点"), (_value("place", meta.place),)),
        (_("场合"), (_plain(meta.occasion),)),
        (_("类型"), (_value("kind", meta.kind),)),
        (_("标签"), tuple(_plain(tag) for tag in meta.tags)),
        (_("篇幅"), (Link(_length(speech.body, numbered_paragraphs), ""),)),
        (_("来源"), (_source(speech),)),
    )
    named = (Fact(name, tuple(value for value in values if value.text)) for name, values in facts)
    return tuple(fact for fact in named if fact.values)


def _length(body: str, paragraphs: int) -> str:
    counted = ngettext("%(num)s 段", "%(num)s 段", paragraphs)
    return _("%(characters)s，%(paragraphs)s", characters=characters(length_chars(body)), paragraphs=counted)


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


def _stepper(reading: Reading, asked: AskedReading, hits: Sequence[NumberedMark]) -> Stepper | None:
    if not hits or asked.raw:
        return None
    current = min(asked.hit, len(hits))
    return Stepper(
        hit=current,
        hits=len(hits),
        previous=_hit_href(reading, asked, current - 1) if current > 1 else "",
        next=_hit_href(reading, asked, current + 1) if current < len(hits) else "",
        pieces=_pieces(reading.query.terms, hits),
    )


def _hit_href(reading: Reading, asked: AskedReading, hit: int) -> str:
    return speech_href(reading.speech.id, asked.request, hit=hit, anchor=f"h{hit}")


def _pieces(terms: Sequence[Term], hits: Sequence[NumberedMark]) -> tuple[Piece, ...]:
    """The legend: every piece of the query with how often it is lit on this page."""
    lit_times = Counter(item.mark.piece for item in hits)
    return tuple(Piece(*value_text(term.text), term.piece, lit_times[term.piece]) for term in terms)
