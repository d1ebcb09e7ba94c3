"""What the engine says about a question, in the language in force: its notes, and its description of what was searched.

Enters: Simplified Chinese sentences of the engine. Leaves: the same translated, with what was typed as it was typed; or
as they are, named as Chinese, where one is not known here. Never: half of a sentence translated.

`sentences.txt` has the notes, with ``%(a)s`` for what varies; `phrases.txt` what descriptions are put together from.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from webapp.locales import SOURCE, current
from webapp.locales import gettext as _
from webapp.pages.frame import Text
from webapp.typography import besides_page, shown

_PLACE = re.compile(r"%\((\w)\)s")
# What was typed stands in quotation marks, and the words that it was cut into in brackets after it.
_TYPED = re.compile("“(?P<text>[^”]*)”(?P<words>(?:（[^（）]*）)?)")
_KEPT = re.compile("\ue000(\\d+)\ue001")
_HAN = re.compile("[\u3400-\u9fff]")


def translated(sentence: str) -> Text:
    """A sentence of the engine for a reader."""
    sentence = shown(sentence)
    if current() is SOURCE:
        return Text(sentence)
    said = _as_sentence(sentence) or _as_phrases(sentence)
    return Text(said) if said else Text(sentence, besides_page(SOURCE.tag))


def sentences() -> tuple[str, ...]:
    """The notes that can be translated."""
    return _lines("sentences.txt")


def phrases() -> tuple[str, ...]:
    """The parts of descriptions that can be translated; the longest first."""
    return tuple(sorted(_lines("phrases.txt"), key=len, reverse=True))


def _as_sentence(sentence: str) -> str:
    for pattern, template in _patterns():
        match = pattern.fullmatch(sentence)
        if match:
            return _(template, **match.groupdict())
    return ""


def _as_phrases(sentence: str) -> str:
    typed: list[str] = []

    def keep(match: re.Match[str]) -> str:
        typed.append(_("“%(text)s”", text=match["text"]) + match["words"])
        return f"\ue000{len(typed) - 1}\ue001"

    skeleton, phrase = _TYPED.sub(keep, sentence), _phrase_pattern()
    if _HAN.search(phrase.sub("", skeleton)):
        return ""
    said = re.sub(" +", " ", phrase.sub(lambda match: _(match[0]), skeleton))
    return _KEPT.sub(lambda match: typed[int(match[1])], said).strip()


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_regex(template), re.DOTALL), template) for template in sentences())


def _regex(template: str) -> str:
    pieces = _PLACE.split(template)
    return "".join(f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))


@cache
def _phrase_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, phrases())))


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = (files("webapp.pages") / name).read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
