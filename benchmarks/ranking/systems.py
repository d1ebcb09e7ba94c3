"""Who ranks: this engine as it is, and plain rankings to hold it against.

Enters: a collection. Leaves: ids in order for a question. Each is built for one collection and closed after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

import indexer
from benchmarks.ranking.collections import Collection
from benchmarks.ranking.measures import DEPTH
from indexer.analysis import Analyzer
from indexer.folding import fold

_HEAP_BYTES = 128_000_000
"""What tantivy may hold while it writes; its default."""
_SPACED = "spaced"


class System(Protocol):
    """One way to rank the documents of a collection."""

    def rank(self, question: str) -> Sequence[str]:
        """Ids of the best documents, the best first, `DEPTH` at the most."""

    def close(self) -> None:
        """Let go of files."""


class Jianghua:
    """This project, by its public face: the question is typed as it stands."""

    def __init__(self, collection: Collection, folder: Path) -> None:
        self._engine = indexer.open_engine(folder / "jianghua")
        if not (folder / "jianghua" / "CURRENT").exists():
            indexer.rebuild(self._engine, [collection.source], workers=2)

    def rank(self, question: str) -> Sequence[str]:
        """The hits of the first pages."""
        results = indexer.search(self._engine, indexer.SearchRequest(question, limit=DEPTH))
        return [hit.meta.id for hit in results.hits]

    def close(self) -> None:
        """Close the index."""
        self._engine.close()


class PlainBm25:
    """BM25 as textbooks have it, k1 1.2, b .75, title and body as one text; no term is required.

    Source: Robertson, Zaragoza: The Probabilistic Relevance Framework, BM25 and Beyond (2009).
    """

    K1, B = 1.2, 0.75

    def __init__(self, collection: Collection, terms: Callable[[str], Iterable[str]]) -> None:
        self._terms = terms
        self._ids = [document.id for document in collection.documents]
        self._numbers: dict[str, int] = {}
        rows = [self._numbered(f"{document.title}\n{document.body}") for document in collection.documents]
        lengths = np.array([len(row) for row in rows])
        documents = np.repeat(np.arange(len(rows)), lengths)
        keys, counts = np.unique(np.concatenate(rows) * len(rows) + documents, return_counts=True)
        self._documents = keys % len(rows)
        self._extents = np.searchsorted(keys // len(rows), np.arange(len(self._numbers) + 1))
        norms = self.K1 * (1 - self.B + self.B * lengths / lengths.mean())
        self._weights = counts * (self.K1 + 1) / (counts + norms[self._documents])

    def _numbered(self, text: str) -> npt.NDArray[np.int64]:
        numbers = self._numbers
        return np.array([numbers.setdefault(term, len(numbers)) for term in self._terms(text)], np.int64)

    def rank(self, question: str) -> Sequence[str]:
        """The documents of the highest sums."""
        scores = np.zeros(len(self._ids))
        for term in self._terms(question):
            number = self._numbers.get(term)
            if number is not None:
                low, high = self._extents[number], self._extents[number + 1]
                idf = np.log1p((len(self._ids) - (high - low) + 0.5) / (high - low + 0.5))
                scores[self._documents[low:high]] += idf * self._weights[low:high]
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [self._ids[number] for number in best if scores[number] > 0]

    def close(self) -> None:
        """Nothing is open."""


def words_of(analyzer: Analyzer) -> Callable[[str], list[str]]:
    """Words of a text and the shorter words in them (jieba's search mode), folded."""
    return lambda text: [token.text for token in analyzer.tokens(text)]


def bigrams(text: str) -> list[str]:
    """Pairs of letters, digits and characters that stand side by side, folded."""
    return [a + b for a, b in pairwise(fold(text)) if a.isalnum() and b.isalnum()]


class Tantivy:
    """tantivy's own ranking of jieba's words, none required; the engines of the comparison get the same words."""

    def __init__(self, collection: Collection, words: Callable[[str], list[str]]) -> None:
        import tantivy

        self._words = words
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("text", tokenizer_name=_SPACED)
        self._index = tantivy.Index(schema.build())
        self._index.register_tokenizer(_SPACED, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        writer = self._index.writer(_HEAP_BYTES, num_threads=1)
        for document in collection.documents:
            text = " ".join(words(f"{document.title}\n{document.body}"))
            writer.add_document(tantivy.Document(id=document.id, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def rank(self, question: str) -> Sequence[str]:
        """The best hits of any of the words."""
        text = " ".join('"' + word.replace("\\", "").replace('"', "") + '"' for word in self._words(question))
        found = self._searcher.search(self._index.parse_query(text, ["text"]), DEPTH)
        return [self._searcher.doc(address)["id"][0] for _, address in found.hits]

    def close(self) -> None:
        """It is all in memory."""
