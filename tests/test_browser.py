"""The pages in Chromium: nothing overflows, nothing is reported, and the way from home to a hit and back works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from webapp_site import HARD_IDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PAGES = (
    "/",
    "/search?q=岸线",
    "/search?q=岸线+生态&from=2019&to=2023&kind=讲话&kind=致辞",
    "/search?q=岸线+没有这样的字&year=2022",
    "/search",
    "/speech/long?q=岸线+生态&hit=3",
    "/speech/hant",
    "/speech/hostile?q=岸线",
    "/speech/huge?q=岸线",
    "/speech/hant?raw=1",
    "/speech/hant?in=hans&pinyin=1&cite=1:0-4",
    "/browse",
    "/speaker?name=周怀远",
    "/help",
    "/about",
)
PAPER = {"light": "rgb(251, 251, 249)", "dark": "rgb(21, 25, 27)"}

OpenPage = Callable[..., "Page"]


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[OpenPage]:
    """Opens a page of the site in a window without JavaScript; the test fails on any console message."""
    said: list[str] = []
    contexts = []

    def opened(path: str, *, width: int = 1280) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            java_script_enabled=False,
            locale="zh-CN",
            reduced_motion="reduce",  # no smooth scrolling: a fragment is reached at once
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_the_screen_and_follows_its_theme(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(path, width=width)
    for scheme, paper in PAPER.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == paper


@pytest.mark.parametrize("width", [360, 1280])
def test_from_home_to_a_hit_and_back(open_page: OpenPage, width: int) -> None:
    """The main way, without JavaScript: ask, open, step, return to the very results."""
    page = open_page("/", width=width)
    page.get_by_label("查找讲话原文").fill("岸线 生态")
    _follow(page.get_by_role("button", name="查找"))
    results_address = page.url
    assert "篇" in page.locator("h1").inner_text()

    _follow(page.locator(".hit .title a").first)
    assert "在沿江岸线整治工作会上的讲话" in page.locator("h1").inner_text()
    hits = int(page.locator(".stepper .count").inner_text().split("/")[1])
    assert hits > 2
    for hit in (2, 3):
        _follow(page.get_by_role("link", name="下一处"))
        assert page.url.endswith(f"hit={hit}#h{hit}")
        assert page.locator(".stepper .count").inner_text().split() == [str(hit), "/", str(hits)]
        current = page.locator("mark[aria-current]")
        assert current.get_attribute("id") == f"h{hit}"
        _expect_in_sight(current)
    _follow(page.get_by_role("link", name="上一处"))
    assert page.url.endswith("#h2")

    _follow(page.get_by_role("link", name="回到结果"))
    assert page.url == results_address


def test_a_passage_opens_at_its_paragraph(open_page: OpenPage) -> None:
    page = open_page("/search?q=第20件事")
    _follow(page.get_by_role("link", name="¶20"))
    assert page.url.endswith("#p20")
    _expect_in_sight(page.locator("#p20"))


@pytest.mark.parametrize("width", [360, 1280])
def test_a_facet_narrows_and_its_chip_widens(open_page: OpenPage, width: int) -> None:
    page = open_page("/search?q=例会", width=width)
    all_hits = page.locator("h1").inner_text()
    if width < 1024:
        page.get_by_text("筛选", exact=True).click()
    _follow(page.locator(".val", has_text="林若川"))
    assert page.locator("h1").inner_text() != all_hits
    _follow(page.locator(".chips a", has_text="林若川"))
    assert page.locator("h1").inner_text() == all_hits


def test_a_year_is_one_click(open_page: OpenPage) -> None:
    page = open_page("/search?q=例会")
    _follow(page.locator(".years a", has_text="2020"))
    assert "year=2020" in page.url
    assert page.locator(".years a[aria-current]").count() == 1


def test_dates_can_be_typed(open_page: OpenPage) -> None:
    page = open_page("/search?q=例会&sort=oldest")
    page.get_by_label("从", exact=True).fill("2016")
    page.get_by_label("到", exact=True).fill("2018")
    _follow(page.get_by_role("button", name="只看"))
    assert "日期 2016–2018" in page.locator(".chips").inner_text()
    assert "sort=oldest" in page.url


def test_hard_ids_survive_the_browser(open_page: OpenPage) -> None:
    """Browsers rewrite dots, backslashes and empty segments in paths; no id may be lost to that."""
    page = open_page("/search?q=古怪&limit=100")
    links = [link.get_attribute("href") for link in page.locator(".hit .title a").all()]
    assert len(links) == len(HARD_IDS)
    titles = set()
    for link in links:
        page.goto(link or "")
        assert page.locator("mark").count() > 0
        titles.add(page.locator("h1").inner_text())
    assert len(titles) == len(HARD_IDS)


def test_a_finger_hits_every_control(open_page: OpenPage) -> None:
    """24 CSS pixels are the least that WCAG 2.2 allows for a target outside running text."""
    for path in ("/search?q=岸线+生态&speaker=周怀远&limit=1", "/speech/long?q=岸线&hit=2", "/"):
        page = open_page(path, width=360)
        for control in page.locator(".seg a, .chips a, .val, .go, .pager a, .back, .switch, button").all():
            box = control.bounding_box() if control.is_visible() else None
            assert box is None or box["height"] >= 24, control.inner_text()


def _follow(link: Locator) -> None:
    """Click, and wait for the page that comes: a loaded machine answers after the click has returned."""
    with link.page.expect_navigation(wait_until="load"):
        link.click()


def _expect_in_sight(target: Locator) -> None:
    """The browser has scrolled to it, or does so soon: a page is laid out again when its stylesheet arrives."""
    from playwright.sync_api import expect

    expect(target).to_be_in_viewport()


def test_what_stands_in_the_margin_stands_beside_its_line(open_page: OpenPage) -> None:
    """A date without a place beside it hung lower than its title, and ¶147 stood in two lines."""
    page = open_page("/speaker?name=周怀远")
    dates, titles = page.locator(".list .hang"), page.locator(".list .title")
    assert dates.count() == titles.count() > 0
    for place in range(dates.count()):
        date, title = dates.nth(place).bounding_box(), titles.nth(place).bounding_box()
        assert date and title and abs(date["y"] - title["y"]) < 8
    page = open_page("/search?q=岸线")
    page.evaluate("document.querySelectorAll('.snip .pn').forEach(number => number.textContent = '¶1472')")
    assert page.evaluate("Math.max(...[...document.querySelectorAll('.snip .pn')].map(n => n.offsetHeight))") < 40
