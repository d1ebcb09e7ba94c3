"""Snippets: a body and its marks → the fragments to show, as text with marks. Pure.

Enters: a body, where its paragraphs are, the marks in it. Leaves: `Snippet`s and `Run`s. Never: HTML, an engine.

A fragment is cut at the borders of sentences, or of clauses where a sentence is too long; it is chosen for holding
different pieces of the query, then for many marks, then for standing early.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.model import Mark, Paragraph, Run, Snippet

MOST_SNIPPETS = 3
WIDTH = 90
"""Characters of a fragment at the most, about two lines and a half of a results page; a longer match is shown whole."""
_BEFORE = 20
"""Characters kept before the first mark where a clause is so long that it has to be cut inside."""
_SENTENCE_END = re.compile(r"[。！？!?；;…]+[”’」』）)》]*")
_CLAUSE_END = re.compile(r"[，,、：:—]+[”’」』）)》]*")


def paragraphs(body: str, headline_paragraphs: int = 0) -> tuple[Paragraph, ...]:
    """The paragraphs of a body; headline lines have number 0, the others count from 1.

    >>> paragraphs("题目\\n第一段", 1)
    (Paragraph(number=0, start=0, end=2), Paragraph(number=1, start=3, end=6))
    """
    found = []
    start = 0
    for count, line in enumerate(body.split("\n")):
        found.append(Paragraph(max(0, count + 1 - headline_paragraphs), start, start + len(line)))
        start += len(line) + 1
    return tuple(found)


def runs(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> tuple[Run, ...]:
    """`text[start:end]` in marked and unmarked pieces; marks are offsets into `text`, in order, and are clipped.

    >>> runs("推动绿色发展", [Mark(2, 4, 1)])
    (Run(text='推动', piece=None), Run(text='绿色', piece=1), Run(text='发展', piece=None))
    """
    end = len(text) if end is None else end
    pieces = []
    at = start
    for mark in marks:
        low, high = max(mark.start, at), min(mark.end, end)
        if low < high:
            if at < low:
                pieces.append(Run(text[at:low]))
            pieces.append(Run(text[low:high], mark.piece))
            at = high
    if at < end:
        pieces.append(Run(text[at:end]))
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class _Fragment:
    """A stretch of one paragraph and the marks (numbers first..last, half-open) that begin in it."""

    paragraph: Paragraph
    start: int
    end: int
    first: int
    last: int


def snippets(body: str, marks: Sequence[Mark], headline_paragraphs: int = 0) -> tuple[Snippet, ...]:
    """Up to MOST_SNIPPETS fragments around the best clusters of marks, in the order of the text.

    Without marks: the beginning of the first paragraph under the headline.
    """
    all_paragraphs = paragraphs(body, headline_paragraphs)
    if not marks:
        return _opening(body, all_paragraphs)
    fragments = list(_fragments(body, marks, all_paragraphs))
    best = sorted(fragments, key=lambda f: _merit(f, marks), reverse=True)
    chosen: list[_Fragment] = []
    for fragment in best:
        if len(chosen) == MOST_SNIPPETS:
            break
        if all(fragment.end <= other.start or other.end <= fragment.start for other in chosen):
            chosen.append(fragment)
    return tuple(_snippet(body, f, marks) for f in sorted(chosen, key=lambda f: f.start))


def _opening(body: str, all_paragraphs: Sequence[Paragraph]) -> tuple[Snippet, ...]:
    text = [p for p in all_paragraphs if p.number and p.start < p.end]
    # Not the address (各位代表：), if more follows.
    paragraph = next((p for p in text if p.end - p.start > _BEFORE), text[0] if text else None)
    if paragraph is None:
        return ()
    end = _cut_end(body, paragraph.start, paragraph)
    return (_snippet(body, _Fragment(paragraph, paragraph.start, end, 0, 0), ()),)


def _merit(fragment: _Fragment, marks: Sequence[Mark]) -> tuple[int, int, int]:
    """Different pieces, then marks, then earliness; a headline line repeats the title and comes last."""
    inside = marks[fragment.first : fragment.last]
    pieces = len({mark.piece for mark in inside}) if fragment.paragraph.number else 0
    return pieces, len(inside), -fragment.start


def _fragments(body: str, marks: Sequence[Mark], all_paragraphs: Sequence[Paragraph]) -> Iterator[_Fragment]:
    """From each sentence with a mark on: the sentence, and those after it while they fit."""
    starts = [paragraph.start for paragraph in all_paragraphs]
    number = 0
    while number < len(marks):
        paragraph = all_paragraphs[bisect.bisect_right(starts, marks[number].start) - 1]
        start = _cut_start(body, marks[number].start, paragraph)
        end = max(_cut_end(body, start, paragraph), min(marks[number].end, paragraph.end))
        last = number
        while last < len(marks) and marks[last].start < end and marks[last].end <= max(end, marks[number].end):
            last += 1
        yield _Fragment(paragraph, start, end, number, max(last, number + 1))
        number = max(last, number + 1)


def _cut_start(body: str, mark: int, paragraph: Paragraph) -> int:
    """The begin of the mark's sentence, else of a clause, else a few characters before the mark."""
    near = max(paragraph.start, mark - WIDTH // 2)
    if near == paragraph.start and not _SENTENCE_END.search(body, near, mark):
        return paragraph.start
    for border in (_SENTENCE_END, _CLAUSE_END):
        ends = [match.end() for match in border.finditer(body, near, mark)]
        if ends:
            return ends[-1]
    return max(paragraph.start, mark - _BEFORE)


def _cut_end(body: str, start: int, paragraph: Paragraph) -> int:
    """The last end of a sentence that fits, else of a clause, else the width."""
    limit = min(start + WIDTH, paragraph.end)
    if limit == paragraph.end:
        return limit
    for border in (_SENTENCE_END, _CLAUSE_END):
        ends = [match.end() for match in border.finditer(body, start, limit)]
        if ends and ends[-1] - start > WIDTH // 3:
            return ends[-1]
    return limit


def _snippet(body: str, fragment: _Fragment, marks: Sequence[Mark]) -> Snippet:
    text = body[fragment.start : fragment.end]
    inside = [
        Mark(max(mark.start - fragment.start, 0), min(mark.end - fragment.start, len(text)), mark.piece)
        for mark in marks
        if mark.start < fragment.end and mark.end > fragment.start
    ]
    paragraph = fragment.paragraph
    return Snippet(
        text=text,
        marks=tuple(inside),
        paragraph=paragraph.number,
        start=fragment.start,
        cut_start=fragment.start > paragraph.start,
        cut_end=fragment.end < paragraph.end,
    )
