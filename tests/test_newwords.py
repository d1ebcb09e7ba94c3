"""New words are proposed with what speaks for them, and accepted by a person."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from command_line import write_corpus

from indexer.analysis import Analyzer
from indexer.analysis.dictionary import read_user_dictionary
from indexer.cli.main import main
from indexer.errors import SettingError
from indexer.newwords import accept

FILLERS = "春天 河流 工厂 学校 天空 农田 老师 机器 海洋 音乐 铁路 城市 森林 早餐".split()
NEW = "碳盟契约"


@pytest.fixture
def corpus(tmp_path: Path, here: Path) -> Path:
    """A folder of speeches that all say a word that no dictionary has; the index of them is in it."""
    chance = random.Random(3)
    records = [
        {
            "id": str(number),
            "body": "，".join(f"{word}{NEW}{chance.choice(FILLERS)}" for word in chance.choices(FILLERS, k=2))
            + "".join(chance.choices(FILLERS, k=600)),
        }
        for number in range(12)
    ]
    write_corpus(tmp_path / "speeches.jsonl", records)
    return tmp_path


def proposed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["terms", "--json", *arguments]) == 0
    words: list[dict[str, object]] = json.loads(capsys.readouterr().out)["words"]
    return words


def test_a_word_that_the_dictionary_lacks_is_proposed_until_it_is_accepted(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole way: index, look, accept, index again; what is accepted is cut as one word."""
    index, source, words = ["--index", str(corpus / "index")], str(corpus / "speeches.jsonl"), corpus / "words.txt"
    assert main(["rebuild", source, "--quiet", *index]) == 0
    (word,) = [word for word in proposed(capsys, *index) if word["text"] == NEW]
    assert (word["speeches"], word["occurrences"]) == (12, 24)
    assert len(word["pieces"]) > 1  # type: ignore[arg-type]

    assert main(["terms", *index]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith(NEW)]
    words.write_text(line + "\n", "utf-8")
    assert NEW in read_user_dictionary(words)

    words.unlink()
    assert main(["terms", "--accept", NEW, "--dictionary", str(words), *index]) == 0
    assert "jianghua rebuild" in capsys.readouterr().out
    accepted = ["--dictionary", str(words), *index]
    assert main(["stats", *accepted]) == 1  # made with other word lists
    assert main(["rebuild", source, "--quiet", *accepted]) == 0
    assert NEW not in [word["text"] for word in proposed(capsys, *accepted)]
    assert NEW in Analyzer(words).cut(f"春天{NEW}河流")


def test_accepting_keeps_what_is_there_and_adds_nothing_twice(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("放管服 50  # ours\n互鑒", "utf-8")
    assert accept(["互鉴", "新质生产力", "新质生产力", "放管服"], words) == ["新质生产力"]
    assert words.read_text("utf-8") == "放管服 50  # ours\n互鑒\n新质生产力\n"
    assert accept(["新质生产力"], words) == []


@pytest.mark.parametrize("word", ["", " ", "两 个", "a#b", "行\n行"])
def test_what_cannot_be_a_word_is_refused(tmp_path: Path, word: str) -> None:
    with pytest.raises(SettingError):
        accept([word], tmp_path / "words.txt")
    assert not (tmp_path / "words.txt").exists()


def test_accepting_asks_for_a_dictionary(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terms", "--accept", "互鉴"]) == 1
    assert "--dictionary" in capsys.readouterr().err
