"""The interface for programs: what describes it is true, answers are kept and compressed, the README's client works."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from test_webapp import outline
from webapp_site import static_address

from indexer.engines.base import Engine
from indexer.model import FACET_FIELDS
from webapp import create_app
from webapp.api import rules
from webapp.delivery import static_path
from webapp.interface import operations
from webapp.selecting import selected

ROOT = Path(__file__).parents[1]
ANSWERS = {
    "/api/search": "/api/search?q=岸线",
    "/api/speech/{id}": "/api/speech/long?q=岸线",
    "/api/stats": "/api/stats",
    "/api/suggest": "/api/suggest?q=例",
    "/api/related": "/api/related?q=例会",
    "/api/speech/{id}/similar": "/api/speech/long/similar",
}
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


@pytest.fixture
def description(client: FlaskClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/api/openapi.json").get_json()
    return described


def check(value: Any, schema: dict[str, Any], where: str) -> None:  # noqa: ANN401
    """The value is what the schema says, at every depth."""
    assert isinstance(value, TYPES[schema["type"]]), where
    if schema["type"] == "object":
        assert set(schema.get("required", ())) <= set(value), where
        assert set(value) <= set(schema.get("properties", value)), where
        for key, inside in value.items():
            known = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
            if known:
                check(inside, known, f"{where}.{key}")
    if schema["type"] == "array" and "items" in schema:
        for one in value:
            check(one, schema["items"], f"{where}[]")


def test_every_address_below_api_is_described(app: Flask, description: dict[str, Any]) -> None:
    served = {str(rule) for rule in app.url_map.iter_rules() if str(rule).startswith("/api/") and not rule.defaults}
    assert set(description["paths"]) == {path.replace("<path:speech_id>", "{id}") for path in served}
    assert description["openapi"] == "3.1.0"
    for operation in description["paths"].values():
        assert operation["get"]["summary"]


@pytest.mark.parametrize("path", sorted(ANSWERS))
def test_an_answer_is_what_is_described(client: FlaskClient, description: dict[str, Any], path: str) -> None:
    schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    check(client.get(ANSWERS[path]).get_json(), schema, path)


def test_every_parameter_of_a_search_is_described(description: dict[str, Any]) -> None:
    named = {parameter["name"] for parameter in description["paths"]["/api/search"]["get"]["parameters"]}
    assert named == {"q", "exact", "from", "to", "sort", "page", "limit", "fields", *FACET_FIELDS}


def test_a_failure_is_what_is_described(client: FlaskClient, description: dict[str, Any]) -> None:
    check(client.get("/api/speech/nowhere").get_json(), description["components"]["schemas"]["Failure"], "failure")


def test_the_examples_run(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context("/"):
        trials = [operation.trial for operation in operations(rules()) if operation.trial]
    assert len(trials) >= 3
    for trial in trials:
        response = client.get(trial)
        assert response.status_code == 200
        assert response.get_json()


def test_the_page_for_readers_lists_every_address(client: FlaskClient, description: dict[str, Any]) -> None:
    page = outline(client, "/api")
    for path in description["paths"]:
        assert f"GET {path}" in page.text


# ---- fields, pages ----


def test_only_the_keys_that_are_wanted_are_sent(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=例会&fields=total,hits.id,nothing").get_json()
    assert set(answer) == {"ok", "total", "hits"}
    assert all(set(hit) == {"id"} for hit in answer["hits"])


@given(st.text(max_size=30))
def test_whatever_keys_are_named_some_answer_is_left(names: str) -> None:
    envelope = {"ok": True, "hits": [{"id": "a"}], "facets": {"year": []}}
    assert selected(envelope, names)["ok"] is True


def test_pages_of_an_answer_lead_to_each_other(client: FlaskClient) -> None:
    seen: list[str] = []
    address: str | None = "/api/search?q=例会&limit=10"
    while address:
        response = client.get(address)
        answer = response.get_json()
        seen += [hit["id"] for hit in answer["hits"]]
        address = answer["links"].get("next")
        assert (address is not None) == ('rel="next"' in response.headers["Link"])
    assert len(seen) == len(set(seen)) == answer["total"]


def test_the_client_of_the_readme_finds_every_hit(served_site: str, client: FlaskClient) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    block = re.search(r"<!-- client -->\n```python\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    space: dict[str, Any] = {}
    exec(block[1], space)
    found = [hit["id"] for hit in space["search"](served_site, q="例会", limit=7)]
    assert len(found) == client.get("/api/search?q=例会").get_json()["total"]
    assert len(block[1].split("\n\n")[1].strip().splitlines()) <= 10


@pytest.fixture
def served_site(app: Flask) -> Any:  # noqa: ANN401
    from browser import served

    with served(app) as address:
        yield address


# ---- delivery ----


def test_an_answer_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/search?q=例会")
    again = client.get("/api/search?q=例会", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get("/api/search?q=岸线", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_another_generation_is_another_answer(library: Engine, tmp_path: Path) -> None:
    """The same question on a changed corpus must not be answered from before the change."""
    import indexer

    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"id": "a", "title": "题", "body": "今天开会。"}), "utf-8")
    engine = indexer.open_engine(tmp_path / "index")
    indexer.rebuild(engine, [source])
    client = create_app(engine).test_client()
    tag = client.get("/api/search?q=开会").headers["ETag"]
    source.write_text(json.dumps({"id": "a", "title": "题", "body": "今天又开会。"}), "utf-8")
    indexer.rebuild(engine, [source])
    changed = client.get("/api/search?q=开会", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    engine.close()


def test_styles_and_scripts_are_sent_once_for_each_version_of_them(client: FlaskClient, tmp_path: Path) -> None:
    """All that they say is in their address, so whoever has one never asks for it again; imports are beside them."""
    page = client.get("/speech/long").get_data(as_text=True)
    addresses = re.findall(r'"(/static/[^"]+)"', page)
    assert {address.rpartition("/")[2] for address in addresses} == {"icon.svg", "style.css", "main.js", "speech.js"}
    for address in (*addresses, static_address(client.application, "telling.js")):
        answer = client.get(address, buffered=True)
        assert answer.headers["Cache-Control"].replace(" ", "").split(",").count("immutable") == 1
        assert answer.cache_control.max_age == 365 * 24 * 3600
        assert not answer.cache_control.no_cache
    (tmp_path / "a.css").write_text("p {}", "utf-8")
    before = static_path(tmp_path)
    (tmp_path / "a.css").write_text("p { }", "utf-8")
    assert static_path(tmp_path) != before
    assert "immutable" not in client.get("/static/0/style.css").headers.get("Cache-Control", "")


@pytest.mark.parametrize("address", ["/", "/search?q=岸线", "/api/search?q=岸线", "style.css", "instant.js"])
def test_texts_are_compressed_for_whoever_takes_it(client: FlaskClient, address: str) -> None:
    if not address.startswith("/"):
        address = static_address(client.application, address)
    plain = client.get(address, buffered=True)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    if "/api/" not in address:
        same = re.compile(rb"\d+ \xe6\xaf\xab|<1")  # the time that a search took
        assert len(same.sub(b"", gzip.decompress(packed.data))) - len(same.sub(b"", plain.data)) in range(-20, 20)


def test_what_is_small_or_refused_is_sent_as_it_is(client: FlaskClient) -> None:
    for address, accepted in (("/healthz", "gzip"), ("/", "gzip;q=0"), ("/", "br")):
        assert "Content-Encoding" not in client.get(address, headers={"Accept-Encoding": accepted}).headers


def test_other_sites_may_read_only_where_that_is_set(library: Engine, client: FlaskClient) -> None:
    assert "Access-Control-Allow-Origin" not in client.get("/api/stats").headers
    open_client = create_app(library, cors="https://example.org").test_client()
    assert open_client.get("/api/stats").headers["Access-Control-Allow-Origin"] == "https://example.org"
    assert "Access-Control-Allow-Origin" not in open_client.get("/about").headers
