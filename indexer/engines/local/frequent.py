"""Frequent strings of a segment: which speeches hold each, and how often, so that nobody goes through its places.

Enters: a segment's characters and words. Leaves: counts a speech. Never: positions; `characters` has those.

What is kept are the single characters and words that are frequent in a segment: a query for one of them costs
what its speeches cost, not what its places do. Anything else is counted from its positions.

Layout (part `frequent`), a *row* being a string in a speech that holds it, rows in the order of strings, then speeches:

============ ======= =================================================================
blob, starts u8, i64 the strings (folded, UTF-8) as a lexicon
extents      i64     the first row of each string, and the end
held         u8[s,·] bit d (LSB first): speech d holds the string
counts       u8      how often, of each row; 255 for that and more
more_rows    u32     the rows with more than that, ascending
more         u32     how many more, of each of these
whole        u8[·]   bit r (LSB first): in row r the string is whole words somewhere
title_rows   u32     the rows whose string stands in the title, ascending
title_counts u8      how often, of each of these (u32 where that is over 255 anywhere)
============ ======= =================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.local.arrays import Array, Lexicon, offsets, repeated
from indexer.engines.local.characters import Characters, overlaps_itself
from indexer.engines.local.keywords import Keywords, as_term, as_value

NAMES = (*Lexicon.NAMES, "extents", "held", "counts", "more_rows", "more", "whole", "title_rows", "title_counts")
LEAST_CHARACTERS = 1 << 14
"""How often a single character has to stand in a segment to be kept."""
LEAST_SPEECHES = 1 << 11
"""How many speeches of a segment have to have a word for it to be kept. Both were chosen by size: a row takes a byte,
a string a bit a speech."""
_CHARACTERS_SHARE, _SPEECHES_SHARE, _LEAST = 1 << 9, 1 << 3, 1 << 8
"""In a small segment less is enough: once in so many characters, one in so many speeches, but for a tiny one."""


_MOST = 0xFF


class Tally(NamedTuple):
    """The speeches of a segment that hold a string: their numbers, ascending, and for each how often it stands there
    and whether it is whole words somewhere in it. titled: the rows of those whose title holds it; title_counts: how
    often, of each of these."""

    documents: Array
    counts: Array
    is_whole: Array
    titled: Array
    title_counts: Array

    def only(self, rows: Array) -> Tally:
        """Some rows, ascending."""
        at = np.minimum(rows.searchsorted(self.titled), len(rows) - 1) if len(rows) else self.titled[:0]
        stays = rows[at] == self.titled if len(rows) else slice(0)
        some = self.documents[rows], self.counts[rows], self.is_whole[rows]
        return Tally(*some, at[stays], self.title_counts[stays])


def joined(tallies: Sequence[Tally], bases: Iterable[int]) -> Tally:
    """Tallies of several segments as one; bases: the number of each one's first document."""
    if len(tallies) == 1:
        return tallies[0]
    documents = [some.documents + base for some, base in zip(tallies, bases, strict=True)]
    rows = offsets([len(some.documents) for some in tallies])
    titled = [some.titled + row for some, row in zip(tallies, rows, strict=False)]
    _, counts, is_whole, _, title_counts = map(np.concatenate, zip(*tallies, strict=True))
    return Tally(np.concatenate(documents), counts, is_whole, np.concatenate(titled), title_counts)


def tally(characters: Characters, folded: str) -> Tally:
    """Count the places of a string that cannot overlap itself."""
    starts = characters.find(folded)
    owners = characters.documents(starts)
    firsts, counts = repeated(owners)
    is_whole = characters.are_borders(starts) & characters.are_borders(starts + len(folded))
    if len(firsts):
        is_whole = np.logical_or.reduceat(is_whole, firsts)
    in_title = np.flatnonzero(starts < characters.body_starts.take(owners))
    rows = firsts.searchsorted(in_title, side="right") - 1
    titled, title_counts = repeated(rows)
    return Tally(owners[firsts], counts, is_whole, rows[titled], title_counts)


def build(characters: Characters, words: Keywords) -> dict[str, Array]:
    """The arrays of a segment; words: those of its bodies."""
    often = min(LEAST_CHARACTERS, max(len(characters) // _CHARACTERS_SHARE, _LEAST))
    many = min(LEAST_SPEECHES, max(characters.document_count // _SPEECHES_SHARE, _LEAST))
    strings = set(characters.standing_at_least(often))
    strings |= {word for word in map(as_value, words.held_by_at_least(many)) if not overlaps_itself(word)}
    terms = sorted(map(as_term, strings))
    tallies = [tally(characters, as_value(term)) for term in terms]
    held = np.zeros((len(terms), characters.document_count), bool)
    for row, counted in zip(held, tallies, strict=True):
        row[counted.documents] = True
    counts = _joined([counted.counts for counted in tallies])
    extents = offsets(len(counted.documents) for counted in tallies)
    title_rows = _joined([counted.titled + row for counted, row in zip(tallies, extents, strict=False)])
    title_counts = _joined([counted.title_counts for counted in tallies])
    more_rows = np.flatnonzero(counts > _MOST)
    return {
        **Lexicon.arrays(terms),
        "extents": extents,
        "held": np.packbits(held, axis=1, bitorder="little"),
        "counts": np.minimum(counts, _MOST).astype(np.uint8),
        "more_rows": more_rows.astype(np.uint32),
        "more": (counts[more_rows] - _MOST).astype(np.uint32),
        "whole": np.packbits(_joined([counted.is_whole for counted in tallies]).astype(bool), bitorder="little"),
        "title_rows": title_rows.astype(np.uint32),
        "title_counts": title_counts.astype(np.uint8 if title_counts.max(initial=0) <= _MOST else np.uint32),
    }


def _joined(arrays: list[Array]) -> Array:
    return np.concatenate([np.zeros(0, np.int64), *arrays])


class Frequent:
    """The frequent strings of one segment."""

    def __init__(self, arrays: Mapping[str, Array], documents: int) -> None:
        lexicon = Lexicon(arrays["blob"], arrays["starts"])
        self._number_of = {as_value(lexicon[number]): number for number in range(len(lexicon))}
        self._documents = documents
        self._extents = arrays["extents"]
        self._held = arrays["held"]
        self._counts = arrays["counts"]
        self._more = (arrays["more_rows"], arrays["more"])
        self._whole = arrays["whole"]
        self._in_titles = (arrays["title_rows"], arrays["title_counts"])

    def __contains__(self, folded: str) -> bool:
        return folded in self._number_of

    def tally(self, folded: str) -> Tally:
        """What is kept of a frequent string."""
        number = self._number_of[folded]
        low, high = self._extents[number : number + 2].tolist()
        held = np.unpackbits(self._held[number], count=self._documents, bitorder="little")
        whole = np.unpackbits(self._whole[low >> 3 : (high + 7) >> 3], bitorder="little")[low & 7 :][: high - low]
        counts, titled, more = (
            self._counts[low:high],
            self._rows(self._in_titles, low, high),
            self._rows(self._more, low, high),
        )
        if len(more.rows):
            counts = counts.astype(np.int64)
            counts[more.rows] += more.counts
        return Tally(np.flatnonzero(held.view(bool)), counts, whole.view(bool), *titled)

    @staticmethod
    def _rows(listed: tuple[Array, Array], low: int, high: int) -> _Rows:
        rows, counts = listed
        if not len(rows):
            return _Rows(rows.astype(np.int64), counts)
        first, end = rows.searchsorted(np.array([low, high], rows.dtype)).tolist()
        return _Rows(rows[first:end].astype(np.int64) - low, counts[first:end])


class _Rows(NamedTuple):
    """Some rows of a string, counted from its first, and a count for each."""

    rows: Array
    counts: Array
