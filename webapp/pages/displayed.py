"""The text of a speech in the form that it is to be read in: as it was cleaned or as it was, in either script. Pure.

Enters: a speech, its paragraphs, what was asked for. Leaves: the text to print, and where places of the body stand in
it. Never: HTML; a change to what is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from indexer.model import Mark, Paragraph, Reading
from indexer.offsets import Edit, Edited, OffsetMap, Span
from indexer.originals import original_of
from indexer.scripts import converted
from webapp.params import AskedReading
from webapp.typography import shown


class _Traced(NamedTuple):
    """A body with everything that cleaning took away still in it. offsets: from the body to this text."""

    text: str
    offsets: OffsetMap
    removed: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Displayed:
    """The text to print, and its paragraphs, places in it.

    offsets: from the body (original) to this text (derived). removed, added: what cleaning did, where that is shown.
    is_unknown: the original is shown, but not what cleaning did to it: other rules did it.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    offsets: OffsetMap
    removed: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()
    is_unknown: bool = False

    def mark(self, mark: Mark) -> Mark:
        """A mark into the body as one into this text."""
        return Mark(*self.offsets.to_derived_span(mark.start, mark.end), mark.piece)


def displayed(reading: Reading, asked: AskedReading) -> Displayed:
    """The text of a speech as it was asked for."""
    body = reading.speech.body
    traced = _traced(reading) if asked.raw else _Traced(body, OffsetMap.identity(len(body)))
    if traced is None:
        return _unknown(reading.speech.raw, asked)
    written = in_script(traced.text, asked.script)
    offsets = traced.offsets.then(written.offsets)
    return Displayed(
        text=shown(written.text),
        paragraphs=_paragraphs(reading.paragraphs, offsets, len(written.text)),
        offsets=offsets,
        removed=_moved(traced.removed, written.offsets),
        added=_moved(traced.added, written.offsets),
    )


def in_script(text: str, script: str) -> Edited:
    """`text` in a script, or as it is where none is named."""
    if script in ("Hans", "Hant"):
        return converted(text, script)
    return Edited(text, OffsetMap.identity(len(text)))


def _traced(reading: Reading) -> _Traced | None:
    original = original_of(reading.speech)
    if not original.is_traced:
        return None
    pieces: list[str] = []
    removed: list[Span] = []
    added: list[Span] = []
    at = length = 0
    for start, end, text in original.edits:
        pieces += (original.text[at:end], text)
        removed.append(Span(length + start - at, length + end - at))
        length += end - at
        added.append(Span(length, length + len(text)))
        length += len(text)
        at = end
    whole = "".join((*pieces, original.text[at:]))
    # What is left when all that was removed is taken out of this text is the body, character by character.
    to_body = OffsetMap.from_edits(len(whole), (Edit(*span) for span in removed))
    return _Traced(whole, to_body.inverted(), _kept(removed), _kept(added))


def _kept(spans: list[Span]) -> tuple[Span, ...]:
    return tuple(span for span in spans if span.start < span.end)


def _moved(spans: tuple[Span, ...], offsets: OffsetMap) -> tuple[Span, ...]:
    return spans if offsets.is_identity else tuple(offsets.to_derived_span(*span) for span in spans)


def _paragraphs(paragraphs: tuple[Paragraph, ...], offsets: OffsetMap, length: int) -> tuple[Paragraph, ...]:
    """Paragraphs of a body as those of the text: what was removed between two belongs to the one before."""
    if offsets.is_identity:
        return paragraphs
    breaks = [offsets.to_derived(paragraph.end) for paragraph in paragraphs[:-1]]
    starts, ends = [0, *(place + 1 for place in breaks)], [*breaks, length]
    return tuple(
        Paragraph(paragraph.number, start, end) for paragraph, start, end in zip(paragraphs, starts, ends, strict=True)
    )


def _unknown(raw: str, asked: AskedReading) -> Displayed:
    text = shown(in_script(raw, asked.script).text)
    lines = [line for line in text.split("\n") if line.strip()]
    text = "\n".join(lines)
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    paragraphs = (
        Paragraph(number, at, at + len(line)) for number, (at, line) in enumerate(zip(starts, lines, strict=False), 1)
    )
    return Displayed(text, tuple(paragraphs), OffsetMap((0, 0), (0, 0)), is_unknown=True)
