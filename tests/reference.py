"""What an engine has to answer, worked out speech by speech in plain Python: slow, short and plainly right.

Nothing here shares code with the engine but folding, dates and the analyser, which have tests of their own.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from reference_ranking import Pieces, TextScores

from indexer import dates
from indexer.analysis import Analyzer
from indexer.folding import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, fold, told_apart
from indexer.model import FACET_FIELDS, FacetValue, Filters, Mark, Sort, Speech
from indexer.query.tree import (
    And,
    Dated,
    Everything,
    Has,
    Identified,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Scope,
    Text,
    Words,
    texts,
)


class Place(NamedTuple):
    """A matched stretch of a title or a body."""

    in_title: bool
    start: int
    end: int
    piece: int = 0


def occurrences_of(needle: str, text: str) -> list[int]:
    """Leftmost non-overlapping starts, as `str.count` counts."""
    starts, at = [], text.find(needle)
    while at >= 0:
        starts.append(at)
        at = text.find(needle, at + len(needle))
    return starts


def overlapping(needle: str, text: str) -> list[int]:
    """Every start."""
    return [at for at in range(len(text) - len(needle) + 1) if text.startswith(needle, at)]


Meant = Callable[[Speech, bool, int], bool]
"""Whether a string is meant where it begins: in a speech's title (True) or body, at a character."""


def find(
    string: str, speech: Speech, piece: int = 0, *, in_title: bool = False, is_meant: Meant = lambda *_: True
) -> list[Place]:
    """Where a string stands; an occurrence that overlaps a counted one lengthens it up to the next counted one."""
    needle = fold(string)
    places: list[Place] = []
    for is_title, text in _fields(speech)[: 1 if in_title else 2]:
        counted: list[tuple[int, int]] = []
        for start in overlapping(needle, fold(text)):
            if not is_meant(speech, is_title, start):
                continue
            if counted and start < counted[-1][0] + len(needle):
                counted[-1] = (counted[-1][0], start + len(needle))
            else:
                counted[-1:] = [(first, min(end, start)) for first, end in counted[-1:]]
                counted.append((start, start + len(needle)))
        places += [Place(is_title, start, end, piece) for start, end in counted]
    return places


SENTENCE_ENDS = fold("。！？!?；;…")


def pattern_places(leaf: Pattern, speech: Speech) -> list[Place]:
    """Where a pattern stands, by a regular expression at every position."""
    signs = {"*": f"[^{SENTENCE_ENDS}\n]*?", "?": "[^\n]"}
    wanted = re.compile("".join(signs.get(c) or re.escape(fold(c)) for c in "*".join(leaf.units)))
    places: list[Place] = []
    for is_title, text in _fields(speech)[: 1 if leaf.in_title else 2]:
        folded = fold(text)
        found = [match.span() for at in range(len(folded)) if (match := wanted.match(folded, at))]
        counted: list[tuple[int, int]] = []
        for start, end in found:
            if not counted or start >= counted[-1][1]:
                counted.append((start, end))
        for (start, end), (following, _) in zip(counted, [*counted[1:], (len(text), 0)], strict=False):
            reach = max(e for s, e in found if start <= s < end)
            places.append(Place(is_title, start, max(end, min(reach, following)), leaf.piece))
    return places


def near_places(leaf: Near, speech: Speech) -> list[Place]:
    """The places of the parts that are one of a choice, a place of each part, that stand together."""
    several = [leaf_places(part, speech) or [] for part in leaf.parts]
    lit = {place for choice in product(*several) if are_together(leaf, choice, speech) for place in choice}
    return merge([place._replace(piece=leaf.piece) for place in lit])


def are_together(leaf: Near, choice: Sequence[Place], speech: Speech) -> bool:
    """Whether a choice of places, one of each part, is near enough."""
    if len({place.in_title for place in choice}) > 1:
        return False
    text = fold(speech.meta.title if choice[0].in_title else speech.body)
    if leaf.scope is not Scope.CHARACTERS:
        ends = "\n" if leaf.scope is Scope.PARAGRAPH else rf"\n|[{SENTENCE_ENDS}]+\n?"
        borders = [match.end() for match in re.finditer(ends, text)]
        return len({sum(border <= place.start for border in borders) for place in choice}) == 1
    start, end = min(place.start for place in choice), max(place.end for place in choice)
    return end - start - sum(len(part.text) for part in leaf.parts) <= leaf.distance and "\n" not in text[start:end]


LATIN = "abcdefghijklmnopqrstuvwxyz0123456789"


def find_bare(string: str, speech: Speech, piece: int = 0, *, in_title: bool = False) -> list[Place]:
    """Where a string stands that was not quoted: not as a part of a longer number or Latin word."""
    needle = fold(string)

    def is_whole(speech: Speech, is_title: bool, start: int) -> bool:
        text, end = fold(speech.meta.title if is_title else speech.body), start + len(needle)
        edges = ((needle[0], text[:start][-1:]), (needle[-1], text[end : end + 1]))
        return not any(edge in LATIN and beside and beside in LATIN for edge, beside in edges)

    return find(string, speech, piece, in_title=in_title, is_meant=is_whole)


def find_written(string: str, speech: Speech, piece: int = 0, *, in_title: bool = False) -> list[Place]:
    """Where a string stands with the characters that Traditional texts tell apart as they were typed."""

    def is_as_typed(speech: Speech, is_title: bool, start: int) -> bool:
        text = speech.meta.title if is_title else speech.body
        return all(text[start + n] == c for n, c in enumerate(string) if c in told_apart(fold(c)))

    return find(string, speech, piece, in_title=in_title, is_meant=is_as_typed)


def leaf_places(leaf: Text, speech: Speech) -> list[Place] | None:
    """What of a leaf is lit in a speech; None where the leaf does not match."""
    if isinstance(leaf, Near):
        return near_places(leaf, speech) or None
    if isinstance(leaf, Pattern):
        return pattern_places(leaf, speech) or None
    if isinstance(leaf, Phrase):
        look = find_written if leaf.is_written else find
        return look(leaf.text, speech, leaf.piece, in_title=leaf.in_title) or None
    run = find_bare(leaf.text, speech, leaf.piece, in_title=leaf.in_title)
    if run:
        return run
    words = [find_bare(word, speech, leaf.piece, in_title=leaf.in_title) for word in leaf.required]
    return merge([place for places in words for place in places]) if all(words) else None


def merge(places: Sequence[Place]) -> list[Place]:
    """Overlapping places become one, of the piece of the first; the title's come first."""
    merged: list[Place] = []
    for place in sorted(places, key=lambda p: (not p.in_title, p.start, -p.end)):
        last = merged[-1] if merged else None
        if last and last.in_title == place.in_title and place.start < last.end:
            merged[-1] = last._replace(end=max(last.end, place.end))
        else:
            merged.append(place)
    return merged


def matches(node: Node, speech: Speech) -> bool:
    """Whether a speech answers a query."""
    match node:
        case Phrase() | Words() | Pattern() | Near():
            return leaf_places(node, speech) is not None
        case And(children):
            return all(matches(child, speech) for child in children)
        case Or(children):
            return any(matches(child, speech) for child in children)
        case Not(child):
            return not matches(child, speech)
        case Has(field, value, is_exact):
            known = map(fold, values(speech, field))
            return any(fold(value) == v if is_exact else fold(value) in v for v in known)
        case Dated(first, last):
            return is_between(speech, first, last)
        case Identified(speech_id):
            return speech.id == speech_id
        case Everything():
            return True


def values(speech: Speech, field: str) -> tuple[str, ...]:
    """What a speech counts under in a facet."""
    found = speech.meta.speakers if field == "speaker" else (getattr(speech.meta, field),)
    return tuple(value for value in found if value)


def is_between(speech: Speech, first: str, last: str) -> bool:
    """Whether a speech may be of a day between two dates."""
    day, low, high = dates.date_bounds(speech.meta.date), dates.date_bounds(first), dates.date_bounds(last)
    if day is None:
        return False
    return (low is None or day.last_day >= low.first_day) and (high is None or day.first_day <= high.last_day)


def passes(speech: Speech, filters: Filters, but: str = "") -> bool:
    """Whether a speech is inside the filters, leaving out those on one field; dates count as the year's."""
    for field, wanted in filters.values.items():
        if field != but and wanted and not {fold(v) for v in values(speech, field)} & set(map(fold, wanted)):
            return False
    if but == "year" or not (filters.date_from or filters.date_to):
        return True
    return is_between(speech, filters.date_from, filters.date_to)


def marks(query: Node, speech: Speech) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """(title marks, body marks) of a speech."""
    places = merge([place for leaf in texts(query) for place in leaf_places(leaf, speech) or ()])
    title, body = (
        tuple(Mark(p.start, p.end, p.piece) for p in places if p.in_title is wanted) for wanted in (True, False)
    )
    return title, body


def counted_places(leaves: Sequence[Text], speech: Speech) -> int:
    """Occurrences."""
    return len(counted(leaves, speech))


def counted(leaves: Sequence[Text], speech: Speech) -> list[Place]:
    """What counts: a title that stands in the body counts there only, but where titles were asked for."""
    places = [
        place
        for leaf in leaves
        for place in leaf_places(leaf, speech) or ()
        if leaf.in_title or not (place.in_title and speech.headline_paragraphs)
    ]
    return merge(places)


@dataclass(frozen=True)
class Expected:
    """An answer: ids in order, and the counts."""

    ids: list[str]
    total: int
    occurrences: int
    facets: dict[str, tuple[FacetValue, ...]]


def search(speeches: Sequence[Speech], query: Node, filters: Filters, sort: Sort = Sort.NEWEST) -> Expected:
    """The answer in every order but relevance, for which see `score`."""
    matched = [speech for speech in speeches if matches(query, speech)]
    hits = [speech for speech in matched if passes(speech, filters)]
    counts = {speech.id: counted_places(texts(query), speech) for speech in hits}
    hits.sort(key=lambda speech: speech.id.encode("utf-8", "surrogatepass"))
    hits.sort(key=lambda speech: _sort_key(speech, sort, counts[speech.id]))
    facets = {
        field: _facet(field, [s for s in matched if passes(s, filters, field)], speeches) for field in FACET_FIELDS
    }
    return Expected([speech.id for speech in hits], len(hits), sum(counts.values()), facets)


def _sort_key(speech: Speech, sort: Sort, occurrences: int) -> tuple[bool, int]:
    bounds = dates.date_bounds(speech.meta.date)
    match sort:
        case Sort.OCCURRENCES:
            return False, -occurrences
        case Sort.NEWEST:
            return bounds is None, -bounds.first_day if bounds else 0
        case Sort.OLDEST:
            return bounds is None, bounds.first_day if bounds else 0
        case Sort.RELEVANCE:
            return False, 0


def _facet(field: str, hits: Sequence[Speech], corpus: Sequence[Speech]) -> tuple[FacetValue, ...]:
    """Values that fold together count together, under the form that is the more frequent in the corpus."""
    forms = Counter(value for speech in corpus for value in values(speech, field))
    shown: dict[str, str] = {}
    for value, _ in sorted(forms.items(), key=lambda item: (-item[1], item[0])):
        shown.setdefault(fold(value), value)
    counts = Counter(shown[fold(value)] for speech in hits for value in values(speech, field))
    listed = [FacetValue(value, count) for value, count in sorted(counts.items())]
    return tuple(listed if field == "year" else sorted(listed, key=lambda facet: -facet.count))


class Scores:
    """The formula of `ranking`'s docstring, term by term."""

    K1, B, WEIGHTS, WHOLE, INSIDE, MOST, SCRIPT, WORDS = 0.8, 0.5, {True: 1.5, False: 1.0}, 2.0, 1.0, 255, 0.1, 1.5

    def __init__(self, speeches: Sequence[Speech], analyzer: Analyzer) -> None:
        self.speeches = speeches
        self.analyzer = analyzer
        self._quarters = {(s.id, t): self._count(text) for s in speeches for t, text in _fields(s)}
        lengths = {(s.id, t): self._length(text) for s in speeches for t, text in _fields(s)}
        mean = {t: max(sum(n for (_, f), n in lengths.items() if f is t) / len(speeches), 1.0) for t in (True, False)}
        self._norms = {(i, t): self.WEIGHTS[t] / (1 - self.B + self.B * n / mean[t]) for (i, t), n in lengths.items()}
        self._text = TextScores(speeches, self._norms)

    def _count(self, text: str) -> Counter[str]:
        quarters: Counter[str] = Counter()
        for token in self.analyzer.tokens(text):
            quarters[token.text] += 1 if token.is_part else 4
        return quarters

    def _length(self, text: str) -> int:
        return sum(not token.is_part for token in self.analyzer.tokens(text))

    def _idf(self, documents: int) -> float:
        return math.log(1 + (len(self.speeches) - documents + 0.5) / (documents + 0.5))

    def _word_tf(self, word: str, speech: Speech) -> float:
        return sum(
            min(self._quarters[speech.id, t][word], self.MOST) / 4 * self._norms[speech.id, t] for t in (True, False)
        )

    @staticmethod
    def _run_places(leaf: Text, speech: Speech) -> list[Place]:
        if isinstance(leaf, Pattern | Near):
            return leaf_places(leaf, speech) or []
        look = find_bare if isinstance(leaf, Words) else find_written if leaf.is_written else find
        return look(leaf.text, speech, in_title=leaf.in_title)

    def _run_tf(self, leaf: Text, speech: Speech) -> float:
        places = self._run_places(leaf, speech)
        return sum(self._norms[speech.id, place.in_title] for place in places)

    def _standing(self, leaf: Text, speech: Speech) -> float:
        places = self._run_places(leaf, speech)
        borders = {in_title: self._borders(text) for in_title, text in _fields(speech)}
        whole = any({p.start, p.end} <= borders[p.in_title] for p in places)
        return self.WHOLE if whole else self.INSIDE if places else 0.0

    def _borders(self, text: str) -> set[int]:
        borders = {0}
        for piece in self.analyzer.cut(fold(text)):
            borders.add(max(borders) + len(piece))
        return borders

    def parts(self, query: Node, speech: Speech) -> dict[str, float]:
        """The parts of a speech's score for a query, by name."""
        pieces = Pieces(texts(query), self.analyzer)
        word_idf = {word: self._word_idf(word) * pieces.times[word] for word in pieces.content}
        is_quoted = len(texts(query)) == 1 and not isinstance(texts(query)[0], Words)
        beyond = self._text.most(pieces, word_idf) if len(pieces.content) > 1 and not is_quoted else 0.0
        script = _script("".join(leaf.text for leaf in texts(query)))
        parts = Counter[str]()
        for leaf in texts(query):
            parts.update(self._leaf_parts(leaf, speech, beyond + self.SCRIPT * bool(script)))
        of_script = {"script": self.SCRIPT * (speech.meta.script == script)} if script else {}
        return dict(parts) | of_script | (self._text.parts(pieces, word_idf, speech) if beyond else {})

    def _word_idf(self, word: str) -> float:
        return self._idf(sum(self._word_tf(word, speech) > 0 for speech in self.speeches))

    def _leaf_parts(self, leaf: Text, speech: Speech, beyond: float) -> dict[str, float]:
        words = leaf.words if isinstance(leaf, Words) else self.analyzer.words(leaf.text)
        total, step = 0.0, beyond
        for word in words:
            tf = self._word_tf(word, speech)
            total += self.WORDS * self._word_idf(word) * tf / (tf + self.K1)
            step += self.WORDS * self._word_idf(word)
        tf = self._run_tf(leaf, speech)
        run_idf = self._idf(sum(self._run_tf(leaf, other) > 0 for other in self.speeches))
        standing = (step + run_idf) * self._standing(leaf, speech)
        return {"words": total, "run": run_idf * tf / (tf + self.K1), "standing": standing}


def _fields(speech: Speech) -> tuple[tuple[bool, str], tuple[bool, str]]:
    return (True, speech.meta.title), (False, speech.body)


def _script(typed: str) -> str:
    """The script that characters of one script alone tell; empty where there are none, or some of either."""
    told = {"Hans" for c in typed if c in SIMPLIFIED_ONLY} | {"Hant" for c in typed if c in TRADITIONAL_ONLY}
    return told.pop() if len(told) == 1 else ""
