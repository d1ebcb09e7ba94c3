"""The interface in three languages: complete catalogues, and each page wholly in the one that was asked for."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from webapp import catalogues
from webapp.locales import LANGUAGES, SOURCE, calendar_date, chosen, compact, ngettext, number, percent, speaking
from webapp.typography import date_words, language

HANT, ENGLISH = LANGUAGES[1:]
TRANSLATED = [other for other in LANGUAGES if other is not SOURCE]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
QUOTED = re.compile("“[^”]*”")
HAN = re.compile("[\u4e00-\u9fff]")
PAGES = (
    "/",
    "/search?q=岸线",
    "/search?q=岸线+没有这样的字&year=2022",
    "/speech/long?q=岸线",
    "/help",
    "/about",
    "/nowhere",
)


def forms(message: Message) -> list[str]:
    """Every form of a translation."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.mark.parametrize("other", TRANSLATED, ids=lambda other: other.tag)
def test_a_catalogue_has_every_string_and_no_other(other: catalogues.Language) -> None:
    """When this fails: `python -m webapp.catalogues`, then translate what is empty."""
    wanted = {message.id for message in catalogues.sources() if message.id}
    assert {message.id for message in catalogues.read_catalogue(other.locale) if message.id} == wanted


@pytest.mark.parametrize("other", TRANSLATED, ids=lambda other: other.tag)
def test_every_translation_is_whole_and_keeps_its_placeholders(other: catalogues.Language) -> None:
    catalogue = catalogues.read_catalogue(other.locale)
    for message in catalogue:
        if message.id:
            source = message.id if isinstance(message.id, str) else message.id[0]
            assert len(forms(message)) == (1 if isinstance(message.id, str) else catalogue.num_plurals), source
            assert not message.fuzzy, source
            for form in forms(message):
                assert form.strip() or not source.strip(), source
                missing = set(PLACEHOLDER.findall(source)) - set(PLACEHOLDER.findall(form))
                # "the one speech" needs no figure
                assert missing <= ({"num"} if isinstance(message.id, tuple) else set()), source
                assert set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(source)), source


def test_catalogues_are_as_the_command_writes_them() -> None:
    """Otherwise the next update would change lines that nobody meant to change."""
    for other in TRANSLATED:
        path = catalogues.catalogue_path(other.locale)
        before = path.read_bytes()
        with path.open("rb") as read:
            assert read_po(read, locale=other.locale).plural_forms
        try:
            catalogues.update(other.locale)
            assert path.read_bytes() == before
        finally:
            path.write_bytes(before)


@pytest.mark.parametrize(
    ("wishes", "tag"),
    [
        (["zh-TW", "en"], "zh-Hant"),
        (["zh-HK"], "zh-Hant"),
        (["zh-Hant-CN"], "zh-Hant"),
        (["zh-CN", "en"], "zh-Hans"),
        (["zh"], "zh-Hans"),
        (["de-AT", "en-US;q=0.3"], "en"),
        (["fr"], "zh-Hans"),
        ([], "zh-Hans"),
        (["", "*", "-", "x-y"], "zh-Hans"),
    ],
)
def test_the_browser_chooses(wishes: list[str], tag: str) -> None:
    assert chosen(wish.partition(";")[0] for wish in wishes).tag == tag


def test_numbers_dates_and_plurals_follow_the_language() -> None:
    said = {}
    for other in LANGUAGES:
        with speaking(other):
            said[other.tag] = (
                number(10643),
                compact(6_317_000),
                percent(0.25),
                calendar_date("2023-10-12"),
                date_words("2023-10"),
                [ngettext("%(num)s 篇", "%(num)s 篇", count) for count in (1, 1204)],
            )
    assert said == {
        "zh-Hans": ("10,643", "631.7 万", "25%", "2023-10-12", "2023-10", ["1 篇", "1,204 篇"]),
        "zh-Hant": ("10,643", "631.7 萬", "25%", "2023-10-12", "2023-10", ["1 篇", "1,204 篇"]),
        "en": ("10,643", "6.3 million", "25%", "12 Oct 2023", "Oct 2023", ["1 speech", "1,204 speeches"]),
    }


@pytest.mark.parametrize("date", ["0000-01-01", "2023-13", "2023-02-30", "XXXX-10-12", "later", ""])
def test_a_date_that_no_calendar_has_is_printed_all_the_same(date: str) -> None:
    for other in LANGUAGES:
        with speaking(other):
            assert isinstance(date_words(date), str)


def test_a_text_names_its_language_where_the_page_is_in_another() -> None:
    told = {}
    for other in LANGUAGES:
        with speaking(other):
            told[other.tag] = [language(text) for text in ("習近平講話", "习近平讲话", "何文", "2023")]
    assert told == {
        "zh-Hans": ["zh-Hant", "", "", ""],
        "zh-Hant": ["", "zh-Hans", "", ""],
        "en": ["zh-Hant", "zh-Hans", "zh", ""],
    }


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_in_the_language_that_the_browser_prefers(client: FlaskClient, address: str) -> None:
    for wish, tag in (("zh-TW,en;q=0.5", "zh-Hant"), ("en-GB", "en"), ("zh-CN", "zh-Hans"), ("", "zh-Hans")):
        response = client.get(address, headers={"Accept-Language": wish})
        assert f'<html lang="{tag}"' in response.get_data(as_text=True)
        assert response.headers["Content-Language"] == tag
        assert {"Accept-Language", "Cookie"} <= response.vary.as_set(preserve_casing=True)


def test_an_address_may_name_the_language_and_it_is_remembered(client: FlaskClient) -> None:
    assert '<html lang="en"' in client.get("/about?lang=en").get_data(as_text=True)
    remembered = client.get("/search?q=岸线", headers={"Accept-Language": "zh-CN"})
    assert '<html lang="en"' in remembered.get_data(as_text=True)
    assert '<html lang="zh-Hant"' in client.get("/?lang=zh-Hant").get_data(as_text=True)
    assert '<html lang="zh-Hant"' in client.get("/?lang=<nothing>").get_data(as_text=True)


def test_the_other_languages_are_a_link_away_and_the_question_stays(client: FlaskClient) -> None:
    html = client.get("/search?q=岸线&speaker=周怀远").get_data(as_text=True)
    for other in LANGUAGES:
        assert re.search(
            rf'href="\?q=%E5%B2%B8%E7%BA%BF&amp;speaker=[^"]+&amp;lang={other.tag}" lang="{other.tag}"', html
        )


@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_has_no_chinese_that_does_not_say_so(client: FlaskClient, address: str) -> None:
    """What is Chinese on it is in an element that names its language, for screen readers and for fonts."""
    from html.parser import HTMLParser

    unnamed: list[str] = []

    class Languages(HTMLParser):
        stack: list[tuple[str, str]]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in {"meta", "link", "input", "br", "img"}:
                self.stack.append((tag, dict(attrs).get("lang") or (self.stack[-1][1] if self.stack else "")))

        def handle_endtag(self, tag: str) -> None:
            while self.stack.pop()[0] != tag:
                pass

        def handle_data(self, data: str) -> None:
            if (
                self.stack
                and self.stack[-1][1] == "en"
                and self.stack[-1][0] != "title"
                and HAN.search(QUOTED.sub("", data))
            ):
                unnamed.append(data.strip())

    reader = Languages()
    reader.stack = []
    reader.feed(client.get(address, headers={"Accept-Language": "en"}).get_data(as_text=True))
    assert unnamed == []


def test_programs_read_one_language_whoever_asks(client: FlaskClient) -> None:
    for address in ("/api/search?q=岸线&limit=1000", "/api/stats"):
        asked = [client.get(address, headers={"Accept-Language": tag}).get_json() for tag in ("en", "zh-TW")]
        for answer in asked:
            answer.pop("took_ms", None)
        assert asked[0] == asked[1]
