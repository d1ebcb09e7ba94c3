"""Shows how far a build is: a bar in a terminal, a line every few seconds elsewhere, or nothing.

Enters: `Progress`. Leaves: what is shown on a stream. Never stops a build: what nobody can read any more is not shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from indexer.reports import Progress, ProgressTaker, quiet

SECONDS_BETWEEN_LINES = 5.0
"""So that a log of a build of minutes stays a page long."""


@contextmanager
def shown(stream: TextIO, *, is_quiet: bool = False) -> Iterator[ProgressTaker]:
    """What takes progress and shows it in the way that suits the stream."""
    if is_quiet:
        yield quiet
    elif stream.isatty():
        with _bar(stream) as take:
            yield take
    else:
        yield Lines(stream)


@contextmanager
def _bar(stream: TextIO) -> Iterator[ProgressTaker]:
    from tqdm import tqdm  # a tenth of a second, which only a build in a terminal has to spend

    with tqdm(desc="indexing", unit=" speeches", file=stream, dynamic_ncols=True, leave=False) as bar:

        def take(progress: Progress) -> None:
            """Move the bar to where the build is."""
            bar.total = progress.total
            bar.update(progress.done - bar.n)

        yield take


class Lines:
    """Writes a line whenever the last one is some seconds old."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._began = self._last = clock()

    def __call__(self, progress: Progress) -> None:
        """Take progress; mostly, say nothing."""
        now = self._clock()
        if now - self._last >= SECONDS_BETWEEN_LINES:
            self._last = now
            try:
                print(progress_line(progress, now - self._began), file=self._stream, flush=True)
            except OSError:
                self._last = float("inf")  # the reader of the log has left; the build has not


def progress_line(progress: Progress, seconds: float) -> str:
    """
    >>> progress_line(Progress("index", 1500), 10)
    'indexed 1,500 speeches, 150 a second'
    >>> progress_line(Progress("index", 1500, 3000), 10)
    'indexed 1,500 of 3,000 speeches, 150 a second, 10 s left'
    """
    rate = progress.done / seconds
    of_total = "" if progress.total is None else f" of {progress.total:,}"
    line = f"indexed {progress.done:,}{of_total} speeches, {rate:.0f} a second"
    if progress.total is None or not rate:
        return line
    return f"{line}, {max(progress.total - progress.done, 0) / rate:.0f} s left"
