"""A typed string → tokens: runs, quotations, fields, signs. Pure; every string has tokens.

Full-width signs are taken as their ASCII twins. Inside "…" the marks “ ” 「 」 are text, and a doubled "" is one ";
“…” 「…」 『…』 quote as well, to the mark that closes the one that opened.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from importlib.resources import files

from indexer.folding import fold


class Sign(Enum):
    """What a token is."""

    RUN = auto()
    QUOTED = auto()
    FIELD = auto()
    NOT = auto()
    OR = auto()
    AND = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A token. text: of a run, inside the quotation marks, or the field's name in English.

    is_closed: False for a quotation whose end was missing.
    """

    sign: Sign
    text: str = ""
    is_closed: bool = True


_CLOSING = {'"': '"', "＂": "＂", "“": "”", "„": "”", "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄"}
_BRACKETS = {"(": Sign.OPEN, "（": Sign.OPEN, ")": Sign.CLOSE, "）": Sign.CLOSE}
_SIGNS = {"|": Sign.OR, "｜": Sign.OR, "&": Sign.AND, "＆": Sign.AND}
_WORDS = {"OR": Sign.OR, "AND": Sign.AND, "NOT": Sign.NOT}
_MINUS = "-－−"
_COLONS = ":："
# Marks that end a bare run: they join or close sentences and are no part of a word. Others (% . · + #) may be.
_SEPARATORS = frozenset(",，。、;；!！?？…⋯《》〈〉【】[]{}<>\\/~～")


@cache
def field_names() -> dict[str, str]:
    """Any accepted name, folded -> the field."""
    names: dict[str, str] = {}
    for line in files(__package__).joinpath("fields.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            field, *others = line.split()
            names.update((fold(name), field) for name in (field, *others))
    return names


def _is_space(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.lexemes: list[Lexeme] = []

    def run(self) -> list[Lexeme]:
        while self._at < len(self._text):
            self._next()
        return self.lexemes

    def _next(self) -> None:
        character = self._text[self._at]
        if character in _CLOSING:
            self._quotation(character)
        elif character in _BRACKETS or character in _SIGNS:
            self._at += 1
            self.lexemes.append(Lexeme(_BRACKETS.get(character) or _SIGNS[character]))
        elif character in _MINUS and self._begins_piece():
            self._at += 1
            self.lexemes.append(Lexeme(Sign.NOT))
        elif _is_space(character) or character in _SEPARATORS:
            self._at += 1
        else:
            self._run()

    def _begins_piece(self) -> bool:
        """A minus negates at the beginning of a piece with something after it; elsewhere it is a hyphen."""
        before = self._text[self._at - 1 : self._at]
        after = self._text[self._at + 1 : self._at + 2]
        return (not before or _is_space(before) or before in _BRACKETS) and bool(after) and not _is_space(after)

    def _quotation(self, opening: str) -> None:
        closing = _CLOSING[opening]
        depth, at, kept = 1, self._at + 1, []
        while at < len(self._text):
            character = self._text[at]
            if character == closing:
                if opening == closing and self._text[at + 1 : at + 2] == closing:
                    at += 1
                else:
                    depth -= 1
                    if not depth:
                        break
            elif character == opening:
                depth += 1
            kept.append(character)
            at += 1
        self._at = at + 1
        inside = "".join(" " if _is_space(c) else c for c in kept)
        self.lexemes.append(Lexeme(Sign.QUOTED, inside, is_closed=not depth))

    def _run(self) -> None:
        start = self._at
        while self._at < len(self._text) and not self._ends_run(self._text[self._at]):
            if self._text[self._at] in _COLONS:
                field = field_names().get(fold(self._text[start : self._at]))
                if field:
                    self._at += 1
                    self.lexemes.append(Lexeme(Sign.FIELD, field))
                    return
            self._at += 1
        run = self._text[start : self._at]
        self.lexemes.append(Lexeme(_WORDS[run]) if run in _WORDS else Lexeme(Sign.RUN, run))

    @staticmethod
    def _ends_run(character: str) -> bool:
        return (
            _is_space(character)
            or character in _CLOSING
            or character in _BRACKETS
            or character in _SIGNS
            or character in _SEPARATORS
        )


def lex(text: str) -> list[Lexeme]:
    """The tokens of a typed string."""
    return _Lexer(text).run()
