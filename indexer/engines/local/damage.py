"""Damage: files of a generation that are not what was written, and failures that come of it.

Enters: a generation's folder, what its meta says. Leaves: sentences. Looks at every byte, so nothing here is on the way
of a query that is answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from indexer.engines.local import generations
from indexer.engines.local.around import around
from indexer.errors import IndexDamaged

_COMES_OF_DAMAGE = (ArithmeticError, LookupError, MemoryError, TypeError, ValueError)
"""What numpy and Python raise over arrays with wrong numbers in them."""


class HasRoot(Protocol):
    """An engine."""

    root: Path


def damages(folder: Path, meta: generations.Meta) -> list[str]:
    """A sentence for every file that is missing, foreign or changed since the generation was published."""
    expected, actual = meta["files"], generations.file_sums(folder)
    problems = [f"{name} is missing" for name in expected if name not in actual]
    problems += [f"{name} does not belong to the index" for name in actual if name not in expected]
    return problems + [f"{n} was changed" for n, sums in actual.items() if n in expected and expected[n] != sums]


@contextmanager
def _watched(engine: HasRoot) -> Iterator[None]:
    try:
        yield
    except _COMES_OF_DAMAGE as problem:
        folder = generations.current(engine.root)
        if found := damages(folder, generations.read_meta(folder)):
            raise IndexDamaged(f"{folder}: {found[0]}: run `jianghua rebuild`") from problem
        raise


explained = around(_watched)
"""A method, which raises IndexDamaged where it fails and a file of the index was changed."""
