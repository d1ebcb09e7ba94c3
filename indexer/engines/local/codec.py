"""The codec: how Whoosh reads an index whose postings are arrays. With `container`, all that knows Whoosh.

Enters: Whoosh's calls. Leaves: terms, statistics, postings and lengths. Never: anything that our own queries need; they
read the same arrays without Whoosh.

Whoosh's own codec (W3) is extended at the point that Whoosh offers for it.
"""

from __future__ import annotations

import bisect
import copy
import math
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.analysis import IDTokenizer, LowercaseFilter, SpaceSeparatedTokenizer
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader
from whoosh.columns import ColumnReader
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Frequency, Positions
from whoosh.matching import ListMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import pack_uint

from indexer.engines.local import characters, keywords, positions, words
from indexer.engines.local.arrays import Array, open_arrays

Fields = dict[str, keywords.Keywords]


class ArrayField(FieldType):
    """A field whose postings are written as arrays, beside Whoosh: (document, frequency) a term.

    is_text: words, folded and cut by our analyser; else whole values as they stand. Whoosh's query parsers take them
    with spaces between them.
    """

    def __init__(self, *, is_text: bool = False, is_stored: bool = False, is_sortable: bool = False) -> None:
        # Whoosh's query parsers want an analyser; at indexing it is never called.
        super().__init__(
            format=Positions() if is_text else Frequency(),
            analyzer=SpaceSeparatedTokenizer() | LowercaseFilter() if is_text else IDTokenizer(),
            scorable=is_text,
            stored=is_stored,
            sortable=is_sortable,
            vector=Frequency() if is_text else None,
        )

    def index(self, value: object, **kwargs: object) -> tuple[()]:
        """Nothing for Whoosh to index."""
        return ()


def arrays_folder(root: Path, segment: Any) -> Path:  # noqa: ANN401
    """Where a segment's arrays are."""
    return root / f"arrays-{segment.segment_id()}"


def _open_fields(folder: Path) -> Fields:
    """The postings of every field; none while Whoosh is still writing the segment."""
    if not folder.exists():
        return {}
    fields: Fields = {name: words.Words(open_arrays(folder, name, words.NAMES)) for name in words.FIELDS}
    fields |= {name: keywords.Keywords(open_arrays(folder, name, keywords.NAMES)) for name in keywords.FIELDS}
    return dict(sorted(fields.items()))


class WordOrder:
    """The positions of a segment's words, opened where somebody asks for them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def known(self) -> positions.Positions:
        """The positions."""
        return positions.Positions(characters.Characters(open_arrays(self._folder, "characters", characters.NAMES)))


class ArrayCodec(W3Codec):
    """Whoosh's codec with the terms, postings and lengths of all fields taken from arrays."""

    def terms_reader(self, storage: FileStorage, segment: Any) -> ArrayTermsReader:  # noqa: ANN401
        """Whoosh's call for the terms of a segment."""
        folder = arrays_folder(Path(storage.folder), segment)
        return ArrayTermsReader(_open_fields(folder), WordOrder(folder))

    def per_document_reader(self, storage: FileStorage, segment: Any) -> ArrayPerDocReader:  # noqa: ANN401
        """Whoosh's call for the values of a segment's documents."""
        reader = ArrayPerDocReader(storage, segment)
        folder = arrays_folder(Path(storage.folder), segment)
        reader.fields, reader.order = _open_fields(folder), WordOrder(folder)
        return reader


class DateColumn(ColumnReader):
    """The date of each document, as Whoosh sorts by it."""

    def __init__(self, dates: keywords.Keywords, count: int) -> None:
        self._dates = dates
        self._numbers = dates.by_document(count)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, docnum: int) -> bytes:
        number = int(self._numbers[docnum])
        return self._dates.lexicon[number] if number >= 0 else b""

    def __iter__(self) -> Iterator[bytes]:
        return (self[docnum] for docnum in range(len(self)))


class ArrayPerDocReader(W3PerDocReader):
    """Lengths and words of the text fields, ids and dates, from arrays; deletions as Whoosh has them."""

    fields: Fields
    order: WordOrder

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """The id, without the half characters that Whoosh cannot store."""
        ids = self.fields["id"]
        number = int(self._id_numbers[docnum])
        return {"id": keywords.as_value(ids.lexicon[number]).encode("utf-8", "replace").decode()} if number >= 0 else {}

    @cached_property
    def _id_numbers(self) -> Array:
        return self.fields["id"].by_document(self.doc_count_all())

    def has_column(self, fieldname: str) -> bool:
        """Dates alone are sorted by."""
        return fieldname == "date"

    def column_reader(self, fieldname: str, column: object) -> DateColumn:
        """The dates."""
        return DateColumn(self.fields[fieldname], self.doc_count_all())

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Texts have: their words."""
        return fieldname in words.FIELDS

    def vector(self, docnum: int, fieldname: str, format_: Any) -> ListMatcher:  # noqa: ANN401
        """The words of a document's text and how often each stands there."""
        counted = sorted(
            (keywords.as_term(word), count) for word, count in self.order.known.words(fieldname, docnum).items()
        )
        weights = [float(count) for _, count in counted]
        values = [pack_uint(count) for _, count in counted]
        return ListMatcher([term for term, _ in counted], weights, values, format_)

    def _lengths(self, fieldname: str) -> Array | None:
        field = self.fields.get(fieldname)
        return field.lengths if isinstance(field, words.Words) else None

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Words of a document's field."""
        lengths = self._lengths(fieldname)
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        """Words of all documents' field."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None else int(lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        """Words of the shortest document's field."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None else int(lengths.min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        """Words of the longest document's field."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None else int(lengths.max(initial=0))


class ArrayTermsReader(TermsReader):
    """Terms and postings of every field, in the order of names and terms."""

    def __init__(self, fields: Fields, order: WordOrder) -> None:
        self.fields = fields
        self._order = order

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        fieldname, text = term
        return fieldname in self.fields and self.fields[fieldname].lexicon.find(text) is not None

    def indexed_field_names(self) -> list[str]:
        """Every field."""
        return list(self.fields)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Every (field, term) from a place on, in order."""
        for name, field in self.fields.items():
            if name >= fieldname:
                first = field.lexicon.position(prefix) if name == fieldname else 0
                yield from ((name, field.lexicon[number]) for number in range(first, len(field)))

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every (field, term) in order."""
        return self.terms_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every ((field, term), statistics) from a place on, in order."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every ((field, term), statistics) in order."""
        return self.items_from("", b"")

    def cursor(self, fieldname: str, fieldobj: FieldType) -> ArrayCursor:
        """A cursor over a field's terms."""
        return ArrayCursor(self, fieldname)

    def _postings(self, fieldname: str, tbytes: bytes) -> tuple[keywords.Keywords, Array, Array]:
        """(the field, documents, weights) of a term."""
        field = self.fields.get(fieldname)
        number = field.lexicon.find(tbytes) if field else None
        if field is None or number is None:
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}")
        return field, field.documents(number), field.weights(number)

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        """Statistics of a term."""
        field, documents, weights = self._postings(fieldname, tbytes)
        lengths = field.lengths[documents] if isinstance(field, words.Words) else weights
        return TermInfo(
            weight=float(weights.sum()),
            df=len(documents),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(weights.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        """Summed weight of a term; 0 where nothing holds it."""
        return float(self.term_info(fieldname, tbytes).weight()) if (fieldname, tbytes) in self else 0.0

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        """Documents that hold a term."""
        return int(self.term_info(fieldname, tbytes).doc_frequency()) if (fieldname, tbytes) in self else 0

    def matcher(self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None) -> Any:  # noqa: ANN401
        """A matcher over a term's postings."""
        _, documents, weights = self._postings(fieldname, tbytes)
        is_text = fieldname in words.FIELDS
        matcher = ArrayMatcher(
            documents.tolist(),
            weights.tolist(),
            None if is_text else [pack_uint(1)] * len(documents),
            format_,
            scorer=scorer,
            term=(fieldname, tbytes),
            terminfo=self.term_info(fieldname, tbytes),
        )
        if is_text:
            matcher.find = lambda: self._order.known.of(fieldname, keywords.as_value(tbytes))
        return matcher


class ArrayMatcher(ListMatcher):
    """A place in a term's postings. find: the documents and positions of the term, in a text.

    Postings are read one after the other, never left out for their scores: where a query has groups (`(A OR B) AND C`),
    Whoosh leaves out some of the best.
    """

    find: Callable[[], tuple[Array, Array]] | None = None
    _i: int

    def copy(self) -> ArrayMatcher:
        """Another matcher at the same place."""
        return copy.copy(self)

    def supports_block_quality(self) -> bool:
        """No."""
        return False

    def max_quality(self) -> float:
        """Without bound, so that nothing is left out for it."""
        return math.inf

    def skip_to(self, id: int) -> None:
        """Go to a document, or to the one that would follow it."""
        if not self.is_active():
            raise ReadTooFar
        self._i = bisect.bisect_left(self._ids, id, self._i)

    @cached_property
    def _positions(self) -> tuple[Array, Array]:
        return self.find() if self.find else (np.zeros(0, np.int64),) * 2

    def value(self) -> bytes:
        """Where the term stands in the document here, as the field's format has it."""
        if self.find is None:
            value: bytes = super().value()
            return value
        documents, found = self._positions
        low, high = documents.searchsorted((self.id(), self.id() + 1)).tolist()
        encoded: bytes = self._format.encode(found[low:high].tolist())
        return encoded


class ArrayCursor(FieldCursor):
    """A place among the terms of a field."""

    def __init__(self, reader: ArrayTermsReader, fieldname: str) -> None:
        self._reader = reader
        self._fieldname = fieldname
        self._lexicon = reader.fields[fieldname].lexicon
        self._at = 0

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._at < len(self._lexicon)

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, term: bytes | str) -> str | None:
        """Go to a term, or to the one that would follow it."""
        self._at = self._lexicon.position(keywords.as_term(term) if isinstance(term, str) else term)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """The term here, None past the last."""
        return keywords.as_value(self._lexicon[self._at]) if self.is_valid() else None

    def term_info(self) -> TermInfo:
        """Statistics of the term here."""
        return self._reader.term_info(self._fieldname, self._lexicon[self._at])
