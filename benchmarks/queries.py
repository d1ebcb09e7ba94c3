"""The questions of the comparison: a class and a text each, read into a tree for every engine to put in its own words.

Enters: `queries.tsv`. Leaves: `Query`. Never: an engine's syntax; a room of `indexer`, so that peers start without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).with_name("queries.tsv")
_TOKEN = re.compile(r'"[^"]*"|[()]|-(?=\S)|[^\s()"]+')


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters as typed: `is_quoted` stands for exactly this, else its words are wanted."""

    text: str
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class And:
    """All of `wanted` and none of `unwanted`."""

    wanted: tuple[Node, ...]
    unwanted: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    children: tuple[Node, ...]


Node = Text | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A question. kind: its class in the tables; text: as it is typed into Jianghua; tree: what it means."""

    kind: str
    text: str
    tree: Node


def read_queries(path: Path = QUERIES) -> tuple[Query, ...]:
    """The queries of a file of lines ``class<TAB>text``, in its order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(Query(kind, text, parse(text)) for kind, text in rows)


def quoted(text: str) -> Query:
    """The question for exactly this text, which holds no quotation mark ``"``."""
    return Query("quoted", f'"{text}"', Text(text, is_quoted=True))


def parse(text: str) -> Node:
    """What a well-formed query means.

    >>> parse('(北京 OR 上海) -"奥运会"')
    And(wanted=(Or(children=(Text(text='北京', is_quoted=False), Text(text='上海', is_quoted=False))),), \
unwanted=(Text(text='奥运会', is_quoted=True),))
    """
    return _alternatives(iter([*_TOKEN.findall(text), ")"]))


def _alternatives(tokens: Iterator[str]) -> Node:
    """Up to the bracket that closes, which is taken."""
    children: list[Node] = []
    wanted: list[Node] = []
    unwanted: list[Node] = []
    target = wanted
    for token in tokens:
        if token in {")", "OR"}:
            children.append(wanted[0] if len(wanted) == 1 and not unwanted else And(tuple(wanted), tuple(unwanted)))
            if token == ")":
                break
            wanted, unwanted = [], []
            target = wanted
        elif token == "-":
            target = unwanted
        else:
            target.append(_alternatives(tokens) if token == "(" else Text(token.strip('"'), token.startswith('"')))
            target = wanted
    return children[0] if len(children) == 1 else Or(tuple(children))


def render(node: Node, leaf: Callable[[Text], str], *, but_not: str) -> str:
    """The tree in the syntax that most query languages share. leaf: one text; but_not: what stands between
    what is wanted and what is not.

    >>> render(parse("长江 -(黄河 OR 淮河)"), lambda text: text.text, but_not=" AND NOT ")
    '(长江 AND NOT (黄河 OR 淮河))'
    """
    match node:
        case Text():
            return leaf(node)
        case Or(children):
            return "(" + " OR ".join(render(child, leaf, but_not=but_not) for child in children) + ")"
        case And(wanted, unwanted):
            inside = " AND ".join(render(child, leaf, but_not=but_not) for child in wanted)
            return "(" + but_not.join([inside, *(render(u, leaf, but_not=but_not) for u in unwanted)]) + ")"
