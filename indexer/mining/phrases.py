"""The phrases of a corpus: runs of words that are frequent, hold together and stand free.

Enters: a text in pieces. Leaves: words and phrases with their evidence. Pure; never a list of phrases made by hand.

A run of pieces is a phrase when all of these are so:

- *frequent*: it occurs often enough, and in several speeches;
- *cohesion*: at its weakest seam its two parts meet far more often than chance would have them (pointwise mutual
  information, in nats: ln c(ab)·N / (c(a)·c(b)), the least over all seams);
- *freedom*: what stands before it varies, and what stands after it (branching entropy, in nats), so that it is not a
  part of something longer. Neighbours that are rare, marks, and words that only join (`loose.txt`) count as one of a
  kind each;
- it does not begin or end with a word that only joins others (function words, `edges.txt`) or a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from indexer.hashing import Array, string_hashes
from indexer.mining.grams import Level, Pieces, levels

LONGEST_PHRASE = 9
"""Pieces: 坚持 和 发展 中国 特色 社会主义 has six; slogans of more are found by what they begin with."""
COHESION = 3.5
"""Nats: the parts meet 33 times as often as by chance. At 2, 党的 and 自己的 are phrases; at 5, 世界经济 is none."""
FREEDOM = 2.0
"""Nats: as if seven neighbours were equally frequent. At 1.5, 国领导人 and 更好造福 are phrases."""
ALWAYS = 0.6
"""A neighbour that stands there so often belongs to the phrase, even if it only joins: 以 in 以……为核心."""
SPEECHES = 3
"""Fewest speeches of a phrase: what one speaker repeats in one evening is no phrase of the corpus."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it stands in folded text, and what speaks for it.

    pieces: words in it; occurrences, speeches: in the text that was mined; cohesion, freedom: see above. A single word
    has no seam, and its cohesion is infinite.
    """

    text: str
    pieces: int
    occurrences: int
    speeches: int
    cohesion: float
    freedom: float


def fewest_occurrences(pieces: int) -> int:
    """How often a run has to occur among so many pieces: 3 in a few speeches, 20 in four million pieces."""
    return max(3, int(pieces**0.5 / 100))


def mine(
    points: Array, borders: Array, speech_starts: Array, joining: Iterable[str], *, with_words: bool = False
) -> list[Phrase]:
    """The phrases of a text, the one in most speeches first; with_words: single words that stand free, too.

    points: u32[n], folded; borders: bool[n], True where a word or a mark begins; speech_starts: ascending, from 0.
    joining: words that join others, which no phrase begins or ends with.
    """
    if len(speech_starts) < SPEECHES:
        return []
    pieces = Pieces.of(points, borders)
    count = int(pieces.is_word.sum())
    edges, loose = string_hashes(sorted({*joining, *_listed("edges.txt")})), string_hashes(sorted(_listed("loose.txt")))
    phrases: list[Phrase] = []
    found: list[Level] = []
    for level, longer in pairwise(levels(pieces, fewest_occurrences(count), LONGEST_PHRASE + 1)):
        found.append(level.without_places())
        if level.length == 1 and not with_words:
            continue
        cohesion = _cohesion(pieces, found, level, count)
        freedom = np.minimum(*(_freedom(pieces, level, longer, shift, loose) for shift in (0, 1)))
        is_phrase = (cohesion >= COHESION) & (freedom >= FREEDOM) & ~_has_bad_edge(pieces, level, edges)
        rows = np.flatnonzero(is_phrase)
        speeches = _speeches(level, rows, speech_starts, pieces.starts)
        phrases += (
            Phrase(pieces.text(first, level.length), level.length, *evidence)
            for first, *evidence in zip(
                level.firsts[rows].tolist(),
                level.counts[rows].tolist(),
                speeches.tolist(),
                cohesion[rows].tolist(),
                freedom[rows].tolist(),
                strict=True,
            )
        )
    return sorted((p for p in phrases if p.speeches >= SPEECHES), key=lambda p: (-p.speeches, p.text))


def edge_words() -> frozenset[str]:
    """The words (folded) that no phrase begins or ends with, beside those that join others."""
    return _listed("edges.txt")


@cache
def _listed(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _cohesion(pieces: Pieces, found: Sequence[Level], level: Level, count: int) -> Array:
    """f64[rows]: mutual information at the weakest seam."""
    weakest = np.full(len(level.hashes), np.inf)
    for seam in range(1, level.length):
        before = _counts(found[seam - 1], pieces.run_hashes(level.firsts, seam))
        after = _counts(found[level.length - seam - 1], pieces.run_hashes(level.firsts + seam, level.length - seam))
        weakest = np.minimum(weakest, np.log(level.counts * float(count) / (before * after)))
    return weakest


def _counts(level: Level, hashes: Array) -> Array:
    """f64: how often runs occur that are known to be frequent."""
    return level.counts[level.find(hashes)].astype(float)


def _freedom(pieces: Pieces, level: Level, longer: Level, shift: int, loose: Array) -> Array:
    """f64[rows]: entropy of what stands after a run (shift 0) or before it (shift 1)."""
    neighbour = longer.firsts + (0 if shift else level.length)
    rows = level.find(pieces.run_hashes(longer.firsts + shift, level.length))
    share = longer.counts / level.counts[rows]
    share[np.isin(pieces.hashes[neighbour], loose) & (share < ALWAYS)] = 0
    known = np.bincount(rows, share, len(level.hashes))
    entropy = np.bincount(rows, -share * np.log(share, where=share > 0, out=np.zeros(len(share))), len(level.hashes))
    freedom: Array = entropy + (1 - known).clip(0) * np.log(level.counts)
    return freedom


def _has_bad_edge(pieces: Pieces, level: Level, edges: Array) -> Array:
    """bool[rows]: whether a run begins or ends with a word that joins others, or with a number."""
    bad = np.zeros(len(level.hashes), bool)
    for edge in (level.firsts, level.firsts + level.length - 1):
        first = pieces.points[pieces.starts[edge]]
        last = pieces.points[pieces.starts[edge] + pieces.lengths[edge] - 1]
        bad |= _are_digits(first) & _are_digits(last) | np.isin(pieces.hashes[edge], edges)
    return bad


def _are_digits(points: Array) -> Array:
    digits: Array = (points >= ord("0")) & (points <= ord("9"))
    return digits


def _speeches(level: Level, rows: Array, speech_starts: Array, piece_starts: Array) -> Array:
    """i64: in how many speeches each of some rows occurs."""
    wanted = np.zeros(len(level.hashes), bool)
    wanted[rows] = True
    row_of = level.find(level.place_hashes)
    stays = (row_of >= 0) & wanted[row_of]
    speeches = np.searchsorted(speech_starts, piece_starts[level.places[stays]], side="right")
    both = np.sort(row_of[stays] << 32 | speeches)
    is_new = np.append(True, both[1:] != both[:-1])[: len(both)]
    counted: Array = np.bincount(both[is_new] >> 32, minlength=len(level.hashes))[rows]
    return counted
