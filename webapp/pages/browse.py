"""Ways into the corpus without a question: every value that speeches have, and a page for each speaker. Pure.

Enters: what the corpus holds; the speeches of a speaker and the words that set them apart. Leaves: contexts of two
templates. Never: finds anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from indexer.model import CharacteristicWord, FacetValue, IndexStats, Results, SearchRequest, Sort
from webapp.links import BROWSE, browse_href, search_href, speaker_href
from webapp.locales import gettext as _
from webapp.locales import ngettext, number
from webapp.narrowing import sorted_by, toggled, worded
from webapp.pages.around import Onward, onward
from webapp.pages.corpus import facet_name
from webapp.pages.frame import Frame, Link, Text, frame_of, value_text
from webapp.pages.years import Years, years_of
from webapp.typography import language, script_name, shown

BROWSED = ("speaker", "place", "occasion", "kind", "source", "year", "script")
"""The fields that can be gone through, in the order in which they are shown."""

_FIRST_VALUES = 18
# A page of two thousand links is still looked through; beyond that the box is the way.
_MOST_VALUES = 2000


class ValueList(NamedTuple):
    """The values of a field, most frequent first. all_href: where they all stand; more: how many do not stand here."""

    name: str
    values: tuple[Link, ...]
    all_href: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """Context of ``browse.html``: all fields, or one of them whole."""

    template: ClassVar[str] = "browse.html"
    frame: Frame
    heading: str
    lists: tuple[ValueList, ...]
    years: Years
    newest: tuple[Onward, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """Context of ``speaker.html``. words: each leads to where the speaker says it; note: times here and elsewhere."""

    template: ClassVar[str] = "speaker.html"
    frame: Frame
    name: Text
    total: str
    years: Years
    words: tuple[Link, ...]
    speeches: tuple[Onward, ...]
    all_href: str
    fingerprint: str


def browse_page(stats: IndexStats) -> BrowsePage:
    """The beginnings of all fields, the years, the newest speeches."""
    lists = (_list(field, stats.facets.get(field, ()), _FIRST_VALUES) for field in BROWSED if field != "year")
    return BrowsePage(
        frame=frame_of(stats, _("浏览"), address=BROWSE),
        heading=_("浏览"),
        lists=tuple(found for found in lists if found.values),
        years=years_of(SearchRequest(), stats.facets.get("year", ())),
        newest=tuple(onward(meta, meta.speaker) for meta in stats.newest),
        is_whole=False,
    )


def field_page(stats: IndexStats, field: str) -> BrowsePage:
    """All values of one field."""
    return BrowsePage(
        frame=frame_of(stats, facet_name(field), address=browse_href(field)),
        heading=facet_name(field),
        lists=(_list(field, stats.facets.get(field, ()), _MOST_VALUES),),
        years=years_of(SearchRequest(), stats.facets.get("year", ())) if field == "year" else Years(()),
        newest=(),
        is_whole=True,
    )


def speaker_page(results: Results, words: tuple[CharacteristicWord, ...], stats: IndexStats) -> SpeakerPage:
    """The page of a speaker. results: the newest speeches of one speaker, and of no one else."""
    request = results.request
    (speaker,) = request.filters.values["speaker"]
    everything = SearchRequest(filters=request.filters)
    return SpeakerPage(
        frame=frame_of(stats, speaker, address=speaker_href(speaker)),
        name=value_text(speaker),
        total=ngettext("%(num)s 篇", "%(num)s 篇", results.total),
        years=years_of(everything, results.facets.get("year", ())),
        words=tuple(_word(everything, word) for word in words),
        speeches=tuple(onward(hit.meta, hit.meta.place) for hit in results.hits),
        all_href=search_href(sorted_by(everything, Sort.NEWEST)),
        fingerprint=results.fingerprint,
    )


def _list(field: str, counted: tuple[FacetValue, ...], most: int) -> ValueList:
    values = tuple(_value(field, value) for value in counted[:most])
    more = len(counted) - len(values)
    return ValueList(facet_name(field), values, browse_href(field) if more else "", more)


def _value(field: str, counted: FacetValue) -> Link:
    is_script = field == "script"
    text = Text(script_name(counted.value)) if is_script else value_text(counted.value)
    found = search_href(toggled(SearchRequest(), field, counted.value))
    href = speaker_href(counted.value) if field == "speaker" else found
    return Link(text.text, href, text.lang, number(counted.count))


def _word(request: SearchRequest, word: CharacteristicWord) -> Link:
    note = _("此处 %(here)s，别处 %(elsewhere)s", here=number(word.here), elsewhere=number(word.elsewhere))
    return Link(shown(word.word), search_href(worded(request, word.word)), language(word.word) or "zh-Hans", note)
