"""The comfort that scripts add, in Chromium: results without a new page, history, dragging, keys, choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def window(chromium: Browser, site: str) -> Iterator[Page]:
    """A window with JavaScript; the test fails on any console message or error."""
    said: list[str] = []
    context = chromium.new_context(base_url=site, locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def test_a_filter_is_taken_without_a_new_page_and_history_goes_back(window: Page) -> None:
    from playwright.sync_api import expect

    window.goto("/search?q=例会")
    everything = window.locator("h1").inner_text()
    window.evaluate("window.wasHere = true")
    window.locator(".val", has_text="林若川").click()
    expect(window.locator("h1")).not_to_have_text(everything)
    expect(window).to_have_url(re.compile("speaker="))
    expect(window.locator(".val:focus")).to_have_text(re.compile("林若川"))  # the keyboard is where it was
    expect(window.locator("[role=status]")).to_have_text(re.compile("篇"))
    window.go_back()
    expect(window.locator("h1")).to_have_text(everything)
    window.go_forward()
    expect(window.locator("h1")).not_to_have_text(everything)
    assert window.evaluate("window.wasHere") is True


def test_what_is_shown_without_a_new_page_is_what_the_server_would_show(window: Page) -> None:
    from playwright.sync_api import expect

    window.goto("/search?q=例会")
    window.locator(".seg a", has_text="最早").click()
    expect(window).to_have_url(re.compile("sort=oldest"))
    expect(window.locator("main[aria-busy]")).to_have_count(0)
    first = "document.querySelector('.hits').innerText"
    exchanged, links = window.evaluate(first), window.locator("link[rel=canonical]").get_attribute("href")
    window.reload()
    assert (window.evaluate(first), window.locator("link[rel=canonical]").get_attribute("href")) == (exchanged, links)


def test_dragging_over_the_years_chooses_them(window: Page) -> None:
    from playwright.sync_api import expect

    window.goto("/search?q=例会&sort=oldest")
    bars = window.locator(".years a[data-first]")
    first, last = bars.nth(2), bars.nth(4)
    wanted = (first.get_attribute("data-first"), last.get_attribute("data-last"))
    start, end = first.bounding_box(), last.bounding_box()
    assert start and end
    window.mouse.move(start["x"] + start["width"] / 2, start["y"] + 30)
    window.mouse.down()
    window.mouse.move(end["x"] + end["width"] / 2, end["y"] + 30, steps=4)
    window.mouse.up()
    expect(window).to_have_url(re.compile(f"from={wanted[0]}&to={wanted[1]}"))
    expect(window.locator(".chips")).to_contain_text(f"{wanted[0]}–{wanted[1]}")
    expect(window.locator(".years a[aria-current]")).to_have_count(3)
    assert "sort=oldest" in window.url


def test_keys_lead_to_the_question_the_hits_and_the_list_of_keys(window: Page) -> None:
    from playwright.sync_api import expect

    window.goto("/search?q=例会")
    window.keyboard.press("j")
    expect(window.locator(".hits .title a").nth(0)).to_be_focused()
    window.keyboard.press("j")
    window.keyboard.press("k")
    expect(window.locator(".hits .title a").nth(0)).to_be_focused()
    window.keyboard.press("?")
    expect(window.locator("dialog.keys")).to_be_visible()
    window.keyboard.press("Escape")
    expect(window.locator("dialog.keys")).to_be_hidden()
    window.keyboard.press("/")
    expect(window.locator("#q")).to_be_focused()
    window.keyboard.type("?")
    expect(window.locator("dialog.keys")).to_be_hidden()


def test_a_theme_is_taken_at_once_and_on_the_next_page(window: Page) -> None:
    from playwright.sync_api import expect

    window.goto("/")
    window.locator("a[data-choice=theme][data-value=dark]").click()
    expect(window.locator("html")).to_have_css("background-color", "rgb(21, 25, 27)")
    window.goto("/speech/hant")
    window.locator("a[data-choice=size][data-value='3']").click()
    window.goto("/help")
    expect(window.locator("html")).to_have_attribute("data-theme", "dark")
    expect(window.locator("html")).to_have_attribute("data-size", "3")
    expect(window.locator("a[data-choice=theme][aria-current]")).to_have_attribute("data-value", "dark")


def test_the_address_of_a_page_of_results_can_be_copied(window: Page) -> None:
    from playwright.sync_api import expect

    window.goto("/search?q=例会&sort=oldest")
    window.locator("button[data-copy='']").click()
    expect(window.locator("button[data-copy='']")).to_have_text("已复制")
    assert window.evaluate("navigator.clipboard.readText()") == window.url


def test_suggestions_are_walked_through_with_the_arrows(window: Page) -> None:
    """A combobox as ARIA 1.2 describes it: the focus stays in the field, which says what is chosen."""
    from playwright.sync_api import expect

    window.goto("/")
    field = window.locator("#q")
    field.press_sequentially("周怀")
    options = window.locator("[role=option]")
    expect(options.first).to_contain_text("周怀远")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "?")
    expect(field).to_have_value(re.compile("周怀远"))
    field.press("ArrowUp")
    expect(field).to_have_value("周怀")
    field.press("Escape")
    expect(window.locator("[role=listbox]")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("ArrowDown")  # the list is closed: nothing is chosen behind its back
    expect(field).to_have_value("周怀")


def test_a_suggestion_is_asked_with_a_click(window: Page) -> None:
    from playwright.sync_api import expect

    window.goto("/search?q=岸线")
    window.locator("#q").fill("林若")
    window.locator("[role=option]", has_text="林若川").first.click()
    expect(window).to_have_url(re.compile("q=%E6%9E%97%E8%8B%A5%E5%B7%9D"))
    expect(window.locator("#q")).to_have_value("林若川")
