"""The part that keeps the promise, against `str.find`: every occurrence, whose it is, and whether jieba cuts there."""

from __future__ import annotations

from itertools import islice, pairwise

import made
import numpy as np
import pytest
import reference
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engines.local import characters
from indexer.engines.local.characters import Characters, build, code_points, without_self_overlap
from indexer.folding import fold

pairs_of_texts = st.lists(st.tuples(made.wording | st.just(""), made.bodies | st.just("")), min_size=1, max_size=6)


def stream(texts: list[tuple[str, str]], borders: list[list[int]] | None = None) -> tuple[str, Characters]:
    """The stream of (title, body) pairs, as text and as arrays."""
    parts = [part for pair in texts for part in pair]
    text = "".join(f"{part}\0" for part in parts)
    starts = np.concatenate([[0], np.cumsum([len(part) + 1 for part in parts])])
    pieces = borders or [[1] * len(part) for part in parts]
    lengths = np.array([length for some in pieces for length in some], np.int64)
    owners = np.repeat(np.arange(len(pieces)), [len(some) for some in pieces])
    flags = np.zeros(len(text), bool)
    flags[np.cumsum(lengths) - lengths + owners] = True  # behind a NUL for every text before
    flags[starts[1:] - 1] = True
    arrays = build([code_points(text)], flags, starts[0::2], starts[1::2])
    return text, Characters(arrays)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("most_packed", [characters.MOST_PACKED, 1], ids=["three bytes", "four bytes"])
@given(texts=pairs_of_texts, data=st.data())
def test_every_occurrence_is_found(
    monkeypatch: pytest.MonkeyPatch, most_packed: int, texts: list[tuple[str, str]], data: st.DataObject
) -> None:
    monkeypatch.setattr(characters, "_packed", lambda order: order) if most_packed == 1 else None
    text, found = stream(texts)
    readable = [part for pair in texts for part in pair if part]
    strings = [data.draw(made.short), "中", "", "\0", "中\0", text[:-1], "没有", "\U0010ffff"]
    if readable:
        part = data.draw(st.sampled_from(readable))
        start = data.draw(st.integers(0, len(part) - 1))
        strings.append(part[start : start + data.draw(st.integers(1, 9))])
    for string in strings:
        expected = [] if "\0" in string or not string else reference.overlapping(fold(string), fold(text))
        assert found.find(fold(string)).tolist() == expected


@given(texts=pairs_of_texts)
def test_positions_know_their_speech(texts: list[tuple[str, str]]) -> None:
    text, found = stream(texts)
    positions = np.arange(len(text), dtype=np.uint32)
    expected = [n for n, pair in enumerate(texts) for part in pair for _ in part + "\0"]
    assert found.documents(positions).tolist() == expected
    assert [found.body(n) for n in range(len(texts))] == [body for _, body in texts]
    assert found.document_count == len(texts)
    assert len(found.documents(positions[:0])) == 0


def test_many_empty_speeches_in_one_block_are_told_apart() -> None:
    _, found = stream([("", "")] * 100 + [("中", "国")] + [("", "")] * 100)
    assert found.documents(found.find("国")).tolist() == [100]


@given(texts=pairs_of_texts, data=st.data())
def test_borders_are_where_pieces_begin_and_where_texts_end(texts: list[tuple[str, str]], data: st.DataObject) -> None:
    pieces: list[list[int]] = []
    for part in (part for pair in texts for part in pair):
        cuts = sorted(data.draw(st.sets(st.integers(0, len(part)))) | {0, len(part)})
        pieces.append([b - a for a, b in pairwise(cuts)])
    text, found = stream(texts, pieces)
    expected, at = set(), 0
    for lengths in pieces:
        for length in (0, *lengths):
            at += length
            expected.add(at)
        at += 1
    assert set(np.flatnonzero(found.are_borders(np.arange(len(text), dtype=np.uint32))).tolist()) == expected


def test_more_characters_than_sixteen_bits_count_are_told_apart() -> None:
    """All of Unicode in one text: ids and pairs take wider types."""
    everything = "".join(chr(point) for point in range(1, 0x110000, 12))
    _, found = stream([("", everything)])
    assert found.text(1, len(everything) + 1) == everything
    for at in (0, 1, 70_000, len(everything) - 2):
        assert at + 1 in found.find(fold(everything[at : at + 2])).tolist()
        assert at + 1 in found.find(fold(everything[at])).tolist()


def test_an_alphabet_just_at_the_limit_of_sixteen_bits_is_found() -> None:
    classes = (chr(point) for point in range(1, 0x30000) if fold(chr(point)) == chr(point))
    letters = "".join(islice(classes, 0xFFFE))
    _, found = stream([("", letters)])
    for at in (0, len(letters) - 1):
        assert found.find(letters[at]).tolist() == [at + 1]
    assert found.find(letters[-2:]).tolist() == [len(letters) - 1]
    assert found.body(0) == letters


@given(text=st.text(alphabet="哈呵", max_size=30), string=st.text(alphabet="哈呵", min_size=1, max_size=4))
def test_occurrences_are_counted_as_readers_do_and_cover_every_one(text: str, string: str) -> None:
    every = reference.overlapping(string, text)
    starts, ends = (part.tolist() for part in without_self_overlap(np.array(every, np.uint32), string))
    assert starts == reference.occurrences_of(string, text)
    lit = [at for start, end in zip(starts, ends, strict=True) for at in range(start, end)]
    assert len(lit) == len(set(lit))
    assert set(lit) == {at for start in every for at in range(start, start + len(string))}
