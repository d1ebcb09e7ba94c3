"""`serve`: the web page on a production server. The only module that knows waitress.

Enters: settings. Leaves: a server that runs until it is asked to end. Never: a page, a route.
"""

from __future__ import annotations

import ctypes
import logging
import os
import socket
import sys
import threading
import webbrowser
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import indexer
from indexer.cli import commands, printing, progress, streams
from indexer.engines.base import Engine
from indexer.errors import IndexMissing, JianghuaError, SettingError
from indexer.model import SearchRequest
from indexer.settings import Settings

_QUIET_S = 2.0
"""Seconds from the start to warming up, so that it does not slow who waits for the first page."""

_IN_MOST = "的"
"""What stands in most speeches: with it something goes."""
_ARENA_MAX = -8
"""M_ARENA_MAX of glibc's malloc.h: the most heaps."""


class _Server(Protocol):
    """What waitress makes, which has no types."""

    def run(self) -> None:
        """Answer until interrupted."""


def serve(arguments: Namespace, settings: Settings) -> None:
    """Serve until Ctrl-C or SIGTERM. Where there is no index yet, the seeds are indexed first.

    Raises:
        IndexMissing: there are no seeds either. IndexProblem: the index cannot be used. SettingError: nor the address.
    """
    # A third of a second, and HTTP, which no other command needs.
    from waitress.server import create_server

    from webapp import create_app

    make: Callable[..., _Server] = create_server
    # That someone waits for a turn is no news: it is how many are answered.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    _share_one_heap()
    engine = commands.opened(settings)
    try:
        with _listening(settings) as listening:
            speeches = _ready(engine, settings)
            app = create_app(engine, cors=settings.cors)
            server = make(app, sockets=[listening], threads=settings.threads, ident=None)
            address = _address(listening, settings.host)
            with suppress(KeyboardInterrupt):  # to be asked to end is how a server ends
                print(f"Jianghua serves {speeches:,} speeches at {address} until Ctrl-C", flush=True)
                if arguments.open:
                    _open_browser(address)
                _warm_up_later(engine)
                server.run()
    finally:
        engine.close()


def _ready(engine: Engine, settings: Settings) -> int:
    """How many speeches the index holds, once there is one."""
    try:
        return engine.published().speeches
    except IndexMissing:
        if not settings.seeds.exists():
            raise IndexMissing(
                f"there is neither an index ({settings.index}) nor anything to make one of ({settings.seeds}): "
                "run `jianghua rebuild PATH…` first"
            ) from None
    streams.say(f"there is no index in {settings.index} yet: building one from {settings.seeds}")
    with progress.shown(sys.stderr) as take:
        report = indexer.rebuild(
            engine, [settings.seeds], encoding=settings.encoding, workers=settings.workers, progress=take
        )
    streams.say(*printing.report_lines(report))
    return report.speeches


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except (OSError, UnicodeError) as problem:  # a name can be none that the domain name system takes
        why = str(getattr(problem, "strerror", None) or problem).partition(" (while ")[0]
        raise SettingError(
            f"cannot listen on {settings.host}, port {settings.port}: {why}; choose another --host or --port"
        ) from None


def _address(listening: socket.socket, host: str) -> str:
    """Where a browser finds the server; the port is the real one where any was asked for."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    name = f"[{reachable}]" if ":" in reachable else reachable
    return f"http://{name}:{listening.getsockname()[1]}/"


def _share_one_heap() -> None:
    """Keep glibc from giving each thread a heap of its own, none of which shrinks: 50 MB at 75,000 speeches."""
    if mallopt := _of_glibc("mallopt"):
        mallopt(_ARENA_MAX, 1)


def _give_back() -> None:
    """Return to the system what is free within the heap: collecting what is suggested and related leaves 30 MB."""
    if trim := _of_glibc("malloc_trim"):
        trim(0)


def _of_glibc(name: str) -> Callable[..., int] | None:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None


def _warm_up_later(engine: Engine) -> None:
    timer = threading.Timer(_QUIET_S, _warm_up, (engine,))
    timer.daemon = True
    timer.start()


def _warm_up(engine: Engine) -> None:
    """Have ready what somebody would wait for: the dictionary, what is suggested, what words are related by."""
    engine.analyzer.load()
    with suppress(JianghuaError):  # it is said to who asks next
        indexer.suggest(engine, "a")
        indexer.related(engine, SearchRequest(_IN_MOST), 1)
    _give_back()


def _open_browser(address: str) -> None:
    """Have the page opened, beside the server; where there is no screen there is no browser."""
    has_screen = sys.platform in ("darwin", "win32") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if has_screen or os.environ.get("BROWSER"):
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
