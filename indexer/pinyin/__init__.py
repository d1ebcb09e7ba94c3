"""Pinyin: how Chinese text is read, in toneless Latin syllables. Pure.

Enters: text in either script, or what someone typed in Latin letters. Leaves: syllables. Pinyin suggests; it never
decides what is found, so a reading may be wrong now and then. ü is written v, as it is typed.
"""

from indexer.pinyin.reading import characters_beginning, characters_of, initials, marked, readings, spelling, syllables
from indexer.pinyin.typing import as_typed, divisions

__all__ = [
    "as_typed",
    "characters_beginning",
    "characters_of",
    "divisions",
    "initials",
    "marked",
    "readings",
    "spelling",
    "syllables",
]
