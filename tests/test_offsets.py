"""Offsets between a text and what was made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.offsets import Edit, OffsetMap, Span, edited

LETTERS = "abcdefgh讲话"


@st.composite
def edits_of(draw: st.DrawFn, length: int, replacements: st.SearchStrategy[str]) -> list[Edit]:
    """Edits in order that do not overlap."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    return [Edit(start, end, draw(replacements)) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]


@st.composite
def chains(draw: st.DrawFn, replacements: st.SearchStrategy[str]) -> list[tuple[str, list[Edit]]]:
    """A text with edits, the derived text with edits, and so on."""
    text = draw(st.text(LETTERS, max_size=24))
    chain = []
    for _ in range(draw(st.integers(1, 4))):
        edits = draw(edits_of(len(text), replacements))
        chain.append((text, edits))
        text = edited(text, edits).text
    return chain


def kept_positions(chain: list[tuple[str, list[Edit]]]) -> list[int]:
    """Brute force: the first text's position of every character of the last one; edits only delete."""
    positions = list(range(len(chain[0][0])))
    for _, edits in chain:
        gone = {at for start, end, _ in edits for at in range(start, end)}
        positions = [position for at, position in enumerate(positions) if at not in gone]
    return positions


def composed(chain: list[tuple[str, list[Edit]]]) -> OffsetMap:
    whole = OffsetMap.identity(len(chain[0][0]))
    for text, edits in chain:
        whole = whole.then(edited(text, edits).offsets)
    return whole


def test_untouched_text_has_the_identity_map() -> None:
    result = edited("讲话", [])
    assert result == ("讲话", OffsetMap.identity(2))
    assert result.offsets.is_identity
    assert [result.offsets.to_original(at) for at in range(3)] == [0, 1, 2]


def test_empty_text_maps_to_itself() -> None:
    offsets = edited("", []).offsets
    assert offsets.to_original(0) == offsets.to_derived(0) == 0
    assert offsets.to_original_span(0, 0) == Span(0, 0)


def test_replacing_one_character_by_one_keeps_the_identity() -> None:
    """So that a Private-Use character mapped to its Unicode one costs nothing."""
    assert edited("深水?", [Edit(2, 3, "埗")]).offsets.is_identity


@pytest.mark.parametrize(
    ("edits", "span", "expected"),
    [
        pytest.param([Edit(0, 2)], (0, 1), (2, 3), id="a deletion at the start is left out"),
        pytest.param([Edit(4, 6)], (2, 4), (2, 4), id="a deletion at the end is left out"),
        pytest.param([Edit(2, 4)], (1, 2), (1, 2), id="a deletion after the span is left out"),
        pytest.param([Edit(2, 4)], (2, 3), (4, 5), id="a deletion before the span is left out"),
        pytest.param([Edit(2, 4)], (1, 3), (1, 5), id="a deletion inside the span is covered"),
        pytest.param([Edit(2, 2, "xy")], (2, 4), (2, 2), id="inserted text has no original"),
        pytest.param([Edit(2, 2, "xy")], (1, 5), (1, 3), id="an insertion inside the span does not widen it"),
        pytest.param([Edit(2, 3, "xy")], (2, 4), (2, 3), id="one character made two maps to that one"),
        pytest.param([], (-3, 99), (0, 6), id="a span outside the text is clamped"),
    ],
)
def test_derived_spans_map_to_the_tightest_original(
    edits: list[Edit], span: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert edited("abcdef", edits).offsets.to_original_span(*span) == expected


@pytest.mark.parametrize(
    ("edits", "span", "expected"),
    [
        pytest.param([Edit(2, 4)], (2, 4), (2, 2), id="deleted text leaves an empty span where it was"),
        pytest.param([Edit(2, 4)], (1, 5), (1, 3), id="a span around deleted text shrinks"),
        pytest.param([Edit(2, 4)], (3, 5), (2, 3), id="a span that begins in deleted text begins after it"),
        pytest.param([Edit(2, 3, "xy")], (3, 4), (4, 5), id="what follows longer text moves right"),
    ],
)
def test_original_spans_map_to_what_is_left(
    edits: list[Edit], span: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert edited("abcdef", edits).offsets.to_derived_span(*span) == expected


@given(chains(st.just("")))
def test_deletions_map_every_kept_character_both_ways(chain: list[tuple[str, list[Edit]]]) -> None:
    """Against brute force, through any number of composed steps."""
    offsets = composed(chain)
    for at, position in enumerate(kept_positions(chain)):
        assert offsets.to_original(at) == position
        assert offsets.to_derived(position) == at
        assert offsets.to_original_span(at, at + 1) == (position, position + 1)
        assert offsets.to_derived_span(position, position + 1) == (at, at + 1)


@given(chains(st.just("")), st.data())
def test_spans_of_deletions_hold_exactly_their_characters(
    chain: list[tuple[str, list[Edit]]], data: st.DataObject
) -> None:
    kept = kept_positions(chain)
    if not kept:
        return
    start = data.draw(st.integers(0, len(kept) - 1))
    end = data.draw(st.integers(start + 1, len(kept)))
    assert composed(chain).to_original_span(start, end) == (kept[start], kept[end - 1] + 1)


@given(chains(st.text("xyz", max_size=3)))
def test_any_edits_map_in_order_and_inside_the_texts(chain: list[tuple[str, list[Edit]]]) -> None:
    offsets = composed(chain)
    original, derived = chain[0][0], edited(*chain[-1]).text
    there = [offsets.to_original(at) for at in range(len(derived) + 1)]
    back = [offsets.to_derived(at) for at in range(len(original) + 1)]
    assert there == sorted(there)
    assert back == sorted(back)
    assert there[-1] == len(original)
    assert back[-1] == len(derived)


@given(chains(st.text("xyz", max_size=3)))
def test_characters_that_survive_all_edits_are_the_same_on_both_sides(chain: list[tuple[str, list[Edit]]]) -> None:
    """Letters of the original do not occur in replacements, so that one found in the derived text has survived."""
    offsets = composed(chain)
    original, derived = chain[0][0], edited(*chain[-1]).text
    for at, char in enumerate(derived):
        if char in LETTERS:
            assert original[offsets.to_original(at)] == char
            assert offsets.to_derived(offsets.to_original(at)) == at


@given(st.text(LETTERS, max_size=24), st.data())
def test_edited_text_is_what_slicing_gives(text: str, data: st.DataObject) -> None:
    edits = data.draw(edits_of(len(text), st.text("xyz", max_size=3)))
    expected = text
    for start, end, replacement in reversed(edits):
        expected = expected[:start] + replacement + expected[end:]
    assert edited(text, edits).text == expected
