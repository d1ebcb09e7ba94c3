"""Counts of frequent strings, against plain Python."""

from __future__ import annotations

import made
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_local_characters import stream

from indexer.engines.local import frequent, words
from indexer.engines.local.frequent import Frequent, tally
from indexer.engines.local.numbering import Vocabulary
from indexer.folding import fold
from indexer.hashing import code_points, string_hashes

texts = st.lists(st.tuples(st.just("") | made.wording, made.bodies), min_size=1, max_size=9)


def vocabulary_of(some: list[str]) -> Vocabulary:
    return Vocabulary(string_hashes(some), np.array(list(map(len, some)), np.int64), code_points("".join(some)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=texts, most=st.sampled_from([1, 300]))
def test_what_is_kept_is_what_is_counted(
    monkeypatch: pytest.MonkeyPatch, texts: list[tuple[str, str]], most: int
) -> None:
    monkeypatch.setattr(frequent, "LEAST_CHARACTERS", 2)
    monkeypatch.setattr(frequent, "LEAST_SPEECHES", 1)
    pairs = [(title, body * most) for title, body in texts]
    _, characters = stream(pairs)
    bodies = [[fold(body[at : at + 2]) for at in range(len(body) - 1)] for _, body in texts]
    vocabulary = sorted({word for some in bodies for word in some if word.isalnum()})
    numbers = [(vocabulary.index(w), n) for n, some in enumerate(bodies) for w in sorted(set(some)) if w.isalnum()]
    postings = words.Postings(
        vocabulary_of(vocabulary),
        np.array([number for number, _ in numbers], np.uint32),
        np.array([document for _, document in numbers], np.uint32),
        np.ones(len(numbers), np.uint8),
        np.zeros(len(bodies), np.uint32),
    )
    kept = Frequent(frequent.build(characters, words.Words(words.build([postings]))), len(pairs))
    folded = [(fold(title), fold(body)) for title, body in pairs]
    for string in {*vocabulary, *"".join(title + body for title, body in folded)}:
        is_kept = string in kept
        assert is_kept == (
            sum((title + body).count(string) for title, body in folded) > 1
            if len(string) == 1
            else string[0] != string[1]
        )
        if not is_kept:
            continue
        counts = [(title.count(string), title.count(string) + body.count(string)) for title, body in folded]
        found = kept.tally(string)
        assert found.documents.tolist() == [number for number, (_, count) in enumerate(counts) if count]
        assert found.counts.tolist() == [count for _, count in counts if count]
        in_titles = zip(found.documents[found.titled].tolist(), found.title_counts.tolist(), strict=True)
        assert list(in_titles) == [(number, count) for number, (count, _) in enumerate(counts) if count]
        for kept_array, counted in zip(found, tally(characters, string), strict=True):
            assert kept_array.tolist() == counted.tolist()
