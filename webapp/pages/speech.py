"""The page of one speech: headline, facts, numbered paragraphs, hits to step through. Pure.

Enters: a `Reading` and how it is to be shown. Leaves: the context of one template. Never: the engine, HTML.

Hits are numbered as results count them: those in a title that the body does not repeat, then those in the body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from indexer import pinyin
from indexer.model import IndexStats, Reading, SearchRequest, Term
from indexer.nearby import Neighbours
from indexer.offers import SimilarSpeech
from webapp.charts import HitMap, hit_map
from webapp.links import reading_href, search_href, speech_path
from webapp.locales import gettext as _
from webapp.pages.around import Onward, alike, in_time
from webapp.pages.displayed import Displayed, displayed
from webapp.pages.frame import Frame, ShownDate, Text, date_of, frame_of, heading_of, value_text
from webapp.pages.headline import Fact, Headline, facts_of, headline_beside_body, headline_in_body, title_lines
from webapp.pages.lit import CitedSpan, Lit, NumberedMark, Overlay, lit_span, numbered
from webapp.pages.reading import Piece
from webapp.pages.tools import Tools, cited_span, tools_of
from webapp.pages.translating import translated
from webapp.params import AskedReading
from webapp.typography import besides_page, shown


class NumberedParagraph(NamedTuple):
    """A paragraph as it is printed. is_cited: all of it is what the address cites."""

    number: int
    runs: tuple[Lit, ...]
    is_cited: bool = False


class Stepper(NamedTuple):
    """Where the reader stands among the hits; previous and next are empty at the ends."""

    hit: int
    hits: int
    previous: str
    next: str
    pieces: tuple[Piece, ...]


class Visit(NamedTuple):
    """What a page needs to know besides the speech. day: today, as YYYY-MM-DD."""

    day: str = ""
    neighbours: Neighbours = Neighbours()
    similar: tuple[SimilarSpeech, ...] = ()


_ALONE = Visit()


@dataclass(frozen=True, slots=True)
class SpeechPage:
    """Context of ``speech.html``. lang: of the text as it is displayed, where it is not the page's."""

    template: ClassVar[str] = "speech.html"
    frame: Frame
    lang: str
    has_pinyin: bool
    is_raw: bool
    date: ShownDate
    headline: Headline
    facts: tuple[Fact, ...]
    paragraphs: tuple[NumberedParagraph, ...]
    stepper: Stepper | None
    hit_map: HitMap
    tools: Tools
    in_time: tuple[Onward, ...]
    alike: tuple[Onward, ...]
    back_href: str
    notes: tuple[Text, ...]


def speech_page(reading: Reading, asked: AskedReading, stats: IndexStats, visit: Visit = _ALONE) -> SpeechPage:
    """The page of a speech as it was asked for."""
    speech, request = reading.speech, asked.request
    text = displayed(reading, asked)
    title_marks, marks = _numbered_hits(reading, text, asked.hit)
    over = _overlay(reading, asked, text, marks)
    whole = asked.cited.paragraph if asked.cited and not asked.cited.end else 0
    return SpeechPage(
        frame=frame_of(stats, heading_of(speech.meta, speech.body).plain, request.text, address=speech_path(speech.id)),
        lang=_lang(reading, asked),
        has_pinyin=asked.pinyin,
        is_raw=asked.raw,
        date=date_of(speech.meta),
        headline=_headline(reading, asked, text, title_marks, over),
        facts=facts_of(speech, reading.paragraphs),
        paragraphs=tuple(
            NumberedParagraph(number, lit_span(text.text, start, end, over), number == whole)
            for number, start, end in text.paragraphs
            if number
        ),
        stepper=_stepper(reading, asked, [*title_marks, *marks]),
        hit_map=hit_map(text.paragraphs, [item.mark for item in marks]),
        tools=tools_of(reading, asked, visit.day),
        in_time=in_time(speech.meta, visit.neighbours),
        alike=alike(visit.similar),
        back_href=search_href(request) if request != SearchRequest() else "",
        notes=_notes(reading, text),
    )


def _numbered_hits(
    reading: Reading, text: Displayed, asked_hit: int
) -> tuple[tuple[NumberedMark, ...], tuple[NumberedMark, ...]]:
    """Hits of a title that stands outside the body, and hits of the body, numbered through."""
    outside = () if reading.speech.headline_paragraphs else reading.title_marks
    inside = () if text.is_unknown else [text.mark(mark) for mark in reading.marks]
    in_title = numbered(outside, first=1, current=0)
    in_body = numbered(inside, first=1 + len(in_title), current=0)
    current = min(asked_hit, len(in_title) + len(in_body))
    return (
        numbered(outside, first=1, current=current),
        numbered(inside, first=1 + len(in_title), current=current),
    )


def _overlay(reading: Reading, asked: AskedReading, text: Displayed, marks: Sequence[NumberedMark]) -> Overlay:
    cited = cited_span(reading, asked) if asked.cited and asked.cited.end and not text.is_unknown else None
    return Overlay(
        marks=marks,
        removed=text.removed,
        added=text.added,
        cited=CitedSpan(text.offsets.to_derived_span(*cited), f"p{asked.cited}") if cited else None,
        pinyin=pinyin.marked if asked.pinyin else None,
    )


def _headline(
    reading: Reading, asked: AskedReading, text: Displayed, title_marks: Sequence[NumberedMark], over: Overlay
) -> Headline:
    if text.is_unknown or not reading.speech.headline_paragraphs:
        return headline_beside_body(reading.speech, asked.script, title_marks)
    lines = [line for line in reading.paragraphs if not line.number]
    own = [shown(reading.speech.body[line.start : line.end]) for line in lines]
    return headline_in_body(text, title_lines(own, reading.speech.meta.title), over)


def _lang(reading: Reading, asked: AskedReading) -> str:
    meta = reading.speech.meta
    return besides_page(replace(meta, script=asked.script).language if asked.script else meta.language)


def _notes(reading: Reading, text: Displayed) -> tuple[Text, ...]:
    unknown = [Text(_("索引由另一套清洗规则建成，去掉了什么已不可考，下面是收来时的原文。"))] if text.is_unknown else []
    return (*unknown, *(translated(note.text) for note in reading.notes))


def _stepper(reading: Reading, asked: AskedReading, hits: Sequence[NumberedMark]) -> Stepper | None:
    if not hits:
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
    return reading_href(reading.speech.id, replace(asked, hit=hit), f"h{hit}")


def _pieces(terms: Sequence[Term], hits: Sequence[NumberedMark]) -> tuple[Piece, ...]:
    """The legend: every piece of the query with how often it is lit on this page."""
    lit_times = Counter(item.mark.piece for item in hits)
    return tuple(Piece(*value_text(term.text), term.piece, lit_times[term.piece]) for term in terms)
