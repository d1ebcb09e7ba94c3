"""Lays a segment down: the arrays of some speeches, written to a folder.

Enters: batches. Leaves: a folder that `segment` reads. Never reads one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from indexer.engines.local import characters, columns, frequent, keywords, phrases, records, words
from indexer.engines.local.arrays import Array, offsets, write_arrays
from indexer.engines.local.batch import Batch
from indexer.engines.local.segment import VOCABULARIES
from indexer.engines.local.workers import side_by_side


def write_segment(folder: Path, batches: Sequence[Batch], threads: int = 1) -> None:
    """Write the arrays of the batches' speeches, numbered in their order; numpy lets threads sort side by side."""
    folder.mkdir(parents=True)
    stream = _stream(batches)
    with side_by_side(threads) as start:
        indexed = start(partial(_write_characters, folder, stream))
        bodies = start(partial(_write_words, folder, batches))
        start(lambda: write_arrays(folder, "phrases", phrases.build(stream)))
        start(lambda: write_arrays(folder, "frequent", frequent.build(indexed.result(), bodies.result())))
        start(partial(_write_known, folder, batches))


def _write_characters(folder: Path, stream: Mapping[str, Array]) -> characters.Characters:
    made = {**stream, **characters.sorted_pairs(stream)}
    arrays = {name: made[name] for name in characters.NAMES}
    write_arrays(folder, "characters", arrays)
    return characters.Characters(arrays)


def _write_words(folder: Path, batches: Sequence[Batch]) -> words.Words:
    """Write both fields; returns the words of the bodies."""
    for field in words.FIELDS:
        arrays = words.build([getattr(batch, field) for batch in batches])
        write_arrays(folder, field, arrays)
    return words.Words(arrays)


def _write_known(folder: Path, batches: Sequence[Batch]) -> None:
    """Write what is known of the speeches beside their texts."""
    arrays, vocabularies = columns.build([row for batch in batches for row in batch.rows])
    write_arrays(folder, "columns", arrays)
    (folder / VOCABULARIES).write_text(json.dumps(vocabularies), encoding="utf-8")
    metas = [meta for batch in batches for meta in batch.metas]
    for name, values in keywords.FIELDS.items():
        write_arrays(folder, name, keywords.build(metas, values))
    write_arrays(folder, "records", records.write(folder, [packed for batch in batches for packed in batch.packed]))


def _stream(batches: Sequence[Batch]) -> dict[str, Array]:
    bases = offsets(len(batch.points) for batch in batches)
    return characters.stream(
        points=[batch.points for batch in batches],
        borders=np.concatenate([batch.borders for batch in batches]),
        title_starts=np.concatenate(
            [*(b.title_starts[:-1] + base for b, base in zip(batches, bases, strict=False)), bases[-1:]]
        ),
        body_starts=np.concatenate([b.body_starts + base for b, base in zip(batches, bases, strict=False)]),
    )
