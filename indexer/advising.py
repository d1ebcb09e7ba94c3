"""Ways out of an answer without hits: the nearest wording that stands in the corpus, and the query without its filters.

Enters: an engine, a request, what it found. Leaves: `Advice`. Never knows HTTP or the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer import pinyin
from indexer.engines.base import Engine, Window
from indexer.folding import fold
from indexer.model import Filters, SearchRequest, Term
from indexer.offers import SuggestionKind
from indexer.query.tree import Node
from indexer.wordings import Advice, Likeness, Rewording

MOST_REWORDINGS = 3
"""For each piece that stands nowhere."""
_MOST_FAILED = 2
"""Pieces that stand nowhere for which wordings are looked for: each costs some 20 ms."""
_FEWEST_BEGINNING = 2
"""Characters that the beginning of a piece has, when other phrases with it are offered."""


def advise(engine: Engine, request: SearchRequest, tree: Node, terms: tuple[Term, ...]) -> Advice:
    """What someone may try whose query found nothing. tree, terms: the query as it was read, and its pieces."""
    failed = [term.text for term in terms if not term.occurrences]
    if len(failed) > 1 and pinyin.as_typed(request.text):
        # xi jinping: pieces of one name.
        rewordings = list(_from_pinyin(engine, request, request.text))
    else:
        rewordings = [one for text in failed[:_MOST_FAILED] for one in _rewordings(engine, request, text)]
    distinct = {rewording.query: rewording for rewording in reversed(rewordings)}
    return Advice(tuple(failed), tuple(reversed(distinct.values())), _unfiltered(engine, request.filters, tree))


def _unfiltered(engine: Engine, filters: Filters, tree: Node) -> int:
    if not (any(filters.values.values()) or filters.date_from or filters.date_to):
        return 0
    return engine.search(tree, Filters(), Window(limit=0, full_only=True)).total


def _rewordings(engine: Engine, request: SearchRequest, text: str) -> Iterator[Rewording]:
    """Other wordings for a piece that stands nowhere, the nearest first."""
    read = list(_from_pinyin(engine, request, text))
    if read:
        yield from read
        return
    is_empty = True
    for wording in engine.nearest(text, MOST_REWORDINGS):
        query = _put(request.text, text, wording.text)
        differing = _differing(text, wording.text)
        yield Rewording(wording.text, text, query, wording.likeness, wording.speeches, differing)
        is_empty = False
    if is_empty:
        yield from _beginning_so(engine, request, text)


def _differing(typed: str, found: str) -> tuple[int, ...]:
    if len(typed) != len(found):
        return ()
    return tuple(at for at, (a, b) in enumerate(zip(fold(typed), fold(found), strict=True)) if a != b)


def _from_pinyin(engine: Engine, request: SearchRequest, text: str) -> Iterator[Rewording]:
    """What is read as it was typed: xijinping, xjp."""
    if not pinyin.as_typed(text):
        return
    for item in engine.suggest(text, MOST_REWORDINGS).items:
        if item.kind is not SuggestionKind.TITLE and item.text.casefold() != text.casefold():
            is_name = item.kind in (SuggestionKind.SPEAKER, SuggestionKind.PLACE)
            typed = f'{item.kind}:"{item.text}"' if is_name else item.text
            yield Rewording(item.text, text, _put(request.text, text, typed), Likeness.PINYIN, item.speeches)


def _beginning_so(engine: Engine, request: SearchRequest, text: str) -> Iterator[Rewording]:
    """Phrases that begin as a piece begins: words that stand near in the corpus."""
    for end in range(min(len(text) - 1, 8), _FEWEST_BEGINNING - 1, -1):
        items = [i for i in engine.suggest(text[:end], MOST_REWORDINGS).items if i.kind is SuggestionKind.PHRASE]
        for item in items:
            yield Rewording(item.text, text, _put(request.text, text, item.text), Likeness.BEGINNING, item.speeches)
        if items:
            return


def _put(query: str, piece: str, wording: str) -> str:
    """The query with another wording for one of its pieces, or that alone where the piece was typed otherwise."""
    return query.replace(piece, wording, 1) if piece in query else wording
