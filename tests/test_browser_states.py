"""The states that a reader can meet, each looked at on a phone and on a wide screen.

Pictures go to the folder named by SCREENSHOTS in the environment, else to pytest's own, which keeps three runs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STATES = {
    "home": "/",
    "results": "/search?q=岸线+生态",
    "filtered": "/search?q=例会&speaker=周怀远&from=2016",
    "nothing": "/search?q=岸线+没有这样的字&year=2022",
    "everything": "/search",
    "speech": "/speech/long?q=岸线+生态&hit=3#h3",
    "original": "/speech/hant?q=生态&raw=1",
    "other-script": "/speech/hant?q=生态&in=hans&pinyin=1",
    "cited": "/speech/long?cite=3:0-12",
    "long-title": "/speech/huge",
    "speaker": "/speaker?name=周怀远",
    "browse": "/browse",
    "about": "/about",
    "help": "/help",
    "moved": "/speech/an-old-link",
}


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1440, "light")])
def test_every_state_fits_the_screen(
    chromium: Browser, site: str, tmp_path_factory: pytest.TempPathFactory, width: int, theme: str
) -> None:
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    context = chromium.new_context(
        base_url=site,
        locale="zh-CN",
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    for state, address in STATES.items():
        page.goto(address)
        page.screenshot(path=folder / f"{state}-{width}-{theme}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
    context.close()
