"""What a reader can do with a speech: change how it is shown, look something up in it, cite it, take it along. Pure.

Enters: a reading and how it was asked for. Leaves: switches, forms, references. Never: the engine, the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.model import Paragraph, Reading
from indexer.offsets import Span
from webapp.links import CITATION, SPEECH_JSON, SPEECH_TEXT, reading_href, speech_path
from webapp.locales import gettext as _
from webapp.pages.citing import Reference, Work, references
from webapp.pages.frame import Link, heading_of
from webapp.params import AskedReading, Pairs, write_reading_params
from webapp.typography import besides_page, shortened, shown

# A title stands in every reference; a longer one is a text that was taken for a title.
_TITLE_CHARS = 300


class Switch(NamedTuple):
    """One of several ways to show the speech. key: what it changes, as the address calls it."""

    key: str
    name: str
    choices: tuple[Link, ...]


class SpeechForm(NamedTuple):
    """A form that leads to the same speech: what it carries along besides its field, and what stands in the field."""

    action: str
    hidden: Pairs
    value: str


class Citation(NamedTuple):
    """How the speech is cited.

    references: the first is the one that quotations carry; lang: theirs, where it is not the page's.
    place: ``第 %s 段``, for the paragraph's number.
    quotation: the cited passage with its reference, empty where none is cited. files: references to take along.
    """

    references: tuple[Reference, ...]
    lang: str
    place: str
    quotation: str
    form: SpeechForm
    files: tuple[Link, ...]


class Tools(NamedTuple):
    """Everything beside the text."""

    switches: tuple[Switch, ...]
    within: SpeechForm
    citation: Citation
    downloads: tuple[Link, ...]


def tools_of(reading: Reading, asked: AskedReading, day: str) -> Tools:
    """The tools of a speech as it is shown. day: today, as YYYY-MM-DD."""
    speech_id = reading.speech.id
    return Tools(
        switches=_switches(reading, asked),
        within=_form(speech_id, replace(asked, within="", hit=1), asked.within),
        citation=_citation(reading, asked, day),
        downloads=(
            Link("TXT", speech_path(speech_id, root=SPEECH_TEXT)),
            Link("JSON", speech_path(speech_id, root=SPEECH_JSON)),
        ),
    )


def work_of(reading: Reading, day: str) -> Work:
    """The speech as it is cited."""
    speech = reading.speech
    title = speech.meta.title or heading_of(speech.meta, speech.body).plain
    return Work(speech.meta, shown(shortened(title, _TITLE_CHARS)), reading.fingerprint, day)


def cited_span(reading: Reading, asked: AskedReading) -> Span | None:
    """What of the body is cited, None where nothing is or there is no such paragraph."""
    cited = asked.cited
    paragraph = _paragraph(reading.paragraphs, cited.paragraph) if cited else None
    if cited is None or paragraph is None:
        return None
    start = min(paragraph.start + cited.start, paragraph.end)
    return Span(start, min(paragraph.start + cited.end, paragraph.end) if cited.end else paragraph.end)


def _paragraph(paragraphs: Sequence[Paragraph], number: int) -> Paragraph | None:
    return next((paragraph for paragraph in paragraphs if paragraph.number == number > 0), None)


def _switches(reading: Reading, asked: AskedReading) -> tuple[Switch, ...]:
    own = reading.speech.meta.script
    other = [script for script in ("Hant", "Hans") if script != own]
    names = {"Hans": _("简"), "Hant": _("繁"), "": _("原样")}
    scripts = [(names[own], ""), *((names[script], script) for script in other)]
    if own == "Hans":
        scripts.reverse()

    def switch(key: str, name: str, field: str, choices: Sequence[tuple[str, object]]) -> Switch:
        return Switch(key, name, tuple(_choice(reading, asked, field, *choice) for choice in choices))

    return (
        switch("raw", _("文本"), "raw", ((_("清洗"), False), (_("原文"), True))),
        switch("in", _("字形"), "script", scripts),
        switch("pinyin", _("注音"), "pinyin", ((_("无"), False), (_("拼音"), True))),
    )


def _choice(reading: Reading, asked: AskedReading, field: str, name: str, value: object) -> Link:
    """The same page with one thing changed, at the hit where the reader stands, or at what is cited."""
    anchor = f"p{asked.cited}" if asked.cited else f"h{asked.hit}" if asked.hit > 1 else ""
    other = replace(asked, **{field: value})  # type: ignore[arg-type]
    is_own = field == "script" and not value and asked.script == reading.speech.meta.script
    return Link(name, reading_href(reading.speech.id, other, anchor), is_current=other == asked or is_own)


def _form(speech_id: str, kept: AskedReading, value: str) -> SpeechForm:
    action, _question, query = speech_path(speech_id).partition("?")
    own = (("id", speech_id),) if query else ()
    return SpeechForm(action, (*own, *write_reading_params(kept)), value)


def _citation(reading: Reading, asked: AskedReading, day: str) -> Citation:
    work, speech_id = work_of(reading, day), reading.speech.id
    listed, place = references(work), _("第 %s 段")
    span = cited_span(reading, asked)
    quotation = ""
    if span and asked.cited:
        quoted = shown(reading.speech.body[span.start : span.end])
        quotation = f"“{quoted}”\n{listed[0].text} {place.replace('%s', str(asked.cited.paragraph))}."
    return Citation(
        references=listed,
        lang=besides_page(reading.speech.meta.language),
        place=place,
        quotation=quotation,
        form=_form(speech_id, replace(asked, cited=None), str(asked.cited.paragraph) if asked.cited else ""),
        files=tuple(
            Link(name, speech_path(speech_id, (("style", style),), root=CITATION))
            for name, style in (("BibTeX", "bibtex"), ("RIS", "ris"))
        ),
    )
