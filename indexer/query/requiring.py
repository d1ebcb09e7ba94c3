"""A tree whose bare runs know what has to be there: no single character by itself. Pure, given what cuts.

Enters: a tree as it was parsed. Leaves: the same with `Words.strings`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from indexer.folding import fold
from indexer.query.tree import And, Node, Not, Or, Words

Pieces = Callable[[str], list[str]]
"""Cuts a folded text into pieces, of which none is a single character where it stands beside a word."""


def require(node: Node, pieces: Pieces) -> Node:
    """The tree with what its bare runs require; itself where that is their words."""
    match node:
        case Words():
            return _required(node, pieces)
        case And(children):
            return And(tuple(require(child, pieces) for child in children))
        case Or(children):
            return Or(tuple(require(child, pieces) for child in children))
        case Not(child):
            return Not(require(child, pieces))
        case _:
            return node


def _required(leaf: Words, pieces: Pieces) -> Words:
    """A piece is required where one of the words is in it, so function words beside others are not."""
    whole = [piece for piece in pieces(fold(leaf.text)) if any(word in piece for word in leaf.words)]
    strings = tuple(dict.fromkeys(whole))
    return leaf if strings == leaf.words or not strings else replace(leaf, strings=strings)
