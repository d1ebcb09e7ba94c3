"""What an engine of the comparison is: five methods. Each is used in a process of its own.

Enters: a corpus, queries. Leaves: times of a build, answers. Never: a clock around a search; that is the harness's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.corpus import Corpus
from benchmarks.queries import Query

HITS = 10
"""Hits of an answer, each with its snippets."""
TITLE_WEIGHT = 2.0
"""A word in the title counts as two in the body, in every engine that can weigh fields."""


@dataclass(frozen=True, slots=True)
class BuildTimes:
    """Seconds of a build, from the first document to an index that answers; the word list's loading is cutting.

    reading_s and cutting_s are parts of total_s; is_estimated: they were measured apart from the build, the cutting
        on a sample; cutting_s is None where nothing is cut. from_prepared_s: a build of its own from the documents that
        the others get, read and cleaned already; None where total_s is that of such a build.
    """

    total_s: float
    reading_s: float
    cutting_s: float | None
    is_estimated: bool = False
    from_prepared_s: float | None = None

    @property
    def writing_s(self) -> float:
        """What is neither reading nor cutting."""
        return self.total_s - self.reading_s - (self.cutting_s or 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """The best HITS documents, how many match, how many of them a year, the snippets of the best ones.

    own_ms: what the engine itself says that it needed, where it is asked over a wire.
    """

    ids: tuple[str, ...]
    total: int
    years: Mapping[str, int]
    snippets: tuple[str, ...]
    own_ms: float | None = None


class Engine(Protocol):
    """One way to index and search. `build` and `open` are never called on the same object."""

    def build(self, corpus: Corpus, folder: Path, workers: int) -> BuildTimes:
        """Index a corpus into a folder that does not exist yet."""

    def open(self, folder: Path) -> None:
        """Make ready to answer from a folder that `build` made."""

    def search(self, query: Query) -> Answer:
        """Answer; threads may ask at the same time."""

    def finds(self, query: Query, document_id: str) -> bool:
        """Whether this document is among all that match, however far down."""

    def close(self) -> None:
        """Let go of files and processes."""

    @property
    def process_id(self) -> int:
        """The process that answers, whose memory counts."""
