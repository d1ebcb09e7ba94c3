"""Snippets: a body and its marks → the fragments to show, as text with marks. Pure.

Enters: a body, where its paragraphs are, the marks in it. Leaves: `Snippet`s and `Run`s. Never: HTML, an engine.

A fragment is cut at the borders of sentences, or of clauses where a sentence is too long; it is chosen for holding
different matches of the query, then for many, then for standing early; a match that no fragment would show comes before
more of the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from indexer.model import Mark, Paragraph, Run, Snippet, Stretch

MOST_SNIPPETS = 3
WIDTH = 90
"""Characters of a fragment at the most, about two lines and a half of a results page; a longer match is shown whole."""
MOST_MARKS = 400
"""Marks of each matched string that are looked at to choose fragments: a word that common has a good passage among
them. Of many different strings fewer of each are, so that they are no more than twice as many in all."""
_REACH = 60
"""Characters from the first mark of a cluster to the end of its last: what cutting to a sentence leaves of WIDTH."""
_BEFORE = 20
"""Characters kept before the first mark where a clause is so long that it has to be cut inside."""
SENTENCE_ENDS = "。！？!?；;…"
"""Marks that end a sentence, as a line feed does: for snippets, and for what is asked for in one sentence."""
_CLOSING = "”’」』）)》"
_SENTENCES = re.compile(rf".*[{SENTENCE_ENDS}][{_CLOSING}]*")
"""To the end of the last sentence of a line."""
_CLAUSES = re.compile(rf".*[，,、：:—][{_CLOSING}]*")
_WHOLE_BEHIND = frozenset(f"{SENTENCE_ENDS}{_CLOSING}\n")
"""Characters behind which a cut is not inside a sentence."""


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


def snippets(body: str, marks: Sequence[Stretch], headline_paragraphs: int = 0) -> tuple[Snippet, ...]:
    """Up to MOST_SNIPPETS fragments around the best clusters of marks, in the order of the text.

    marks: (start, end, piece) in order, none overlapping another, none across paragraphs.
    Without marks: the beginning of the first paragraph under the headline.
    """
    if not marks:
        return _opening(body, headline_paragraphs)
    considered = _considered(body, marks)
    ranked = _clusters(body, considered, headline_paragraphs)
    chosen: list[_Fragment] = []
    for _, number, _ in chain(_best_of_each_match(ranked), ranked):
        first = considered[number]
        for start, end, _ in chosen:
            if start < first[1] and first[0] < end:
                break
        else:
            chosen.append(_fragment(body, first, headline_paragraphs, chosen))
            if len(chosen) == MOST_SNIPPETS:
                break
    starts, ends, _ = zip(*marks, strict=True)
    return tuple([_snippet(body, fragment, marks, starts, ends) for fragment in sorted(chosen)])


def _considered(body: str, marks: Sequence[Stretch]) -> Sequence[Stretch]:
    """The first MOST_MARKS marks of each matched string: a rare word far behind a common one is looked at."""
    if len(marks) <= MOST_MARKS:
        return marks
    matched = [body[start:end] for start, end, _ in marks]
    most = min(max(2 * MOST_MARKS // len(set(matched)), 1), MOST_MARKS)
    seen: Counter[str] = Counter()
    kept = []
    for mark, string in zip(marks, matched, strict=True):
        seen[string] += 1
        if seen[string] <= most:
            kept.append(mark)
    return kept


_Cluster = tuple[int, int, frozenset[str]]
"""Marks that fit a fragment: (how good, number of the first, the different strings that are marked).

A common word makes hundreds, so it is a plain tuple. Of one piece several strings are marked where its words stand
apart.
"""
_NO_STRINGS: frozenset[str] = frozenset()


def _best_of_each_match(ranked: Iterable[_Cluster]) -> Iterator[_Cluster]:
    """The clusters that hold a string which none before them does, so that all are shown where there is room."""
    seen = _NO_STRINGS
    for cluster in ranked:
        if not cluster[2] <= seen:
            seen |= cluster[2]
            yield cluster


def _clusters(body: str, marks: Sequence[Stretch], headline_paragraphs: int) -> list[_Cluster]:
    """For each mark, it and those that follow within reach: the best first, of equals the earliest.

    A headline repeats the title, so its clusters come last.
    """
    headline_end = 0
    if headline_paragraphs:
        headline_end = sum(len(line) + 1 for line in body.split("\n", headline_paragraphs)[:headline_paragraphs])
    strings = [body[start:end] for start, end, _ in marks]
    ends = [end for _, end, _ in marks]
    kinds = frozenset(strings)
    the_one = kinds if len(kinds) == 1 else None
    count = len(marks)
    line_end = -1
    found = []
    for first, (start, _, _) in enumerate(marks):
        if line_end < start:
            line_end = body.find("\n", start)
            line_end = len(body) if line_end < 0 else line_end
        reach = start + _REACH
        behind = bisect_right(ends, reach if reach < line_end else line_end, first + 1)
        held = _NO_STRINGS if start < headline_end else the_one or frozenset(strings[first:behind])
        # More different strings, then more marks: there are no more of those than `count`.
        found.append((len(held) * count + behind - first, first, held))
    found.sort(key=itemgetter(0), reverse=True)
    return found


class _Fragment(NamedTuple):
    """A stretch of a body that is shown; `paragraph` is its paragraph's number."""

    start: int
    end: int
    paragraph: int


_mark = partial(tuple.__new__, Mark)
_shown = partial(tuple.__new__, Snippet)
_stretch = partial(tuple.__new__, _Fragment)
"""They make one of its values in a third of the time: there are dozens on a page of results."""


def _fragment(body: str, mark: Stretch, headline_paragraphs: int, chosen: Sequence[_Fragment]) -> _Fragment:
    """The fragment that begins with a mark's sentence or clause, clear of those that were chosen before."""
    first = body.rfind("\n", 0, mark[0]) + 1
    last = body.find("\n", mark[0])
    last = len(body) if last < 0 else last
    start, ceiling = _cut_start(body, mark[0], first), last
    for other in chosen:
        if other.start < mark[0]:
            start = max(start, other.end)
        else:
            ceiling = min(ceiling, other.start)
    number = body.count("\n", 0, first) + 1 - headline_paragraphs
    return _stretch((start, min(max(_cut_end(body, start, last), mark[1]), ceiling), max(0, number)))


def _snippet(
    body: str, fragment: _Fragment, marks: Sequence[Stretch], starts: Sequence[int], ends: Sequence[int]
) -> Snippet:
    """A fragment with its marks. A mark across its begin is left out whole, one across its end is taken in whole."""
    start, end, paragraph = fragment
    low = bisect_right(ends, start)
    if low < len(marks) and starts[low] < start:
        start = ends[low]
        low += 1
    high = bisect_left(starts, end, low)
    if low < high:
        end = max(end, ends[high - 1])
    inside = tuple([_mark((first - start, last - start, piece)) for first, last, piece in marks[low:high]])
    return _shown((body[start:end], inside, paragraph, start, _is_torn(body, start), _is_torn(body, end)))


def _is_torn(body: str, offset: int) -> bool:
    """Whether a cut there is inside a sentence."""
    return 0 < offset < len(body) and body[offset - 1] not in _WHOLE_BEHIND and body[offset] != "\n"


def _opening(body: str, headline_paragraphs: int) -> tuple[Snippet, ...]:
    text = [p for p in paragraphs(body, headline_paragraphs) if p.number and p.start < p.end]
    # Not the address (各位代表：), if more follows.
    paragraph = next((p for p in text if p.end - p.start > _BEFORE), text[0] if text else None)
    if paragraph is None:
        return ()
    end = _cut_end(body, paragraph.start, paragraph.end)
    return (_snippet(body, _Fragment(paragraph.start, end, paragraph.number), (), (), ()),)


def _cut_start(body: str, mark: int, paragraph_start: int) -> int:
    """The begin of the mark's sentence, else of a clause, else a few characters before the mark."""
    near = max(paragraph_start, mark - WIDTH // 2)
    if border := _SENTENCES.match(body, near, mark):
        return border.end()
    if near == paragraph_start:
        return near
    border = _CLAUSES.match(body, near, mark)
    return border.end() if border else max(paragraph_start, mark - _BEFORE)


def _cut_end(body: str, start: int, paragraph_end: int) -> int:
    """The last end of a sentence that fits, else of a clause, else the width."""
    limit = start + WIDTH
    if limit >= paragraph_end:
        return paragraph_end
    for borders in (_SENTENCES, _CLAUSES):
        border = borders.match(body, start, limit)
        if border and border.end() - start > WIDTH // 3:
            return border.end()
    return limit
