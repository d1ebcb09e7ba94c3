"""Words that no list has, names above all, by jieba's model of where in a word a character mostly stands.

Enters: a run of ideographs that are in no word of a list. Leaves: the words that jieba would make of it. Never looks at
a list.

The model is a hidden Markov model: a character begins a word (B), goes on in it (M), ends it (E) or is one (S), each
likelier with some characters and behind some others; the likeliest sequence of these (Viterbi) says where words end.
jieba's tables of logarithms are read without jieba, as a first query should not wait for it.
"""

from __future__ import annotations

from functools import cached_property
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

from indexer.analysis import dictionary

_BEFORE = {"B": "ES", "M": "MB", "E": "BM", "S": "SE"}
"""What may stand before each."""
_ENDS = "ES"
_NEVER = -3.14e100
"""The logarithm that stands for no chance."""


def _table(name: str) -> dict[str, Any]:
    """A table of jieba's model; Python keeps it compiled, so that the largest takes eight milliseconds."""
    spec = spec_from_file_location(name, dictionary.jieba_file(f"finalseg/{name}.py"))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[str, Any] = module.P
    return table


class Model:
    """jieba's tables, read at the first use."""

    @cached_property
    def _first(self) -> dict[str, float]:
        return _table("prob_start")

    @cached_property
    def _next(self) -> dict[str, dict[str, float]]:
        return _table("prob_trans")

    @cached_property
    def _characters(self) -> dict[str, dict[str, float]]:
        return _table("prob_emit")

    def words(self, run: str) -> list[str]:
        """The likeliest words of a run of two characters or more."""
        words, start = [], 0
        for end, place in enumerate(self._places(run), 1):
            if place in _ENDS:
                words.append(run[start:end])
                start = end
        return words

    def _places(self, run: str) -> str:
        """B, M, E or S for each character."""
        likely = {place: self._first[place] + self._of(run[0], place) for place in _BEFORE}
        ways = {place: place for place in _BEFORE}
        for character in run[1:]:
            chosen = {
                place: max(
                    (likely[before] + self._next[before].get(place, _NEVER) + self._of(character, place), before)
                    for before in _BEFORE[place]
                )
                for place in _BEFORE
            }
            likely = {place: chance for place, (chance, _) in chosen.items()}
            ways = {place: ways[before] + place for place, (_, before) in chosen.items()}
        return ways[max(_ENDS, key=lambda place: (likely[place], place))]

    def _of(self, character: str, place: str) -> float:
        return self._characters[place].get(character, _NEVER)
