"""Chooses the engine for an index. The only module that names one.

Enters: where the index is. Leaves: an `Engine`.
"""

from __future__ import annotations

from pathlib import Path

from indexer.analysis import Analyzer
from indexer.engines.base import Engine
from indexer.equivalents import Equivalents


def open_engine(index: Path, *, dictionary: Path | None = None, equivalents: Path | None = None) -> Engine:
    """The engine for an index folder, which need not exist yet. dictionary: the user's own words, a file.
    equivalents: names that stand for each other, a file.

    Raises:
        SettingError: the dictionary or the equivalents cannot be read.
    """
    from indexer.engines.local import LocalEngine  # imported only where it is chosen

    return LocalEngine(index, Analyzer(dictionary), Equivalents(equivalents))
