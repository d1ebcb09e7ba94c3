"""Strings as they are written: 后 and 後 fold together, and Traditional texts tell them apart.

Enters: the speeches, a string as typed. Leaves: where it stands so, and the rarer ways in which it is written. What
folding joins between the scripts (国 and 國) is one here, too: only what `folding.told_apart` names is told apart.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indexer.engines.local.arrays import Array
from indexer.engines.local.places import Places
from indexer.engines.local.speeches import Speeches
from indexer.folding import fold, told_apart

_LONGEST = 12
"""Characters: longer strings are quotations, of which nobody asks how else they are written."""
_MOST_FORMS = 6
"""Forms of one string that are counted."""


def find_written(speeches: Speeches, text: str) -> Places:
    """Every place where a string stands, characters that are told apart as they were typed."""
    apart = [(at, ord(character)) for at, character in enumerate(text) if character in told_apart(fold(character))]

    def is_as_typed(starts: Array) -> Array:
        """bool: whether the string is written as it was typed at each of some positions."""
        keep = np.ones(len(starts), bool)
        for at, point in apart:
            keep &= speeches.written(starts + at) == point
        return keep

    return speeches.find(fold(text), is_as_typed if apart else None)


def forms(speeches: Speeches, text: str) -> Iterator[tuple[str, Places]]:
    """The ways in which a string is written, where there are several: each with its places, the rarer ones first.

    Each as it first stands: 頭髮 where 头发 was typed, not 头髮, which nobody writes.
    """
    if len(text) > _LONGEST:
        return
    folded = fold(text)
    count = 0
    for at, character in enumerate(folded):
        if not told_apart(character):
            continue
        known = speeches.forms(character)
        rarer = [
            form for form, places in known.rarer.items() if len(speeches.standing_at(folded, places[places >= at] - at))
        ]
        # The most frequent form is looked up only where there is another one: it may stand everywhere.
        for form in [*rarer, *(known.usual if rarer else "")][: _MOST_FORMS - count]:
            places = find_written(speeches, text[:at] + form + text[at + 1 :])
            if len(places):
                yield speeches.text(int(places.starts[0]), int(places.ends[0])), places
                count += 1
