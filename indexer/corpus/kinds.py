"""A title → the kind of speech, where the title says it. Pure.

Enters: a title. Leaves: one of the sections of `kinds.txt`, or empty. Never: a guess from the text.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.corpus.wordlists import folded_sections
from indexer.folding import fold

# 「…发表重要讲话」 is the title of a news report about a speech, not of a speech.
_REPORTED = r"(?<!发表)(?<!发表重要)(?<!发表主旨)(?<!重要)(?<!并)(?<!作)(?<!致)(?<!听取)"
_TRAILING_NOTE = re.compile(r"\s*(?:\([^()]*\)|《?》|全文)\s*$")


def kind_of(title: str) -> str:
    """The kind that the last word of `title` names, empty when it names none.

    >>> kind_of("在慶祝大會上的講話（2021年7月1日）"), kind_of("外交部发言人主持例行记者会")
    ('讲话', '答问')
    >>> kind_of("习近平发表重要讲话")
    ''
    """
    folded = fold(title)
    while (shorter := _TRAILING_NOTE.sub("", folded)) != folded:
        folded = shorter
    match = _endings().search(folded)
    return _kinds()[match[1]] if match else ""


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in folded_sections("kinds.txt").items() for word in words}


@cache
def _endings() -> re.Pattern[str]:
    words = sorted(_kinds(), key=len, reverse=True)
    return re.compile(f"{_REPORTED}({'|'.join(words)})$")
