"""A tree and its equivalents: every bare run learns the other ways to write it. Pure, given what cuts and what expands.

Quotations stay as they are: who quotes, asks for these characters. So do pieces behind `=` and all pieces where the
switch `exact` is on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import accumulate

from indexer.equivalents import Equivalents, Expression, write
from indexer.folding import fold
from indexer.query.tree import And, Node, Not, Or, Words

Pieces = Callable[[str], list[str]]
"""Cuts a folded text into pieces, words and all between them; joined they are the text again."""


def expand(node: Node, equivalents: Equivalents, pieces: Pieces) -> Node:
    """The tree with what stands for its bare runs; itself where nothing does."""
    match node:
        case Words():
            return _expanded(node, equivalents, pieces)
        case And(children):
            return And(tuple(expand(child, equivalents, pieces) for child in children))
        case Or(children):
            return Or(tuple(expand(child, equivalents, pieces) for child in children))
        case Not(child):
            return Not(expand(child, equivalents, pieces))
        case _:
            return node


def _expanded(leaf: Words, equivalents: Equivalents, pieces: Pieces) -> Words:
    folded = fold(leaf.text)
    expressions = equivalents.expressions(folded)
    variants = write(folded, expressions)
    if not variants:
        return leaf
    units = tuple(dict.fromkeys(_units(leaf, folded, expressions, pieces)))
    return replace(leaf, variants=variants, units=units)


def _units(leaf: Words, folded: str, expressions: tuple[Expression, ...], pieces: Pieces) -> Iterator[tuple[str, ...]]:
    """What has to be there in place of the leaf's words: each as it stands, with the other ways to write it.

    Pieces that share an expression belong together: 十月十二日 is one date, though it is two words.
    """
    ends = list(accumulate(map(len, pieces(folded))))
    begins = [0, *ends[:-1]]
    # A name in the middle of other words is none: 中共 in 其中共有.
    sound = [e for e in expressions if not e.is_name or _is_sound(e, begins, ends)]
    start = 0
    required = False
    for begin, end in zip(begins, ends, strict=True):
        required |= folded[begin:end] in leaf.required
        if any(e.start < end < e.end for e in sound):
            continue  # the unit goes on
        if required:
            inside = [e._replace(start=e.start - start, end=e.end - start) for e in sound if start <= e.start < end]
            unit = folded[start:end]
            yield (unit, *write(unit, inside))
        start, required = end, False


def _is_sound(name: Expression, begins: list[int], ends: list[int]) -> bool:
    """Whether a name is whole words, or stands inside one."""
    is_whole = name.start in begins and name.end in ends
    return is_whole or any(begin <= name.start and name.end <= end for begin, end in zip(begins, ends, strict=True))
