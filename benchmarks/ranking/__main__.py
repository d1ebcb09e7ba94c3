"""How well is ranked, beside plain rankings, in one run. Prints tables in Markdown.

`python -m benchmarks.ranking QRELS_FOLDER [--news FILE] [--titles 2000] [--systems jianghua,…] [--indexes FOLDER]`
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.ranking.collections import Collection, judged, known_items
from benchmarks.ranking.measures import Quality, mean, quality
from benchmarks.ranking.systems import Jianghua, PlainBm25, System, Tantivy, bigrams, words_of
from indexer.analysis import Analyzer

SYSTEMS: Mapping[str, Callable[[Collection, Path], System]] = {
    "jianghua": Jianghua,
    "jieba": lambda collection, _: PlainBm25(collection, words_of(Analyzer())),
    "bigrams": lambda collection, _: PlainBm25(collection, bigrams),
    "tantivy": lambda collection, _: Tantivy(collection, words_of(Analyzer())),
}
_HEADS = {
    "jianghua": "Jianghua",
    "jieba": "BM25, jieba's words",
    "bigrams": "BM25, pairs of characters",
    "tantivy": "tantivy, jieba's words",
}


def _collections(qrels: Path, news: Path | None, titles: int, folder: Path) -> Iterator[Collection]:
    for place in sorted(path.parent for path in qrels.glob("*/qrels.txt")):
        yield judged(place)
    if news:
        yield from known_items(news, folder, titles)


def _measured(collection: Collection, make: Callable[[Collection, Path], System], folder: Path) -> Quality:
    system = make(collection, folder)
    began = time.perf_counter()
    figures = mean([quality(system.rank(question.text), question.relevance) for question in collection.questions])
    each_ms = (time.perf_counter() - began) * 1000 / len(collection.questions)
    print(f"{collection.name}: {type(system).__name__} {figures}, {each_ms:.1f} ms a question", file=sys.stderr)
    system.close()
    return figures


def _row(name: str, questions: int, found: Sequence[Quality]) -> str:
    cells = [" / ".join(f"{figure:.3f}" for figure in figures) for figures in found]
    return f"| {name} ({questions:,}) | {' | '.join(cells)} |"


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ranking", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("qrels", type=Path, metavar="QRELS_FOLDER", help="folder of folders of judged questions")
    parser.add_argument("--news", type=Path, metavar="FILE", help="a corpus with titles, for known items")
    parser.add_argument("--titles", type=int, default=2000, help="titles that are asked for (default: 2000)")
    parser.add_argument("--systems", default=",".join(SYSTEMS), help="which, by commas (default: all)")
    parser.add_argument("--indexes", type=Path, metavar="FOLDER", help="keep the indexes here, and use those that are")
    arguments = parser.parse_args(argv)
    names = arguments.systems.split(",")
    if unknown := set(names) - set(SYSTEMS):
        parser.error(f"no such system: {', '.join(sorted(unknown))}; there are {', '.join(SYSTEMS)}")
    print("nDCG@10 / MRR@10 / Recall@100\n")
    print(f"| collection (questions) | {' | '.join(_HEADS[name] for name in names)} |")
    print("| --- |" + " --- |" * len(names))
    with tempfile.TemporaryDirectory() as passing:
        for collection in _collections(arguments.qrels, arguments.news, arguments.titles, Path(passing)):
            folder = (arguments.indexes or Path(passing)) / collection.name.replace(", ", "-").replace(" ", "-")
            found = [_measured(collection, SYSTEMS[name], folder) for name in names]
            print(_row(collection.name, len(collection.questions), found), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
