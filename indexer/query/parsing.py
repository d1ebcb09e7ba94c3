"""Tokens → a tree with notes. Pure, given a cutter; never raises.

Grammar, loosest first; `OR` binds closer than standing side by side, as Google has it::

    query  = any+                      all of them
    any    = one (OR one)*             any of them
    one    = [NOT] [=] (run | "exact" | field: value | "(" query ")")

`=` before a piece, or before a group for all in it, stands for: exactly this, no equivalents, as does `exact`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer import dates
from indexer.model import Note
from indexer.query.lexing import Lexeme, Sign, lex
from indexer.query.tree import And, Dated, Everything, Has, Node, Not, Or, Phrase, Words

MOST_CHARACTERS = 2000
"""Longer queries are cut: a page of text is a document, not a question, and not every proxy would keep its URL."""
MOST_PIECES = 64
"""Pieces of text beyond these are left out: each costs a look-up."""
MOST_DEPTH = 32
"""Brackets nested deeper are ignored."""

Cutter = Callable[[str], tuple[str, ...]]
"""Cuts a run into its folded words, function words left out unless there are no others."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read."""

    tree: Node
    notes: tuple[Note, ...] = ()


def parse_query(text: str, cut: Cutter, *, exact: bool = False) -> Query:
    """Read what was typed. exact: every piece is taken as if it stood in quotation marks with `=` before."""
    notes = []
    if len(text) > MOST_CHARACTERS:
        notes.append(Note("too-long", f"查询超过 {MOST_CHARACTERS} 字，只用了前 {MOST_CHARACTERS} 字"))
    parser = _Parser(lex(text[:MOST_CHARACTERS]), cut, exact)
    tree = parser.parse()
    if tree == Everything() and text.strip() and not parser.notes:
        notes.append(Note("empty", f"“{text.strip()}”里没有可查的字，已忽略；要查标点请加引号"))
    return Query(tree, (*notes, *dict.fromkeys(parser.notes)))


class _Parser:
    def __init__(self, lexemes: list[Lexeme], cut: Cutter, exact: bool) -> None:
        self._lexemes = lexemes
        self._cut = cut
        self._exact = exact
        self._at = 0
        self._depth = 0
        self._pieces = 0
        self.notes: list[Note] = []

    def parse(self) -> Node:
        children: list[Node] = []
        while self._at < len(self._lexemes):
            children += self._all()
            if self._peek() is Sign.CLOSE:  # one that closes nothing
                self._note("bracket", "多出的右括号已忽略")
                self._at += 1
        return _combine(And, children) or Everything()

    def _note(self, code: str, text: str) -> None:
        self.notes.append(Note(code, text))

    def _peek(self) -> Sign | None:
        return self._lexemes[self._at].sign if self._at < len(self._lexemes) else None

    def _all(self) -> list[Node]:
        """Everything up to a closing bracket or the end."""
        children = []
        while self._peek() not in (None, Sign.CLOSE):
            node = self._any()
            if node is not None:
                children.append(node)
        return children

    def _any(self) -> Node | None:
        choices = [self._one()]
        while self._peek() is Sign.OR:
            self._at += 1
            choices.append(self._one())
        known = [node for node in choices if node is not None]
        if len(known) < len(choices) and len(choices) > 1:
            self._note("operator", "OR 的一边是空的，已忽略")
        return _combine(Or, known)

    def _one(self) -> Node | None:
        sign = self._peek()
        if sign in (None, Sign.CLOSE, Sign.OR):
            return None
        lexeme = self._lexemes[self._at]
        self._at += 1
        match lexeme.sign:
            case Sign.NOT:
                return self._not()
            case Sign.EXACT:
                return self._exactly()
            case Sign.OPEN:
                return self._group()
            case Sign.FIELD:
                return self._field(lexeme.text)
            case Sign.AND:
                return None
            case _:
                return self._text(lexeme, in_title=False, is_exact=self._exact)

    def _not(self) -> Node | None:
        negations = 1
        while self._peek() is Sign.NOT:
            self._at += 1
            negations += 1
        node = self._one()
        if node is None:
            self._note("operator", "减号后面是空的，已忽略")
            return None
        if negations % 2 == 0:
            return node
        return node.child if isinstance(node, Not) else Not(node)

    def _exactly(self) -> Node | None:
        before, self._exact = self._exact, True
        node = self._one()
        self._exact = before
        if node is None:
            self._note("operator", "等号后面是空的，已忽略")
        return node

    def _group(self) -> Node | None:
        if self._depth >= MOST_DEPTH:
            self._note("depth", f"括号超过 {MOST_DEPTH} 层，更深的已忽略")
            return None
        self._depth += 1
        children = self._all()
        self._depth -= 1
        if self._peek() is Sign.CLOSE:
            self._at += 1
        else:
            self._note("bracket", "缺少的右括号已补上")
        return _combine(And, children)

    def _text(self, lexeme: Lexeme, *, in_title: bool, is_exact: bool) -> Node | None:
        if not lexeme.is_closed:
            self._note("quotation", "缺少的引号已补在末尾")
        is_quoted = lexeme.sign is Sign.QUOTED
        # Nothing to look for: no character at all, or bare marks, which would only be noise.
        if not lexeme.text.strip() or not (is_quoted or any(map(str.isalnum, lexeme.text))):
            self._note("empty", f"“{lexeme.text}”里没有可查的字，已忽略；要查标点请加引号")
            return None
        if self._pieces >= MOST_PIECES:
            self._note("pieces", f"查询超过 {MOST_PIECES} 段，后面的已忽略")
            return None
        piece = self._pieces
        self._pieces += 1
        if is_quoted or is_exact:
            return Phrase(lexeme.text, piece, in_title, is_exact)
        return Words(lexeme.text, piece, tuple(dict.fromkeys(self._cut(lexeme.text))) or (lexeme.text,), in_title)

    def _field(self, field: str) -> Node | None:
        is_exact = self._peek() is Sign.EXACT
        while self._peek() is Sign.EXACT:
            self._at += 1
        if self._peek() not in (Sign.RUN, Sign.QUOTED):
            self._note("field", f"{field}: 后面没有值，已忽略")
            return None
        lexeme = self._lexemes[self._at]
        self._at += 1
        value = lexeme.text.strip()
        if field == "title":
            return self._text(lexeme, in_title=True, is_exact=is_exact or self._exact)
        if field in ("date", "from", "to"):
            return self._date(field, value)
        if not value:
            self._note("field", f"{field}: 后面没有值，已忽略")
            return None
        if field == "year" and (span := dates.parse_range(value)) and (span.first != span.last or len(value) > 4):
            return Dated(span.first, span.last)
        return Has(field, value, is_exact or lexeme.sign is Sign.QUOTED or field in ("year", "script"))

    def _date(self, field: str, value: str) -> Node | None:
        span = dates.parse_range(value)
        if span is None or (field == "from" and not span.first) or (field == "to" and not span.last):
            self._note("date", f"“{value}”不是日期，{field}: 已忽略；可写 2013、2013-05、2013-05-08、2013..2020")
            return None
        if field == "from":
            return Dated(span.first, "")
        return Dated("", span.last) if field == "to" else Dated(span.first, span.last)


def _combine(kind: type[And] | type[Or], children: list[Node]) -> Node | None:
    """One node of many: groups of the same kind are flattened, a single child stands for itself."""
    flat: list[Node] = []
    for child in children:
        flat.extend(child.children if isinstance(child, kind) else [child])
    if len(flat) > 1:
        return kind(tuple(flat))
    return flat[0] if flat else None
