"""Makes `characters.txt` and `words.txt` from pypinyin's dictionaries: `python -m indexer.pinyin.build`.

Enters: the `pypinyin` package (MIT). Leaves: the files. A test makes them again and compares. Needs the `test` extra;
the program itself only reads the files: to load the package takes fifteen times as long and eight times the memory.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from indexer.folding import fold

_HEAD = "# Made by indexer.pinyin.build from pypinyin's dictionaries (MIT); do not edit. "
_CHARACTERS = _HEAD + "Readings, the usual one first, and the characters that have them."
_WORDS = _HEAD + "Folded words of which some character is not read as usual, and the reading of each character."


def _characters() -> dict[str, str]:
    """A character -> its readings; folded characters are among the keys."""
    from pypinyin.pinyin_dict import pinyin_dict

    known = {chr(point): readings for point, readings in pinyin_dict.items()}
    for character, readings in list(known.items()):
        known.setdefault(fold(character), readings)
    return known


def _words(characters: dict[str, str]) -> dict[str, str]:
    """A folded word -> its reading."""
    from pypinyin.phrases_dict import phrases_dict

    words = {}
    for word, choices in phrases_dict.items():
        read = [choice[0] for choice in choices]
        usual = [characters.get(character, "").partition(",")[0] for character in word]
        if len(read) == len(word) and read != usual:
            words[fold(word)] = " ".join(read)
    return words


def render() -> dict[str, str]:
    """The content of each file by its name."""
    characters = _characters()
    read_so: defaultdict[str, list[str]] = defaultdict(list)
    for character, readings in sorted(characters.items()):
        read_so[readings].append(character)
    alike = [f"{readings}\t{''.join(some)}" for readings, some in sorted(read_so.items())]
    words = [f"{word}\t{reading}" for word, reading in sorted(_words(characters).items())]
    return {
        "characters.txt": "\n".join([_CHARACTERS, *alike, ""]),
        "words.txt": "\n".join([_WORDS, *words, ""]),
    }


def main() -> None:
    """Write the files beside this module."""
    for name, content in render().items():
        Path(__file__).with_name(name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
