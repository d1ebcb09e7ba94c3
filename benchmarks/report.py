"""Figures → Markdown. Pure but for `setting`, which looks at the machine.

Enters: figures. Leaves: tables. Never: a measurement.
"""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from benchmarks.engines import Entry, entry, versions
from benchmarks.engines.base import BuildTimes
from benchmarks.figures import EngineFigures, SizeFigures, spread
from benchmarks.queries import read_queries
from indexer import __version__

_MB = 1_000_000
_SERVER = ", the server's own time"
_RIVALS = ("tantivy", "whoosh")
"""What Jianghua's ratios are taken against."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and with what a run was made. missing: engine -> why it was left out."""

    date: str
    machine: str
    versions: dict[str, str]
    sources: tuple[str, ...]
    missing: dict[str, str]


def setting(sources: Sequence[Path], rows: tuple[Entry, ...], missing: dict[str, str]) -> Setting:
    """This machine, now."""
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text(encoding="utf-8").splitlines() if cpu.exists() else []
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.processor())
    return Setting(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=f"{os.cpu_count()} × {model}, {platform.system()} {platform.release()}",
        versions={
            "Jianghua": __version__,
            platform.python_implementation(): platform.python_version(),
            "SQLite": sqlite3.sqlite_version,
            **versions(rows),
        },
        sources=tuple(path.name for path in sources),
        missing=missing,
    )


def markdown(where: Setting, sizes: Sequence[SizeFigures]) -> str:
    """The whole report; the ratios are those of the largest size."""
    parts = [_heading(where), *_headline(sizes[-1])]
    for size in sizes:
        parts += [_title(size), _building(size), _starting(size), _times(size), _classes(size), _recall(size)]
    if len(sizes) > 1:
        parts.append(_growth(sizes))
    parts.append(_snippets(sizes[-1]))
    return "\n\n".join(parts)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _number(value: float) -> str:
    """Three digits that count."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.095 else f"{value:.3f}"


def _heading(where: Setting) -> str:
    packages = ", ".join(f"{name} {version}" for name, version in where.versions.items())
    lines = [f"{where.date}, {', '.join(where.sources)}. {where.machine}. {packages}."]
    lines += [f"Left out: {entry(name).title}: {reason}." for name, reason in where.missing.items()]
    return "\n\n".join(lines)


def _title(size: SizeFigures) -> str:
    lines = [f"### {size.documents:,} documents, {size.text_bytes / _MB:,.1f} MB of text"]
    lines += [f"{entry(f.name).title}: {f.problem}." for f in size.engines if f.problem]
    return "\n\n".join(lines)


def _asked(size: SizeFigures) -> list[EngineFigures]:
    return [figures for figures in size.engines if figures.rounds]


def _headline(size: SizeFigures) -> Iterator[str]:
    """Jianghua by its rivals, in ratios above 1 where Jianghua is better."""
    known = {figures.name: figures for figures in size.engines if not figures.problem and figures.builds}
    rivals = [name for name in _RIVALS if name in known]
    if "jianghua" not in known or not rivals:
        return
    ours = known["jianghua"]
    columns = [ours, *(known[name] for name in rivals)]
    rows = []
    for label, figure, is_rate in _MEASURES:
        values = [figure(figures) for figures in columns]
        ratios = [(values[0] / v if is_rate else v / values[0]) if values[0] and v else 0.0 for v in values[1:]]
        rows.append([label, *map(_number, values), *(f"{_number(ratio)}×" if ratio else "–" for ratio in ratios)])
    titles = [entry(figures.name).title for figures in columns]
    head = [f"at {size.documents:,} documents", *titles, *(f"better than {title}" for title in titles[1:])]
    yield _table(head, rows)


_MEASURES: tuple[tuple[str, Callable[[EngineFigures], float], bool], ...] = (
    ("query p50, ms", lambda figures: spread(figures.times_ms()).p50, False),
    ("query p95, ms", lambda figures: spread(figures.times_ms()).p95, False),
    ("documents a second, whole rebuild, one worker", lambda figures: _rate(figures), True),
    ("documents a second, indexing prepared documents", lambda figures: _prepared_rate(figures), True),
    ("index, MB", lambda figures: figures.builds[0].index_bytes / _MB, False),
    ("resident after queries, MB", lambda figures: figures.served.resident_bytes / _MB if figures.served else 0, False),
    ("queries a second, many clients", lambda figures: _throughput(figures), True),
    ("quoted strings found", lambda figures: _found(figures), True),
)


def _rate(figures: EngineFigures) -> float:
    return figures.builds[0].documents / figures.builds[0].times.total_s


def _prepared_rate(figures: EngineFigures) -> float:
    return figures.builds[0].documents / _prepared_s(figures.builds[0].times)


def _prepared_s(times: BuildTimes) -> float:
    return times.total_s if times.from_prepared_s is None else times.from_prepared_s


def _throughput(figures: EngineFigures) -> float:
    return figures.throughput.queries / figures.throughput.seconds if figures.throughput else 0.0


def _found(figures: EngineFigures) -> float:
    return figures.recall.found / max(figures.recall.asked, 1) if figures.recall else 0.0


def _building(size: SizeFigures) -> str:
    rows = []
    for figures in size.engines:
        for built in figures.builds:
            times, about = built.times, "≈ " if built.times.is_estimated else ""
            cutting = "–" if times.cutting_s is None else about + _number(times.cutting_s)
            several = f", {built.workers} workers" * (built.workers > 1)
            parts = (
                ("–", "–", "–") if several else (_number(times.reading_s), cutting, about + _number(times.writing_s))
            )
            rows.append(
                [
                    entry(figures.name).title + several,
                    *parts,
                    _number(times.total_s),
                    _number(size.documents / times.total_s),
                    _number(size.documents / _prepared_s(times)),
                    _number(built.index_bytes / _MB),
                    _number(built.index_bytes / size.text_bytes),
                    _number(built.peak_bytes / _MB) if built.peak_bytes else "–",
                ]
            )
    head = [
        "indexing",
        "reading s",
        "cutting s",
        "writing s",
        "in all s",
        "documents/s",
        "prepared documents/s",
        "MB",
        "× text",
        "peak MB",
    ]
    return _table(head, rows)


def _starting(size: SizeFigures) -> str:
    rows = [
        [
            entry(figures.name).title,
            _number(figures.opened.open_s),
            _number(figures.opened.first_s),
            *(
                [f"{served.queries:,}", _number(served.resident_bytes / _MB), _number(served.peak_bytes / _MB)]
                if (served := figures.served)
                else ["–"] * 3
            ),
        ]
        for figures in size.engines
        if figures.opened
    ]
    table = _table(["serving", "open after s", "first answer after s", "queries", "resident MB", "peak MB"], rows)
    commands = [
        f"The whole process `jianghua search`: {_number(figures.command_s)} s."
        for figures in size.engines
        if figures.command_s
    ]
    return "\n\n".join([table, *commands])


def _times(size: SizeFigures) -> str:
    rows = []
    for title, figures, times in _timed(size):
        all_ = spread(times)
        rate = figures.throughput
        rows.append(
            [
                title,
                *map(_number, (all_.p50, all_.p95, all_.worst)),
                f"{sum(map(bool, figures.totals))} of {len(figures.totals)}",
                f"{sum(figures.totals):,}",
                _number(_throughput(figures)) if rate and not title.endswith(_SERVER) else "–",
                f"{rate.differing:,}" if rate and not title.endswith(_SERVER) else "–",
            ]
        )
    head = [
        "queries",
        "p50 ms",
        "p95 ms",
        "max ms",
        "with hits",
        "hits in all",
        "queries/s, many clients",
        "of them answered otherwise",
    ]
    return _table(head, rows)


def _timed(size: SizeFigures) -> Iterator[tuple[str, EngineFigures, list[float]]]:
    """Every column of times: its title, whose it is, the median of each query."""
    for figures in _asked(size):
        title = entry(figures.name).title
        yield title, figures, figures.times_ms()
        if figures.rounds[0][0].own_ms is not None:
            yield title + _SERVER, figures, figures.times_ms(own=True)


def _classes(size: SizeFigures) -> str:
    """p50 / p95 / max of every class, an engine a row."""
    numbered = groupby(enumerate(read_queries()), key=lambda pair: pair[1].kind)
    classes = {kind: [number for number, _ in pairs] for kind, pairs in numbered}
    rows = []
    for title, _, times in _timed(size):
        spreads = [spread([times[number] for number in numbers]) for numbers in classes.values()]
        rows.append([title, *(" / ".join(map(_number, (s.p50, s.p95, s.worst))) for s in spreads)])
    return _table(["p50 / p95 / max ms", *(f"{kind} ({len(numbers)})" for kind, numbers in classes.items())], rows)


def _recall(size: SizeFigures) -> str:
    rows = [
        [
            entry(figures.name).title,
            f"{recall.found} of {recall.asked}",
            f"{_found(figures):.3f}",
            f"{recall.right_totals} of {recall.asked}",
        ]
        for figures in size.engines
        if (recall := figures.recall)
    ]
    return _table(["quoted strings of 2–12 characters", "found where copied", "recall", "total is right"], rows)


def _growth(sizes: Sequence[SizeFigures]) -> str:
    """Each measure at each size, and the last by the first."""
    rows = []
    for label, figure, _ in _MEASURES[:-1]:
        for name in dict.fromkeys(figures.name for size in sizes for figures in size.engines):
            at = [next((f for f in size.engines if f.name == name and f.served), None) for size in sizes]
            values = [figure(figures) if figures and _has(figures, label) else 0.0 for figures in at]
            if any(values):
                ratio = f"{_number(values[-1] / values[0])}×" if values[0] and values[-1] else "–"
                rows.append([f"{entry(name).title}: {label}", *(_number(v) if v else "–" for v in values), ratio])
    ratio_of_sizes = sizes[-1].documents / sizes[0].documents
    head = ["growth", *(f"{size.documents:,}" for size in sizes), f"documents {_number(ratio_of_sizes)}×"]
    return _table(head, rows)


def _has(figures: EngineFigures, label: str) -> bool:
    """A server has no index of its own."""
    return bool(figures.builds) or not label.startswith(("index", "documents"))


def _snippets(size: SizeFigures) -> str:
    lines = [f"- {row.title}: {row.snippet}." for row in (entry(figures.name) for figures in size.engines)]
    return "What a hit's snippets are made from:\n\n" + "\n".join(lines)
