"""The pages: read the address, ask the engine once, hand a context to a template.

Enters: a request. Leaves: HTML. Never: a query built here, text escaped by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from flask import Blueprint, Response, abort, render_template, request

import indexer
from indexer.model import FACET_FIELDS
from indexer.nearby import neighbours
from indexer.query import MOST_CHARACTERS
from webapp import answers, choices, pages, speaking
from webapp.api import rules
from webapp.engine import engine
from webapp.interface import operations
from webapp.links import choosing
from webapp.locales import LANGUAGES, current
from webapp.locales import gettext as _
from webapp.params import Pairs

blueprint = Blueprint("pages", __name__)

_EXAMPLES = 4
_WAYS_OUT = 6
_SIMILAR = 4
_RELATED = 8


@blueprint.get("/")
def home() -> Response:
    """The question, what is in the corpus, examples, newest speeches."""
    stats = engine().stats()
    return printed(pages.home_page(stats, counted(pages.home_offers(stats), _EXAMPLES)))


@blueprint.get("/search")
def search() -> Response:
    """The hits of a question, or what to do when there are none."""
    results, stats = answers.found(), engine().stats()
    if results.total:
        page = pages.results_page(results, stats, answers.grouped(results))
        related = indexer.related(engine(), results.request, _RELATED)
        return printed(replace(page, related=pages.related_links(results.request, related)))
    ways_out = counted(pages.wider_offers(results), _WAYS_OUT)
    if results.hits:
        return printed(pages.results_page(results, stats, ways_out=ways_out))
    return printed(pages.empty_page(results, stats, ways_out))


@blueprint.get("/speech/<path:speech_id>")
@blueprint.get("/speech/", defaults={"speech_id": ""})
def speech(speech_id: str) -> Response:
    """One speech, as it is to be read."""
    reading, asked = answers.opened(speech_id)
    similar = indexer.similar(engine(), reading.speech.id, _SIMILAR).speeches
    visit = pages.Visit(answers.today(), neighbours(engine(), reading.speech.meta), similar)
    return printed(pages.speech_page(reading, asked, engine().stats(), visit))


@blueprint.get("/browse")
def browse() -> Response:
    """Ways into the corpus without a question."""
    return printed(pages.browse_page(engine().stats()))


@blueprint.get("/browse/<field>")
def browse_field(field: str) -> Response:
    """Every value of a field."""
    if field not in FACET_FIELDS:
        abort(404)
    return printed(pages.field_page(engine().stats(), field))


@blueprint.get("/speaker")
def speaker() -> Response:
    """One speaker: when, with which words, in which speeches."""
    results, words = answers.spoken(request.args.get("name", ""))
    return printed(pages.speaker_page(results, words, engine().stats()))


@blueprint.get("/help")
def syntax() -> Response:
    """How to ask."""
    return printed(pages.help_page(engine().stats(), request.args.get("q", "")[:MOST_CHARACTERS]))


@blueprint.get("/api")
def interface() -> Response:
    """What programs can ask for."""
    return printed(pages.interface_page(engine().stats(), operations(rules()), answers.site()))


@blueprint.get("/about")
def about() -> Response:
    """What the corpus holds and what this page promises about it."""
    return printed(pages.about_page(engine().stats()))


def printed(page: pages.Page, status: int = 200) -> Response:
    """`page` as HTML. What UTF-8 cannot carry (half of a surrogate pair) is printed as a question mark."""
    asked = tuple(request.args.items(multi=True))
    around = {
        "languages": _languages(asked),
        "themes": _choices(asked, "theme", (_("自动"), _("浅色"), _("深色"))),
        "sizes": _choices(asked, "size", (_("小"), _("中"), _("大"))),
        "site": answers.site(),
    }
    html = render_template(page.template, page=page, frame=page.frame, **around)
    return Response(html.encode("utf-8", "replace"), status, mimetype="text/html")


def _languages(asked: Pairs) -> list[pages.Link]:
    """This very page in each language of the interface."""
    return [
        pages.Link(other.name, choosing(asked, speaking.PARAMETER, other.tag), other.tag, is_current=other is current())
        for other in LANGUAGES
    ]


def _choices(asked: Pairs, name: str, words: tuple[str, ...]) -> list[pages.Link]:
    """This very page with each value of a choice; the note of a link is the value."""
    chosen = choices.in_force(name)
    return [
        pages.Link(word, choosing(asked, name, value), note=value, is_current=value == chosen)
        for value, word in zip(choices.CHOICES[name], words, strict=True)
    ]


def counted(offers: Iterable[pages.Offer], most: int) -> tuple[pages.Link, ...]:
    """The first `most` offers that find something, each with how much."""
    links = (_counted_link(offer) for offer in offers)
    return tuple(islice((link for link in links if link), most))


def _counted_link(offer: pages.Offer) -> pages.Link | None:
    total = indexer.search(engine(), replace(offer.request, limit=1)).total
    return pages.offer_link(offer, total) if total else None
