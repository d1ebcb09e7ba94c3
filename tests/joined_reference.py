"""What a query matches in thousands of real speeches, by `str.find` in all of their folded texts as one string.

The same questions as `reference`, which goes speech by speech, asked in another way and fast enough for a real corpus.
Spans are (start, end) in that string; nothing is shared with the engine but folding, dates and the numerals.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import reference

from indexer.equivalents import CHINESE_NUMERALS
from indexer.folding import fold, told_apart
from indexer.model import Speech
from indexer.query.tree import And, Near, Node, Not, Or, Pattern, Phrase, Scope, Text, Words

Span = tuple[int, int]
_ENDS = re.escape(fold("。！？!?；;…"))
_DIGITS = frozenset("0123456789")
_LATIN = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyz")


def _continues(edge: str, beside: str) -> bool:
    return edge in _LATIN and beside in _LATIN


def _continues_variant(edge: str, beside: str) -> bool:
    if edge in CHINESE_NUMERALS:
        return beside in CHINESE_NUMERALS
    return beside in _DIGITS | {"."} if edge in _DIGITS else _continues(edge, beside)


def counted(spans: Iterable[Span]) -> list[Span]:
    """From the left, what overlaps nothing that counts; what does lengthens it, up to the next that counts."""
    found: list[tuple[int, int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (*found[-1][:2], max(found[-1][2], end))
        else:
            if found:
                found[-1] = (*found[-1][:2], min(found[-1][2], start))
            found.append((start, end, end))
    return [(start, reach) for start, _, reach in found]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


class Joined:
    """Some speeches as one string, title and body of each closed by NUL. Documents are numbered as they were given."""

    def __init__(self, speeches: Sequence[Speech]) -> None:
        self.speeches = speeches
        self.written = "".join(f"{s.meta.title}\0{s.body}\0" for s in speeches)
        self.text = fold(self.written)
        closes = [match.start() for match in re.finditer("\0", self.text)]
        self.titles = [0, *(at + 1 for at in closes[1::2])][:-1]
        self.bodies = [at + 1 for at in closes[0::2]]
        self.lines = [match.start() for match in re.finditer("[\0\n]", self.text)]
        self.sentences = [match.end() for match in re.finditer(rf"[\0\n]|[{_ENDS}]+[\0\n]?", self.text)]
        self._found: dict[Text, list[Span]] = {}

    def owner(self, span: Span) -> int:
        """The document of a span."""
        return bisect_right(self.titles, span[0]) - 1

    def is_in_title(self, span: Span) -> bool:
        """Whether a span stands in a title."""
        return span[0] < self.bodies[self.owner(span)]

    def find(self, string: str, is_meant: Callable[[int, int], bool] = lambda *_: True) -> list[Span]:
        """Where a string stands and is meant, as readers count."""
        folded, spans = fold(string), []
        at = self.text.find(folded)
        while at >= 0:
            if is_meant(at, at + len(folded)):
                spans.append((at, at + len(folded)))
            at = self.text.find(folded, at + 1)
        return counted(spans)

    def _whole(self, string: str, continues: Callable[[str, str], bool]) -> list[Span]:
        text = f"\0{self.text}"  # one further on, so that something stands before the first

        def is_whole(start: int, end: int) -> bool:
            return not (continues(text[start + 1], text[start]) or continues(text[end], text[end + 1]))

        return self.find(string, is_whole)

    def _as_written(self, string: str) -> list[Span]:
        apart = [(n, c) for n, c in enumerate(string) if c in told_apart(fold(c))]
        return self.find(string, lambda start, _: all(self.written[start + n] == c for n, c in apart))

    def _pattern(self, leaf: Pattern) -> list[Span]:
        signs = {"*": f"[^{_ENDS}\n]*?", "?": "[^\n]"}
        wanted = re.compile("".join(signs.get(c) or re.escape(fold(c)) for c in "*".join(leaf.units)))
        literals = [fold(part) for unit in leaf.units for part in unit.split("?") if part]
        rarest = min(literals, key=self.text.count)
        spans = []
        for number in sorted({bisect_left(self.lines, start) for start, _ in self.find(rarest)}):
            begin = self.lines[number - 1] + 1 if number else 0
            line, at = self.text[begin : self.lines[number]], 0
            while match := wanted.search(line, at):
                spans.append((begin + match.start(), begin + match.end()))
                at = match.start() + 1
        return counted(spans)

    def _near(self, leaf: Near) -> list[Span]:
        parts = [self.spans(part) for part in leaf.parts]
        lit: set[Span] = set()
        if leaf.scope is Scope.CHARACTERS:
            length = leaf.distance + sum(len(part.text) for part in leaf.parts)
            for begin in {start for part in parts for start, _ in part}:
                end = min(begin + length, self.lines[bisect_left(self.lines, begin)])
                inside = [part[bisect_left(part, (begin, 0)) : bisect_left(part, (end, 0))] for part in parts]
                inside = [[span for span in some if span[1] <= end] for some in inside]
                if all(inside):
                    lit.update(span for some in inside for span in some)
            return merged(lit)
        borders = self.sentences if leaf.scope is Scope.SENTENCE else [at + 1 for at in self.lines]
        units = [defaultdict(list) for _ in parts]
        for unit, part in zip(units, parts, strict=True):
            for span in part:
                unit[bisect_right(borders, span[0])].append(span)
        together = set.intersection(*map(set, units))
        return merged(span for unit in units for number in together for span in unit[number])

    def _words(self, leaf: Words) -> list[Span]:
        def any_of(text: str, variants: Sequence[str]) -> list[Span]:
            typed = self._whole(text, _continues)
            others = [self._whole(variant, _continues_variant) for variant in variants]
            every = [*typed, *(span for some in others for span in some)] if others else typed
            every = [span for span in every if not leaf.in_title or self.is_in_title(span)]
            return merged(every) if others else every

        run = any_of(leaf.text, leaf.variants)
        units = leaf.units if leaf.variants else tuple((word,) for word in leaf.required)
        if not units or [unit for unit, *_ in units] == [fold(leaf.text)]:
            return run
        found = [any_of(unit, others) for unit, *others in units]
        apart = set.intersection(*({*map(self.owner, some)} for some in found)) - {*map(self.owner, run)}
        return sorted([*run, *merged(span for some in found for span in some if self.owner(span) in apart)])

    def spans(self, leaf: Text) -> list[Span]:
        """What of a leaf is lit."""
        if leaf not in self._found:
            match leaf:
                case Words():
                    found = self._words(leaf)
                case Pattern():
                    found = self._pattern(leaf)
                case Near():
                    found = self._near(leaf)
                case Phrase():
                    found = self._as_written(leaf.text) if leaf.is_written else self.find(leaf.text)
            self._found[leaf] = [span for span in found if not leaf.in_title or self.is_in_title(span)]
        return self._found[leaf]

    def matching(self, node: Node) -> set[int]:
        """The documents that answer a query."""
        match node:
            case Phrase() | Words() | Pattern() | Near():
                return {*map(self.owner, self.spans(node))}
            case And(children):
                return set.intersection(*map(self.matching, children))
            case Or(children):
                return set().union(*map(self.matching, children))
            case Not(child):
                return {*range(len(self.speeches))} - self.matching(child)
            case _:
                return {n for n, speech in enumerate(self.speeches) if reference.matches(node, speech)}

    def places(self, leaves: Sequence[Text], documents: set[int]) -> list[tuple[str, bool, int, int]]:
        """(id, whether in the title, start, end) of all that counts in some documents, in their order."""
        spans = merged(
            span
            for leaf in leaves
            for span in self.spans(leaf)
            if self.owner(span) in documents
            and (leaf.in_title or not (self.is_in_title(span) and self.speeches[self.owner(span)].headline_paragraphs))
        )
        return [self._place(span) for span in spans]

    def _place(self, span: Span) -> tuple[str, bool, int, int]:
        number, in_title = self.owner(span), self.is_in_title(span)
        base = (self.titles if in_title else self.bodies)[number]
        return self.speeches[number].id, in_title, span[0] - base, span[1] - base
