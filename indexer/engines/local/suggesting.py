"""Suggestions while someone types: speakers, places, phrases, titles, the most used first.

Enters: a snapshot's segments, what was typed. Leaves: suggestions with true counts. Never decides what is found.

What can be suggested is collected once for a snapshot, at the first question; how often a phrase stands in the corpus,
and in which script, is looked up when it is first shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from indexer.analysis import function_words
from indexer.completion import Pattern, as_characters, as_pinyin
from indexer.engines.local.arrays import Array, offsets, spread
from indexer.engines.local.characters import code_points
from indexer.engines.local.phrases import phrase_frequencies
from indexer.engines.local.segment import Segment
from indexer.engines.local.shelf import Alphabet, Shelf
from indexer.engines.local.speeches import Speeches
from indexer.folding import fold
from indexer.hashing import piece_hashes
from indexer.mining import edge_words
from indexer.offers import Suggestion, SuggestionKind

_MOST_WORDS = 30_000
"""Words that are suggested, the most used ones: those of the 75,000 news items that stand in ten or more."""
_FEWEST = 2
"""Speeches of a word that is suggested."""
_NAMED = (SuggestionKind.SPEAKER, SuggestionKind.PLACE)
_SHARE = 3
"""Names, and titles, each are at most one in so many of the suggestions; phrases are the rest."""
_MOST_COUNTED = 4096
"""Phrases whose counts are kept."""


class _Name(NamedTuple):
    """A speaker or a place."""

    text: str
    kind: SuggestionKind
    speeches: int


class _Titles(NamedTuple):
    """Different titles, the most used first, then the newest. documents: the newest speech with each."""

    shelf: Shelf
    documents: Array
    speeches: Array


class Suggesting:
    """What can be suggested from the speeches of a generation. segments: that they are in."""

    def __init__(self, speeches: Speeches, segments: Sequence[Segment]) -> None:
        self._speeches = speeches
        self._segments = segments
        self.counted = lru_cache(maxsize=_MOST_COUNTED)(self._count)

    def suggest(self, typed: str, limit: int) -> list[Suggestion]:
        """At most `limit` suggestions: names that begin so, then phrases, names that hold it inside, titles."""
        if not self._segments:
            return []
        literal, readings = as_characters(typed), as_pinyin(typed)
        share = max(limit // _SHARE, 1)
        names = list(islice(self._matching_names(literal, readings), share))
        titles = list(islice(self._matching_titles(literal, readings), share))
        shown = {fold(name.text) for name, _ in names}
        phrases = (phrase for phrase in self._matching_phrases(literal, readings) if fold(phrase.text) not in shown)
        first, inside = ([name for name, begins in names if begins is wanted] for wanted in (True, False))
        return [*first, *islice(phrases, max(limit - len(names) - len(titles), 0)), *inside, *titles][:limit]

    def _matching_names(self, literal: Pattern, readings: Sequence[Pattern]) -> Iterator[tuple[Suggestion, bool]]:
        """(a name, whether it begins so)."""
        names, shelf = self._names
        for row, begins in _matching(shelf, literal, readings, [literal, *readings[:1]]):
            yield Suggestion(*names[row]), begins

    def _matching_phrases(self, literal: Pattern, readings: Sequence[Pattern]) -> Iterator[Suggestion]:
        phrases, shelf = self._phrases
        for row, _ in _matching(shelf, literal, readings, [literal, *readings[:1]]):
            counted = self.counted(phrases[row])
            if counted.speeches:
                yield counted

    def _matching_titles(self, literal: Pattern, readings: Sequence[Pattern]) -> Iterator[Suggestion]:
        titles = self._titles
        for row, _ in _matching(titles.shelf, literal, readings, [literal]):
            meta = self._speeches.front(int(titles.documents[row])).meta
            yield Suggestion(meta.title, SuggestionKind.TITLE, int(titles.speeches[row]), meta.id)

    @cached_property
    def _alphabet(self) -> Alphabet:
        fields = [self._speeches.facets.fields[kind] for kind in _NAMED]
        names = code_points("".join(name for field in fields for name in field.folded))
        return Alphabet(np.concatenate([names, *(segment.characters.folded for segment in self._segments)]))

    def _shelf(self, strings: Iterable[str]) -> Shelf:
        folded = [fold(string) for string in strings]
        return Shelf(self._alphabet, code_points("".join(folded)), offsets(map(len, folded)))

    @cached_property
    def _names(self) -> tuple[list[_Name], Shelf]:
        names: list[_Name] = []
        for kind in _NAMED:
            field = self._speeches.facets.fields[kind]
            counts = field.count(np.flatnonzero(self._speeches.is_live))[1:].tolist()
            names += (_Name(text, kind, count) for text, count in zip(field.shown, counts, strict=True) if count)
        names.sort(key=lambda name: (-name.speeches, name.text))
        return names, self._shelf(name.text for name in names)

    @cached_property
    def _phrases(self) -> tuple[list[str], Shelf]:
        words: Counter[str] = Counter()
        for segment in self._segments:
            words.update(
                {word: count for word, count in segment.body.frequent(_FEWEST, _MOST_WORDS) if _is_suggested(word)}
            )
        both = Counter(dict(words.most_common(_MOST_WORDS)))
        both.update(phrase_frequencies([segment.phrases for segment in self._segments]))
        phrases = sorted(both, key=lambda phrase: (-both[phrase], phrase))
        return phrases, self._shelf(phrases)

    @cached_property
    def _titles(self) -> _Titles:
        points, lengths = (np.concatenate(column) for column in zip(*map(_title_points, self._segments), strict=True))
        starts = np.cumsum(lengths) - lengths
        titled = np.flatnonzero(self._speeches.is_live & (lengths > 0))
        days = self._speeches.days[titled, 0]
        newest_first = np.argsort(-days, kind="stable")
        hashes = piece_hashes(points, starts[titled], lengths[titled])[newest_first]
        _, firsts, counts = np.unique(hashes, return_index=True, return_counts=True)
        order = np.lexsort((firsts, -counts))
        chosen = titled[newest_first[firsts[order]]]
        texts = points[spread(starts[chosen], lengths[chosen])]
        return _Titles(Shelf(self._alphabet, texts, offsets(lengths[chosen])), chosen, counts[order])

    def _count(self, phrase: str) -> Suggestion:
        """A phrase as it mostly stands, and how many speeches hold it."""
        bases = offsets(map(len, self._segments))
        found = [_documents(segment, phrase) + base for segment, base in zip(self._segments, bases, strict=False)]
        documents = np.concatenate(found)
        documents = documents[self._speeches.is_live[documents]]
        text = self._as_it_stands(phrase, documents) if len(documents) else phrase
        return Suggestion(text, SuggestionKind.PHRASE, len(documents))

    def _as_it_stands(self, phrase: str, documents: Array) -> str:
        """The phrase as the shortest speech has it of those in the script in which most have it."""
        scripts = self._scripts[documents]
        fitting = documents[scripts == np.bincount(scripts).argmax()]
        speech = self._speeches.front(int(fitting[self._text_bytes[fitting].argmin()]))
        text = f"{speech.meta.title}\n{speech.body}"
        at = fold(text).find(phrase)
        return text[at : at + len(phrase)]

    @cached_property
    def _scripts(self) -> Array:
        """A number for the script of each speech."""
        return self._speeches.facets.fields["script"].numbers()

    @cached_property
    def _text_bytes(self) -> Array:
        return np.concatenate([segment.text_bytes for segment in self._segments])


def _matching(
    shelf: Shelf, literal: Pattern, readings: Sequence[Pattern], inside: Sequence[Pattern]
) -> Iterator[tuple[int, bool]]:
    """Numbers of what fits, each once, and whether it begins so: as typed, as read; then what has one of `inside`.

    To look inside all titles for what may be read in some way costs milliseconds; for one string it costs little.
    """
    given: set[int] = set()
    for begins, find, patterns in (
        (True, shelf.beginning, [literal]),
        (True, shelf.beginning, readings),
        (False, shelf.holding, [pattern for pattern in inside if len(pattern) > 1]),
    ):
        rows = [find(pattern) for pattern in patterns]
        for row in np.unique(np.concatenate(rows)).tolist() if rows else ():
            if row not in given:
                given.add(row)
                yield row, begins


def _documents(segment: Segment, phrase: str) -> Array:
    """The speeches of a segment that hold a folded string, ascending, deleted ones too."""
    characters = segment.characters
    # Both are sorted, and there are fewer speeches than places of a frequent phrase.
    before = np.searchsorted(characters.find(phrase), characters.title_starts)
    found: Array = np.flatnonzero(before[1:] > before[:-1])
    return found


def _is_suggested(word: str) -> bool:
    is_long_enough = len(word) > 1 and not word.isdigit()
    return is_long_enough and word not in function_words() and word not in edge_words()


def _title_points(segment: Segment) -> tuple[Array, Array]:
    """(the folded titles of a segment's speeches in one run, the length of each)."""
    stream = segment.characters
    starts = stream.title_starts[:-1].astype(np.int64)
    lengths = stream.body_starts.astype(np.int64) - 1 - starts
    return stream.points(spread(starts, lengths)), lengths
