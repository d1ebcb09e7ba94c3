"""What is asked, of which documents, and what answers it.

Enters: a folder of test collections, a corpus with titles. Leaves: `Collection`s. Never: an engine.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.preparing import read_speeches
from benchmarks.ranking.measures import Relevance

SHORTEST_TITLE, SHORTEST_BODY = 6, 20
"""Characters that a known item's title and body have at least: shorter ones (快讯) name no item."""
_SEED = 20_261_123


@dataclass(frozen=True, slots=True)
class Document:
    """A document as plain rankings get it."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as a person types it, and what answers it."""

    text: str
    relevance: Relevance


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, twice: as sources to index and as read; and the questions to them."""

    name: str
    source: Path
    documents: Sequence[Document]
    questions: Sequence[Question]


def judged(folder: Path) -> Collection:
    """A folder of `collection.jsonl.gz`, `queries.tsv`, `qrels.txt` (TREC). Questions nothing answers are left out."""
    source = folder / "collection.jsonl.gz"
    relevance: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.txt").read_text(encoding="utf-8").splitlines():
        question_id, _, document_id, gain = line.split()
        relevance[question_id][document_id] = int(gain)
    asked = (line.split("\t", 1) for line in (folder / "queries.tsv").read_text(encoding="utf-8").splitlines())
    return Collection(
        name=folder.name,
        source=source,
        documents=tuple(_documents(source)),
        questions=tuple(
            Question(text, relevance[question_id])
            for question_id, text in asked
            if any(gain > 0 for gain in relevance[question_id].values())
        ),
    )


def _documents(source: Path) -> Iterator[Document]:
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield Document(record["id"], record.get("title", ""), record["body"])


def known_items(source: Path, folder: Path, count: int) -> tuple[Collection, Collection]:
    """(bodies alone, with titles): titles of a corpus as questions, each answered by its own document.

    Titles of at least 6 characters that are used once, of bodies of at least 20. Documents are as cleaned; two files of
    them are written into the folder.
    """
    documents = [Document(speech.id, speech.meta.title, speech.body) for speech in read_speeches([source])]
    uses = Counter(document.title for document in documents)
    fit = [d for d in documents if uses[d.title] == 1 and _names_an_item(d)]
    chosen = random.Random(_SEED).sample(fit, min(count, len(fit)))
    questions = tuple(Question(document.title, {document.id: 1}) for document in chosen)
    bare = [Document(document.id, "", document.body) for document in documents]
    return (
        Collection("known-item, bodies alone", _written(bare, folder / "bodies.jsonl"), bare, questions),
        Collection("known-item, with titles", _written(documents, folder / "titled.jsonl"), documents, questions),
    )


def _names_an_item(document: Document) -> bool:
    return len(document.title) >= SHORTEST_TITLE and len(document.body) >= SHORTEST_BODY


def _written(documents: Sequence[Document], path: Path) -> Path:
    with path.open("w", encoding="utf-8") as lines:
        for document in documents:
            record: Mapping[str, str] = {"id": document.id, "title": document.title, "body": document.body}
            lines.write(json.dumps({key: value for key, value in record.items() if value}, ensure_ascii=False) + "\n")
    return path
