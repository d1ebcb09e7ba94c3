"""How far a build is: in a terminal, in a log, and quietly."""

from __future__ import annotations

import io

import pytest
from command_line import Terminal

from indexer.cli.progress import SECONDS_BETWEEN_LINES, Lines, progress_line, shown
from indexer.reports import Progress


class Clock:
    """A clock that stands still unless told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_a_log_gets_a_line_every_few_seconds() -> None:
    stream, clock = io.StringIO(), Clock()
    take = Lines(stream, clock)
    for second in range(1, 23):
        clock.now = 100.0 + second
        take(Progress("index", second * 10, 1000))
    assert stream.getvalue().splitlines() == [
        progress_line(Progress("index", second * 10, 1000), second) for second in (5, 10, 15, 20)
    ]
    assert SECONDS_BETWEEN_LINES == 5


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (Progress("index", 0), "indexed 0 speeches, 0 a second"),
        (Progress("index", 0, 50), "indexed 0 of 50 speeches, 0 a second"),
        (Progress("index", 12_000, 24_000), "indexed 12,000 of 24,000 speeches, 1200 a second, 10 s left"),
        (Progress("index", 60, 50), "indexed 60 of 50 speeches, 6 a second, 0 s left"),
    ],
)
def test_a_line_has_rate_and_time_left_as_far_as_they_are_known(progress: Progress, line: str) -> None:
    assert progress_line(progress, 10) == line


def test_a_log_whose_reader_has_left_does_not_stop_the_build() -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    clock = Clock()
    take = Lines(Closed(), clock)
    for _ in range(3):
        clock.now += 60
        take(Progress("index", 1))


def test_a_terminal_gets_a_bar_that_leaves_nothing_behind() -> None:
    stream = Terminal()
    with shown(stream) as take:
        take(Progress("index", 20, 40))
        assert "indexing" in stream.getvalue()
    *_, last, rest = stream.getvalue().split("\r")
    assert (last.strip(), rest) == ("", "")


def test_quiet_shows_nothing_anywhere() -> None:
    for stream in (Terminal(), io.StringIO()):
        with shown(stream, is_quiet=True) as take:
            take(Progress("index", 1, 2))
        assert not stream.getvalue()
