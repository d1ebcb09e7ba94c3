"""The room's word lists, one plain text file each. Enters: a file name. Leaves: its lines. Never: a rule.

Form of a list: one entry a line, ``#`` begins a comment line, ``[name]`` begins a section.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from indexer.folding import fold

_PACKAGE = files(__package__)


@cache
def read_sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """The entries of the list `name` by section; entries above the first section stand under ``""``."""
    sections: dict[str, list[str]] = {"": []}
    section = ""
    for line in _PACKAGE.joinpath(name).read_text(encoding="utf-8").split("\n"):
        entry = line.strip()
        if entry.startswith("[") and entry.endswith("]"):
            section = entry[1:-1]
            sections.setdefault(section, [])
        elif entry and not entry.startswith("#"):
            sections[section].append(entry)
    return {section: tuple(entries) for section, entries in sections.items()}


@cache
def folded_sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """The same with every entry folded, to be compared with folded text."""
    return {section: tuple(map(fold, entries)) for section, entries in read_sections(name).items()}
