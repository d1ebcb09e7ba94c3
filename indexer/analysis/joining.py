"""Pieces of a text → the same with what is too short to stand alone joined to what stands beside it. Pure.

Enters: pieces as a cutter made them. Leaves: longer pieces; joined they are still the text. A single character says
little, and is found everywhere: of 23条 the 条, of 郑永年 the 郑 is meant only where the rest is. Numbers and Latin
words keep the signs that they are written with: 5%, R&D, 〔2019〕29号.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

_NUMERALS = frozenset("0123456789.%〇零一二三四五六七八九十百千万亿两")
_QUOTATION_MARKS = frozenset("\"'“”‘’「」『』")


def join_short(pieces: Sequence[str], is_function_word: Callable[[str], bool]) -> list[str]:
    """The pieces, joined; function words are joined only where nothing else stands beside a single character.

    >>> join_short(["8", "项", "规定"], lambda _: False), join_short(["郑", "永年"], lambda _: False)
    (['8项', '规定'], ['郑永年'])
    """
    is_joined = [_is_one(*pair, is_function_word) for pair in pairwise(pieces)]
    for at, piece in enumerate(pieces):
        is_alone = not any(is_joined[max(at - 1, 0) : at + 1])
        if is_alone and _is_single(piece) and not is_function_word(piece):
            beside = _best_neighbour(pieces, at, is_function_word)
            if beside is not None:
                is_joined[min(at, beside)] = True
    groups = [*pieces[:1]]
    for piece, joined in zip(pieces[1:], is_joined, strict=True):
        if joined:
            groups[-1] += piece
        else:
            groups.append(piece)
    return groups


def _is_one(piece: str, following: str, is_function_word: Callable[[str], bool]) -> bool:
    """Whether two neighbours are one: single characters, or a sign and what is Latin beside it."""
    if _is_single(piece) and _is_single(following):
        return not is_function_word(piece) and not is_function_word(following)
    return (_is_sign(piece) and _is_latin(following)) or (_is_latin(piece) and _is_sign(following))


def _best_neighbour(pieces: Sequence[str], at: int, is_function_word: Callable[[str], bool]) -> int | None:
    """The piece that a single character belongs to: the number before it, else a word behind it, else before it."""
    beside = [n for n in (at + 1, at - 1) if 0 <= n < len(pieces) and _is_word(pieces[n])]
    if at - 1 in beside and _NUMERALS.issuperset(pieces[at - 1]):
        return at - 1
    return next(iter(sorted(beside, key=lambda n: is_function_word(pieces[n]))), None)


def _is_word(piece: str) -> bool:
    return any(map(str.isalnum, piece))


def _is_single(piece: str) -> bool:
    return len(piece) == 1 and piece.isalnum()


def _is_latin(piece: str) -> bool:
    return piece.isascii() and _is_word(piece)


def _is_sign(piece: str) -> bool:
    return not _is_word(piece) and not any(c.isspace() or c in _QUOTATION_MARKS for c in piece)
