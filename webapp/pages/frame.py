"""What pages share: the frame around them, links, headings of speeches. Pure.

Enters: metadata and figures. Leaves: values that templates print. Never: HTML, the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.model import IndexStats, Mark, Metadata
from webapp.locales import current, ngettext
from webapp.locales import gettext as _
from webapp.pages.lit import Lit, lit
from webapp.typography import besides_page, date_words, language, opening_words, shortened, shown

# Longer names and titles are shortened where many stand together; the page of the speech has them whole.
LISTED_CHARS = 120
_TITLE_CHARS = 60


class Text(NamedTuple):
    """Something to print. lang: its language where it is not the page's, else empty."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Around every page. title: of the document. query: what stands in the field of the question.

    address: the one address of what is shown, a path; empty for what has none, as failures.
    speeches, fingerprint: the corpus; empty where no index answers.
    """

    title: str
    query: str = ""
    address: str = ""
    speeches: str = ""
    fingerprint: str = ""

    @property
    def language(self) -> str:
        """The language of the page."""
        return current().tag

    @property
    def name(self) -> Text:
        """What the site is called: a Chinese word in every language."""
        return Text("講話", "zh-Hant") if current().tag == "zh-Hant" else Text("讲话", "zh-Hans")


class Link(NamedTuple):
    """Something to go to. note: what stands beside it. is_current: the reader is there, or it is in force."""

    text: str
    href: str
    lang: str = ""
    note: str = ""
    is_current: bool = False


class ShownDate(NamedTuple):
    """A date in words; machine: the same for the `datetime` attribute, empty where HTML has no form for it."""

    words: str
    machine: str


class Heading(NamedTuple):
    """What a speech is called: its title, or its first words when it has none."""

    runs: tuple[Lit, ...]
    lang: str
    is_untitled: bool

    @property
    def plain(self) -> str:
        """The heading as plain text, for the title of a document."""
        words = "".join(run.text for run in self.runs)
        return " ".join(filter(None, (_("无题"), words))) if self.is_untitled else words


def frame_of(stats: IndexStats, title: str = "", query: str = "", *, address: str = "") -> Frame:
    """The frame of a page that an index answers; without a title it is the home page's."""
    speeches = ngettext("%(num)s 篇", "%(num)s 篇", stats.speeches)
    return Frame(document_title(title), query, address, speeches, stats.fingerprint)


def document_title(title: str = "") -> str:
    """What a document is called; without a title it is the home page."""
    return " · ".join((shown(shortened(title, _TITLE_CHARS)), _("讲话"))) if title else _("讲话 · 中文讲话全文检索")


def heading_of(
    meta: Metadata, words: str, marks: Sequence[Mark] = (), *, most_chars: int | None = LISTED_CHARS
) -> Heading:
    """The heading of a speech. words: of its text, for a speech without a title; marks: into the title."""
    if meta.title:
        return Heading(lit(meta.title, marks, most_chars=most_chars), lang_of(meta), False)
    return Heading((Lit(shown(opening_words(words))),) if words else (), lang_of(meta), True)


def date_of(meta: Metadata) -> ShownDate:
    """The date of a speech, both parts empty when it has none."""
    return ShownDate(date_words(meta.date), meta.date if meta.year else "")


def lang_of(meta: Metadata) -> str:
    """The language of a speech where it is not the page's, else empty."""
    return besides_page(meta.language)


def value_text(value: str) -> Text:
    """A value of metadata as lists print it."""
    return Text(shown(shortened(value, LISTED_CHARS)), language(value))
