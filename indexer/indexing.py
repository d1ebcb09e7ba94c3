"""The write path: sources → the next generation; an index held against its sources.

Enters: an engine, paths. Leaves: `Report`, `CheckReport`. Never parses a file itself; never knows HTTP or the terminal.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from indexer.corpus import (
    Claim,
    Entry,
    FileList,
    Taken,
    claim,
    distinct,
    entries,
    expected,
    list_files,
    origin,
    place_of,
    read_entry,
    read_file,
    size_chars,
    steps_of,
    text_digest,
)
from indexer.engines.base import Engine, Published, Writer
from indexer.errors import SourceError
from indexer.model import Rejected, Speech, digest
from indexer.reports import CheckReport, Progress, ProgressTaker, Report, quiet

CHUNK_CHARACTERS = 400_000
"""Characters handed to a worker at a time: half a second or so of work, so that it is shared evenly."""
CHUNK_SPEECHES = 500


class _Unchanged(NamedTuple):
    """An entry that the index has as it is; its claim has no digest."""

    claim: Claim


class _Came(NamedTuple):
    """What became of an entry, without its text. digest: of the speech, or empty where nobody asks for it."""

    claim: Claim
    steps: Mapping[str, int]
    digest: str


_Outcome = _Came | _Unchanged | Rejected


def read_chunk(chunk: Sequence[Entry | _Unchanged], *, with_digests: bool) -> tuple[list[Speech], list[_Outcome]]:
    """The speeches of a chunk and what became of each entry. It runs in worker processes."""
    speeches: list[Speech] = []
    outcomes: list[_Outcome] = []
    for entry in chunk:
        read = entry if isinstance(entry, _Unchanged) else read_entry(entry)
        if isinstance(read, _Unchanged | Rejected):
            outcomes.append(read)
        else:
            speeches.append(read.speech)
            outcomes.append(_Came(claim(read.speech), read.steps, digest(read.speech) if with_digests else ""))
    return speeches, outcomes


def _chunks(entries: Iterable[Entry | _Unchanged]) -> Iterator[list[Entry | _Unchanged]]:
    """Chunks of about the same work; what is unchanged makes none. They do not depend on the number of workers."""
    chunk: list[Entry | _Unchanged] = []
    characters = unread = 0
    for entry in entries:
        chunk.append(entry)
        if not isinstance(entry, _Unchanged):
            characters += size_chars(entry)
            unread += 1
        if characters >= CHUNK_CHARACTERS or unread >= CHUNK_SPEECHES:
            yield chunk
            chunk, characters, unread = [], 0, 0
    if chunk:
        yield chunk


@dataclass(slots=True)
class _Counter:
    """Turns "n more" into progress."""

    tell: ProgressTaker
    total: int
    done: int = 0

    def __call__(self, more: int) -> None:
        if more:
            self.done += more
            self.tell(Progress("index", self.done, self.total))


@dataclass(slots=True)
class _Run:
    """What reading the sources has met so far. known: id -> digest of the index to start from, if any."""

    taken: Taken
    count: _Counter
    known: Mapping[str, str] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0

    def choose(self, outcomes: Sequence[_Outcome]) -> list[bool]:
        """Of each speech of a chunk, whether it goes in; called in the order of the chunks."""
        chosen = []
        before = self.read
        for outcome in outcomes:
            refused = outcome if isinstance(outcome, Rejected) else self.taken.refused(outcome.claim)
            if refused:
                self.rejected.append(refused)
            if isinstance(outcome, _Came):
                chosen.append(not refused and self._is_new(outcome))
            elif not refused:
                self.unchanged += 1
        self.count(self.read - before)
        return chosen

    def _is_new(self, came: _Came) -> bool:
        speech_id = came.claim.id
        if speech_id not in self.known:
            self.added.append(speech_id)
        elif self.known[speech_id] != came.digest:
            self.changed.append(speech_id)
        else:
            self.unchanged += 1
            return False
        self.steps.update(came.steps)
        return True

    @property
    def read(self) -> int:
        """Speeches that were met."""
        return len(self.added) + len(self.changed) + self.unchanged

    @property
    def gone(self) -> list[str]:
        """Ids that no source holds any more; whole only when everything was read."""
        return [speech_id for speech_id in self.known if speech_id not in self.taken]

    def record(self, writer: Writer, sources: Sequence[Path]) -> None:
        """Have the writer keep what the index was made from."""
        steps = {name: count for name, count in self.steps.items() if count > 0}
        writer.record_run(len(self.rejected), steps, [str(path.resolve()) for path in sources])

    def report(self, published: Published, listed: FileList, began: float) -> Report:
        """What was done, once it is."""
        return Report(
            generation=published.generation,
            fingerprint=published.fingerprint,
            speeches=published.speeches,
            added=len(self.added),
            changed=len(self.changed),
            removed=len(self.gone),
            unchanged=self.unchanged,
            rejected=tuple(self.rejected),
            unknown_kinds=listed.unknown_kinds,
            steps=dict(published.steps),
            seconds=time.perf_counter() - began,
        )


def _entries(listed: FileList, encoding: str | None) -> Iterator[Entry]:
    return chain.from_iterable(entries(file, encoding=encoding) for file in listed.files)


def rebuild(
    engine: Engine,
    sources: Sequence[Path],
    *,
    encoding: str | None = None,
    workers: int = 1,
    progress: ProgressTaker = quiet,
) -> Report:
    """Index everything under the sources anew. The index in use stays as it is until the new one is whole.

    Raises:
        SourceError: a source does not exist. IndexLocked: another process is writing.
    """
    began = time.perf_counter()
    listed = list_files(sources)
    run = _Run(Taken(), _Counter(progress, expected(listed)), rejected=list(listed.rejected))
    with engine.rebuilding() as writer:
        chunks = _chunks(_entries(listed, encoding))
        writer.add_all(chunks, partial(read_chunk, with_digests=False), workers, run.choose)
        run.record(writer, sources)
    published = writer.published
    assert published is not None  # the block ended well
    return run.report(published, listed, began)


def update(
    engine: Engine,
    sources: Sequence[Path],
    *,
    encoding: str | None = None,
    workers: int = 1,
    progress: ProgressTaker = quiet,
) -> Report:
    """Index what is new or changed under the sources, and remove what is gone from them.

    The sources are the whole corpus, as for `rebuild`. Nothing is published where nothing has changed.

    Raises:
        IndexMissing, IndexStale: there is no index to start from. SourceError, IndexLocked: as for `rebuild`; also
            where the sources hold no speech at all.
    """
    began = time.perf_counter()
    if not sources:  # everything would be gone from them
        raise SourceError("there is nothing to update from: say what the corpus is, `jianghua update PATH…`")
    listed = list_files(sources)
    before = engine.published()
    run = _Run(
        Taken(lambda speech_id: text_digest(engine.get(speech_id).raw)),
        _Counter(progress, expected(listed)),
        known=engine.digests(),
        rejected=list(listed.rejected),
        steps=Counter(before.steps),
    )
    with engine.updating() as writer:
        chunks = _chunks(_told_apart(_entries(listed, encoding), engine.origins()))
        writer.add_all(chunks, partial(read_chunk, with_digests=True), workers, run.choose)
        gone = run.gone
        if gone and not run.read:
            raise SourceError(
                "the sources hold no speech at all; if that is right, `jianghua rebuild` empties the index"
            )
        for speech_id in (*run.changed, *gone):
            run.steps.subtract(steps_of(engine.get(speech_id).raw))
        writer.remove(gone)
        run.record(writer, sources)
    return run.report(writer.published or before, listed, began)


def _told_apart(entries: Iterable[Entry], origins: Mapping[bytes, str]) -> Iterator[Entry | _Unchanged]:
    """The entries; those that an index was made from already, by what they are known again by."""
    for entry in entries:
        speech_id = origins.get(origin(entry))
        if speech_id is None or isinstance(entry, Rejected):
            yield entry
        else:
            yield _Unchanged(Claim(speech_id, *place_of(entry), None))


def check(engine: Engine, sources: Sequence[Path] = (), *, encoding: str | None = None) -> CheckReport:
    """Hold an index against its own records of itself, and against the sources where any are given.

    Raises:
        IndexMissing: there is no index. SourceError: a source does not exist.
    """
    problems = engine.verify()
    published = engine.published()
    missing, changed, seen = [], [], set()
    known = engine.digests() if sources else {}
    listed = list_files(sources)
    for item in distinct(item for file in listed.files for item in read_file(file, encoding=encoding)):
        if not isinstance(item, Rejected):
            speech = item.speech
            seen.add(speech.id)
            if speech.id not in known:
                missing.append(speech.id)
            elif known[speech.id] != digest(speech):
                changed.append(speech.id)
    return CheckReport(
        generation=published.generation,
        fingerprint=published.fingerprint,
        speeches=published.speeches,
        problems=tuple(problems),
        missing=tuple(missing),
        changed=tuple(changed),
        gone=tuple(speech_id for speech_id in known if speech_id not in seen),
    )
