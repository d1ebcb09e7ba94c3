"""A generation, opened: its segments and what is computed over all of them.

Enters: the folder of a generation. Leaves: a `Snapshot`, which never changes, so threads share it without locks.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from indexer.engines.local import container, generations
from indexer.engines.local.faceting import FacetField
from indexer.engines.local.ranking import Ranking
from indexer.engines.local.segment import Segment
from indexer.model import FACET_FIELDS


def open_segments(folder: Path) -> list[Segment]:
    """The segments of a generation in the order in which their documents are numbered."""
    segments = []
    base = 0
    for place in container.segments(folder):
        segments.append(Segment(place.folder, base, place.deleted))
        base += place.documents
    return segments


class Location(NamedTuple):
    """A document of a segment."""

    segment: Segment
    document: int


class Snapshot:
    """One generation, opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = generations.read_meta(folder)
        generations.require_whole(folder, self.meta)
        self.segments = open_segments(folder)

    @property
    def fingerprint(self) -> str:
        """Names the corpus: changes with any speech."""
        return str(self.meta["fingerprint"])

    @cached_property
    def facets(self) -> dict[str, FacetField]:
        """Every facet field over all segments."""
        return {field: FacetField(self.segments, field) for field in FACET_FIELDS}

    @cached_property
    def ranking(self) -> Ranking:
        """Scores over all segments."""
        return Ranking(self.segments)

    def locate(self, speech_id: str) -> Location | None:
        """Where the speech with an id is."""
        for segment in self.segments:
            document = segment.document(speech_id)
            if document is not None:
                return Location(segment, document)
        return None
