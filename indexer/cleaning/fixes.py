"""The order of the fixes, and the one mechanism that applies them. Pure.

Enters: raw text. Leaves: `Cleaned`. Never: knows what a fix looks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from indexer.cleaning import characters, furniture, wraps
from indexer.cleaning.cleaned import Cleaned, Cut, Finding, Fix, Step
from indexer.offsets import Edit, OffsetMap, edited

_BLANK = re.compile(r"\s+")
_INDENT = re.compile("\u3000\u3000+(?=\\S)")
_SENTENCE_END = re.compile("[。！？!?…][”’」』）)]{0,2}\\Z")
_SHORT_CHARS = 64
"""Of a value that is worth remembering."""


def paragraphs(text: str) -> list[Edit]:
    """White space at the edges of lines goes, and empty lines with it."""
    edits = []
    for match in _BLANK.finditer(text):
        start, end = match.span()
        is_edge = not start or end == len(text)
        if is_edge or ("\n" in match[0] and end - start > 1):
            edits.append(Edit(start, end, "" if is_edge else "\n"))
    return edits


def indents(text: str) -> list[Edit]:
    """An indent behind a sentence, inside a line, begins a line: the break that print has before it was lost.

    Collections that went through a word processor are so, with lines of 30,000 characters.
    """
    found = (match for match in _INDENT.finditer(text) if _ends_sentence(text, match.start()))
    return [Edit(*match.span(), f"\n{match[0]}") for match in found]


def _ends_sentence(text: str, end: int) -> bool:
    return bool(_SENTENCE_END.search(text, max(end - 3, 0), end))


def one_line(text: str) -> list[Edit]:
    """A title is one line: breaks go, and leave a space between Latin words. `paragraphs` has been before."""
    breaks = [at for at, char in enumerate(text) if char == "\n"]
    return [Edit(at, at + 1, " " if text[at - 1 : at + 2].isascii() else "") for at in breaks]


# Private-Use characters first, as they may turn out to be any other kind; emoji before what is invisible, so that a
# sequence is shown whole; all of them before any rule that looks at words.
_CHARACTERS = (
    Fix("line-breaks", "换行符", characters.line_breaks),
    Fix("font-dashes", "字体私用的破折号", characters.font_dashes),
    Fix("hong-kong", "香港增补字符", characters.hong_kong),
    Fix("private-use", "私用区字符", characters.private_use),
    Fix("emoji", "表情与图形符号", characters.emoji),
    Fix("invisible", "不可见字符", characters.invisible),
    Fix("spaces", "特殊空格", characters.odd_spaces),
)
_FOOTERS = Fix("footers", "页尾提示", furniture.footers)
_FURNITURE = (
    Fix("openings", "电头与栏目标记", furniture.openings, furniture.read_openings),
    Fix("closings", "文末署名", furniture.closings, furniture.read_closings),
    Fix("source-lines", "来源与编辑", furniture.whole_lines, furniture.read_lines),
    _FOOTERS,
)

BODY_FIXES = (
    *_CHARACTERS,
    Fix("indents", "行内缩进", indents),  # before any rule that looks at lines
    *_FURNITURE,
    Fix("running-heads", "页眉与页码", wraps.running_heads),
    _FOOTERS,  # again: a page number can stand below one
    Fix("wraps", "硬换行", wraps.joins),
    *_FURNITURE,  # again: a wrap can cut a dateline in two; after no join this finds nothing
    Fix("paragraphs", "空行与缩进", paragraphs),
)
LINE_FIXES = (
    *_CHARACTERS,
    Fix("paragraphs", "空行与缩进", paragraphs),
    Fix("one-line", "换行符", one_line),
    Fix("openings", "电头与栏目标记", furniture.openings, furniture.read_openings),
)


def clean(raw: str) -> Cleaned:
    """Make a text fit to read. `clean(clean(raw).body).body == clean(raw).body`; nothing is looked at twice for that.

    >>> clean("新华社北京10月12日电（记者张三）会议🎈强调\\r\\n\\r\\n　　要坚持。").body
    '会议强调\\n要坚持。'
    """
    return _apply(raw, BODY_FIXES)


def clean_line(raw: str) -> str:
    """Make a title or another short value fit to read: one line, without `[视频]` and its kin.

    >>> clean_line(" [视频]江州市召开\\n座谈会👏")
    '江州市召开座谈会'
    """
    if _is_clean_line(raw):
        return raw
    return _clean_short_line(raw) if len(raw) <= _SHORT_CHARS else _apply(raw, LINE_FIXES).body


def _is_clean_line(raw: str) -> bool:
    """None of LINE_FIXES has anything to look for."""
    return raw == raw.strip() and "\n" not in raw and not furniture.may_open(raw) and not characters.has_any(raw)


@lru_cache(maxsize=8192)
def _clean_short_line(raw: str) -> str:
    """Names, sources and tags come again and again in a corpus."""
    return _apply(raw, LINE_FIXES).body


def _apply(raw: str, fixes: tuple[Fix, ...]) -> Cleaned:
    body, offsets = raw, OffsetMap.identity(len(raw))
    steps: list[Step] = []
    found: dict[Finding, None] = {}  # in order, each once
    in_vain: dict[Callable[[str], list[Edit]], str] = {}  # a fix that comes again -> the text it found nothing in
    for fix in fixes if characters.has_any(raw) else fixes[len(_CHARACTERS) :]:
        if in_vain.get(fix.edits) is body:
            continue
        edits = fix.edits(body)
        if not edits:
            in_vain[fix.edits] = body
        else:
            steps.append(_step(fix, body, edits, offsets))
            found.update((finding, None) for edit in edits for finding in fix.read(body, edit))
            body, change = edited(body, edits)
            offsets = offsets.then(change)
    return Cleaned(body, tuple(steps), offsets, tuple(found))


def _step(fix: Fix, body: str, edits: list[Edit], offsets: OffsetMap) -> Step:
    cuts = (Cut(offsets.to_original_span(start, end), body[start:end], put) for start, end, put in edits)
    return Step(fix.name, fix.label, tuple(cuts))
