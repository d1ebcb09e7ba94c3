"""Chooses the engine for an index. The only module that names one.

Enters: where the index is. Leaves: an `Engine`.
"""

from __future__ import annotations

from pathlib import Path

from indexer.analysis import Analyzer
from indexer.engines.base import Engine
from indexer.equivalents import Equivalents
from indexer.settings import DEFAULT_MEMORY_MB, SEGMENTERS


def open_engine(
    index: Path,
    *,
    dictionary: Path | None = None,
    equivalents: Path | None = None,
    memory_mb: int = DEFAULT_MEMORY_MB,
    segmenter: str = SEGMENTERS[0],
) -> Engine:
    """The engine for an index folder, which need not exist yet. dictionary: the user's own words, a file.
    equivalents: names that stand for each other, a file. memory_mb: what writing may take, in this process.
    segmenter: one of `settings.SEGMENTERS`; an index made with one is opened with any, as they cut the same.

    Raises:
        SettingError: the dictionary or the equivalents cannot be read.
    """
    from indexer.engines.local import LocalEngine  # imported only where it is chosen

    analyzer = Analyzer(dictionary, is_fast=segmenter != "jieba")
    return LocalEngine(index, analyzer, Equivalents(equivalents), memory_mb=memory_mb)
