"""The read path: requests are put right and noted, pages fit together, a speech is lit as its hit was."""

from __future__ import annotations

import pytest
from conftest import MakeEngine

from indexer.engines.base import Engine
from indexer.errors import SpeechMissing
from indexer.model import Filters, Metadata, SearchRequest, Sort, Speech
from indexer.searching import MOST_HITS, read_speech, search


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    """A hundred and thirty speeches, 2001 to 2013, and one that is undated."""
    dated = [
        Speech(
            Metadata(f"{n:03}", f"第{n}次讲话", ("甲", "乙")[n % 2 : n % 2 + 1], f"{2001 + n // 10}-0{1 + n % 9}"),
            body=f"改革是动力。{'发展，' * (n % 5)}{'开放。' if n % 2 else ''}",
            raw="",
        )
        for n in range(130)
    ]
    return make_engine([*dated, Speech(Metadata("undated"), "改革开放，人民中国", "")])


def ids(engine: Engine, request: SearchRequest) -> list[str]:
    return [hit.meta.id for hit in search(engine, request).hits]


def codes(engine: Engine, request: SearchRequest) -> list[str]:
    return [note.code for note in search(engine, request).notes]


@pytest.mark.parametrize("text", ["改革", "", '"改革"', "改革 发展", "改革 -开放"])
@pytest.mark.parametrize("sort", list(Sort))
def test_pages_hold_every_hit_once(engine: Engine, text: str, sort: Sort) -> None:
    whole: list[str] = []
    results = search(engine, SearchRequest(text, sort=sort, limit=33))
    for page in range(1, results.pages + 1):
        whole += ids(engine, SearchRequest(text, sort=sort, limit=33, page=page))
    assert len(whole) == len(set(whole)) == results.total
    assert results.pages == -(-results.total // 33)


def test_nothing_typed_is_everything_newest_first(engine: Engine) -> None:
    results = search(engine, SearchRequest())
    assert (results.total, results.occurrences, results.query.terms) == (131, 0, ())
    found = [hit.meta.date for hit in results.hits]
    assert found == sorted(found, reverse=True)
    assert ids(engine, SearchRequest(page=14))[-1] == "undated"
    assert results.query.description == "全部讲话"


@pytest.mark.parametrize(
    ("request_", "note", "page", "limit"),
    [
        (SearchRequest("改革", page=0), "page", 1, 10),
        (SearchRequest("改革", page=-9), "page", 1, 10),
        (SearchRequest("改革", page=10**18), "page", 14, 10),
        (SearchRequest("改革", limit=0), "limit", 1, 1),
        (SearchRequest("改革", limit=101), "limit", 1, MOST_HITS),
        (SearchRequest("没有的", page=7), "page", 1, 10),
    ],
)
def test_windows_outside_are_clamped_with_a_note(
    engine: Engine, request_: SearchRequest, note: str, page: int, limit: int
) -> None:
    results = search(engine, request_)
    assert [n.code for n in results.notes] == [note]
    assert (results.page, results.request.limit) == (page, limit)
    assert bool(results.hits) == (results.total > 0)


def test_dates_that_are_none_are_ignored_with_a_note(engine: Engine) -> None:
    request = SearchRequest("改革", Filters(date_from="昨天", date_to="XXXX-05-08"))
    assert codes(engine, request) == ["date", "date"]
    assert search(engine, request).total == 131


def test_dates_as_people_write_them_are_taken(engine: Engine) -> None:
    ours = SearchRequest("改革", Filters(date_from="２００２年", date_to="2003年5月"))
    assert codes(engine, ours) == []
    assert search(engine, ours).request.filters == Filters(date_from="2002", date_to="2003-05")


def test_ends_in_the_wrong_order_are_exchanged_with_a_note(engine: Engine) -> None:
    request = SearchRequest("改革", Filters(date_from="2003", date_to="2002"))
    assert codes(engine, request) == ["date"]
    assert search(engine, request).total == 20
    assert codes(engine, SearchRequest("改革", Filters(date_from="2003-05", date_to="2003"))) == []


def test_what_was_ignored_of_a_query_is_noted(engine: Engine) -> None:
    assert codes(engine, SearchRequest("改革) 年:")) == ["bracket", "field"]


def test_hits_show_what_the_query_lights(engine: Engine) -> None:
    results = search(engine, SearchRequest("發展 讲话", limit=100))
    for hit in results.hits:
        lit = [(s.text[m.start : m.end], m.piece) for s in hit.snippets for m in s.marks]
        assert set(lit) <= {("发展", 0), ("讲话", 1)} and ("发展", 0) in lit
        assert [hit.meta.title[m.start : m.end] for m in hit.title_marks] == ["讲话"]
    assert [(term.text, term.piece) for term in results.query.terms] == [("發展", 0), ("讲话", 1)]


def test_exact_takes_words_as_one_run(engine: Engine) -> None:
    assert ids(engine, SearchRequest("人民中国", exact=True)) == ["undated"]
    assert ids(engine, SearchRequest("中国人民", exact=True)) == []
    assert ids(engine, SearchRequest("中国人民")) == ["undated"]


def test_only_function_words_are_looked_for_where_there_is_nothing_else(engine: Engine) -> None:
    assert search(engine, SearchRequest("是")).total == 130
    assert search(engine, SearchRequest("什么是改革")).total == 131


def test_a_fingerprint_is_on_every_answer(engine: Engine) -> None:
    assert search(engine, SearchRequest("没有的")).fingerprint == engine.stats().fingerprint
    assert read_speech(engine, "undated").fingerprint == engine.stats().fingerprint


def test_a_speech_is_lit_by_every_piece_that_stands_in_it(engine: Engine) -> None:
    """A reader comes from a list of hits, or by a link that someone else made for another query."""
    reading = read_speech(engine, "undated", "开放 没有的 -改革 OR 人民 title:讲话 year:1999")
    assert [(reading.speech.body[m.start : m.end], m.piece) for m in reading.marks] == [("开放", 0), ("人民", 3)]
    assert reading.title_marks == ()
    assert [p.number for p in reading.paragraphs] == [1]


def test_a_speech_read_without_a_query_is_unlit(engine: Engine) -> None:
    for text in ("", "   ", "-改革", "year:2001"):
        reading = read_speech(engine, "undated", text)
        assert (reading.marks, reading.title_marks) == ((), ())
        assert reading.query.description


def test_an_unknown_speech_is_missing(engine: Engine) -> None:
    with pytest.raises(SpeechMissing, match="'nowhere'"):
        read_speech(engine, "nowhere", "改革")


def test_marks_of_a_speech_are_those_of_its_hit(seeds_engine: Engine) -> None:
    for text in ("长江 生态", '"共抓大保護、不搞大開發"', "的", "發展 OR 保护"):
        for hit in search(seeds_engine, SearchRequest(text, limit=100)).hits:
            reading = read_speech(seeds_engine, hit.meta.id, text)
            lit = {(m.start, m.end) for m in reading.marks}
            for snippet in hit.snippets:
                assert reading.speech.body.startswith(snippet.text, snippet.start)
                assert {(m.start + snippet.start, m.end + snippet.start) for m in snippet.marks} <= lit
            assert hit.title_marks == reading.title_marks


@pytest.mark.parametrize("text", ["长江经济带", "長江經濟帶", '"共抓大保護、不搞大開發"', '"共抓大保护、不搞大开发"'])
def test_the_seed_is_the_first_hit_of_its_own_words(seeds_engine: Engine, text: str) -> None:
    hit = search(seeds_engine, SearchRequest(text)).hits[0]
    assert hit.meta.id == "000_522596ff6ab5f318.txt"
    lit = {snippet.text[m.start : m.end] for snippet in hit.snippets for m in snippet.marks}
    assert lit in ({"長江經濟帶"}, {"共抓大保護、不搞大開發"})


def test_a_piece_asked_for_again_is_counted_with_its_own_number_and_lit_as_the_first(engine: Engine) -> None:
    """The order may be another one: what is said twice weighs more."""
    once, twice = (search(engine, SearchRequest(text, limit=100)) for text in ("发展 经济", "发展 经济 发展"))
    assert {hit.meta.id: hit.snippets for hit in once.hits} == {hit.meta.id: hit.snippets for hit in twice.hits}
    assert once.occurrences == twice.occurrences
    first, _, again = twice.query.terms
    assert (first.piece, again.piece) == (0, 2)
    assert (first.occurrences, first.speeches) == (again.occurrences, again.speeches)
