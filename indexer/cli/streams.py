"""Writes to the standard streams: lit in a terminal, plain elsewhere, and never what a text wants of a terminal.

Enters: an `Answer`, lines. Leaves: bytes on a stream. Never: decides what is said.

Titles, bodies and ids come from anywhere. Characters that move the cursor, reorder a line or end it early are shown as
U+FFFD, one for one.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from indexer.cli.answer import Answer, Line
from indexer.envelope import Envelope
from indexer.model import Run

# Control characters of both sets but the tab, direction marks and overrides, separators of lines, lone surrogates.
_UNSAFE = re.compile("[\0-\x08\n-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LIT, _UNLIT = "\x1b[1m", "\x1b[22m"


def never_fail_on_characters() -> None:
    """Print a question mark for what a terminal's encoding lacks, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(*lines: Line) -> None:
    """Write lines to standard error, at once."""
    _write(sys.stderr, lines)
    sys.stderr.flush()


def write_answer(answer: Answer, *, as_json: bool) -> None:
    """Write an answer to standard output, and its asides to standard error."""
    if as_json:
        write_json(answer.envelope)
    elif answer.is_verbatim and not sys.stdout.isatty():
        _write_utf8("".join(f"{_plain(line)}\n" for line in answer.lines))
    else:
        _write(sys.stdout, answer.lines)
    if not as_json:
        say(*answer.asides)


def write_json(envelope: Envelope) -> None:
    """Write one line of JSON in UTF-8; characters unsafe in a terminal are escaped, so the value is the same."""
    text = json.dumps(envelope, ensure_ascii=False).encode("utf-8", "replace").decode()
    _write_utf8(_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def _write_utf8(text: str) -> None:
    """Whatever the locale: what reads it is a program or a file."""
    sys.stdout.flush()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(text)


def _write(stream: TextIO, lines: Iterable[Line]) -> None:
    is_lit = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    for line in lines:
        shown = _lit(line) if is_lit and not isinstance(line, str) else _UNSAFE.sub("\ufffd", _plain(line))
        stream.write(shown + "\n")


def _lit(line: Sequence[Run]) -> str:
    texts = ((_UNSAFE.sub("\ufffd", run.text), run.piece is not None) for run in line)
    return "".join(f"{_LIT}{text}{_UNLIT}" if is_hit else text for text, is_hit in texts)


def _plain(line: Line) -> str:
    return line if isinstance(line, str) else "".join(run.text for run in line)
