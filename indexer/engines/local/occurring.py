"""Every place of a query's texts, as arrays for those who count or list them all.

Enters: places numbered through all segments. Leaves: `Occurrences`, in offsets of titles and bodies. Never a text.
"""

from __future__ import annotations

from array import array

import numpy as np

from indexer.engines.base import Occurrences
from indexer.engines.local.arrays import Array
from indexer.engines.local.keywords import as_value
from indexer.engines.local.places import Places
from indexer.engines.local.speeches import Speeches


def all_occurrences(speeches: Speeches, places: Places, fingerprint: str) -> Occurrences:
    """Places as an engine gives them out."""
    documents, owners = np.unique(places.documents, return_inverse=True)
    in_title = places.starts < speeches.body_starts[places.documents]
    texts = np.where(in_title, speeches.title_starts[places.documents], speeches.body_starts[places.documents])
    return Occurrences(
        speeches=tuple(as_value(speeches.id_bytes(document)) for document in documents.tolist()),
        owners=_numbers(owners),
        in_title=_numbers(in_title),
        starts=_numbers(places.starts - texts),
        ends=_numbers(places.ends - texts),
        fingerprint=fingerprint,
    )


def _numbers(values: Array) -> array[int]:
    return array("q", values.astype(np.int64).tobytes())
