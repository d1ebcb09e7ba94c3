"""Snippets: a body and its marks → the fragments to show, as text with marks. Pure.

Enters: a body, where its paragraphs are, the marks in it. Leaves: `Snippet`s and `Run`s. Never: HTML, an engine.

A fragment is cut at the borders of sentences, or of clauses where a sentence is too long; it is chosen for holding
different matches of the query, then for many, then for standing early; a match that no fragment would show comes before
more of the others.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from indexer.model import Mark, Paragraph, Run, Snippet

MOST_SNIPPETS = 3
WIDTH = 90
"""Characters of a fragment at the most, about two lines and a half of a results page; a longer match is shown whole."""
MOST_MARKS = 400
"""Marks of each matched string that are looked at to choose fragments: a word that common has a good passage among
them."""
_REACH = 60
"""Characters from the first mark of a cluster to the end of its last: what cutting to a sentence leaves of WIDTH."""
_BEFORE = 20
"""Characters kept before the first mark where a clause is so long that it has to be cut inside."""
SENTENCE_ENDS = "。！？!?；;…"
"""Marks that end a sentence, as a line feed does: for snippets, and for what is asked for in one sentence."""
_SENTENCE_END = re.compile(rf"[{SENTENCE_ENDS}]+[”’」』）)》]*")
_SENTENCE_MARKS = frozenset(f"{SENTENCE_ENDS}”’」』）)》")
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


def snippets(body: str, marks: Sequence[Mark], headline_paragraphs: int = 0) -> tuple[Snippet, ...]:
    """Up to MOST_SNIPPETS fragments around the best clusters of marks, in the order of the text.

    marks: in order, none overlapping another, none across paragraphs.
    Without marks: the beginning of the first paragraph under the headline.
    """
    if not marks:
        return _opening(body, headline_paragraphs)
    considered = _considered(body, marks)
    ranked = sorted(_clusters(body, considered, headline_paragraphs), reverse=True)
    chosen: list[_Fragment] = []
    for cluster in chain(_best_of_each_match(ranked), ranked):
        if len(chosen) == MOST_SNIPPETS:
            break
        *_, number, _ = cluster
        first = considered[number]
        if not any(fragment.start < first.end and first.start < fragment.end for fragment in chosen):
            chosen.append(_fragment(body, first, _paragraph_at(body, first.start, headline_paragraphs), chosen))
    return tuple(_snippet(body, fragment, marks) for fragment in sorted(chosen))


def _considered(body: str, marks: Sequence[Mark]) -> Sequence[Mark]:
    """The first MOST_MARKS marks of each matched string: a rare word far behind a common one is looked at."""
    if len(marks) <= MOST_MARKS:
        return marks
    seen: Counter[str] = Counter()
    kept = []
    for mark in marks:
        matched = body[mark.start : mark.end]
        seen[matched] += 1
        if seen[matched] <= MOST_MARKS:
            kept.append(mark)
    return kept


_Cluster = tuple[int, int, int, int, int]
"""Marks that fit a fragment: (variety, marks, earliness, first, held), the greater the better.

A common word makes hundreds, so it is a plain tuple. first: number of the first mark. held: the different strings that
are marked (several of one piece, where its words stand apart), a bit each; variety: how many these are.
"""


def _best_of_each_match(ranked: Iterable[_Cluster]) -> Iterator[_Cluster]:
    """The clusters that hold a string which none before them does, so that all are shown where there is room."""
    seen = 0
    for cluster in ranked:
        held = cluster[-1]
        if held & ~seen:
            seen |= held
            yield cluster


def _clusters(body: str, marks: Sequence[Mark], headline_paragraphs: int) -> Iterator[_Cluster]:
    """For each mark, it and those that follow within reach. A headline repeats the title, so its clusters come last."""
    headline_end = sum(len(line) + 1 for line in body.split("\n", headline_paragraphs)[:headline_paragraphs])
    number_of: dict[str, int] = {}
    held_by = [number_of.setdefault(body[start:end], len(number_of)) for start, end, _ in marks]
    within = [0] * len(number_of)
    last = held = 0
    paragraph_end = -1
    for first, (start, _, _) in enumerate(marks):
        if paragraph_end < start:
            paragraph_end = body.find("\n", start)
            paragraph_end = len(body) if paragraph_end < 0 else paragraph_end
        limit = min(start + _REACH, paragraph_end)
        while last < len(marks) and (last <= first or marks[last].end <= limit):
            within[held_by[last]] += 1
            held |= 1 << held_by[last]
            last += 1
        shown = held if start >= headline_end else 0
        yield shown.bit_count(), last - first, -start, first, shown
        within[held_by[first]] -= 1
        if not within[held_by[first]]:
            held ^= 1 << held_by[first]


class _Fragment(NamedTuple):
    """A stretch of a body that is shown; `paragraph` is its paragraph's number."""

    start: int
    end: int
    paragraph: int


def _fragment(body: str, mark: Mark, paragraph: Paragraph, chosen: Sequence[_Fragment]) -> _Fragment:
    """The fragment that begins with a mark's sentence or clause, clear of those that were chosen before."""
    floor = max([paragraph.start, *(other.end for other in chosen if other.start < mark.start)])
    ceiling = min([paragraph.end, *(other.start for other in chosen if other.start > mark.start)])
    start = max(_cut_start(body, mark.start, paragraph), floor)
    return _Fragment(start, min(max(_cut_end(body, start, paragraph), mark.end), ceiling), paragraph.number)


def _snippet(body: str, fragment: _Fragment, marks: Sequence[Mark]) -> Snippet:
    """A fragment with its marks. A mark across its begin is left out whole, one across its end is taken in whole."""
    start, end, paragraph = fragment
    low = bisect.bisect_right(marks, start, key=lambda mark: mark.end)
    if low < len(marks) and marks[low].start < start:
        start = marks[low].end
        low += 1
    high = bisect.bisect_left(marks, end, key=lambda mark: mark.start)
    inside = tuple(Mark(m.start - start, m.end - start, m.piece) for m in marks[low:high])
    end = max(end, start + inside[-1].end) if inside else end
    return Snippet(body[start:end], inside, paragraph, start, _is_torn(body, start), _is_torn(body, end))


def _is_torn(body: str, offset: int) -> bool:
    """Whether a cut there is inside a sentence."""
    before, after = body[max(offset - 1, 0) : offset], body[offset : offset + 1]
    return bool(before.strip("\n") and after.strip("\n")) and before not in _SENTENCE_MARKS


def _opening(body: str, headline_paragraphs: int) -> tuple[Snippet, ...]:
    text = [p for p in paragraphs(body, headline_paragraphs) if p.number and p.start < p.end]
    # Not the address (各位代表：), if more follows.
    paragraph = next((p for p in text if p.end - p.start > _BEFORE), text[0] if text else None)
    if paragraph is None:
        return ()
    end = _cut_end(body, paragraph.start, paragraph)
    return (_snippet(body, _Fragment(paragraph.start, end, paragraph.number), ()),)


def _paragraph_at(body: str, offset: int, headline_paragraphs: int) -> Paragraph:
    start = body.rfind("\n", 0, offset) + 1
    end = body.find("\n", offset)
    number = body.count("\n", 0, start) + 1 - headline_paragraphs
    return Paragraph(max(0, number), start, len(body) if end < 0 else end)


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
