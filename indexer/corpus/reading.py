"""A file of any supported kind → speeches. The room's front door is `indexer.corpus`.

Enters: a `SourceFile`. Leaves: `Record`, `Read`, `Rejected`, lazily. Never: an exception for what a file holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from indexer.cleaning import clean
from indexer.cleaning.cleaned import Step
from indexer.corpus.entries import Entry, entries, origin, record_of
from indexer.corpus.metadata import describe
from indexer.corpus.opening import count_lines
from indexer.corpus.records import Reason, Record
from indexer.corpus.sources import FileList, SourceFile
from indexer.model import Rejected, Speech


@dataclass(frozen=True, slots=True)
class Read:
    """A speech that was read. steps: cleaning step -> characters it removed or changed in this text."""

    speech: Speech
    steps: Mapping[str, int]


def read_records(file: SourceFile, *, encoding: str | None = None) -> Iterator[Record | Rejected]:
    """The texts of one file in its order, before cleaning; a .jsonl file is read line by line.

    Raises SettingError when `encoding` is the name of no text encoding.
    """
    return map(record_of, entries(file, encoding=encoding))


def read_entry(entry: Entry) -> Read | Rejected:
    """The entry as a speech that knows its origin."""
    record = record_of(entry)
    return record if isinstance(record, Rejected) else read_speech(record, origin(entry))


def expected(listed: FileList) -> int:
    """How many records there are, nearly and cheaply: the lines of .jsonl files, one of any other."""
    return sum(count_lines(file.path) if file.kind == ".jsonl" else 1 for file in listed.files)


def read_speech(record: Record, made_from: bytes = b"") -> Read | Rejected:
    """The record as a speech: cleaned, with everything that is known of it. made_from: its origin, where it has one."""
    cleaned = clean(record.text)
    if not cleaned.body:
        where = f" of record {record.number}" if record.number else ""
        return Rejected(record.path, None, Reason.NO_TEXT, f"nothing is left{where} after cleaning")
    described = describe(record, cleaned.body, cleaned.found)
    place = record.path, max(record.number, 1)
    speech = Speech(described.meta, cleaned.body, record.text, described.headline_paragraphs, *place, made_from)
    return Read(speech, _counted(cleaned.steps))


def steps_of(raw: str) -> Mapping[str, int]:
    """What cleaning does to a text: step -> characters it removes or changes."""
    return _counted(clean(raw).steps)


def _counted(steps: Iterable[Step]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for step in steps:
        counts[step.name] = counts.get(step.name, 0) + step.count
    return counts


def read_file(file: SourceFile, *, encoding: str | None = None) -> Iterator[Read | Rejected]:
    """The speeches of one file in its order. Raises SettingError when `encoding` is no text encoding."""
    for record in read_records(file, encoding=encoding):
        yield record if isinstance(record, Rejected) else read_speech(record)


def distinct(items: Iterable[Read | Rejected]) -> Iterator[Read | Rejected]:
    """The items with every id once: the first speech of an id stays, a later one is rejected."""
    taken = Taken()
    for item in items:
        yield item if isinstance(item, Rejected) else taken.refused(claim(item.speech)) or item


class Claim(NamedTuple):
    """Whose an id is to be. text_digest: of the raw text; None where it has to be asked for."""

    id: str
    path: str
    record: int
    text_digest: bytes | None

    @property
    def place(self) -> str:
        """Where it was read, for a reader."""
        return f"{self.path}, record {self.record}"


def claim(speech: Speech) -> Claim:
    """The claim of a speech to its id."""
    return Claim(speech.id, speech.path, speech.record, text_digest(speech.raw))


def text_digest(raw: str) -> bytes:
    """What two texts are compared by."""
    return sha256(raw.encode("utf-8", "surrogatepass")).digest()


def _never_asked(_: str) -> bytes:
    raise LookupError("a claim without a digest")


class Taken:
    """Ids and whose they are. digest_of: the digest of the raw text of an id whose claim came without one."""

    def __init__(self, digest_of: Callable[[str], bytes] = _never_asked) -> None:
        self._digest_of = digest_of
        self._by_id: dict[str, Claim] = {}

    def refused(self, new: Claim) -> Rejected | None:
        """None where the id is now the claim's, else why it is not.

        The same text again is a ``duplicate`` (nothing is lost); another text under a taken id is a ``duplicate id``.
        """
        first = self._by_id.setdefault(new.id, new)
        if first.place == new.place:
            return None
        digests = [known.text_digest or self._digest_of(known.id) for known in (first, new)]
        if digests[0] == digests[1]:
            detail = f"record {new.record} is the same as {first.place}"
            return Rejected(new.path, None, Reason.DUPLICATE, detail)
        detail = f"{new.id} of record {new.record} is taken by another text: {first.place}"
        return Rejected(new.path, None, Reason.DUPLICATE_ID, detail)

    def __contains__(self, speech_id: str) -> bool:
        return speech_id in self._by_id
