"""Fixes of paper: hard line wraps and running heads, as PDF and e-mail leave them. Pure.

Enters: a text. Leaves: the edits that join a sentence which only the width of a page has cut. Never: guesses in a text
whose lines are wider than a page.

The law: a text with a line of more than `PAGE_CHARS` wide characters was not wrapped and is left alone, and lines are
joined only where that makes such a line. So what has been joined is never joined again, without a second look at it;
and what has not been joined is judged by lines and characters that cleaning leaves as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from indexer.cleaning.furniture import bare
from indexer.offsets import Edit

PAGE_CHARS = 50
"""No page sets more full-width characters in a line: A4 at 10.5 points has 42."""

_NARROWEST = 40  # columns, two to a full-width character: narrower lines are verse, lists, tables or headlines
_RAGGED = 8  # columns by which a full line may fall short: a number or a Latin word that did not fit
_TRUSTED = 0.8  # share of short lines before a blank line or an indent for these to be taken as marks of paragraphs
_RUN = 3  # lines of the longest joined paragraph: two full ones running are no accident
_PAGES = 3  # pages with the same running head

_SENTENCE_END = re.compile(r"[。！？!?…：:；;.][”’」』》）)】〕\]]*$")
_STOPS = frozenset("。！？!?…：:；;.”’」』》）)】〕]")
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十百\d]{1,3}[、．.)）]|第[一二三四五六七八九十百]{1,3}[章节節条條]|[①-⑳㈠-㈩●■◆▲○•·※＊*─—-]"
)
_PAGE_NUMBER = re.compile(r"[-—–─·\s]*(\d{1,4})[-—–─·\s]*")
_DIGITS = re.compile(r"\d+")


class _Line(NamedTuple):
    """A line that is not empty; start, end: without the white space at its edges.

    columns: two for a full-width character, one for another; marked: a blank line or an indent stands before it.
    """

    start: int
    end: int
    text: str
    columns: int
    marked: bool


class _Page(NamedTuple):
    """A running head with the page number below it, and what taking both out means."""

    number: int
    edit: Edit


def joins(text: str) -> list[Edit]:
    """Line wraps inside a sentence go; paragraphs, headline lines, verse and lists keep their lines.

    Where the text marks its paragraphs by blank lines or indents, these are trusted. Where it does not, or where that
    joins nothing, as in a text with double spacing, only the lines and the characters at the break count.
    """
    if _is_wider_than_a_page(text):
        return []
    lines = list(_lines(text))
    floor = _full_columns(lines)
    full = [line for line in lines if line.columns >= floor]
    if not floor or 2 * sum(_breaks_off(line) for line in full) < len(full):
        return []
    for is_wrap in _readings(lines, floor):
        paragraphs = list(_paragraphs(lines, is_wrap))
        if any(_proves(paragraph) for paragraph in paragraphs):
            return [_join(*pair) for paragraph in paragraphs for pair in pairwise(paragraph)]
    return []


def running_heads(text: str) -> list[Edit]:
    """A line that stands over one page number after another goes, and the page numbers with it."""
    if _is_wider_than_a_page(text):
        return []
    heads: dict[str, list[_Page]] = defaultdict(list)
    for head, page in _pages(text):
        heads[_DIGITS.sub("#", head)].append(page)
    return sorted(page.edit for pages in heads.values() if _counts_up(pages) for page in pages)


def _is_wider_than_a_page(text: str) -> bool:
    return any(len(line) > PAGE_CHARS and _too_wide().match(line.strip()) for line in text.split("\n"))


# From general punctuation (“ ” — …) upwards: what a Chinese font sets full width.
@cache
def _too_wide() -> re.Pattern[str]:
    return re.compile(rf"(?:[^\u2000-\U0010ffff]*[\u2000-\U0010ffff]){{{PAGE_CHARS + 1}}}")


def _wide(text: str) -> int:
    """Characters that a Chinese font sets full width: from general punctuation (“ ” — …) upwards."""
    return sum(map("\u2000".__le__, text))


def _lines(text: str) -> Iterator[_Line]:
    start, marked = 0, False
    for line in text.split("\n"):
        words = line.strip()
        if words:
            first = start + line.index(words[0])
            indented = first > start
            yield _Line(first, first + len(words), words, len(words) + _wide(words), marked or indented)
        marked = not words
        start += len(line) + 1


def _full_columns(lines: list[_Line]) -> int:
    """From how many columns on a line is full; 0 where there is no measure.

    The measure is the upper quartile of the lines that are not narrow.
    """
    columns = sorted(line.columns for line in lines if line.columns >= _NARROWEST)
    return columns[len(columns) * 3 // 4] - _RAGGED if len(columns) >= _RUN else 0


def _breaks_off(line: _Line) -> bool:
    """The line does not end as a sentence, a clause or a list item does."""
    return not _SENTENCE_END.search(line.text)


def _readings(lines: list[_Line], floor: int) -> Iterator[Callable[[_Line, _Line], bool]]:
    """The ways to tell a wrap between two lines, best first."""
    after_short = [following.marked for line, following in pairwise(lines) if line.columns < floor]
    if after_short and sum(after_short) >= _TRUSTED * len(after_short):
        yield lambda line, following: line.columns >= floor and not following.marked
    yield lambda line, following: line.columns >= floor and _breaks_off(line) and not _ITEM.match(following.text)


def _paragraphs(lines: list[_Line], is_wrap: Callable[[_Line, _Line], bool]) -> Iterator[list[_Line]]:
    """Lines that belong together, two and more, where they end as a paragraph does: headlines and verse do not."""
    paragraph = lines[:1]
    for line, following in pairwise(lines):
        if is_wrap(line, following):
            paragraph.append(following)
            continue
        if len(paragraph) > 1 and line.text[-1] in _STOPS:
            yield paragraph
        paragraph = [following]
    if len(paragraph) > 1 and paragraph[-1].text[-1] in _STOPS:
        yield paragraph


def _proves(paragraph: list[_Line]) -> bool:
    """Joined, it is wider than a page, even when its furniture is gone."""
    if len(paragraph) < _RUN:
        return False
    whole = paragraph[0].text + "".join(_join(*pair).text + pair[1].text for pair in pairwise(paragraph))
    return _wide(bare(whole)) > PAGE_CHARS


def _join(line: _Line, following: _Line) -> Edit:
    """Take the break out; between Latin words a space stays."""
    last, first = line.text[-1], following.text[0]
    is_latin = last.isascii() and last != "-" and first.isascii() and first.isalnum()
    return Edit(line.end, following.start, " " if is_latin else "")


def _pages(text: str) -> Iterator[tuple[str, _Page]]:
    """Every line that stands over page numbers: its text, the first of the numbers, and the edit that removes them all.

    Lines between them are blank. The line is asked for above the number only, so that each number belongs to one head
    and taking one head out cannot make another.
    """
    lines = list(_lines(text))
    at = 0
    while at < len(lines):
        head, below = lines[at], at + 1
        while below < len(lines) and _PAGE_NUMBER.fullmatch(lines[below].text):
            below += 1
        first = _PAGE_NUMBER.fullmatch(lines[at + 1].text) if below > at + 1 else None
        if first:
            end = text.find("\n", lines[below - 1].end) + 1 or len(text)
            yield head.text, _Page(int(first[1]), Edit(head.start, end))
        at = below


def _counts_up(pages: list[_Page]) -> bool:
    """Nearly every number is the one before and one."""
    steps = [following.number - page.number for page, following in pairwise(pages)]
    return len(pages) >= _PAGES and 5 * steps.count(1) >= 4 * len(steps)
