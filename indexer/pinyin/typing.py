"""What someone typed in Latin letters → the syllables it may be. Pure; never raises."""

from __future__ import annotations

import unicodedata
from functools import cache

from indexer.pinyin.reading import characters_of

_LONGEST_SYLLABLE = 6
"""Letters: zhuang, chuang, shuang."""
MOST_LETTERS = 48
"""Longer strings are no names or phrases typed in pinyin."""
MOST_DIVISIONS = 16
"""xian is xi'an too; nobody means more than a few of the ways in which a string can be cut."""
_APOSTROPHES = frozenset("'’‘`-·.")
"""What people put between syllables, beside spaces."""


def as_typed(text: str) -> str:
    """Typed pinyin as `spelling` writes it: small letters, no tones, nothing between; empty for anything else.

    >>> as_typed("Xí Jìn-píng"), as_typed("lǚ"), as_typed("习jp")
    ('xijinping', 'lv', '')
    """
    parts = _parts(text)
    return "".join(parts) if all(part.isascii() and part.isalpha() for part in parts) else ""


def _parts(text: str) -> list[str]:
    """What stands between spaces and apostrophes, as pinyin is written."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower()).replace("u\u0308", "v")
    bare = "".join(" " if c in _APOSTROPHES else c for c in plain if not unicodedata.combining(c))
    return bare.split()


def divisions(text: str) -> tuple[tuple[str, ...], ...]:
    """The ways to cut typed pinyin into syllables, the fewest syllables first; none where it cannot be.

    What is typed between syllables divides them, unless what it leaves apart is no syllable.

    >>> divisions("xian"), divisions("xi'an"), divisions("xjp")
    ((('xian',), ('xi', 'an')), (('xi', 'an'),), ())
    """
    letters = as_typed(text)
    if not letters or len(letters) > MOST_LETTERS:
        return ()
    found: list[tuple[str, ...]] = [()]
    for part in _parts(text):
        found = [(*before, *after) for before in found for after in _divisions(part)][:MOST_DIVISIONS]
    return tuple(sorted(found, key=len))


@cache
def _is_syllable(letters: str) -> bool:
    # Some dictionaries' readings without a vowel (m, ng, hm) are sighs, not how a name is typed.
    return any(vowel in letters for vowel in "aeiouv") and bool(characters_of(letters))


def _divisions(letters: str) -> list[tuple[str, ...]]:
    """Ways to cut a string that end where it ends, at most `MOST_DIVISIONS`, the fewest syllables first."""
    ways: list[list[tuple[str, ...]]] = [[] for _ in letters] + [[()]]
    for start in range(len(letters) - 1, -1, -1):
        for end in range(min(start + _LONGEST_SYLLABLE, len(letters)), start, -1):
            if ways[end] and _is_syllable(letters[start:end]):
                ways[start] += [(letters[start:end], *rest) for rest in ways[end]]
        ways[start] = sorted(ways[start], key=len)[:MOST_DIVISIONS]
    return ways[0]
