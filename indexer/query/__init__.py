"""Queries: a typed string → a tree, and the tree in words. Parsing never fails.

Enters: what someone typed. Leaves: `Query(tree, notes)`, `describe(tree)`, `to_syntax(tree)`. Never knows an engine.
"""

from indexer.query.expanding import expand
from indexer.query.leaves import MOST_DISTANCE, MOST_GAPS, MOST_PARTS, MOST_PIECES, MOST_WORDS
from indexer.query.lexing import field_of
from indexer.query.limiting import Effort, limited
from indexer.query.narrowing import conditions, unconditional
from indexer.query.parsing import MOST_CHARACTERS, MOST_DEPTH, Query, parse_query
from indexer.query.requiring import require
from indexer.query.rewriting import MOST_REWRITTEN, Rewritten, kind, put_text, rewritten
from indexer.query.wording import describe, to_syntax

__all__ = [
    "MOST_CHARACTERS",
    "MOST_DEPTH",
    "MOST_DISTANCE",
    "MOST_GAPS",
    "MOST_PARTS",
    "MOST_PIECES",
    "MOST_REWRITTEN",
    "MOST_WORDS",
    "Effort",
    "Query",
    "Rewritten",
    "conditions",
    "describe",
    "expand",
    "field_of",
    "kind",
    "limited",
    "parse_query",
    "put_text",
    "require",
    "rewritten",
    "to_syntax",
    "unconditional",
]
