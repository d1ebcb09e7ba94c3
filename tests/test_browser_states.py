"""The states that a reader can meet, each looked at on a phone and on a wide screen.

Pictures go to the folder named by SCREENSHOTS in the environment, else to pytest's own, which keeps three runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import served

import indexer
from webapp import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STATES = {
    "home": "/",
    "results": "/search?q=岸线+生态",
    "filtered": "/search?q=例会&speaker=周怀远&from=2016",
    "one-hit": "/search?q=濕地養了青屏",
    "closest": "/search?q=岸线+没有这样的字",
    "nothing": "/search?q=龘龘龘&year=2022",
    "empty-query": "/search?q=",
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
    "error": "/no-such-page",
}


@pytest.fixture(scope="module")
def building(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app whose index is not there yet."""
    engine = indexer.open_engine(tmp_path_factory.mktemp("none") / "index")
    with served(create_app(engine)) as address:
        yield address
    engine.close()


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1440, "light")])
def test_every_state_fits_the_screen(
    chromium: Browser, site: str, building: str, tmp_path_factory: pytest.TempPathFactory, width: int, theme: str
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
    for state, address in {**STATES, "building": building}.items():
        page.goto(address)
        page.screenshot(path=folder / f"{state}-{width}-{theme}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
    context.close()
