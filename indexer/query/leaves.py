"""One token of text → a leaf of the tree: words, a phrase, a pattern with gaps, texts near each other. Pure.

Enters: runs and quotations as `lexing` cut them. Leaves: leaves, numbered as typed, and notes. Never raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.folding import fold
from indexer.model import Note
from indexer.query.lexing import STAR, Lexeme, Sign
from indexer.query.tree import Near, Node, Pattern, Phrase, Scope, Words, literal

MOST_PIECES = 64
"""Texts to find, the words of runs among them; runs and quotations beyond are left out: each costs a look-up."""
MOST_WORDS = 64
"""Words of one run that have to be there; those beyond are left out: a page without a comma is no question."""
MOST_PARTS = 8
"""Texts that are asked for near each other; those beyond are left out."""
MOST_GAPS = 8
"""`*`, and groups of `?`, of one pattern; what follows them is left out. Each costs a pass over what was found."""
MOST_DISTANCE = 1000
"""Characters between texts that are near each other; a greater distance is taken for this: more than a paragraph."""
_MOST_SHOWN = 20
"""Characters of a piece that a note repeats."""

Cutter = Callable[[str], tuple[str, ...]]
"""Cuts a run into the folded strings that have to be there, function words left out unless there are no others."""

_GAPS = re.compile(r"\*|\?+")
_STARS = re.compile(r"\s*\*[\s*]*")
# 颜色:红 was perhaps meant as a field, and 记者：请问 was not: it is read as text, and said so.
_UNKNOWN_FIELD = re.compile(r"([A-Za-z_]{2,20}|[\u4e00-\u9fff]{2,4})[:：](?=\S)")
_WILDCARDS = frozenset("*?")


@dataclass(frozen=True, slots=True)
class Manner:
    """How texts are read where they stand. is_exact: exactly as typed, without equivalents and gaps.

    is_written: and 后 is not 後.
    """

    in_title: bool = False
    is_exact: bool = False
    is_written: bool = False


class Leaves:
    """Reads texts into leaves. count: leaves so far, the number of the next one; notes: what was assumed or ignored."""

    def __init__(self, cut: Cutter) -> None:
        self._cut = cut
        self._texts = 0
        self.count = 0
        self.notes: list[Note] = []

    def note(self, code: str, text: str) -> None:
        """Say something about the query; the same thing again and again is said once."""
        if not self.notes or self.notes[-1].text != text:
            self.notes.append(Note(code, text))

    def read(self, lexeme: Lexeme, manner: Manner) -> Node | None:
        """The leaf that a run or a quotation stands for; None where there is nothing to look for, or too much."""
        if not lexeme.is_closed:
            self.note("quotation", "缺少的引号已补在末尾")
        is_run = lexeme.sign is Sign.RUN
        # Nothing to look for: no character at all, or bare marks, which would only be noise.
        if not lexeme.text.strip() or (is_run and not any(map(str.isalnum, lexeme.text))):
            self.note(*nothing_in(lexeme.text))
            return None
        if self._texts >= MOST_PIECES:
            self.note("pieces", f"查询超过 {MOST_PIECES} 段，后面的已忽略")
            return None
        self._texts += 1
        self.count += 1
        if is_run:
            return self._run(lexeme.text, manner)
        return self._quotation(lexeme.text, manner) if lexeme.distance is None else self._near(lexeme, manner)

    def gather(self, children: Sequence[Node], scope: Scope, first: int) -> Near | None:
        """Leaves that were read from number `first` on as one, in one sentence or paragraph; None where they cannot be.

        They have to be at least two, different, and all texts of the same field.
        """
        known = [child for child in children if isinstance(child, Words | Phrase | Pattern)]
        if len(known) < len(children) or len({leaf.in_title for leaf in known}) != 1:
            return None
        parts = [Phrase(leaf.text, first, leaf.in_title) if isinstance(leaf, Words) else leaf for leaf in known]
        near = self._together([replace(part, piece=first) for part in parts], scope)
        if near is not None:
            self.count = first + 1
        return near

    def _together(self, parts: Iterable[Phrase | Pattern], scope: Scope, distance: int = 0) -> Near | None:
        different = tuple({(type(part), fold(part.text)): part for part in reversed([*parts])}.values())[::-1]
        if len(different) > MOST_PARTS:
            self.note("pieces", f"要求相近的词句超过 {MOST_PARTS} 个，后面的已忽略")
        kept = different[:MOST_PARTS]
        if len(kept) < 2:
            return None
        text = " ".join(part.text for part in kept)
        return Near(text, kept[0].piece, kept, scope, distance, kept[0].in_title)

    def _near(self, lexeme: Lexeme, manner: Manner) -> Node:
        distance = min(lexeme.distance or 0, MOST_DISTANCE)
        if distance != lexeme.distance:
            self.note("distance", f"相距最多 {MOST_DISTANCE} 字，已改为 {MOST_DISTANCE}")
        parts = [self._quotation(part, manner) for part in lexeme.text.split()[:MOST_PIECES]]
        near = self._together(parts, Scope.CHARACTERS, distance)
        if near is None:
            self.note("distance", f"“{lexeme.text[:_MOST_SHOWN]}”后面的 ~{distance} 要两个不同的词才有意义，已忽略")
            return parts[0]
        self._texts += len(near.parts) - 1
        return near

    def _run(self, text: str, manner: Manner) -> Node:
        piece = self.count - 1
        if manner.is_exact:
            return Phrase(text, piece, manner.in_title, True, manner.is_written)
        core = self._inner(text)
        if STAR in core:
            return self._pattern(core, manner)
        if core != text and core[-1].isascii() and core[-1].isalnum():
            # econom*: a bare Latin word ends where it is typed to end; with a star, it need not.
            return Phrase(core, piece, manner.in_title)
        if unknown := _UNKNOWN_FIELD.match(core):
            self.note("unknown-field", f"没有“{unknown[1]}”这一栏，“{core[:_MOST_SHOWN]}”当作文字查找")
        words = self._words(core)
        if len(words) > MOST_WORDS:
            self.note("words", f"一段超过 {MOST_WORDS} 个词，后面的已忽略")
        while len(words) > MOST_WORDS:  # once, unless what is left is cut otherwise than it was in the whole
            core = core[: min(_end(fold(core), words[:MOST_WORDS]), len(core) - 1)]
            words = self._words(core)
        self._texts += len(words) - 1
        return Words(core, piece, words, manner.in_title)

    def _words(self, run: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._cut(run))) or (run,)

    def _quotation(self, text: str, manner: Manner) -> Phrase | Pattern:
        if manner.is_exact or not _WILDCARDS & set(text):
            return Phrase(text, self.count - 1, manner.in_title, manner.is_exact, manner.is_written)
        if not set(text) - _WILDCARDS - {" "}:
            return Phrase(literal(text), self.count - 1, manner.in_title)
        return self._pattern(self._inner(text), manner)

    def _inner(self, text: str) -> str:
        """A text without the `*` at its ends, which may be nothing and so ask for nothing."""
        starred = _STARS.sub(STAR, text)
        core = starred.strip(STAR)
        if core != starred and not (core[-1].isascii() and core[-1].isalnum()):
            self.note("star", f"“{starred[:_MOST_SHOWN]}”开头、结尾的 * 不限定什么，已忽略")
        return core

    def _pattern(self, text: str, manner: Manner) -> Phrase | Pattern:
        gaps = [gap.start() for gap in _GAPS.finditer(text)]
        if len(gaps) > MOST_GAPS:
            self.note("pattern", f"通配符超过 {MOST_GAPS} 个，后面的已忽略")
            text = text[: gaps[MOST_GAPS]].strip(STAR)
        if _WILDCARDS & set(text) and set(text) - _WILDCARDS:
            pattern = Pattern(text, self.count - 1, manner.in_title)
            self._texts += len(pattern.units) - 1
            return pattern
        return Phrase(literal(text), self.count - 1, manner.in_title)


def nothing_in(text: str) -> tuple[str, str]:
    """What a note says of a text without a character to look for: its code, its words."""
    return "empty", f"“{text[:_MOST_SHOWN]}”里没有可查的字，已忽略；要查标点请加引号"


def _end(folded: str, words: Sequence[str]) -> int:
    """Where the last of some words ends, each at its first place."""
    return max(folded.find(word) + len(word) for word in words)
