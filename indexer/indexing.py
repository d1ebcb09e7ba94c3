"""The write path: sources → the next generation; an index held against its sources.

Enters: an engine, paths. Leaves: `Report`, `CheckReport`. Never parses a file itself; never knows HTTP or the terminal.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.corpus import FileList, Read, distinct, expected, list_files, read_file
from indexer.engines.base import Engine, Writer
from indexer.errors import SourceError
from indexer.model import CheckReport, Progress, Rejected, Report, Speech, digest

CHUNK_CHARACTERS = 400_000
"""Characters handed to a worker at a time: a second or so of cutting, so that the work is shared evenly."""
CHUNK_SPEECHES = 500

ProgressTaker = Callable[[Progress], None]


def quiet(_: Progress) -> None:
    """Takes progress and says nothing."""


@dataclass(slots=True)
class _Run:
    """What reading the sources has met so far."""

    rejected: list[Rejected] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)

    def speeches(self, listed: FileList, encoding: str | None) -> Iterator[Speech]:
        """Every speech of the sources; what is none is counted."""
        self.rejected += listed.rejected
        reads: Iterable[Read | Rejected] = (r for file in listed.files for r in read_file(file, encoding=encoding))
        for item in distinct(reads):
            if isinstance(item, Rejected):
                self.rejected.append(item)
            else:
                self.steps.update(item.steps)
                yield item.speech

    def record(self, writer: Writer, sources: Sequence[Path]) -> None:
        """Have the writer keep what the index was made from."""
        writer.record_run(len(self.rejected), self.steps, [str(path.resolve()) for path in sources])


def _chunks(speeches: Iterable[Speech]) -> Iterator[list[Speech]]:
    chunk: list[Speech] = []
    characters = 0
    for speech in speeches:
        chunk.append(speech)
        characters += len(speech.body)
        if characters >= CHUNK_CHARACTERS or len(chunk) >= CHUNK_SPEECHES:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


@dataclass(slots=True)
class _Counter:
    """Turns "n more" into progress."""

    tell: ProgressTaker
    stage: str
    total: int | None = None
    done: int = 0

    def __call__(self, more: int) -> None:
        self.done += more
        self.tell(Progress(self.stage, self.done, self.total))


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
    run = _Run()
    with engine.rebuilding() as writer:
        writer.add_all(_chunks(run.speeches(listed, encoding)), workers, _Counter(progress, "index", expected(listed)))
        run.record(writer, sources)
    published = writer.published
    assert published is not None  # the block ended well
    return Report(
        generation=published.generation,
        fingerprint=published.fingerprint,
        speeches=published.speeches,
        added=published.speeches,
        rejected=tuple(run.rejected),
        unknown_kinds=listed.unknown_kinds,
        steps=dict(run.steps),
        seconds=time.perf_counter() - began,
    )


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
    run, difference = _Run(), _Difference(engine.digests())
    new = list(difference.of(run.speeches(listed, encoding)))
    gone = difference.gone
    if gone and not difference.has_seen_any:
        raise SourceError("the sources hold no speech at all; if that is right, `jianghua rebuild` empties the index")
    if new or gone:
        with engine.updating() as writer:
            writer.remove(gone)
            writer.add_all(_chunks(new), workers, _Counter(progress, "index", len(new)))
            run.record(writer, sources)
    stats = engine.stats()
    return Report(
        generation=stats.generation,
        fingerprint=stats.fingerprint,
        speeches=stats.speeches,
        added=len(difference.added),
        changed=len(difference.changed),
        removed=len(gone),
        unchanged=difference.unchanged,
        rejected=tuple(run.rejected),
        unknown_kinds=listed.unknown_kinds,
        steps=dict(run.steps),
        seconds=time.perf_counter() - began,
    )


class _Difference:
    """Speeches held against the digests of an index. known: id -> digest."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._seen: set[str] = set()
        self.added: list[str] = []
        self.changed: list[str] = []

    def of(self, speeches: Iterable[Speech]) -> Iterator[Speech]:
        """Those that are new or changed; the others are counted and dropped."""
        for speech in speeches:
            self._seen.add(speech.id)
            if self._known.get(speech.id) == digest(speech):
                continue
            (self.changed if speech.id in self._known else self.added).append(speech.id)
            yield speech

    @property
    def gone(self) -> list[str]:
        """Ids that no source holds any more; whole only when all speeches were taken."""
        return [speech_id for speech_id in self._known if speech_id not in self._seen]

    @property
    def has_seen_any(self) -> bool:
        """Whether there was any speech: a folder without one is more often a disk that is not there."""
        return bool(self._seen)

    @property
    def unchanged(self) -> int:
        """Speeches that were the same."""
        return len(self._seen) - len(self.added) - len(self.changed)


def check(engine: Engine, sources: Sequence[Path] = (), *, encoding: str | None = None) -> CheckReport:
    """Hold an index against its own records of itself, and against the sources where any are given.

    Raises:
        IndexMissing: there is no index. SourceError: a source does not exist.
    """
    problems = engine.verify()
    stats = engine.stats()
    difference = _Difference(engine.digests() if sources else {})
    if sources:
        for _ in difference.of(_Run().speeches(list_files(sources), encoding)):
            pass  # taken for what it counts
    return CheckReport(
        generation=stats.generation,
        fingerprint=stats.fingerprint,
        speeches=stats.speeches,
        problems=tuple(problems),
        missing=tuple(difference.added),
        changed=tuple(difference.changed),
        gone=tuple(difference.gone),
    )
