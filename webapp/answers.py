"""What an address asks for, answered by the engine: the one call behind a page and behind its JSON.

Enters: the request that Flask is serving. Leaves: `Results`, `Reading`. Never: how they are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from flask import request

import indexer
from indexer.errors import SpeechMissing
from indexer.model import CharacteristicWord, Filters, Reading, Results, SearchRequest, Sort
from indexer.offers import Related, Similar, Suggestions
from indexer.query import MOST_CHARACTERS
from webapp.engine import engine
from webapp.grouping import GROUP_HITS, Grouped, HitGroup, group_window
from webapp.links import api_search_href
from webapp.locales import gettext as _
from webapp.narrowing import on_page, only
from webapp.pages.examples import Offer
from webapp.params import MAX_LIMIT, AskedReading, read_params, read_reading_params

# Words in an id: a file name mostly says the date and the title.
_HAN_RUN = re.compile("[\u3400-\u9fff]{2,}")


class IndexChanged(Exception):
    """What is being sent can not be finished from the corpus that it was begun from."""


_SPEAKER_SPEECHES = 30
_SPEAKER_WORDS = 40


class Opened(NamedTuple):
    """A speech and how it is to be shown."""

    reading: Reading
    asked: AskedReading


def site() -> str:
    """The address of the app as its reader reached it, without a slash at its end."""
    return request.url_root.rstrip("/")


def found() -> Results:
    """The answer to the search in the address, with the notes on how the address was read."""
    asked = read_params(request.args.items(multi=True))
    wanted = asked.request
    results = indexer.search(engine(), replace(wanted, page=1) if wanted.group else wanted)
    if wanted.group and results.facets.get(wanted.group):
        # Pages are pages of groups, of which there may be more than pages of hits.
        results = replace(results, request=replace(results.request, page=wanted.page))
    elif wanted.group:
        results = indexer.search(engine(), replace(wanted, group=""))
    return replace(results, notes=asked.notes + results.notes)


def grouped(results: Results) -> Grouped | None:
    """The hits of `results` by the field that its request names; None where they are one list."""
    asked = results.request
    counts = results.facets.get(asked.group, ())
    if not counts:
        return None
    values, page, pages = group_window(asked.group, counts, asked.page)
    requests = {
        value: replace(only(asked, asked.group, value), page=1, limit=GROUP_HITS, full_only=True) for value in values
    }
    groups = tuple(HitGroup(value, indexer.search(engine(), request)) for value, request in requests.items())
    return Grouped(groups, page, pages)


def neighbours(results: Results) -> dict[str, str]:
    """The addresses of this page of results as JSON and of those beside it, by relation."""
    pages = {"self": results.page, "prev": results.page - 1, "next": results.page + 1}
    return {
        relation: api_search_href(on_page(results.request, page))
        for relation, page in pages.items()
        if relation == "self" or 1 <= page <= results.pages
    }


def every_page(asked: SearchRequest, most: int) -> Iterator[Results]:
    """The first `most` hits of a search, in pages.

    Raises:
        IndexChanged: another corpus took the place of the one that the first page was counted on.
    """
    searched, fingerprint, page = engine(), "", 1
    while True:
        results = indexer.search(searched, replace(asked, page=page, limit=MAX_LIMIT, group="", full_only=True))
        if fingerprint not in ("", results.fingerprint):
            raise IndexChanged("the index was replaced while its hits were being sent: ask again")
        fingerprint = results.fingerprint
        yield replace(results, hits=results.hits[: most - (page - 1) * MAX_LIMIT])
        if page >= results.pages or page * MAX_LIMIT >= most:
            return
        page += 1


def suggested() -> Suggestions:
    """What can be suggested for the parameter ``q``."""
    return indexer.suggest(engine(), request.args.get("q", ""), _most())


def related() -> Related:
    """What goes with the search in the address."""
    return indexer.related(engine(), read_params(request.args.items(multi=True)).request, _most())


def similar(speech_id: str) -> Similar:
    """Speeches like the one in the address.

    Raises:
        SpeechMissing: there is none with this id, or none was given.
    """
    return indexer.similar(engine(), speech_id or request.args.get("id", ""), _most())


def _most() -> int:
    """The parameter ``limit``; 10 where it is no number."""
    limit = request.args.get("limit", "")
    return int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 4 else 10


def opened(speech_id: str) -> Opened:
    """The speech in the address. An id that no path can carry comes as parameter ``id``.

    Raises:
        SpeechMissing: there is none with this id, or none was given.
    """
    asked = read_reading_params(request.args.items(multi=True))
    speech_id = speech_id or request.args.get("id", "")
    if not speech_id:
        raise SpeechMissing("the address names no speech: give its id")
    # What is looked for within a speech is typed to be found as it stands there.
    exact = asked.request.exact or bool(asked.within)
    return Opened(indexer.read_speech(engine(), speech_id, asked.sought, exact=exact), asked)


def spoken(speaker: str) -> tuple[Results, tuple[CharacteristicWord, ...]]:
    """The newest speeches of a speaker, and the words that set them all apart.

    Raises:
        SpeechMissing: there is none by this name.
    """
    filters = Filters({"speaker": (speaker,)})
    asked = SearchRequest(filters=filters, sort=Sort.NEWEST, limit=_SPEAKER_SPEECHES)
    results = indexer.search(engine(), asked)
    if not speaker or not results.total:
        raise SpeechMissing(f"there is no speech by {speaker!r}")
    return results, tuple(engine().characteristic_words(filters, _SPEAKER_WORDS))


def instead_of_missing() -> tuple[Offer, ...]:
    """Searches that may lead to a speech whose address leads nowhere any more: the words of its id, and those asked."""
    speech_id = (request.view_args or {}).get("speech_id") or request.args.get("id", "")
    words = " ".join(_HAN_RUN.findall(speech_id))[:MOST_CHARACTERS]
    asked = read_params(request.args.items(multi=True)).request
    offers = [Offer(words, _("按编号里的字查"), SearchRequest(words))] if words else []
    if asked.text:
        offers.append(Offer(asked.text, _("回到结果"), asked))
    return tuple(offers)


def today() -> str:
    """The day, where the server is, as YYYY-MM-DD: references say when something was read."""
    return date.today().isoformat()
