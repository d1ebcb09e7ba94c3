"""Finds the expressions of a text and writes the text in the other ways. Pure but for the reading of a user's list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

from indexer.equivalents import congresses, names, numbers
from indexer.folding import fold

MOST_VARIANTS = 12
"""Ways to write one text beyond these are left out: each is looked up, and three numbers in a line have dozens."""
_LONGEST_TEXT = 60
"""Characters: a sentence pasted whole is looked for as it is."""
_RULES = (*congresses.RULES, *numbers.RULES)


class Expression(NamedTuple):
    """A stretch `[start, end)` of a folded text, and the other ways to write it, folded, likeliest first.

    is_name: it is a name, so it must not be taken out of the middle of other words.
    """

    start: int
    end: int
    others: tuple[str, ...]
    is_name: bool = False


class Equivalents:
    """What stands for what: rules for numbers and congresses, lists of names. Never changes; threads share one.

    user_list: a file of groups, see `names`.

    Raises:
        SettingError: the user's list cannot be read.
    """

    def __init__(self, user_list: Path | None = None) -> None:
        own = tuple(names.user_groups(user_list)) if user_list else ()
        self._names = names.Names((*own, *names.own_groups()))

    def expressions(self, text: str) -> tuple[Expression, ...]:
        """The expressions of a text in order, the longest at each place, none overlapping."""
        folded = fold(text)
        if len(folded) > _LONGEST_TEXT:
            return ()
        found: list[Expression] = []
        for candidate in sorted(self._candidates(folded), key=lambda e: (e.start, -e.end)):
            if not found or candidate.start >= found[-1].end:
                found.append(candidate)
        return tuple(found)

    def _candidates(self, folded: str) -> Iterator[Expression]:
        for rule in _RULES:
            for match in rule.pattern.finditer(folded):
                others = (
                    tuple(dict.fromkeys(o for o in map(fold, rule.others(match)) if o != match[0])) if match[0] else ()
                )
                if others:
                    yield Expression(match.start(), match.end(), others)
        for start in range(len(folded)):
            for end, others in self._names.at(folded, start):
                yield Expression(start, end, others, is_name=True)

    def variants(self, text: str) -> tuple[str, ...]:
        """The other ways to write a whole text, folded, at most `MOST_VARIANTS`; everything changed comes first.

        >>> Equivalents().variants("1978年"), Equivalents().variants("三农")
        (('一九七八年',), ())
        """
        return write(fold(text), self.expressions(text))


def write(folded: str, expressions: Sequence[Expression]) -> tuple[str, ...]:
    """A folded text with its expressions written in other ways, at most `MOST_VARIANTS`.

    What holds the text itself is left out: it adds nothing.
    """
    choices = [(*e.others, folded[e.start : e.end]) for e in expressions]
    ends = [0, *(e.end for e in expressions)]
    between = [folded[end : e.start] for end, e in zip(ends, expressions, strict=False)]
    rest = folded[ends[-1] :]
    written = (
        "".join(part for pair in zip(between, chosen, strict=True) for part in pair) + rest
        for chosen in product(*choices)
    )
    return tuple(v for v in dict.fromkeys(islice(written, MOST_VARIANTS)) if folded not in v)
