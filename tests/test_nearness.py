"""Gaps and nearness: places, totals and marks equal those of plain Python (`reference`), on one corpus of odd texts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import made
import numpy as np
import pytest
import reference
from conftest import write_all
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from indexer.engines.base import Engine, Window
from indexer.engines.local import LocalEngine
from indexer.engines.local.nearness import left_to_right
from indexer.model import Filters, Metadata, Sort, Speech
from indexer.query.tree import texts


def odd_speeches() -> list[Speech]:
    """Short texts of few characters, so that they meet often; in both scripts, with every mark that ends a sentence."""
    chance = random.Random(7)
    signs = "中国發发展的人哈。！？?；…，\n\n“a*"
    speeches = []
    for number in range(24):
        title, *lines = ("".join(chance.choices(signs, k=chance.randint(1, 40))) for _ in range(3))
        title, has_headline = title.replace("\n", ""), number % 3 == 0
        body = "\n".join([title] * has_headline + lines)
        speeches.append(Speech(Metadata(f"{number:02}", title), body, body, int(has_headline)))
    return speeches


SPEECHES = odd_speeches()


@pytest.fixture(scope="module")
def engine(analyzer: Analyzer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Several segments, a deleted speech among them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.engines.local.writer.SEGMENT_CHARACTERS", 300)
        opened = LocalEngine(tmp_path_factory.mktemp("near"), analyzer)
        write_all(opened, [*SPEECHES, Speech(Metadata("gone"), "中国发展的人", "")])
        write_all(opened, [], removed=["gone"])
    yield opened


@settings(max_examples=400)
@given(typed=made.close_together | st.tuples(made.close_together, made.close_together).map(" ".join))
@example('"人*人*人"')
@example('"哈?"')
@example('"。*发展。"')
@example('"中 国"~0 "?发"')
@example("[发展 發展。 人] -{a 的}")
@example('"**" [发展国 发展国]')
@example('"中*国" OR 中国')
def test_answers_equal_those_of_plain_python(engine: Engine, analyzer: Analyzer, typed: str) -> None:
    query = made.tree(typed, analyzer)
    found = engine.search(query, Filters(), Window(0, 100, Sort.OLDEST, full_only=True))
    expected = reference.search(SPEECHES, query, Filters(), Sort.OLDEST)
    assert [match.speech.id for match in found.matches] == expected.ids
    assert (found.total, found.occurrences) == (expected.total, expected.occurrences)
    for match in found.matches:
        assert (match.title_marks, match.body_marks) == reference.marks(query, match.speech)
    for term, leaf in zip(found.terms, texts(query), strict=True):
        alone = reference.search(SPEECHES, leaf, Filters())
        assert (term.speeches, term.occurrences) == (alone.total, alone.occurrences)


@given(spans=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 9)), max_size=300))
def test_places_count_from_left_to_right(spans: list[tuple[int, int]]) -> None:
    """The definition, one place after the other; many chains at a time give the same."""
    starts = sorted({start for start, _ in spans})
    ends = np.maximum.accumulate(np.array([s + w for s, (_, w) in zip(starts, spans, strict=False)], np.int64))
    counted: list[int] = []
    for at, start in enumerate(starts):
        if not counted or start >= ends[counted[-1]]:
            counted.append(at)
    got, reached = left_to_right(np.array(starts, np.int64), ends)
    assert got.tolist() == [starts[at] for at in counted]
    assert all(reached >= ends[counted])
    assert all(reached[:-1] <= got[1:])


def test_a_common_part_is_found_around_a_rare_one_as_it_is_everywhere(analyzer: Analyzer, tmp_path: Path) -> None:
    """Where the rare part leaves little to read, the other ones are looked for in that alone."""
    bodies = [f"{'的人发展。' * 12}{'的' * (n % 3)}龙{'，' * n}的人。{'人的，' * 8}" for n in range(12)]
    speeches = [Speech(Metadata(f"{n:02}"), body, "") for n, body in enumerate(bodies)]
    opened = LocalEngine(tmp_path, analyzer)
    write_all(opened, speeches)
    for typed in ("[龙 的]", "[龙 的 人]", "{龙 的人}", '"龙 的"~5', '"龙 的 发展"~9', "[龙 的的]", "[龙 人。]"):
        query = made.tree(typed, analyzer)
        found = opened.search(query, Filters(), Window(0, 100, Sort.OLDEST, full_only=True))
        expected = reference.search(speeches, query, Filters(), Sort.OLDEST)
        assert (found.total, found.occurrences) == (expected.total, expected.occurrences), typed
        for match in found.matches:
            assert (match.title_marks, match.body_marks) == reference.marks(query, match.speech)
