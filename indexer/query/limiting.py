"""A tree within what an engine can look at in the time that a reader waits. Pure, given what each text takes.

What is too much is left out and said, the last typed first: of texts near each other the commonest, then whole pieces.
The first piece stays, but for a pattern, or texts near each other, that take twice as much as is meant for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from indexer.model import Note
from indexer.query.parsing import Query
from indexer.query.tree import And, Everything, Near, Node, Not, Or, Pattern, Phrase, Text, Words, numbered

_TIMES_ALONE = 2
"""Times what one answer may take that its first piece may: who asks for 的 and 一 in one sentence gets an answer, who
asks for every comma beside a full stop does not."""
_MOST_SHOWN = 20
"""Characters of a piece that a note repeats."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What texts take. of: places that are looked at to find one; most: how many of them may be in one answer.

    at_most: what `of` cannot be more than, known without looking anything up.
    """

    of: Callable[[Text], int]
    at_most: Callable[[Text], int]
    most: int


def limited(query: Query, effort: Effort) -> Query:
    """The query, with a note where something had to be left out."""
    if isinstance(query.tree, Phrase | Words) or sum(map(effort.at_most, _leaves(query.tree))) <= effort.most:
        return query
    limiter = _Limiter(Effort(cache(effort.of), effort.at_most, effort.most))
    tree = limiter.kept(query.tree) or Everything()
    if not limiter.left_out:
        return query
    first, count = limiter.left_out[0][:_MOST_SHOWN], len(limiter.left_out)
    note = Note("effort", f"一次最多查 {effort.most} 处，“{first}”等 {count} 段太常见，已忽略")
    return Query(tree, (*query.notes, note))


def _leaves(node: Node) -> Iterator[Text]:
    """Every text, excluded ones too."""
    match node:
        case Phrase() | Words() | Pattern() | Near():
            yield node
        case And(children) | Or(children):
            for child in children:
                yield from _leaves(child)
        case Not(child):
            yield from _leaves(child)


class _Fitting(NamedTuple):
    leaf: Text | None
    left_out: Sequence[str]


class _Limiter:
    def __init__(self, effort: Effort) -> None:
        self._effort = effort
        self._spent = 0
        self._known: set[Text] = set()
        self.left_out: list[str] = []

    def kept(self, node: Node) -> Node | None:
        """What of a node stays."""
        match node:
            case Phrase() | Words() | Pattern() | Near():
                return self._leaf(node)
            case And(children) | Or(children):
                stay = [child for child in map(self.kept, children) if child is not None]
                return type(node)(tuple(stay)) if len(stay) > 1 else stay[0] if stay else None
            case Not(child):
                kept = self.kept(child)
                return None if kept is None else Not(kept)
        return node

    def _leaf(self, leaf: Text) -> Text | None:
        alone = numbered(leaf, 0)
        if alone in self._known:  # asked for again: found once
            return leaf
        fitting = self._fitting(leaf)
        self.left_out += fitting.left_out
        if fitting.leaf is not None:
            self._known.add(numbered(fitting.leaf, 0))
            self._spent += self._effort.of(fitting.leaf)
        return fitting.leaf

    def _fitting(self, leaf: Text) -> _Fitting:
        if self._fits(leaf):
            return _Fitting(leaf, ())
        left_out: list[str] = []
        if isinstance(leaf, Near):
            rarest = sorted(leaf.parts, key=self._effort.of)
            while len(rarest) > 2 and not self._fits(_of_parts(leaf, rarest)):
                left_out.append(rarest.pop().text)
            leaf = _of_parts(leaf, rarest)
        if self._fits(leaf) or (not self._spent and self._may_stand_first(leaf)):
            return _Fitting(leaf, left_out)
        return _Fitting(None, (*left_out, leaf.text))

    def _may_stand_first(self, leaf: Text) -> bool:
        return isinstance(leaf, Phrase | Words) or self._effort.of(leaf) <= _TIMES_ALONE * self._effort.most

    def _fits(self, leaf: Text) -> bool:
        return self._spent + self._effort.of(leaf) <= self._effort.most


def _of_parts(near: Near, rarest: Sequence[Phrase | Pattern]) -> Near:
    """The same with some of its parts, in the order typed."""
    parts = tuple(part for part in near.parts if part in rarest)
    return replace(near, parts=parts, text=" ".join(part.text for part in parts))
