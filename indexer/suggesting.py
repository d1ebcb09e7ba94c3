"""What someone who is typing may mean. A part of the read path.

Enters: an engine, what has been typed so far. Leaves: `Suggestions`. Never: how they are found or shown.
"""

from __future__ import annotations

import re
import time

from indexer.engines.base import Engine
from indexer.offers import Suggestions

MOST_SUGGESTIONS = 20
"""More than anyone looks through while typing."""
_LAST_PIECE = re.compile(r"[^\s\"“”「」『』()（）:：|-]*\Z")


def suggest(engine: Engine, typed: str, limit: int = 10) -> Suggestions:
    """At most `limit` suggestions for all that was typed; where there are none, for its last piece.

    Nothing that can be typed raises. limit is clamped to 1..MOST_SUGGESTIONS.
    """
    began = time.perf_counter()
    limit = min(max(limit, 1), MOST_SUGGESTIONS)
    found, before = engine.suggest(typed, limit), ""
    last = _LAST_PIECE.search(typed)
    if not found.items and last and last.start():
        before = typed[: last.start()]
        found = engine.suggest(last[0], limit)
    took_ms = (time.perf_counter() - began) * 1000
    return Suggestions(typed, before if found.items else "", found.items, found.fingerprint, took_ms)
