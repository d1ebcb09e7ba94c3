"""Words that the corpus has and the dictionary lacks, with true counts.

Enters: segments, an analyser. Leaves: new words. Never decides that one is a word: a person does.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from math import isfinite

from indexer.analysis import Analyzer, function_words
from indexer.engines.local.phrases import mined
from indexer.engines.local.snapshot import Snapshot
from indexer.mining import Phrase, edge_words
from indexer.newwords import candidates
from indexer.offers import NewWord


def new_words(snapshot: Snapshot, analyzer: Analyzer, limit: int) -> tuple[NewWord, ...]:
    """The words that most speeches have and the dictionary lacks."""
    best: dict[str, Phrase] = {}
    speeches: Counter[str] = Counter()
    for segment in snapshot.segments:
        for phrase in mined(segment.characters.arrays, with_words=True):
            speeches[phrase.text] += phrase.speeches
            best[phrase.text] = max(phrase, best.get(phrase.text, phrase), key=lambda one: one.speeches)
    ordered = sorted(best.values(), key=lambda phrase: (-speeches[phrase.text], phrase.text))
    leaning = function_words() | edge_words()
    found = candidates(ordered, analyzer.cut, analyzer.is_listed, leaning.__contains__)
    counted = (_counted(snapshot, phrase, pieces) for phrase, pieces in found)
    return tuple(islice((word for word in counted if word.speeches), limit))


def _counted(snapshot: Snapshot, phrase: Phrase, pieces: tuple[str, ...]) -> NewWord:
    shown = snapshot.suggesting.counted(phrase.text)
    places = snapshot.speeches.find(phrase.text)
    return NewWord(
        text=shown.text,
        pieces=pieces,
        occurrences=int(snapshot.speeches.is_live[places.documents].sum()),
        speeches=shown.speeches,
        cohesion=round(phrase.cohesion, 2) if isfinite(phrase.cohesion) else 0.0,
        freedom=round(phrase.freedom, 2),
    )
