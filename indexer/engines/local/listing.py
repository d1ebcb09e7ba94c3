"""The matches of a window in one order: full ones, and partial ones behind or among them.

Enters: an answer, a window. Leaves: matches as an engine gives them out. Never scores.

Partial matches follow the full ones. Only where the query is a question and no speech has it as it was typed, they
stand among them, each at its score: of a question no word is sure to be in the answer. What is left of the full ones
then follows the best hundred of both, in its own order: theirs are scores of full matches, not to be
held against those above.
"""

from __future__ import annotations

from typing import NamedTuple

from indexer.engines.base import Match, Window
from indexer.engines.local.answer import Answer
from indexer.engines.local.partial import Asked, PartialMatches
from indexer.model import Sort


class Listing(NamedTuple):
    """Matches of a window; partial: partial ones in all."""

    matches: tuple[Match, ...]
    partial: int


def list_matches(asked: Asked, answer: Answer, window: Window) -> Listing:
    """What stands in a window."""
    if window.full_only:
        return Listing(tuple(map(answer.read, answer.places(window))), 0)
    by_relevance = window.sort is Sort.RELEVANCE
    if by_relevance and asked.is_question and not answer.has_run:
        return _mixed(PartialMatches(asked, answer.hits, is_mixed=True), answer, window)
    matches = tuple(map(answer.read, answer.places(window)))
    if not asked.wants_more(answer.total):
        return Listing(matches, 0)
    partial = PartialMatches(asked, answer.hits, is_mixed=False)
    start = max(window.start - answer.total, 0)
    rows = partial.rows[start : start + window.limit - len(matches)].tolist()
    return Listing(matches + tuple(map(partial.read, rows)), len(partial))


def _mixed(closest: PartialMatches, answer: Answer, window: Window) -> Listing:
    rows = closest.rows[window.start : window.start + window.limit].tolist()
    listed = set(closest.documents[closest.rows].tolist())
    matches = [_read(closest, answer, row) for row in rows]
    missing = window.limit - len(matches)
    start = max(window.start - len(closest.rows), 0)
    if missing and start + missing > 0 and answer.total > len(closest.rows) - len(closest):
        places = answer.places(Window(0, start + missing + len(closest.rows)))
        rest = [place for place in places if place.document not in listed]
        matches += map(answer.read, rest[start : start + missing])
    return Listing(tuple(matches), len(closest))


def _read(closest: PartialMatches, answer: Answer, row: int) -> Match:
    document = int(closest.documents[row])
    if not answer.has(document):
        return closest.read(row)
    return answer.read(answer.place(document, float(closest.scores.total[row]), closest.parts(row)))
