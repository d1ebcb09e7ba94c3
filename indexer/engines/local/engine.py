"""The embedded engine: answers queries from the generation in use.

Enters: query trees, speeches to write. Leaves: what `engines.base` promises. Never parses or prints.

Threads share one engine. Each call takes the snapshot that is current when it starts and keeps it to its end; a
snapshot never changes, so nothing that is read is locked. Those who ask at the same time take turns (`turns`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from indexer.analysis import Analyzer
from indexer.engines.base import Alike, Companions, Found, Lit, Occurrences, Published, Suggested, Window
from indexer.engines.local import counting, effort, generations, keyness
from indexer.engines.local.answer import Answer
from indexer.engines.local.damage import damages, explained
from indexer.engines.local.listing import list_matches
from indexer.engines.local.occurring import all_occurrences
from indexer.engines.local.partial import Asked
from indexer.engines.local.proposing import new_words
from indexer.engines.local.relating import MOST_DOCUMENTS
from indexer.engines.local.rewording import wordings
from indexer.engines.local.snapshot import Snapshot, fingerprint
from indexer.engines.local.turns import Turns, in_turn
from indexer.equivalents import Equivalents
from indexer.errors import IndexDamaged, IndexStale, SpeechMissing
from indexer.folding import fold
from indexer.model import CharacteristicWord, Filters, IndexStats, Mark, Sort, Speech
from indexer.offers import NewWords, RelatedTerm, SimilarSpeech
from indexer.query import Effort
from indexer.query.tree import Everything, Node
from indexer.settings import DEFAULT_MEMORY_MB
from indexer.wordings import Wording

if TYPE_CHECKING:
    from indexer.engines.local.writer import LocalWriter

_NEWEST = 8
"""Speeches that `stats` lists as the newest."""


class _Known(NamedTuple):
    """The generation that was opened last, and the stamp of the index when it was."""

    stamp: tuple[int, ...]
    snapshot: Snapshot


class LocalEngine:
    """An index in a folder. `Engine` in `engines.base` says what each method promises.

    memory_mb: what writing may take, in this process.
    """

    def __init__(
        self,
        root: Path,
        analyzer: Analyzer,
        equivalents: Equivalents | None = None,
        *,
        memory_mb: int = DEFAULT_MEMORY_MB,
    ) -> None:
        self.root = root
        self._memory_mb = memory_mb
        self.analyzer = analyzer
        self.equivalents = equivalents or Equivalents()
        self.turns = Turns()
        self._known: _Known | None = None
        self._opening = threading.Lock()

    def snapshot(self) -> Snapshot:
        """The generation in use, opened anew when another has been published.

        Raises:
            IndexMissing, IndexDamaged, IndexStale: it cannot be used; the message says what to do.
        """
        stamp = generations.stamp(self.root)
        known = self._known
        if known is not None and known.stamp == stamp:
            return known.snapshot
        with self._opening:
            known, folder = self._known, generations.current(self.root)
            is_open = known is not None and known.snapshot.folder == folder
            opened = known.snapshot if known is not None and is_open else self._opened(folder)
            # Where another is published meanwhile, its stamp is another one than this.
            self._known = _Known(stamp, opened)
            return opened

    def _opened(self, folder: Path) -> Snapshot:
        try:
            opened = Snapshot(folder)
        except IndexDamaged:
            newer = generations.current(self.root)
            if newer == folder:
                raise
            return self._opened(newer)  # others were published, and this one removed, while it was being opened
        self._checked(opened.meta)
        return opened

    def _checked(self, meta: generations.Meta) -> generations.Meta:
        """The meta of an index that was made with this analyser."""
        if meta["analyser"] != self.analyzer.fingerprint:
            raise IndexStale(
                f"{self.root} was made with other word lists ({meta['analyser']}, now "
                f"{self.analyzer.fingerprint}): run `jianghua rebuild`"
            )
        return meta

    @explained
    def effort(self) -> Effort:
        """What texts take to be found, and how much one answer may take."""
        speeches = self.snapshot().speeches
        return Effort(partial(effort.effort, speeches), partial(effort.at_most, speeches), effort.most(speeches))

    @explained
    @in_turn
    def search(self, query: Node, filters: Filters, window: Window) -> Found:
        """Match, filter, count, order, and read the speeches of the window."""
        snapshot = self.snapshot()
        answer = Answer(snapshot, query, filters, self.analyzer)
        listing = list_matches(Asked(snapshot, query, filters, self.analyzer), answer, window)
        return Found(
            total=answer.total,
            occurrences=answer.total_occurrences,
            matches=listing.matches,
            facets=answer.facets(),
            terms=answer.terms(),
            fingerprint=snapshot.fingerprint,
            partial=listing.partial,
        )

    @explained
    @in_turn
    def occurrences(self, query: Node, filters: Filters) -> Occurrences:
        """Every place of a query's texts in the speeches that it matches."""
        snapshot = self.snapshot()
        places = Answer(snapshot, query, filters, self.analyzer).all_places()
        return all_occurrences(snapshot.speeches, places, snapshot.fingerprint)

    @explained
    @in_turn
    def suggest(self, typed: str, limit: int) -> Suggested:
        """Speakers, places, phrases and titles that begin with what was typed, or hold it."""
        snapshot = self.snapshot()
        return Suggested(tuple(snapshot.suggesting.suggest(typed, limit)), snapshot.fingerprint)

    @explained
    @in_turn
    def nearest(self, text: str, most: int) -> Sequence[Wording]:
        """What stands in the corpus and is nearest to a string that does not, the likeliest first."""
        is_listed = self.analyzer.is_listed(fold(text))
        return wordings(self.snapshot().speeches, text, most, is_listed=is_listed)

    @explained
    @in_turn
    def related(self, query: Node, filters: Filters, limit: int) -> Companions:
        """Terms that stand in the paragraphs with a match far more often than elsewhere."""
        snapshot = self.snapshot()
        answer = Answer(snapshot, query, filters, self.analyzer)
        found = snapshot.relating.companions(answer.some_places(MOST_DOCUMENTS), answer.strings, limit)
        shown = ((one, snapshot.suggesting.counted(one.text)) for one in found.companions)
        return Companions(
            terms=tuple(RelatedTerm(s.text, s.speeches, one.paragraphs, round(one.likelihood, 1)) for one, s in shown),
            paragraphs=found.paragraphs,
            is_sample=found.is_sample or answer.total > MOST_DOCUMENTS,
            fingerprint=snapshot.fingerprint,
        )

    @explained
    @in_turn
    def new_words(self, limit: int) -> NewWords:
        """The words that most speeches have and the dictionary lacks."""
        snapshot = self.snapshot()
        return NewWords(new_words(snapshot, self.analyzer, limit), snapshot.fingerprint)

    @explained
    @in_turn
    def similar(self, speech_id: str, limit: int) -> Alike:
        """Speeches with the same telling words and phrases."""
        snapshot = self.snapshot()
        speeches = snapshot.speeches
        number = _require(speeches.document(speech_id), speech_id)
        start, own = int(speeches.title_starts[number]), speeches.front(number)
        text = f"{own.meta.title}\0{own.body}"  # as it stands in the stream
        return Alike(
            tuple(
                SimilarSpeech(
                    meta=speeches.front(other.document).meta,
                    score=round(other.score, 3),
                    shared=tuple(text[first - start : end - start] for first, end in other.shared),
                )
                for other in snapshot.relating.alike(number, limit)
            ),
            snapshot.fingerprint,
        )

    @explained
    @in_turn
    def light(self, speech_id: str, query: Node) -> Lit:
        """One speech with its marks: nothing is ranked, and no other one is read."""
        snapshot = self.snapshot()
        number = _require(snapshot.speeches.document(speech_id), speech_id)
        answer = Answer(snapshot, query, Filters(), self.analyzer)
        segment, document = snapshot.speeches.place(number)
        titles, bodies = (tuple(map(Mark._make, marks)) for marks in answer.marks(number))
        return Lit(segment.whole_speech(document), titles, bodies, answer.terms(), snapshot.fingerprint)

    @explained
    def get(self, speech_id: str) -> Speech:
        """A speech with its body and raw text."""
        speeches = self.snapshot().speeches
        segment, document = speeches.place(_require(speeches.document(speech_id), speech_id))
        return segment.whole_speech(document)

    def published(self) -> Published:
        """The generation in use, by its own word: nothing is opened."""
        folder = generations.current(self.root)
        return generations.as_published(folder, self._checked(generations.read_meta(folder)))

    @explained
    def origins(self) -> Mapping[bytes, str]:
        """Id of every speech by its origin, where that is known."""
        return dict(chain.from_iterable(segment.live_origins() for segment in self.snapshot().segments))

    @explained
    def digests(self) -> Mapping[str, str]:
        """Digest of every speech by its id."""
        return {
            speech_id: digest.hex()
            for segment in self.snapshot().segments
            for speech_id, digest in segment.live_digests()
        }

    @explained
    def stats(self) -> IndexStats:
        """What the index holds. Asked for with every page, so it is counted once."""
        snapshot = self.snapshot()
        if snapshot.stats is None:
            snapshot.stats = self._stats(snapshot)
        return snapshot.stats

    @in_turn
    def _stats(self, snapshot: Snapshot) -> IndexStats:
        segments, meta = snapshot.segments, snapshot.meta
        days = np.concatenate([s.dates[s.is_live & (s.dates[:, 0] > 0)] for s in segments] or [np.zeros((0, 2))])
        everything = Answer(snapshot, Everything(), Filters(), self.analyzer)
        newest = everything.places(Window(limit=_NEWEST, sort=Sort.NEWEST))
        return IndexStats(
            generation=snapshot.folder.name,
            fingerprint=snapshot.fingerprint,
            analyser=meta["analyser"],
            created=meta["created"],
            speeches=everything.total,
            characters=sum(int(s.body_lengths()[s.is_live].sum()) for s in segments),
            index_bytes=sum(file["bytes"] for file in meta["files"].values()),
            text_bytes=sum(int(s.text_bytes[s.is_live].sum()) for s in segments),
            earliest=_day(days[:, 0].min()) if len(days) else "",
            latest=_day(days[:, 1].max()) if len(days) else "",
            rejected=meta["rejected"],
            sources=tuple(meta["sources"]),
            steps=meta["steps"],
            facets=everything.facets(),
            newest=tuple(
                everything.read(place).speech.meta for place in newest if snapshot.speeches.days[place.document, 0]
            ),
        )

    @explained
    @in_turn
    def characteristic_words(self, filters: Filters, most: int) -> Sequence[CharacteristicWord]:
        """The words that speeches have more often than the rest of the corpus, the most striking first."""
        speeches = self.snapshot().speeches
        masks = counting.filter_masks(speeches, filters)
        chosen = np.logical_and.reduce([np.ones(len(speeches), bool), *masks.values()])
        return keyness.characteristic_words(speeches, chosen, most, self.analyzer.is_function_word)

    @explained
    def verify(self) -> Sequence[str]:
        """Files that are missing, foreign or changed since the index was published, and sums that do not fit."""
        folder = generations.current(self.root)
        problems = damages(folder, self._checked(generations.read_meta(folder)))
        if not problems:
            snapshot = self.snapshot()
            if fingerprint(snapshot.segments) != snapshot.fingerprint:
                problems.append("the speeches do not fit the fingerprint")
        return problems

    @contextmanager
    def rebuilding(self) -> Iterator[LocalWriter]:
        """A writer that starts from nothing."""
        with generations.write_lock(self.root), self._writer(None) as writer:
            yield writer

    @contextmanager
    def updating(self) -> Iterator[LocalWriter]:
        """A writer that starts from the generation in use."""
        with generations.write_lock(self.root), self._writer(self.snapshot()) as writer:
            yield writer

    def _writer(self, previous: Snapshot | None) -> LocalWriter:
        from indexer.engines.local.writer import LocalWriter  # with Whoosh and what starts processes

        return LocalWriter(self.root, self.analyzer, previous, memory_mb=self._memory_mb)

    def close(self) -> None:
        """Let go of files."""
        self._known = None


def _day(number: int) -> str:
    text = f"{int(number):08}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


def _require(document: int | None, speech_id: str) -> int:
    if document is None:
        raise SpeechMissing(f"there is no speech with the id {speech_id!r}")
    return document
