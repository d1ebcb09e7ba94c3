"""The nouns of what was done to an index: how far a build is, what it did, what a check found. Pure.

Enters: nothing. Leaves: frozen values. Never: files, Whoosh, HTML, HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.model import Rejected


class Progress(NamedTuple):
    """How far a build is. `total` is None while it is unknown; both count speeches; `stage` is one word."""

    stage: str
    done: int
    total: int | None = None


ProgressTaker = Callable[[Progress], None]


def quiet(_: Progress) -> None:
    """Takes progress and says nothing."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a `rebuild` or `update` did.

    speeches: in the index afterwards; added, changed, removed, unchanged: against the generation before
        (a rebuild counts everything as added). unknown_kinds: file suffix -> number of files not read.
    steps: cleaning step -> characters it removed or changed, over all speeches that were read.
    """

    generation: str
    fingerprint: str
    speeches: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    unknown_kinds: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class CheckReport:
    """An index held against its own meta and against the sources. `problems` is empty when all is well.

    missing: ids in the sources that are not indexed; changed: ids whose digest differs; gone: indexed ids that no
        source holds any more (all three empty when no sources were given).
    """

    generation: str
    fingerprint: str
    speeches: int
    problems: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Nothing was found wrong."""
        return not (self.problems or self.missing or self.changed or self.gone)
