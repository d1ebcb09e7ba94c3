"""Only some keys of an answer. Pure.

Enters: an envelope, names of keys. Leaves: an envelope with those of them that it has. Never: a failure over a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Value = Any
"""What JSON can be."""

ALWAYS = "ok"
"""The key that every answer has."""


def selected(envelope: dict[str, Any], names: str) -> dict[str, Any]:
    """`envelope` with the keys in `names`, apart by commas; a dot goes into a value, or into each of a list.

    >>> selected({"ok": True, "total": 2, "hits": [{"id": "a", "title": "b"}]}, "hits.id, nothing")
    {'ok': True, 'hits': [{'id': 'a'}]}
    """
    paths = [name.strip().split(".") for name in names.split(",") if name.strip()]
    return _within(envelope, [[ALWAYS], *paths]) if paths else envelope


def _within(value: Value, paths: Iterable[list[str]]) -> Value:
    if isinstance(value, list):
        return [_within(one, paths) for one in value]
    if not isinstance(value, dict):
        return value
    below: dict[str, list[list[str]]] = {}
    for first, *rest in paths:
        below.setdefault(first, []).append(rest)
    # A key that is named whole has everything below it, whatever else of it is named.
    return {
        key: inside if [] in below[key] else _within(inside, below[key])
        for key, inside in value.items()
        if key in below
    }
