"""A small corpus, indexed, and the command line as a process, for tests of `indexer.cli`."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import indexer

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "indexer")

HOSTILE_TITLE = "岸线\x1b]0;owned\x07\u202e\u009b2J之外"
RECORDS = (
    {
        "id": "shore",
        "title": "守住岸线",
        "speaker": "周怀远",
        "date": "2022-06-05",
        "place": "临澜市",
        "kind": "讲话",
        "source": "临澜日报",
        "url": "https://example.org/shore",
        "body": "今天只讲一件事，把岸线守住。\n岸线是大家的，守住岸线就是守住饭碗。",
    },
    {
        "id": "wetland",
        "title": "濕地揭牌致辭",
        "speaker": "何靜宜",
        "date": "2021-04",
        "place": "青屏縣",
        "occasion": "濕地揭牌",
        "kind": "致辭",
        "body": "這片濕地養了青屏三百年。\n把岸線還給江水。",
    },
    {"id": "hostile", "title": HOSTILE_TITLE, "date": "2020", "body": "标题不怀好意，正文照常。"},
)


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        """True."""
        return True


def write_corpus(path: Path, records: Sequence[object] = RECORDS) -> Path:
    """A JSON Lines file of records."""
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    return path


def environment(**more: str) -> dict[str, str]:
    """That of this process, without settings of the person who runs the tests."""
    strange = {name for name in os.environ if name.startswith(("JIANGHUA_", "PYTHON"))} - {"JIANGHUA_CACHE"}
    kept = {name: value for name, value in os.environ.items() if name not in strange}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | more


def run(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """`jianghua` as a process of its own, run to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], cwd=cwd, env=environment(**more), capture_output=True, encoding="utf-8"
    )


def start(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.Popen[str]:
    """`jianghua` as the leader of a process group of its own, as a shell would start it."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def wait_while_running(process: subprocess.Popen[str], is_so: Callable[[], bool]) -> None:
    """Return as soon as something is so; fail where the process ends before that."""
    while not is_so():
        assert process.poll() is None, "the process ended first"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `speeches.jsonl` and the index of it, in `index_data`; tests only read there."""
    folder = tmp_path_factory.mktemp("shelf")
    engine = indexer.open_engine(folder / "index_data")
    indexer.rebuild(engine, [write_corpus(folder / "speeches.jsonl")])
    engine.close()
    return folder


@pytest.fixture
def here(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shelf as the current folder, without settings of the person who runs the tests."""
    for name in [name for name in os.environ if name.startswith("JIANGHUA_") and name != "JIANGHUA_CACHE"]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(shelf)
    return shelf
