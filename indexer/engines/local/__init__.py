"""The embedded engine: one folder, no server. Whoosh holds the index; text is matched and ranked on mapped arrays.

From the ground up: `arrays` (files), `characters` `words` `columns` `records` (the parts of a segment), `batch` and
`segment` (writing and reading one), `codec` and `container` (the Whoosh index around them), `generations` (publishing,
the lock), `writer`; `matching`, `ranking`, `counting` (a query's answer), `turns`, `engine` (the protocol).

The engine is loaded when somebody asks for it: a worker process needs what prepares batches, not what answers.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.engines.local.engine import LocalEngine

__all__ = ["LocalEngine"]


def __getattr__(name: str) -> object:
    if name != "LocalEngine":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from indexer.engines.local.engine import LocalEngine

    return LocalEngine
