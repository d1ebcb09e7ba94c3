"""What the corpus holds, in figures: the colophon of the home page and the page about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from indexer.model import FacetValue, IndexStats, SearchRequest
from webapp.links import ABOUT, search_href
from webapp.locales import gettext as _
from webapp.locales import ngettext, number
from webapp.narrowing import toggled
from webapp.pages.frame import Frame, Link, frame_of, value_text
from webapp.typography import characters, script_name

_SCRIPTS = ("Hans", "Hant")

_LISTED_VALUES = 12


class Figures(NamedTuple):
    """The corpus in words. years: empty when nothing is dated; scripts: those that are told apart."""

    speeches: str
    characters: str
    speakers: str
    years: str
    scripts: tuple[str, ...]
    fingerprint: str
    created: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The most frequent values of one facet, each leading to its speeches; `more`: how many others there are."""

    name: str
    values: tuple[Link, ...]
    more: int


class Step(NamedTuple):
    """What a step of cleaning did, in words, and to how many characters."""

    name: str
    changed: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    """Context of ``about.html``."""

    template: ClassVar[str] = "about.html"
    frame: Frame
    figures: Figures
    stats: IndexStats
    facets: tuple[Facts, ...]
    steps: tuple[Step, ...]
    average: str
    citation: str


def figures_of(stats: IndexStats) -> Figures:
    """The corpus in figures."""
    speakers = len(stats.facets.get("speaker", ()))
    return Figures(
        speeches=ngettext("%(num)s 篇", "%(num)s 篇", stats.speeches),
        characters=characters(stats.characters),
        speakers=ngettext("%(num)s 位发言人", "%(num)s 位发言人", speakers) if speakers else "",
        years=_years(stats.earliest[:4], stats.latest[:4]),
        scripts=tuple(_script(script) for script in stats.facets.get("script", ()) if script.value in _SCRIPTS),
        fingerprint=stats.fingerprint,
        created=stats.created[:10],
    )


def facet_name(field: str) -> str:
    """A facet field as readers call it."""
    names = {
        "year": _("年份"),
        "speaker": _("发言人"),
        "place": _("地点"),
        "occasion": _("场合"),
        "kind": _("类型"),
        "source": _("来源"),
        "script": _("文字"),
    }
    return names[field]


def _years(first: str, last: str) -> str:
    if not first:
        return ""
    return _("%(first)s 年", first=first) if first == last else _("%(first)s 年至 %(last)s 年", first=first, last=last)


def _script(counted: FacetValue) -> str:
    name = script_name(counted.value)
    return ngettext("%(script)s %(num)s 篇", "%(script)s %(num)s 篇", counted.count, script=name)


_COUNTED = ("speaker", "place", "occasion", "kind", "source")


def about_page(stats: IndexStats) -> AboutPage:
    """The page about a corpus."""
    facets = tuple(_facts(field, stats.facets.get(field, ())) for field in _COUNTED)
    return AboutPage(
        frame=frame_of(stats, _("关于语料"), address=ABOUT),
        figures=figures_of(stats),
        stats=stats,
        facets=tuple(facet for facet in facets if facet.values),
        steps=_steps(stats),
        average=characters(round(stats.characters / stats.speeches)) if stats.speeches else "",
        citation=_citation(stats),
    )


def _steps(stats: IndexStats) -> tuple[Step, ...]:
    """The steps that changed something, those that changed most first."""
    counted = sorted(stats.steps.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Step(_step_name(step), characters(count)) for step, count in counted if count)


def _step_name(step: str) -> str:
    """A step of cleaning as readers call it; one that has no name here as it is."""
    names = {
        "line-breaks": _("换行符写法不一"),
        "font-dashes": _("字体私用的破折号"),
        "hong-kong": _("香港增补字符，换成通行码位"),
        "private-use": _("私用区字符"),
        "emoji": _("表情与图形符号"),
        "invisible": _("看不见的字符"),
        "spaces": _("特殊空格"),
        "openings": _("电头与栏目标记"),
        "closings": _("文末署名"),
        "source-lines": _("来源与编辑各行"),
        "footers": _("页尾提示"),
        "running-heads": _("页眉与页码"),
        "wraps": _("段内硬换行"),
        "indents": _("行内缩进，改为分段"),
        "paragraphs": _("空行与缩进"),
    }
    return names.get(step, step)


def _citation(stats: IndexStats) -> str:
    """The corpus as it is cited: what it is, how much of it, which one, from when."""
    held = [f"{stats.speeches} 篇", f"{stats.earliest[:4]}–{stats.latest[:4]}" if stats.earliest else ""]
    return f"讲话语料: {', '.join(filter(None, held))}[DS]. 指纹 {stats.fingerprint}, 建于 {stats.created[:10]}."


def _facts(field: str, values: tuple[FacetValue, ...]) -> Facts:
    listed = tuple(_value(field, value) for value in values[:_LISTED_VALUES])
    return Facts(facet_name(field), listed, len(values) - len(listed))


def _value(field: str, counted: FacetValue) -> Link:
    text = value_text(counted.value)
    href = search_href(toggled(SearchRequest(), field, counted.value))
    return Link(text.text, href, text.lang, number(counted.count))
