"""Word postings against the analyser's own tokens."""

from __future__ import annotations

from collections import Counter

import made
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from indexer.analysis.wordfilter import word_filter
from indexer.engines.local import numbering as numbering_room
from indexer.engines.local.numbering import Numbering
from indexer.engines.local.words import Postings, Words, build, count
from indexer.folding import fold
from indexer.hashing import code_points

batches_of_texts = st.lists(st.lists(made.bodies | st.just(""), min_size=1, max_size=3), min_size=1, max_size=3)


def numbering_of(analyzer: Analyzer) -> Numbering:
    return Numbering(word_filter(analyzer.user_words))


def counted(cut_texts: list[list[str]], numbering: Numbering) -> Postings:
    lengths = np.array([len(piece) for cut in cut_texts for piece in cut], np.int64)
    points = code_points("".join(map("".join, cut_texts)))
    pieces = numbering.numbers(points, np.cumsum(lengths) - lengths, lengths)
    documents = np.repeat(np.arange(len(cut_texts)), [len(cut) for cut in cut_texts])
    return count(pieces, documents, len(cut_texts), numbering)


@settings(max_examples=100)
@given(batches=batches_of_texts, most_numbered=st.sampled_from([2, 1 << 20]))
def test_postings_hold_every_word_by_quarters_and_parts_by_one(
    analyzer: Analyzer, batches: list[list[str]], most_numbered: int
) -> None:
    """Also where the words that were met are forgotten between two batches."""
    numbering = numbering_of(analyzer)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbering_room, "_MOST_NUMBERED", most_numbered)
        words = Words(build([counted([analyzer.cut(fold(text)) for text in texts], numbering) for texts in batches]))
    texts = [text for batch in batches for text in batch]
    expected: dict[str, dict[int, float]] = {}
    for number, text in enumerate(texts):
        quarters: Counter[str] = Counter()
        for token in analyzer.tokens(text):
            quarters[token.text] += 1 if token.is_part else 4
        for word, total in quarters.items():
            expected.setdefault(word, {})[number] = min(total, 255)
    for word, postings in expected.items():
        documents, quarters = words.postings(word)
        assert dict(zip(documents.tolist(), quarters.tolist(), strict=True)) == postings
        assert documents.tolist() == sorted(postings)
    assert [words.lexicon[n].decode("utf-8", "surrogatepass") for n in range(len(words.lexicon))] == sorted(
        expected, key=lambda word: word.encode("utf-8", "surrogatepass")
    )
    assert words.lengths.tolist() == [len(analyzer.words(text)) for text in texts]


def test_a_word_that_is_not_there_has_no_postings(analyzer: Analyzer) -> None:
    words = Words(build([counted([["中国"]], numbering_of(analyzer))]))
    for absent in ("", "中", "国", "中国人", "\ud800"):
        assert [len(part) for part in words.postings(absent)] == [0, 0]


def test_very_many_of_a_word_are_as_good_as_many(analyzer: Analyzer) -> None:
    words = Words(build([counted([["中国"] * 100_000], numbering_of(analyzer))]))
    assert [part.tolist() for part in words.postings(fold("中国"))] == [[0], [255]]
