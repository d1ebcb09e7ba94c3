"""The app as a whole: routes, failures, headers, hostile text, the JSON envelope."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from conftest import MakeEngine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webapp_site import HARD_IDS, RECORDS, static_address

import indexer
import webapp
from indexer.errors import IndexDamaged, IndexLocked, IndexMissing
from indexer.model import (
    FACET_FIELDS,
    Mark,
    Metadata,
    Note,
    Paragraph,
    QueryReading,
    Reading,
    SearchRequest,
    Speech,
    Term,
)
from webapp import create_app, pages
from webapp.engine import engine
from webapp.links import search_href, speech_path
from webapp.params import AskedReading
from webapp.views import printed

PAGES = (
    "/",
    "/search",
    "/search?q=岸线",
    "/search?q=岸线+没有这样的字",
    "/search?year=2020",
    "/search?q=例会&group=speaker",
    "/speech/long?q=岸线",
    "/speech/hostile?q=岸线",
    "/speech/hostile?raw=1",
    "/speech/nowhere",
    "/nowhere",
    "/help",
    "/browse",
    "/browse/speaker",
    "/speaker?name=周怀远",
    "/speech/hant?raw=1&in=hans&pinyin=1&cite=1:0-4&q=生态&within=濕地",
    "/about",
)
ANSWERS = (
    "/api/search?q=岸线",
    "/api/speech/long?q=岸线",
    "/api/stats",
    "/healthz",
    "/api/speech/nowhere",
    "/api/nowhere",
)


HOSTILE_BODY = "岸线</p></article><script>alert(4)</script>{{ 7*7 }}{% raw %}<i onclick='alert(5)'>&amp;</i>，如此。"


class Outline(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [attributes[attribute] or "" for _, attributes in self.elements if attribute in attributes]


def outline(client: FlaskClient, address: str) -> Outline:
    return Outline(client.get(address).get_data(as_text=True))


def results(client: FlaskClient, query_string: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/api/search?{query_string}").get_json()
    return answer


# ---- pages ----


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_a_whole_document(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == (404 if "nowhere" in address else 200)
    page = Outline(response.get_data(as_text=True))
    tags = [tag for tag, _ in page.elements]
    assert (tags.count("h1"), tags.count("main"), tags.count("title")) == (1, 1, 1)
    ids = page.values("id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", PAGES)
def test_every_link_on_a_page_leads_somewhere(client: FlaskClient, address: str) -> None:
    """Own links only; every fragment of the page itself must be there."""
    page = outline(client, address)
    for href in dict.fromkeys(page.values("href")):
        if href.startswith("#"):
            assert href[1:] in page.values("id")
        elif href.startswith("/"):
            assert client.get(href, buffered=True).status_code == 200, href


@pytest.mark.parametrize("address", [*PAGES, *ANSWERS])
def test_every_answer_has_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address, buffered=True).headers
    assert headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", PAGES)
def test_no_page_needs_what_the_policy_forbids(client: FlaskClient, address: str) -> None:
    page = outline(client, address)
    assert not {"style", "iframe", "object"} & {tag for tag, _ in page.elements}
    scripts = [attributes for tag, attributes in page.elements if tag == "script"]
    assert all((script["src"] or "").startswith("/static/") and script["type"] == "module" for script in scripts)
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert not page.values("style")


def test_results_name_totals_and_the_corpus_that_was_counted(client: FlaskClient) -> None:
    page, found = outline(client, "/search?q=岸线"), results(client, "q=岸线")
    assert f"{found['total']} 篇 · {found['occurrences']} 处" in page.text
    assert found["fingerprint"][:8] in page.text


def test_a_word_is_lit_in_the_script_of_its_text(client: FlaskClient) -> None:
    html = client.get("/search?q=高质量发展").get_data(as_text=True)
    assert re.search(r'<li class="snip" lang="zh-Hant">.*<mark>高質量發展</mark>', html)


def test_half_width_marks_are_printed_full_width_and_sent_as_they_are(client: FlaskClient) -> None:
    assert "今天立碑，是把" in outline(client, "/speech/hant").text
    assert "今天立碑,是把" in client.get("/api/speech/hant").get_json()["body"]


def test_stepping_reaches_every_hit_and_comes_back(client: FlaskClient) -> None:
    address, seen = "/speech/long?q=岸线&sort=newest", []
    while address:
        page = outline(client, address)
        current = [a["id"] for tag, a in page.elements if tag == "mark" and a.get("aria-current")]
        assert len(current) == 1
        seen += current
        links = {a.get("rel"): a["href"] for tag, a in page.elements if tag == "a" and "rel" in a}
        address = links.get("next") or ""
    assert seen == [f"h{number}" for number in range(1, len(seen) + 1)]
    assert len(seen) == results(client, "q=岸线&speaker=周怀远")["hits"][0]["occurrences"]
    assert "/search?q=%E5%B2%B8%E7%BA%BF&sort=newest" in page.values("href")


def test_the_map_has_at_most_24_blocks(client: FlaskClient) -> None:
    page = outline(client, "/speech/long?q=岸线")
    blocks = [a for tag, a in page.elements if tag == "rect" and a.get("class") == "para"]
    assert 0 < len(blocks) <= 24


def test_the_raw_text_can_be_read(client: FlaskClient) -> None:
    page = outline(client, "/speech/hant?raw=1&q=生态")
    assert "今天立碑，是把" in page.text
    assert "mark" in [tag for tag, _ in page.elements]


def test_an_empty_page_counts_every_way_out(client: FlaskClient) -> None:
    page = outline(client, "/search?q=岸线+没有这样的字&year=2022")
    assert "没有讲话全部含有" in page.text
    assert "“没有这样的字”" in page.text
    ways = [href for href in page.values("href") if href.startswith("/search?q=%E5%B2%B8%E7%BA%BF")]
    for way in ways:
        assert f"{results(client, way.partition('?')[2])['total']} 篇" in page.text


def test_an_empty_page_offers_wording_that_stands_in_the_corpus(client: FlaskClient) -> None:
    page = outline(client, "/search?q=生太帐")
    offered = [a["href"] for tag, a in page.elements if tag == "a" and a.get("href", "").startswith("/search?q=")]
    wordings = results(client, "q=生太帐")["advice"]["rewordings"]
    assert wordings
    assert search_href(SearchRequest(wordings[0]["query"])) in offered
    assert "替“生太帐”" in page.text


def test_the_closest_speeches_come_with_wording_that_stands_in_the_corpus(client: FlaskClient) -> None:
    page = outline(client, "/search?q=岸线+生太帐")
    assert results(client, "q=岸线 生太帐")["total"] == 0
    assert "替“生太帐”" in page.text
    assert "缺“" in page.text


def test_a_run_whose_words_straddle_is_answered(client: FlaskClient) -> None:
    """Digits between characters are words of their own, and pairs across their borders are weighed."""
    assert client.get("/api/search?q=第20件事").status_code == 200


def test_the_closest_speeches_are_not_called_an_answer(client: FlaskClient) -> None:
    """Nothing has all that was asked for: there is nothing to order, group, narrow, save or subscribe to."""
    address = "/search?q=岸线+生太帐&group=year&sort=newest"
    found, page = results(client, address.partition("?")[2]), outline(client, address)
    assert found["total"] == 0 < found["partial"]
    assert "没有找到" not in page.text
    assert f"没有讲话全部含有 · 最接近的 {found['partial']} 篇" in page.text
    assert "details" not in [tag for tag, attributes in page.elements if attributes.get("class") == "fold"]
    links = page.values("href")
    assert not [href for href in links if href.startswith(("/export.", "/feed."))]
    assert not [href for href in links if "sort=oldest" in href or "limit=50" in href or "group=speaker" in href]


def test_pages_of_results_are_linked_to_each_other(client: FlaskClient) -> None:
    page = outline(client, "/search?q=例会&limit=5&page=2")
    links = {a["rel"]: a["href"] for tag, a in page.elements if tag == "a" and a.get("rel") in {"prev", "next"}}
    assert links == {
        "prev": "/search?q=%E4%BE%8B%E4%BC%9A&limit=5",
        "next": "/search?q=%E4%BE%8B%E4%BC%9A&limit=5&page=3",
    }


# ---- ids and hostile text ----


@pytest.mark.parametrize("speech_id", HARD_IDS)
def test_a_speech_with_a_hard_id_is_reached(client: FlaskClient, speech_id: str) -> None:
    assert client.get(speech_path(speech_id, root="/api/speech/")).get_json()["id"] == speech_id
    page = outline(client, speech_path(speech_id, (("q", "照常"),)))
    assert "编号古怪" in page.text
    assert [a["id"] for tag, a in page.elements if tag == "mark" and "id" in a] == ["h1"]


@pytest.mark.parametrize("address", ["/", "/search?q=岸线", "/search?year=2020", "/speech/hostile?q=岸线", "/about"])
def test_hostile_text_is_shown_and_does_nothing(client: FlaskClient, address: str) -> None:
    page = outline(client, address)
    assert not [a for tag, a in page.elements if tag == "script" and "src" not in a]
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
    assert not [href for href in page.values("href") if "javascript:" in href.lower() and not href.startswith("/")]
    assert "\u202e" not in page.text


def test_a_hostile_body_is_printed_letter_by_letter(app: Flask) -> None:
    """Reading takes tags out of texts; the page must not depend on that."""
    meta = Metadata("x", HOSTILE_BODY, (HOSTILE_BODY,), HOSTILE_BODY, HOSTILE_BODY, HOSTILE_BODY, HOSTILE_BODY)
    speech = Speech(meta, body=HOSTILE_BODY, raw=HOSTILE_BODY + "\x00\ud800")
    marks = (Mark(0, 2), Mark(4, 20, 1), Mark(20, 40, 2))
    query = QueryReading(HOSTILE_BODY, HOSTILE_BODY, (Term(HOSTILE_BODY, 0, 1, 1),))
    reading = Reading(
        speech, (Paragraph(1, 0, len(HOSTILE_BODY)),), query, marks, marks, (Note("x", HOSTILE_BODY),), HOSTILE_BODY
    )
    with app.test_request_context("/"):
        stats = engine().stats()
        for raw in (False, True):
            asked = AskedReading(SearchRequest(HOSTILE_BODY), raw=raw)
            page = Outline(printed(pages.speech_page(reading, asked, stats)).get_data(as_text=True))
            assert page.text.count(HOSTILE_BODY) >= 3
            assert "i" not in {tag for tag, _ in page.elements}
            assert not [a for tag, a in page.elements if tag == "script" and "src" not in a]


def test_a_hostile_question_is_shown_and_does_nothing(client: FlaskClient) -> None:
    page = outline(client, '/search?q="><script>alert(1)</script>&speaker=<img onerror=x>&sort=<b>&from=<i>')
    assert not {"img", "b", "i"} & {tag for tag, _ in page.elements}
    assert not [a for tag, a in page.elements if tag == "script" and "src" not in a]
    assert '"><script>alert(1)</script>' in page.values("value")


def test_a_huge_title_keeps_lists_readable(client: FlaskClient) -> None:
    assert len(client.get("/search?q=正文还长").data) < 60_000
    assert client.get("/api/speech/huge").get_json()["title"] in outline(client, "/speech/huge").text
    assert len(client.get("/speech/huge").data) < 400_000


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=" + "长" * 10_000,
        "/search?q=" + "(" * 5_000,
        "/search?q=%00%01%ff%fe%ed%a0%80",
        "/search?q=a&page=-1&limit=-1&sort=%ff",
        "/search?q=a&page=99999999999999999999",
        "/search?" + "&".join(f"speaker=人{number}" for number in range(500)),
        "/speech/long?q=" + "长" * 10_000,
        "/speech/long?hit=-1&q=岸线",
        "/speech/long?hit=99999999999999999999&q=岸线",
        "/search?%ff=%ff&&&=",
    ],
)
def test_whatever_is_asked_there_is_a_page(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert len(response.data) < 6_000_000


@pytest.mark.parametrize("address", ["/speech/%ff%fe", "/speech/%00", "/speech/", "/%ff", "/speech/%ed%a0%80"])
def test_an_address_that_is_no_text_is_a_404(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40), st.sampled_from(["q", *FACET_FIELDS, "from", "to", "page", "sort"]))
def test_nothing_typed_breaks_a_page(client: FlaskClient, typed: str, name: str) -> None:
    for path in ("/search", "/api/search", "/speech/long"):
        assert client.get(path, query_string=[(name, typed.encode("utf-8", "surrogatepass"))]).status_code == 200


# ---- JSON ----


def test_every_answer_is_one_envelope(client: FlaskClient) -> None:
    for address in ANSWERS:
        response = client.get(address)
        answer = response.get_json()
        assert response.mimetype == "application/json"
        assert answer["ok"] is (response.status_code == 200)
        assert response.status_code == 200 or set(answer) == {"ok", "error", "status"}


def test_marks_are_ranges_into_the_text_beside_them(client: FlaskClient) -> None:
    for hit in results(client, "q=岸线")["hits"]:
        for snippet in hit["snippets"]:
            assert {snippet["text"][start:end] for start, end in snippet["marks"]} <= {"岸线", "岸線"}
    speech = client.get("/api/speech/long?q=岸线").get_json()
    assert {speech["body"][start:end] for start, end in speech["marks"]} == {"岸线"}
    assert len(speech["paragraphs"]) == 30


def test_limits_are_clamped_and_noted(client: FlaskClient) -> None:
    found = results(client, "q=例会&limit=1000")
    assert len(found["hits"]) == found["total"]
    assert "limit-clamped" in [note["code"] for note in found["notes"]]
    assert len(results(client, "q=例会&limit=1")["hits"]) == 1


def test_the_api_finds_what_the_page_finds(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        found = indexer.search(engine(), SearchRequest("岸线"))
    assert results(client, "q=岸线")["total"] == found.total


def test_json_is_readable(client: FlaskClient) -> None:
    assert "岸线".encode() in client.get("/api/search?q=岸线").data


# ---- failures ----


class Failing:
    """An engine that fails the same way whatever it is asked."""

    def __init__(self, failure: Exception) -> None:
        self._failure = failure

    def __getattr__(self, name: str) -> object:
        raise self._failure


def failing_client(failure: Exception) -> FlaskClient:
    return create_app(Failing(failure)).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("failure", "heading"),
    [
        (IndexMissing("no index in index_data: run `jianghua rebuild`"), "还没有索引"),
        (IndexDamaged("meta.json is missing"), "索引不能用"),
        (IndexLocked("process 7 is writing"), "正在更新索引"),
    ],
)
def test_without_an_index_the_page_says_what_to_run(failure: Exception, heading: str) -> None:
    client = failing_client(failure)
    for address in ("/", "/search?q=a", "/speech/a", "/help", "/about"):
        response = client.get(address)
        assert response.status_code == 503
        assert heading in response.get_data(as_text=True)
    assert ("jianghua rebuild" in response.get_data(as_text=True)) is not isinstance(failure, IndexLocked)
    for address in ("/api/search?q=a", "/api/stats", "/healthz"):
        assert client.get(address).get_json() == {"ok": False, "error": str(failure), "status": 503}


def test_a_crash_is_logged_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    client = failing_client(RuntimeError("secret detail"))
    with caplog.at_level(logging.ERROR):
        page, answer = client.get("/search?q=a"), client.get("/api/search?q=a")
    assert (page.status_code, answer.status_code) == (500, 500)
    assert "secret detail" not in page.get_data(as_text=True) + answer.get_data(as_text=True)
    assert "secret detail" in caplog.text
    assert answer.get_json()["ok"] is False


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    for address in ("/search", "/api/search"):
        response = client.post(address)
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]
    assert client.head("/search?q=岸线").status_code == 200


def test_a_missing_speech_leads_back_to_searching(client: FlaskClient) -> None:
    response = client.get("/speech/nowhere")
    assert response.status_code == 404
    assert "没有这一篇" in response.get_data(as_text=True)
    assert "/search" in Outline(response.get_data(as_text=True)).values("action")


def test_an_old_address_offers_its_words_and_the_way_back(client: FlaskClient) -> None:
    """A speech may have moved: the words of its id, mostly its title, are looked for, and the question is kept."""
    page = outline(client, "/speech/old/2022-06-05 岸线整治.txt?q=生态&speaker=周怀远")
    hrefs = page.values("href")
    assert "/search?q=%E5%B2%B8%E7%BA%BF%E6%95%B4%E6%B2%BB" in hrefs
    assert "/search?q=%E7%94%9F%E6%80%81&speaker=%E5%91%A8%E6%80%80%E8%BF%9C" in hrefs
    assert "按编号里的字查，1 篇" in page.text


def test_each_app_answers_from_its_own_engine(client: FlaskClient) -> None:
    assert failing_client(IndexMissing("none")).get("/healthz").status_code == 503
    assert client.get("/healthz").status_code == 200


# ---- documentation ----


def test_every_address_parameter_and_key_is_documented(app: Flask, client: FlaskClient) -> None:
    readme = (Path(webapp.__file__).parent / "README.md").read_text("utf-8")
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            assert f"`{str(rule).replace('<path:speech_id>', '<id>').removesuffix('/') or '/'}" in readme
    for name in ("q", "exact", "from", "to", "sort", "page", "limit", "hit", "raw", "group", "lang", *FACET_FIELDS):
        assert re.search(rf"`{name}\b", readme), name
    for address in ANSWERS:
        for key in _keys(client.get(address).get_json()):
            assert f"`{key}`" in readme, key


def _keys(answer: object) -> set[str]:
    """The keys of an answer at every depth; facets have fields as keys, which are documented as parameters."""
    if isinstance(answer, list):
        return set().union(*map(_keys, answer))
    if not isinstance(answer, dict):
        return set()
    return set(answer).union(*map(_keys, answer.values()))


def test_the_module_runs_the_same_server_as_the_command() -> None:
    command = [sys.executable, "-m", "webapp", "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(webapp.__file__).parents[1])
    assert "serve" in told.stdout
    assert "--port" in told.stdout


def test_the_pages_have_a_stylesheet_and_an_icon(client: FlaskClient) -> None:
    for name in ("style.css", "icon.svg"):
        answer = client.get(static_address(client.application, name), buffered=True)
        assert answer.status_code == 200
        assert "Content-Security-Policy" in answer.headers


def test_the_scripts_are_small_and_whole(client: FlaskClient) -> None:
    """25 kB as they are, all together; whatever one imports is there."""
    folder = Path(webapp.__file__).parent / "static"
    scripts = sorted(folder.glob("*.js"))
    assert sum(path.stat().st_size for path in scripts) <= 25_000
    for path in scripts:
        for imported in re.findall(r'from "\./(.+?)"|^import "\./(.+?)"', path.read_text("utf-8"), re.MULTILINE):
            assert (folder / "".join(imported)).is_file(), path
        assert not re.search(r"[\u4e00-\u9fff]", path.read_text("utf-8")), "words of the interface are translated"


def test_theme_and_size_are_remembered(client: FlaskClient) -> None:
    assert 'data-theme="auto" data-size="1"' in client.get("/").get_data(as_text=True)
    assert 'data-theme="dark" data-size="1"' in client.get("/search?q=岸线&theme=dark").get_data(as_text=True)
    assert 'data-theme="dark" data-size="3"' in client.get("/about?size=3&theme=<b>").get_data(as_text=True)
    assert 'data-theme="dark" data-size="3"' in client.get("/speech/long").get_data(as_text=True)


def test_records_of_the_test_library_are_all_there(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json()["speeches"] == len(RECORDS)


def test_templates_mark_nothing_safe() -> None:
    folder = Path(webapp.__file__).parent
    for path in [*folder.rglob("*.html"), *folder.rglob("*.py")]:
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe|Markup|autoescape", text), path


def test_links_resolve_within_the_site(client: FlaskClient) -> None:
    """A title or id beginning with two slashes must not become another host."""
    page = outline(client, "/search?q=编号古怪")
    for href in page.values("href"):
        assert urljoin("http://localhost/", href).startswith("http://localhost/"), href
    assert json.dumps(page.values("href"))


def test_a_form_of_a_character_is_a_click_away(make_engine: MakeEngine) -> None:
    """How often each is there, and one alone, without opening anything first."""
    page = create_app(make_engine([Speech(Metadata("a"), "皇后，以後，後來。", "")])).test_client().get("/search?q=后")
    band = page.get_data(as_text=True).split("</details>")[1]
    assert "含 後 2 处 · <a" in band and ">只看 後</a>" in band and "含 后 1 处" in band
