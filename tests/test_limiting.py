"""Queries that would take too long are cut, never silently: what each text takes is known before it is looked for."""

from __future__ import annotations

import pytest
from conftest import MakeEngine
from hypothesis import given
from hypothesis import strategies as st

from indexer import SearchRequest, search
from indexer.engines.local.engine import LocalEngine
from indexer.model import Metadata, Speech
from indexer.query import Effort, Query, limited, parse_query
from indexer.query.tree import Everything, Near, Not, Text, texts

WORDS = "澄江 码头 渡船 修缮 停航 桥梁".split()


def _effort(leaf: Text) -> int:
    return sum(map(_effort, leaf.parts)) if isinstance(leaf, Near) else len(leaf.text)


def _within(most: int) -> Effort:
    return Effort(_effort, _effort, most)


def _read(typed: str) -> Query:
    return parse_query(typed, lambda text: (text,))


def _cut(typed: str, most: int) -> Query:
    return limited(_read(typed), _within(most))


def test_what_fits_is_left_as_it_is() -> None:
    query = _read("澄江 OR (码头 -渡船) [修缮 停航]")
    assert limited(query, _within(10)) is query
    assert limited(query, Effort(_effort, lambda _: 11, 10)) is query


def test_what_does_not_fit_is_left_out_with_the_number() -> None:
    query = _cut("澄江 码头 -渡船 speaker:李 停航", 5)
    assert [leaf.text for leaf in texts(query.tree)] == ["澄江", "码头"]
    (note,) = query.notes
    assert note.code == "effort"
    assert "5" in note.text
    assert "渡船" in note.text
    assert "2" in note.text


def test_the_first_piece_stays_whatever_it_takes() -> None:
    assert [leaf.text for leaf in texts(_cut("澄江的码头 渡船", 1).tree)] == ["澄江的码头"]


def test_but_what_goes_through_twice_as_much_as_is_meant_for_all_does_not() -> None:
    assert len(texts(_cut("[澄江的码头 渡船]", 4).tree)) == 1
    nothing = _cut("[澄江的码头 渡船]", 3)
    assert nothing.tree == Everything()
    assert "3" in nothing.notes[-1].text
    assert _cut('"澄*船"', 1).tree == Everything()


def test_of_texts_near_each_other_the_commonest_go_first() -> None:
    query = _cut("[澄江的码头 渡船 修缮好了 停航]", 6)
    (near,) = texts(query.tree)
    assert isinstance(near, Near)
    assert [part.text for part in near.parts] == ["渡船", "停航"]
    assert near.text == "渡船 停航"
    assert query.notes


def test_what_is_asked_for_again_takes_nothing() -> None:
    assert not _cut('"澄江" OR "澄江" OR "澄江"', 3).notes


def test_a_query_of_exclusions_alone_can_lose_them() -> None:
    query = _cut("-澄江 -码头", 2)
    assert isinstance(query.tree, Not)
    assert query.notes


@given(st.lists(st.sampled_from([*WORDS, "OR", "-", "(", ")", "[", "]", '"']), max_size=20), st.integers(0, 12))
def test_nothing_is_left_out_without_a_note(pieces: list[str], most: int) -> None:
    """A count of something else than was asked for would be wrong."""
    query = _read(" ".join(pieces))
    cut = limited(query, _within(most))
    assert (cut == query) or cut.notes[len(query.notes) :]


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> LocalEngine:
    made = make_engine([Speech(Metadata(f"s{n}"), "澄江的渡船开了。" * (n + 1), "raw") for n in range(9)])
    assert isinstance(made, LocalEngine)
    return made


@pytest.mark.parametrize(
    "typed", ["澄江 渡船", '"澄江" OR "渡船"', "[澄江 渡船]", '"澄*船" 开了', '"澄江 渡船"~9 "?船"', "title:澄江 后"]
)
def test_texts_take_no_less_than_their_places_in_a_small_corpus(engine: LocalEngine, typed: str) -> None:
    effort = engine.effort()
    for leaf in texts(_read(typed).tree):
        assert 0 <= effort.of(leaf) <= min(effort.most, effort.at_most(leaf))


def test_strings_are_counted_together_as_alone(engine: LocalEngine) -> None:
    speeches = engine.snapshot().speeches
    strings = ["澄江", "船", "渡船开", "龘", "船龘", "的渡船开了。"]
    assert speeches.most_places_of(strings).tolist() == [speeches.most_places(string) for string in strings]


def test_an_ordinary_query_has_no_such_note(engine: LocalEngine) -> None:
    results = search(engine, SearchRequest("澄江 渡船 [开了 的]"))
    assert "effort" not in {note.code for note in results.notes}
