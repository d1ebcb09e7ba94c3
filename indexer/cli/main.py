"""From what was typed to an exit status. The only place that catches everything.

Enters: arguments, the environment. Leaves: 0 done, 1 an error of ours in one line, 2 usage, 130 interrupted, 141 the
reader of the output has left. Never: a traceback, unless `JIANGHUA_DEBUG` asks for one.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from indexer.cli import streams
from indexer.cli.arguments import parse_arguments
from indexer.envelope import error_envelope
from indexer.errors import IndexProblem, JianghuaError, SpeechMissing
from indexer.settings import PREFIX, read_settings

DEBUG = f"{PREFIX}DEBUG"
"""With any value in the environment: an unexpected error shows its traceback."""
_FAILED, _INTERRUPTED, _READER_LEFT = 1, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say (by default those of the process) and return the exit status.

    Raises:
        SystemExit: 2 on arguments that cannot be used, 0 after `--help` and `--version`.
    """
    streams.never_fail_on_characters()
    try:
        try:
            return _run(parse_arguments(argv))
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # As with `| head`. Python flushes once more as it ends: let that go nowhere.
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return _READER_LEFT


def _run(arguments: Namespace) -> int:
    try:
        with _ended_by_request():
            answer = arguments.run(arguments, read_settings(os.environ, vars(arguments)))
            if answer is None:
                return 0
            streams.write_answer(answer, as_json=arguments.json)
            return int(answer.status)
    except KeyboardInterrupt:
        streams.say("jianghua: interrupted; the index is as it was last published")
        return _INTERRUPTED
    except JianghuaError as error:
        return _fail(str(error), _status(error), arguments)
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        what = f"unexpected {type(error).__name__}: {error} (with {DEBUG}=1 it shows where)"
        return _fail(what, 500, arguments)


@contextmanager
def _ended_by_request() -> Iterator[None]:
    """SIGTERM ends a command as Ctrl-C does: files, locks and worker processes are let go of."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what a signal does
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _status(error: JianghuaError) -> int:
    if isinstance(error, SpeechMissing):
        return 404
    return 503 if isinstance(error, IndexProblem) else 400


def _fail(what: str, status: int, arguments: Namespace) -> int:
    if getattr(arguments, "json", False):
        streams.write_json(error_envelope(what, status))
    else:
        streams.say(f"jianghua: {what}".replace("\n", " "))
    return _FAILED
