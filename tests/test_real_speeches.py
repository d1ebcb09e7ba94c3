"""Every kind of question on 2,000 real speeches in several segments, some of them changed and some deleted since."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import made
import pytest
from conftest import CORPORA, all_of, as_they_are
from joined_reference import Joined

from benchmarks.queries import read_queries
from indexer import SearchRequest, searching
from indexer.analysis import Analyzer
from indexer.corpus import read_corpus
from indexer.engines.base import Window
from indexer.engines.local import LocalEngine
from indexer.model import Filters, Sort, Speech
from indexer.query.tree import literal, texts

COUNT, QUESTIONS = 2_000, 80


@pytest.fixture(scope="module")
def speeches() -> list[Speech]:
    sources = [CORPORA / "speeches-hans.jsonl.gz", CORPORA / "speeches-hant.jsonl.gz"]
    if not all(source.exists() for source in sources):
        pytest.skip("../shared/corpora is absent")
    found = [speech for source in sources for speech in islice(read_corpus([source]), COUNT // 2)]
    assert len(found) == COUNT
    return [speech for speech in found if isinstance(speech, Speech)]


@pytest.fixture(scope="module")
def engine(
    speeches: list[Speech], analyzer: Analyzer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalEngine]:
    """Strings count as frequent from some hundred places on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.engines.local.writer.SEGMENT_CHARACTERS", 500_000)
        patch.setattr("indexer.engines.local.frequent.LEAST_CHARACTERS", 300)
        patch.setattr("indexer.engines.local.frequent.LEAST_SPEECHES", 15)
        opened = LocalEngine(tmp_path_factory.mktemp("real"), analyzer)
        before = [replace(s, body=s.body[::-1]) if n % 50 == 0 else s for n, s in enumerate(speeches)]
        gone = [replace(s, meta=replace(s.meta, id=f"gone-{s.id}")) for s in speeches[::40]]
        with opened.rebuilding() as writer:
            writer.add_all(([*before[n::20], *gone[n::20]] for n in range(20)), as_they_are, 1, all_of)
        with opened.updating() as writer:
            writer.remove(speech.id for speech in gone)
            writer.add_all([speeches[::50]], as_they_are, 1, all_of)
    assert len(opened.snapshot().segments) > 3
    yield opened


class Asker:
    """Makes up what readers type, from what stands in the speeches."""

    def __init__(self, speeches: list[Speech], analyzer: Analyzer) -> None:
        self._chance = random.Random(11)
        self._bodies = [speech.body for speech in speeches if speech.body]
        some = self._chance.sample(self._bodies, 100)
        self._words = [word for body in some for word in analyzer.words(body[:2000])]

    def _stretch(self, longest: int) -> str:
        body = self._chance.choice(self._bodies)
        at = self._chance.randrange(len(body))
        return body[at : at + self._chance.randint(1, longest)].split("\n")[0] or "。"

    def _some_words(self) -> list[str]:
        return self._chance.choices(self._words, k=self._chance.randint(2, 3))

    def _quoted(self) -> str:
        string = self._stretch(self._chance.choice((1, 2, 6, 40, 1500)))
        return made.quoted(made.converted(string, self._chance.choice(("s2t", "t2s", "s2hk", "tw2s"))))

    def _bare(self) -> str:
        odd = ("11", "三十五", "十九大", "AI", "5%", "百分之十", "1978年", "网络", "10", "二十一世紀", "GDP")
        letters = "".join(filter(str.isalnum, self._stretch(10)))
        return self._chance.choice(("".join(self._some_words()), letters or "的", self._chance.choice(odd)))

    def _gaps(self) -> str:
        string = literal(self._stretch(12)).replace('"', '""')
        at = self._chance.randrange(len(string))
        return f'"{string[:at]}{self._chance.choice(("*", "?", "??"))}{string[at + 1 :]}"'

    def _near(self) -> str:
        form = self._chance.choice(("[{}]", "{{{}}}", '"{}"~2', '"{}"~30', "title:[{}]"))
        return form.format(" ".join(self._some_words()))

    def _written(self) -> str:
        return self._chance.choice(("=", "==")) + self._chance.choice(
            ("后", "後", "裡", "里", "發", *self._some_words())
        )

    def ask(self, depth: int = 0) -> str:
        """A query."""
        if depth < 2 and self._chance.random() < 0.3:
            form = self._chance.choice(("{} {}", "({} OR {})", "{} -({})"))
            return form.format(self.ask(depth + 1), self.ask(depth + 1))
        return self._chance.choice((self._quoted, self._quoted, self._bare, self._gaps, self._near, self._written))()


def test_answers_on_real_speeches_are_those_of_plain_search(
    engine: LocalEngine, speeches: list[Speech], analyzer: Analyzer
) -> None:
    joined, asker = Joined(speeches), Asker(speeches, analyzer)
    suite = [query.text for query in read_queries()[::3]]
    for typed in [*suite, *(asker.ask() for _ in range(QUESTIONS))]:
        tree = searching._read(engine, typed, exact=False).tree
        documents, leaves = joined.matching(tree), texts(tree)
        expected = joined.places(leaves, documents)
        found = engine.search(tree, Filters(), Window(0, 10, Sort.NEWEST, full_only=True))
        assert (found.total, found.occurrences) == (len(documents), len(expected)), typed
        assert {match.speech.id for match in found.matches} <= {speeches[n].id for n in documents}, typed
        every = engine.occurrences(tree, Filters())
        rows = zip(every.owners, every.in_title, every.starts, every.ends, strict=True)
        assert sorted((every.speeches[n], bool(t), a, e) for n, t, a, e in rows) == sorted(expected), typed
        for term, leaf in zip(found.terms, leaves, strict=True):
            assert term.speeches == len(joined.matching(leaf)), (typed, leaf)


def test_a_page_of_text_is_found_and_lit_where_it_stands(engine: LocalEngine, speeches: list[Speech]) -> None:
    """The longest string that a query can hold."""
    chance = random.Random(5)
    lines = [(s, line) for s in speeches for line in s.body.split("\n") if len(line) > 600]
    for speech, line in chance.sample(lines, 20):
        string = line[: chance.randint(500, 1990)]
        query = made.quoted(string)[:2000]
        assert searching.search(engine, SearchRequest(query, limit=1)).total > 0
        marks = searching.read_speech(engine, speech.id, query).marks
        assert any(speech.body[mark[0] : mark[1]].startswith(string[:480]) for mark in marks)
