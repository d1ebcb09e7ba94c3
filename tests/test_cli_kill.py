"""A build that is killed or interrupted, wherever it is, changes nothing for a reader and leaves nobody behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from command_line import run, start, wait_while_running, write_corpus

import indexer
from indexer.indexing import CHUNK_CHARACTERS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and Ctrl-C as POSIX has them")
has_proc = pytest.mark.skipif(
    not Path(f"/proc/self/task/{os.getpid()}/children").exists(), reason="needs /proc to see when workers have started"
)
WORDS = "长江 岸线 守住 生态 保护 发展 治理 人民 城市 工作 推动 加强 落实 规划 湿地 企业 科技 创新 民生 责任".split()
CHUNKS = 8
FOR_EVER_SECONDS = 300
"""After which a process is taken to hang."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of several chunks: many seconds of work, of which a test waits for the first."""
    choose = random.Random(0)
    records = [
        {"id": f"{number}", "body": "\n".join("".join(choose.choices(WORDS, k=250)) + "。" for _ in range(40))}
        for number in range(CHUNKS * CHUNK_CHARACTERS // 20_000)
    ]
    return write_corpus(tmp_path_factory.mktemp("large") / "large.jsonl", records)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small corpus and its index."""
    write_corpus(tmp_path / "small.jsonl")
    assert run("rebuild", "small.jsonl", "--quiet", cwd=tmp_path).returncode == 0
    return tmp_path


@contextmanager
def building(folder: Path, large: Path, workers: str) -> Iterator[subprocess.Popen[str]]:
    """A long build, of which nothing is left at the end of the block."""
    process = start("rebuild", large, "--workers", workers, "--quiet", cwd=folder)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def generations(folder: Path) -> set[str]:
    return {path.name for path in (folder / "index_data").glob("gen-*")}


def in_use(folder: Path) -> str:
    return (folder / "index_data" / "CURRENT").read_text().strip()


def has_begun(process: subprocess.Popen[str], folder: Path) -> bool:
    """A generation is being written."""
    return len(generations(folder)) == 2


def has_workers(process: subprocess.Popen[str], folder: Path) -> bool:
    """A worker process runs beside this one, and one of Python's own that keeps count of what they share."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return len(children.split()) >= 2


MOMENTS = [
    pytest.param(has_begun, "1", id="begun"),
    pytest.param(has_workers, "2", id="workers", marks=has_proc),
]
Moment = Callable[[subprocess.Popen[str], Path], bool]


def assert_the_old_index_answers(folder: Path, current: str) -> None:
    assert in_use(folder) == current
    engine = indexer.open_engine(folder / "index_data")
    assert indexer.search(engine, indexer.SearchRequest("岸线")).total == 3
    assert not engine.verify()
    engine.close()


@pytest.mark.parametrize(("moment", "workers"), MOMENTS)
def test_kill_9_during_a_rebuild_changes_nothing(moment: Moment, workers: str, folder: Path, large: Path) -> None:
    current = in_use(folder)
    with building(folder, large, workers) as process:
        wait_while_running(process, lambda: moment(process, folder))
        process.kill()
        # It comes back when nobody holds the streams any more: workers have ended too.
        process.communicate(timeout=FOR_EVER_SECONDS)
    assert process.returncode == -signal.SIGKILL
    (left,) = generations(folder) - {current}
    assert_the_old_index_answers(folder, current)

    assert run("rebuild", "small.jsonl", "--quiet", "--strict", cwd=folder).returncode == 0
    assert in_use(folder) not in (current, left)
    assert left not in generations(folder)
    assert run("check", "small.jsonl", cwd=folder).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("moment", "workers"), MOMENTS)
def test_an_interrupted_rebuild_says_so_in_one_line_and_changes_nothing(
    moment: Moment, workers: str, number: signal.Signals, folder: Path, large: Path
) -> None:
    """Ctrl-C reaches every process of a terminal, worker processes too, and those have nothing to say."""
    current = in_use(folder)
    with building(folder, large, workers) as process:
        wait_while_running(process, lambda: moment(process, folder))
        if number is signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.terminate()
        printed, said = process.communicate(timeout=FOR_EVER_SECONDS)
    assert said == "jianghua: interrupted; the index is as it was last published\n"
    assert (process.returncode, printed) == (130, "")
    assert_the_old_index_answers(folder, current)


def test_a_second_build_at_the_same_time_is_refused(folder: Path, large: Path) -> None:
    with building(folder, large, "1") as process:
        wait_while_running(process, lambda: has_begun(process, folder))
        refused = run("rebuild", "small.jsonl", cwd=folder)
    assert refused.returncode == 1
    assert f"is being written by process {process.pid} on " in refused.stderr
