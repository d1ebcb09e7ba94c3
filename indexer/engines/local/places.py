"""Where strings stand, and which speeches hold them. Arrays over a whole generation, each as long as what was found.

Enters: positions and the documents that they are in. Leaves: the same by document. Never finds a string, never ranks.

Positions and documents are numbered through all segments (`speeches`). Lists of documents are ascending, each once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, Protocol

import numpy as np

from indexer.engines.local.arrays import Array, repeated, spread
from indexer.engines.local.frequent import Tally

Span = tuple[int, int]

_FEW = 1000
"""Below this many, looking each one up by bisection costs less than a table over all documents."""


def at(wanted: Array, documents: Array, values: Array) -> Array:
    """The values (one for each of `documents`) that the wanted documents have; 0 for those that are not among them.

    Here and elsewhere `take` stands where it is the same as indexing, in half the time.
    """
    if not len(documents):
        return np.zeros(len(wanted), values.dtype)
    if documents is wanted or (len(documents) == len(wanted) and (documents == wanted).all()):
        return values
    if len(wanted) < _FEW:
        rows = np.minimum(documents.searchsorted(wanted), len(documents) - 1)
        return np.where(documents[rows] == wanted, values[rows], values.dtype.type(0))
    table = np.zeros(max(int(documents[-1]), int(wanted[-1])) + 1, values.dtype)
    table[documents] = values
    return table.take(wanted)


def among(wanted: Array, documents: Array) -> Array:
    """bool[len(wanted)]: which of the wanted documents are in the list."""
    return at(wanted, documents, np.ones(len(documents), bool))


def in_all(lists: Sequence[Array]) -> Array:
    """The documents that are in all of the lists; there is at least one list."""
    shortest, *others = sorted(lists, key=len)
    for documents in others:
        if not len(shortest):
            break
        shortest = shortest[among(shortest, documents)]
    return shortest


_FEW_TEXTS = 100
"""Up to so many, reading the texts costs less than going through all places of a frequent string."""


class Extents(NamedTuple):
    """Where something stands, in order, whatever document that is in: starts, ends, i64."""

    starts: Array
    ends: Array

    def where(self, rows: Array) -> Extents:
        """Some rows: their numbers, or a truth value for each."""
        return Extents(self.starts[rows], self.ends[rows])


@dataclass(frozen=True, slots=True)
class Places:
    """Where something stands, in order: parallel arrays i64, a row a place. starts, ends: half-open positions."""

    starts: Array
    ends: Array
    documents: Array

    def __len__(self) -> int:
        return len(self.starts)

    def where(self, rows: Array) -> Places:
        """Some rows: their numbers, or a truth value for each."""
        return Places(self.starts[rows], self.ends[rows], self.documents[rows])


NOWHERE = Places(*(np.zeros(0, np.int64) for _ in range(3)))


def concatenate(several: Sequence[Places]) -> Places:
    """Places of several things, one list behind the other."""
    return Places(*(np.concatenate([getattr(some, name) for some in several]) for name in Places.__slots__))


def join(several: Sequence[Places]) -> Places:
    """Places of several things in one list; those that overlap become one."""
    if len(several) == 1:
        return several[0]
    every = concatenate(several)
    order = np.argsort(every.starts, kind="stable")
    starts, ends, documents = every.starts[order], every.ends[order], every.documents[order]
    reach = np.maximum.accumulate(ends) if len(ends) else ends
    begins = np.ones(len(starts), bool)
    begins[1:] = starts[1:] >= reach[:-1]
    firsts = np.flatnonzero(begins)
    lasts = np.append(firsts[1:], len(starts)) - 1
    return Places(starts[firsts], reach[lasts] if len(firsts) else ends, documents[firsts])


class Stream(Protocol):
    """What has to be known of the text that places are in."""

    body_starts: Array
    """i64[d]: where the body of each document begins; before it is its title."""

    title_starts: Array
    """i64[d]: where each document begins, title first."""

    title_in_body: Array
    """bool[d]: whether the body of each document repeats its title."""

    def are_borders(self, positions: Array) -> Array:
        """Whether a word begins or ends at each of some positions, which are ascending."""

    def find(self, folded: str) -> Places:
        """Every place of a folded string."""

    def folded_text(self, document: int) -> str:
        """A document from its begin as it is compared."""


class Holding(Protocol):
    """The documents that hold something. What is not asked for is not computed: positions above all."""

    documents: Array

    @property
    def counts(self) -> Array:
        """How often in each document."""

    @property
    def once(self) -> Array:
        """How often in each document, not counting again in a title what its body repeats."""

    def narrowed(self, documents: Array) -> Holding:
        """The same in no more than is needed to know of some documents, which are ascending."""

    def places(self, documents: Array) -> Places:
        """The places in those of some documents that hold it."""

    def spans(self, document: int) -> list[Span]:
        """(start, end) of the places in a document."""


class Standing:
    """A `Holding` whose places are known."""

    def __init__(self, known: Places, stream: Stream) -> None:
        self._places = known
        self._stream = stream
        self._firsts, self.counts = repeated(known.documents)
        self.documents: Array = known.documents.take(self._firsts)

    @property
    def everywhere(self) -> Places:
        """All its places."""
        return self._places

    @property
    def _in_title(self) -> Array:
        return self._places.starts < self._stream.body_starts.take(self._places.documents)

    @cached_property
    def _titles(self) -> tuple[Array, Array]:
        rows = self._firsts.searchsorted(self._in_title.nonzero()[0], side="right") - 1
        firsts, counts = repeated(rows)
        return rows[firsts], counts

    @property
    def titled(self) -> Array:
        """The rows of the documents whose titles hold it."""
        return self._titles[0]

    @property
    def title_counts(self) -> Array:
        """How often in each of these titles."""
        return self._titles[1]

    @cached_property
    def once(self) -> Array:
        """How often in each document, not counting again in a title what its body repeats."""
        return _once(self, self._stream)

    def narrowed(self, documents: Array) -> Standing:
        """The same in no more than is needed to know of some documents."""
        if len(documents) >= len(self.documents):
            return self
        return Standing(self.places(documents), self._stream)

    @cached_property
    def is_whole(self) -> Array:
        """Whether it is whole words somewhere in each document."""
        borders = self._stream.are_borders
        are_whole: Array = borders(self._places.starts) & borders(self._places.ends)
        return np.logical_or.reduceat(are_whole, self._firsts) if len(are_whole) else are_whole

    def places(self, documents: Array) -> Places:
        """The places in those of some documents that hold it."""
        rows = np.flatnonzero(among(self.documents, documents))
        return self._places.where(spread(self._firsts[rows], self.counts[rows]))

    def spans(self, document: int) -> list[Span]:
        """(start, end) of the places in a document."""
        low, high = self._places.documents.searchsorted((document, document + 1)).tolist()
        return list(zip(self._places.starts[low:high].tolist(), self._places.ends[low:high].tolist(), strict=True))

    def in_titles(self) -> Standing:
        """The same in titles alone."""
        return Standing(self._places.where(self._in_title), self._stream)


class Tallied:
    """A `Holding` of a string whose counts are known: its places are looked up where they are asked for."""

    def __init__(self, folded: str, known: Tally, stream: Stream) -> None:
        self.folded = folded
        self._known = known
        self._stream = stream
        self.documents, self.counts, self.is_whole, self.titled, self.title_counts = known

    @cached_property
    def once(self) -> Array:
        """How often in each document, not counting again in a title what its body repeats."""
        return _once(self, self._stream)

    def narrowed(self, documents: Array) -> Tallied:
        """The same in no more than is needed to know of some documents."""
        if len(documents) >= len(self.documents):
            return self
        return Tallied(self.folded, self._known.only(np.flatnonzero(among(self.documents, documents))), self._stream)

    @cached_property
    def _standing(self) -> Standing:
        return Standing(self._stream.find(self.folded), self._stream)

    def places(self, documents: Array) -> Places:
        """The places in those of some documents that hold it."""
        if len(documents) > _FEW_TEXTS:
            return self._standing.places(documents)
        owned = [(document, span) for document in documents.tolist() for span in self.spans(document)]
        starts, ends = np.array([span for _, span in owned], np.int64).reshape(-1, 2).T
        return Places(starts, ends, np.array([document for document, _ in owned], np.int64))

    def spans(self, document: int) -> list[Span]:
        """(start, end) of the places in a document."""
        base, length = int(self._stream.title_starts[document]), len(self.folded)
        before = self._stream.folded_text(document).split(self.folded)[:-1]
        return [(end - length, end) for end in accumulate([len(some) + length for some in before], initial=base)][1:]


class Together:
    """A `Holding` of several things that cannot overlap, in documents that hold all of them."""

    def __init__(self, several: Sequence[Holding], documents: Array) -> None:
        self._several = several
        self.documents = documents

    @cached_property
    def counts(self) -> Array:
        """How often any of them in each document."""
        return self._sum([at(self.documents, some.documents, some.counts) for some in self._narrow])

    @cached_property
    def once(self) -> Array:
        """The same, not counting again in a title what its body repeats."""
        return self._sum([at(self.documents, some.documents, some.once) for some in self._narrow])

    @cached_property
    def _narrow(self) -> list[Holding]:
        return [some.narrowed(self.documents) for some in self._several]

    def narrowed(self, documents: Array) -> Together:
        """The same in no more than is needed to know of some documents."""
        return Together(self._several, in_all([documents, self.documents]))

    def _sum(self, counts: Sequence[Array]) -> Array:
        total: Array = np.sum([np.zeros(len(self.documents), np.int64), *counts], axis=0)
        return total

    def places(self, documents: Array) -> Places:
        """The places in those of some documents that hold them."""
        held = in_all([documents, self.documents])
        return join([some.places(held) for some in self._several])

    def spans(self, document: int) -> list[Span]:
        """(start, end) of the places in a document."""
        is_held = among(np.array([document]), self.documents)[0]
        return sorted(span for some in self._several for span in some.spans(document)) if is_held else []


def _once(holding: Standing | Tallied, stream: Stream) -> Array:
    if not len(holding.titled):
        return holding.counts
    once: Array = holding.counts.copy()
    once[holding.titled] -= stream.title_in_body.take(holding.documents.take(holding.titled)) * holding.title_counts
    return once


def can_overlap(one: str, other: str) -> bool:
    """Whether places of two strings can share a character: one begins as the other ends, or stands in it."""
    return (
        one in other
        or other in one
        or any(one[:n] == other[-n:] or other[:n] == one[-n:] for n in range(1, min(len(one), len(other))))
    )
