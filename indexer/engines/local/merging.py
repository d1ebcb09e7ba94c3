"""Which segments an update folds into what it adds, so that many small updates do not pile up.

Enters: segments, what is added. Leaves: the segments to write anew, their speeches. Never writes.

The rule is that of logarithmic merging: what is added takes in every segment that is not much larger than all that is
taken in before it, smallest first. So a segment is several times as large as all smaller ones together, there are as
many as the corpus has digits, and a speech is written anew as often. A segment that is mostly deleted is taken in too.
Source: P. O'Neil et al., The log-structured merge-tree, Acta Informatica 33 (1996).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.segment import Segment
from indexer.model import Speech

_RATIO = 3
"""How many times what is taken in already a segment may be to be taken in too: fewer segments for more writing."""
_MOST_DELETED = 0.5
"""Of a segment's characters: beyond it the segment is written anew for the room alone."""


@dataclass(frozen=True, slots=True)
class Remains:
    """A segment of the generation before and what an update leaves of it. base: number of its first document."""

    segment: Segment
    base: int
    is_live: Array

    @property
    def live_characters(self) -> int:
        """Characters of what is left, titles included."""
        return int(self._lengths()[self.is_live].sum())

    @property
    def is_mostly_deleted(self) -> bool:
        """Whether more is gone than left; where nothing is left there is nothing to write anew."""
        return 0 < self.live_characters < _MOST_DELETED * int(self._lengths().sum())

    def _lengths(self) -> Array:
        return np.diff(self.segment.characters.title_starts.astype(np.int64))

    @property
    def numbers(self) -> range:
        """Its documents, as they are numbered over all segments."""
        return range(self.base, self.base + len(self.is_live))

    def speeches(self) -> Iterator[Speech]:
        """What is left."""
        for document in np.flatnonzero(self.is_live).tolist():
            origin = self.segment.origins[document].tobytes()
            yield replace(self.segment.whole_speech(document), origin=origin if any(origin) else b"")


def remaining(segments: Sequence[Segment], removed: Sequence[int]) -> list[Remains]:
    """What is left of each segment when documents, as they are numbered over all of them, are removed."""
    left, base = [], 0
    is_removed = np.zeros(sum(map(len, segments)), bool)
    is_removed[list(removed)] = True
    for segment in segments:
        left.append(Remains(segment, base, segment.is_live & ~is_removed[base : base + len(segment)]))
        base += len(segment)
    return left


def taken_in(candidates: Sequence[Remains], added: int, most: int) -> list[Remains]:
    """The segments to write anew together with what is added; added, most: characters, of it and of any segment."""
    taken, total = [], added
    for remains in sorted(candidates, key=lambda remains: remains.live_characters):
        size = remains.live_characters
        if size and total + size <= most and (size <= _RATIO * total or remains.is_mostly_deleted):
            taken.append(remains)
            total += size
    return taken
