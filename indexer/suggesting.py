"""What someone who is typing may mean. A part of the read path.

Enters: an engine, what has been typed so far. Leaves: `Suggestions`. Never: how they are found or shown.
"""

from __future__ import annotations

import re
import time

from indexer.engines.base import Engine, Suggested
from indexer.offers import SuggestionKind, Suggestions
from indexer.query import field_of

MOST_SUGGESTIONS = 20
"""More than anyone looks through while typing."""
_SIGNS = re.compile(r"[\s\"“「『()（）\[［{｛=＝－-]*")
_LAST_PIECE = re.compile(r"[^\s\"“”「」『』()（）\[\]［］{}｛｝:：|=＝－-]*\Z")
_KINDS = {kind.value: kind for kind in (SuggestionKind.SPEAKER, SuggestionKind.PLACE, SuggestionKind.TITLE)}


def suggest(engine: Engine, typed: str, limit: int = 10) -> Suggestions:
    """At most `limit` suggestions for all that was typed but the signs it begins with; where there are none, or a field
    was named, for its last piece.

    Nothing that can be typed raises. limit is clamped to 1..MOST_SUGGESTIONS.
    """
    began = time.perf_counter()
    limit = min(max(limit, 1), MOST_SUGGESTIONS)
    last = _LAST_PIECE.search(typed)
    begin = last.start() if last else len(typed)
    field = field_of(typed[:begin])
    found, before = Suggested((), ""), ""
    if not field:
        signs = _SIGNS.match(typed)
        before = signs[0] if signs else ""
        found = engine.suggest(typed[len(before) :], limit)
    if not found.items and (begin or field):
        before = typed[:begin]
        found = _of_field(engine, typed[begin:], field, limit) if field else engine.suggest(typed[begin:], limit)
    took_ms = (time.perf_counter() - began) * 1000
    return Suggestions(typed, before if found.items else "", found.items, found.fingerprint, took_ms)


def _of_field(engine: Engine, typed: str, field: str, limit: int) -> Suggested:
    """Values of a field: speakers behind `speaker:`, and nothing where the field has none to suggest."""
    found = engine.suggest(typed, MOST_SUGGESTIONS)
    kept = tuple(item for item in found.items if item.kind is _KINDS.get(field))
    return Suggested(kept[:limit], found.fingerprint)
