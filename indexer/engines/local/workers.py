"""Worker processes: work that is done beside, comes back in order, and ends when the one who asked for it ends.

Enters: a function and what to call it with. Leaves: its results. Never knows what the work is.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any, Protocol, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

_AHEAD = 24
"""Pieces of work a process that may wait, so that none idles while a segment is written (seconds; a piece takes a tenth
of one, or two where it is read from files, and its result some 2 MB) and memory stays bounded."""


def in_order(
    work: Callable[[Given], Made], here: Callable[[Given], Made], given: Iterable[Given], workers: int
) -> Iterator[Made]:
    """`map(work, given)` by this process and `workers - 1` others, a few pieces ahead.

    here: what does the same as `work`, in this process.
    """
    ready: deque[tuple[Given, Future[Made]]] = deque()
    # Not forked: a fork copies the locks of threads that it does not copy.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers - 1, mp_context=context, initializer=_begin) as pool:
        try:
            for piece in given:
                with _interrupts_held():
                    ready.append((piece, pool.submit(work, piece)))
                if len(ready) > _AHEAD * workers:
                    yield _first(ready, here)
            while ready:
                yield _first(ready, here)
        finally:
            for _, future in ready:
                future.cancel()


def _first(ready: deque[tuple[Given, Future[Made]]], here: Callable[[Given], Made]) -> Made:
    """The result of the first piece. While another process is at it, pieces that none has begun are done here."""
    while not ready[0][1].done():
        at = next((at for at, (_, future) in enumerate(ready) if future.cancel()), None)
        if at is None:
            break
        piece, done = ready[at][0], Future[Made]()
        done.set_result(here(piece))
        ready[at] = piece, done
    return ready.popleft()[1].result()


class Starting(Protocol):
    """Starts a task."""

    def __call__(self, task: Callable[[], Made], /) -> Future[Made]:
        """What it will have made."""


def _done(task: Callable[[], Made]) -> Future[Made]:
    made = Future[Made]()
    made.set_result(task())
    return made


@contextmanager
def side_by_side(threads: int) -> Iterator[Starting]:
    """Do tasks in threads, begun in their order, so that one may wait for those before it; all are done at the end.

    With one thread each is done where it is started, in this one.
    """
    if threads < 2:
        yield _done
        return
    started: list[Future[Any]] = []

    def start(task: Callable[[], Made]) -> Future[Made]:
        """Begin a task in a thread."""
        begun = pool.submit(task)
        started.append(begun)
        return begun

    with ThreadPoolExecutor(threads) as pool:
        yield start
        for begun in started:
            begun.result()


_HELD = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold interrupts back, so that none comes between starting a process and telling it what to do.

    A process that is started meanwhile has them blocked: Ctrl-C in a terminal is for the one that asked.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # interrupts come to the main thread only
        return
    came: list[int] = []
    # Both are needed: a block is inherited, but does not keep a signal that another thread takes from our handler.
    handlers = {number: signal.signal(number, lambda number, _: came.append(number)) for number in _HELD}
    _mask(_HELD, is_blocked=True)
    try:
        yield
    finally:
        _mask(_HELD, is_blocked=False)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for held in came:
            signal.raise_signal(held)


def _mask(numbers: Iterable[int], *, is_blocked: bool) -> None:
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        signal.pthread_sigmask(signal.SIG_BLOCK if is_blocked else signal.SIG_UNBLOCK, numbers)


def _begin() -> None:
    """Run first in a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _mask(_HELD, is_blocked=False)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Workers wait for work on a pipe that they themselves hold open, so a killed parent has to be watched for."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
