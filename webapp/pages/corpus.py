"""What the corpus holds, in figures: the colophon of the home page and the page about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from indexer.model import FacetValue, IndexStats, SearchRequest
from webapp.links import search_href
from webapp.narrowing import toggled
from webapp.pages.frame import Frame, Link, frame_of, value_text
from webapp.typography import SCRIPTS, characters

FACET_NAMES = {
    "year": "年份",
    "speaker": "发言人",
    "place": "地点",
    "kind": "类型",
    "source": "来源",
    "script": "文字",
}
"""Facet fields as readers call them."""

_LISTED_VALUES = 12


class Figures(NamedTuple):
    """The corpus in one sentence. first_year, last_year: empty when nothing is dated."""

    speeches: int
    characters: str
    speakers: int
    first_year: str
    last_year: str
    scripts: tuple[str, ...]
    fingerprint: str
    created: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The most frequent values of one facet, each leading to its speeches; `more`: how many others there are."""

    name: str
    values: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True)
class AboutPage:
    """Context of ``about.html``."""

    template: ClassVar[str] = "about.html"
    frame: Frame
    figures: Figures
    stats: IndexStats
    facets: tuple[Facts, ...]


def figures_of(stats: IndexStats) -> Figures:
    """The corpus in figures."""
    return Figures(
        speeches=stats.speeches,
        characters=characters(stats.characters),
        speakers=len(stats.facets.get("speaker", ())),
        first_year=stats.earliest[:4],
        last_year=stats.latest[:4],
        scripts=tuple(f"{SCRIPTS[script.value]} {script.count} 篇" for script in _known_scripts(stats)),
        fingerprint=stats.fingerprint,
        created=stats.created[:10],
    )


def _known_scripts(stats: IndexStats) -> list[FacetValue]:
    return [script for script in stats.facets.get("script", ()) if script.value in SCRIPTS]


def about_page(stats: IndexStats) -> AboutPage:
    """The page about a corpus."""
    facets = tuple(_facts(field, stats.facets.get(field, ())) for field in ("speaker", "place", "kind", "source"))
    return AboutPage(
        frame=frame_of(stats, "关于语料"),
        figures=figures_of(stats),
        stats=stats,
        facets=tuple(facet for facet in facets if facet.values),
    )


def _facts(field: str, values: tuple[FacetValue, ...]) -> Facts:
    listed = tuple(_value(field, value) for value in values[:_LISTED_VALUES])
    return Facts(FACET_NAMES[field], listed, len(values) - len(listed))


def _value(field: str, counted: FacetValue) -> Link:
    text = value_text(counted.value)
    href = search_href(toggled(SearchRequest(), field, counted.value))
    return Link(text.text, href, text.lang, str(counted.count))
