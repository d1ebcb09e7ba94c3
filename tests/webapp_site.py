"""An index of invented speeches and an app over it, for tests of the web pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient

import indexer
from webapp import create_app

if TYPE_CHECKING:
    from indexer.engines.base import Engine

HOSTILE_TITLE = "</title><script>alert(1)</script><b onclick=alert(2)>岸线\u202e"
HOSTILE_NAME = "<img src=x onerror=alert(3)>"
HARD_IDS = (
    "a/b c.txt",
    "50%25#b",
    "what?q=1&x=2",
    "https://example.org/讲话?x=1&y=2#frag",
    "../up",
    "a/./b",
    "/absolute/path",
    "a//b",
    "a\\..\\b",
    "a/",
)

LONG_BODY = "\n".join(
    f"第{number}件事，先把岸线守住，再把生态账算清；{'这一件要写得出日期，也要找得到负责的人。' * 6}"
    for number in range(1, 31)
)
RECORDS: tuple[dict[str, str], ...] = (
    {
        "id": "long",
        "title": "在沿江岸线整治工作会上的讲话",
        "speaker": "周怀远",
        "date": "2022-06-05",
        "place": "临澜市",
        "occasion": "沿江岸线整治工作会",
        "kind": "讲话",
        "source": "临澜市政府公报",
        "url": "https://example.org/long",
        "body": LONG_BODY,
    },
    {
        "id": "hant",
        "title": "在青屏縣濕地保護區揭牌儀式上的致辭",
        "speaker": "何靜宜",
        "date": "2021-04-22",
        "place": "青屏縣",
        "occasion": "濕地揭牌儀式",
        "kind": "致辭",
        "source": "臨瀾日報",
        "body": "這片濕地養了青屏三百年,今天立碑,是把生態的規矩立給後人看。\n高質量發展不是口號，是把岸線還給江水。",
    },
    {
        "id": "hostile",
        "title": HOSTILE_TITLE,
        "speaker": HOSTILE_NAME,
        "date": "2020",
        "place": "\"><script>alert('place')</script>",
        "occasion": "<img src=x onerror=alert('occasion')>",
        "kind": "'onmouseover='alert(6)",
        "source": "javascript:alert(7)",
        "url": "javascript:alert(8)",
        "body": "岸线 < 1 && {{ 7*7 }} > 0，&lt;script&gt;alert(4)&lt;/script&gt;，全文如此。",
    },
    {"id": "huge", "title": "长" * 100_000, "date": "2019", "body": "标题比正文还长，岸线只在这里。"},
    *(
        {
            "id": hard,
            "title": f"第{number}篇古怪的讲话",
            "date": f"{2009 + number}-03",
            "body": "编号古怪，正文照常。",
        }
        for number, hard in enumerate(HARD_IDS)
    ),
    *(
        {
            "id": f"many/{number}",
            "title": f"在第{number}次水务例会上的讲话",
            "speaker": ("周怀远", "林若川", "顾南亭")[number % 3],
            "date": f"{2014 + number % 13}-0{1 + number % 9}-11",
            "place": "临澜市",
            "kind": "讲话",
            "source": "临澜日报",
            "body": f"今天是第{number}次例会。供水管网的账要一笔一笔公布。",
        }
        for number in range(26)
    ),
)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over RECORDS, as a user would have made it."""
    folder: Path = tmp_path_factory.mktemp("library")
    source = folder / "speeches.jsonl"
    source.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS), "utf-8")
    engine = indexer.open_engine(folder / "index")
    indexer.rebuild(engine, [source])
    yield engine
    engine.close()


@pytest.fixture
def app(library: Engine) -> Flask:
    """An app of this test's own."""
    return create_app(library)


def static_address(app: Flask, name: str) -> str:
    """Where a file of the pages is."""
    return f"{app.static_url_path}/{name}"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client without a browser."""
    return app.test_client()
