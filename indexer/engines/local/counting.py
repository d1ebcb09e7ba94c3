"""Totals of a query's matches, and what filters leave of them.

Enters: what leaves find, filters. Leaves: counts, truth values a document. Never finds or ranks anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.matching import LeafMatch, match_days, match_value
from indexer.engines.local.places import Holding, Places, Standing, among, at, can_overlap, join
from indexer.engines.local.speeches import Speeches
from indexer.model import Filters
from indexer.query.tree import Text


def filter_masks(speeches: Speeches, filters: Filters) -> dict[str, Array]:
    """For each facet field that is filtered by, bool[d]; the span of dates counts as a filter on the year."""
    masks = {}
    for field, values in filters.values.items():
        if values:
            masks[field] = np.logical_or.reduce([match_value(speeches, field, v, is_exact=True) for v in values])
    if filters.date_from or filters.date_to:
        masks["year"] = masks.get("year", True) & match_days(speeches, filters.date_from, filters.date_to)
    return masks


def under_others(matched: Array, masks: Mapping[str, Array]) -> dict[str, Array]:
    """For each filtered field, the documents that the filters on the *other* fields let through.

    A field is counted among those, so that a reader sees what else could be chosen. matched: bool[d].
    """
    return {
        field: np.flatnonzero(np.logical_and.reduce([matched, *(m for name, m in masks.items() if name != field)]))
        for field in masks
    }


def counted(speeches: Speeches, holding: Holding, in_title: bool) -> Array:
    """How often a holding counts in each of its documents: a title that stands in the body is counted there only.

    in_title: the query asked for titles, so it is the title's places that count.
    """
    if in_title or not speeches.repeats_titles:
        return holding.counts
    once: Array = holding.counts - holding.title_counts * speeches.title_in_body[holding.documents]
    return once


def live_occurrences(speeches: Speeches, holding: Holding, in_title: bool) -> int:
    """How often a holding counts in all speeches that are not deleted."""
    counts = counted(speeches, holding, in_title)
    return int(counts.sum() if speeches.is_whole else counts[speeches.is_live[holding.documents]].sum())


def occurrences(speeches: Speeches, found: Mapping[Text, LeafMatch], hits: Array) -> Array:
    """i64[hits]: how many places of the leaves count in each hit; overlapping ones count once."""
    total = np.zeros(len(hits), np.int64)
    if not len(hits):
        return total
    for leaf, leaf_match in found.items():
        for holding in leaf_match.holdings:
            total += at(hits, holding.documents, counted(speeches, holding, leaf.in_title))
    if _can_overlap(found.values()):
        # Where two leaves stand in one document, their places have to be seen.
        shared = np.sum([among(hits, leaf_match.documents) for leaf_match in found.values()], axis=0) > 1
        documents = hits[shared]
        several = [_counted_places(speeches, m, documents, leaf.in_title) for leaf, m in found.items()]
        joined = Standing(join(several), speeches)
        total[shared] = at(documents, joined.documents, joined.counts)
    return total


def all_places(speeches: Speeches, found: Mapping[Text, LeafMatch], hits: Array) -> Places:
    """Every place of the leaves that counts in the hits, in order; overlapping ones are one."""
    several = [_counted_places(speeches, m, hits, leaf.in_title) for leaf, m in found.items()]
    return join(several) if several else speeches.find("")


def _counted_places(speeches: Speeches, leaf_match: LeafMatch, documents: Array, in_title: bool) -> Places:
    """What is lit of a leaf in some documents, without the places that do not count."""
    places = leaf_match.places(documents)
    if in_title or not speeches.repeats_titles:
        return places
    is_repeated = places.starts < speeches.body_starts[places.documents]
    return places.where(~(is_repeated & speeches.title_in_body[places.documents]))


def _can_overlap(leaves: Iterable[LeafMatch]) -> bool:
    """Whether places of different leaves can overlap."""
    return any(
        can_overlap(one, other)
        for some, others in combinations(leaves, 2)
        for one in some.strings
        for other in others.strings
    )
