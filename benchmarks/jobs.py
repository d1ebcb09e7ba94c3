"""What a measuring process is told to do. Pure values, so that both sides of the pipe can name them.

Enters: nothing. Leaves: `BuildJob`, `ServeJob`, `Task`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from benchmarks.corpus import Corpus, Passage
from benchmarks.figures import Effort
from benchmarks.queries import Query


@dataclass(frozen=True, slots=True)
class BuildJob:
    """Build an index and end; answered with `Built`."""

    engine: str
    corpus: Corpus
    folder: Path
    workers: int


@dataclass(frozen=True, slots=True)
class ServeJob:
    """Open an index and go on with `Task`s until there are no more; answered with `Opened`.

    started: when, in seconds by the monotonic clock.
    """

    engine: str
    folder: Path
    started: float
    queries: tuple[Query, ...]
    passages: tuple[Passage, ...]
    effort: Effort


class Task(Enum):
    """One thing to measure at an open index."""

    ROUND = auto()
    """All queries once; answered with `Asked`, one a query."""
    MIXED = auto()
    """Many queries in a mixed order; answered with `Served`."""
    CLIENTS = auto()
    """Many clients at once; answered with `Throughput`."""
    RECALL = auto()
    """Every passage; answered with `Recall`."""
