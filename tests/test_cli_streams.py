"""What reaches a terminal, a file or another program."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout

import pytest
from command_line import Terminal
from hypothesis import given
from hypothesis import strategies as st

from indexer.cli import streams
from indexer.cli.answer import Answer
from indexer.model import Run

LIT = (Run("守住"), Run("岸线", 0), Run("。"))


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither this terminal's wishes nor those of who runs the tests."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def write(*lines: str | tuple[Run, ...], is_verbatim: bool = False) -> None:
    """Write lines as an answer to standard output."""
    streams.write_answer(Answer({"ok": True}, lines, is_verbatim=is_verbatim), as_json=False)


def in_terminal(*lines: str | tuple[Run, ...], is_verbatim: bool = False) -> str:
    """What a terminal gets."""
    with redirect_stdout(Terminal()) as terminal:
        write(*lines, is_verbatim=is_verbatim)
    return terminal.getvalue()


def test_hits_are_bold_in_a_terminal() -> None:
    assert in_terminal(LIT, "没有") == "守住\x1b[1m岸线\x1b[22m。\n没有\n"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_that_wants_no_marks_gets_none(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    assert in_terminal(LIT) == "守住岸线。\n"


def test_an_empty_no_color_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """https://no-color.org: "when present and not an empty string"."""
    monkeypatch.setenv("NO_COLOR", "")
    assert "\x1b[1m" in in_terminal(LIT)


def test_nothing_is_bold_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    write(LIT)
    assert capsys.readouterr().out == "守住岸线。\n"


@pytest.mark.parametrize(
    "unsafe", ["\x1b", "\x07", "\r", "\n", "\x7f", "\u009b", "\u202e", "\u2066", "\u2028", "\ud800"]
)
def test_a_text_can_do_nothing_to_a_terminal(unsafe: str) -> None:
    shown = in_terminal(f"岸{unsafe}线", (Run(f"岸{unsafe}线", 0),))
    assert shown == "岸\ufffd线\n\x1b[1m岸\ufffd线\x1b[22m\n"


def test_a_verbatim_text_is_kept_in_a_file_but_not_in_a_terminal() -> None:
    assert in_terminal("岸\x1b线\t", is_verbatim=True) == "岸\ufffd线\t\n"
    assert in_bytes("ascii", lambda: write("岸\x1b线\r", is_verbatim=True)) == "岸\x1b线\r\n".encode()


def in_bytes(encoding: str, act: Callable[[], object]) -> bytes:
    """What a file gets, standard output and error together, where the locale has an encoding."""
    content = io.BytesIO()
    with io.TextIOWrapper(content, encoding=encoding) as file, redirect_stdout(file), redirect_stderr(file):
        act()
        file.flush()
        return content.getvalue()


@given(st.text())
def test_json_says_the_same_and_is_safe_to_show(text: str) -> None:
    with redirect_stdout(io.StringIO()) as stream:
        streams.write_json({"text": text})
    printed = stream.getvalue()
    assert json.loads(printed) == {"text": text.encode("utf-8", "replace").decode()}
    assert not streams._UNSAFE.search(printed.removesuffix("\n"))


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "big5"])
def test_json_is_utf8_whatever_the_locale(encoding: str) -> None:
    printed = in_bytes(encoding, lambda: streams.write_json({"title": "濕地㵎🌊"}))
    assert printed == '{"title": "濕地㵎🌊"}\n'.encode()


@pytest.mark.parametrize(("encoding", "shown"), [("ascii", b"??"), ("gbk", "濕".encode("gbk") + b"?")])
def test_what_a_locale_lacks_is_a_question_mark(encoding: str, shown: bytes) -> None:
    def act() -> None:
        streams.never_fail_on_characters()
        write("濕🌊")

    assert in_bytes(encoding, act) == shown + b"\n"


def test_asides_go_to_standard_error_and_not_into_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer({"ok": True}, ["text"], asides=["steps"])
    streams.write_answer(answer, as_json=False)
    assert capsys.readouterr() == ("text\n", "steps\n")
    streams.write_answer(answer, as_json=True)
    assert capsys.readouterr() == ('{"ok": true}\n', "")
