"""Totals and facets of a query's matches.

Enters: truth values a document. Leaves: counts. Never finds or ranks anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.faceting import FacetField, Facets
from indexer.engines.local.matching import Places, join, match_days, match_value
from indexer.engines.local.segment import Segment
from indexer.folding import fold
from indexer.model import Filters
from indexer.query.tree import Text


def filter_masks(segment: Segment, filters: Filters) -> dict[str, Array]:
    """For each facet field that is filtered by, bool[d]; the span of dates counts as a filter on the year."""
    masks = {}
    for field, values in filters.values.items():
        if values:
            masks[field] = np.logical_or.reduce([match_value(segment, field, v, is_exact=True) for v in values])
    if filters.date_from or filters.date_to:
        masks["year"] = masks.get("year", True) & match_days(segment, filters.date_from, filters.date_to)
    return masks


def count_facets(
    fields: Mapping[str, FacetField], matches: Sequence[Array], masks: Sequence[Mapping[str, Array]]
) -> Facets:
    """Values and counts of every facet field.

    matches: bool[d] a segment, what the query matches before filters. A field is counted under the filters of the
    *other* fields, so that a reader sees what else could be chosen.
    """
    filtered = {name for mask in masks for name in mask}
    under_all = _hits(matches, masks, "")
    return {
        name: field.count(_hits(matches, masks, name) if name in filtered else under_all)
        for name, field in fields.items()
    }


def _hits(matches: Sequence[Array], masks: Sequence[Mapping[str, Array]], leave_out: str) -> list[Array]:
    """Numbers of the documents that all filters but one let through, a segment."""
    return [
        np.flatnonzero(np.logical_and.reduce([matched, *(m for name, m in mask.items() if name != leave_out)]))
        for matched, mask in zip(matches, masks, strict=True)
    ]


def counted(segment: Segment, places: Places, in_title: bool) -> Places:
    """The places that count as occurrences: a title that stands in the body is counted there only.

    in_title: the query asked for titles, so it is the title's places that count.
    """
    if in_title:
        return places
    is_repeated = segment.title_in_body[places.documents]
    is_repeated &= segment.characters.in_title(places.starts, places.documents)
    return places.where(~is_repeated)


def occurrences(segment: Segment, places: Mapping[Text, Places]) -> Array:
    """i64[d]: how many places of the leaves are in each document; overlapping ones count once.

    places: of each leaf, those that count.
    """
    several = [some for some in places.values() if len(some)]
    if several and _can_overlap([leaf.text for leaf in places]):
        several = [join(several)]
    total = np.zeros(len(segment), np.int64)
    for some in several:
        total += np.bincount(some.documents, minlength=len(segment))
    return total


def _can_overlap(strings: Sequence[str]) -> bool:
    """Whether places of different strings can overlap: only if they share a character. Saves a sort of all places."""
    seen: set[str] = set()
    for string in strings:
        characters = set(fold(string))
        if seen & characters:
            return True
        seen |= characters
    return False
