"""Totals of a query's matches, and what filters leave of them.

Enters: what leaves find, filters. Leaves: counts, truth values a document. Never finds or ranks anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    return holding.counts if in_title or not speeches.repeats_titles else holding.once


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
        total += _counted_alone(speeches, leaf, leaf_match, hits)
    for several in _overlapping(found):
        # Where two of them stand in one document, their places have to be seen.
        shared = np.sum([among(hits, leaf_match.documents) for _, leaf_match in several], axis=0) > 1
        documents = hits[shared]
        places = [_counted_places(speeches, leaf_match, documents, leaf.in_title) for leaf, leaf_match in several]
        joined = Standing(join(places), speeches)
        total[shared] += at(documents, joined.documents, joined.counts)
        for leaf, leaf_match in several:
            total[shared] -= _counted_alone(speeches, leaf, leaf_match, documents)
    return total


def _counted_alone(speeches: Speeches, leaf: Text, leaf_match: LeafMatch, hits: Array) -> Array:
    """i64[hits]: how many places of a leaf count in each hit."""
    total = np.zeros(len(hits), np.int64)
    for holding in leaf_match.holdings:
        total += at(hits, holding.documents, counted(speeches, holding, leaf.in_title))
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


def _overlapping(found: Mapping[Text, LeafMatch]) -> Iterator[list[tuple[Text, LeafMatch]]]:
    """The leaves in groups: places of leaves of different groups cannot overlap. Those that are alone are left out."""
    groups: list[list[tuple[Text, LeafMatch]]] = []
    for leaf in found.items():
        together = [leaf]
        others: list[list[tuple[Text, LeafMatch]]] = []
        for group in groups:
            is_touched = any(_can_overlap(leaf[1], other) for _, other in group)
            (together.extend if is_touched else others.append)(group)
        groups = [*others, together]
    return (group for group in groups if len(group) > 1)


def _can_overlap(some: LeafMatch, others: LeafMatch) -> bool:
    """Whether places of two leaves can overlap."""
    both = set("".join(some.strings)) & set("".join(others.strings))
    if not both and all(some.strings) and all(others.strings):
        return False
    return any(can_overlap(one, other) for one in some.strings for other in others.strings)
