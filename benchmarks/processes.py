"""Measuring processes, from the side of the one who starts them.

Enters: jobs. Leaves: figures, or `EngineEnded` with the reason on standard error.
"""

from __future__ import annotations

import os
import pickle
import statistics
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.figures import Built
from benchmarks.jobs import BuildJob, ServeJob, Task

_ROOT = Path(__file__).resolve().parents[1]
_RUNS = 5


class EngineEnded(Exception):
    """A measuring process ended before it answered; what it said about that stands on standard error."""


class Measuring:
    """One measuring process and its job; use it in a `with` block."""

    def __init__(self, job: BuildJob | ServeJob) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.measuring"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
        )
        self._tell(job)

    def __enter__(self) -> Measuring:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()  # with no more tasks it ends

    def ask(self, task: Task) -> Any:  # noqa: ANN401 - `Task` says what each is answered with
        """The figures of a task."""
        self._tell(task)
        return self.answer()

    def answer(self) -> Any:  # noqa: ANN401
        """The next figures."""
        assert self._process.stdout is not None
        try:
            return pickle.load(self._process.stdout)
        except EOFError:
            raise EngineEnded(f"its process ended with status {self._process.wait()}") from None

    def _tell(self, message: object) -> None:
        assert self._process.stdin is not None
        try:
            pickle.dump(message, self._process.stdin)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise EngineEnded(f"its process ended with status {self._process.wait()}") from None


def build(job: BuildJob) -> Built:
    """Build in a process of its own."""
    with Measuring(job) as process:
        built: Built = process.answer()
        return built


def command_s(folder: Path) -> float:
    """Seconds of the whole process `jianghua search`, the middle of a few."""
    command = [sys.executable, "-m", "indexer", "search", "发展", "--index", str(folder)]
    times = []
    for _ in range(_RUNS):
        began = time.monotonic()
        status = subprocess.run(command, stdout=subprocess.DEVNULL, check=False, env=_environment()).returncode
        if status:
            raise EngineEnded(f"`jianghua search` ended with status {status}")
        times.append(time.monotonic() - began)
    return statistics.median(times)


def _environment() -> dict[str, str]:
    """This process's, with the checkout on the path of modules."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}
