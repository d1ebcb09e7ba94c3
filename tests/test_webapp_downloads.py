"""What can be taken away: files of all hits, feeds, the description of the search engine; and grouped results."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from test_webapp import Outline, outline, results

import webapp
from indexer.model import FacetValue, QueryReading, Results, SearchRequest
from webapp import exports
from webapp.grouping import GROUPS, group_window

ATOM = "{http://www.w3.org/2005/Atom}"


def test_every_export_has_every_hit(client: FlaskClient) -> None:
    found = results(client, "q=例会&limit=100")
    ids = [hit["id"] for hit in found["hits"]]
    text = client.get("/export.csv?q=例会&page=3&limit=2").get_data(as_text=True)
    assert text.startswith("\ufeffid,title,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == ids
    assert {row["fingerprint"] for row in rows} == {found["fingerprint"]}
    lines = client.get("/export.jsonl?q=例会").get_data(as_text=True).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    whole = client.get("/export.json?q=例会").get_json()
    assert [hit["id"] for hit in whole["hits"]] == ids
    assert set(whole) == set(found) - {"links"}


def test_an_export_without_a_hit_is_still_a_file(client: FlaskClient) -> None:
    assert client.get("/export.json?q=没有这样的字").get_json()["hits"] == []
    assert client.get("/export.jsonl?q=没有这样的字").data == b""
    assert client.get("/export.csv?q=没有这样的字").get_data(as_text=True).count("\n") == 1
    assert client.get("/export.pdf?q=例会").status_code == 404


def test_a_file_is_named_after_its_question_and_corpus(client: FlaskClient) -> None:
    found = results(client, "q=例会")
    named = client.get("/export.csv?q=例会").headers["Content-Disposition"]
    assert named.endswith(f"UTF-8''%E4%BE%8B%E4%BC%9A-{found['fingerprint'][:8]}.csv")
    hostile = client.get("/export.csv", query_string={"q": '"\r\nX: y; /../例会'}).headers["Content-Disposition"]
    assert not re.search(r"[\r\n]|\.\./", hostile)


def test_a_spreadsheet_runs_nothing(client: FlaskClient) -> None:
    assert exports._csv_line(["=1+1", "@x", "-1", "a=b"]) == "'=1+1,'@x,'-1,a=b\r\n"


def test_a_feed_lists_the_newest_with_whole_addresses(client: FlaskClient) -> None:
    feed = ElementTree.fromstring(client.get("/feed.atom?q=例会").data)
    entries = feed.findall(f"{ATOM}entry")
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert days == sorted(days, reverse=True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", days[0])
    assert entries[0].find(f"{ATOM}link").get("href", "").startswith("http://localhost/speech/many/")  # type: ignore[union-attr]
    as_json = client.get("/feed.json?q=例会").get_json()
    assert [item["url"] for item in as_json["items"]] == [entry.findtext(f"{ATOM}id") for entry in entries]


@pytest.mark.parametrize(
    "address", ["/feed.atom", "/feed.atom?q=岸线", "/feed.atom?q=%00%ef%bf%bf<x>", "/opensearch.xml"]
)
def test_whatever_is_asked_the_xml_is_well_formed(client: FlaskClient, address: str) -> None:
    """Hostile titles and controls included."""
    response = client.get(address)
    assert response.status_code == 200
    assert ElementTree.fromstring(response.data) is not None


def test_a_browser_finds_the_description(client: FlaskClient) -> None:
    page = outline(client, "/")
    (link,) = [a for tag, a in page.elements if tag == "link" and a.get("rel") == "search"]
    described = client.get(link["href"] or "").get_data(as_text=True)
    assert "http://localhost/search?q={searchTerms}" in described


def test_a_page_of_results_names_its_one_address_and_its_feeds(client: FlaskClient) -> None:
    page = outline(client, "/search?utm=x&q=例会&speaker=周怀远&lang=en")
    links = {a["rel"]: a["href"] for tag, a in page.elements if tag == "link" and "rel" in a}
    narrowed = "q=%E4%BE%8B%E4%BC%9A&speaker=%E5%91%A8%E6%80%80%E8%BF%9C"
    assert links["canonical"] == f"http://localhost/search?{narrowed}"
    assert links["alternate"] == f"/feed.json?{narrowed}"


def test_hits_can_stand_under_their_speakers_or_years(client: FlaskClient) -> None:
    counted = results(client, "q=例会")["facets"]
    page = outline(client, "/search?q=例会&group=speaker")
    for value in counted["speaker"]:
        assert f"{value['value']} 全部 {value['count']} 篇" in " ".join(page.text.split())
    years = outline(client, "/search?q=例会&group=year&page=2")
    assert years.text.index("全部") > 0
    assert len(re.findall(r"全部 \d+ 篇|\d+ 篇\n", years.text)) > 0


def test_pages_of_groups_end_where_the_values_do() -> None:
    counts = [FacetValue(str(year), 1) for year in range(2000, 2020)]
    assert group_window("year", counts, 1).values[0] == "2019"
    last = group_window("year", counts, 99)
    assert (last.page, last.pages, len(last.values)) == (3, 3, 20 - 2 * GROUPS)


def test_a_question_stays_in_the_field_on_the_way_to_help(client: FlaskClient) -> None:
    page = outline(client, "/search?q=岸线")
    (href,) = {href for href in page.values("href") if href.startswith("/help?")}
    asked = Outline(client.get(href).get_data(as_text=True))
    assert [a["value"] for _, a in asked.elements if a.get("name") == "q"] == ["岸线"]


def test_an_answer_is_written_page_by_page() -> None:
    """A file of ten thousand hits is never in memory as a whole: pages are asked for as they are sent."""
    asked: list[int] = []

    def pages() -> Iterator[Results]:
        for number in range(3):
            asked.append(number)
            yield Results(SearchRequest(), QueryReading("", "全部讲话"), 0, 0, (), {}, (), "f")

    pieces = exports.csv_pieces(pages())
    next(pieces)
    assert asked == []


def test_every_file_of_the_app_is_installed() -> None:
    """A template that the wheel lacks is missed only by whoever installs it."""
    root = Path(webapp.__file__).parents[1]
    patterns = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]["*"]
    for package in ("indexer", "webapp"):
        for path in (root / package).rglob("*"):
            if path.is_file() and path.suffix not in {".py", ".pyc", ".png"}:
                assert any(path.match(pattern) for pattern in patterns), path
