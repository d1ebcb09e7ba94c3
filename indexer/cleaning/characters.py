"""Fixes of single characters. Pure.

Enters: a text. Leaves: the edits that take out what no reader sees or should see. Never: looks at lines or words,
never normalises: compatibility forms are folding's, after cleaning.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.cleaning.pictographs import character_class, pictographs
from indexer.offsets import Edit

_BREAKS = "\r\v\f\x85\u2028\u2029"
_LINE_BREAK = re.compile(f"\r\n|[{_BREAKS}]")

_SPACES = "\t\xa0\u1680\u2000-\u200a\u202f\u205f"
_ODD_SPACE = re.compile(f"[{_SPACES}]")  # the ideographic space is Chinese typography: kept

# Controls, format characters, fillers that show as nothing, variation selectors, noncharacters, lone surrogates (JSON
# can carry them and UTF-8 cannot). U+FFFD stays: it says honestly that a character was lost before it came here.
_UNSEEN = (
    "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")

_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_PRIVATE_USE = re.compile(f"[{_PRIVATE}]+")

# Adobe's Symbol font draws its arrow shaft (arrowhorizex) at U+F8E7, Windows' Symbol at U+F0BE. PDF writers set the
# Chinese dash, which is two characters wide, as a pair of them, with spaces about it. One alone is no dash.
_FONT_DASH = re.compile(" *(?:\uf8e7{2}|\uf0be{2}) *")

# Microsoft's linear mapping of Big5's user-defined rows to the Private Use Area, which HKSCS was first exchanged in:
# first code point, first lead byte. Source: the end-user-defined character ranges of code page 950.
_EUDC_ROWS = ((0xE000, 0xFA), (0xE311, 0x8E), (0xEEB8, 0x81), (0xF6B1, 0xC6))
_EUDC_END = 0xF849
_ROW = 157  # cells of a Big5 row: trail bytes 40..7E and A1..FE
_LOW_CELLS = 63  # of them below A1; the last range begins there, at C6A1


def has_any(text: str) -> bool:
    """Whether the text has a character that any fix of this module would look at: most have none."""
    return bool(_any().search(text))


@cache
def _any() -> re.Pattern[str]:
    return re.compile(f"[{_BREAKS}{_SPACES}{_UNSEEN}{_PRIVATE}{character_class()}]")


def line_breaks(text: str) -> list[Edit]:
    """Every kind of line break becomes a line feed."""
    return [Edit(*match.span(), "\n") for match in _LINE_BREAK.finditer(text)]


def odd_spaces(text: str) -> list[Edit]:
    """Tabs, no-break spaces and typographic spaces become plain ones."""
    return [Edit(*match.span(), " ") for match in _ODD_SPACE.finditer(text)]


def invisible(text: str) -> list[Edit]:
    """Characters that nobody sees go."""
    return [Edit(*match.span()) for match in _INVISIBLE.finditer(text)]


def emoji(text: str) -> list[Edit]:
    """Pictographic noise goes, keycaps whole."""
    return [Edit(*span) for span in pictographs(text)]


def font_dashes(text: str) -> list[Edit]:
    """A dash drawn with two font-private shafts becomes the Chinese dash."""
    if "\uf8e7" not in text and "\uf0be" not in text:
        return []
    return [Edit(*match.span(), "——") for match in _FONT_DASH.finditer(text)]


def hong_kong(text: str) -> list[Edit]:
    """Private-Use code points of the Hong Kong character set (HKSCS) become their Unicode characters.

    Not in a Simplified text: there the same code points are a web page's icons.

    >>> hong_kong("深水\ue88c")
    [Edit(start=2, end=3, text='埗')]
    """
    found = list(_PRIVATE_USE.finditer(text))
    if not found or _is_simplified(text):
        return []
    points = (at for match in found for at in range(*match.span()))
    return [Edit(at, at + 1, mapped) for at in points if (mapped := _from_hkscs(ord(text[at])))]


def private_use(text: str) -> list[Edit]:
    """Private-Use code points go; `hong_kong` has been before."""
    return [Edit(*match.span()) for match in _PRIVATE_USE.finditer(text)]


def _from_hkscs(point: int) -> str:
    """What HKSCS has at a Private-Use code point, or the empty string."""
    if not 0xE000 <= point < _EUDC_END:
        return ""
    first, lead = next(row for row in reversed(_EUDC_ROWS) if row[0] <= point)
    row, cell = divmod(point - first + (_LOW_CELLS if lead == 0xC6 else 0), _ROW)
    trail = 0x40 + cell if cell < _LOW_CELLS else 0xA1 + cell - _LOW_CELLS
    return _decoded(bytes((lead + row, trail)))


def _decoded(code: bytes) -> str:
    try:
        return code.decode("big5hkscs")
    except UnicodeDecodeError:
        return ""  # a user-defined cell that HKSCS leaves empty


def _is_simplified(text: str) -> bool:
    """More of its characters are GB 2312's alone than Big5's alone."""
    return sum(_leaning(char) for char in set(text)) > 0


@cache
def _leaning(char: str) -> int:
    """1 for a character that only GB 2312 has, -1 for one that only Big5 has, 0 otherwise."""
    return bool(char.encode("gb2312", errors="ignore")) - bool(char.encode("big5", errors="ignore"))
