"""Turns: so many at a time, first come, first served, and none is lost."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from indexer.engines.local.turns import Turns


class _Interrupted:
    """A lock whose owner presses Ctrl-C while it waits. is_given: the turn comes at the same moment."""

    def __init__(self, turns: Turns, *, is_given: bool) -> None:
        self._turns, self._is_given, self._count = turns, is_given, 0

    def acquire(self) -> None:
        self._count += 1
        if self._count > 1:
            if self._is_given:
                self._turns.__exit__()
            raise KeyboardInterrupt

    def release(self) -> None:
        """The turn is given to one who does not wait any more."""


def _wait_until_waiting(turns: Turns, count: int) -> None:
    while len(turns._waiting) < count:
        time.sleep(0.001)


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_never_more_have_a_turn_than_may(at_once: int) -> None:
    turns, counting = Turns(at_once), threading.Lock()
    inside: set[int] = set()
    most = 0

    def work(number: int) -> None:
        nonlocal most
        with turns:
            with counting:
                inside.add(number)
                most = max(most, len(inside))
            time.sleep(0.001)
            with counting:
                inside.remove(number)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(40)))
    assert 1 <= most <= at_once
    assert turns._free == at_once and not turns._waiting


def test_turns_are_given_in_the_order_of_asking() -> None:
    """Otherwise one thread takes turn after turn while others wait for seconds."""
    turns, order = Turns(1), []

    def work(number: int) -> None:
        with turns:
            order.append(number)

    with ThreadPoolExecutor(8) as threads:
        with turns:
            for number in range(8):
                threads.submit(work, number)
                _wait_until_waiting(turns, number + 1)
    assert order == list(range(8))


def test_a_failure_ends_a_turn() -> None:
    turns = Turns(1)
    with pytest.raises(ValueError, match="mine"), turns:
        raise ValueError("mine")
    with turns:
        assert turns._free == 0


@pytest.mark.parametrize("is_given", [False, True], ids=["in the queue", "as its turn comes"])
def test_who_is_interrupted_while_waiting_takes_no_turn_away(monkeypatch: pytest.MonkeyPatch, is_given: bool) -> None:
    turns = Turns(1)
    turns.__enter__()
    with monkeypatch.context() as patched:
        patched.setattr("indexer.engines.local.turns.threading.Lock", lambda: _Interrupted(turns, is_given=is_given))
        with pytest.raises(KeyboardInterrupt), turns:
            pytest.fail("there was no turn")
    if not is_given:
        turns.__exit__()
    assert turns._free == 1 and not turns._waiting
