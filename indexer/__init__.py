"""Jianghua's engine: reads, cleans, analyses, indexes and searches speech texts. It knows no HTTP.

This is its public face; the rooms behind it are described in `indexer/README.md`. What writes is loaded when somebody
asks for it: those who search would wait a thirtieth of a second for the readers of files.
"""

from typing import TYPE_CHECKING

from indexer.engines.base import Engine
from indexer.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexProblem,
    IndexStale,
    JianghuaError,
    SettingError,
    SourceError,
    SpeechMissing,
)
from indexer.model import Filters, SearchRequest, Sort
from indexer.opening import open_engine
from indexer.searching import read_speech, related, search, similar
from indexer.suggesting import suggest
from indexer.version import __version__

if TYPE_CHECKING:
    from indexer.indexing import check, rebuild, update

__all__ = [
    "Engine",
    "Filters",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexProblem",
    "IndexStale",
    "JianghuaError",
    "SearchRequest",
    "SettingError",
    "Sort",
    "SourceError",
    "SpeechMissing",
    "__version__",
    "check",
    "open_engine",
    "read_speech",
    "rebuild",
    "related",
    "search",
    "similar",
    "suggest",
    "update",
]


def __getattr__(name: str) -> object:
    if name not in ("check", "rebuild", "update"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from indexer import indexing

    return getattr(indexing, name)
