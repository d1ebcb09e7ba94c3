"""What the formats of a corpus hand on: one text with what it states about itself. Pure.

Enters: nothing. Leaves: `Record`, `Reason`, and `Refusal`, which is raised and caught inside `corpus` only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer.model import Metadata, Rejected


class Reason(StrEnum):
    """Why something was not read: the phrases that the end of a run counts."""

    UNREADABLE = "unreadable file"
    BROKEN_GZIP = "broken gzip"
    TOO_LARGE = "too large"
    UNDECODABLE = "undecodable text"
    EMPTY = "empty"
    BAD_JSON = "bad JSON"
    NOT_AN_OBJECT = "not a JSON object"
    BAD_FRONT_MATTER = "bad front matter"
    NO_TEXT = "no text"
    NO_ARTICLE = "no article text"
    DUPLICATE = "duplicate"
    DUPLICATE_ID = "duplicate id"


class Refusal(Exception):
    """A file or a record cannot be read. line: from 1, None where the whole file is meant."""

    def __init__(self, reason: Reason, detail: str = "", line: int | None = None) -> None:
        super().__init__(reason, detail, line)
        self.reason, self.detail, self.line = reason, detail, line

    def rejected(self, path: str, line: int | None = None) -> Rejected:
        """The same as a value; `line` stands in where the refusal knows none."""
        return Rejected(path, self.line or line, self.reason, self.detail)


@dataclass(frozen=True, slots=True)
class Record:
    """One text of a file, before cleaning.

    text: as read, lines ended by ``\\n``. stated: what keys, front matter or page metadata say; its id is the given
        one, or empty. path: relative to the source given.
    number: the record's number in its file, from 1 (of a .jsonl file, the line); 0: the file is the record.
    """

    text: str
    stated: Metadata
    path: str = ""
    number: int = 0
