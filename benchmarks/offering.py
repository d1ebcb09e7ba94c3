"""How long suggestions, related terms and similar speeches take on an index.

`python -m benchmarks.offering --index DIR [--count 300] [--seed 1]` takes titles, speakers and neighbouring words of
random speeches, types each of them letter by letter in Chinese, in pinyin and by initials, and asks for what is related
to those words and for speeches like those. It prints the processor time of each kind: the first question, then the
median, the 95th percentile and the longest of the others, in milliseconds.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import indexer
from indexer import Engine, pinyin
from indexer.model import SearchRequest

_BEGINNINGS = (1, 2, 3, 4)
"""Characters of what is typed; in pinyin twice as many letters."""


def wordings(engine: Engine, ids: Sequence[str]) -> list[str]:
    """A title, a speaker or two words that follow each other, of each speech."""
    found = []
    for number, speech_id in enumerate(ids):
        speech = engine.get(speech_id)
        words = [word for word in engine.analyzer.words(speech.body[:2000]) if len(word) > 1]
        at = number % max(len(words) - 1, 1)
        choices = (speech.meta.title, speech.meta.speaker, "".join(words[at : at + 2]), "".join(words[at : at + 1]))
        found.append(choices[number % len(choices)] or "".join(words[at : at + 2]))
    return [wording for wording in found if wording]


def beginnings(wording: str) -> list[str]:
    """What stands in the field while someone types it."""
    spelled, initials = pinyin.spelling(wording), pinyin.initials(wording)
    return [
        *(wording[:length] for length in _BEGINNINGS),
        *(spelled[: 2 * length] for length in _BEGINNINGS),
        initials[:4],
    ]


def timed(ask: Callable[[str], object], asked: Sequence[str]) -> str:
    """The times of some questions, as a row of a table."""
    times = []
    for one in asked:
        began = time.process_time()
        ask(one)
        times.append((time.process_time() - began) * 1000)
    first, *others = times
    others.sort()
    middle, most = others[len(others) // 2], others[int(len(others) * 0.95)]
    return f"{len(asked):,} | {first:.0f} | {middle:.1f} | {most:.1f} | {others[-1]:.1f} |"


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.offering", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--index", type=Path, required=True, help="folder of an index")
    parser.add_argument("--count", type=int, default=300, help="speeches that are chosen")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    engine = indexer.open_engine(arguments.index)
    choose = random.Random(arguments.seed)
    known = sorted(engine.digests())
    ids = choose.sample(known, min(arguments.count, len(known)))
    chosen = wordings(engine, ids)
    typed = [beginning for wording in chosen for beginning in beginnings(wording)]
    choose.shuffle(typed)
    print(f"{len(known):,} speeches, corpus {engine.published().fingerprint}\n")
    print("| | asked | first, ms | p50 | p95 | max |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    print(f"| suggestions | {timed(lambda text: indexer.suggest(engine, text), typed)}")
    print(f"| suggestions, once more | {timed(lambda text: indexer.suggest(engine, text), typed)}")
    print(f"| related terms | {timed(lambda text: indexer.related(engine, SearchRequest(text)), chosen)}")
    print(f"| similar speeches | {timed(lambda speech_id: indexer.similar(engine, speech_id), ids)}")
    engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
