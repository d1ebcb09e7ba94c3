"""A web page → the text of its article. The only module that knows trafilatura.

Enters: the text of a page. Leaves: a `Record`. Never: navigation, scripts, related links.

A page that has nothing around its text (no navigation, forms or scripts, hardly a link) is all article and is taken
whole: extractors lose lines of short and simple pages. From any other page trafilatura takes the main text, tuned
for precision. On four saved news pages it left only labels of the page, which `page_labels.txt` takes off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import category

from indexer.corpus.fields import read_date, stated_by
from indexer.corpus.page import Page, PageLine, read_page
from indexer.corpus.records import Reason, Record, Refusal
from indexer.corpus.wordlists import folded_sections
from indexer.folding import fold
from indexer.model import Metadata

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_CHARSET_WITHIN_BYTES = 4096  # HTML asks for the first 1,024; saved pages put scripts before it.
_SENTENCE_END = re.compile(r"[。！？!?；;…][”’」』）)]*$")
# A site's name after the title: _央视网, -新华网, | 某某报
_LABELLED_DATE = re.compile(r"(?:更新|发布|發佈|发表|發表|公布|刊登)?(?:时间|時間|日期)\s*[:：]\s*(.{4,40})")
_SITE_TAIL = re.compile(r"(?:\s*[_|｜]|\s+[-–—]\s|[-–—](?=[^-–—]{2,12}(?:网|網|在线|官网|频道|报|報|com|cn)\)?$)).*$")
_ANY_IDEOGRAPHS = range(0x20000, 0x2A6D7)  # CJK Extension B, which every Python knows
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")  # an XML tree refuses them


def declared_charset(raw: bytes) -> str:
    """The encoding that a page's <meta> names, or empty."""
    match = _CHARSET.search(raw[:_CHARSET_WITHIN_BYTES])
    return match[1].decode("ascii", "ignore") if match else ""


def read_html(html: str) -> Record:
    """The article of a page. Raises Refusal when the page holds none, only links or a player."""
    html = _CONTROLS.sub("", html)
    page = read_page(html)
    lines = _without_labels(_article_lines(html, page))
    linked = {line.text for line in page.lines if line.linked * 2 > len(line.text)}
    if not lines or sum(len(line) for line in lines if line in linked) * 2 > sum(map(len, lines)):
        raise Refusal(Reason.NO_ARTICLE, "only links, or nothing, where an article should be")
    return Record("\n".join(lines), _stated(page))


def _article_lines(html: str, page: Page) -> list[str]:
    if page.is_plain:
        return [line.text for line in page.lines]
    extracted = _main_text(html)
    # Nothing found: the lines that are sentences and not links are better than no page at all.
    return extracted or [line.text for line in page.lines if _is_prose(line)]


def _main_text(html: str) -> list[str]:
    import trafilatura  # Takes half a second; most corpora hold no page.

    stand_ins = _stand_ins(html)
    html = html.translate(stand_ins)
    text = trafilatura.extract(html, favor_precision=True, include_comments=False, output_format="txt") or ""
    text = text.translate({ord(stand_in): point for point, stand_in in stand_ins.items()})
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _stand_ins(html: str) -> dict[int, str]:
    """Characters for those that trafilatura would drop: private ones, and those newer than this Python's Unicode.

    Among them are ideographs of names: Python 3.11 knows none of CJK Extension H.
    """
    present = set(html)
    dropped = sorted(character for character in present if category(character) in {"Cn", "Co"})
    free = (chr(point) for point in _ANY_IDEOGRAPHS if chr(point) not in present)
    return {ord(character): stand_in for character, stand_in in zip(dropped, free, strict=False)}


def _is_prose(line: PageLine) -> bool:
    return bool(_SENTENCE_END.search(line.text)) and line.linked * 2 < len(line.text)


def _without_labels(lines: Sequence[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and _is_label(lines[start]):
        start += 1
    while start < end and _is_label(lines[end - 1]):
        end -= 1
    return list(lines[start:end])


def _is_label(line: str) -> bool:
    head = re.split(r"\s*[:：]", line, maxsplit=1)[0].strip()
    return fold(head) in folded_sections("page_labels.txt")[""]


def _stated(page: Page) -> Metadata:
    """What the page says: the id is left empty, as saved pages often name another page as their address."""
    stated = stated_by(page.meta)
    date = stated.date or page.stamp or next(filter(None, (_labelled_date(line.text) for line in page.lines)), "")
    return replace(stated, id="", title=stated.title or _title(page), date=date)


def _labelled_date(line: str) -> str:
    match = _LABELLED_DATE.match(line)
    return read_date(match[1]) if match else ""


def _title(page: Page) -> str:
    if page.heading and (page.heading in page.title or not page.title):
        return page.heading
    return _SITE_TAIL.sub("", page.title)
