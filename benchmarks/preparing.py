"""Sources → the same documents for every engine, at several sizes, and strings that are known to stand in them.

Enters: sources, as `jianghua rebuild` takes them. Leaves: `Corpus`, `Passage`. Never: an engine.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.corpus import Corpus, Document, Passage, Reading
from benchmarks.queries import quoted
from indexer.corpus import read_corpus
from indexer.folding import fold
from indexer.model import Rejected, Speech

SHORTEST, LONGEST = 2, 12
"""Characters of a passage."""
_SEED = 20_250_101


def read_speeches(sources: Sequence[Path]) -> list[Speech]:
    """Every speech of the sources; what cannot be read is left out."""
    return [item for item in read_corpus(sources) if not isinstance(item, Rejected)]


def evenly(speeches: Sequence[Speech], size: int) -> list[Speech]:
    """`size` of the speeches, evenly spaced, so that every size spans the same years and kinds."""
    return [speeches[number * len(speeches) // size] for number in range(size)]


def write_corpus(speeches: Sequence[Speech], folder: Path) -> Corpus:
    """Write the two files of a corpus; what peers get is what Jianghua makes of its own file."""
    folder.mkdir(parents=True)
    raw, documents = folder / "speeches.jsonl", folder / "documents.jsonl"
    with raw.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(_record(speech), ensure_ascii=False) + "\n" for speech in speeches)
    began = time.perf_counter()
    bodies = read_speeches([raw])
    reading_s = time.perf_counter() - began
    with documents.open("w", encoding="utf-8") as lines:
        for speech in bodies:
            document = Document(speech.id, speech.meta.title, speech.meta.year, speech.body)
            lines.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")
    return Corpus(
        speeches=raw,
        documents=documents,
        size=len(bodies),
        text_bytes=sum(len(speech.body.encode()) for speech in bodies),
        characters=sum(len(speech.body) for speech in bodies),
        reading_s=reading_s,
    )


def _record(speech: Speech) -> dict[str, object]:
    """A line that reads as this speech again."""
    return {key: value for key, value in {**asdict(speech.meta), "body": speech.raw}.items() if value}


def passages(corpus: Corpus, count: int) -> tuple[Passage, ...]:
    """Strings of 2–12 characters, from anywhere inside a paragraph of any body, with a letter, digit or Han character.

    The same ones for the same corpus. A string with ``"`` in it is passed over: it is every engine's quotation mark.
    """
    chance = random.Random(_SEED)
    documents = list(Reading(corpus))
    chosen = [_passage(chance, documents) for _ in range(count)]
    texts = [fold(f"{document.title}\n{document.body}") for document in documents]
    return tuple(
        Passage(quoted(text), document_id, sum(fold(text) in other for other in texts)) for document_id, text in chosen
    )


def _passage(chance: random.Random, documents: Sequence[Document]) -> tuple[str, str]:
    while True:
        document, length = chance.choice(documents), chance.randint(SHORTEST, LONGEST)
        if len(document.body) >= length:
            start = chance.randint(0, len(document.body) - length)
            text = document.body[start : start + length]
            if any(map(str.isalnum, text)) and not set(text) & set('\n"*?'):
                return document.id, text
