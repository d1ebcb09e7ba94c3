"""Phrases are found by counting: frequent, cohesive, free at both ends."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import function_words
from indexer.hashing import string_hashes
from indexer.mining import Phrase, mine
from indexer.mining.grams import Pieces, levels

FILLERS = [
    "春天",
    "河流",
    "工厂",
    "学校",
    "天空",
    "农田",
    "老师",
    "机器",
    "海洋",
    "音乐",
    "铁路",
    "城市",
    "森林",
    "早餐",
]


def points_of(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def mined(speeches: list[list[str]]) -> dict[str, Phrase]:
    """The phrases of speeches that are given in pieces."""
    pieces = [[*speech, "\0"] for speech in speeches]
    text = "".join(piece for speech in pieces for piece in speech)
    borders = np.zeros(len(text), bool)
    borders[np.cumsum([0, *(len(piece) for speech in pieces for piece in speech)])[:-1]] = True
    starts = np.cumsum([0, *(len("".join(speech)) for speech in pieces)])[:-1]
    return {phrase.text: phrase for phrase in mine(points_of(text), borders, starts, function_words())}


def speeches_with(phrase: list[str], count: int = 12) -> list[list[str]]:
    """Speeches that each say a phrase twice among words that come as they like."""
    chance = random.Random(1)
    return [
        [
            *chance.choices(FILLERS, k=40),
            *phrase,
            *chance.choices(FILLERS, k=40),
            *phrase,
            *chance.choices(FILLERS, k=40),
        ]
        for _ in range(count)
    ]


def test_what_is_said_again_and_again_is_a_phrase() -> None:
    found = mined(speeches_with(["绿水", "青山"]))
    assert list(found) == ["绿水青山"]
    phrase = found["绿水青山"]
    assert (phrase.pieces, phrase.occurrences, phrase.speeches) == (2, 24, 12)
    assert phrase.cohesion > 3.5


def test_a_part_of_a_phrase_is_none() -> None:
    """山水林 and 林田湖 are as frequent as 山水林田湖, but nothing else ever stands beside them."""
    assert list(mined(speeches_with(["山水", "林", "田", "湖"]))) == ["山水林田湖"]


def test_words_that_join_stand_inside_a_phrase_but_not_at_its_ends() -> None:
    assert list(mined(speeches_with(["和平", "与", "发展"]))) == ["和平与发展"]
    before, after = speeches_with(["和", "绿水", "青山"]), speeches_with(["绿水", "青山", "的"])
    assert list(mined(before + after)) == ["绿水青山"]


def test_what_only_ever_stands_behind_a_word_that_joins_is_a_part() -> None:
    """以 … 为核心: without its 以 it is cut off, and with it, it begins with a word that joins."""
    assert mined(speeches_with(["以", "绿水", "青山"])) == {}


def test_a_phrase_does_not_begin_or_end_with_a_number() -> None:
    before, after = speeches_with(["2013", "绿水", "青山"]), speeches_with(["绿水", "青山", "45"])
    assert list(mined(before + after + speeches_with(["绿水", "青山"]))) == ["绿水青山"]


def test_what_one_evening_repeats_is_no_phrase_of_the_corpus() -> None:
    often = speeches_with(["绿水", "青山"], 2)
    assert mined([[*often[0] * 5], [*often[1] * 5], FILLERS]) == {}


def test_words_that_meet_as_often_as_by_chance_are_no_phrase() -> None:
    chance = random.Random(2)
    assert mined([chance.choices(FILLERS, k=400) for _ in range(20)]) == {}


def test_nothing_gives_nothing() -> None:
    assert mined([]) == {}
    assert mined([[], [], []]) == {}


texts = st.lists(st.sampled_from(["中", "国", "发展", "，", "a", "习近平", "\0"]), max_size=60)


@given(texts, st.integers(2, 3))
def test_frequent_runs_are_those_that_counting_finds(words: list[str], fewest: int) -> None:
    """Held against counting them one by one; what is a mark parts runs."""
    text = "".join(words)
    borders = np.zeros(len(text), bool)
    borders[np.cumsum([0, *map(len, words)])[:-1]] = True
    pieces = Pieces.of(points_of(text), borders)
    for level in levels(pieces, fewest, 4):
        runs = (words[at : at + level.length] for at in range(len(words) - level.length + 1))
        counts = Counter("".join(run) for run in runs if all(word.isalnum() for word in run))
        frequent = {run: count for run, count in counts.items() if count >= fewest}
        read = {pieces.text(first, level.length) for first in level.firsts.tolist()}
        assert read == set(frequent)
        by_hash = dict(zip(level.hashes.tolist(), level.counts.tolist(), strict=True))
        assert by_hash == {int(string_hashes([run])[0]): count for run, count in frequent.items()}


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=5))
def test_the_hash_of_a_run_is_that_of_its_string(words: list[str]) -> None:
    text = "".join(words)
    borders = np.zeros(len(text), bool)
    borders[np.cumsum([0, *map(len, words)])[:-1]] = True
    run = Pieces.of(points_of(text), borders).run_hashes(np.array([0]), len(words))
    assert run[0] == string_hashes([text])[0]


def test_strings_that_differ_have_different_hashes() -> None:
    strings = sorted(
        {a + b for a, b in pairwise("的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生")}
    )
    assert len(set(string_hashes(strings).tolist())) == len(strings)
