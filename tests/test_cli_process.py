"""The command line as a process: pipes, terminals, signals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import COMMAND, environment, run, write_corpus

posix = pytest.mark.skipif(os.name != "posix", reason="signals and terminals as POSIX has them")


def test_piped_output_is_plain_utf8(shelf: Path) -> None:
    ended = run("search", "岸線", cwd=shelf)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "濕地揭牌致辭" in ended.stdout and "\x1b" not in ended.stdout


def test_a_poor_locale_does_not_break_printing(shelf: Path) -> None:
    ended = run("search", "岸線", cwd=shelf, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (ended.returncode, ended.stderr) == (0, "")
    ended = run("search", "岸線", "--json", cwd=shelf, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "濕地揭牌致辭" in ended.stdout


@pytest.mark.parametrize("module", ["indexer", "webapp"])
def test_both_packages_run(module: str, shelf: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", module, "--help"], cwd=shelf, env=environment(), capture_output=True, encoding="utf-8"
    )
    assert ended.returncode == 0
    assert ended.stdout.startswith("usage: jianghua serve" if module == "webapp" else "usage: jianghua ")


def test_a_search_loads_what_it_needs(shelf: Path) -> None:
    """What others need is most of what a search from cold would wait for: each of these takes 5 to 120 ms."""
    program = "import sys; from indexer.cli import main; main(['search', '发展']); print(*sys.modules, file=sys.stderr)"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=shelf, env=environment(), capture_output=True, encoding="utf-8", check=True
    )
    others = {"email", "filelock", "flask", "jieba", "logging", "multiprocessing", "rjieba", "tempfile", "whoosh"}
    others |= {"importlib.metadata", "indexer.cleaning", "indexer.cli.serving", "indexer.corpus", "indexer.indexing"}
    loaded = set(ended.stderr.split())
    assert "indexer.engines.local.engine" in loaded
    assert not others & loaded


@posix
@pytest.mark.parametrize("arguments", [["search", "岸线"], ["search", "岸线", "--json"], ["--help"]])
def test_a_reader_that_leaves_is_no_error(arguments: list[str], shelf: Path) -> None:
    """`jianghua search … | head -1` must end without a word."""
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=shelf, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout and process.stderr
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), said) == (141, b"")


@posix
def test_hits_are_bold_in_a_terminal_of_any_encoding(shelf: Path) -> None:
    leader, follower = os.openpty()
    with os.fdopen(leader, "rb", buffering=0) as screen:
        environs = environment(TERM="xterm", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        environs.pop("NO_COLOR", None)
        ended = subprocess.run(
            [*COMMAND, "show", "shore", "--query", "岸线"], cwd=shelf, env=environs, stdout=follower, check=False
        )
        shown = screen.read(10_000)
        os.close(follower)
    assert ended.returncode == 0
    assert b"??\x1b[1m??\x1b[22m\r\n" in shown  # the title, 守住岸线


def test_a_build_in_a_pipe_writes_its_report_to_standard_output(tmp_path: Path) -> None:
    write_corpus(tmp_path / "a.jsonl")
    ended = run("rebuild", "a.jsonl", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("3 speeches indexed (3 added)")


def test_starting_loads_nothing_that_only_other_commands_need(shelf: Path) -> None:
    """Each of these costs a tenth of a second or more."""
    dear = ("flask", "waitress", "webapp", "trafilatura", "lxml", "tqdm", "multiprocessing.pool")
    code = f"import sys; from indexer.cli import main; main(['search', '岸线']); print(set({dear}) & set(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=shelf, env=environment(), capture_output=True, encoding="utf-8"
    )
    assert ended.stdout.splitlines()[-1] == "set()"
