"""The Whoosh index around the arrays: schema, segments, deletions. With `codec`, all that knows Whoosh.

Enters: batches, numbers to delete. Leaves: the list of segments. Never: a Whoosh object or exception beyond this room.

Whoosh holds the schema, the table of segments and what is deleted in them. Terms, postings, ids and dates are arrays,
served through a codec, so that any Whoosh query, searcher or tool runs on the index as on any other.
"""

from __future__ import annotations

import os
import pickle
import shutil
import struct
from collections.abc import Sequence
from pathlib import Path

import whoosh.fields
import whoosh.index
import whoosh.writing
from whoosh.filedb.filestore import FileStorage

from indexer.engines.local import keywords, words
from indexer.engines.local.batch import Batch
from indexer.engines.local.codec import ArrayCodec, ArrayField, arrays_folder
from indexer.engines.local.laying import write_segment
from indexer.engines.local.segment import SegmentPlace
from indexer.errors import IndexDamaged


def _schema() -> whoosh.fields.Schema:
    """What Whoosh's queries can ask for, with the id for every hit and the date to sort by."""
    fields = {name: ArrayField(is_text=True) for name in words.FIELDS}
    fields |= {name: ArrayField() for name in keywords.FIELDS}
    return whoosh.fields.Schema(**fields | {"id": ArrayField(is_stored=True), "date": ArrayField(is_sortable=True)})


_UNREADABLE = (
    OSError, EOFError, ValueError, TypeError, LookupError, AttributeError, ImportError, AssertionError,
    struct.error, pickle.UnpicklingError, whoosh.index.IndexError,
)  # fmt: skip
"""What Whoosh raises where a table of segments is none: it reads numbers and unpickles without looking."""


def create(root: Path) -> None:
    """Make an empty index in a new folder."""
    root.mkdir(parents=True)
    FileStorage(str(root)).create_index(_schema())


def add_segment(root: Path, batches: Sequence[Batch], threads: int = 1) -> None:
    """Add the batches' speeches as one more segment, by some threads."""
    writer = whoosh.writing.SegmentWriter(open_whoosh(root), codec=ArrayCodec(), compound=False)
    # Whoosh's own way of adding takes a quarter of a millisecond a document, to keep what the arrays have.
    writer.docnum = sum(len(batch.metas) for batch in batches)
    writer._added = True
    write_segment(arrays_folder(root, writer.newsegment), batches, threads)
    writer.commit(mergetype=whoosh.writing.NO_MERGE)


def delete(root: Path, numbers: Sequence[int]) -> None:
    """Mark documents (numbers over the whole index) as deleted; drop segments that have nothing else left."""
    writer = whoosh.writing.SegmentWriter(open_whoosh(root), codec=ArrayCodec(), compound=False)
    for number in numbers:
        writer.delete_document(number)
    writer.segments = [s for s in writer.segments if s.deleted_count() < s.doc_count_all()]
    writer.commit(mergetype=whoosh.writing.NO_MERGE)
    kept = {place.folder for place in segments(root)}
    for folder in root.glob("arrays-*"):
        if folder not in kept:
            shutil.rmtree(folder)


def segments(root: Path) -> list[SegmentPlace]:
    """The segments in the order in which their documents are numbered."""
    try:
        table = open_whoosh(root)._read_toc().segments
    except _UNREADABLE as problem:
        raise IndexDamaged(
            f"{root} is no index that this version can read ({problem}): run `jianghua rebuild`"
        ) from problem
    return [SegmentPlace(arrays_folder(root, s), s.doc_count_all(), tuple(sorted(s.deleted_docs()))) for s in table]


def link(source: Path, target: Path, without: str) -> None:
    """Make `target` the same index as `source`, sharing its files: they never change once written.

    without: name of the one that is written anew for each index, and so must not be shared.
    """

    def link_file(a: str, b: str) -> str:
        """Give a file another name, or copy it."""
        try:
            os.link(a, b)
        except OSError:  # a file system without hard links
            shutil.copy2(a, b)
        return b

    shutil.copytree(source, target, copy_function=link_file, ignore=shutil.ignore_patterns(without))


def open_whoosh(root: Path) -> whoosh.index.FileIndex:
    """The index as Whoosh's own: for this module, and for tools and tests that speak Whoosh."""
    # The schema is given, so that none is unpickled from disk.
    return FileStorage(str(root)).open_index(schema=_schema())
