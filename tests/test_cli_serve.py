"""`jianghua serve` as a process: it starts from nothing, answers, and ends when asked to."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest
from command_line import run, start, wait_while_running, write_corpus
from conftest import MakeEngine

from indexer.analysis import Analyzer
from indexer.cli import serving as room
from indexer.engines.local import LocalEngine
from indexer.model import Metadata, Speech

pytestmark = pytest.mark.skipif(os.name != "posix", reason="servers are ended by signals here")


@contextmanager
def serving(*options: str, cwd: Path, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on any free port, and its address as it prints it."""
    process = start("serve", "--port", "0", *options, cwd=cwd, **more)
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert " at http://" in line, line + process.communicate()[1]
        yield process, line.split(" at ")[1].split()[0]
    finally:
        process.kill()
        process.communicate()


def get(address: str) -> str:
    """What a server answers."""
    with build_opener(ProxyHandler({})).open(address) as response:
        text: str = response.read().decode()
        return text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_answers_until_it_is_asked_to_end(number: signal.Signals, shelf: Path) -> None:
    with serving(cwd=shelf) as (process, address):
        assert address.startswith("http://127.0.0.1:") and not address.endswith(":0/")
        health = json.loads(get(f"{address}healthz"))
        assert (health["ok"], health["speeches"]) == (True, 3)
        assert "濕地揭牌致辭" in get(f"{address}search?q=%E5%B2%B8%E7%B7%9A")
        os.killpg(process.pid, number)
        printed, said = process.communicate()
        assert (process.returncode, printed, said) == (0, "", "")


def test_where_no_index_is_the_seeds_are_indexed_first(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    write_corpus(tmp_path / "seeds" / "a.jsonl")
    with serving(cwd=tmp_path) as (process, address):
        assert json.loads(get(f"{address}healthz"))["speeches"] == 3
        process.terminate()
        said = process.communicate()[1]
    assert said.startswith("there is no index in index_data yet: building one from seeds\n3 speeches indexed")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "run `jianghua rebuild PATH…` first"),
        (["--host", "no such host"], ""),
        (["--host", "256.0.0.1"], "cannot listen on 256.0.0.1, port 8000"),
    ],
)
def test_a_server_that_cannot_start_says_why_in_one_line(arguments: list[str], says: str, tmp_path: Path) -> None:
    ended = run("serve", *arguments, cwd=tmp_path)
    assert ended.returncode == (1 if says else 2)
    assert says in ended.stderr
    assert ended.stderr.startswith("jianghua: " if says else "usage: ") and (ended.stderr.count("\n") == 1 or not says)


def test_a_port_in_use_is_one_line(shelf: Path) -> None:
    with serving(cwd=shelf) as (_, address):
        port = address.rstrip("/").rpartition(":")[2]
        ended = run("serve", "--port", port, cwd=shelf)
    assert ended.returncode == 1
    assert ended.stderr == (
        f"jianghua: cannot listen on 127.0.0.1, port {port}: Address already in use; choose another --host or --port\n"
    )


def test_an_index_of_other_word_lists_says_to_rebuild(shelf: Path, tmp_path: Path) -> None:
    shutil.copytree(shelf / "index_data", tmp_path / "index_data")
    (tmp_path / "words.txt").write_text("青屏百湖\n", "utf-8")
    ended = run("serve", "--port", "0", cwd=tmp_path, JIANGHUA_DICTIONARY="words.txt")
    assert ended.returncode == 1
    assert "run `jianghua rebuild`" in ended.stderr and ended.stderr.count("\n") == 1


def test_open_shows_the_page_in_a_browser(shelf: Path, tmp_path: Path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{opened}.new" && mv "{opened}.new" "{opened}"\n')
    browser.chmod(0o755)
    with serving("--open", cwd=shelf, BROWSER=f"{browser} %s") as (process, address):
        wait_while_running(process, opened.exists)
        assert opened.read_text() == address


def test_open_is_skipped_where_there_is_no_screen(shelf: Path) -> None:
    with serving("--open", cwd=shelf, BROWSER="", DISPLAY="", WAYLAND_DISPLAY="") as (process, address):
        get(f"{address}healthz")
        process.terminate()
        assert process.communicate() == ("", "")
        assert process.returncode == 0


def test_what_somebody_would_wait_for_is_there_before_anyone_asks(make_engine: MakeEngine) -> None:
    """On 75,000 speeches suggestions take half a second, related words a third, the dictionary an eighth."""
    engine = make_engine([Speech(Metadata("1"), "长江经济带的发展", "长江经济带的发展")])
    assert isinstance(engine, LocalEngine)
    snapshot = engine.snapshot()
    assert "_phrases" not in vars(snapshot.suggesting)
    room._warm_up(engine)
    assert "_phrases" in vars(snapshot.suggesting)
    assert "_frequencies" in vars(snapshot.relating)
    assert engine.analyzer._listed is None


def test_an_index_that_is_gone_is_not_spoken_of_before_anyone_asks(tmp_path: Path, analyzer: Analyzer) -> None:
    room._warm_up(LocalEngine(tmp_path, analyzer))
