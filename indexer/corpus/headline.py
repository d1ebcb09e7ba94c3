"""The lines above a speech: what is title, what is around it. Pure.

Enters: a cleaned body. Leaves: a `Headline`. Never: more than the lines say.

Headline lines are the short first lines without a full stop, as many as stand above the first paragraph of prose:

======================= =========================================
習近平主持召開…座談會強調   eyebrow: leads over to the title
進一步推動…高質量發展       title, one line or more
李強蔡奇丁薛祥出席         attendance
（2023年10月12日）          date, also with a place behind a comma
国务院总理 李强             by-line: an office, a name, or both
======================= =========================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from indexer.corpus.names import NAME, is_name
from indexer.corpus.wordlists import folded_sections
from indexer.dates import leading_date
from indexer.folding import fold

_MAX_LINES = 8
_MAX_LINE_CHARS = 60
_PROSE_END = re.compile(r"[。！？!?；;：:，,、…]$")
_SALUTATION_END = re.compile(r"[：:]$")
_FULL_STOP = re.compile(r"[。！？；]")
# 一、 （二） 3. 第四章: a text that begins with its first section has no title line.
_SECTION = re.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、．.]|[一二三四五六七八九十]{1,2}(?:\s|$)|第.{1,3}[章节節编編])"
)
_DATE_LINE = re.compile(r"[(（]([^()（）]+)[)）]|(?:——|--|─+)?\s*([^()（）]+)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Headline:
    """What the first lines of a body are.

    lines: how many there are, 0: none. title: the title lines, joined by a space. eyebrow, byline: as they stand;
        speaker: the name in the by-line. date: EDTF; place: behind the date.
    """

    lines: int = 0
    title: str = ""
    eyebrow: str = ""
    speaker: str = ""
    date: str = ""
    place: str = ""


def read_headline(body: str) -> Headline:
    """The headline of a body; an empty one where the first paragraph is prose already, or where all is short lines."""
    paragraphs = body.split("\n", _MAX_LINES + 1)[: _MAX_LINES + 1]
    count = next((at for at, line in enumerate(paragraphs) if not _is_headline_line(line)), len(paragraphs))
    if not 0 < count < len(paragraphs) or not _is_prose(paragraphs[count]):
        return _EMPTY
    return _told_apart(paragraphs[:count])


_EMPTY = Headline()


def _is_prose(paragraph: str) -> bool:
    """Sentences or 各位代表：, and not the second half of a sentence that a line break has cut."""
    return (
        bool(_FULL_STOP.search(paragraph) or _SALUTATION_END.search(paragraph))
        and paragraph[0] not in "(（)）、，。；：”’"
    )


def _is_headline_line(line: str) -> bool:
    return len(line) <= _MAX_LINE_CHARS and not (
        _PROSE_END.search(line) or _FULL_STOP.search(line) or _SECTION.match(line)
    )


def _told_apart(lines: Sequence[str]) -> Headline:
    eyebrow = speaker = date = place = ""
    titles: list[str] = []
    for number, line in enumerate(lines):
        following = lines[number + 1 :]
        if dated := _date_line(line):
            date, place = date or dated.date, place or dated.place
        elif titles and (name := _byline(line, following)) is not None:
            speaker = speaker or name
        elif titles and not following and _ends(line, "attendance endings"):
            continue
        elif not titles and not eyebrow and following and _ends(line, "eyebrow endings"):
            eyebrow = line
        else:
            titles.append(line)
    # A headline of one line may end like an eyebrow and is the title all the same.
    return Headline(len(lines), " ".join(titles) or eyebrow, eyebrow, speaker, date, place)


def _date_line(line: str) -> Headline | None:
    """Date and place of （2023年10月12日，南昌）; a line such as ——2024年3月5日在…会议上 gives its date."""
    match = _DATE_LINE.fullmatch(line.strip())
    text = (match[1] or match[2] or "").strip() if match else ""
    leading = leading_date(text)
    if not match or not leading or len(leading.date) == len("2023"):
        return None
    rest = text[leading.length :].strip()
    if not rest or match[1]:
        return Headline(date=leading.date, place=rest[1:].strip() if rest[:1] in ("，", ",", "、") else "")
    return Headline(date=leading.date) if rest.startswith("在") else None


def _byline(line: str, following: Sequence[str]) -> str | None:
    """The name in a by-line, ``""`` for an office whose holder stands in the next line, None for any other line."""
    folded = fold(line)
    whole = _SPACES.sub("", folded)
    if is_name(whole) and (len(whole) == len(folded) or len(whole) <= 3):
        return _SPACES.sub("", line)
    office = _offices()(folded)
    if not office:
        return None
    name = _SPACES.sub("", line[office.end() :])
    if not name:
        return "" if following and _byline(following[0], ()) else None
    return name if is_name(fold(name)) else None


def _ends(line: str, section: str) -> bool:
    return fold(line).endswith(folded_sections("line_roles.txt")[section])


@cache
def _offices() -> Callable[[str], re.Match[str] | None]:
    """Matches an office at the beginning of a folded line, up to a name or the end."""
    endings = "|".join(folded_sections("line_roles.txt")["office endings"])
    return re.compile(rf".{{0,24}}(?:{endings})(?=\s*$|\s+|{NAME}$)").match
