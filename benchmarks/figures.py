"""What is measured, as values, and how several are made one. Pure.

Enters: single measurements. Leaves: figures to print. Never: a clock, a table.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.engines.base import BuildTimes


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is asked: rounds of all queries; then `mixed` queries before memory is read; clients for some seconds;
    passages looked for.

    most_s: the rounds after the first, and the mixed queries, each end early where they take longer.
    """

    rounds: int = 5
    mixed: int = 1_000
    clients: int = 8
    clients_s: float = 5.0
    passages: int = 400
    most_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Built:
    """A build. peak_bytes: of the one process, 0 where there were several."""

    documents: int
    workers: int
    times: BuildTimes
    index_bytes: int
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Opened:
    """Seconds since the process was started: until the index was open; until the first query was answered."""

    open_s: float
    first_s: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One query, once. ms: at the one who asked; own_ms: at the server, where there is one."""

    ms: float
    total: int
    own_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """Memory of the process that answers, after so many queries."""

    queries: int
    resident_bytes: int
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Throughput:
    """Clients at once. differing: answers that were not those given to one client alone."""

    queries: int
    seconds: float
    differing: int


@dataclass(frozen=True, slots=True)
class Recall:
    """Quoted strings copied from bodies: how many of them found their document; had the right number of documents."""

    asked: int
    found: int
    right_totals: int


@dataclass(slots=True)
class EngineFigures:
    """All about an engine at one size. rounds[r][q]: query q in round r. problem: why it ended early, else empty.

    command_s: the whole process `jianghua search`, for Jianghua alone.
    """

    name: str
    builds: list[Built]
    rounds: list[tuple[Asked, ...]]
    command_s: float | None = None
    opened: Opened | None = None
    served: Served | None = None
    throughput: Throughput | None = None
    recall: Recall | None = None
    problem: str = ""

    def times_ms(self, *, own: bool = False) -> list[float]:
        """The median of each query over the rounds; own: as the server says."""
        return [
            statistics.median((asked.own_ms or 0.0) if own else asked.ms for asked in over_rounds)
            for over_rounds in zip(*self.rounds, strict=True)
        ]

    @property
    def totals(self) -> list[int]:
        """How many documents each query finds."""
        return [asked.total for asked in self.rounds[0]]


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """Everything at one size."""

    documents: int
    text_bytes: int
    characters: int
    engines: tuple[EngineFigures, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Of some times: the middle, what 95 of 100 stay under, the worst."""

    p50: float
    p95: float
    worst: float


def spread(times: Sequence[float]) -> Spread:
    """Percentiles, between two values in proportion.

    >>> spread([1.0, 2.0, 3.0])
    Spread(p50=2.0, p95=2.9, worst=3.0)
    """
    if len(times) == 1:
        return Spread(times[0], times[0], times[0])
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return Spread(cuts[49], cuts[94], max(times))
