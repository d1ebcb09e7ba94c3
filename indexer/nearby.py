"""The speeches around one: those before and after it by the same speaker.

Enters: an engine, what is known of a speech. Leaves: what is known of others. Never: HTTP, the texts.
"""

from __future__ import annotations

from typing import NamedTuple

from indexer.engines.base import Engine, Window
from indexer.model import Filters, Metadata, Sort
from indexer.query.tree import Everything

_SAME_DAY = 8
"""Speeches of one speaker on one day among which the order is kept; more are hardly ever dated alike."""


class Neighbours(NamedTuple):
    """The last speech before one and the first after it, None at the ends and where the date is unknown."""

    before: Metadata | None = None
    after: Metadata | None = None


def neighbours(engine: Engine, meta: Metadata) -> Neighbours:
    """The neighbours in time of a speech among those of its first speaker."""
    if not (meta.year and meta.speakers):
        return Neighbours()
    speaker = {"speaker": meta.speakers[:1]}
    earlier = _listed(engine, Filters(speaker, date_to=meta.date), Sort.NEWEST)
    later = _listed(engine, Filters(speaker, date_from=meta.date), Sort.OLDEST)
    before = [other for other in earlier if _order(other) < _order(meta)]
    after = [other for other in later if _order(other) > _order(meta)]
    return Neighbours(max(before, key=_order, default=None), min(after, key=_order, default=None))


def _listed(engine: Engine, filters: Filters, sort: Sort) -> list[Metadata]:
    return [match.speech.meta for match in engine.search(Everything(), filters, Window(0, _SAME_DAY, sort)).matches]


def _order(meta: Metadata) -> tuple[str, str]:
    return meta.date, meta.id
