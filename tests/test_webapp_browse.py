"""Ways into the corpus without a question."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from webapp_site import HOSTILE_NAME, RECORDS

import indexer
from indexer.model import Filters, SearchRequest
from webapp import create_app
from webapp.links import search_href


def html_of(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


@pytest.mark.parametrize("field", ["speaker", "place", "occasion", "kind", "source", "year"])
def test_every_value_of_a_field_is_listed_with_its_count(client: FlaskClient, field: str) -> None:
    html = unescape(html_of(client, f"/browse/{field}"))
    counted = client.get("/api/stats").get_json()["facets"][field]
    assert counted
    for value in counted:
        assert f">{value['value']}</span> <b>{value['count']}</b>" in html


def test_a_field_that_no_speech_has_takes_no_room(tmp_path: Path) -> None:
    source = tmp_path / "one.txt"
    source.write_text("今天只讲一件事。", "utf-8")
    engine = indexer.open_engine(tmp_path / "index")
    indexer.rebuild(engine, [source])
    client = create_app(engine).test_client()
    pages = [html_of(client, address) for address in ("/search?q=今天", "/browse", "/about")]
    engine.close()
    assert not [html for html in pages if "场合" in html]


def test_the_occasion_of_a_speech_leads_to_the_others_of_it(client: FlaskClient) -> None:
    found = client.get("/api/search?occasion=沿江岸线整治工作会").get_json()
    assert [hit["id"] for hit in found["hits"]] == ["long"]
    assert search_href(SearchRequest(filters=Filters({"occasion": ("沿江岸线整治工作会",)}))) in html_of(
        client, "/speech/long"
    )


def test_what_is_no_field_is_no_page(client: FlaskClient) -> None:
    assert client.get("/browse/title").status_code == 404


def test_a_speaker_has_years_words_and_speeches(client: FlaskClient) -> None:
    html = html_of(client, "/speaker?name=周怀远")
    spoken = [record for record in RECORDS if record.get("speaker") == "周怀远"]
    assert f"{len(spoken)} 篇" in html
    assert "在沿江岸线整治工作会上的讲话" in html
    assert html.count("<svg") >= 1


def test_a_word_of_a_speaker_leads_to_where_he_says_it(client: FlaskClient) -> None:
    import re
    from urllib.parse import parse_qs, urlsplit

    html = html_of(client, "/speaker?name=林若川")
    words = re.findall(r'<li><a href="(/search[^"]+)" title="此处', html)
    for address in words:
        asked = parse_qs(urlsplit(unescape(address)).query)
        assert asked["speaker"] == ["林若川"]
        assert client.get(unescape(address).replace("/search", "/api/search")).get_json()["total"] > 0


@pytest.mark.parametrize("name", ["", "没有这个人", "\ud800", "<script>"])
def test_nobody_has_no_page(client: FlaskClient, name: str) -> None:
    from urllib.parse import quote

    assert client.get(f"/speaker?name={quote(name, errors='replace')}").status_code == 404


def test_a_hostile_name_is_shown_inert(client: FlaskClient) -> None:
    from urllib.parse import quote

    html = html_of(client, f"/speaker?name={quote(HOSTILE_NAME)}")
    assert "<img" not in html
    assert HOSTILE_NAME in unescape(html)


def test_the_page_about_the_corpus_says_how_to_cite_it(client: FlaskClient) -> None:
    fingerprint = client.get("/api/stats").get_json()["fingerprint"]
    html = html_of(client, "/about")
    assert f"指纹 {fingerprint}" in html
    assert "浏览全部" in html
