"""A typed string → tokens: runs, quotations, fields, signs. Pure; every string has tokens.

Full-width signs are taken as their ASCII twins, but for ＊ and ？, which are characters of a text: in Chinese, ？ ends
a question. Inside "…" the marks “ ” 「 」 are text, and a doubled "" is one "; “…” 「…」 『…』 quote as well, to the
mark that closes the one that opened. Right behind a word they are a part of the run if it holds both (他说“不”), else
they quote. What nobody sees (zero-width and control characters) is dropped, as cleaning drops it from bodies.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from pathlib import Path

from indexer.folding import fold


class Sign(Enum):
    """What a token is."""

    RUN = auto()
    QUOTED = auto()
    FIELD = auto()
    NOT = auto()
    EXACT = auto()
    OR = auto()
    AND = auto()
    OPEN = auto()
    CLOSE = auto()
    OPEN_SENTENCE = auto()
    CLOSE_SENTENCE = auto()
    OPEN_PARAGRAPH = auto()
    CLOSE_PARAGRAPH = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A token. text: of a run, inside the quotation marks, or the field's name in English.

    is_closed: False for a quotation whose end was missing. distance: what `~10` right behind a quotation says.
    """

    sign: Sign
    text: str = ""
    is_closed: bool = True
    distance: int | None = None


STAR = "*"
"""Any run within a sentence, in quotation marks and inside a bare run; at the begin of one it says nothing."""

_CLOSING = {'"': '"', "＂": "＂", "“": "”", "„": "”", "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄"}
_BRACKETS = {
    **dict.fromkeys("(（", Sign.OPEN),
    **dict.fromkeys(")）", Sign.CLOSE),
    **dict.fromkeys("[［", Sign.OPEN_SENTENCE),
    **dict.fromkeys("]］", Sign.CLOSE_SENTENCE),
    **dict.fromkeys("{｛", Sign.OPEN_PARAGRAPH),
    **dict.fromkeys("}｝", Sign.CLOSE_PARAGRAPH),
}
_SIGNS = {"|": Sign.OR, "｜": Sign.OR}
_ALONE = {character: Lexeme(sign) for character, sign in (_BRACKETS | _SIGNS).items()}
# An ampersand is a sign only where it stands alone: R&D is a word.
SIGN_WORDS = {"OR": Sign.OR, "AND": Sign.AND, "NOT": Sign.NOT, "&": Sign.AND, "＆": Sign.AND, "&&": Sign.AND}
_MINUS = "-－−"
_EQUALS = "=＝"
_DISTANCE = re.compile(r"[~～∼〜](\d{1,9})")
_COLONS = ":："
_FIELD_AT_END = re.compile(r"([^\s\"“”「」『』()（）:：=＝-]+)[:：][\"“「『=＝(（]*\Z")
_THOUSANDS = re.compile(r"(?<=[0-9０-９])[,，][0-9０-９]{3}(?![0-9０-９])")
"""A comma that belongs to a number: 1,200."""
# Marks that end a bare run: they join or close sentences and are no part of a word. Others (% . · + #) may be.
# So does a closing quotation mark that closes nothing.
_SEPARATORS = frozenset(",，。、;；!！?？…⋯《》〈〉【】<>\\/~～") | set(_CLOSING.values())
# In the value of a date field some of them join the parts of a date or the ends of a range: 2013/5/8, 2013~2015.
_DATE_FIELDS = frozenset({"date", "from", "to", "year"})
_DATE_SEPARATORS = _SEPARATORS - frozenset("/…⋯~～")


_CLOSES = frozenset(_CLOSING.values())
_ENDS, _DATE_ENDS = (marks | {*_CLOSING, *_BRACKETS, *_SIGNS} for marks in (_SEPARATORS, _DATE_SEPARATORS))
"""What ends a run, beside space; of a date, fewer marks do."""


@cache
def field_names() -> dict[str, str]:
    """Any accepted name, folded -> the field."""
    return _names("fields.txt")


def field_of(text: str) -> str:
    """The field whose name and colon a text ends with, as its value is about to be typed; empty where there is none.

    >>> field_of('改革 发言人：'), field_of('speaker:"'), field_of("改革")
    ('speaker', 'speaker', '')
    """
    name = _FIELD_AT_END.search(text)
    return field_names().get(fold(name[1]), "") if name else ""


@cache
def script_names() -> dict[str, str]:
    """Any accepted name of a script, folded -> as speeches have it."""
    return _names("scripts.txt")


def _names(file: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for line in Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            first, *others = line.split()
            names.update((fold(name), first) for name in (first, *others))
    return names


@lru_cache(maxsize=4096)
def _is_seen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf"}


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.lexemes: list[Lexeme] = []

    def run(self) -> list[Lexeme]:
        """The tokens of all the text."""
        while self._at < len(self._text):
            self._next()
        return self.lexemes

    def _next(self) -> None:
        character = self._text[self._at]
        if character in _CLOSING:
            self._quotation(character)
        elif character in _ALONE:
            self._at += 1
            is_doubled = character in _SIGNS and self._text[self._at - 2 : self._at - 1] in _SIGNS
            if not is_doubled:  # || is what programmers write
                self.lexemes.append(_ALONE[character])
        elif character in _MINUS and self._begins_piece():
            self._at += 1
            self.lexemes.append(Lexeme(Sign.NOT))
        elif character in _EQUALS:
            self._at += 1
            if self._at < len(self._text) and not self._text[self._at].isspace():
                self.lexemes.append(Lexeme(Sign.EXACT))
        elif character.isspace() or character in _SEPARATORS or character in _MINUS or character == STAR:
            self._at += 1
        else:
            self._run()

    def _begins_piece(self) -> bool:
        """A minus negates at the beginning of a piece with something after it; inside a run it is a hyphen."""
        before = self._text[self._at - 1 : self._at]
        after = self._text[self._at + 1 : self._at + 2]
        return (not before or before.isspace() or before in _BRACKETS) and bool(after) and not after.isspace()

    def _quotation(self, opening: str) -> None:
        inside, end, is_closed = self._inside(opening)
        distance = _DISTANCE.match(self._text, end)
        self._at = distance.end() if distance else end
        shown = "".join(" " if c.isspace() else c for c in inside)
        self.lexemes.append(Lexeme(Sign.QUOTED, shown, is_closed, int(distance[1]) if distance else None))

    def _inside(self, opening: str) -> tuple[str, int, bool]:
        """(what the quotation mark here opens, where it is over, whether it was closed)."""
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
        return "".join(kept), at + 1, not depth

    def _run(self) -> None:
        start = self._at
        separators = self._separators()
        opened: list[int] = []
        while self._at < len(self._text):
            character = self._text[self._at]
            if _CLOSING.get(character, character) != character and self._text[self._at - 1].isalnum():
                opened.append(self._at)
            elif character in _CLOSES and any(_CLOSING[self._text[at]] == character for at in opened):
                while _CLOSING[self._text[opened.pop()]] != character:
                    pass
            elif character in separators or character.isspace():
                if not _THOUSANDS.match(self._text, self._at):
                    break
            elif character in _COLONS:
                field = field_names().get(fold(self._text[start : self._at]))
                if field:
                    self._at += 1
                    self.lexemes.append(Lexeme(Sign.FIELD, field))
                    return
            self._at += 1
        if opened:
            self._at = opened[0]  # not closed before the run ends: a quotation, which takes up what follows
        run = self._text[start : self._at]
        self.lexemes.append(Lexeme(SIGN_WORDS[run]) if run in SIGN_WORDS else Lexeme(Sign.RUN, run))

    def _separators(self) -> frozenset[str]:
        last = self.lexemes[-1] if self.lexemes else None
        is_date = last is not None and last.sign is Sign.FIELD and last.text in _DATE_FIELDS
        return _DATE_ENDS if is_date else _ENDS


def lex(text: str) -> list[Lexeme]:
    """The tokens of a typed string."""
    return _Lexer("".join(filter(_is_seen, text))).run()
