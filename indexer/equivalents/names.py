"""Names that stand for the same: lists of them, and where they stand in a text.

Enters: lists as files. Leaves: groups. A list has a group a line, its names with `=` between them; lines that begin
with # say something to who reads the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from indexer.equivalents.edges import continuing
from indexer.errors import SettingError
from indexer.folding import fold

LISTS = ("organisations.txt", "regional.txt")
"""Those that come with the program."""
_LONGEST_NAME = 40
"""Characters: a longer line is no list of names."""


def read_groups(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The groups of a list, names folded, those of one name left out."""
    for line in lines:
        if not line.startswith("#"):
            names = tuple(dict.fromkeys(filter(None, (fold(name.strip()) for name in line.split("=")))))
            if len(names) > 1 and all(len(name) <= _LONGEST_NAME for name in names):
                yield names


def own_groups() -> Iterator[tuple[str, ...]]:
    """The groups of the lists that come with the program."""
    for name in LISTS:
        yield from read_groups(Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines())


def user_groups(path: Path) -> Iterator[tuple[str, ...]]:
    """The groups of a user's list.

    Raises:
        SettingError: it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingError(f"equivalents: cannot read {path}: {problem}") from problem
    return read_groups(text.splitlines())


class Names:
    """Groups, asked by what stands in a text. A name of several groups stands for all others of each."""

    def __init__(self, groups: Iterable[tuple[str, ...]]) -> None:
        others: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for group in groups:
            for name in group:
                others[name].update(dict.fromkeys(other for other in group if other != name))
        self._others = {name: tuple(found) for name, found in others.items()}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for name in self._others:
            lengths[name[0]].add(len(name))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def at(self, folded: str, start: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """(end, others) of every name that begins at `start`, the longest first."""
        for length in self._lengths.get(folded[start : start + 1], ()):
            name = folded[start : start + length]
            if name in self._others and not _is_inside_latin(folded, start, start + len(name)):
                yield start + len(name), self._others[name]


def _is_inside_latin(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins or ends inside a Latin word or number: who in whose."""
    return _continues(text[start - 1 : start], text[start]) or _continues(text[end : end + 1], text[end - 1])


def _continues(beside: str, edge: str) -> bool:
    return bool(beside) and beside in continuing(edge)
