"""In how many speeches each word and phrase stands, by hash: what a text says is looked up all at once.

Enters: segments, pieces of a text. Leaves: the known words and phrases in it, and how frequent each is. Never a string
that is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis import function_words
from indexer.engines.local.arrays import Array, Lexicon
from indexer.engines.local.segment import Segment
from indexer.hashing import piece_hashes, string_hashes
from indexer.mining import edge_words
from indexer.mining.grams import Pieces

LONGEST = 6
"""Words of a phrase that is looked up; longer ones are known by their parts."""
_FEWEST = 2
"""Speeches: what stands in one alone relates it to no other."""
_BUCKET_BITS = 20
"""A table of 1 MB says of most hashes that they are none of a known phrase, before they are searched for."""


@dataclass(frozen=True, slots=True)
class Said:
    """The known words and phrases of a text, a row for each place.

    firsts: the piece where it begins; lengths: in pieces; speeches: how many hold it, for phrases about so many.
    """

    firsts: Array
    lengths: Array
    hashes: Array
    speeches: Array


class Frequencies:
    """The words and phrases of some segments that stand in two speeches or more and join no others."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        lexicons = [lexicon for s in segments for lexicon in (s.body.lexicon, s.phrases.lexicon)]
        counted = [counts for s in segments for counts in (s.body.document_counts(), s.phrases.speeches)]
        hashes = np.concatenate([np.zeros(0, np.uint64), *map(_lexicon_hashes, lexicons)])
        counts = np.concatenate([np.zeros(0, np.int64), *counted])
        unique, rows = np.unique(hashes, return_inverse=True)
        speeches = np.bincount(rows, counts, len(unique)).astype(np.int64)
        left_out = string_hashes(sorted({*function_words(), *edge_words()}))
        stays = (speeches >= _FEWEST) & ~np.isin(unique, left_out)
        self._hashes, self._speeches = unique[stays], speeches[stays]
        self._may_be = np.zeros(1 << _BUCKET_BITS, bool)
        self._may_be[_buckets(self._hashes)] = True

    def said(self, pieces: Pieces) -> Said:
        """What is known of a text's words of two characters or more, and of runs of them."""
        found = list(self._runs(pieces))
        return Said(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def _runs(self, pieces: Pieces) -> Iterable[tuple[Array, Array, Array, Array]]:
        firsts = np.flatnonzero(pieces.is_word)
        for length in range(1, LONGEST + 1):
            if length > 1:
                firsts = firsts[firsts + length <= len(pieces.starts)]
                firsts = firsts[pieces.is_word[firsts + length - 1]]
            hashes = pieces.run_hashes(firsts, length)
            rows, is_known = self._find(hashes)
            known = firsts[is_known]
            if length == 1:
                is_long = pieces.lengths[known] > 1
                known, rows = known[is_long], rows[is_long]
            yield known, np.full(len(known), length), self._hashes[rows], self._speeches[rows]

    def _find(self, hashes: Array) -> tuple[Array, Array]:
        """(rows of those that are known, which are)."""
        likely = np.flatnonzero(self._may_be[_buckets(hashes)])
        rows = np.minimum(np.searchsorted(self._hashes, hashes[likely]), max(len(self._hashes) - 1, 0))
        is_known = self._hashes[rows] == hashes[likely] if len(likely) else np.zeros(0, bool)
        return rows[is_known], likely[is_known]


def _buckets(hashes: Array) -> Array:
    return (hashes >> np.uint64(64 - _BUCKET_BITS)).astype(np.int32)


def _lexicon_hashes(lexicon: Lexicon) -> Array:
    """u64: the hash of each entry, which is UTF-8 and not empty."""
    blob, starts = lexicon.content()
    points = np.frombuffer(blob.tobytes().decode("utf-8", "surrogatepass").encode("utf-32-le", "surrogatepass"), "<u4")
    before = np.append(0, np.cumsum((blob & 0xC0) != 0x80))[starts]
    return piece_hashes(points, before[:-1], np.diff(before))
