"""Work shared by processes and threads: nothing is lost, done twice or out of order, and what fails is said."""

from __future__ import annotations

import operator
import threading

import pytest

from indexer.engines.local.workers import in_order, side_by_side


def test_results_come_in_order_whoever_made_them() -> None:
    here: list[int] = []

    def done_here(number: int) -> int:
        here.append(number)
        return -number

    given = list(range(200))
    assert list(in_order(operator.neg, done_here, given, 2)) == [-number for number in given]
    assert len(here) == len(set(here))


def test_a_failure_in_either_process_ends_the_work() -> None:
    with pytest.raises(TypeError):
        list(in_order(operator.neg, operator.neg, ["no number"] * 5, 2))


@pytest.mark.parametrize("threads", [1, 3])
def test_all_tasks_are_done_and_the_first_failure_is_raised(threads: int) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ZeroDivisionError

    with side_by_side(threads) as start:
        for _ in range(5):
            start(lambda: done.append(threading.current_thread().name))
    assert len(done) == 5
    assert (set(done) == {threading.current_thread().name}) == (threads == 1)
    with pytest.raises(ZeroDivisionError), side_by_side(threads) as start:
        start(lambda: None)
        start(fail)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_task_may_wait_for_those_before_it(threads: int) -> None:
    with side_by_side(threads) as start:
        one, other = start(lambda: 1), start(lambda: 2)
        total = start(lambda: one.result() + other.result())
        start(lambda: None)
    assert total.result() == 3
