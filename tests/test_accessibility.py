"""Every page against axe-core, in both themes, on a phone and on a wide screen.

axe-core comes with the package `axe-playwright-python` and is put into the page by the browser's own tools, so the
policy of the pages holds.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = (
    "/",
    "/search?q=岸线+生态&from=2019&to=2023&kind=讲话",
    "/search?q=例会&group=speaker",
    "/search?q=岸线+没有这样的字&year=2022",
    "/speech/long?q=岸线+生态&hit=3",
    "/speech/hant?q=生态&raw=1&in=hans&pinyin=1&cite=1:2-4",
    "/speech/hostile?q=岸线",
    "/browse",
    "/browse/source",
    "/speaker?name=周怀远",
    "/help",
    "/about",
    "/api",
)
# A theme changes colours alone, so in the dark contrast is looked at again, and nothing else.
ONLY_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
RUN = "async (options) => (await axe.run(document, options)).violations.map(rule => [rule.id, rule.nodes[0].html])"


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_no_violation(chromium: Browser, site: str, address: str) -> None:
    """On a phone and on a wide screen, in the light and in the dark, with every fold open."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    context = chromium.new_context(base_url=site, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    page.evaluate(axe)
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        found += page.evaluate(RUN, ONLY_VIOLATIONS)
        page.emulate_media(color_scheme="dark")
        found += page.evaluate(RUN, ONLY_VIOLATIONS | ONLY_COLOURS)
    context.close()
    assert found == []


def test_every_page_has_one_heading_and_its_landmarks(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, locale="zh-CN")
    page = context.new_page()
    for address in PAGES:
        page.goto(address)
        for landmark in ("h1", "main", "header.masthead", "footer"):
            assert page.locator(landmark).count() >= 1, (address, landmark)
        assert page.locator("h1").count() == page.locator("main").count() == 1, address
    context.close()


def test_what_has_the_focus_is_seen_to_have_it(chromium: Browser, site: str) -> None:
    """The first forty stops of the Tab key on the page of a speech: each is in sight and has an outline."""
    context = chromium.new_context(base_url=site, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    page.goto("/speech/long?q=岸线")
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
            return [e.outerHTML.slice(0, 80), s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2,
                    b.bottom > 0 && b.top < innerHeight]; }"""
        )
        assert seen[1:] == [True, True], seen
    context.close()
