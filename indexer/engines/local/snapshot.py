"""A generation, opened: its segments and what is computed over all of them.

Enters: the folder of a generation. Leaves: a `Snapshot`, which never changes, so threads share it without locks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path

from indexer.engines.local import generations
from indexer.engines.local.keywords import as_term
from indexer.engines.local.ranking import Ranking
from indexer.engines.local.relating import Relating
from indexer.engines.local.segment import Segment, SegmentPlace
from indexer.engines.local.speeches import Speeches
from indexer.engines.local.suggesting import Suggesting
from indexer.model import IndexStats


def open_segments(places: Iterable[SegmentPlace]) -> list[Segment]:
    """The segments of a generation in the order in which their documents are numbered."""
    segments = []
    base = 0
    for place in places:
        segments.append(Segment(place.folder, base, place.deleted))
        base += place.documents
    return segments


def fingerprint(segments: Sequence[Segment]) -> str:
    """Eight hexadecimal digits that change with any speech of the corpus, whatever the order or the segments."""
    total = hashlib.sha256()
    for speech_id, digest in sorted(chain.from_iterable(segment.live_digests() for segment in segments)):
        total.update(as_term(speech_id) + b"\0" + digest)
    return total.hexdigest()[:8]


class Snapshot:
    """One generation, opened. stats: what it holds, for those who count it to remember."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = generations.read_meta(folder)
        generations.require_whole(folder, self.meta)
        self.segments = open_segments(generations.segments(folder, self.meta))
        self.speeches = Speeches(self.segments)
        self.stats: IndexStats | None = None

    @property
    def fingerprint(self) -> str:
        """Names the corpus: changes with any speech."""
        return str(self.meta["fingerprint"])

    @cached_property
    def ranking(self) -> Ranking:
        """Scores over all segments."""
        return Ranking(self.speeches)

    @cached_property
    def relating(self) -> Relating:
        """What goes together."""
        return Relating(self.speeches, self.segments)

    @cached_property
    def suggesting(self) -> Suggesting:
        """What can be suggested."""
        return Suggesting(self.speeches, self.segments)
