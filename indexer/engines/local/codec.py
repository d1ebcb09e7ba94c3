"""The codec: how Whoosh reads the text fields of an index from arrays. With `container`, all that knows Whoosh.

Enters: Whoosh's calls. Leaves: terms, statistics, postings and lengths of `title` and `body`; all else is left to
Whoosh's own codec (W3), which this one extends at the point that Whoosh offers for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.analysis import IDTokenizer
from whoosh.codec.whoosh3 import W3Codec, W3FieldCursor, W3PerDocReader, W3TermsReader
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Frequency
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import pack_uint

from indexer.engines.local import words
from indexer.engines.local.arrays import open_arrays

TEXT_FIELDS = ("title", "body")


class ArrayText(FieldType):
    """A text field whose postings are arrays: (document, frequency), in words folded and cut by our analyser."""

    def __init__(self) -> None:
        # Whoosh's query parsers want an analyser; at indexing it is never called.
        super().__init__(format=Frequency(), analyzer=IDTokenizer(), scorable=True)


def arrays_folder(root: Path, segment: Any) -> Path:  # noqa: ANN401
    """Where a segment's arrays are."""
    return root / f"arrays-{segment.segment_id()}"


class ArrayCodec(W3Codec):
    """Whoosh's codec, with the terms, postings and lengths of the text fields taken from arrays."""

    def terms_reader(self, storage: FileStorage, segment: Any) -> ArrayTermsReader:  # noqa: ANN401
        """Whoosh's call for the terms of a segment."""
        names = (segment.make_filename(self.TERMS_EXT), segment.make_filename(self.POSTS_EXT))
        terms, postings = (storage.open_file(name) for name in names)
        reader = ArrayTermsReader(self, terms, storage.file_length(names[0]), postings)
        reader.attach(arrays_folder(Path(storage.folder), segment))
        return reader

    def per_document_reader(self, storage: FileStorage, segment: Any) -> ArrayPerDocReader:  # noqa: ANN401
        """Whoosh's call for the values of a segment's documents."""
        reader = ArrayPerDocReader(storage, segment)
        reader.attach(arrays_folder(Path(storage.folder), segment))
        return reader


def _open_words(folder: Path) -> dict[str, words.Words]:
    return {field: words.Words(open_arrays(folder, field, words.NAMES)) for field in TEXT_FIELDS}


class ArrayPerDocReader(W3PerDocReader):
    """Lengths of the text fields from arrays; all else as Whoosh has it."""

    def attach(self, folder: Path) -> None:
        """Take the text fields from a segment's folder (absent while Whoosh is still writing the segment)."""
        self._texts = _open_words(folder) if folder.exists() else {}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Words of a document's field."""
        if fieldname in self._texts:
            return int(self._texts[fieldname].lengths[docnum])
        return super().doc_field_length(docnum, fieldname, default)

    def field_length(self, fieldname: str) -> int:
        """Words of all documents' field."""
        if fieldname in self._texts:
            return int(self._texts[fieldname].lengths.sum())
        return super().field_length(fieldname)

    def min_field_length(self, fieldname: str) -> int:
        """Words of the shortest document's field."""
        if fieldname in self._texts:
            return int(self._texts[fieldname].lengths.min(initial=0))
        return super().min_field_length(fieldname)

    def max_field_length(self, fieldname: str) -> int:
        """Words of the longest document's field."""
        if fieldname in self._texts:
            return int(self._texts[fieldname].lengths.max(initial=0))
        return super().max_field_length(fieldname)


class ArrayTermsReader(W3TermsReader):
    """Terms of the text fields from arrays; all else as Whoosh has it. `body` and `title` sort as any field does."""

    def attach(self, folder: Path) -> None:
        """Take the text fields from a segment's folder."""
        self._texts = _open_words(folder)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return self._texts[field].lexicon.find(text) is not None if field in self._texts else super().__contains__(term)

    def indexed_field_names(self) -> list[str]:
        """Whoosh's fields and ours."""
        return sorted({*super().indexed_field_names(), *self._texts})

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Every (field, term) from a place on, in order."""
        for field in self.indexed_field_names():
            if field < fieldname:
                continue
            first = prefix if field == fieldname else b""
            if field in self._texts:
                lexicon = self._texts[field].lexicon
                yield from ((field, lexicon[i]) for i in range(lexicon.position(first), len(lexicon)))
            else:
                yield from (term for term in super().terms_from(field, first) if term[0] == field)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every (field, term) in order."""
        return self.terms_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every ((field, term), statistics) from a place on, in order."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every ((field, term), statistics) in order."""
        return self.items_from("", b"")

    def cursor(self, fieldname: str, fieldobj: FieldType) -> Any:  # noqa: ANN401
        """A cursor over a field's terms."""
        if fieldname in self._texts:
            return _LexiconCursor(self, fieldname)
        return super().cursor(fieldname, fieldobj)

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        """Statistics of a term."""
        if fieldname not in self._texts:
            return super().term_info(fieldname, tbytes)
        field = self._texts[fieldname]
        documents, quarters = field.postings(tbytes.decode("utf-8", "surrogatepass"))
        if not len(documents):
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}")
        lengths = field.lengths[documents]
        return TermInfo(
            weight=float(quarters.sum()) / words.QUARTERS_OF_WORD,
            df=len(documents),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(quarters.max()) / words.QUARTERS_OF_WORD,
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        """Summed weight of a term."""
        return float(self.term_info(fieldname, tbytes).weight())

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        """Documents that hold a term."""
        return int(self.term_info(fieldname, tbytes).doc_frequency())

    def matcher(self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None) -> Any:  # noqa: ANN401
        """A matcher over a term's postings."""
        if fieldname not in self._texts:
            return super().matcher(fieldname, tbytes, format_, scorer)
        info = self.term_info(fieldname, tbytes)
        documents, quarters = self._texts[fieldname].postings(tbytes.decode("utf-8", "surrogatepass"))
        weights = quarters / words.QUARTERS_OF_WORD
        return ListMatcher(
            documents.tolist(),
            weights.tolist(),
            [pack_uint(max(1, round(weight))) for weight in weights.tolist()],
            format_,
            scorer=scorer,
            term=(fieldname, tbytes),
            terminfo=info,
        )


class _LexiconCursor(W3FieldCursor):
    """Whoosh's cursor over a lexicon."""

    def __init__(self, reader: ArrayTermsReader, fieldname: str) -> None:
        self._reader = reader
        self._fieldname = fieldname
        self._lexicon = reader._texts[fieldname].lexicon
        self._at = 0

    def is_valid(self) -> bool:
        return self._at < len(self._lexicon)

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, term: bytes | str) -> str | None:
        self._at = self._lexicon.position(term.encode("utf-8", "surrogatepass") if isinstance(term, str) else term)
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        return self._lexicon[self._at].decode("utf-8", "surrogatepass") if self.is_valid() else None

    def term_info(self) -> TermInfo:
        return self._reader.term_info(self._fieldname, self._lexicon[self._at])
