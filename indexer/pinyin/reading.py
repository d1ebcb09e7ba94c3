"""Characters → syllables, by a table of characters and, where a word is read otherwise, a table of words. Pure."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.folding import fold


@dataclass(frozen=True, slots=True)
class _Tables:
    """characters: a character -> its readings with tones, the usual one first; folded characters are among the keys.

    words: folded words of which some character is not read as usual -> the reading of each character, with tones.
    lengths: first character of such words -> their length, longest first.
    homophones: syllable -> the folded characters that can be read so.
    """

    characters: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]
    homophones: dict[str, frozenset[str]]


@cache
def _tables() -> _Tables:
    # Imported only here: loading costs 0.2 s, and most commands never need it.
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    characters = {chr(point): tuple(readings.split(",")) for point, readings in pinyin_dict.items()}
    homophones: defaultdict[str, set[str]] = defaultdict(set)
    for character, toned in list(characters.items()):
        folded = fold(character)
        characters.setdefault(folded, toned)
        for reading in toned:
            homophones[_toneless(reading)].add(folded)
    words = {}
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for word, choices in phrases_dict.items():
        read = tuple(choice[0] for choice in choices)
        if len(read) == len(word) and read != tuple(characters.get(c, ("",))[0] for c in word):
            words[fold(word)] = read
            lengths[fold(word[0])].add(len(word))
    return _Tables(
        characters,
        words,
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        {syllable: frozenset(found) for syllable, found in homophones.items()},
    )


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
    tables = _tables()
    folded = fold(text)
    usual = [
        (tables.characters.get(c) or tables.characters.get(f) or ("",))[0] for c, f in zip(text, folded, strict=True)
    ]
    at = 0
    while at < len(folded):
        for length in tables.lengths.get(folded[at], ()):
            reading = tables.words.get(folded[at : at + length])
            if reading:
                usual[at : at + length] = reading
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
    characters = _tables().characters
    toned = characters.get(character) or characters.get(fold(character), ())
    return tuple(dict.fromkeys(map(_toneless, toned)))


def characters_of(syllable: str) -> frozenset[str]:
    """The folded characters that can be read as a syllable; none for what is no syllable."""
    return _tables().homophones.get(syllable, frozenset())


@lru_cache(maxsize=2048)  # what is typed is any user's
def characters_beginning(letters: str) -> frozenset[str]:
    """The folded characters with a reading that begins with these letters.

    >>> "中" in characters_beginning("zh"), characters_beginning("zx")
    (True, frozenset())
    """
    known = _tables().homophones
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
