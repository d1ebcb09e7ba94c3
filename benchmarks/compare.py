"""``python -m benchmarks.compare SOURCE…``: every engine on the same documents and queries, in one run.

Enters: sources, sizes, names of engines. Leaves: Markdown on standard output; with --out all figures as JSON.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from benchmarks import preparing, processes, report
from benchmarks.corpus import Corpus
from benchmarks.engines import ENGINES, Entry, entry
from benchmarks.figures import Effort, EngineFigures, SizeFigures
from benchmarks.jobs import BuildJob, ServeJob, Task
from benchmarks.processes import EngineEnded, Measuring
from benchmarks.queries import read_queries
from indexer.model import Speech

_SIZES = (5_000, 20_000, 75_000)


def main(argv: Sequence[str] | None = None, effort: Effort | None = None) -> None:
    """Run what is asked for on the command line and print it."""
    arguments = _arguments(argv)
    speeches = preparing.read_speeches(arguments.sources)
    if not speeches:
        sys.exit("there is no speech in these sources")
    rows = tuple(row for row in arguments.engines if not row.missing)
    missing = {row.name: row.missing for row in arguments.engines if row.missing}
    sizes = sorted({min(size, len(speeches)) for size in arguments.sizes})
    figures = tuple(at_size(speeches, size, rows, effort or Effort()) for size in sizes)
    setting = report.setting(arguments.sources, rows, missing)
    print(report.markdown(setting, figures))
    if arguments.out:
        everything = {"setting": asdict(setting), "sizes": [asdict(size) for size in figures]}
        arguments.out.write_text(json.dumps(everything, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _arguments(argv: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks.compare", description=__doc__, allow_abbrev=False)
    parser.add_argument("sources", metavar="SOURCE", nargs="+", type=Path, help="a file or folder of speeches")
    parser.add_argument("--sizes", type=_sizes, default=_SIZES, help="documents, with commas: 5000,20000,75000")
    parser.add_argument("--engines", type=_entries, default=ENGINES, help=", ".join(row.name for row in ENGINES))
    parser.add_argument("--out", metavar="FILE.json", type=Path, help="write all figures")
    return parser.parse_args(argv)


def _sizes(typed: str) -> tuple[int, ...]:
    sizes = tuple(map(int, typed.split(",")))
    if min(sizes) < 1:
        raise ArgumentTypeError("a size is at least 1")
    return sizes


def _entries(typed: str) -> tuple[Entry, ...]:
    names = typed.split(",")
    unknown = set(names) - {row.name for row in ENGINES}
    if unknown:
        raise ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}")
    return tuple(row for row in ENGINES if row.name in names)


def at_size(speeches: Sequence[Speech], size: int, rows: Sequence[Entry], effort: Effort) -> SizeFigures:
    """Build every index, then open all of them and ask."""
    with tempfile.TemporaryDirectory(prefix="jianghua-benchmark-") as made:
        folder = Path(made)
        _tell(f"{size:,} documents: preparing")
        corpus = preparing.write_corpus(preparing.evenly(speeches, size), folder / "corpus")
        figures = {row.name: EngineFigures(row.name, [], []) for row in rows}
        for name in dict.fromkeys(row.index_name for row in rows):
            # A server alone is measured on an index whose building nobody asked for.
            _build(corpus, entry(name), folder, figures.get(name) or EngineFigures(name, [], []))
        built = [figures[row.name] for row in rows if _index(folder, row).exists()]
        _ask_all(built, corpus, folder, effort)
        return SizeFigures(
            documents=corpus.size,
            text_bytes=corpus.text_bytes,
            characters=corpus.characters,
            engines=tuple(figures.values()),
        )


def _index(folder: Path, row: Entry) -> Path:
    return folder / row.index_name


def _build(corpus: Corpus, row: Entry, folder: Path, figures: EngineFigures) -> None:
    """One worker's index is kept."""
    for workers in row.workers:
        _tell(f"building {row.title}, {workers} worker{'s' * (workers > 1)}")
        target = _index(folder, row) if workers == 1 else folder / "discarded"
        with _noted(figures):
            figures.builds.append(processes.build(BuildJob(row.name, corpus, target, workers)))
            if row.name == "jianghua" and workers == 1:
                figures.command_s = processes.command_s(target)
        if figures.problem or workers > 1:
            shutil.rmtree(target, ignore_errors=True)


def _ask_all(engines: Sequence[EngineFigures], corpus: Corpus, folder: Path, effort: Effort) -> None:
    """All stay open, and take turns a round at a time, so that a slow minute of the machine is everybody's."""
    passages = preparing.passages(corpus, effort.passages)
    with ExitStack() as open_ones:
        answering: list[tuple[EngineFigures, Measuring]] = []
        for figures in engines:
            _tell(f"opening {figures.name}")
            index = _index(folder, entry(figures.name))
            job = ServeJob(figures.name, index, time.monotonic(), read_queries(), passages, effort)
            with _noted(figures):
                process = open_ones.enter_context(Measuring(job))
                figures.opened = process.answer()
                answering.append((figures, process))
        _rounds(answering, effort)
        for figures, process in answering:
            _measure_rest(figures, process)


def _rounds(answering: Sequence[tuple[EngineFigures, Measuring]], effort: Effort) -> None:
    spent_s = dict.fromkeys((figures.name for figures, _ in answering), 0.0)
    for number in range(effort.rounds):
        _tell(f"round {number + 1} of {effort.rounds}")
        for figures, process in answering:
            if figures.problem or spent_s[figures.name] > effort.most_s:
                continue
            began = time.monotonic()
            with _noted(figures):
                figures.rounds.append(process.ask(Task.ROUND))
            spent_s[figures.name] += time.monotonic() - began


def _measure_rest(figures: EngineFigures, process: Measuring) -> None:
    if figures.problem:
        return
    _tell(f"memory, clients and recall of {figures.name}")
    with _noted(figures):
        figures.served = process.ask(Task.MIXED)
        figures.throughput = process.ask(Task.CLIENTS)
        figures.recall = process.ask(Task.RECALL)


@contextmanager
def _noted(figures: EngineFigures) -> Iterator[None]:
    """An engine that ends early is a line in the report; the others go on."""
    try:
        yield
    except EngineEnded as ended:
        figures.problem = str(ended)
        _tell(f"{figures.name}: {ended}")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
