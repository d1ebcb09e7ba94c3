"""The fast cutter cuts as the reference does. It may only be used while this holds."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path

import pytest

from indexer.analysis import Analyzer, build, dictionary, listed
from indexer.analysis.cutting import Cutter, JiebaCutter, RjiebaCutter, is_fast_installed
from indexer.corpus import read_corpus
from indexer.folding import fold
from indexer.model import Speech

ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
USER_WORDS = "临澜市\n老码头改造 9000  # with a count\n经济\n"

needs_fast = pytest.mark.skipif(not is_fast_installed(), reason="rjieba 0.2.2 is not installed")


@pytest.fixture(scope="module", params=["", USER_WORDS], ids=["own words", "a user's words too"])
def cutters(request: pytest.FixtureRequest, cache_folder: Path) -> tuple[Cutter, Cutter]:
    return JiebaCutter(request.param), RjiebaCutter(request.param)


@needs_fast
def test_both_cut_the_seeds_alike(cutters: tuple[Cutter, Cutter]) -> None:
    reference, fast = cutters
    for speech in read_corpus([ROOT / "seeds"]):
        assert isinstance(speech, Speech)
        assert fast.cut(fold(speech.body)) == reference.cut(fold(speech.body)), speech.id


@needs_fast
@pytest.mark.skipif(not CORPORA.is_dir(), reason="no ../shared/corpora here")
@pytest.mark.parametrize("name", ["speeches-hans", "speeches-hant", "news-xwlb"])
def test_both_cut_real_texts_alike(name: str, cutters: tuple[Cutter, Cutter]) -> None:
    """Every hundredth text of a corpus."""
    reference, fast = cutters
    with gzip.open(CORPORA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        bodies = [json.loads(line)["body"] for number, line in enumerate(lines) if number % 100 == 0]
    for body in bodies:
        folded = fold(body)
        assert fast.cut(folded) == reference.cut(folded)


@needs_fast
@pytest.mark.parametrize(
    "text",
    [
        "2020-2025年gdp增长5.5%", "covid-19", "1967.11.12", "www.gov.cn", "a_b", "c++ at&t 4s店", "c.n.n.", "...",
        "𠮷野家和㐂", "李𬭎說", "鿕鿖鿿", "\n\t ", "", "５０％", "é.b", "#习近平#", "3.14.15",
        "v1.0", "x.", ".x", "1.", ".5%",
    ],
)  # fmt: skip
def test_both_cut_marks_and_rare_characters_alike(text: str, cutters: tuple[Cutter, Cutter]) -> None:
    reference, fast = cutters
    assert fast.cut(fold(text)) == reference.cut(fold(text))


@needs_fast
def test_both_list_the_same_words(cutters: tuple[Cutter, Cutter]) -> None:
    """Parts of words are words of the dictionary, so both have to know the same."""
    reference, fast = cutters
    for word in ("经济", "着名", "著名", "长江经济带", "长江经", "临澜市", "4s店", "", "的"):
        assert fast.is_listed(word) == reference.is_listed(word), word
    assert not fast.is_listed("\ud800")


@pytest.mark.parametrize("is_fast", [True, False])
def test_pieces_join_to_the_text(is_fast: bool, cache_folder: Path) -> None:
    """A cutter never adds, drops or changes text, whatever stands in it."""
    analyzer = Analyzer(is_fast=is_fast)
    choose = random.Random(1)
    alphabet = "发展生态长江经济带习近平的了a1b2.,_-%&#+ 。，𠀀𠮷㐀鿕鿖鿿é\n\t·\u0000\ufeff"
    for _ in range(2000):
        text = "".join(choose.choices(alphabet, k=choose.randrange(20)))
        assert "".join(analyzer.cut(text)) == text
        assert all(text[token.start : token.end] == token.text for token in analyzer.tokens(text))


def test_the_folded_word_list_is_what_jieba_and_the_folding_give() -> None:
    path = ROOT / "indexer" / "analysis" / "folded.txt"
    assert path.read_text(encoding="utf-8") == build.render()


@needs_fast
def test_words_of_one_cutter_are_unknown_to_another() -> None:
    """One of them in a process is the tokenizer that comes with rjieba."""
    made = [RjiebaCutter(words) for words in ("", "老码头改造办\n", "")]
    assert [cutter.is_listed("老码头改造办") for cutter in made] == [False, True, False]


@pytest.fixture(scope="module")
def own_words(cache_folder: Path) -> dictionary.Frequencies:
    return dictionary.load()


def test_words_are_found_in_the_files_as_they_are_loaded(own_words: dictionary.Frequencies) -> None:
    """What is cut before a dictionary is loaded is cut by the same words with the same counts, every one."""
    words = listed.ListedWords()
    is_plain = re.compile("[\u4e00-\u9fd5]+").fullmatch
    loaded = {word: count for word, count in own_words.counts.items() if count and is_plain(word)}
    found = [words.beginning(character) for character in sorted({word[0] for word in loaded})]
    assert {word: count for some in found for word, count in some.items() if is_plain(word)} == loaded
    assert own_words.total == listed.TOTAL


def test_what_is_cut_without_a_dictionary_is_cut_as_with_it(own_words: dictionary.Frequencies) -> None:
    """Names and other words that no list has among it; nothing is said where there are letters or digits."""
    words, reference = listed.ListedWords(), JiebaCutter("")
    choose = random.Random(3)
    known = sorted(word for word, count in own_words.counts.items() if count)
    characters = [*"的了和不一在人大中国发展经济长江生态 　，。？!?·—“”()（）、…〇\n\rａ1b2.-_%é𠮷㐀鿕鿖\ud800"]
    texts = ["", *("".join(choose.choices(known, k=choose.randrange(1, 5))) for _ in range(2000))]
    texts += ["".join(choose.choices(characters, k=choose.randrange(1, 9))) for _ in range(2000)]
    cut = [(fold(text), words.cut(fold(text))) for text in texts]
    for text, pieces in cut:
        assert pieces is None or pieces == reference.cut(text), text
    assert sum(pieces is not None for _, pieces in cut) > len(cut) / 2


def test_nothing_is_loaded_to_cut_a_query_of_ideographs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dictionary is most of what a first answer would wait for."""
    analyzer = Analyzer()
    monkeypatch.setattr(Analyzer, "cutter", None)
    assert analyzer.words("推动长江经济带高质量发展") == ("推动", "长江经济带", "高质量发展")
    assert analyzer.words("黄大年怎样说") == ("黄大年", "怎样", "说")
    assert analyzer.parts("经济带") == ((0, 2),)
    assert not analyzer.is_listed("经济带高")


def test_who_cuts_many_texts_has_the_dictionary_loaded() -> None:
    """Each takes a hundred times as long by the list in files: a program that stays must not be left with it."""
    analyzer = Analyzer()
    for number in range(10):
        assert analyzer.words("长江经济带" * (number + 1)) == ("长江经济带",) * (number + 1)
    assert analyzer._listed is None
