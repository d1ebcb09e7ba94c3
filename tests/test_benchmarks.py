"""The comparison runs, and what it asks and counts is what it says. Nothing here is about speed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import compare, offering, preparing, report
from benchmarks.corpus import Corpus, Reading
from benchmarks.engines import ENGINES, entry
from benchmarks.engines.base import Answer, Engine
from benchmarks.figures import Asked, Effort, EngineFigures, spread
from benchmarks.queries import And, Or, Text, parse, quoted, read_queries, render
from indexer.engines.local import LocalEngine
from indexer.folding import fold

# jieba leaves a word list open when it is imported for Whoosh.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")

_LITTLE = Effort(rounds=2, mixed=5, clients=2, clients_s=0.1, passages=10)
_DOCUMENTS = 30
_IN_PROCESS = [row for row in ENGINES if row.index_name == row.name]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty made speeches over three years; one in five speaks of ferries, all of them of the river."""
    path = tmp_path_factory.mktemp("benchmarks") / "speeches.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number in range(_DOCUMENTS):
            ferry = "渡船要准点开行，码头要修好。" if number % 5 == 0 else "市场要管好，道路要修平。"
            record = {
                "id": f"s{number:02}",
                "title": f"第{number}次座谈会",
                "date": f"{2020 + number % 3}-05-01",
                "body": f"澄江是我们的母亲河，发展经济要爱护水。\n{ferry}这是第{number}件事，请大家记住它。",
            }
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


@pytest.fixture(scope="module")
def corpus(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    speeches = preparing.read_speeches([source])
    return preparing.write_corpus(speeches, tmp_path_factory.mktemp("benchmarks") / "corpus")


@pytest.fixture(scope="module", params=_IN_PROCESS, ids=lambda row: row.name)
def engine(request: pytest.FixtureRequest, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    row = request.param
    if row.missing:
        pytest.skip(row.missing)
    folder = tmp_path_factory.mktemp(row.name) / "index"
    row.make().build(corpus, folder, 1)
    opened: Engine = row.make()
    opened.open(folder)
    request.addfinalizer(opened.close)
    return opened


def _ask(engine: Engine, text: str) -> Answer:
    return engine.search(quoted(text))


def test_engine_finds_counts_and_shows_a_quoted_sentence(engine: Engine) -> None:
    """Every engine is set up so that it answers what it can answer: here words with their own borders."""
    answer = _ask(engine, "渡船要准点开行")
    if not answer.total:
        assert type(engine).__name__ == "WhooshJieba"  # its phrases fail: that is a finding, see the README
        return
    assert answer.total == 6
    assert set(answer.ids) == {f"s{number:02}" for number in range(0, _DOCUMENTS, 5)}
    assert dict(answer.years) == {"2020": 2, "2021": 2, "2022": 2}
    assert len(answer.snippets) >= len(answer.ids)
    if type(engine).__name__ != "XapianJieba":  # its snippets do not know words of Chinese
        assert all("渡船" in snippet for snippet in answer.snippets)
    assert engine.finds(quoted("渡船要准点开行"), "s05")
    assert not engine.finds(quoted("渡船要准点开行"), "s06")


def test_engine_answers_every_query_of_the_suite(engine: Engine) -> None:
    for query in read_queries():
        answer = engine.search(query)
        # Jianghua goes on with the closest speeches, which are in no total.
        assert min(answer.total, 10) <= len(answer.ids) <= 10, query.text
        assert sum(answer.years.values()) == answer.total, query.text


def test_comparison_runs_and_its_figures_can_be_read_again(
    source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whole, with processes and a server, as the command does it; the engines alone are tested above."""
    out = tmp_path / "figures.json"
    names = ("jianghua", "jianghua-all-words", "jianghua-http", "fts5-trigram", "fts5-jieba")
    compare.main([str(source), "--sizes", "1000", "--engines", ",".join(names), "--out", str(out)], _LITTLE)
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert [size["documents"] for size in figures["sizes"]] == [_DOCUMENTS]
    for measured in figures["sizes"][0]["engines"]:
        assert measured["problem"] == "", measured["name"]
        assert len(measured["rounds"]) == 2
        assert measured["throughput"]["differing"] == 0, measured["name"]
    printed = capfd.readouterr().out
    assert "### 30 documents" in printed
    assert all(entry(name).title in printed for name in names)


def test_growth_is_told_where_there_are_sizes(source: Path, capfd: pytest.CaptureFixture[str]) -> None:
    compare.main([str(source), "--sizes", "12,24", "--engines", "fts5-trigram"], _LITTLE)
    printed = capfd.readouterr().out
    assert "| growth | 12 | 24 | documents 2× |" in printed
    assert "| SQLite FTS5 trigram: index, MB |" in printed


def test_an_engine_that_fails_is_a_line_and_the_others_go_on(
    source: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compare.processes, "_ROOT", Path("/nowhere"))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.chdir("/")
    compare.main([str(source), "--sizes", "5", "--engines", "fts5-trigram"], _LITTLE)
    assert "SQLite FTS5 trigram: its process ended with status 1" in capfd.readouterr().out


def test_suite_has_eight_classes_and_over_forty_queries() -> None:
    queries = read_queries()
    assert len(queries) > 40
    assert len({query.kind for query in queries}) == 8
    assert len({query.text for query in queries}) == len(queries)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("发展", Text("发展")),
        ('"发展 经济"', Text("发展 经济", is_quoted=True)),
        ("a b", And((Text("a"), Text("b")))),
        ("a OR b", Or((Text("a"), Text("b")))),
        ("a -b", And((Text("a"),), (Text("b"),))),
        ("(a OR b) c", And((Or((Text("a"), Text("b"))), Text("c")))),
        ("a-b", Text("a-b")),
    ],
)
def test_query_is_read_as_jianghua_reads_it(text: str, tree: object) -> None:
    assert parse(text) == tree


def test_rendered_query_keeps_its_brackets() -> None:
    assert render(parse("(a OR b) c -d"), lambda leaf: leaf.text, but_not=" NOT ") == "((a OR b) AND c NOT d)"


def test_peers_get_what_jianghua_reads(corpus: Corpus) -> None:
    speeches = preparing.read_speeches([corpus.speeches])
    assert [(d.id, d.body, d.year) for d in Reading(corpus)] == [(s.id, s.body, s.meta.year) for s in speeches]


def test_sample_is_spread_over_the_whole(source: Path) -> None:
    speeches = preparing.read_speeches([source])
    assert [speech.id for speech in preparing.evenly(speeches, 3)] == ["s00", "s10", "s20"]
    assert preparing.evenly(speeches, _DOCUMENTS) == speeches


def test_passages_stand_in_their_document_and_are_counted_over_all(corpus: Corpus) -> None:
    texts = {document.id: fold(f"{document.title}\n{document.body}") for document in Reading(corpus)}
    passages = preparing.passages(corpus, 50)
    assert passages == preparing.passages(corpus, 50)
    for passage in passages:
        text = fold(passage.query.text[1:-1])
        assert preparing.SHORTEST <= len(text) <= preparing.LONGEST
        assert text in texts[passage.document_id]
        assert passage.documents == sum(text in other for other in texts.values())


def test_time_of_a_query_is_the_middle_of_its_rounds() -> None:
    """One slow round of a shared machine is not a slow query."""
    rounds = [(Asked(ms, 1), Asked(5.0, 0)) for ms in (1.0, 90.0, 2.0)]
    assert EngineFigures("tantivy", [], rounds).times_ms() == [2.0, 5.0]


def test_spread_of_one_time_is_that_time() -> None:
    assert spread([4.0]).p95 == 4.0


@pytest.mark.parametrize(("value", "printed"), [(1234.5, "1,234"), (12.34, "12.3"), (1.234, "1.23"), (0.0123, "0.012")])
def test_numbers_have_the_digits_that_count(value: float, printed: str) -> None:
    assert report._number(value) == printed


def test_offers_are_timed(seeds_engine: LocalEngine, capsys: pytest.CaptureFixture[str]) -> None:
    assert offering.main(["--index", str(seeds_engine.root), "--count", "8"]) == 0
    assert capsys.readouterr().out.count("| ") > 8


def test_what_is_typed_are_the_beginnings_of_a_wording() -> None:
    assert offering.beginnings("习近平") == [
        "习",
        "习近",
        "习近平",
        "习近平",
        "xi",
        "xiji",
        "xijinp",
        "xijinpin",
        "xjp",
    ]
