"""Who speaks, where title and text agree on it. Pure.

Enters: title lines and a body. Leaves: a name, or empty. Never: a name that only one of the two speaks of; better
none than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from indexer.corpus.names import COMPOUND_SURNAMES, NAME, is_name
from indexer.folding import fold

_SPEAKS = r"(?:强调|指出|表示|要求|说|发表|致辞|致词|作了?(?:重要|主旨)?(?:讲话|报告))"


# 习近平主持召开…座谈会强调; 习近平在…大会上的讲话; …举行茶话会 习近平发表重要讲话
@cache
def _in_title() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[\s\]】:])({NAME})"
        rf"(?=(?:主持|在|出席|同|向|对|就|会见|考察).*(?:{_SPEAKS}|讲话|演讲|致辞|致词|答问|记者会)|{_SPEAKS}|代表.*{_SPEAKS})"
    )


@cache
def _office_holder() -> re.Pattern[str]:
    return re.compile(
        rf"(?:主席|总理|总书记|书记|委员长|部长|省长|市长|发言人)({NAME})(?=\d|今天|昨天|在|出席|主持|{_SPEAKS})"
    )


@cache
def _turn() -> re.Pattern[str]:
    return re.compile(rf"^({NAME}):", re.MULTILINE)


_FIRST_CHARS = 200
_TURN_CHARS = max(map(len, COMPOUND_SURNAMES)) + 3
"""The longest beginning of a line that `_turn()` looks at: a surname, two more characters and the colon."""


def find_speaker(title_lines: Iterable[str], body: str) -> str:
    """The speaker named by a title line, or by his office in the first sentence, who also speaks in the body; else the
    only name among the turns (``耿爽：…``) of an interview. Empty when there is none or more than one."""
    beginnings = "\n".join([line[:_TURN_CHARS] for line in body.split("\n")])
    in_titles = [name for line in title_lines if line for name in _names(_in_title(), line)]
    named = dict.fromkeys(_names(_office_holder(), body[:_FIRST_CHARS].partition("。")[0]))
    text = fold(body) if in_titles or named else ""  # mostly there is nobody to listen for
    for name in in_titles:
        if _speaks(fold(name), text) or _has_turns(fold(name), beginnings):
            return name
    heard = [name for name in named if _speaks(fold(name), text)]
    if heard:
        return heard[0] if len(heard) == 1 else ""
    turns = dict.fromkeys(_names(_turn(), beginnings))
    return next(iter(turns)) if len(turns) == 1 and _has_turns(fold(next(iter(turns))), beginnings) else ""


def _names(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """What the pattern's group matches in the folded text, as it stands in the text."""
    for match in pattern.finditer(fold(text)):
        if is_name(match[1]):
            yield text[match.start(1) : match.end(1)]


def _speaks(name: str, text: str) -> bool:
    return bool(re.search(rf"{name}{_SPEAKS}", text))


def _has_turns(name: str, beginnings: str) -> bool:
    return len(re.findall(rf"^{name}:", fold(beginnings), re.MULTILINE)) > 1
