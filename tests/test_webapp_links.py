"""Addresses: ids of any content come back as they were, and only the web is linked to."""

from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Filters, SearchRequest
from webapp.links import SPEECH, reading_href, search_href, speech_href, speech_path, web_address
from webapp.params import AskedReading, read_params

HARD_IDS = (
    "a/b c.txt",
    "100%",
    "50%25",
    "a#b",
    "what?q=1&x=2",
    "https://example.org/讲话?x=1&y=2#frag",
    "../up",
    "a/../b",
    "a/./b",
    ".",
    "..",
    "/absolute/path",
    "//host/path",
    "a//b",
    "a\\..\\b",
    "tab\there",
    "line\nfeed",
    " space ",
    "é+&=;,'\"",
    "讲话.jsonl:3",
    "%2e%2e/x",
    "a/",
)


def id_of(href: str) -> str:
    """What a server makes of an address: the path below the root, or the parameter."""
    parts = urlsplit(href)
    path = unquote(parts.path.removeprefix(SPEECH))
    return path or dict(parse_qsl(parts.query, keep_blank_values=True))["id"]


@pytest.mark.parametrize("speech_id", HARD_IDS)
def test_an_id_comes_back_from_its_address(speech_id: str) -> None:
    assert id_of(speech_path(speech_id)) == speech_id


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_any_id_comes_back_from_its_address(speech_id: str) -> None:
    assert id_of(speech_path(speech_id)) == speech_id


@given(st.text(st.sampled_from("./\\%2eE?#a"), min_size=1, max_size=8))
def test_no_path_holds_what_a_browser_would_rewrite(speech_id: str) -> None:
    path = urlsplit(speech_path(speech_id)).path
    segments = unquote(path.removeprefix(SPEECH)).replace("\\", "/").split("/")
    assert not {".", ".."} & set(segments)
    assert not path.removeprefix(SPEECH).startswith("/")


def test_half_a_surrogate_pair_does_not_raise() -> None:
    assert speech_path("a\ud800").startswith(SPEECH)
    assert search_href(SearchRequest("\ud800")).startswith("/search?q=")


def test_a_speech_keeps_the_search_that_it_was_opened_from() -> None:
    request = SearchRequest("“绿色” 发展", Filters({"speaker": ("周怀远",)}, "2019"), page=3)
    href = reading_href("a/1", AskedReading(request, hit=2, raw=True), "h2")
    parts = urlsplit(href)
    pairs = parse_qsl(parts.query)
    assert read_params(pairs).request == request
    assert (dict(pairs)["hit"], parts.fragment) == ("2", "h2")
    assert dict(pairs)["raw"] == "1"
    assert read_params(parse_qsl(urlsplit(speech_href("a/1", request)).query)).request == request


def test_an_empty_search_has_no_query_string() -> None:
    assert search_href(SearchRequest()) == "/search"


@pytest.mark.parametrize("url", ["https://example.org/a", "http://example.org", "HTTPS://example.org/"])
def test_web_addresses_are_linked(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\x01javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "https:",
        "http://[",
        "",
        "公报第三期",
    ],
)
def test_nothing_else_is_linked(url: str) -> None:
    assert web_address(url) == ""
