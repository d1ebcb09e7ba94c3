"""The wording of a corpus that is nearest to a string that stands nowhere in it.

Enters: the segments, a string. Leaves: folded strings that stand somewhere, and how far they are. Never decides what
is found: what leaves is offered to a person.

What is tried, from the likeliest on: characters that sound alike (生态红县 → 生态红线), two that changed places
(中国门厦 → 中国厦门), one that is another, that is missing or too much; for longer strings the stretch of text that
shares most pairs. Every way is bounded by constants, so that a blank page costs no more than a few searches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from indexer import pinyin
from indexer.engines.local.arrays import Array, repeated
from indexer.engines.local.characters import Characters, as_text, code_points

MOST_CHARACTERS = 40
"""Of a longer string the beginning is compared: who pastes a page will know the first line again."""
MOST_EDITED = 10
"""Characters: in longer strings not every place is tried; they share enough pairs with their original."""
_MOST_HOMOPHONES = 40
"""Characters, the most frequent ones, that are tried for one that sounds like them."""
_MOST_PATHS = 6
"""Strings of characters that sound alike that are looked up."""
_MOST_SEEDS = 30_000
"""Places that are compared with a string; of more, every second, third … is."""
_MOST_GAPS = 4
"""Characters, the most frequent ones, that are offered for one that differs."""
_MOST_VOTES = 20_000
"""Places of the pairs of a longer string that are counted."""
_MOST_CELLS = 12_000
"""Of the tables in which stretches of text are aligned with a string: some 5 ms."""
_SAME = 1.5
"""What it is worth to keep a typed character: so much more frequent (e^1.5 = 4.5 times) may pairs without it be."""


class Near(NamedTuple):
    """A folded string that stands somewhere. cost: 1 for sounding alike or changed places, 2 for any other change."""

    text: str
    cost: int
    is_sound: bool = False


def nearest(streams: Sequence[Characters], folded: str) -> list[Near]:
    """Strings that stand in a stream and are like this one, which does not; the likeliest first, each once."""
    if not streams:
        return []
    folded = folded[:MOST_CHARACTERS]
    found = [*_sounding(streams, folded), *_rearranged(streams, folded)]
    if len(folded) <= MOST_EDITED:
        found += [near for stream in streams for near in _edited(stream, folded)]
    if not found and len(folded) > 1:
        found = list(_sharing(streams, folded))
    distinct: dict[str, Near] = {}
    for near in sorted(found, key=lambda near: near.cost):
        if near.text != folded and _is_wording(near.text):
            distinct.setdefault(near.text, near)
    return list(distinct.values())


def _is_wording(text: str) -> bool:
    return "\n" not in text and "\0" not in text and text[:1].isalnum() and text[-1:].isalnum()


def _stands(streams: Sequence[Characters], text: str) -> bool:
    return any(len(stream.find(text)) for stream in streams)


def _rearranged(streams: Sequence[Characters], folded: str) -> Iterator[Near]:
    """Two neighbours the other way round; one character less inside."""
    if len(folded) > MOST_EDITED:
        return
    for at in range(len(folded) - 1):
        turned = folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :]
        if _stands(streams, turned):
            yield Near(turned, 1)
    for at in range(1, len(folded) - 1 if len(folded) > 3 else 0):  # at its ends it would only be asked for less
        shorter = folded[:at] + folded[at + 1 :]
        if _stands(streams, shorter):
            yield Near(shorter, 2)


def _sounding(streams: Sequence[Characters], folded: str) -> Iterator[Near]:
    """The likeliest strings whose characters sound like these."""
    if not 1 < len(folded) <= MOST_EDITED:
        return
    syllables = pinyin.syllables(folded)
    choices = [_homophones(streams, c, syllable) for c, syllable in zip(folded, syllables, strict=True)]
    if all(choices):
        for text in _likeliest(streams, choices, folded):
            # 恒大 is not 行大, though there is a word in which 行 is read so.
            if pinyin.syllables(text) == syllables and _stands(streams, text):
                yield Near(text, 1, is_sound=True)


def _homophones(streams: Sequence[Characters], character: str, syllable: str) -> str:
    """The most frequent characters that sound so; a character without a syllable stands for itself."""
    alike = "".join(sorted(pinyin.characters_of(syllable) | {character}))
    counts = _sum([stream.count_characters(code_points(alike)) for stream in streams])
    order = np.argsort(-counts, kind="stable")[:_MOST_HOMOPHONES]
    return "".join(alike[i] for i in order.tolist() if counts[i])


def _likeliest(streams: Sequence[Characters], choices: Sequence[str], typed: str) -> list[str]:
    """Of the strings with one character of each choice, those of the most frequent pairs; the best one for each end."""
    scores: Array = _bonus(choices[0], typed[0])
    texts = list(choices[0])
    for before, here, character in zip(choices, choices[1:], typed[1:], strict=False):
        counts = _sum([stream.count_pairs(code_points(before)[:, None], code_points(here)) for stream in streams])
        with np.errstate(divide="ignore"):
            total: Array = scores[:, None] + np.log(counts) + _bonus(here, character)
        best = total.argmax(axis=0)
        scores = total[best, np.arange(len(here))]
        texts = [texts[row] + c for row, c in zip(best.tolist(), here, strict=True)]
    order = np.argsort(-scores, kind="stable")[:_MOST_PATHS]
    return [texts[i] for i in order.tolist() if np.isfinite(scores[i])]


def _bonus(characters: str, typed: str) -> Array:
    return np.array([_SAME * (character == typed) for character in characters])


def _sum(counts: Sequence[Array]) -> Array:
    return np.asarray(np.sum(counts, axis=0, dtype=np.int64))


def _edited(stream: Characters, folded: str) -> Iterator[Near]:
    """One character another one, or one more between two of them. Two characters alone would fit anything."""
    if len(folded) < 3:
        return
    find = lru_cache(maxsize=None)(stream.find)
    for at in range(len(folded)):
        yield from _filled(stream, find(_longer(folded[:at], folded[at + 1 :])), folded[:at], folded[at + 1 :])
    for at in range(1, len(folded)):
        yield from _filled(stream, find(_longer(folded[:at], folded[at:])), folded[:at], folded[at:])


def _longer(left: str, right: str) -> str:
    return left if len(left) >= len(right) else right


def _filled(stream: Characters, seeds: Array, left: str, right: str) -> Iterator[Near]:
    """What stands as `left`, any character, `right`. seeds: the places of the longer of the two."""
    starts = seeds[:: len(seeds) // _MOST_SEEDS + 1].astype(np.int64)
    is_left_known = len(left) >= len(right)
    starts = starts if is_left_known else starts - len(left) - 1
    starts = starts[(starts >= 0) & (starts + len(left) + 1 + len(right) <= len(stream))]
    unknown, offset = (right, len(left) + 1) if is_left_known else (left, 0)
    for at, point in enumerate(code_points(unknown).tolist(), offset):
        starts = starts[stream.points(starts + at) == point]
    characters, counts = np.unique(stream.points(starts + len(left)), return_counts=True)
    for row in np.argsort(-counts, kind="stable")[:_MOST_GAPS].tolist():
        yield Near(f"{left}{chr(characters[row])}{right}", 2)


def _sharing(streams: Sequence[Characters], folded: str) -> Iterator[Near]:
    """The stretches that share most pairs of characters with a string in the same order, aligned with it."""
    windows = np.concatenate([_most_shared(stream, folded) for stream in streams])
    farthest = max(len(folded) // 4, 1)
    for window, (distance, start, end) in zip(windows, _aligned(code_points(folded), windows), strict=True):
        if distance <= farthest:
            yield Near(as_text(window[start:end]), 2 * distance)


def _most_shared(stream: Characters, folded: str) -> Array:
    """The stretches of a stream that share most pairs with a string, a row each; somewhat longer than the string."""
    size = len(folded) + 4
    found = sorted(
        ((places, at) for at in range(len(folded) - 1) if len(places := stream.find(folded[at : at + 2]))),
        key=lambda pair: len(pair[0]),
    )
    starts: list[Array] = [np.zeros(0, np.int64)]
    for places, at in found:
        if sum(map(len, starts)) >= _MOST_VOTES:
            break
        starts.append(places[:: len(places) // _MOST_VOTES + 1].astype(np.int64) - at)
    ascending = np.sort(np.concatenate(starts), kind="stable")  # what is in order already stays so, and costs little
    rows, votes = repeated(ascending)
    places = ascending[rows]
    most = max(_MOST_CELLS // (len(folded) * size), 2)
    firsts = np.maximum(places[np.argsort(-votes, kind="stable")[:most]] - 2, 0)
    # At the end of a stream the NUL that ends it is repeated.
    return stream.points(np.minimum(firsts[:, None] + np.arange(size), len(stream) - 1))


def _aligned(string: Array, windows: Array) -> list[tuple[int, int, int]]:
    """Of each window the part that differs least from a string, as (distance, start, end); both as code points.

    The distance is the number of characters put in, left out and changed.
    """
    columns = np.arange(windows.shape[1] + 1)
    step = len(columns)
    # Of each column: the distance of the string so far from the part of the window that ends there, and its start, as
    # distance * step + start, so that the least is the nearest, and of those the first.
    row = np.tile(columns, (len(windows), 1))
    for number, wanted in enumerate(string, 1):
        above = row
        row = above + step
        row[:, 0] = number * step
        row[:, 1:] = np.minimum(row[:, 1:], above[:, :-1] + step * (windows != wanted))
        # A character of the window that the string lacks costs one more than the column before.
        row = np.minimum.accumulate(row - step * columns, axis=1) + step * columns
    distances, starts = np.divmod(row, step)
    ends = step - 1 - distances[:, ::-1].argmin(axis=1)
    rows = np.arange(len(windows))
    return list(zip(distances[rows, ends].tolist(), starts[rows, ends].tolist(), ends.tolist(), strict=True))
