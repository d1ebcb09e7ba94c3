"""Chooses the engine for an index. The only module that names one.

Enters: where the index is. Leaves: an `Engine`.
"""

from __future__ import annotations

from pathlib import Path

from indexer.analysis import Analyzer
from indexer.engines.base import Engine


def open_engine(index: Path, *, dictionary: Path | None = None) -> Engine:
    """The engine for an index folder, which need not exist yet. dictionary: the user's own words, a file.

    Raises:
        SettingError: the dictionary cannot be read.
    """
    from indexer.engines.local import LocalEngine  # imported only where it is chosen

    return LocalEngine(index, Analyzer(dictionary))
