"""Turns: threads that ask at the same time are answered few at a time, in the order in which they came.

Enters: threads, `with` the turns. Leaves: the same, two at a time. Never guards anything: a snapshot does not change.

An answer is hundreds of numpy calls of microseconds, each of which lets go of the interpreter and then has to wait for
it. Eight threads at once take half as much processor time again as one alone, or twice as much; in turns, a sixth more
to two fifths. Two rather than one, so that a second processor works where arrays are long, and a question of an instant
passes a long one.
"""

from __future__ import annotations

import threading
from collections import deque
from operator import attrgetter

from indexer.engines.local.around import around

AT_ONCE = 2


class Turns:
    """Used with `with`. A thread that has a turn must not ask for another."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._waiting: deque[threading.Lock] = deque()
        self._changing = threading.Lock()

    def __enter__(self) -> None:
        with self._changing:
            if self._free:
                self._free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            turn.acquire()  # until whoever ends lets go of it
        except KeyboardInterrupt:
            self._give_up(turn)
            raise

    def __exit__(self, *_: object) -> None:
        with self._changing:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1

    def _give_up(self, turn: threading.Lock) -> None:
        with self._changing:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return
        self.__exit__()  # it was given at the same moment


in_turn = around(attrgetter("turns"))
"""A method, at the asker's turn. Such methods must not call each other: both would wait for a turn."""
