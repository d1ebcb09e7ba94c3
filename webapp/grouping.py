"""Hits under each value of a field: which groups are on a page. Pure.

Enters: counts and a page. Leaves: windows and groups. Never: the engine, addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from indexer.model import FacetValue, Results

GROUPS = 8
"""Groups on a page: each is a search of its own."""

GROUP_HITS = 3
"""Hits shown of a group; the rest is a link away."""


class HitGroup(NamedTuple):
    """The hits that share a value; `results` holds the first of them and counts all."""

    value: str
    results: Results


class Grouped(NamedTuple):
    """One page of groups. page: from 1, within pages."""

    groups: tuple[HitGroup, ...]
    page: int
    pages: int


class GroupWindow(NamedTuple):
    """The values on a page, and which page of how many that is."""

    values: tuple[str, ...]
    page: int
    pages: int


def group_window(field: str, counts: Sequence[FacetValue], page: int) -> GroupWindow:
    """The values whose groups stand on `page`, or on the last page when there are fewer; years from the newest."""
    values = [counted.value for counted in counts]
    if field == "year":
        values.sort(reverse=True)
    pages = max(1, -(-len(values) // GROUPS))
    page = min(page, pages)
    return GroupWindow(tuple(values[(page - 1) * GROUPS : page * GROUPS]), page, pages)
