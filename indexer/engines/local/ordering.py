"""The first of many documents by a key; ties go by id. The best of many rows, to go on with.

Enters: documents with a key each. Leaves: rows in order. Never: ids of documents that are not among the first.
"""

from __future__ import annotations

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.speeches import Speeches

_SAMPLED = 64
"""Keys that are sampled for each one wanted: few of all are no greater than as many of these."""


def first_rows(speeches: Speeches, documents: Array, key: Array, count: int) -> Array:
    """The rows of the `count` documents with the smallest keys, in order; documents: ascending; 0 < count <= all."""
    worst = smallest(key, count)
    better = np.flatnonzero(key < worst)
    first, keys = documents[better].tolist(), key[better].tolist()
    if len({*keys}) < len(keys):  # only those that are equal are told apart by their ids
        ordered = [document for _, _, document in sorted(zip(keys, map(speeches.id_bytes, first), first, strict=True))]
    else:
        ordered = [document for _, document in sorted(zip(keys, first, strict=True))]
    tied = documents[key == worst]
    if len(tied) > 1:
        return documents.searchsorted([*ordered, *speeches.first_by_id(tied, count - len(better))])
    return documents.searchsorted([*ordered, *tied.tolist()])


def best_rows(values: Array, count: int) -> Array:
    """The rows of the `count` greatest values, ascending; of equal ones the first."""
    if len(values) <= count:
        return np.arange(len(values))
    worst = -smallest(-values, count)
    above = np.flatnonzero(values > worst)
    return np.sort(np.append(above, np.flatnonzero(values == worst)[: count - len(above)]))


def smallest(key: Array, count: int) -> float:
    """The `count`-th smallest of some keys."""
    sample = key[:: len(key) // (_SAMPLED * count) + 1].copy()
    sample.partition(count - 1)
    if len(sample) < len(key):
        # So many of a sample are no greater than this: nor are so many of all, and few others.
        sample = key[key <= sample[count - 1]]
        sample.partition(count - 1)
    return float(sample[count - 1])
