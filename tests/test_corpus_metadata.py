"""What is known of a speech: from keys, page, file name, headline and first sentence, and nothing invented."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import Finding, clean
from indexer.corpus.dateline import read_dateline
from indexer.corpus.fields import MAX_VALUE_CHARS, stated_by, text_in
from indexer.corpus.filenames import read_filename
from indexer.corpus.headline import read_headline
from indexer.corpus.identity import MAX_ID_CHARS, bounded, printable
from indexer.corpus.kinds import kind_of
from indexer.corpus.metadata import describe
from indexer.corpus.records import Record
from indexer.corpus.script import detect_script
from indexer.corpus.speakers import find_speaker
from indexer.model import Metadata

CASES = Path(__file__).parent / "cases"
HEADLINES = json.loads((CASES / "corpus_headlines.json").read_text(encoding="utf-8"))
FILENAMES = json.loads((CASES / "corpus_filenames.json").read_text(encoding="utf-8"))
LINES = st.lists(st.text(alphabet="习近平在江西省12日强调主持。：，（）—2023年月 \u3000ab", max_size=30), max_size=9)


def spoken(meta: Metadata, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields that say something, as JSON has them."""
    values = {field.name: getattr(meta, field.name) for field in fields(meta) if field.name not in without}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}


@pytest.mark.parametrize("case", HEADLINES, ids=[case["label"] for case in HEADLINES])
def test_text_tells_its_title_speaker_day_and_place(case: dict[str, Any]) -> None:
    described = describe(Record(case["original"], Metadata(""), "000.txt"), case["original"], ())
    told = spoken(described.meta, without=("id", "script"))
    if described.headline_paragraphs:
        told["headline_paragraphs"] = described.headline_paragraphs
    assert told == case["expected"]


@pytest.mark.parametrize("case", FILENAMES, ids=[case["label"] for case in FILENAMES])
def test_file_name_tells_what_it_says_and_no_more(case: dict[str, Any]) -> None:
    assert spoken(read_filename(case["original"])) == case["expected"]


def test_first_that_speaks_wins_field_by_field() -> None:
    body = "守住一江清水\n何静宜12日下午在青屏县主持召开座谈会。何静宜强调，水要清。"
    record = Record(body, Metadata("", date="2023-10"), "2022-01-01 陆见川 座谈会.txt")
    meta = describe(record, body, (Finding("source", "新华社"), Finding("place", "南昌"))).meta
    assert (meta.date, meta.title, meta.speakers) == ("2023-10", "座谈会", ("陆见川",))
    assert (meta.place, meta.source) == ("青屏县", "新华社")


def test_furniture_of_many_reports_is_that_of_none() -> None:
    """A collection in one file holds many datelines; the first is not the date of the whole."""
    found = (Finding("date", "10月12日"), Finding("date", "10月13日"), Finding("place", "北京"))
    meta = describe(Record("好。", Metadata("")), "好。", found).meta
    assert (meta.date, meta.place) == ("", "北京")


def test_name_of_a_file_with_many_speeches_speaks_of_none() -> None:
    record = Record("好。", Metadata(""), "2023-10-12 陆见川 讲话集.jsonl", 3)
    meta = describe(record, "好。", ()).meta
    assert (meta.id, meta.date, meta.speakers, meta.title) == ("2023-10-12 陆见川 讲话集.jsonl#3", "", (), "")


def test_given_title_that_stands_in_the_body_is_its_headline() -> None:
    body = "在全市大会上的讲话\n（2023年10月12日）\n同志们：今天开会。"
    stated = Metadata("", title="在全市大會上的講話")
    assert describe(Record(body, stated), body, ()).headline_paragraphs == 2
    assert describe(Record(body, Metadata("", title="另一个题目")), body, ()).headline_paragraphs == 0


def test_title_known_nowhere_stays_empty() -> None:
    body = "今天我们在这里开会，主要谈三件事。"
    described = describe(Record(body, Metadata("")), body, ())
    assert (described.meta.title, described.headline_paragraphs) == ("", 0)


@given(LINES)
def test_reading_a_text_never_raises_and_counts_lines_that_are_there(lines: list[str]) -> None:
    body = clean("\n".join(lines)).body
    if body:
        described = describe(Record(body, Metadata("")), body, ())
        assert 0 <= described.headline_paragraphs < len(body.split("\n"))
        assert read_headline(body).lines < len(body.split("\n"))


@given(st.text())
def test_speakers_and_places_are_pieces_of_the_text(text: str) -> None:
    dateline = read_dateline(text)
    assert dateline.place in text
    assert find_speaker((text,), text) in text


def test_values_are_read_from_keys_in_any_script_case_and_width() -> None:
    values = {"標題": "讲话", "發言人": "陆见川、何静宜", "Date": "2023年10月12日", "ＵＲＬ": "https://example.org/1"}
    meta = stated_by(values)
    assert (meta.title, meta.speakers, meta.date) == ("讲话", ("陆见川", "何静宜"), "2023-10-12")
    assert (meta.url, meta.id) == ("https://example.org/1", "https://example.org/1")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("经济, 长江，水", ("经济", "长江", "水")),
        (["经济", "长江", "经济"], ("经济", "长江")),
        ([{"name": "水"}], ("水",)),
        (7, ("7",)),
    ],
)
def test_tags_are_a_list_or_a_string_with_commas(value: object, expected: tuple[str, ...]) -> None:
    assert stated_by({"tags": value}).tags == expected


def test_source_that_is_an_address_is_the_url_and_its_host_the_source() -> None:
    meta = stated_by({"id": "1", "source": "https://www.example.org/a?b=1"})
    assert (meta.id, meta.url, meta.source) == ("1", "https://www.example.org/a?b=1", "www.example.org")
    both = stated_by({"source": "某报", "url": "http://example.org/"})
    assert (both.source, both.url) == ("某报", "http://example.org/")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://[", "见附件", "//x.y"])
def test_only_web_addresses_become_links(url: str) -> None:
    meta = stated_by({"url": url})
    assert (meta.url, meta.id) == ("", "")


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        1.5,
        {},
        [],
        [[["深"]]],
        {"x": 1},
        pytest.param(10**5000, id="long number"),
        pytest.param("\ud800", id="surrogate"),
    ],
)
def test_odd_values_state_nothing_or_something_printable(value: object) -> None:
    meta = stated_by(dict.fromkeys(("id", "title", "speaker", "date", "place", "source", "url", "tags"), value))
    assert "".join((meta.id, meta.title, meta.speaker, *meta.tags)).isprintable()


def test_very_long_value_is_cut() -> None:
    title = stated_by({"title": "题" * 100_000}).title
    assert len(title) == MAX_VALUE_CHARS
    assert title.endswith("…")


def test_text_is_a_string_or_a_list_of_paragraphs() -> None:
    assert text_in({"正文": "好。"}) == "好。"
    assert text_in({"content": ["一。", 2, "二。"]}) == "一。\n二。"
    assert text_in({"content": [{"title": "x"}]}) == ""


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("在全市大会上的讲话", "讲话"),
        ("在全市大會上的講話（2021年7月1日）", "讲话"),
        ("在揭牌仪式上的致辞(全文)", "致辞"),
        ("政府工作报告", "报告"),
        ("外交部发言人就某事答记者问", "答问"),
        ("2020年4月29日例行记者会", "答问"),
        ("给全体同学的回信", "书信"),
        ("在论坛开幕式上的主旨演讲", "演讲"),
        ("全市举行茶话会 市长发表重要讲话", ""),
        ("何静宜出席会议并讲话", ""),
        ("守住一江清水", ""),
        ("", ""),
    ],
)
def test_kind_is_what_the_title_ends_with(title: str, kind: str) -> None:
    assert kind_of(title) == kind


def test_script_is_decided_by_a_clear_majority_only() -> None:
    assert detect_script("发展会议经济" * 5 + "會") == "Hans"
    assert detect_script("發展會議經濟" * 5 + "会") == "Hant"
    assert detect_script("发展會議") == ""
    assert detect_script("") == ""


@given(st.text(max_size=400))
def test_ids_are_printable_and_bounded(text: str) -> None:
    shown = bounded(printable(text))
    assert shown.isprintable()
    assert len(shown) <= MAX_ID_CHARS


def test_long_ids_stay_apart() -> None:
    assert bounded("a" * 300 + "1") != bounded("a" * 300 + "2")
