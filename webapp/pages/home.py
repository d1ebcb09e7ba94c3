"""The home page: the question, what is in the corpus, and a few ways in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from indexer.model import FacetValue, IndexStats, SearchRequest
from webapp.links import HOME, search_href
from webapp.locales import number
from webapp.narrowing import toggled
from webapp.pages.around import Onward, onward
from webapp.pages.corpus import Figures, figures_of
from webapp.pages.frame import Frame, Link, frame_of, value_text
from webapp.pages.years import Years, years_of

_SPEAKERS = 9
_NEWEST = 5


@dataclass(frozen=True, slots=True)
class HomePage:
    """Context of ``home.html``."""

    template: ClassVar[str] = "home.html"
    frame: Frame
    examples: tuple[Link, ...]
    newest: tuple[Onward, ...]
    years: Years
    figures: Figures
    speakers: tuple[Link, ...]


def home_page(stats: IndexStats, examples: tuple[Link, ...]) -> HomePage:
    """The home page of a corpus. examples: those of `home_offers` that find something."""
    return HomePage(
        frame=frame_of(stats, address=HOME),
        examples=examples,
        newest=tuple(onward(meta, meta.speaker, meta.place) for meta in stats.newest[:_NEWEST]),
        years=years_of(SearchRequest(), stats.facets.get("year", ())),
        figures=figures_of(stats),
        speakers=tuple(_speaker(counted) for counted in stats.facets.get("speaker", ())[:_SPEAKERS]),
    )


def _speaker(counted: FacetValue) -> Link:
    text = value_text(counted.value)
    href = search_href(toggled(SearchRequest(), "speaker", counted.value))
    return Link(text.text, href, text.lang, number(counted.count))
