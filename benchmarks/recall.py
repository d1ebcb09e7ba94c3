"""Is every run of characters found, in either script, with the right characters lit? Asked on real speeches.

`python -m benchmarks.recall SOURCE... [--index DIR] [--queries 1000] [--seed 1]` indexes the sources (without any, it
opens the index in DIR), asks in quotation marks for random strings cut from their paragraphs, every second one
converted to the other script by OpenCC, and prints how many found their speech with exactly those characters lit.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import indexer
from indexer import Engine
from indexer.query.tree import literal

if TYPE_CHECKING:
    from opencc import OpenCC

SHORTEST, LONGEST = 2, 12
"""Characters of a string that is asked for."""
_CONVERSIONS = {"Hans": ("s2t", "s2tw", "s2hk"), "Hant": ("t2s", "tw2s", "hk2s")}


@dataclass(frozen=True, slots=True)
class Question:
    """A string cut from a speech. start: where it stands in the body; typed: as it is asked for."""

    speech_id: str
    start: int
    text: str
    typed: str

    @property
    def query(self) -> str:
        """The quoted query."""
        return '"' + literal(self.typed).replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Recall:
    """asked: questions; converted: how many of them in the other script; missed: those that were not answered right."""

    asked: int
    converted: int
    missed: tuple[Question, ...]


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)


def questions(engine: Engine, count: int, seed: int) -> Iterator[Question]:
    """Random strings of random speeches; every second one in the other script, if that is as long."""
    choose = random.Random(seed)
    ids = sorted(engine.digests())
    made = 0
    while made < count:
        speech = engine.get(choose.choice(ids))
        length = choose.randint(SHORTEST, LONGEST)
        start = choose.randrange(max(1, len(speech.body) - length))
        text = speech.body[start : start + length]
        if "\n" in text or not any(map(str.isalnum, text)):
            continue  # within one paragraph, with a letter, a digit or a character of Chinese
        typed = text
        if made % 2:
            names = _CONVERSIONS.get(speech.meta.script) or _CONVERSIONS["Hans"]
            typed = _converter(choose.choice(names)).convert(text)
        made += 1
        yield Question(speech.id, start, text, typed if len(typed) == len(text) else text)


def is_answered(engine: Engine, question: Question) -> bool:
    """Whether the quoted query finds the speech and lights exactly the characters that were cut out of it.

    The page of results is asked first; a string that is common has its speech on a later page, so the rest is asked of
    the speech itself.
    """
    results = indexer.search(engine, indexer.SearchRequest(question.query, limit=100))
    if len(results.hits) == results.total and question.speech_id not in {hit.meta.id for hit in results.hits}:
        return False
    reading = indexer.read_speech(engine, question.speech_id, question.query)
    wanted = (question.start, question.start + len(question.text))
    if results.total and wanted in {(mark.start, mark.end) for mark in reading.marks}:
        return True
    # A string that overlaps itself (哈哈 in 哈哈哈) is lit as one longer stretch.
    return any(mark.start <= wanted[0] and wanted[1] <= mark.end and _repeats(question.text) for mark in reading.marks)


def _repeats(text: str) -> bool:
    return any(text[:length] == text[-length:] for length in range(1, len(text)))


def measure(engine: Engine, count: int = 1000, seed: int = 1) -> Recall:
    """Ask `count` questions of an index."""
    asked = list(questions(engine, count, seed))
    return Recall(
        asked=len(asked),
        converted=sum(question.typed != question.text for question in asked),
        missed=tuple(question for question in asked if not is_answered(engine, question)),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """The command. Exit status 1 when anything was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recall", description=__doc__.split("\n")[0])
    parser.add_argument("sources", nargs="*", type=Path, metavar="SOURCE")
    parser.add_argument("--index", type=Path, help="folder of an index; made from the sources where there is none")
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        engine = indexer.open_engine(arguments.index or Path(folder))
        if arguments.sources:
            report = indexer.rebuild(engine, arguments.sources, workers=2)
            print(f"{report.speeches} speeches indexed, {len(report.rejected)} rejected, corpus {report.fingerprint}")
        recall = measure(engine, arguments.queries, arguments.seed)
        engine.close()
    found = recall.asked - len(recall.missed)
    print(f"{found} of {recall.asked} quoted strings found and lit ({recall.converted} in the other script)")
    for question in recall.missed:
        print(f"missed: {question.query} at {question.start} of {question.speech_id}")
    return 1 if recall.missed else 0


if __name__ == "__main__":
    sys.exit(main())
