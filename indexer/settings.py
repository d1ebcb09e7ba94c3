"""Every setting in one table: name, default, what it is for, how a value is read.

Enters: an environment and the values of command-line options, which go before it. Leaves: `Settings`. Never: looked up
by the rooms that do the work; values are handed to them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import SettingError

PREFIX = "JIANGHUA_"
"""Before the name of a setting, in capitals, in the environment: `JIANGHUA_PORT`."""
_MOST_WORKERS = 8
"""By default: each holds a word list of its own, and beyond this the one that writes is what all wait for."""
_MOST = 64
"""Workers and threads that can be asked for."""
_LAST_PORT = 65_535
DEFAULT_MEMORY_MB = 1200
"""As much as the largest segment takes, so that an index has no more segments than it has to."""
_LEAST_MEMORY_MB = 200
SEGMENTERS = ("auto", "jieba")
"""auto: the fast one where it is installed; jieba: jieba itself. Both cut the same."""

Value = Any
"""A path, a number, a string or None: each row of the table has its own."""


class _Unfit(ValueError):
    """A value cannot be used; the message says what can."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. `parse` reads a value as it was typed; `help` is one line without a full stop."""

    name: str
    default: Value
    help: str
    parse: Callable[[str], Value]

    @property
    def variable(self) -> str:
        """The name in the environment."""
        return PREFIX + self.name.upper()

    def read(self, typed: str) -> Value:
        """The value that was typed.

        Raises:
            SettingError: it cannot be used; says which setting, which value and what is accepted.
        """
        try:
            return self.parse(typed)
        except _Unfit as unfit:
            raise SettingError(f"{self.name} cannot be {typed!r}: it has to be {unfit}") from None


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of all settings, one field a row of the table."""

    index: Path
    seeds: Path
    dictionary: Path | None
    equivalents: Path | None
    encoding: str | None
    workers: int
    memory: int
    segmenter: str
    host: str
    port: int
    threads: int
    cors: str


def _path(typed: str) -> Path:
    if "\0" in typed:
        raise _Unfit("a path")
    return Path(typed)


def _integer(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(typed: str) -> int:
        """The number that was typed."""
        # At most as many digits as Python turns into a number whatever its limits.
        if not (typed.isascii() and typed.isdigit() and len(typed) < 10 and lowest <= int(typed) <= highest):
            raise _Unfit(f"a whole number from {lowest} to {highest}")
        return int(typed)

    return parse


def _encoding(typed: str) -> str:
    try:
        "".encode(typed)
    except (LookupError, ValueError):
        raise _Unfit("a text encoding such as utf-8, gb18030, big5hkscs or utf-16") from None
    return typed


def _segmenter(typed: str) -> str:
    if typed not in SEGMENTERS:
        raise _Unfit(" or ".join(SEGMENTERS))
    return typed


def _host(typed: str) -> str:
    if not typed or not typed.isprintable() or " " in typed:
        raise _Unfit("a name or an address such as 127.0.0.1 or 0.0.0.0")
    return typed


def _origin(typed: str) -> str:
    if typed not in ("", "*") and not re.fullmatch(r"https?://[^\s/,]+", typed):
        raise _Unfit("an origin such as https://example.org, or *")
    return typed


def _cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


SETTINGS = (
    Setting("index", Path("index_data"), "folder that holds the index", _path),
    Setting("seeds", Path("seeds"), "what is indexed where no path is given", _path),
    Setting("dictionary", None, "file of your own words, one a line; the index depends on it", _path),
    Setting("equivalents", None, "file of names that stand for each other, a group a line; for queries", _path),
    Setting("encoding", None, "encoding of every file; without it each is recognised", _encoding),
    Setting(
        "workers",
        min(_cores(), _MOST_WORKERS),
        f"processes that index; by default one a core, at most {_MOST_WORKERS}",
        _integer(1, _MOST),
    ),
    Setting(
        "memory",
        DEFAULT_MEMORY_MB,
        "megabytes that the process which writes the index may take; with less, an index has more segments",
        _integer(_LEAST_MEMORY_MB, 1_000_000),
    ),
    Setting(
        "segmenter", "auto", "jieba: cut with jieba itself; auto: ten times as fast, where rjieba is there", _segmenter
    ),
    Setting("host", "127.0.0.1", "address that the server listens on; 0.0.0.0: all", _host),
    Setting("port", 8000, "port that the server listens on; 0: any that is free", _integer(0, _LAST_PORT)),
    Setting("threads", 4, "requests that the server answers at a time", _integer(1, _MOST)),
    Setting("cors", "", "origin whose pages may read the JSON, or *: any; without it only the server's own", _origin),
)


def read_settings(environment: Mapping[str, str], chosen: Mapping[str, Value]) -> Settings:
    """The settings: what was chosen by name, else what the environment says, else the default.

    chosen: name -> value, already read; None stands for no choice, as an empty variable does.

    Raises:
        SettingError: a variable of the environment cannot be used.
    """
    return Settings(**{setting.name: _value(setting, environment, chosen) for setting in SETTINGS})


def _value(setting: Setting, environment: Mapping[str, str], chosen: Mapping[str, Value]) -> Value:
    value = chosen.get(setting.name)
    if value is not None:
        return value
    typed = environment.get(setting.variable)
    return setting.read(typed) if typed else setting.default
