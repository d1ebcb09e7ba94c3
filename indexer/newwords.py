"""Words that a corpus has and the dictionary lacks: proposed, for a person to accept. Pure, but for `accept`.

Enters: mined phrases, what the dictionary has. Leaves: proposals; lines of a dictionary. Never accepts one by itself.

Proposed are runs that the dictionary breaks into characters (放|管|服) or unknown pieces although they hold together,
and words that the cutter guessed (互鉴). Runs of whole words (经济发展) are phrases: as words they would help nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from indexer.errors import SettingError
from indexer.folding import fold
from indexer.mining import Phrase
from indexer.offers import NewWord

LONGEST = 8
"""Characters: what is longer is a slogan."""
_COHESION = 5.0
"""Nats. Phrases need 3.5; 两国务实 has 3.9, 新时代 5.4."""

Cut = Callable[[str], Sequence[str]]


def candidates(
    phrases: Iterable[Phrase], cut: Cut, is_known: Callable[[str], bool], joins: Callable[[str], bool]
) -> Iterator[tuple[Phrase, tuple[str, ...]]]:
    """Phrases that may be words, each with the pieces that it is cut into. joins: whether a word only joins others."""
    for phrase in phrases:
        text = phrase.text
        if is_known(text) or not 2 <= len(text) <= LONGEST or not text.isalpha():
            continue
        pieces = tuple(cut(text))
        is_guess = len(pieces) == 1 and not any(map(joins, text))
        is_broken = any(len(piece) == 1 or not is_known(piece) for piece in pieces) and not any(map(joins, pieces))
        if is_guess or (len(pieces) > 1 and is_broken and phrase.cohesion >= _COHESION):
            yield phrase, pieces


def line(word: NewWord) -> str:
    """A line of a dictionary: the word, and behind a # what speaks for it."""
    return f"{word.text}  # {word.speeches:,} speeches, {word.occurrences:,} times; cut as {'|'.join(word.pieces)}"


def accept(words: Sequence[str], dictionary: Path) -> list[str]:
    """Append words to a user's dictionary, which is made where there is none; returns those that were not in it yet.

    Raises:
        SettingError: a word cannot be one, or the file cannot be written.
    """
    for word in words:
        if len(word.split()) != 1 or "#" in word:
            raise SettingError(f"{word!r} cannot be a word of a dictionary: it has to be without spaces and #")
    try:
        text = dictionary.read_text(encoding="utf-8-sig") if dictionary.exists() else ""
        known = {fold(entry.split()[0]) for entry in text.splitlines() if entry.split("#")[0].split()}
        added = [word for word in dict.fromkeys(words) if fold(word) not in known]
        if added:
            end = "" if not text or text.endswith("\n") else "\n"
            with dictionary.open("a", encoding="utf-8") as file:
                file.write(end + "".join(f"{word}\n" for word in added))
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingError(f"cannot write the dictionary {dictionary}: {problem}") from problem
    return added
