"""Which speeches a query matches, and where: on characters, whatever jieba thinks.

Enters: a query tree, the speeches. Leaves: a truth value a document, and where each text leaf stands. Never ranks.

Sets of documents are bool arrays with an entry a document where a query combines them: And, Or and Not are `&`, `|` and
`~`. What a leaf finds is sparse: as long as the list of documents that hold it (`places`).
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from indexer import dates
from indexer.engines.local.arrays import Array
from indexer.engines.local.forms import find_written
from indexer.engines.local.nearness import find_near, find_pattern
from indexer.engines.local.places import (
    Extents,
    Holding,
    Places,
    Standing,
    Tallied,
    Together,
    among,
    can_overlap,
    in_all,
    join,
)
from indexer.engines.local.speeches import Speeches
from indexer.equivalents import continuing_latin
from indexer.folding import fold
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
    Text,
    Words,
)

_LAST_DAY = 99991231
_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class LeafMatch:
    """What a text leaf finds.

    documents: those that match, i64 ascending. run: the leaf's text as one run. apart: its words, in the documents that
    hold all of them but not the run; None where the leaf asks for the run alone. strings: all that was looked for.
    Together `run` and `apart` are what is lit and counted; their documents are different ones. variants: what stands
    for the run or its words, where each stands.
    """

    documents: Array
    run: Standing | Tallied
    apart: Holding | None
    strings: tuple[str, ...]
    variants: Mapping[str, Standing] = field(default_factory=dict)

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """What is lit."""
        return (self.run,) if self.apart is None else (self.run, self.apart)

    def places(self, documents: Array) -> Places:
        """All that is lit in some documents."""
        return join([holding.places(documents) for holding in self.holdings])


def find_string(speeches: Speeches, text: str, in_title: bool) -> Standing:
    """The documents that hold a string."""
    standing = Standing(speeches.find(fold(text)), speeches)
    return standing.in_titles() if in_title else standing


def find_bare(speeches: Speeches, text: str, in_title: bool) -> Standing:
    """The documents that hold a string that was not quoted: no part of a longer number or Latin word."""
    standing = Standing(speeches.find_whole(fold(text), continuing_latin), speeches)
    return standing.in_titles() if in_title else standing


def hold(speeches: Speeches, text: str, in_title: bool, *, is_bare: bool) -> Standing | Tallied:
    """The same as `find_bare` or `find_string`, without going through the places of what is frequent."""
    folded = fold(text)
    is_any_place_meant = not (is_bare and (continuing_latin(folded[:1]) or continuing_latin(folded[-1:])))
    known = speeches.tally(folded) if is_any_place_meant and not in_title else None
    if known is not None:
        return Tallied(folded, known, speeches)
    return (find_bare if is_bare else find_string)(speeches, text, in_title)


def match_text(speeches: Speeches, leaf: Text) -> LeafMatch:
    """What a text leaf finds."""
    if isinstance(leaf, Words) and leaf.variants:
        return _match_variants(speeches, leaf)
    if isinstance(leaf, Pattern | Near):
        return _match_gaps(speeches, leaf)
    if isinstance(leaf, Phrase) and leaf.is_written:
        return _match_written(speeches, leaf)
    run = hold(speeches, leaf.text, leaf.in_title, is_bare=isinstance(leaf, Words))
    folded = fold(leaf.text)
    if isinstance(leaf, Phrase) or leaf.required == (folded,):
        return LeafMatch(run.documents, run, None, (folded,))
    strings = leaf.required
    words, documents = _hold_all(speeches, leaf)
    elsewhere = documents[~among(documents, run.documents)]
    if any(can_overlap(*pair) for pair in combinations(strings, 2)):
        apart: Holding = Standing(join([word.places(elsewhere) for word in words]), speeches)
    else:
        apart = Together(words, elsewhere)
    return LeafMatch(documents, run, apart, (folded, *strings))


def _hold_all(speeches: Speeches, leaf: Words) -> tuple[list[Holding], Array]:
    """(what holds the words of a run, the documents that hold all of them).

    The rarest word is looked for first, and the others while documents are left: of a question, often half of them.
    """
    strings = np.array(leaf.required, object)[speeches.most_places_of(leaf.required).argsort(kind="stable")]
    words: list[Holding] = []
    documents = _NONE
    for word in strings.tolist():
        words.append(hold(speeches, word, leaf.in_title, is_bare=True))
        documents = in_all([documents, words[-1].documents]) if words[1:] else words[-1].documents
        if not len(documents):
            break
    return words, documents


def _match_written(speeches: Speeches, leaf: Phrase) -> LeafMatch:
    run = Standing(find_written(speeches, leaf.text), speeches)
    run = run.in_titles() if leaf.in_title else run
    return LeafMatch(run.documents, run, None, (fold(leaf.text),))


def _match_variants(speeches: Speeches, leaf: Words) -> LeafMatch:
    """What a run and the other ways to write it find; numbers and Latin words among these have to be whole."""
    folded = fold(leaf.text)
    named = dict.fromkeys([*leaf.variants, *(variant for _, *variants in leaf.units for variant in variants)])
    variants = {name: Standing(_named(speeches, name), speeches) for name in named}
    if leaf.in_title:
        variants = {name: standing.in_titles() for name, standing in variants.items()}

    def any_of(text: str, others: Sequence[str]) -> Standing:
        """Every place of a typed text and of others that stand for it."""
        typed = find_bare(speeches, text, leaf.in_title)
        places = [every for name in others if len(every := variants[name].everywhere)]
        return Standing(join([typed.everywhere, *places]), speeches) if places else typed

    run = any_of(folded, leaf.variants)
    strings = (folded, *leaf.variants)
    if not leaf.units or [unit for unit, *_ in leaf.units] == [folded]:
        return LeafMatch(run.documents, run, None, strings, variants)
    units = [any_of(unit, others) for unit, *others in leaf.units]
    documents = in_all([unit.documents for unit in units])
    elsewhere = documents[~among(documents, run.documents)]
    apart = Standing(join([unit.places(elsewhere) for unit in units]), speeches)
    both = np.union1d(documents, run.documents)
    return LeafMatch(both, run, apart, (*strings, *(name for unit in leaf.units for name in unit)), variants)


def _named(speeches: Speeches, name: str) -> Places:
    """Where a variant stands as a whole; a Latin one with a capital letter, so that who is not the WHO."""
    places = speeches.find_whole(name)
    if name[:1] not in string.ascii_lowercase:
        return places
    return places.where(speeches.written(places.starts) != ord(name[0]))


def _match_gaps(speeches: Speeches, leaf: Pattern | Near) -> LeafMatch:
    """What is matched by where its parts stand. It can overlap anything, as the empty string can."""
    if isinstance(leaf, Pattern):
        places = find_pattern(speeches, leaf)
    else:
        places = find_near(speeches, leaf, [_part(speeches, part) for part in leaf.parts])
    run = Standing(places, speeches)
    run = run.in_titles() if leaf.in_title else run
    return LeafMatch(run.documents, run, None, ("",))


def _part(speeches: Speeches, part: Phrase | Pattern) -> str | Extents:
    """A part of a `Near`: a string that is still to be found, or where something else stands."""
    if isinstance(part, Phrase) and not part.is_written:
        return fold(part.text)
    found = match_text(speeches, part)
    places = found.places(found.documents)
    return Extents(places.starts, places.ends)


def match(node: Node, speeches: Speeches, leaves: Mapping[Text, LeafMatch]) -> Array:
    """bool[d]: the documents that a query matches, deleted ones included.

    leaves: what `match_text` gave for the text leaves that are not under a `Not`; others are matched here.
    """
    match node:
        case Phrase() | Words() | Pattern() | Near():
            return _flags(speeches, (leaves.get(node) or match_text(speeches, node)).documents)
        case And(children):
            return _all([match(child, speeches, leaves) for child in children])
        case Or(children):
            return _any([_flags(speeches, []), *(match(child, speeches, leaves) for child in children)])
        case Not(child):
            return ~match(child, speeches, leaves)
        case Has(field, value, is_exact):
            return match_value(speeches, field, value, is_exact)
        case Dated(first, last):
            return match_days(speeches, first, last)
        case Identified(speech_id):
            document = speeches.document(speech_id)
            return _flags(speeches, [] if document is None else [document])
        case Everything():
            return np.ones(len(speeches), bool)


def _flags(speeches: Speeches, documents: Array | Sequence[int]) -> Array:
    """bool[d]: True for some documents."""
    flags = np.zeros(len(speeches), bool)
    flags[documents] = True
    return flags


def _all(sets: Sequence[Array]) -> Array:
    every: Array = np.logical_and.reduce(sets)
    return every


def _any(sets: Sequence[Array]) -> Array:
    union: Array = np.logical_or.reduce(sets)
    return union


def match_value(speeches: Speeches, field: str, value: str, is_exact: bool) -> Array:
    """bool[d]: documents whose field has a value that contains, or is, this one; in either script."""
    wanted = fold(value)
    facet = speeches.facets.fields[field]
    return facet.having([known == wanted if is_exact else wanted in known for known in facet.folded])


def match_days(speeches: Speeches, first: str, last: str) -> Array:
    """bool[d]: documents that may be of a day between two EDTF dates; undated ones never are."""
    earliest, latest = dates.date_bounds(first), dates.date_bounds(last)
    from_day = earliest.first_day if earliest else 1
    to_day = latest.last_day if latest else _LAST_DAY
    return (speeches.days[:, 1] >= from_day) & (speeches.days[:, 0] <= to_day) & (speeches.days[:, 0] > 0)
