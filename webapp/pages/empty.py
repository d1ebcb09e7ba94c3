"""The page of a search that found nothing: which piece failed, and every way out that leads somewhere. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from indexer.model import IndexStats, Results, SearchRequest
from indexer.pieces import PieceKind
from webapp.links import search_href
from webapp.locales import gettext as _
from webapp.locales import ngettext
from webapp.narrowing import exactly, is_filtered, unfiltered, worded
from webapp.pages.examples import Offer
from webapp.pages.frame import Frame, Link, frame_of
from webapp.pages.reading import ReadAs, read_as
from webapp.pages.results import Chips, chips_of
from webapp.pages.wordings import Wordings, wordings_of
from webapp.typography import quoted

_MOST_PIECES = 4
_TOGETHER = (PieceKind.PATTERN, PieceKind.NEAR, PieceKind.SENTENCE, PieceKind.PARAGRAPH)
_EMPTY_QUOTES = re.compile(r'""|“”|「」|『』|(?<!\S)[-+:](?!\S)')


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """Context of ``empty.html``. reason: why nothing was found, in a sentence."""

    template: ClassVar[str] = "empty.html"
    frame: Frame
    read_as: ReadAs
    reason: str
    chips: Chips
    wordings: tuple[Wordings, ...]
    ways_out: tuple[Link, ...]
    fingerprint: str


def empty_page(results: Results, stats: IndexStats, ways_out: tuple[Link, ...]) -> EmptyPage:
    """The page of an answer without hits. ways_out: those of `wider_offers` that find something."""
    return EmptyPage(
        frame=frame_of(stats, results.request.text, results.request.text, address=search_href(results.request)),
        read_as=read_as(results.query, results.request, results.notes),
        reason=_reason(results, stats),
        chips=chips_of(results.request),
        wordings=wordings_of(results),
        ways_out=ways_out,
        fingerprint=results.fingerprint,
    )


def wider_offers(results: Results) -> tuple[Offer, ...]:
    """Searches that ask for less than one that found nothing, each once; some may find nothing either."""
    request = results.request
    failed = [term.text for term in results.query.terms if not term.occurrences]
    alive = [term.text for term in results.query.terms if term.occurrences]
    offers: list[Offer] = []
    if request.exact:
        offers.append(Offer(request.text, _("不限字面"), exactly(request, exact=False)))
    if is_filtered(request):
        offers.append(Offer(request.text, _("不加筛选"), unfiltered(request)))
    if results.advice.unfiltered_query not in ("", request.text):
        text = results.advice.unfiltered_query
        offers.append(Offer(text, _("不加条件"), unfiltered(worded(request, text))))
    for piece in results.query.pieces:
        if piece.occurrences == 0 and piece.split and piece.kind in _TOGETHER:
            offers += _in_and_out_of_filters(request, piece.split, _("拆开来查"))
    if failed and alive:
        alone = [piece.without for piece in results.query.pieces if piece.occurrences == 0 and piece.without]
        # Of one piece the query without it is known, and put right; several are taken out of what was typed.
        rest = alone[0] if len(failed) == len(alone) == 1 else _without(request.text, failed)
        offers += _in_and_out_of_filters(request, rest, _("去掉%(pieces)s", pieces=quoted(failed)))
    elif len(alive) > 1:
        for text in alive[:_MOST_PIECES]:
            offers += _in_and_out_of_filters(request, text, _("只查这一处"))
    distinct = {search_href(offer.request): offer for offer in reversed(offers)}
    return tuple(offer for offer in reversed(distinct.values()) if offer.request.text and offer.request != request)


def _in_and_out_of_filters(request: SearchRequest, text: str, note: str) -> list[Offer]:
    narrow = worded(request, text)
    wide = [Offer(text, _("%(change)s，不加筛选", change=note), unfiltered(narrow))] if is_filtered(request) else []
    return [Offer(text, note, narrow), *wide]


def _reason(results: Results, stats: IndexStats) -> str:
    failed = results.advice.failed
    if failed:
        return ngettext(
            "%(pieces)s，库中 %(num)s 篇都没有。",
            "%(pieces)s，库中 %(num)s 篇都没有。",
            stats.speeches,
            pieces=quoted(failed),
        )
    if not results.query.terms:
        return ngettext(
            "库中 %(num)s 篇，没有一篇合乎所加的条件。",
            "库中 %(num)s 篇，没有一篇合乎所加的条件。",
            stats.speeches,
        )
    if is_filtered(results.request):
        return _("所选范围之内，没有一篇合乎全部条件；单独的每一处，库中都有。")
    return _("没有一篇合乎全部条件；单独的每一处，库中都有。")


def _without(text: str, pieces: list[str]) -> str:
    for piece in sorted(pieces, key=len, reverse=True):
        text = text.replace(piece, "")
    return " ".join(_EMPTY_QUOTES.sub(" ", text).split())
