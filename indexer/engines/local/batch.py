"""Speeches made ready for a segment: everything costly about indexing, in a form that worker processes can return.

Enters: speeches. Leaves: a `Batch`. Never touches the index.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from pathlib import Path

import numpy as np

from indexer.analysis import Analyzer
from indexer.analysis.streaming import StreamCutter
from indexer.analysis.wordfilter import word_filter
from indexer.engines.base import Chunk, Note
from indexer.engines.local import characters, columns, records, words
from indexer.engines.local.arrays import Array, offsets, stretches
from indexer.engines.local.numbering import Numbering
from indexer.folding import CHANGED, fold
from indexer.model import Metadata, Speech

Read = Callable[[Chunk], tuple[Sequence[Speech], Note]]
Made = tuple["Batch", Note]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some speeches, cut and packed.

    points, borders, title_starts, body_starts: the stream, see `characters`; starts count from the batch's own begin,
    and points are u16 where that is enough.
    """

    points: Array
    borders: Array
    title_starts: Array
    body_starts: Array
    title: words.Postings
    body: words.Postings
    rows: tuple[columns.Row, ...]
    metas: tuple[Metadata, ...]
    packed: tuple[records.Packed, ...]


class Preparer:
    """What cuts and numbers, and remembers between batches; for one thread."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.cutter = StreamCutter(analyzer)
        self.numbering = Numbering(word_filter(analyzer.user_words))


def prepare(speeches: Sequence[Speech], preparer: Preparer) -> Batch:
    """Fold, cut, count and pack."""
    texts = [text for speech in speeches for text in (speech.meta.title, speech.body)]
    starts = offsets(len(text) + 1 for text in texts)
    points = characters.code_points("".join(f"{text}\0" for text in texts))
    folded = folded_points(points)
    borders = preparer.cutter.borders(folded)
    piece_starts = np.flatnonzero(borders)
    pieces = preparer.numbering.numbers(folded, piece_starts, np.diff(piece_starts, append=len(folded)))
    owners = stretches(starts[:-1], piece_starts)

    def counted(field: int) -> words.Postings:
        """The words of all titles (0) or bodies (1)."""
        is_of_field = (owners & 1) == field
        return words.count(pieces[is_of_field], owners[is_of_field] >> 1, len(speeches), preparer.numbering)

    return Batch(
        points=points.astype(np.uint16) if points.max(initial=0) <= 0xFFFF else points,
        borders=borders,
        title_starts=starts[0::2],
        body_starts=starts[1::2],
        title=counted(0),
        body=counted(1),
        rows=tuple(map(columns.row, speeches)),
        metas=tuple(speech.meta for speech in speeches),
        packed=tuple(map(records.pack, speeches)),
    )


def only(batch: Batch, stays: Array) -> Batch:
    """The batch without some of its speeches; stays: bool[d]."""
    lengths = np.diff(batch.title_starts)
    starts = offsets(lengths[stays])
    is_kept = np.repeat(stays, lengths)
    return Batch(
        points=batch.points[is_kept],
        borders=batch.borders[is_kept],
        title_starts=starts,
        body_starts=starts[:-1] + (batch.body_starts - batch.title_starts[:-1])[stays],
        title=words.only(batch.title, stays),
        body=words.only(batch.body, stays),
        rows=tuple(compress(batch.rows, stays.tolist())),
        metas=tuple(compress(batch.metas, stays.tolist())),
        packed=tuple(compress(batch.packed, stays.tolist())),
    )


def folded_points(points: Array) -> Array:
    """The code points of the folded text, u32; folding changes one for one, so it is a look-up in a table."""
    return _folding()[points]


@cache
def _folding() -> Array:
    table = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    table[characters.code_points(CHANGED)] = characters.code_points(fold(CHANGED))
    return table


@cache
def _preparer(user_dictionary: Path | None, is_fast: bool) -> Preparer:
    """That of a worker process, made at the first batch and kept."""
    return Preparer(Analyzer(user_dictionary, is_fast=is_fast))


def prepare_in_worker(chunk: Chunk, read: Read[Chunk, Note], analyzer: tuple[Path | None, bool]) -> Made[Note]:
    """A batch of what `read` makes of a chunk, and its note, in a worker process.

    analyzer: user dictionary and is_fast of an analyser, which cannot itself be handed over.
    """
    return prepared(chunk, read, _preparer(*analyzer))


def prepared(chunk: Chunk, read: Read[Chunk, Note], preparer: Preparer) -> Made[Note]:
    """A batch of what `read` makes of a chunk, and its note."""
    speeches, note = read(chunk)
    return prepare(speeches, preparer), note
