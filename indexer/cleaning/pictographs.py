"""Which characters are pictures. Pure; the only module that knows the emoji package.

Enters: a text. Leaves: the spans of its pictographic noise, each sequence whole. Never: normalises or looks at words.

It works by code point and not by sequence, as what is found in the wild is sequences that have lost their joiners. The
set is the emoji package's data and `pictographs.tsv` beside this module, which gives its reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from indexer.offsets import Span

_KEYCAP_BASES = frozenset("0123456789#*")
_KEYCAP = "\u20e3"
_SELECTORS = "\ufe0e\ufe0f"


def pictographs(text: str) -> Iterator[Span]:
    """The runs of pictographic characters, in order; a keycap's digit, `#` or `*` belongs to it.

    >>> ["12日*️⃣👩🏼🍼"[start:end] for start, end in pictographs("12日*️⃣👩🏼🍼")]
    ['*️⃣👩🏼🍼']
    """
    if text.isascii():
        return
    for match in _pattern().finditer(text):
        start, end = match.span()
        if match[0].lstrip(_SELECTORS).startswith(_KEYCAP) and start and text[start - 1] in _KEYCAP_BASES:
            start -= 1
        yield Span(start, end)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(f"[{character_class()}]+")


@cache
def character_class() -> str:
    """What stands between the brackets of a character class of all pictographic characters.

    Few and merged ranges: `re` tests those above U+FFFF one after the other.
    """
    from emoji import EMOJI_DATA  # of a megabyte; only what cleans has to have it

    points = {ord(char) for sequence in EMOJI_DATA for char in sequence if char not in _KEYCAP_BASES}
    for first, last in _table():
        points.update(range(first, last + 1))
    return "".join(_ranges(sorted(points)))


def _table() -> Iterator[tuple[int, int]]:
    """Inclusive ranges of `pictographs.tsv`."""
    table = resources.files(__package__).joinpath("pictographs.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            first, _, last = line.split("\t")[0].partition("..")
            yield int(first, 16), int(last or first, 16)


def _ranges(points: list[int]) -> Iterator[str]:
    """Ascending code points as ranges of a character class."""
    first = previous = points[0]
    for point in [*points[1:], -1]:
        if point != previous + 1:
            yield f"\\U{first:08x}-\\U{previous:08x}"
            first = point
        previous = point
