"""An HTML page or fragment as lines, with what it says of itself. Pure. The only module that knows lxml.

Enters: HTML, well formed or not. Leaves: a `Page`. Never: a judgement which lines are the article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.dates import leading_date

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr legend li main nav ol option p pre section table tbody td tfoot th thead title tr ul".split()
)
_UNREAD = frozenset("script style noscript template svg math select textarea button iframe object".split())
_MACHINERY = frozenset("nav aside footer form iframe script input button select object video audio".split())
_STAMP = re.compile(r"(?:^|[^a-z])(?:pub|publish|h|info|art|article)?[-_]?(?:time|date)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f\v\xa0]+")
# Bare or with attributes: a<b 且 b>c holds no tag.
_TAG = re.compile(
    r"</?(?:p|br|div|span|strong|b|em|i|a|img|h[1-6]|[uo]l|li|table|font|section)(?:\s*/?|\s[^<>=]*=[^<>]*)>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageLine:
    """A block of text without line breaks; linked: how many of its characters are link text."""

    text: str
    linked: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it reads from top to bottom.

    meta: <meta> names, lower case -> content, the first of each name. heading: the first <h1>.
    stamp: the first date that an element marked as time or date begins with, EDTF. is_plain: text and nothing around.
    """

    title: str
    heading: str
    meta: Mapping[str, str]
    stamp: str
    lines: tuple[PageLine, ...]
    is_plain: bool


def read_page(html: str) -> Page:
    """The lines and the statements of a page. Scripts, styles and form fields are no text."""
    from lxml import etree  # Most corpora hold no page. Unlike the standard library's parser it is never quadratic.

    reader = _PageReader()
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.feed(b"<html>" + html.encode("utf-8", "replace"))
    walk = etree.iterwalk(parser.close(), events=("start", "end"))
    for event, element in walk:
        if event == "start":
            reader.start(element.tag, element.attrib)
            if element.tag in _UNREAD:
                walk.skip_subtree()
            else:
                reader.text(element.text or "")
        else:
            reader.end(element.tag)
            reader.text(element.tail or "")
    return reader.page()


def has_markup(text: str) -> bool:
    """Whether `text` is a piece of HTML rather than plain text that holds a ``<``."""
    return bool(_TAG.search(text))


def text_of(html: str) -> str:
    """The text of a piece of HTML, one block a line."""
    return "\n".join(line.text for line in read_page(html).lines)


class _PageReader:
    """Collects lines, title and dates from the elements of a page in document order."""

    def __init__(self) -> None:
        self._lines: list[PageLine] = []
        self._text: list[str] = []
        self._linked = 0
        self._meta: dict[str, str] = {}
        self._titles = {"title": "", "h1": ""}
        self._open = ""  # "title" or "h1" while inside one
        self._links = 0
        self._is_stamp = False
        self._stamp = ""
        self._has_machinery = False

    def page(self) -> Page:
        """What was read, when all elements have been."""
        self._end_line()
        total = sum(len(line.text) for line in self._lines)
        linked = sum(line.linked for line in self._lines)
        return Page(
            title=self._titles["title"],
            heading=self._titles["h1"],
            meta=self._meta,
            stamp=self._stamp,
            lines=tuple(self._lines),
            # A tenth: a plain page may link a source or a note.
            is_plain=not self._has_machinery and linked * 10 <= total,
        )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._has_machinery |= tag in _MACHINERY
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
            self._meta.setdefault(name.strip().lower(), attributes.get("content", ""))
        elif tag == "time":
            self._see_stamp(attributes.get("datetime", ""))
        elif tag == "br" or tag in _BLOCKS:
            self._end_line()
        if tag in self._titles:
            self._open = tag
        self._links += tag == "a"
        self._is_stamp = bool(_STAMP.search(f"{attributes.get('class', '')} {attributes.get('id', '')}"))

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _BLOCKS:
            self._end_line()
        if tag == self._open:
            self._open = ""
        self._links -= tag == "a"
        self._is_stamp = False

    def text(self, text: str) -> None:
        """Text within the innermost element, or behind one that has ended."""
        if self._is_stamp and text.strip():
            self._see_stamp(text)
        if self._open == "title":
            self._titles["title"] = self._titles["title"] or _one_line(text)
            return
        self._text.append(text)
        if self._links:
            self._linked += len(_one_line(text))

    def _see_stamp(self, text: str) -> None:
        date = leading_date(text.strip().rpartition("：")[2].strip())
        # A year alone in such a place is a copyright line.
        if date and len(date.date) == len("2023-10-12"):
            self._stamp = self._stamp or date.date

    def _end_line(self) -> None:
        text = _one_line("".join(self._text))
        if text:
            self._lines.append(PageLine(text, self._linked))
            if self._open == "h1":
                self._titles["h1"] = self._titles["h1"] or text
        self._text, self._linked = [], 0


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" \u3000")
