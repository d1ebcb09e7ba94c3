"""The texts that ship with the project: the seed speech as it was given, and the examples as they are promised."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest

from indexer.corpus import read_corpus
from indexer.model import Rejected, Speech

SEEDS = Path(__file__).parents[1] / "seeds"
EXAMPLES = SEEDS / "examples"
SEED_NAME = "000_522596ff6ab5f318.txt"
SEED_SHA256 = "17907c9de310817392268a8fca307d04b4fc9e81fffaf397ef4bd26bb1bf2c21"


@cache
def read(folder: Path) -> tuple[tuple[Speech, ...], tuple[Rejected, ...]]:
    items = list(read_corpus([folder]))
    return (
        tuple(item for item in items if isinstance(item, Speech)),
        tuple(item for item in items if isinstance(item, Rejected)),
    )


def examples() -> tuple[Speech, ...]:
    return read(EXAMPLES)[0]


def test_seed_speech_is_byte_for_byte_the_one_given() -> None:
    assert hashlib.sha256((SEEDS / SEED_NAME).read_bytes()).hexdigest() == SEED_SHA256


def test_seed_speech_equals_the_shared_copy() -> None:
    shared = SEEDS.parents[1] / "shared" / "seeds" / SEED_NAME
    if not shared.is_file():
        pytest.skip("../shared/seeds is absent")
    assert (SEEDS / SEED_NAME).read_bytes() == shared.read_bytes()


def test_there_are_twenty_four_examples_and_none_is_rejected() -> None:
    speeches, rejected = read(EXAMPLES)
    assert rejected == ()
    assert len(speeches) == 24
    assert len({speech.id for speech in speeches}) == 24


def test_seeds_folder_holds_the_seed_and_the_examples_only() -> None:
    """What `rebuild` reads by default: its README has no suffix, so that it is not taken for a speech."""
    speeches, rejected = read(SEEDS)
    assert rejected == ()
    assert len(speeches) == 25


def test_examples_have_300_to_900_characters() -> None:
    for speech in examples():
        assert 300 <= sum(not char.isspace() for char in speech.body) <= 900, speech.id


def test_every_example_says_that_it_is_invented() -> None:
    for speech in examples():
        said = speech.meta.source + speech.raw
        assert "虚构" in said or "虛構" in said, speech.id


def test_examples_have_titles_and_speakers() -> None:
    for speech in examples():
        assert speech.meta.title, speech.id
    assert len({name for speech in examples() for name in speech.meta.speakers}) >= 4


def test_examples_are_in_both_scripts() -> None:
    assert Counter(speech.meta.script for speech in examples()) == {"Hans": 16, "Hant": 8}


def test_examples_come_as_every_kind_of_file() -> None:
    suffixes = Counter(PurePosixPath(speech.path).suffix for speech in examples())
    assert suffixes == {".txt": 8, ".md": 5, ".html": 4, ".jsonl": 7}


def test_example_years_rise_so_that_a_trend_shows() -> None:
    """Four spans of three years from 2015, each with more speeches than the one before; one speech has no date."""
    years = [int(speech.meta.year) for speech in examples() if speech.meta.year]
    assert len(years) == 23
    assert (min(years), max(years)) == (2014, 2026)
    spans = [sum(first <= year < first + 3 for year in years) for first in (2015, 2018, 2021, 2024)]
    assert all(earlier < later for earlier, later in pairwise(spans))


def test_example_noise_is_gone_from_the_bodies() -> None:
    noise = "🤷👩🧑🪿🈂✢⇨𓀁𓀛🂠⛹"
    assert sum(any(char in speech.raw for char in noise) for speech in examples()) == 6
    assert not [speech.id for speech in examples() if any(char in speech.body for char in noise)]


def test_wrong_conversions_of_the_seed_stand_in_an_example() -> None:
    assert any(all(word in speech.body for word in ("同誌", "製度", "註重")) for speech in examples())


def test_readme_of_the_seeds_lists_every_file() -> None:
    readme = (SEEDS / "README").read_text(encoding="utf-8")
    assert [path.name for path in EXAMPLES.iterdir() if f"| `{path.name}` |" not in readme] == []
