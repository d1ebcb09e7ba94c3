"""The index is a Whoosh index: any stock query runs on it and agrees with the texts, also after deletions."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import made
import pytest
from conftest import write_all
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from whoosh import query, sorting
from whoosh.index import FileIndex
from whoosh.query.spans import SpanNear
from whoosh.scoring import BM25F, Frequency
from whoosh.searching import Searcher

from indexer.analysis import Analyzer
from indexer.engines.local import LocalEngine, container, keywords
from indexer.model import Metadata, Speech

Sets = Callable[[Speech], bool]


@pytest.fixture(autouse=True, scope="module")
def small_segments() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.engines.local.writer.SEGMENT_CHARACTERS", 60)
        patch.setattr("os.fsync", lambda _: None)
        yield


@pytest.fixture(scope="module")
def index_of(
    analyzer: Analyzer, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[list[Speech], list[str]], FileIndex]:
    """Speeches, ids to remove afterwards -> the Whoosh index that holds the rest."""

    def make(corpus: list[Speech], gone: list[str]) -> FileIndex:
        engine = LocalEngine(tmp_path_factory.mktemp("whoosh"), analyzer)
        write_all(engine, corpus)
        if gone:
            write_all(engine, [], removed=gone)
        return container.open_whoosh(engine.snapshot().folder)

    return make


def tokens(speech: Speech, field: str, analyzer: Analyzer) -> set[str]:
    """The terms that a speech has in a field."""
    if field in ("title", "body"):
        return {token.text for token in analyzer.tokens(speech.meta.title if field == "title" else speech.body)}
    return {value for value in keywords.FIELDS[field](speech.meta) if value}


def found(searcher: Searcher, asked: query.Query, **known: object) -> list[str]:
    hits = searcher.search(asked, limit=None, **known)
    assert "sortedby" in known or all(math.isfinite(hit.score) for hit in hits)
    return [hit["id"] for hit in hits]


def stored_id(speech: Speech) -> str:
    return speech.id.encode("utf-8", "replace").decode()


words = st.sampled_from(("中国", "发展", "人民", "经济", "的", "和", "国家", "发展中国家", "没有", "a", "3"))


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(corpus=made.corpora(), gone=st.lists(st.sampled_from(made.IDS), max_size=3), one=words, other=words)
def test_stock_queries_find_what_the_texts_hold(
    index_of: Callable[[list[Speech], list[str]], FileIndex],
    analyzer: Analyzer,
    corpus: list[Speech],
    gone: list[str],
    one: str,
    other: str,
) -> None:
    index = index_of(corpus, gone)
    left = [speech for speech in corpus if speech.id not in gone]

    def having(word: str, field: str = "body") -> Sets:
        return lambda speech: word in tokens(speech, field, analyzer)

    a, b = query.Term("body", one), query.Term("body", other)
    has_a, has_b = having(one), having(other)
    cases: list[tuple[query.Query, Sets]] = [
        (a, has_a),
        (query.Term("title", one), having(one, "title")),
        (query.And([a, b]), lambda s: has_a(s) and has_b(s)),
        (query.Or([a, b]), lambda s: has_a(s) or has_b(s)),
        (query.And([a, query.Not(b)]), lambda s: has_a(s) and not has_b(s)),
        (query.Not(a), lambda s: not has_a(s)),
        (query.Prefix("body", one[:1]), lambda s: any(t.startswith(one[:1]) for t in tokens(s, "body", analyzer))),
        (
            query.Wildcard("body", f"*{one[-1]}"),
            lambda s: any(t.endswith(one[-1]) for t in tokens(s, "body", analyzer)),
        ),
        (query.Every(), lambda s: True),
        (query.Every("body"), lambda s: bool(tokens(s, "body", analyzer))),
        (query.Term("speaker", "邓小平"), having("邓小平", "speaker")),
        (query.Term("date", "2013-05"), having("2013-05", "date")),
        (query.TermRange("date", "2013", "2014"), lambda s: "2013" <= s.meta.date <= "2014"),
        (query.AndMaybe(a, b), has_a),
        (query.DisjunctionMax([a, b]), lambda s: has_a(s) or has_b(s)),
        (query.ConstantScoreQuery(a), has_a),
    ]
    with index.searcher() as searcher:
        for asked, fits in cases:
            expected = sorted(stored_id(speech) for speech in left if fits(speech))
            assert sorted(found(searcher, asked)) == expected, asked
    assert index.doc_count() == len(left)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(corpus=made.corpora().filter(bool))
def test_terms_and_statistics_are_those_of_the_texts(
    index_of: Callable[[list[Speech], list[str]], FileIndex], analyzer: Analyzer, corpus: list[Speech]
) -> None:
    with index_of(corpus, []).reader() as reader:
        for field in ("body", "title", "speaker", "tags", "date", "language"):
            held = [tokens(speech, field, analyzer) for speech in corpus]
            terms = sorted({term.encode("utf-8", "surrogatepass") for some in held for term in some})
            assert [text for name, text in reader.terms_from(field, b"") if name == field] == terms
            for term in terms:
                text = term.decode("utf-8", "surrogatepass")
                info = reader.term_info(field, term)
                assert info.doc_frequency() == sum(text in some for some in held)
                assert info.max_weight() <= info.weight()
                assert (field, term) in reader
            assert (field, "没有的词".encode()) not in reader
        lengths = [len(analyzer.words(speech.body)) for speech in corpus]
        assert reader.field_length("body") == sum(lengths)
        assert reader.max_field_length("body") == max(lengths)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(corpus=made.corpora().filter(bool), gone=st.lists(st.sampled_from(made.IDS), max_size=2), data=st.data())
def test_phrases_and_spans_go_by_the_words_in_their_order(
    index_of: Callable[[list[Speech], list[str]], FileIndex],
    analyzer: Analyzer,
    corpus: list[Speech],
    gone: list[str],
    data: st.DataObject,
) -> None:
    index = index_of(corpus, gone)
    left = [speech for speech in corpus if speech.id not in gone]
    in_order = {
        (speech.id, field): [token.text for token in analyzer.tokens(text) if not token.is_part]
        for speech in left
        for field, text in (("title", speech.meta.title), ("body", speech.body))
    }
    known = [(field, said) for (_, field), said in in_order.items() if len(said) > 1]
    assume(known)
    with index.searcher() as searcher:
        for field, said in data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=3)):
            at = data.draw(st.integers(0, len(said) - 2))
            one, other = said[at : at + 2]

            def places(text: str, speech: Speech, field: str = field) -> list[int]:
                return [n for n, word in enumerate(in_order[speech.id, field]) if text in word]

            def are_near(s: Speech, slop: int, one: str = one, other: str = other) -> bool:
                return any(0 < b - a <= slop for a in places(one, s) for b in places(other, s))

            a, b = query.Term(field, one), query.Term(field, other)
            for asked, slop in (
                (query.Phrase(field, [one, other]), 1),
                (query.Sequence([a, b]), 1),
                (SpanNear(a, b, slop=3, mindist=1), 3),
            ):
                fits = [stored_id(s) for s in left if {one, other} <= tokens(s, field, analyzer) and are_near(s, slop)]
                assert sorted(found(searcher, asked)) == sorted(fits), asked
            with index.reader() as reader:
                for docnum, positions in reader.postings(field, one).items_as("positions"):
                    (speech,) = (s for s in left if stored_id(s) == reader.stored_fields(docnum)["id"])
                    assert positions == places(one, speech)


def test_what_a_document_is_like_is_known_by_its_words(
    index_of: Callable[[list[Speech], list[str]], FileIndex], analyzer: Analyzer
) -> None:
    bodies = ("长江的渡船，渡船修缮", "渡船要修缮", "天气很好", "市场要管好", "会谈很好", "道路要修平")
    corpus = [Speech(Metadata(f"{n}"), body, body) for n, body in enumerate(bodies)]
    index = index_of(corpus, ["5"])
    with index.searcher() as searcher:
        first = searcher.document_number(id="0")
        words = Counter(token.text for token in analyzer.tokens(bodies[0]) if not token.is_part)
        counted = {term.decode(): weight for term, weight in searcher.reader().vector_as("weight", first, "body")}
        assert counted == dict(words)
        assert "渡船".encode() in [term for term, _ in searcher.key_terms([first], "body")]
        assert [hit["id"] for hit in searcher.more_like(first, "body")] == ["1"]
        assert [hit["id"] for hit in searcher.search(query.Term("body", "长江"))[0].more_like_this("body")] == ["1"]


def test_the_best_of_a_query_with_groups_are_the_best(
    index_of: Callable[[list[Speech], list[str]], FileIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoosh leaves out some of them where matchers say how high they score at the most."""
    monkeypatch.setattr("indexer.engines.local.writer.SEGMENT_CHARACTERS", 1 << 20)
    chance = random.Random(3)
    words = ["中国", "人民", "经济", "和平"]
    texts = ["，".join(chance.choices(words, [1, 2, 4, 8], k=chance.randint(1, 30))) for _ in range(200)]
    with index_of([Speech(Metadata(f"{n}"), text, "") for n, text in enumerate(texts)], ["7"]).searcher() as searcher:
        for order in permutations(words):
            a, b, c, d = (query.Term("body", word) for word in order)
            groups = (query.And([query.Or([a, b]), c]), query.And([query.Or([a, b]), query.Or([c, d])]))
            for asked in (*groups, query.AndMaybe(a, query.Or([b, c]))):
                every, best = (searcher.search(asked, limit=limit) for limit in (None, 10))
                scores = sorted((hit.score for hit in every), reverse=True)
                assert [hit.score for hit in best] == pytest.approx(scores[:10]), asked


def test_scores_rank_more_occurrences_higher(
    index_of: Callable[[list[Speech], list[str]], FileIndex],
) -> None:
    corpus = [Speech(Metadata(str(n)), "中国" * n + "和平" * (9 - n), "") for n in range(1, 9)]
    index = index_of(corpus, ["4"])
    for weighting in (BM25F(), Frequency()):
        with index.searcher(weighting=weighting) as searcher:
            assert found(searcher, query.Term("body", "中国")) == ["8", "7", "6", "5", "3", "2", "1"]


def test_speeches_are_sorted_by_whoosh_s_own_columns(
    index_of: Callable[[list[Speech], list[str]], FileIndex],
) -> None:
    corpus = [Speech(Metadata(day, date=day), "中国", "") for day in ("2013-05", "2020", "2012-12-31")]
    with index_of(corpus, []).searcher() as searcher:
        by_date = found(searcher, query.Every(), sortedby=sorting.FieldFacet("date"))
    assert by_date == ["2012-12-31", "2013-05", "2020"]


def test_deleted_speeches_leave_segments_that_are_empty_then(analyzer: Analyzer, tmp_path: Path) -> None:
    engine = LocalEngine(tmp_path, analyzer)
    write_all(engine, [Speech(Metadata(str(n)), "中国发展" * 20, "") for n in range(5)])
    assert len(engine.snapshot().segments) == 5
    write_all(engine, [], removed=["0", "1", "2"])
    assert len(engine.snapshot().segments) == 2
    assert len(list(engine.snapshot().folder.glob("arrays-*"))) == 2
    write_all(engine, [], removed=["3", "4"])
    assert engine.snapshot().segments == []
    assert list(engine.verify()) == []
