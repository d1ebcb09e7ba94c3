"""Tokens → a tree with notes. Pure, given a cutter; never raises.

Grammar, loosest first; `OR` binds closer than standing side by side, as Google has it::

    query  = any+                      all of them
    any    = one (OR one)*             any of them
    one    = (NOT | =)* (text | field: (text | "(" query ")") | "(" query ")")
    text   = run | "exact" | "with*gaps?" | "near each"~10 | "[" same sentence "]" | "{" same paragraph "}"

`=` before a piece, or before a group for all in it, stands for: exactly this, no equivalents, no gaps, as does `exact`.
`==` stands for: and 后 is not 後 (`Phrase.is_written`).
`leaves` reads the texts.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer import dates
from indexer.folding import fold
from indexer.model import Note
from indexer.query.leaves import Cutter, Leaves, Manner, nothing_in
from indexer.query.lexing import Lexeme, Sign, lex, script_names
from indexer.query.tree import And, Dated, Everything, Has, Node, Not, Or, Scope

MOST_CHARACTERS = 2000
"""Longer queries are cut: a page of text is a document, not a question, and not every proxy would keep its URL."""
MOST_DEPTH = 32
"""Brackets and fields nested deeper are ignored."""

_CLOSE_OF = {
    Sign.OPEN: Sign.CLOSE,
    Sign.OPEN_SENTENCE: Sign.CLOSE_SENTENCE,
    Sign.OPEN_PARAGRAPH: Sign.CLOSE_PARAGRAPH,
}
_CLOSES = frozenset(_CLOSE_OF.values())
_OPENING = frozenset({*_CLOSE_OF, Sign.NOT, Sign.EXACT})
_SCOPES = {Sign.OPEN_SENTENCE: Scope.SENTENCE, Sign.OPEN_PARAGRAPH: Scope.PARAGRAPH}
_VALUES = frozenset({Sign.RUN, Sign.QUOTED, Sign.EXACT, Sign.OPEN})
"""What may follow the colon of a field; of a title also what asks for texts close together."""
_DATES = ("date", "from", "to")


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
    parser = _Parser(lex(text[:MOST_CHARACTERS]), Leaves(cut), exact)
    tree = parser.parse()
    if tree == Everything() and text.strip() and all(note.code == "empty" for note in parser.notes):
        return Query(tree, (*notes, Note(*nothing_in(text.strip()))))
    return Query(tree, (*notes, *dict.fromkeys(parser.notes)))


class _Parser:
    def __init__(self, lexemes: list[Lexeme], leaves: Leaves, exact: bool) -> None:
        self._lexemes = lexemes
        self._leaves = leaves
        self._exact = exact
        self._at = 0
        self._open: list[Sign] = []
        self._depth = 0
        self._field = ""
        self._has_equals = False
        self._is_written = False

    @property
    def notes(self) -> list[Note]:
        """What was assumed or ignored, in order."""
        return self._leaves.notes

    def parse(self) -> Node:
        """The tree of all tokens."""
        return _combine(And, self._in_order(self._all())) or Everything()

    def _in_order(self, children: list[Node]) -> list[Node]:
        """With `from:` and `to:` exchanged where the first day is after the last one."""
        dated = [child for child in children if isinstance(child, Dated)]
        begins, ends = [child.first for child in dated if not child.last], [d.last for d in dated if not d.first]
        if len(begins) != 1 or len(ends) != 1:
            return children
        begin, end = dates.date_bounds(begins[0]), dates.date_bounds(ends[0])
        if begin is None or end is None or begin.first_day <= end.last_day:
            return children
        self._leaves.note("date", f"起止日期颠倒了，改为从 {ends[0]} 到 {begins[0]}")
        exchanged = {Dated(begins[0], ""): Dated(ends[0], ""), Dated("", ends[0]): Dated("", begins[0])}
        return [exchanged.get(child, child) if isinstance(child, Dated) else child for child in children]

    def _peek(self) -> Sign | None:
        return self._lexemes[self._at].sign if self._at < len(self._lexemes) else None

    def _all(self) -> list[Node]:
        """Everything up to a bracket that closes one that is open, or the end."""
        children = []
        while (sign := self._peek()) is not None and sign not in self._open:
            if sign in _CLOSES:
                self._leaves.note("bracket", "多出的右括号已忽略")
                self._at += 1
            elif (node := self._any()) is not None:
                children.append(node)
        return children

    def _any(self) -> Node | None:
        choices = [self._one()]
        while self._peek() is Sign.OR:
            self._at += 1
            choices.append(self._one())
        known = [node for node in choices if node is not None]
        if len(known) < len(choices) and len(choices) > 1:
            self._leaves.note("operator", "OR 的一边是空的，已忽略")
        return _combine(Or, known)

    def _one(self) -> Node | None:
        sign = self._peek()
        if sign is None or sign in _CLOSES or sign is Sign.OR:
            return None
        if sign in (Sign.NOT, Sign.EXACT):
            return self._prefixed()
        lexeme = self._lexemes[self._at]
        self._at += 1
        match sign:
            case Sign.OPEN:
                return _combine(And, self._bracketed(sign))
            case Sign.OPEN_SENTENCE | Sign.OPEN_PARAGRAPH:
                return self._together(sign)
            case Sign.FIELD:
                return self._of_field(lexeme.text)
            case Sign.AND:
                return None
            case _ if self._field in ("", "title"):
                return self._leaves.read(lexeme, self._manner)
            case _:
                return self._value(self._field, lexeme)

    @property
    def _manner(self) -> Manner:
        return Manner(
            in_title=self._field == "title", is_exact=self._exact or self._has_equals, is_written=self._is_written
        )

    def _prefixed(self) -> Node | None:
        negations, before = 0, (self._has_equals, self._is_written)
        while (sign := self._peek()) in (Sign.NOT, Sign.EXACT):
            negations += sign is Sign.NOT
            self._has_equals |= sign is Sign.EXACT
            self._at += 1
            self._is_written |= sign is Sign.EXACT is self._peek()
        node = self._one()
        self._has_equals, self._is_written = before
        if node is None:
            self._leaves.note("operator", f"{'减号' if negations else '等号'}后面是空的，已忽略")
            return None
        if negations % 2 == 0:
            return node
        return node.child if isinstance(node, Not) else Not(node)

    def _bracketed(self, opening: Sign) -> list[Node]:
        """What stands in brackets, of which the opening one has been read."""
        if self._depth >= MOST_DEPTH:
            self._leaves.note("depth", f"括号超过 {MOST_DEPTH} 层，更深的已忽略")
            self._skip_brackets()
            return []
        closing = _CLOSE_OF[opening]
        self._depth += 1
        self._open.append(closing)
        children = self._all()
        self._open.pop()
        self._depth -= 1
        if self._peek() is closing:
            self._at += 1
        else:
            self._leaves.note("bracket", "缺少的右括号已补上")
        return children

    def _skip_brackets(self) -> None:
        """Go behind the last of the brackets that open here, and the signs before them: thousands are read as one."""
        at = self._at
        while at < len(self._lexemes) and (sign := self._lexemes[at].sign) in _OPENING:
            at += 1
            if sign in _CLOSE_OF:
                self._at = at

    def _together(self, opening: Sign) -> Node | None:
        """`[…]` and `{…}`: texts in one sentence or paragraph; around one text, or anything else, mere brackets."""
        first = self._leaves.count
        children = self._bracketed(opening)
        near = self._leaves.gather(children, _SCOPES[opening], first)
        if near is None and len(children) > 1:
            self._leaves.note("bracket", "方括号、花括号里只能并列词句，已当作圆括号")
        return near or _combine(And, children)

    def _of_field(self, field: str) -> Node | None:
        sign = self._peek()
        if sign not in _VALUES and not (field == "title" and sign in _SCOPES):
            self._leaves.note("field", f"{field}: 后面没有值，已忽略")
            return None
        if self._depth >= MOST_DEPTH:
            self._leaves.note("depth", f"括号超过 {MOST_DEPTH} 层，更深的已忽略")
            return None
        self._depth += 1
        before, self._field = self._field, field
        node = self._one()
        self._field = before
        self._depth -= 1
        return node

    def _value(self, field: str, lexeme: Lexeme) -> Node | None:
        value = lexeme.text.strip()
        if field in _DATES:
            return self._date(field, value)
        if not value:
            self._leaves.note("field", f"{field}: 后面没有值，已忽略")
            return None
        if field == "year":
            span = dates.parse_range(value)
            if span is None:
                return self._date(field, value)
            if span.first != span.last or len(value) > 4:
                return Dated(span.first, span.last)
        if field == "script":
            value = script_names().get(fold(value), value)
        is_quoted = lexeme.sign is Sign.QUOTED
        return Has(field, value, self._has_equals or is_quoted or field in ("year", "script"))

    def _date(self, field: str, value: str) -> Node | None:
        span = dates.parse_range(value)
        if span is None or (field == "from" and not span.first) or (field == "to" and not span.last):
            self._leaves.note("date", f"“{value}”不是日期，{field}: 已忽略；可写 2013、2013-05、2013-05-08、2013..2020")
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
