"""What a command says, before anyone has written it. Pure.

Enters: nothing. Leaves: `Answer`. Never: escape sequences, a stream.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.envelope import Envelope
from indexer.model import Run

Line = str | Sequence[Run]
"""One line without its end; as runs where parts of it are lit."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One value, twice: an envelope for programs, lines for people.

    asides: lines that are not the answer itself and go to standard error. status: of the process.
    is_verbatim: the lines are a text of the corpus, to be kept as it is where it goes to a file or another program.
    """

    envelope: Envelope
    lines: Iterable[Line]
    asides: Iterable[Line] = ()
    status: int = 0
    is_verbatim: bool = False
