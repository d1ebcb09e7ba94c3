"""Writes the next generation: beside the one in use, published whole or not at all.

Enters: speeches, ids to remove. Leaves: a published generation. Never reads files of speeches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import TracebackType

import numpy as np

from indexer.analysis import Analyzer
from indexer.engines.base import Chunk, Note, Published
from indexer.engines.local import container, generations
from indexer.engines.local.batch import Batch, Made, Preparer, Read, only, prepare, prepare_in_worker, prepared
from indexer.engines.local.characters import MOST_PACKED
from indexer.engines.local.merging import remaining, taken_in
from indexer.engines.local.snapshot import Snapshot, fingerprint, open_segments
from indexer.engines.local.workers import in_order
from indexer.version import __version__

SEGMENT_CHARACTERS = MOST_PACKED
"""Characters a segment takes at the most: as many as positions can count in three bytes."""
_BYTES_PER_CHARACTER = 60
"""What a build holds for each character of a segment while it is collected and sorted; measured on news."""
_BASE_BYTES = 150_000_000
"""What a build takes beside: Python, libraries, the word list, chunks on their way."""
_FEWEST_CHARACTERS = 1 << 20
"""A segment takes as many however little memory there is, so that an index does not fall to pieces."""
_MERGED_SPEECHES = 500
"""Speeches of older segments that are prepared at a time."""
_FEW_CHUNKS = 2
"""With no more chunks than these, starting worker processes costs more than it saves."""


class LocalWriter:
    """A `Writer`; use it in a `with` block.

    previous: the snapshot to start from, None to start from nothing. memory_mb: what this process may take, nearly.
    """

    def __init__(self, root: Path, analyzer: Analyzer, previous: Snapshot | None, *, memory_mb: int) -> None:
        affordable = max(memory_mb * 1_000_000 - _BASE_BYTES, 0) // _BYTES_PER_CHARACTER
        self._most_characters = min(SEGMENT_CHARACTERS, max(affordable, _FEWEST_CHARACTERS))
        self._root = root
        self._analyzer = analyzer
        self._preparer = Preparer(analyzer)
        self._previous = previous
        self._batches: list[Batch] = []
        self._characters = 0
        self._removed: set[int] = set()
        self._has_added = False
        self._threads = 1
        self.record_run(0, {})
        self.published: Published | None = None

    def __enter__(self) -> LocalWriter:
        with generations.writing(self._root):
            generations.discard_unpublished(self._root)
            self._folder = generations.new_folder(self._root)
            if self._previous is None:
                container.create(self._folder)
            else:
                container.segments(self._previous.folder)  # that Whoosh can read it is not asked of readers
                container.link(self._previous.folder, self._folder, without=generations.META)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                with generations.writing(self._root):
                    self._publish()
        finally:
            # By what is on disk: an interruption right after publishing must not take the new generation away.
            generations.discard_unpublished(self._root)

    def add_all(
        self, chunks: Iterable[Chunk], read: Read[Chunk, Note], workers: int, choose: Callable[[Note], Sequence[bool]]
    ) -> None:
        """Add the speeches of chunks, read and prepared in worker processes where there are enough of them."""
        rest = iter(chunks)
        first = list(islice(rest, _FEW_CHUNKS + 1))
        everything = chain(first, rest)
        here = partial(prepared, read=read, preparer=self._preparer)
        self._threads = workers
        if workers < 2 or len(first) <= _FEW_CHUNKS:
            made: Iterator[Made[Note]] = map(here, everything)
        else:
            kind = (self._analyzer.user_dictionary, self._analyzer.is_fast)
            made = in_order(partial(prepare_in_worker, read=read, analyzer=kind), here, everything, workers)
        for batch, note in made:
            stays = np.array(choose(note), bool)
            self._take(batch if stays.all() else only(batch, stays))

    def _take(self, batch: Batch) -> None:
        if self._previous is not None:
            self.remove(meta.id for meta in batch.metas)
        self._collect(batch)

    def _collect(self, batch: Batch) -> None:
        if self._characters + len(batch.points) > self._most_characters:
            self._flush()
        self._batches.append(batch)
        self._characters += len(batch.points)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove the speeches of the generation before that have these ids."""
        numbers = map(self._previous.speeches.document, ids) if self._previous else ()
        self._removed.update(number for number in numbers if number is not None)

    def record_run(self, rejected: int, steps: Mapping[str, int], sources: Sequence[str] = ()) -> None:
        """Keep with the index what it was made from: rejected records, characters by cleaning step, paths."""
        self._made_from = {"rejected": rejected, "steps": dict(steps), "sources": list(sources)}

    def _flush(self, threads: int = 1) -> None:
        if any(batch.rows for batch in self._batches):
            self._has_added = True
            with generations.writing(self._root):
                container.add_segment(self._folder, self._batches, threads)
        self._batches, self._characters = [], 0

    def _take_in(self, previous: Snapshot) -> None:
        """Write small segments of the generation before anew, with what is added."""
        for remains in taken_in(
            remaining(previous.segments, [*self._removed]), self._characters, self._most_characters
        ):
            self._removed.update(remains.numbers)
            speeches = remains.speeches()
            while some := list(islice(speeches, _MERGED_SPEECHES)):
                self._collect(prepare(some, self._preparer))

    def _publish(self) -> None:
        if self._previous:
            self._take_in(self._previous)
        self._flush(self._threads)  # no other process is at work any more
        if self._previous and not self._removed and not self._has_added:
            return  # the generation in use is what this one would be
        if self._removed:
            container.delete(self._folder, sorted(self._removed))
        places = container.segments(self._folder)
        segments = open_segments(places)  # what cannot be opened is not published
        speeches = sum(int(segment.is_live.sum()) for segment in segments)
        meta = {
            "schema_version": generations.SCHEMA_VERSION,
            "jianghua": __version__,
            "analyser": self._analyzer.fingerprint,
            "cutter": self._analyzer.cutter_name,
            "created": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "speeches": speeches,
            "fingerprint": fingerprint(segments),
            **self._made_from,
            "segments": [(place.folder.name, place.documents, place.deleted) for place in places],
            "files": generations.file_sums(self._folder, self._previous.meta["files"] if self._previous else {}),
        }
        generations.publish(self._root, self._folder, meta)
        self.published = generations.as_published(self._folder, meta)
