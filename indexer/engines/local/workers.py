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
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

_AHEAD = 10
"""Pieces of work a worker that may wait, so that none idles while a segment is written (seconds; a piece takes a third
of one and some 3 MB) and memory stays bounded."""


def in_order(work: Callable[[Given], Made], given: Iterable[Given], workers: int) -> Iterator[Made]:
    """`map(work, given)` by worker processes, a few pieces ahead."""
    ready: deque[Future[Made]] = deque()
    # Not forked: a fork copies the locks of threads that it does not copy.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin) as pool:
        try:
            for piece in given:
                with _interrupts_held():
                    ready.append(pool.submit(work, piece))
                if len(ready) > _AHEAD * workers:
                    yield ready.popleft().result()
            while ready:
                yield ready.popleft().result()
        finally:
            for future in ready:
                future.cancel()


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
