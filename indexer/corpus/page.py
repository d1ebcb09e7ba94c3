"""An HTML page or fragment as lines, with what it says of itself. Pure; the standard library's parser, nothing more.

Enters: HTML, well formed or not. Leaves: a `Page`. Never: a judgement which lines are the article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from indexer.dates import leading_date

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr legend li main nav ol option p pre section table tbody td tfoot th thead title tr ul".split()
)
_UNREAD = frozenset("script style noscript template svg math select textarea button iframe object".split())
_MACHINERY = frozenset("nav aside footer form iframe script input button select object video audio".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_STAMP = re.compile(r"(?:^|[^a-z])(?:pub|publish|h|info|art|article)?[-_]?(?:time|date)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f\v\xa0]+")
# Bare or with attributes: a<b 且 b>c holds no tag.
_TAG = re.compile(
    r"</?(?:p|br|div|span|strong|b|em|i|a|img|h[1-6]|[uo]l|li|table|font|section)(?:\s*/?|\s[^<>]*=[^<>]*)>",
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
    reader = _PageReader()
    reader.feed(html)
    reader.close()
    return reader.page()


def has_markup(text: str) -> bool:
    """Whether `text` is a piece of HTML rather than plain text that holds a ``<``."""
    return bool(_TAG.search(text))


def text_of(html: str) -> str:
    """The text of a piece of HTML, one block a line."""
    return "\n".join(line.text for line in read_page(html).lines)


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[PageLine] = []
        self._text: list[str] = []
        self._linked = 0
        self._meta: dict[str, str] = {}
        self._titles = {"title": "", "h1": ""}
        self._open: str = ""  # "title" or "h1" while inside one
        self._unread = ""
        self._links = 0
        self._is_stamp = False
        self._stamp = ""
        self._has_machinery = False

    def page(self) -> Page:
        """What was read; the parser is done with."""
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._has_machinery |= tag in _MACHINERY
        attributes = {name: value or "" for name, value in attrs}
        if self._unread:
            return
        if tag in _UNREAD:
            self._unread = tag
        elif tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
            self._meta.setdefault(name.strip().lower(), attributes.get("content", ""))
        elif tag == "br" or tag in _BLOCKS:
            self._end_line()
        if tag in self._titles:
            self._open = tag
        elif tag == "a":
            self._links += 1
        elif tag == "time" and "datetime" in attributes:
            self._see_stamp(attributes["datetime"])
        if tag not in _VOID:
            self._is_stamp = bool(_STAMP.search(f"{attributes.get('class', '')} {attributes.get('id', '')}"))

    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            self._unread = "" if tag == self._unread else self._unread
            return
        if tag in _BLOCKS:
            self._end_line()
        if tag in self._titles:
            self._open = ""
        elif tag == "a":
            self._links = max(0, self._links - 1)
        self._is_stamp = False

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if self._is_stamp and data.strip():
            self._see_stamp(data)
        if self._open == "title":
            self._titles["title"] = self._titles["title"] or _one_line(data)
            return
        self._text.append(data)
        if self._links:
            self._linked += len(_one_line(data))

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
