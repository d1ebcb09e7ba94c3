"""The promise, on real speeches: every run of characters is found, in either script, and exactly those are lit."""

from __future__ import annotations

import indexer
from benchmarks import recall
from indexer import Engine


def test_every_quoted_string_of_the_corpora_is_found_and_lit(corpora_engine: Engine) -> None:
    """The figure of the README. Strings are cut anywhere, whatever jieba thinks of it."""
    measured = recall.measure(corpora_engine, count=1000, seed=1)
    assert measured.missed == ()
    assert measured.asked == 1000
    assert measured.converted > 400  # the others are the same in both scripts


def test_every_quoted_string_of_the_seeds_is_found_and_lit(seeds_engine: Engine) -> None:
    assert recall.measure(seeds_engine, count=300, seed=2).missed == ()


def test_the_corpora_answer(corpora_engine: Engine) -> None:
    """Both scripts of both corpora are found by a query in either."""
    for text in ("最低工資", "最低工资"):
        results = indexer.search(corpora_engine, indexer.SearchRequest(text))
        assert results.total > 100
        assert {facet.value for facet in results.facets["script"]} == {"Hans", "Hant"}
    assert corpora_engine.stats().speeches == 10_643
