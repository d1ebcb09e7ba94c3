"""Much text cut at once is cut as the cutter cuts each text, whoever the cutter is."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.analysis import Analyzer, streaming
from indexer.analysis.streaming import StreamCutter
from indexer.analysis.wordfilter import word_filter
from indexer.corpus import read_corpus
from indexer.folding import fold
from indexer.hashing import Numbers, as_text, code_points, piece_hashes, string_hashes
from indexer.model import Speech

ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
USER_WORDS = "临澜市\n老码头改造 9000\n5g\n股3\n恤ab\n"

SCRAPS = (
    "中华人民共和国", "发展", "中国", "特色", "社会主义", "习近平", "同志", "讲话", "的", "了", "和",
    "郑永年", "卡拉胶", "a", "b2b", "t恤", "x射线", "ip地址", "股3", "恤ab", "5g", "at&t",
    "c++", "gdp", "3", "3.5", "1967.11.12", "www.gov.cn", ".", "..", "%", "5%", "_",
    "-", "covid-19", "#", "，", "。", " ", "\r\n", "\r", "\n", "\u3000", "𠮷",
    "㐂", "鿕", "鿖", "\ud800", "é", "б", "中" * 70, "中国" * 40, "x" * 70, "1" * 65, "发展" * 33,
)  # fmt: skip
texts = st.lists(
    st.lists(st.sampled_from(SCRAPS) | st.text(max_size=3), max_size=12).map("".join), min_size=1, max_size=4
)


@pytest.fixture(scope="module", params=[True, False], ids=["fast", "jieba"])
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache_folder: Path) -> Analyzer:
    words = tmp_path_factory.mktemp("words") / "words.txt"
    words.write_text(USER_WORDS, encoding="utf-8")
    return Analyzer(words, is_fast=request.param)


def pieces(cutter: StreamCutter, folded: list[str]) -> list[str]:
    """The pieces of some texts one behind the other, each with a NUL behind it."""
    points = code_points("".join(f"{text}\0" for text in folded))
    starts = np.flatnonzero(cutter.borders(points)).tolist()
    return [as_text(points[start:end]) for start, end in zip(starts, [*starts[1:], len(points)], strict=True)]


def expected(analyzer: Analyzer, folded: list[str]) -> list[str]:
    return [piece for text in folded for piece in (*analyzer.cut(text), "\0")]


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=texts)
def test_texts_are_cut_as_each_is_alone(either: Analyzer, some: list[str]) -> None:
    folded = [fold(text).replace("\0", "") for text in some]
    assert pieces(StreamCutter(either), folded) == expected(either, folded)


def test_what_was_forgotten_is_asked_again(analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "_MOST_REMEMBERED", 1)
    cutter = StreamCutter(analyzer)
    for text in ("郑永年谈中国的发展", "习近平同志讲话", "郑永年谈中国的发展"):
        assert pieces(cutter, [text]) == expected(analyzer, [text])


@pytest.mark.skipif(not CORPORA.is_dir(), reason="no ../shared/corpora here")
@pytest.mark.parametrize("name", ["speeches-hans", "speeches-hant", "news-xwlb"])
def test_real_texts_are_cut_as_each_is_alone(name: str, analyzer: Analyzer) -> None:
    """Every fiftieth text of a corpus."""
    with gzip.open(CORPORA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        folded = [fold(json.loads(line)["body"]) for number, line in enumerate(lines) if number % 50 == 0]
    assert pieces(StreamCutter(analyzer), folded) == expected(analyzer, folded)


def test_seeds_are_cut_alike_by_the_reference(either: Analyzer) -> None:
    folded = [fold(speech.body) for speech in read_corpus([ROOT / "seeds"]) if isinstance(speech, Speech)]
    assert pieces(StreamCutter(either), folded) == expected(either, folded)


def test_the_filter_knows_the_words_that_the_cutter_knows(either: Analyzer) -> None:
    words = ["经济", "经济带", "老码头改造", "临澜市", "着名", "经带", "卡拉", "的", "郑永", "5g"]
    known = word_filter(either.user_words).are_words(string_hashes(words))
    assert known.tolist() == list(map(either.cutter.is_listed, words))


@settings(max_examples=100)
@given(batches=st.lists(st.lists(st.integers(0, 40) | st.integers(2**64 - 40, 2**64 - 1), unique=True), max_size=5))
def test_hashes_are_numbered_in_their_order(batches: list[list[int]]) -> None:
    """Also where all want the same place, and at the end of the table."""
    numbers, known = Numbers(), {}
    for batch in batches:
        hashes = np.array(batch, np.uint64)
        assert numbers.find(hashes).tolist() == [known.get(h, -1) for h in batch]
        new = [h for h in batch if h not in known]
        numbers.add(np.array(new, np.uint64))
        known |= {h: len(known) + at for at, h in enumerate(new)}
        assert numbers.find(hashes).tolist() == [known[h] for h in batch]
    assert len(numbers) == len(known)


def test_many_hashes_are_numbered() -> None:
    """The table grows."""
    hashes = np.unique(np.random.default_rng(1).integers(0, 2**64, 20_000, np.uint64))
    numbers = Numbers()
    for some in np.array_split(hashes, 7):
        numbers.add(some)
    assert (numbers.find(hashes) == np.arange(len(hashes))).all()


def test_long_pieces_hash_as_short_ones_do() -> None:
    """The rest of a long one is taken in at once; a hash is the same however it is made."""
    text = "发展" * 100
    points, one = code_points(text), np.array([0])
    long = piece_hashes(points, one, np.array([200]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.hashing._ALL_AT_ONCE", 500)
        assert piece_hashes(points, one, np.array([200])) == long
