"""Keyword postings: which speeches have a value in a field, for Whoosh's queries and for finding a speech by its id.

Enters: the values of each speech. Leaves: postings. Never folds or cuts a value: it is one term as it stands.

Layout (part = name of the field): `blob` u8 and `starts` u32, the values as a lexicon; `extents` u32, offset of each
value's documents, and the end; `documents` u32, ascending within a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from indexer.engines.local.arrays import Array, Lexicon, offsets
from indexer.model import Metadata

NAMES = (*Lexicon.NAMES, "extents", "documents")

Values = Callable[[Metadata], Iterable[str]]

FIELDS: Mapping[str, Values] = {
    "id": lambda meta: (meta.id,),
    "speaker": lambda meta: meta.speakers,
    "date": lambda meta: (meta.date,),
    "year": lambda meta: (meta.year,),
    "place": lambda meta: (meta.place,),
    "occasion": lambda meta: (meta.occasion,),
    "kind": lambda meta: (meta.kind,),
    "source": lambda meta: (meta.source,),
    "script": lambda meta: (meta.script,),
    "language": lambda meta: (meta.language,),
    "tags": lambda meta: meta.tags,
}
"""The fields that Whoosh's queries can ask for beside the texts, and a speech's values in each; '' is no value."""


def as_term(value: str) -> bytes:
    """A value as a term."""
    return value.encode("utf-8", "surrogatepass")


def as_value(term: bytes) -> str:
    """A term as the value that it stands for."""
    return term.decode("utf-8", "surrogatepass")


def build(metas: Sequence[Metadata], values: Values) -> dict[str, Array]:
    """The arrays of a field of a segment."""
    documents: dict[str, list[int]] = {}
    for document, meta in enumerate(metas):
        for value in values(meta):
            if value:
                having = documents.setdefault(value, [])
                if not having or having[-1] != document:  # a value may be named twice
                    having.append(document)
    terms = sorted((as_term(value), value) for value in documents)
    return {
        **Lexicon.arrays([term for term, _ in terms]),
        "extents": offsets(len(documents[value]) for _, value in terms).astype(np.uint32),
        "documents": np.fromiter(chain.from_iterable(documents[value] for _, value in terms), np.uint32),
    }


class Keywords:
    """The postings of one field of one segment."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.lexicon = Lexicon(arrays["blob"], arrays["starts"])
        self._extents = arrays["extents"]
        self._documents = arrays["documents"]

    def __len__(self) -> int:
        return len(self.lexicon)

    def held_by_at_least(self, documents: int) -> list[bytes]:
        """The values that so many documents have, or more."""
        numbers = np.flatnonzero(np.diff(self._extents.astype(np.int64)) >= documents)
        return [self.lexicon[number] for number in numbers.tolist()]

    @property
    def all_documents(self) -> Array:
        """The documents of every value, in the order of the values."""
        return self._documents

    def document_counts(self) -> Array:
        """i64: how many documents have each value."""
        return np.diff(self._extents.astype(np.int64))

    def documents(self, number: int) -> Array:
        """The documents that have value `number`, ascending."""
        found: Array = self._documents[self._extents[number] : self._extents[number + 1]]
        return found

    def by_document(self, count: int) -> Array:
        """i64[count]: the number of a value of each document, -1 where it has none."""
        numbers = np.full(count, -1)
        numbers[self._documents] = np.repeat(np.arange(len(self)), np.diff(self._extents))
        return numbers

    def weights(self, number: int) -> Array:
        """How much each of those documents has of value `number`: a value is there once."""
        return np.ones(len(self.documents(number)))
