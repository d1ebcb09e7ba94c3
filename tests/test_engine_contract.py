"""What every engine has to do, held against plain Python (`reference`). A second engine joins by one parameter.

The first test is the project's promise (invariant 3): any run of characters of any speech is found, in either script,
and what is lit is that run.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import made
import pytest
import reference
from conftest import all_of, as_they_are, write_all
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from indexer import searching
from indexer.analysis import Analyzer
from indexer.engines.base import Engine, Found, Window
from indexer.engines.local import LocalEngine
from indexer.errors import IndexMissing, SpeechMissing
from indexer.folding import fold
from indexer.model import FACET_FIELDS, Filters, Metadata, SearchRequest, Sort, Speech, digest
from indexer.query.tree import And, Everything, Identified, Node, Not, Phrase, Words, texts

ENGINES: dict[str, Callable[[Path, Analyzer], Engine]] = {"local": LocalEngine}

pytestmark = pytest.mark.usefixtures("several_segments")
building = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])

NewEngine = Callable[[Sequence[Speech]], Engine]


@pytest.fixture(scope="module", params=ENGINES)
def new_engine(
    request: pytest.FixtureRequest, analyzer: Analyzer, tmp_path_factory: pytest.TempPathFactory
) -> NewEngine:
    """Speeches -> an engine of each kind that holds them."""

    def make(speeches: Sequence[Speech]) -> Engine:
        engine = ENGINES[request.param](tmp_path_factory.mktemp("engine"), analyzer)
        write_all(engine, speeches)
        return engine

    return make


@pytest.fixture(scope="module")
def several_segments() -> object:
    """Segments of a few dozen characters, so that every corpus here has some, and in most of them strings that count as
    frequent; no waiting for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.engines.local.writer.SEGMENT_CHARACTERS", 60)
        patch.setattr("indexer.engines.local.frequent.LEAST_CHARACTERS", 3)
        patch.setattr("indexer.engines.local.frequent.LEAST_SPEECHES", 2)
        patch.setattr("os.fsync", lambda _: None)
        yield


def speech(body: str, speech_id: str = "a", title: str = "", **known: object) -> Speech:
    return Speech(Metadata(speech_id, title, **known), body, body)  # type: ignore[arg-type]


def everything(engine: Engine, query: Node, filters: Filters | None = None, sort: Sort = Sort.RELEVANCE) -> Found:
    return engine.search(query, filters or Filters(), Window(0, 100, sort, full_only=True))


def ids(found: Found) -> list[str]:
    return [match.speech.id for match in found.matches]


# The promise


@st.composite
def cuttings(draw: st.DrawFn, corpus: list[Speech]) -> tuple[Speech, int, int]:
    """A speech and a stretch of one of its paragraphs with something to read in it."""
    chosen, at = draw(st.sampled_from([(s, at) for s in corpus for at, c in enumerate(s.body) if c.isalnum()]))
    first, last = chosen.body.rfind("\n", 0, at) + 1, f"{chosen.body}\n".find("\n", at)
    return chosen, draw(st.integers(max(first, at - 8), at)), draw(st.integers(at + 1, min(last, at + 8)))


def is_readable(corpus: list[Speech]) -> bool:
    return any(c.isalnum() for s in corpus for c in s.body)


@building
@given(corpus=made.corpora().filter(is_readable), data=st.data())
def test_every_substring_is_found_in_either_script_and_lit_exactly(
    new_engine: NewEngine, corpus: list[Speech], data: st.DataObject
) -> None:
    engine = new_engine(corpus)
    for _ in range(8):
        chosen, start, end = data.draw(cuttings(corpus))
        string = made.converted(chosen.body[start:end], data.draw(made.configurations))
        query = made.quoted(string)
        total = searching.search(engine, SearchRequest(query, limit=1))
        expected = reference.search(corpus, Phrase(string, 0), Filters())
        assert (total.total, total.occurrences) == (expected.total, expected.occurrences)
        assert chosen.id in expected.ids
        for other in corpus:
            lit = searching.read_speech(engine, other.id, query)
            assert (lit.title_marks, lit.marks) == reference.marks(Phrase(string, 0), other)
        lit_characters = {at for m in searching.read_speech(engine, chosen.id, query).marks for at in range(m[0], m[1])}
        assert set(range(start, end)) <= lit_characters


def test_overlapping_occurrences_are_counted_once_and_lit_whole(new_engine: NewEngine) -> None:
    """哈哈 stands in 哈哈哈 once, but whoever cut the last two out of it wants to see those."""
    engine = new_engine([speech("说哈哈哈。又哈哈哈哈哈了")])
    found = everything(engine, Phrase("哈哈", 0))
    assert [(start, end) for start, end, _ in found.matches[0].body_marks] == [(1, 4), (6, 8), (8, 11)]
    assert found.occurrences == 3


@pytest.mark.parametrize(
    ("typed", "body", "expected"),
    [
        ("11", "111 11，1111和11", [(4, 6), (12, 14)]),
        ("11", "11", [(0, 2)]),
        ("11", "111", []),
        ("aa", "aaa", []),
        ("1.1", "1.1.1，11.1.1", [(0, 5), (9, 12)]),
        ("==后后", "後后后", [(1, 3)]),
        ("==后后", "后后后後后", [(0, 3)]),
        ("==後後", "后後後後", [(1, 4)]),
    ],
)
def test_what_does_not_count_keeps_nothing_beside_it_from_counting(
    new_engine: NewEngine, typed: str, body: str, expected: list[tuple[int, int]]
) -> None:
    """11 is no part of 111, though it begins where it begins and ends where it ends."""
    engine = new_engine([speech(body)])
    reading = searching.read_speech(engine, "a", typed)
    assert [(mark.start, mark.end) for mark in reading.marks] == expected
    assert searching.search(engine, SearchRequest(typed, full_only=True)).occurrences == len(expected)


def test_a_string_is_not_found_across_two_speeches_nor_across_title_and_body(new_engine: NewEngine) -> None:
    engine = new_engine([speech("国发展", "a", "北京中"), speech("和平", "b")])
    for string in ("中国", "展和", "中\0国", "\0", "展\0"):
        assert everything(engine, Phrase(string, 0)).total == 0


def test_marks_of_both_quotation_styles_can_be_asked_for(new_engine: NewEngine) -> None:
    engine = new_engine(
        [speech("他说“要‘守住’底线”。"), speech("他說「要『守住』底線」。", "b"), speech("要守住底线", "c")]
    )
    for typed in ('"要‘守住’底线"', '"說「要『守"', '"""要\'守住\'底线"""', "「要『守住』底線」"):
        assert {hit.meta.id for hit in searching.search(engine, SearchRequest(typed)).hits} == {"a", "b"}


# Everything else that can be asked


@building
@given(
    corpus=made.corpora(),
    questions=st.lists(st.tuples(made.query_strings, made.filters, made.sorts), min_size=4, max_size=4),
)
def test_answers_equal_those_of_plain_python(
    new_engine: NewEngine,
    analyzer: Analyzer,
    corpus: list[Speech],
    questions: list[tuple[str, Filters, Sort]],
) -> None:
    engine = new_engine(corpus)
    for typed, filters, sort in questions:
        assert_right(engine, corpus, made.tree(typed, analyzer), filters, sort)


def assert_right(engine: Engine, corpus: list[Speech], query: Node, filters: Filters, sort: Sort) -> None:
    found = everything(engine, query, filters, sort)
    expected = reference.search(corpus, query, filters, sort)
    assert (found.total, found.occurrences) == (expected.total, expected.occurrences)
    assert found.facets == expected.facets
    assert sorted(ids(found)) == sorted(expected.ids)
    if sort is not Sort.RELEVANCE:
        assert ids(found) == expected.ids
    by_id = {s.id: s for s in corpus}
    for match in found.matches:
        assert (match.title_marks, match.body_marks) == reference.marks(query, by_id[match.speech.id])
    for term in found.terms:
        leaf = next(leaf for leaf in texts(query) if leaf.piece == term.piece)
        alone = reference.search(corpus, leaf, Filters())
        assert (term.speeches, term.occurrences) == (alone.total, alone.occurrences)
    assert_pages_fit(engine, query, filters, sort, ids(found))


@building
@given(corpus=made.corpora(), typed=st.lists(made.query_strings, min_size=4, max_size=4), filters=made.filters)
def test_every_occurrence_is_listed(
    new_engine: NewEngine, analyzer: Analyzer, corpus: list[Speech], typed: list[str], filters: Filters
) -> None:
    """The base of concordances and trends: what `search` counts and lights, all of it."""
    engine, by_id = new_engine(corpus), {s.id: s for s in corpus}
    for query in (made.tree(text, analyzer) for text in typed):
        listed, found = engine.occurrences(query, filters), everything(engine, query, filters)
        rows = list(zip(listed.owners, listed.in_title, listed.starts, listed.ends, strict=True))
        assert len(listed) == len(rows) == found.occurrences
        for number, speech_id in enumerate(listed.speeches):
            known = by_id[speech_id]
            expected = reference.counted(texts(query), known)
            assert [(t, a, e) for n, t, a, e in rows if n == number] == [(p.in_title, p.start, p.end) for p in expected]
        assert rows == sorted(rows, key=lambda row: (row[0], not row[1], row[2]))
        assert listed.fingerprint == found.fingerprint


def assert_pages_fit(engine: Engine, query: Node, filters: Filters, sort: Sort, whole: list[str]) -> None:
    for limit in (1, 2, 5):
        starts = range(0, len(whole) + limit, limit)
        pages = [engine.search(query, filters, Window(at, limit, sort, full_only=True)) for at in starts]
        assert [speech_id for page in pages for speech_id in ids(page)] == whole
        assert {page.total for page in pages} == {len(whole)}


@building
@given(corpus=made.corpora().filter(bool), typed=st.lists(made.query_strings, min_size=4, max_size=4))
def test_scores_are_those_of_the_documented_formula(
    new_engine: NewEngine, analyzer: Analyzer, corpus: list[Speech], typed: list[str]
) -> None:
    engine, scores = new_engine(corpus), reference.Scores(corpus, analyzer)
    by_id = {s.id: s for s in corpus}
    for query in (made.tree(text, analyzer) for text in typed):
        found = everything(engine, query)
        for match in found.matches:
            parts = {part.name: part.value for part in match.parts}
            assert match.score == pytest.approx(sum(parts.values()), rel=1e-5, abs=1e-6)
            for name in ("feedback", "related"):
                parts.pop(name, None)  # tests of their own: what ties decide is learned from
            expected = scores.parts(query, by_id[match.speech.id])
            assert parts == pytest.approx({name: value for name, value in expected.items() if value}, rel=1e-5)
        order = [(-match.score, match.speech.id.encode("utf-8", "surrogatepass")) for match in found.matches]
        assert order == sorted(order)


@building
@given(corpus=made.corpora().filter(bool), typed=made.short, exact=st.booleans())
def test_the_run_stands_before_its_words_and_whole_words_before_parts(
    new_engine: NewEngine, analyzer: Analyzer, corpus: list[Speech], typed: str, exact: bool
) -> None:
    query = made.tree(made.quoted(typed) if exact else typed, analyzer)
    assume(isinstance(query, Phrase | Words))
    scores = reference.Scores(corpus, analyzer)
    by_id = {s.id: s for s in corpus}
    found = everything(new_engine(corpus), query)
    standing = [scores._standing(query, by_id[speech_id]) for speech_id in ids(found)]  # type: ignore[arg-type]
    assert standing == sorted(standing, reverse=True)


def test_whole_words_stand_before_parts_of_others_however_often(new_engine: NewEngine, analyzer: Analyzer) -> None:
    engine = new_engine([speech("印度尼西亚" * 40, "inside"), speech("去年访问了印度。" + "会谈很好。" * 60, "whole")])
    assert ids(everything(engine, made.tree("印度", analyzer))) == ["whole", "inside"]


def test_the_run_stands_before_scattered_words_however_often(new_engine: NewEngine, analyzer: Analyzer) -> None:
    engine = new_engine(
        [speech("经济要发展。" * 40, "scattered"), speech("市场经济发展中国家" + "会谈很好。" * 60, "run")]
    )
    assert ids(everything(engine, made.tree("经济发展", analyzer))) == ["run", "scattered"]


@pytest.mark.parametrize(("typed", "first"), [("经济发展", "z"), ("經濟發展", "a"), ("经济", "z"), ('"發展"', "a")])
def test_of_a_speech_in_both_scripts_the_one_in_the_script_typed_stands_first(
    new_engine: NewEngine, analyzer: Analyzer, typed: str, first: str
) -> None:
    corpus = [speech("促進經濟發展。", "a", script="Hant"), speech("促进经济发展。", "z", script="Hans")]
    found = everything(new_engine(corpus), made.tree(typed, analyzer))
    assert [match.speech.id for match in found.matches][:1] == [first]
    assert [any(part.name == "script" for part in match.parts) for match in found.matches] == [True, False]


# Speeches come back as they went in


@building
@given(corpus=made.corpora())
def test_speeches_come_back_whole(new_engine: NewEngine, corpus: list[Speech]) -> None:
    engine = new_engine(corpus)
    assert {s.id: engine.get(s.id) for s in corpus} == {s.id: s for s in corpus}
    assert engine.digests() == {s.id: digest(s) for s in corpus}
    assert everything(engine, Everything()).total == len(corpus)
    assert list(engine.verify()) == []


def test_an_unknown_id_is_missing(new_engine: NewEngine) -> None:
    engine = new_engine([speech("中国")])
    for unknown in ("", "b", "aa", "\ud800", "\0"):
        with pytest.raises(SpeechMissing, match="no speech with the id"):
            engine.get(unknown)
        assert everything(engine, Identified(unknown)).total == 0


def test_stats_are_of_the_index_as_it_is_now(new_engine: NewEngine) -> None:
    """They are remembered, as every page shows some of them."""
    engine = new_engine([speech("中国", "a")])
    assert engine.stats().speeches == engine.stats().speeches == 1
    write_all(engine, [speech("人民", "b")], removed=[])
    assert engine.stats().speeches == 2


def test_an_empty_corpus_answers(new_engine: NewEngine) -> None:
    engine = new_engine([])
    found = everything(engine, And((Everything(), Not(Phrase("中", 0)))))
    assert (found.total, found.occurrences, found.matches) == (0, 0, ())
    assert found.facets == dict.fromkeys(FACET_FIELDS, ())
    assert engine.stats().speeches == 0
    assert engine.digests() == {}


def test_stats_count_what_is_there(new_engine: NewEngine) -> None:
    corpus = [
        speech("中国\n人民", "a", date="2013", place="北京"),
        speech("𠮷", "b", date="2020-01-01"),
        speech("和平", "c", date="XXXX-05-08"),
    ]
    engine = new_engine(corpus)
    write_all(engine, [], removed=["c"])
    write_all(engine, [speech("和平", "d")], removed=[])
    stats = engine.stats()
    assert (stats.speeches, stats.characters, stats.text_bytes) == (3, 8, 13 + 4 + 6)
    assert (stats.earliest, stats.latest) == ("2013-01-01", "2020-01-01")
    assert [meta.id for meta in stats.newest] == ["b", "a"]
    assert stats.facets == reference.search([*corpus[:2], speech("和平", "d")], Everything(), Filters()).facets


# Writing


@building
@given(before=made.corpora(), data=st.data())
def test_an_updated_index_equals_one_built_anew(
    new_engine: NewEngine, analyzer: Analyzer, before: list[Speech], data: st.DataObject
) -> None:
    engine, corpus = new_engine(before), {s.id: s for s in before}
    for _ in range(2):
        changed = {s.id: s for s in data.draw(made.corpora(4))}
        gone = data.draw(st.lists(st.sampled_from(made.IDS), max_size=3))
        write_all(engine, changed.values(), removed=gone)
        corpus = {i: s for i, s in corpus.items() if i not in gone} | changed
    fresh = new_engine(list(corpus.values()))
    assert engine.digests() == fresh.digests()
    for text in (*data.draw(st.lists(made.query_strings, min_size=3, max_size=3)), ""):
        query = made.tree(text, analyzer)
        for sort in Sort:
            ours, theirs = everything(engine, query, sort=sort), everything(fresh, query, sort=sort)
            assert ids(ours) == ids(theirs)
            assert [m.score for m in ours.matches] == pytest.approx([m.score for m in theirs.matches], abs=1e-6)
            assert (ours.total, ours.occurrences, ours.facets, ours.terms, ours.fingerprint) == (
                theirs.total,
                theirs.occurrences,
                theirs.facets,
                theirs.terms,
                theirs.fingerprint,
            )


def test_deleted_texts_count_for_nothing_in_scores(new_engine: NewEngine, analyzer: Analyzer) -> None:
    """They stay in the streams until segments are merged."""
    kept = [speech("生态要保护，经济要发展", "a"), speech("保护生态，发展经济", "b"), speech("天气很好", "c")]
    updated = new_engine([*kept, speech("生态经济，生态经济，生态要好", "gone")])
    write_all(updated, [], removed=["gone"])
    scores = [
        [m.score for m in everything(e, made.tree("生态 经济", analyzer)).matches] for e in (updated, new_engine(kept))
    ]
    assert len(scores[0]) == 2
    assert scores[0] == pytest.approx(scores[1], abs=1e-6)


def test_the_fingerprint_changes_with_any_speech_and_not_with_their_order(new_engine: NewEngine) -> None:
    a, b = speech("中国", "a"), speech("人民", "b")
    prints = [
        everything(new_engine(c), Everything()).fingerprint for c in ([a, b], [b, a], [a], [a, speech("人民。", "b")])
    ]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3


def test_a_failure_while_writing_leaves_the_old_index_answering(new_engine: NewEngine) -> None:
    engine = new_engine([speech("中国")])
    for start in (engine.rebuilding, engine.updating):
        with pytest.raises(ZeroDivisionError), start() as writer:
            writer.add_all([[speech("人民", "b")]], as_they_are, 1, all_of)
            raise ZeroDivisionError
        assert writer.published is None
        assert ids(everything(engine, Everything())) == ["a"]
        assert list(engine.verify()) == []


def test_a_failing_source_of_chunks_leaves_the_old_index_answering(new_engine: NewEngine) -> None:
    engine = new_engine([speech("中国")])

    def chunks() -> object:
        yield [speech("人民", "b")]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), engine.rebuilding() as writer:
        writer.add_all(chunks(), as_they_are, 1, all_of)  # type: ignore[arg-type]
    assert ids(everything(engine, Everything())) == ["a"]


def test_worker_processes_write_the_same_index(new_engine: NewEngine, make_chunks: list[list[Speech]]) -> None:
    engines = [new_engine([]), new_engine([])]
    taken: list[int] = []
    for engine, workers in zip(engines, (1, 2), strict=True):
        with engine.rebuilding() as writer:
            writer.add_all(make_chunks, as_they_are, workers, lambda count: [taken.append(count), *all_of(count)][1:])
    assert sum(taken) == 2 * sum(map(len, make_chunks))
    one, two = (everything(engine, Phrase("中国", 0)) for engine in engines)
    assert one == two


@pytest.fixture
def make_chunks() -> list[list[Speech]]:
    return [[speech("中国发展" * n, f"{n}-{m}") for m in range(3)] for n in range(1, 6)]


def test_another_engine_on_the_same_index_sees_a_rebuild_at_its_next_search(analyzer: Analyzer, tmp_path: Path) -> None:
    writing, reading = LocalEngine(tmp_path, analyzer), LocalEngine(tmp_path, analyzer)
    with pytest.raises(IndexMissing, match="jianghua rebuild"):
        everything(reading, Everything())
    for number in range(4):
        write_all(writing, [speech("中国", str(number))])
        assert ids(everything(reading, Everything())) == [str(number)]
    reading.close()
    reading.close()
    assert ids(everything(reading, Everything())) == ["3"]


def test_threads_get_the_answers_of_one_while_rebuilds_publish(new_engine: NewEngine, analyzer: Analyzer) -> None:
    """The corpus is the same in every generation, so every answer has to be."""
    corpus = [speech("中国发展，" * (n % 7 + 1) + "经济人民" * (n % 3), f"{n:03}", "经济" * (n % 2)) for n in range(12)]
    engine = new_engine(corpus)
    queries = [
        (made.tree(text, analyzer), sort)
        for text in ("中国", '"展，中"', "经济 -中国", "中国 OR 人民", "title:经济", "发展中国", "")
        for sort in Sort
    ]
    alone = [everything(engine, query, sort=sort) for query, sort in queries]
    done = threading.Event()

    def ask(number: int) -> int:
        wrong = rounds = 0
        while not done.is_set() or rounds < 2:
            at = (number + rounds) % len(queries)
            wrong += everything(engine, queries[at][0], sort=queries[at][1]) != alone[at]
            rounds += 1
        return wrong

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(ask, number * 5) for number in range(8)]
        try:
            for _ in range(2):
                write_all(engine, corpus)
        finally:
            done.set()
        assert [future.result() for future in asked] == [0] * 8


# What a reader types never raises


@settings(max_examples=150)
@given(text=st.text(max_size=60) | made.query_strings, page=st.integers(-3, 10**9), limit=st.integers(-5, 10**6))
@example('"', 1, 10)
@example("title:", 0, 0)
@example("((((-", 1, 1)
@example("\ud800 \0", 1, 10)
def test_no_request_raises(seeds_engine: Engine, text: str, page: int, limit: int) -> None:
    results = searching.search(seeds_engine, SearchRequest(text, page=page, limit=limit))
    assert results.query.description
    assert results.page >= 1
    assert 0 < results.request.limit <= searching.MOST_HITS
    assert len(results.hits) <= results.request.limit
    assert fold(text) is not None
