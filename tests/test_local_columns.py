"""Columns: what is filtered, counted and sorted by, for speeches with none, one or several values."""

from __future__ import annotations

from itertools import pairwise

import made
from hypothesis import given, settings

from indexer import dates
from indexer.engines.local.columns import build, facet_values, row
from indexer.model import FACET_FIELDS, Speech, digest


@settings(max_examples=100)
@given(corpus=made.corpora().filter(bool))
def test_columns_hold_what_speeches_have(corpus: list[Speech]) -> None:
    arrays, vocabularies = build([row(speech) for speech in corpus])
    assert [tuple(days) for days in arrays["dates"].tolist()] == [
        tuple(dates.date_bounds(s.meta.date) or (0, 0)) for s in corpus
    ]
    assert [bytes(some).hex() for some in arrays["digests"]] == [digest(s) for s in corpus]
    assert arrays["text_bytes"].tolist() == [len(s.body.encode("utf-8", "surrogatepass")) for s in corpus]
    for field in FACET_FIELDS:
        values = [facet_values(s.meta, field) for s in corpus]
        vocabulary, starts = vocabularies[field], arrays[f"{field}.starts"]
        assert vocabulary == sorted({value for some in values for value in some})
        stored = [vocabulary[number] for number in arrays[f"{field}.values"]]
        assert [tuple(stored[a:b]) for a, b in pairwise(starts.tolist())] == values
