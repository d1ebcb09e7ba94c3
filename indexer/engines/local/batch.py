"""Speeches made ready for a segment: everything costly about indexing, in a form that worker processes can return.

Enters: speeches. Leaves: a `Batch`. Never touches the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.analysis import Analyzer, is_word
from indexer.engines.local import characters, columns, records, words
from indexer.engines.local.arrays import Array, offsets
from indexer.folding import fold
from indexer.model import Metadata, Speech


@dataclass(frozen=True, slots=True)
class Batch:
    """Some speeches, folded, cut and packed.

    points, borders, title_starts, body_starts: the stream, see `characters`; starts count from the batch's own begin.
    """

    points: Array
    borders: Array
    title_starts: Array
    body_starts: Array
    title: words.Postings
    body: words.Postings
    rows: tuple[columns.Row, ...]
    metas: tuple[Metadata, ...]
    packed: records.Packed


def prepare(speeches: Sequence[Speech], analyzer: Analyzer) -> Batch:
    """Fold, cut, count and pack."""
    texts = [fold(text) for speech in speeches for text in (speech.meta.title, speech.body)]
    pieces = [analyzer.cut(text) for text in texts]
    starts = offsets(len(text) + 1 for text in texts)
    lengths = [[len(piece) for piece in some] for some in pieces]
    in_words = [list(filter(is_word, some)) for some in pieces]
    return Batch(
        points=characters.code_points("".join(text + "\0" for text in texts)),
        borders=characters.border_flags(lengths, int(starts[-1])),
        title_starts=starts[0::2],
        body_starts=starts[1::2],
        title=words.count(in_words[0::2], analyzer),
        body=words.count(in_words[1::2], analyzer),
        rows=tuple(map(columns.row, speeches)),
        metas=tuple(speech.meta for speech in speeches),
        packed=records.pack(speeches),
    )


@cache
def _analyzer(user_dictionary: Path | None, is_fast: bool) -> Analyzer:
    """The analyser of a worker process, made at its first batch and kept."""
    return Analyzer(user_dictionary, is_fast=is_fast)


def prepare_in_worker(speeches: Sequence[Speech], user_dictionary: Path | None, is_fast: bool) -> Batch:
    """`prepare` for a worker process, where an analyser cannot be handed over."""
    return prepare(speeches, _analyzer(user_dictionary, is_fast))
