"""Characters → syllables, by a table of characters and, where a word is read otherwise, one of words. Pure."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from indexer.folding import fold


@dataclass(frozen=True, slots=True)
class _Characters:
    """readings: a character -> its readings with tones, the usual one first; folded characters are among the keys.

    homophones: syllable -> the folded characters that can be read so, some of them more than once.
    """

    readings: dict[str, tuple[str, ...]]
    homophones: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Words:
    """readings: folded words of which some character is not read as usual -> the reading of each, with tones.

    lengths: first character of such words -> their lengths, longest first.
    """

    readings: dict[str, str]
    lengths: dict[str, tuple[int, ...]]


def _rows(name: str) -> Iterator[tuple[str, str]]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        first, _, second = line.partition("\t")
        yield first, second


@cache
def _characters() -> _Characters:
    readings: dict[str, tuple[str, ...]] = {}
    homophones: defaultdict[str, str] = defaultdict(str)
    for listed, characters in _rows("characters.txt"):
        toned = tuple(listed.split(","))
        readings.update(dict.fromkeys(characters, toned))
        for syllable in set(map(_toneless, toned)):
            homophones[syllable] += fold(characters)
    return _Characters(readings, dict(homophones))


@cache
def _words() -> _Words:
    readings = dict(_rows("words.txt"))
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for word in readings:
        lengths[word[0]].add(len(word))
    return _Words(readings, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})


@cache
def _toneless(reading: str) -> str:
    """A syllable without its tone: lǜ -> lv. There are some 1,500 with tones, so each is worked out once."""
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def marked(text: str) -> tuple[str, ...]:
    """The reading of each character with its tone, by the word it stands in; empty where there is none.

    >>> marked("重庆银行A")
    ('chóng', 'qìng', 'yín', 'háng', '')
    """
    known, words = _characters().readings, _words()
    folded = fold(text)
    usual = [(known.get(c) or known.get(f) or ("",))[0] for c, f in zip(text, folded, strict=True)]
    at = 0
    while at < len(folded):
        for length in words.lengths.get(folded[at], ()):
            reading = words.readings.get(folded[at : at + length])
            if reading:
                usual[at : at + length] = reading.split(" ")
                at += length - 1
                break
        at += 1
    return tuple(usual)


def syllables(text: str) -> tuple[str, ...]:
    """One for each character: its syllable without tone, or itself in small letters where it has none.

    >>> syllables("習近平B")
    ('xi', 'jin', 'ping', 'b')
    """
    return tuple(_toneless(m) if m else c for m, c in zip(marked(text), fold(text), strict=True))


def readings(character: str) -> tuple[str, ...]:
    """Every syllable that a character can be read as, the usual one first; empty where it has no reading.

    >>> readings("行")
    ('xing', 'hang', 'heng')
    """
    known = _characters().readings
    toned = known.get(character) or known.get(fold(character), ())
    return tuple(dict.fromkeys(map(_toneless, toned)))


@lru_cache(maxsize=512)  # there are 425 syllables
def characters_of(syllable: str) -> frozenset[str]:
    """The folded characters that can be read as a syllable; none for what is no syllable."""
    return frozenset(_characters().homophones.get(syllable, ""))


@lru_cache(maxsize=2048)  # what is typed is any user's
def characters_beginning(letters: str) -> frozenset[str]:
    """The folded characters with a reading that begins with these letters.

    >>> "中" in characters_beginning("zh"), characters_beginning("zx")
    (True, frozenset())
    """
    known = _characters().homophones
    return frozenset().union(*(found for syllable, found in known.items() if syllable.startswith(letters)))


def spelling(text: str) -> str:
    """The syllables of a text run together, letters and digits alone: what someone types who types all of it.

    >>> spelling("“一带一路”倡议")
    'yidaiyiluchangyi'
    """
    return "".join(filter(str.isalnum, syllables(text)))


def initials(text: str) -> str:
    """The first letter of each syllable, with the letters and digits between them.

    >>> initials("中共十九大5G")
    'zgsjd5g'
    """
    return "".join(syllable[0] for syllable in syllables(text) if syllable.isalnum())
