"""Ways out of an answer without hits: the nearest wording that stands in the corpus, and the query without its filters.

Enters: an engine, a request, what it found. Leaves: `Advice`. Never knows HTTP or the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from indexer import pinyin
from indexer.engines.base import Engine, Window
from indexer.folding import fold
from indexer.model import Filters, SearchRequest, Term
from indexer.offers import Suggestion, SuggestionKind
from indexer.query import conditions, to_syntax, unconditional
from indexer.query.tree import Everything, Has, Near, Node, Pattern, Phrase, Text, Words, texts
from indexer.wordings import Advice, Likeness, Rewording

MOST_REWORDINGS = 3
"""For each piece that stands nowhere."""
_MOST_FAILED = 2
"""Pieces that stand nowhere for which wordings are looked for: each costs some 20 ms."""
_MOST_TRIED = 16
"""Words of a piece of which it is asked whether they stand anywhere: each costs a look-up."""
_MOST_CONDITIONS = 8
"""Conditions of a query of which it is asked whether any speech meets them."""
_FEWEST_BEGINNING = 2
"""Characters that the beginning of a piece has, when other phrases with it are offered."""
_NAMED = {"speaker": SuggestionKind.SPEAKER, "place": SuggestionKind.PLACE}


def advise(engine: Engine, request: SearchRequest, tree: Node, terms: tuple[Term, ...]) -> Advice:
    """What someone may try whose query found nothing. tree, terms: the query as it was read, and its pieces."""
    asked = conditions(tree)[:_MOST_CONDITIONS]
    unmet = [condition for condition in asked if not _count(engine, condition, Filters())]
    nowhere = {term.piece for term in terms if not term.occurrences}
    failed = [leaf for leaf in texts(tree) if leaf.piece in nowhere]
    wider = unconditional(tree)
    named = [one for condition in unmet if isinstance(condition, Has) for one in _names(engine, condition)]
    # Words put right find nothing beside a condition that no speech meets.
    beside = to_syntax(wider) if unmet and not named else request.text
    whole = list(_from_pinyin(engine, request.text)) if len(terms) > 1 else []  # xi jinping: pieces of one name
    reworded = (one for leaf in failed[:_MOST_FAILED] for one in _rewordings(engine, leaf))
    rewordings = _in_query(beside, whole or [*named, *reworded])
    unfiltered = _unfiltered(engine, request.filters, tree, wider)
    return Advice(
        failed=(*map(to_syntax, unmet), *(f"{'title:' * leaf.in_title}{leaf.text}" for leaf in failed)),
        rewordings=tuple({(one.text, one.query): one for one in rewordings}.values()),
        unfiltered=unfiltered,
        unfiltered_query=(request.text if wider == tree else to_syntax(wider)) if unfiltered else "",
    )


def _in_query(text: str, several: Sequence[Rewording]) -> Iterator[Rewording]:
    """Each wording in its place in the query, beside the best ones for other pieces: alone it would find nothing.

    several: their `query` is what is to be typed for the piece alone.
    """
    best: dict[str, Rewording] = {}
    for one in several:
        best.setdefault(one.instead_of, one)
    for one in several:
        beside = text
        for other in best.values():
            if other.instead_of != one.instead_of:
                beside = _put(beside, other.instead_of, other.query)
        yield replace(one, query=_put(beside, one.instead_of, one.query))


def _count(engine: Engine, tree: Node, filters: Filters) -> int:
    return engine.search(tree, filters, Window(limit=0, full_only=True)).total


def _unfiltered(engine: Engine, filters: Filters, tree: Node, wider: Node) -> int:
    """How many speeches there are without filters and conditions; 0 where there are none of these to leave out."""
    is_filtered = bool(any(filters.values.values()) or filters.date_from or filters.date_to)
    if not is_filtered and wider in (tree, Everything()):
        return 0
    return _count(engine, wider, Filters())


def _names(engine: Engine, condition: Has) -> Iterator[Rewording]:
    """Speakers or places whose names are read as one that no speech has: speaker:习进平, speaker:xijinping."""
    if condition.field not in _NAMED:
        return
    typed = condition.value
    read = pinyin.as_typed(typed) or "".join(pinyin.syllables(typed))
    for item in _suggested(engine, read, _NAMED[condition.field]):
        differing = _differing(typed, item.text)
        likeness = Likeness.SOUND if differing else Likeness.PINYIN
        yield Rewording(item.text, typed, item.text, likeness, item.speeches, differing)


def _suggested(engine: Engine, typed: str, *kinds: SuggestionKind) -> Iterator[Suggestion]:
    return (item for item in engine.suggest(typed, MOST_REWORDINGS).items if item.kind in kinds)


def _rewordings(engine: Engine, leaf: Text) -> list[Rewording]:
    """Other wordings for a piece that stands nowhere, the nearest first."""
    if _parts(leaf):
        return [one for part in _missing(engine, _parts(leaf)) for one in _nearest(engine, part)]
    if leaf.in_title and not _missing(engine, [leaf.text]):
        return []  # it was spelled well, but is in no title
    words = leaf.apart if isinstance(leaf, Words) and len(leaf.apart) > 1 else ()
    return (
        list(_from_pinyin(engine, leaf.text))
        or list(_nearest(engine, leaf.text))
        or [one for word in _missing(engine, words) for one in _nearest(engine, word)]
        or list(_beginning_so(engine, leaf.text))
    )


def _parts(leaf: Text) -> list[str]:
    """The texts that a pattern, or what is asked for close together, is made of; nothing of others."""
    match leaf:
        case Pattern():
            return leaf.strings
        case Near(_, _, parts):
            return [part.text for part in parts]
        case _:
            return []


def _missing(engine: Engine, several: Sequence[str]) -> list[str]:
    """Those of some texts that stand nowhere, at most as many as pieces are looked at."""
    missing = (text for text in several[:_MOST_TRIED] if not _count(engine, Phrase(text, 0), Filters()))
    return list(islice(missing, _MOST_FAILED))


def _nearest(engine: Engine, text: str) -> Iterator[Rewording]:
    """What stands in the corpus and sounds so, or is spelled so but for a slip."""
    for wording in engine.nearest(text, MOST_REWORDINGS):
        differing = _differing(text, wording.text)
        yield Rewording(wording.text, text, wording.text, wording.likeness, wording.speeches, differing)


def _differing(typed: str, found: str) -> tuple[int, ...]:
    if len(typed) != len(found):
        return ()
    return tuple(at for at, (a, b) in enumerate(zip(fold(typed), fold(found), strict=True)) if a != b)


def _from_pinyin(engine: Engine, text: str) -> Iterator[Rewording]:
    """What is read as it was typed: xijinping, xjp."""
    if not pinyin.as_typed(text):
        return
    for item in _suggested(engine, text, SuggestionKind.SPEAKER, SuggestionKind.PLACE, SuggestionKind.PHRASE):
        if item.text.casefold() != text.casefold():
            is_name = item.kind is not SuggestionKind.PHRASE
            typed = f'{item.kind}:"{item.text}"' if is_name else item.text
            yield Rewording(item.text, text, typed, Likeness.PINYIN, item.speeches)


def _beginning_so(engine: Engine, text: str) -> Iterator[Rewording]:
    """Phrases that begin as a piece begins: words that stand near in the corpus."""
    for end in range(min(len(text) - 1, 8), _FEWEST_BEGINNING - 1, -1):
        begun = fold(text[:end])
        items = [i for i in _suggested(engine, text[:end], SuggestionKind.PHRASE) if fold(i.text).startswith(begun)]
        for item in items:
            yield Rewording(item.text, text, item.text, Likeness.BEGINNING, item.speeches)
        if items:
            return


def _put(query: str, piece: str, wording: str) -> str:
    """The query with another wording for one of its pieces, or that alone where the piece was typed otherwise."""
    at = fold(query).find(fold(piece))
    return query[:at] + wording + query[at + len(piece) :] if at >= 0 else wording
