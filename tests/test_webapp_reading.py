"""A speech in every form that it can be read in: the marks stay on their characters, whatever is shown."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from made import bodies

from indexer.cleaning import clean
from indexer.model import IndexStats, Mark, Metadata, QueryReading, Reading, SearchRequest, Speech
from indexer.snippets import paragraphs
from webapp import pages
from webapp.pages.citing import Work, apa, bibtex, chicago, gb_t_7714, ris
from webapp.pages.lit import Lit
from webapp.pages.speech import SpeechPage
from webapp.params import AskedReading, Cited, read_reading_params, write_reading_params

NOTHING = IndexStats("g", "3f9ac21e77aa", "a", "2026", 1, 1, 1, 1, "", "", 0, {})
RAW = "临澜日报讯🌊\n　　先把岸\u200b线守住，再把生态账算清。\n第二件，\u200b岸线。"


def page_of(text: str, marks: tuple[Mark, ...] = (), **asked: object) -> SpeechPage:
    body = clean(text).body
    speech = Speech(Metadata("x", "岸线", ("周怀远",), "2022-06-05", script="Hans"), body, text)
    reading = Reading(speech, paragraphs(body), QueryReading("", ""), marks, (), (), "3f9ac21e77aa")
    return pages.speech_page(reading, AskedReading(SearchRequest(), **asked), NOTHING)  # type: ignore[arg-type]


def lit_texts(page: SpeechPage) -> dict[int, str]:
    """What is lit, by the number of the hit."""
    found: dict[int, str] = {}
    hit = 0
    for run in (run for paragraph in page.paragraphs for run in paragraph.runs):
        hit = run.hit or hit
        if run.piece is not None:
            found[hit] = found.get(hit, "") + run.text
    return found


def runs(page: SpeechPage) -> list[Lit]:
    return [run for paragraph in page.paragraphs for run in paragraph.runs]


@given(bodies, st.booleans(), st.sampled_from(("", "Hans", "Hant")), st.data())
def test_marks_are_on_the_same_characters_in_every_form(
    raw: str, is_raw: bool, script: str, draw: st.DataObject
) -> None:
    """The body's characters, in order, are those that are neither struck nor put there, and a mark has its own."""
    body = clean(raw).body
    if not body:
        return
    places = sorted(draw.draw(st.sets(st.integers(0, len(body)), max_size=6)))
    marks = tuple(
        Mark(start, end) for start, end in zip(places[::2], places[1::2], strict=False) if "\n" not in body[start:end]
    )
    plain, other = page_of(raw, marks), page_of(raw, marks, raw=is_raw, script=script)
    expected, found = lit_texts(plain), lit_texts(other)
    assert [len(text) for text in found.values()] == [len(text) for text in expected.values()]
    if not script:
        assert found == expected
        kept = "".join(run.text for run in runs(other) if run.change != "removed")
        assert kept == "".join(run.text for run in runs(plain))


def test_what_cleaning_took_away_is_shown_where_it_stood() -> None:
    page = page_of(RAW, (Mark(clean(RAW).body.index("岸线"), clean(RAW).body.index("岸线") + 2),), raw=True)
    removed = [run.text for run in runs(page) if run.change == "removed"]
    assert "🌊" in "".join(removed)
    assert "▯" in removed
    assert lit_texts(page) == {1: "岸线"}
    assert [run.hit for run in runs(page) if run.piece is not None] == [1, 0]


def test_a_text_in_the_other_script_keeps_its_marks_and_says_so() -> None:
    body = clean(RAW).body
    place = body.index("岸线")
    page = page_of(RAW, (Mark(place, place + 2),), script="Hant")
    assert lit_texts(page) == {1: "岸線"}
    assert page.lang == "zh-Hant"


def test_pinyin_stands_above_characters_alone() -> None:
    page = page_of("重庆在ABC。", pinyin=True)
    assert page.paragraphs[0].runs[0].readings == (("重", "chóng"), ("庆", "qìng"), ("在", "zài"), ("ABC。", ""))


@pytest.mark.parametrize("cited", [Cited(1), Cited(2, 1, 3), Cited(2, 1, 10**6), Cited(99), Cited(1, 10**6, 10**6 + 1)])
def test_what_is_cited_is_quoted_with_its_reference(cited: Cited) -> None:
    page = page_of("甲乙丙丁。\n戊己庚辛。", cited=cited)
    quoted = {1: "甲乙丙丁。", 2: "己庚" if cited.end == 3 else "己庚辛。"}.get(cited.paragraph)
    if quoted is None or cited.start > 10:
        assert "甲" not in page.tools.citation.quotation
    else:
        assert page.tools.citation.quotation.startswith(f"“{quoted}”\n周怀远. 岸线[A]. 2022-06-05.")
        assert f"第 {cited.paragraph} 段" in page.tools.citation.quotation


def test_a_cited_stretch_has_its_anchor_once() -> None:
    page = page_of("甲乙丙丁。", (Mark(1, 2),), cited=Cited(1, 0, 3))
    assert [(run.text, run.cited) for run in runs(page)] == [
        ("甲", "p1:0-3"),
        ("乙", ""),
        ("丙", ""),
        ("丁。", None),
    ]


@pytest.mark.parametrize(
    ("typed", "cited"),
    [
        ("12", Cited(12)),
        ("p12", Cited(12)),
        ("12:3-5", Cited(12, 3, 5)),
        ("12:5-3", Cited(12)),
        ("x", None),
        ("", None),
    ],
)
def test_what_is_typed_to_be_cited_is_read(typed: str, cited: Cited | None) -> None:
    assert read_reading_params([("cite", typed)]).cited == cited


def test_a_form_of_reading_is_written_and_read_back() -> None:
    asked = AskedReading(SearchRequest("岸线"), 3, True, "Hant", True, "生态", Cited(12, 3, 5))
    assert read_reading_params(write_reading_params(asked)) == asked
    assert write_reading_params(AskedReading(SearchRequest())) == ()


WORK = Work(
    Metadata(
        "a/b{1}", "題", ("周怀远", "何靜宜"), "2022-06-05", "临澜市", source="公报 & 年鉴", url="https://example.org/1"
    ),
    "守住岸线",
    "3f9ac21e77aa",
    "2026-11-23",
)


def test_references_are_as_their_styles_want_them() -> None:
    held = "讲话, 语料 3f9ac21e, 篇 a/b{1}."
    assert gb_t_7714(WORK) == (
        f"周怀远, 何靜宜. 守住岸线[EB/OL]. 公报 & 年鉴, (2022-06-05)[2026-11-23]. https://example.org/1. {held}"
    )
    assert chicago(WORK) == (
        f"周怀远、何靜宜. “守住岸线.” 讲话, 临澜市, June 5, 2022. 公报 & 年鉴. https://example.org/1. {held}"
    )
    assert apa(WORK) == f"周怀远、何靜宜. (2022, June 5). 守住岸线 [讲话]. 公报 & 年鉴. https://example.org/1. {held}"


def test_a_bibtex_entry_breaks_on_nothing_that_is_in_it() -> None:
    entry = bibtex(WORK)
    assert entry.startswith("@misc{jianghua-a-b-1,\n  author = {{周怀远} and {何靜宜}},\n  title = {{守住岸线}},")
    assert r"howpublished = {公报 \& 年鉴}" in entry
    assert r"篇 a/b\{1\}" in entry


def test_a_ris_record_has_one_value_a_line() -> None:
    record = ris(WORK._replace(title="两行\n标题"))
    assert "TI  - 两行 标题\n" in record
    assert record.endswith("ER  - ")
    assert all(line[2:6] == "  - " for line in record.split("\n"))


@pytest.mark.parametrize("date", ["", "2022", "2022-06", "XXXX-06-05", "XXXX-XX-05"])
def test_a_date_is_cited_with_the_precision_that_it_has(date: str) -> None:
    from dataclasses import replace

    work = WORK._replace(meta=replace(WORK.meta, date=date))
    assert ("n.d." in apa(work)) == (not work.meta.year)
    assert "XXXX" not in gb_t_7714(work) + chicago(work) + apa(work) + bibtex(work) + ris(work)


# ---- over HTTP ----


def test_a_speech_is_taken_along_as_a_text_that_is_read_again(client: FlaskClient) -> None:
    answer = client.get("/text/long")
    assert answer.headers["Content-Disposition"] == "attachment; filename=jianghua-long.txt"
    text = answer.get_data(as_text=True)
    assert text.startswith('---\nid: "long"\ntitle: "在沿江岸线整治工作会上的讲话"\n')
    assert text.count("先把岸线守住") == 30
    assert "岸線" in client.get("/text/long?in=hant").get_data(as_text=True)


def test_a_reference_is_taken_along(client: FlaskClient) -> None:
    assert client.get("/citation/long?style=bibtex").get_data(as_text=True).startswith("@misc{jianghua-long,")
    assert client.get("/citation/?id=../up").get_data(as_text=True).startswith("TY  - GEN\n")
    assert client.get("/text/none").status_code == 404


def test_neighbours_are_the_speakers_own_and_each_others(client: FlaskClient) -> None:
    """Going on and back again ends where it began, for every speech of a speaker."""
    from indexer.nearby import neighbours
    from webapp.engine import engine

    with client.application.app_context():
        known = engine()
        metas = [known.get(f"many/{number}").meta for number in range(26)]
        for meta in metas:
            found = neighbours(known, meta)
            for other in filter(None, found):
                assert other.speakers == meta.speakers
            if found.after:
                assert neighbours(known, found.after).before == meta


def test_what_is_looked_for_within_a_speech_keeps_the_way_back(client: FlaskClient) -> None:
    html = client.get("/speech/long?q=岸线&within=生态账").get_data(as_text=True)
    assert html.count(">生态账</mark>") == 31  # 30 paragraphs and the legend
    assert 'href="/search?q=%E5%B2%B8%E7%BA%BF"' in html


def test_speeches_like_a_speech_are_named_with_what_they_share(client: FlaskClient) -> None:
    import indexer
    from webapp.engine import engine

    html = client.get("/speech/many/9").get_data(as_text=True)
    with client.application.app_context():
        found = indexer.similar(engine(), "many/9", 4).speeches
    assert found
    for other in found:
        assert f'href="/speech/{other.meta.id}"' in html
        assert all(word in html for word in other.shared[:2])
