"""Which documents of a segment a query matches, and where: on characters, whatever jieba thinks.

Enters: a query tree, a segment. Leaves: a truth value a document, and places. Never ranks.

Sets of documents are bool arrays with an entry a document: And, Or and Not are `&`, `|` and `~`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer import dates
from indexer.engines.local.arrays import Array
from indexer.engines.local.characters import without_self_overlap
from indexer.engines.local.segment import Segment
from indexer.folding import fold
from indexer.query.tree import And, Dated, Everything, Has, Identified, Node, Not, Or, Phrase, Text, Words

_LAST_DAY = 99991231


@dataclass(frozen=True, slots=True)
class Places:
    """Where one thing stands in a segment, in order: parallel arrays, a row a place.

    starts, ends: positions in the stream, half-open; documents: whose they are; pieces: which piece they answer.
    """

    starts: Array
    ends: Array
    documents: Array
    pieces: Array

    def __len__(self) -> int:
        return len(self.starts)

    def where(self, keep: Array) -> Places:
        """The rows where `keep` (bool, a row a place) is true."""
        return Places(self.starts[keep], self.ends[keep], self.documents[keep], self.pieces[keep])

    def of_document(self, document: int) -> Places:
        """The rows of one document."""
        low, high = np.searchsorted(self.documents, (document, document + 1))
        rows = slice(low, high)
        return Places(self.starts[rows], self.ends[rows], self.documents[rows], self.pieces[rows])


@dataclass(frozen=True, slots=True)
class LeafMatch:
    """What a text leaf finds in a segment.

    is_match: bool[d]. verbatim: places of the leaf's text as one run, and holds_run: bool[d], where there are any.
    marks: what is lit in the documents that match.
    """

    is_match: Array
    holds_run: Array
    verbatim: Places
    marks: Places


def find_string(segment: Segment, text: str, piece: int, in_title: bool) -> Places:
    """Every place of a string, as a reader counts them."""
    folded = fold(text)
    starts, ends = without_self_overlap(segment.characters.find(folded), folded)
    documents = segment.characters.documents(starts)
    places = Places(starts, ends, documents, np.full(len(starts), piece, np.int16))
    return places.where(segment.characters.in_title(starts, documents)) if in_title else places


def join(several: Sequence[Places]) -> Places:
    """Places of several things in one list; those that overlap become one, with the piece of the first."""
    if len(several) == 1:
        return several[0]
    starts, ends, documents, pieces = (
        np.concatenate([getattr(some, name) for some in several]) for name in ("starts", "ends", "documents", "pieces")
    )
    order = np.lexsort((-ends.astype(np.int64), starts))
    starts, ends, documents, pieces = starts[order], ends[order], documents[order], pieces[order]
    reach = np.maximum.accumulate(ends) if len(ends) else ends
    begins = np.ones(len(starts), bool)
    begins[1:] = starts[1:] >= reach[:-1]
    firsts = np.flatnonzero(begins)
    lasts = np.append(firsts[1:], len(starts)) - 1
    return Places(starts[firsts], reach[lasts] if len(firsts) else ends, documents[firsts], pieces[firsts])


def has_any(segment: Segment, places: Places) -> Array:
    """bool[d]: documents with any of the places."""
    found = np.zeros(len(segment), bool)
    found[places.documents] = True
    return found


def match_text(segment: Segment, leaf: Text) -> LeafMatch:
    """What a text leaf finds."""
    verbatim = find_string(segment, leaf.text, leaf.piece, leaf.in_title)
    holds_run = has_any(segment, verbatim)
    if isinstance(leaf, Phrase) or leaf.words == (fold(leaf.text),):
        return LeafMatch(holds_run, holds_run, verbatim, verbatim)
    words = [find_string(segment, word, leaf.piece, leaf.in_title) for word in leaf.words]
    is_match = _all([has_any(segment, places) for places in words])
    apart = is_match & ~holds_run
    marks = join([verbatim, *(places.where(apart[places.documents]) for places in words)])
    return LeafMatch(is_match, holds_run, verbatim, marks)


def match(node: Node, segment: Segment, leaves: Mapping[Text, LeafMatch]) -> Array:
    """bool[d]: the documents of a segment that a query matches, deleted ones included.

    leaves: what `match_text` gave for the text leaves that are not under a `Not`; others are matched here.
    """
    match node:
        case Phrase() | Words():
            return (leaves.get(node) or match_text(segment, node)).is_match
        case And(children):
            return _all([match(child, segment, leaves) for child in children])
        case Or(children):
            none = np.zeros(len(segment), bool)
            return _any([none, *(match(child, segment, leaves) for child in children)])
        case Not(child):
            return ~match(child, segment, leaves)
        case Has(field, value, is_exact):
            return match_value(segment, field, value, is_exact)
        case Dated(first, last):
            return match_days(segment, first, last)
        case Identified(speech_id):
            document = segment.document(speech_id)
            return np.isin(np.arange(len(segment)), [] if document is None else [document])
        case Everything():
            return np.ones(len(segment), bool)


def _all(sets: Sequence[Array]) -> Array:
    common: Array = np.logical_and.reduce(sets)
    return common


def _any(sets: Sequence[Array]) -> Array:
    union: Array = np.logical_or.reduce(sets)
    return union


def match_value(segment: Segment, field: str, value: str, is_exact: bool) -> Array:
    """bool[d]: documents whose field has a value that contains, or is, this one; in either script."""
    wanted = fold(value)
    facet = segment.facets[field]
    fits = (fold(v) == wanted if is_exact else wanted in fold(v) for v in facet.vocabulary)
    return facet.having(np.fromiter(fits, bool, len(facet.vocabulary)))


def match_days(segment: Segment, first: str, last: str) -> Array:
    """bool[d]: documents that may be of a day between two EDTF dates; undated ones never are."""
    earliest, latest = dates.date_bounds(first), dates.date_bounds(last)
    from_day = earliest.first_day if earliest else 1
    to_day = latest.last_day if latest else _LAST_DAY
    return (segment.dates[:, 1] >= from_day) & (segment.dates[:, 0] <= to_day) & (segment.dates[:, 0] > 0)
