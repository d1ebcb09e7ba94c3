"""A speech that was found, as lists of hits print it. Pure.

Enters: a `Hit` and the request that it answers. Leaves: a card with every address and label in it. Never: HTML.
"""

from __future__ import annotations

from typing import NamedTuple

from indexer.model import Hit, SearchRequest, Snippet
from webapp.links import search_href, speech_href
from webapp.locales import gettext as _
from webapp.locales import ngettext
from webapp.narrowing import toggled
from webapp.pages.frame import Heading, Link, ShownDate, Text, date_of, heading_of, lang_of, value_text
from webapp.pages.lit import Lit, lit
from webapp.typography import DOTS, ends_sentence, quoted


class Passage(NamedTuple):
    """A snippet with the paragraph that it stands in; 0 for a headline line."""

    runs: tuple[Lit, ...]
    paragraph: int
    href: str


class HitCard(NamedTuple):
    """One speech that was found. missing: what of the query is not in it, where it is only among the closest."""

    heading: Heading
    href: str
    first_hit_href: str
    lang: str
    date: ShownDate
    speakers: tuple[Link, ...]
    place: Text
    kind: Text
    occurrences: str
    missing: str
    passages: tuple[Passage, ...]


def hit_card(hit: Hit, request: SearchRequest) -> HitCard:
    """The card of a hit."""
    meta = hit.meta
    return HitCard(
        heading=heading_of(meta, hit.snippets[0].text if hit.snippets else "", hit.title_marks),
        href=speech_href(meta.id, request),
        first_hit_href=speech_href(meta.id, request, anchor="h1"),
        lang=lang_of(meta),
        date=date_of(meta),
        speakers=tuple(_speaker(request, speaker) for speaker in meta.speakers),
        place=value_text(meta.place),
        kind=value_text(meta.kind),
        occurrences=_in_this_speech(hit.occurrences),
        missing=_("缺%(pieces)s", pieces=quoted(hit.missing)) if hit.missing else "",
        passages=tuple(
            _passage(snippet, hit, request) for snippet in hit.snippets if not _repeats(snippet, meta.title)
        ),
    )


def _in_this_speech(count: int) -> str:
    return ngettext("本篇 %(num)s 处", "本篇 %(num)s 处", count) if count else ""


def _speaker(request: SearchRequest, speaker: str) -> Link:
    name = value_text(speaker)
    is_chosen = speaker in request.filters.values.get("speaker", ())
    narrowed = request if is_chosen else toggled(request, "speaker", speaker)
    return Link(name.text, search_href(narrowed), name.lang)


def _repeats(snippet: Snippet, title: str) -> bool:
    """A headline line that only says again what the title over it says."""
    return not snippet.paragraph and "".join(snippet.text.split()) in "".join(title.split())


def _passage(snippet: Snippet, hit: Hit, request: SearchRequest) -> Passage:
    runs = lit(snippet.text, snippet.marks)
    if snippet.cut_start:
        runs = (Lit(DOTS), *runs)
    if snippet.cut_end and not ends_sentence(snippet.text):
        runs = (*runs, Lit(DOTS))
    anchor = f"p{snippet.paragraph}" if snippet.paragraph else ""
    return Passage(runs, snippet.paragraph, speech_href(hit.meta.id, request, anchor=anchor))
