"""Strings as 64-bit numbers, many at a time: hashes are counted, strings are read back from where they stand.

Enters: code points. Leaves: hashes; that of a run of pieces follows from those of its pieces. Pure.

hash(c₁…cₙ) = Σ mix(cᵢ) · BASEⁿ⁻ⁱ modulo 2⁶⁴. Two of a million different strings have the same with a chance of about
one in 10⁷, and then a count is a little too high.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_BASE = np.uint64(0x9E3779B97F4A7C15)


def mixed(points: Array) -> Array:
    """u64: each code point as a number without pattern (the finalizer of splitmix64)."""
    x: Array = points.astype(np.uint64)
    x += _BASE
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        x ^= x >> np.uint64(shift)
        x *= np.uint64(factor)
    x ^= x >> np.uint64(31)
    return x


def powers(longest: int) -> Array:
    """u64[longest + 1]: what the hash of a string is multiplied by when so many characters follow it."""
    return np.cumprod(np.append(np.uint64(1), np.full(longest, _BASE)), dtype=np.uint64)


def piece_hashes(points: Array, starts: Array, lengths: Array) -> Array:
    """u64: the hash of each piece of a text; points: its characters."""
    hashes: Array = mixed(points[starts])
    longer = np.flatnonzero(lengths > 1)
    at = 1
    while len(longer):
        hashes[longer] = hashes[longer] * _BASE + mixed(points[starts[longer] + at])
        at += 1
        longer = longer[lengths[longer] > at]
    return hashes


def string_hashes(strings: list[str]) -> Array:
    """u64: the hash of each of some strings, none of them empty."""
    lengths = np.array([len(string) for string in strings], np.int64)
    points = np.frombuffer("".join(strings).encode("utf-32-le", "surrogatepass"), np.uint32)
    return piece_hashes(points, np.cumsum(lengths) - lengths, lengths)
