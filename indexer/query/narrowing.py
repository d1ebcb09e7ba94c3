"""What of a query narrows by what is known of a speech, and the query without it. Pure.

Enters: a tree. Leaves: its conditions, or the tree of its texts alone.
"""

from __future__ import annotations

from indexer.query.tree import And, Dated, Everything, Has, Identified, Near, Node, Not, Or, Pattern, Phrase, Words


def conditions(tree: Node) -> tuple[Node, ...]:
    """The conditions that have to be met, each once, in order; those under a `Not` or an `Or` are left out."""
    match tree:
        case Has() | Dated() | Identified():
            return (tree,)
        case And(children):
            return tuple(dict.fromkeys(condition for child in children for condition in conditions(child)))
        case _:
            return ()


def unconditional(tree: Node) -> Node:
    """The tree without conditions, excluded ones too; everything where it has nothing else."""
    return _texts(tree) or Everything()


def _texts(node: Node) -> Node | None:
    match node:
        case Words() | Phrase() | Pattern() | Near():
            return node
        case And(children) | Or(children):
            kept = tuple(child for child in map(_texts, children) if child is not None)
            return type(node)(kept) if len(kept) > 1 else kept[0] if kept else None
        case Not(child):
            inner = _texts(child)
            return None if inner is None else Not(inner)
        case _:
            return None
