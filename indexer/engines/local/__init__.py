"""The embedded engine: one folder, no server. Whoosh holds the index; text is matched and ranked on mapped arrays.

From the ground up: `arrays` (files), `characters` `words` `columns` `records` (the parts of a segment), `batch` and
`segment` (writing and reading one), `codec` and `container` (the Whoosh index around them), `generations` (publishing,
the lock), `writer`; `matching`, `ranking`, `counting` (a query's answer), `turns`, `engine` (the protocol).
"""

from indexer.engines.local.engine import LocalEngine

__all__ = ["LocalEngine"]
