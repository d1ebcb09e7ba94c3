"""Which characters are pictures, and which are text."""

from __future__ import annotations

import re
import unicodedata
from importlib import resources

import pytest
from emoji import EMOJI_DATA

from indexer.cleaning import clean
from indexer.cleaning.pictographs import pictographs

JOINER, TEXT_SELECTOR, EMOJI_SELECTOR = "\u200d", "\ufe0e", "\ufe0f"
STRIPPED = ("", JOINER, EMOJI_SELECTOR, JOINER + EMOJI_SELECTOR)


def without(sequence: str, characters: str) -> str:
    return sequence.translate(dict.fromkeys(map(ord, characters)))


@pytest.mark.parametrize("stripped", STRIPPED, ids=["whole", "no joiners", "no selectors", "neither"])
def test_every_emoji_between_two_han_characters_goes(stripped: str) -> None:
    """The package's data is Unicode's emoji-test.txt: every sequence, qualified or not."""
    left = {}
    for sequence in EMOJI_DATA:
        body = clean(f"讲{without(sequence, stripped)}话").body
        if body != "讲话":
            left[sequence] = body
    assert left == {}


@pytest.mark.parametrize("selector", [TEXT_SELECTOR, EMOJI_SELECTOR])
def test_every_emoji_character_goes_with_any_selector(selector: str) -> None:
    characters = {char for sequence in EMOJI_DATA for char in sequence if not char.isascii()}
    assert {char for char in characters if clean(f"讲{char}{selector}话").body != "讲话"} == set()


@pytest.mark.parametrize("char", "0123456789#*")
def test_ascii_goes_only_as_the_base_of_a_keycap(char: str) -> None:
    assert clean(f"讲{char}话").body == f"讲{char}话"
    assert clean(f"讲{char}\u20e3话").body == "讲话"
    assert clean(f"讲{char}{EMOJI_SELECTOR}\u20e3话").body == "讲话"
    assert clean(f"讲{char}👏\u20e3话").body == f"讲{char}话"


def test_every_picture_of_the_reserved_planes_goes() -> None:
    """Whatever Unicode puts there next: emoji newer than any table."""
    reserved = [chr(point) for point in (*range(0x1F000, 0x1F100), *range(0x1F300, 0x1FBF0), *range(0x1FC00, 0x1FFFE))]
    assert [char for char in reserved if clean(f"讲{char}话").body != "讲话"] == []


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(0x3400, 0x4DBF, id="Extension A"),
        pytest.param(0x4DC0, 0x4DFF, id="hexagrams"),
        pytest.param(0x4E00, 0x9FFF, id="Han"),
        pytest.param(0x20000, 0x323AF, id="Extensions B to H"),
        pytest.param(0xF900, 0xFAFF, id="compatibility Han"),
        pytest.param(0x2F00, 0x2FD5, id="radicals"),
        pytest.param(0x3041, 0x30FF, id="kana"),
        pytest.param(0x3105, 0x312F, id="bopomofo"),
        pytest.param(0x2190, 0x2193, id="arrows"),
        pytest.param(0x21D0, 0x21D5, id="double arrows"),
        pytest.param(0x2200, 0x22FF, id="mathematical operators"),
        pytest.param(0x2460, 0x24B5, id="enclosed numbers"),
        pytest.param(0x2160, 0x2188, id="Roman numerals"),
        pytest.param(0x3200, 0x321E, id="parenthesised Hangul"),
        pytest.param(0x3220, 0x3243, id="parenthesised ideographs"),
        pytest.param(0x3280, 0x3296, id="circled ideographs"),
        pytest.param(0x3380, 0x33DF, id="squared units"),
        pytest.param(0x2500, 0x257F, id="box drawing"),
        pytest.param(0x25A0, 0x25A9, id="squares"),
        pytest.param(0x25C6, 0x25FA, id="lozenges and circles"),
        pytest.param(0x2630, 0x2637, id="trigrams"),
        pytest.param(0x2768, 0x2793, id="dingbat brackets and numbers"),
        pytest.param(0xFF01, 0xFF65, id="full width"),
        pytest.param(0x0021, 0x007E, id="ASCII"),
        pytest.param(0x00C0, 0x024F, id="Latin"),
        pytest.param(0x0391, 0x03C9, id="Greek"),
        pytest.param(0x0410, 0x044F, id="Cyrillic"),
    ],
)
def test_text_stays(first: int, last: int) -> None:
    text = "".join(char for char in map(chr, range(first, last + 1)) if unicodedata.category(char) != "Cn")
    text = f"讲{text}话"
    assert list(pictographs(text)) == []
    assert clean(text).body == text


def test_every_chinese_punctuation_mark_stays() -> None:
    """But for U+3030 and U+303D, which Unicode's emoji test data lists."""
    marks = [char for char in map(chr, (*range(0x2010, 0x2028), *range(0x3001, 0x3040))) if char.isprintable()]
    marks = [char for char in marks if char not in "\u3030\u303d" and unicodedata.category(char) != "Cn"]
    gone = {char for char in marks if clean(f"讲{char}话").body != f"讲{char}话"}
    assert gone == set()


def test_sequence_is_one_span_with_its_keycap_base() -> None:
    text = "讲1⃣👩🏼🍼话"
    assert [text[start:end] for start, end in pictographs(text)] == ["1⃣👩🏼🍼"]


def test_ascii_text_has_none() -> None:
    assert list(pictographs("#1 * 2")) == []


def test_table_gives_every_range_a_reason() -> None:
    table = resources.files("indexer.cleaning").joinpath("pictographs.tsv").read_text(encoding="utf-8")
    rows = [line for line in table.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[0-9A-F]{4,5}(\.\.[0-9A-F]{4,5})?\t\w.{6,}", row) for row in rows)
