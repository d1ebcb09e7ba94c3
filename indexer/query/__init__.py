"""Queries: a typed string → a tree, and the tree in words. Parsing never fails.

Enters: what someone typed. Leaves: `Query(tree, notes)`, `describe(tree)`, `to_syntax(tree)`. Never knows an engine.
"""

from indexer.query.expanding import expand
from indexer.query.parsing import MOST_CHARACTERS, MOST_DEPTH, MOST_PIECES, Query, parse_query
from indexer.query.wording import describe, to_syntax

__all__ = ["MOST_CHARACTERS", "MOST_DEPTH", "MOST_PIECES", "Query", "describe", "expand", "parse_query", "to_syntax"]
