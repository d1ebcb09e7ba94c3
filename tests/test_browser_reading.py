"""From a question to a cited passage and back, in Chromium: with mouse, with keyboard alone, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

OpenWindow = Callable[..., "Page"]
MOST_TABS = 200


@pytest.fixture
def open_window(chromium: Browser, site: str) -> Iterator[OpenWindow]:
    """Opens windows of any kind; the test fails on any console message or error."""
    said: list[str] = []
    contexts = []

    def opened(*, width: int = 1440, theme: str = "light", scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=site,
            locale="zh-CN",
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


@dataclass
class Mouse:
    """Clicks."""

    page: Page

    def take(self, target: Locator) -> None:
        """Follow a link or press a button."""
        target.click()

    def ask(self, text: str) -> None:
        """Put a question on the home page."""
        self.page.locator("#q").fill(text)
        self.take(self.page.get_by_role("button", name="查找"))

    def step(self) -> None:
        """Go to the next hit."""
        self.take(self.page.get_by_role("link", name="下一处"))

    def cite(self, paragraph: int) -> str:
        """Have a paragraph cited, and return what one takes along."""
        from playwright.sync_api import expect

        self.page.wait_for_load_state()
        self.take(self.page.locator(f"#p{paragraph} > .pn"))
        self.take(self.page.get_by_role("button", name="复制引文"))
        expect(self.page.locator(".bar button", has_text="已复制")).to_be_visible()
        return str(self.page.evaluate("navigator.clipboard.readText()"))


class Keyboard(Mouse):
    """Keys alone."""

    def take(self, target: Locator) -> None:
        from playwright.sync_api import expect

        expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(target).to_be_focused()
        self.page.keyboard.press("Enter")

    def ask(self, text: str) -> None:
        self.page.keyboard.press("/")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    def step(self) -> None:
        self.page.wait_for_load_state()  # a key pressed before the scripts are there is lost
        self.page.keyboard.press("n")

    def cite(self, paragraph: int) -> str:
        from playwright.sync_api import expect

        self.page.wait_for_load_state()
        self.page.keyboard.press("c")
        expect(self.page.locator(".bar button", has_text="已复制")).to_be_visible()
        return str(self.page.evaluate("navigator.clipboard.readText()"))


class Plain(Mouse):
    """A browser without JavaScript."""

    def cite(self, paragraph: int) -> str:
        self.page.get_by_label("引用段落").fill(str(paragraph))
        self.take(self.page.get_by_role("button", name="引用", exact=True))
        return self.page.locator(".quotation pre").inner_text()


@pytest.mark.parametrize(
    ("reader", "width", "theme"),
    [
        (Mouse, 1440, "light"),
        (Mouse, 360, "dark"),
        (Keyboard, 1440, "dark"),
        (Keyboard, 360, "light"),
        (Plain, 1440, "dark"),
        (Plain, 360, "light"),
    ],
)
def test_from_a_question_to_a_cited_passage_and_back(
    open_window: OpenWindow, reader: type[Mouse], width: int, theme: str
) -> None:
    """Find, filter by year, open at the passage, step to hit 3, switch the script, copy the citation, go back."""
    from playwright.sync_api import expect

    page = open_window(width=width, theme=theme, scripts=reader is not Plain)
    does = reader(page)
    page.goto("/")
    does.ask("岸线")
    expect(page).to_have_url(re.compile("/search"))

    does.take(page.locator(".years a", has_text="22").last)
    expect(page).to_have_url(re.compile("year=2022"))
    expect(page.locator(".hit")).to_have_count(1)
    results_address = page.url

    does.take(page.locator(".snip .pn", has_text="¶").first)
    expect(page).to_have_url(re.compile(r"#p\d+$"))
    expect(page.locator(".prose p:target")).to_be_in_viewport()

    for hit in (2, 3):
        does.step()
        expect(page.locator(".stepper .count b")).to_have_text(str(hit))
    expect(page.locator("#h3")).to_be_in_viewport()
    expect(page.locator("mark[aria-current]")).to_have_attribute("id", "h3")

    if width < 1024:
        does.take(page.locator("summary", has_text="显示、查找与引用"))
    does.take(page.locator("[data-switch=in] a", has_text="繁"))
    expect(page).to_have_url(re.compile("in=hant"))
    expect(page.locator("mark[aria-current]")).to_have_text("岸線")
    expect(page.locator(".stepper .count b")).to_have_text("3")

    if width < 1024 and reader is Plain:
        does.take(page.locator("summary", has_text="显示、查找与引用"))
    cited = does.cite(3)
    assert re.search(r"周怀远\. 在沿江岸线整治工作会上的讲话\[EB/OL\]\..* 第 \d+ 段\.$", cited), cited

    does.take(page.get_by_role("link", name="回到结果"))
    expect(page).to_have_url(results_address)


def test_the_browsers_way_back_from_a_speech_is_one_step(open_window: OpenWindow) -> None:
    """Neither steps from hit to hit nor other forms of the text stand in the way."""
    from playwright.sync_api import expect

    page = open_window()
    page.goto("/search?q=岸线")
    page.get_by_role("link", name="在沿江岸线整治工作会上的讲话").click()
    expect(page.locator(".stepper .count b")).to_have_text("1")
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("hit=2#h2$"))
    page.locator("[data-switch=pinyin] a", has_text="拼音").click()
    expect(page.locator(".prose ruby").first).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("/search"))


def test_another_form_of_the_text_keeps_the_place(open_window: OpenWindow) -> None:
    from playwright.sync_api import expect

    page = open_window()
    page.goto("/speech/long?q=岸线")
    page.evaluate("document.querySelector('#p12').scrollIntoView({block: 'start'}); scrollBy(0, -80)")
    before = page.locator("#p12").bounding_box()
    # Playwright scrolls before it clicks, which a reader does not.
    page.locator("[data-switch=raw] a", has_text="原文").evaluate("link => link.click()")
    expect(page).to_have_url(re.compile("raw=1"))
    page.wait_for_load_state()
    expect(page.locator("#p12")).to_be_in_viewport()
    after = page.locator("#p12").bounding_box()
    assert before and after
    assert abs(before["y"] - after["y"]) < 2


@pytest.mark.parametrize(
    ("form", "stretch"), [("", "濕地"), ("raw=1&", "濕地"), ("in=hans&", "湿地"), ("pinyin=1&", "濕地")]
)
def test_a_stretch_is_linked_to_and_lit(open_window: OpenWindow, form: str, stretch: str) -> None:
    """A selection becomes an address, and the address the same characters again, in every form of the text."""
    from playwright.sync_api import expect

    page = open_window()
    page.goto(f"/speech/hant?{form}q=生态")
    page.evaluate(
        """([first, last]) => {
          const walker = document.createTreeWalker(document.querySelector("#p1"), NodeFilter.SHOW_TEXT);
          const nodes = [];
          while (walker.nextNode()) nodes.push(walker.currentNode);
          const at = (text) => nodes.find((node) => node.data.includes(text));
          const range = document.createRange();
          range.setStart(at(first), at(first).data.indexOf(first));
          range.setEnd(at(last), at(last).data.indexOf(last) + 1);
          getSelection().addRange(range);
        }""",
        list(stretch),
    )
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".bar button", has_text="已复制")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.endswith("/speech/hant#p1:2-4")
    page.goto(address)
    lit = "[...CSS.highlights.get('cited')].map(String).join()"
    expect(page.locator("#p1")).to_be_in_viewport()
    assert page.evaluate(lit) == "濕地"
    page.goto(f"/speech/hant?{form}cite=1:2-4#p1:2-4")
    expect(page.locator("[id='p1:2-4']")).to_be_in_viewport()


def test_a_shortcut_is_no_shortcut_while_one_types(open_window: OpenWindow) -> None:
    from playwright.sync_api import expect

    page = open_window()
    page.goto("/speech/long?q=岸线")
    page.get_by_label("在本篇内查找").press_sequentially("npc")
    expect(page.get_by_label("在本篇内查找")).to_have_value("npc")
    expect(page.locator(".stepper .count b")).to_have_text("1")


def test_a_long_speech_is_read_without_a_shift(open_window: OpenWindow) -> None:
    """Nothing moves under the reader while the page of a speech is loaded."""
    page = open_window()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) "
        "if (!entry.hadRecentInput) window.shift += entry.value }).observe({type: 'layout-shift', buffered: true})"
    )
    for address in ("/speech/long?q=岸线", "/speech/long?q=岸线&hit=20#h20", "/search?q=例会", "/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shift") <= 0.02, address
