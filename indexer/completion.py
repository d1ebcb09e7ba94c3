"""What someone has begun to type → what may stand there, character by character. Pure; never raises.

Enters: a string, still being typed. Leaves: patterns: characters as they are, or pinyin: syllables, their beginnings,
initials, or all of these mixed (习jp). Never matches them: whoever keeps what can be suggested does.
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import NamedTuple

from indexer import pinyin
from indexer.folding import fold

MOST_TYPED = 48
"""Characters; nothing that is suggested is found by more than its first ones."""
_MOST_WAYS = 4
"""Ways to read letters as pinyin; beyond these they are no longer what anyone means."""
_LONGEST_SYLLABLE = 6
_LETTERS = re.compile("([a-z]+)")
_VOWELS = frozenset("aeiouv")


class Wanted(NamedTuple):
    """What one character may be: `text` itself, or, where it is pinyin, any that is read so, or begins so."""

    text: str
    is_pinyin: bool = False
    is_begun: bool = False

    def characters(self) -> frozenset[str]:
        """The folded characters that fit."""
        if not self.is_pinyin:
            return frozenset(self.text)
        return pinyin.characters_beginning(self.text) if self.is_begun else pinyin.characters_of(self.text)


Pattern = tuple[Wanted, ...]


def as_characters(typed: str) -> Pattern:
    """The letters, digits and ideographs of what was typed, as they are."""
    return tuple(Wanted(character) for character in fold(typed)[:MOST_TYPED] if character.isalnum())


def as_pinyin(typed: str) -> tuple[Pattern, ...]:
    """The ways to read it where Latin letters stand for syllables, the likeliest first; none where it has none.

    >>> [[wanted.text for wanted in pattern] for pattern in as_pinyin("习jinp")[:1]]
    [['习', 'jin', 'p']]
    """
    runs = [run for run in _LETTERS.split(fold(typed)[:MOST_TYPED]) if any(map(str.isalnum, run))]
    if not any(map(_LETTERS.fullmatch, runs)):
        return ()
    ways = [
        _ways(run, is_last=number == len(runs)) if _LETTERS.fullmatch(run) else [as_characters(run)]
        for number, run in enumerate(runs, 1)
    ]
    return tuple(tuple(w for part in parts for w in part) for parts in islice(product(*ways), _MOST_WAYS))


def _ways(letters: str, *, is_last: bool) -> list[Pattern]:
    """Ways to cut letters into syllables and initials, the fewest first; the last syllable may be unfinished."""
    ways: list[list[Pattern]] = [[] for _ in letters] + [[()]]
    for start in range(len(letters) - 1, -1, -1):
        rest = letters[start:]
        if is_last and len(rest) <= _LONGEST_SYLLABLE and pinyin.characters_beginning(rest):
            ways[start].append((Wanted(rest, is_pinyin=True, is_begun=True),))
        for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1):
            piece = letters[start:end]
            if is_last and end == len(letters):
                continue  # unfinished, it has every reading that it has as it is
            if _is_syllable(piece):
                ways[start] += [(Wanted(piece, is_pinyin=True), *others) for others in ways[end]]
            elif len(piece) == 1 and piece not in _VOWELS:
                ways[start] += [(Wanted(piece, is_pinyin=True, is_begun=True), *others) for others in ways[end]]
        ways[start] = sorted(ways[start], key=len)[:_MOST_WAYS]
    return ways[0]


def _is_syllable(letters: str) -> bool:
    return not _VOWELS.isdisjoint(letters) and bool(pinyin.characters_of(letters))
