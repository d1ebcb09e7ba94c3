"""What cleaning hands out, and what a fix is. Pure.

Enters: nothing. Leaves: frozen values. Never: holds rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from indexer.offsets import Edit, OffsetMap, Span


class Cut(NamedTuple):
    """One place where a step changed the text.

    span: where that is in the raw text; removed: the characters the step took away; put: what it put there instead.
    """

    span: Span
    removed: str
    put: str = ""


class Finding(NamedTuple):
    """News furniture that says something. `value` is the text as it stood.

    kind: ``source`` 新华社, ``place`` and ``date`` of a dateline (where and when the *report* was sent), ``reporter``,
        ``editor`` 文字编辑：…, ``flag`` 视频.
    """

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one fix did. `name` is stable and English, `label` is for readers; cuts are in order and never empty."""

    name: str
    label: str
    cuts: tuple[Cut, ...]

    @property
    def count(self) -> int:
        """Characters removed or changed."""
        return sum(len(cut.removed) for cut in self.cuts)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text fit to read.

    body: paragraphs parted by one line feed, no empty ones, no white space at their edges.
    steps: the fixes that changed something, in the order in which they ran; a name may come twice.
    offsets: body (derived) to raw (original).
    """

    body: str
    steps: tuple[Step, ...]
    offsets: OffsetMap
    found: tuple[Finding, ...] = ()


def nothing_said(_text: str, _edit: Edit) -> Iterable[Finding]:
    """What a fix that removes noise reads from it."""
    return ()


@dataclass(frozen=True, slots=True)
class Fix:
    """A named pure function from a text to its edits, in order and apart; `read` says what an edit's text tells."""

    name: str
    label: str
    edits: Callable[[str], list[Edit]]
    read: Callable[[str, Edit], Iterable[Finding]] = nothing_said
