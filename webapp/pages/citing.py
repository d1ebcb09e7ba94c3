"""References to a speech in the styles that are asked for. Pure.

Enters: what is known of a speech, the corpus, the day. Leaves: plain text. Never: invents what is not known; a date is
given with the precision that it has.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.model import Metadata
from webapp.links import web_address

_MONTHS = "January February March April May June July August September October November December".split()
# GB/T 7714: the first three are named.
_MOST_AUTHORS = 3
_SPACES = re.compile(r"\s+")
_BIBTEX_SPECIAL = re.compile(r"[{}\\$&%#_~^]")
_BIBTEX_WORDS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_UNFIT_FOR_A_KEY = re.compile(r"[^A-Za-z0-9]+")
_KEY_CHARS = 40


class Work(NamedTuple):
    """What is cited. title: as the page prints it. fingerprint: of the corpus. day: today, as YYYY-MM-DD."""

    meta: Metadata
    title: str
    fingerprint: str
    day: str

    @property
    def url(self) -> str:
        """Where the source is on the web, or empty."""
        return web_address(self.meta.url)

    @property
    def corpus(self) -> str:
        """The corpus by the fingerprint that the page prints."""
        return self.fingerprint[:8]


class Reference(NamedTuple):
    """A reference in a style."""

    style: str
    text: str


def references(work: Work) -> tuple[Reference, ...]:
    """The speech in every style."""
    return (
        Reference("GB/T 7714", gb_t_7714(work)),
        Reference("Chicago", chicago(work)),
        Reference("APA", apa(work)),
        Reference("BibTeX", bibtex(work)),
        Reference("RIS", ris(work)),
    )


def gb_t_7714(work: Work) -> str:
    """As GB/T 7714—2015 has it for what is read on line, or in an archive where no address is known."""
    meta = work.meta
    authors = ", ".join(meta.speakers[:_MOST_AUTHORS]) + (", 等" if len(meta.speakers) > _MOST_AUTHORS else "")
    date = meta.date if meta.year else ""
    if work.url:
        where = [meta.source or meta.place, f"({date})[{work.day}]" if date else f"[{work.day}]"]
    else:
        where = [meta.source or meta.place, date]
    kind = "[EB/OL]" if work.url else "[A]"
    return _sentences(authors, work.title + kind, ", ".join(filter(None, where)), work.url, _held(work))


def chicago(work: Work) -> str:
    """As the Chicago manual has it for a speech, with its full stop inside the quotation marks."""
    meta = work.meta
    held = ", ".join(filter(None, (meta.kind or "讲话", meta.place, _english_date(meta.date))))
    return _sentences("、".join(meta.speakers), f"“{work.title}.”", held, meta.source, work.url, _held(work))


def apa(work: Work) -> str:
    """As APA's seventh edition has it for a speech; the year goes first."""
    meta = work.meta
    when = _apa_date(meta.date)
    title = f"{work.title} [{meta.kind or '讲话'}]"
    opening = f"{'、'.join(meta.speakers)}. ({when})" if meta.speakers else ""
    return _sentences(opening, title if opening else f"{title}. ({when})", meta.source, work.url, _held(work))


def bibtex(work: Work) -> str:
    """An entry for BibTeX and biblatex."""
    meta = work.meta
    fields = {
        "author": " and ".join(f"{{{_bibtex_text(speaker)}}}" for speaker in meta.speakers),
        "title": f"{{{_bibtex_text(work.title)}}}",
        "date": _bibtex_text(meta.date) if meta.year else "",
        "year": meta.year,
        "howpublished": _bibtex_text(meta.source),
        "address": _bibtex_text(meta.place),
        "url": work.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": work.day if work.url else "",
        "note": _bibtex_text(_held(work)),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{file_name(meta.id)},\n{lines}\n}}"


def ris(work: Work) -> str:
    """A record that reference managers import."""
    meta = work.meta
    date = "/".join(meta.date.split("-")) if meta.year else ""
    rows = [("TY", "GEN"), *(("AU", speaker) for speaker in meta.speakers), ("TI", work.title)]
    rows += [("PY", meta.year), ("DA", date), ("CY", meta.place), ("PB", meta.source), ("M3", meta.kind)]
    rows += [("UR", work.url), ("Y2", "/".join(work.day.split("-")) if work.url else ""), ("N1", _held(work))]
    rows += [("ID", meta.id)]
    lines = [f"{tag}  - {_line(value)}" for tag, value in rows if value]
    return "\n".join((*lines, "ER  - "))


def file_name(speech_id: str) -> str:
    """A short name of a speech that any file system and any BibTeX takes."""
    return "jianghua-" + (_UNFIT_FOR_A_KEY.sub("-", speech_id).strip("-")[-_KEY_CHARS:] or "speech")


def _held(work: Work) -> str:
    """Where the words were found, so that they are found again."""
    return f"讲话, 语料 {work.corpus}, 篇 {_line(work.meta.id)}"


def _sentences(*parts: str) -> str:
    said = (_line(part) for part in parts if part)
    return " ".join(part if part.endswith((".", ".”")) else f"{part}." for part in said if part)


def _line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _english_date(edtf: str) -> str:
    year, *rest = edtf.split("-")
    if not year.isdecimal():
        return ""
    month = _MONTHS[int(rest[0]) - 1] if rest and rest[0].isdecimal() and 1 <= int(rest[0]) <= len(_MONTHS) else ""
    day = f" {int(rest[1])}," if month and len(rest) > 1 and rest[1].isdecimal() else ""
    return f"{month}{day} {year}".strip()


def _apa_date(edtf: str) -> str:
    english = _english_date(edtf)
    if not english:
        return "n.d."
    year = edtf[:4]
    rest = english.removesuffix(year).strip(" ,")
    return f"{year}, {rest}" if rest else year


def _bibtex_text(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(lambda match: _BIBTEX_WORDS.get(match[0], f"\\{match[0]}"), _line(text))
