"""Columns: what is filtered, counted and sorted by, for speeches with none, one or several values."""

from __future__ import annotations

import made
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import dates
from indexer.engines.local.columns import Facet, build, facet_values, row
from indexer.model import FACET_FIELDS, Speech, digest


@settings(max_examples=100)
@given(corpus=made.corpora().filter(bool), data=st.data())
def test_columns_hold_what_speeches_have(corpus: list[Speech], data: st.DataObject) -> None:
    arrays, vocabularies = build([row(speech) for speech in corpus])
    assert [tuple(days) for days in arrays["dates"].tolist()] == [
        tuple(dates.date_bounds(s.meta.date) or (0, 0)) for s in corpus
    ]
    assert [bytes(some).hex() for some in arrays["digests"]] == [digest(s) for s in corpus]
    assert arrays["text_bytes"].tolist() == [len(s.body.encode("utf-8", "surrogatepass")) for s in corpus]
    chosen = sorted(data.draw(st.sets(st.sampled_from(range(len(corpus))))))
    for field in FACET_FIELDS:
        values = [facet_values(s.meta, field) for s in corpus]
        facet = Facet(arrays[f"{field}.values"], arrays[f"{field}.starts"], vocabularies[field])
        assert facet.vocabulary == sorted({value for some in values for value in some})
        counts = facet.counts(np.array(chosen, np.int64)).tolist()
        assert counts == [sum(some.count(v) for n, some in enumerate(values) if n in chosen) for v in facet.vocabulary]
        wanted = np.array([v in ("李强", "北京", "2013") for v in facet.vocabulary], bool)
        having = [bool({"李强", "北京", "2013"} & set(some)) for some in values]
        assert facet.having(wanted).tolist() == having
