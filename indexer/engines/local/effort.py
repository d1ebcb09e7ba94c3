"""How much has to be looked at to answer a text: places, from counts alone, before any is looked up.

Enters: the speeches, text leaves. Leaves: numbers. Never finds anything.

Measured on 74,496 news items: with as many places as `most` says, an answer takes some 50 ms.
"""

from __future__ import annotations

import numpy as np

from indexer.engines.local.speeches import Speeches
from indexer.folding import fold
from indexer.query.tree import Near, Pattern, Phrase, Scope, Text, Words

LEAST = 700_000
"""Places that any answer may look at."""
OF_SPEECH = 10
"""Places for each speech that it may where there are more speeches: what stands in all of them ten times over."""
_LOOK_UP = 3000
"""Places that are gone through in the time of one look-up."""
_NARROWED = 6
"""Places of a third text, and others, in one sentence or paragraph with two, in the time of one place of these: it is
looked for in what these have left."""
_NEAR = 3
"""Places gone through in the time that one takes which is held against others by its distance."""


def most(speeches: Speeches) -> int:
    """What one answer may look at."""
    return max(LEAST, OF_SPEECH * len(speeches))


def at_most(speeches: Speeches, leaf: Text) -> int:
    """What `effort` is no more than."""
    match leaf:
        case Phrase():
            return _LOOK_UP + len(speeches)
        case Words():
            return (_LOOK_UP + len(speeches)) * len(_strings(leaf))
        case _:
            return speeches.length * _NEAR * len(leaf.text)


def effort(speeches: Speeches, leaf: Text) -> int:
    """What finding a text takes, about: of a string, its speeches at the most, as counts are kept of frequent ones."""
    match leaf:
        case Pattern():
            return _of_pattern(speeches, leaf)
        case Near(_, _, parts, scope):
            two, rest = np.split(np.sort([_of_part(speeches, part) for part in parts]), [2])
            every = int(two.sum() + rest.sum() // _NARROWED)
            return every * _NEAR if scope is Scope.CHARACTERS else every
        case Phrase(text):
            return _LOOK_UP + min(speeches.most_places(fold(text)), len(speeches))
        case Words():
            strings = _strings(leaf)
            return int(np.minimum(speeches.most_places_of([*strings]), len(speeches)).sum()) + _LOOK_UP * len(strings)


def _strings(leaf: Words) -> set[str]:
    """All that is looked for."""
    strings = {fold(leaf.text), *leaf.required, *leaf.variants, *(name for unit in leaf.units for name in unit)}
    return strings - {""}


def _of_part(speeches: Speeches, part: Phrase | Pattern) -> int:
    return speeches.most_places(fold(part.text)) if isinstance(part, Phrase) else _of_pattern(speeches, part)


def _of_pattern(speeches: Speeches, pattern: Pattern) -> int:
    """Behind the last unit, those before it are looked for where they can be; not those with `?`."""
    total, reached = 0, speeches.length
    for unit in reversed(pattern.units):
        places = min(speeches.most_places(fold(string)) for string in unit.split("?") if string)
        total += places if "?" in unit else min(places, reached)
        reached = min(places, reached)
    return total
