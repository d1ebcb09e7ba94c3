"""Words: their offsets and positions, the dictionary they are cut by, and its cache."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import Analyzer, Token, dictionary
from indexer.errors import SettingError
from indexer.folding import fold

ROOT = Path(__file__).parents[1]
RIVER = "長江經濟帶的生態，長江經濟帶的發展。"
ONE_FRAGMENT = dictionary.Frequencies({"一": 0, "一词": 7}, 7)
"""A table small enough to keep in a test's cache."""


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the test's own, and a table that is made at once; it counts in no list."""
    monkeypatch.setenv("JIANGHUA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(dictionary, "_build", lambda user_words: ONE_FRAGMENT)
    return tmp_path / "cache"


@pytest.fixture
def kept(own_cache: Path) -> Path:
    """The file in which a table was kept."""
    dictionary.load()
    (path,) = own_cache.iterdir()
    return path


def user_dictionary(folder: Path, content: str | bytes) -> Path:
    """A file of a user's words."""
    path = folder / "words.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# Tokens


def test_a_token_stands_where_it_says(analyzer: Analyzer) -> None:
    folded = fold(RIVER)
    tokens = list(analyzer.tokens(RIVER))
    assert all(folded[token.start : token.end] == token.text for token in tokens)
    assert [(t.text, t.start) for t in tokens if not t.is_part] == [
        ("长江经济带", 0), ("的", 5), ("生态", 6), ("长江经济带", 9), ("的", 14), ("发展", 15),
    ]  # fmt: skip


def test_positions_count_words_and_nothing_else(analyzer: Analyzer) -> None:
    """Marks and spaces have none, so words beside a comma are neighbours; parts share their word's."""
    words = [token for token in analyzer.tokens(RIVER) if not token.is_part]
    assert [token.position for token in words] == [0, 1, 2, 3, 4, 5]


def test_parts_of_a_word_come_before_it_and_have_its_position(analyzer: Analyzer) -> None:
    tokens = [token for token in analyzer.tokens(RIVER) if token.position == 3]
    assert tokens == [
        Token("长江", 9, 11, 3, is_part=True),
        Token("经济", 11, 13, 3, is_part=True),
        Token("经济带", 11, 14, 3, is_part=True),
        Token("长江经济带", 9, 14, 3),
    ]


def test_a_word_is_no_part_of_itself(analyzer: Analyzer) -> None:
    assert analyzer.parts("经济") == ()
    assert (0, 3) not in analyzer.parts("经济带")


def test_both_scripts_have_the_same_words(analyzer: Analyzer) -> None:
    """Also where a Traditional character is another word's Simplified one: 著名 and 着名."""
    assert analyzer.words("著名學者在臺灣") == analyzer.words("着名学者在台湾")
    assert list(analyzer.tokens("長江經濟帶")) == list(analyzer.tokens("长江经济带"))


@pytest.mark.parametrize("text", ["", " \n\t", "，。！？", "……——", "\u3000"])
def test_marks_and_spaces_are_no_words(text: str, analyzer: Analyzer) -> None:
    assert analyzer.words(text) == ()
    assert list(analyzer.tokens(text)) == []


@given(st.text(st.sampled_from("长江經濟帶生态的发展习近平，。 \nab19.%—“”") | st.characters(), max_size=40))
@example("２０２５年ＧＤＰ")
@example("\ud800长江")
def test_tokens_of_any_text_are_in_order_and_in_the_text(analyzer: Analyzer, text: str) -> None:
    folded, end, position = fold(text), 0, -1
    for token in analyzer.tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert folded[token.start : token.end] == token.text
        if not token.is_part:
            assert token.start >= end
            assert token.position == position + 1
            end, position = token.end, token.position
        else:
            assert token.start >= end and token.position == position + 1


@given(st.text(st.sampled_from("长江經濟帶生态的发展，。 \nab19.%—“”") | st.characters(), max_size=40))
def test_the_words_of_a_query_are_the_tokens_of_a_text(analyzer: Analyzer, text: str) -> None:
    """One analyser serves both, so a query for a whole text has its words."""
    assert analyzer.words(text) == tuple(token.text for token in analyzer.tokens(text) if not token.is_part)


@pytest.mark.parametrize("word", ["的", "和", "與", "什麼", "什么", "這個", "这个", "對於", "为", "爲", "為"])
def test_function_words_are_known_in_both_scripts(word: str, analyzer: Analyzer) -> None:
    assert analyzer.is_function_word(fold(word))


@pytest.mark.parametrize("word", ["长江", "发展", "我国", "人民", "的确", ""])
def test_words_with_a_subject_are_no_function_words(word: str, analyzer: Analyzer) -> None:
    assert not analyzer.is_function_word(word)


# A user's dictionary


def test_a_users_word_is_cut_as_one(tmp_path: Path, analyzer: Analyzer) -> None:
    """Written in Traditional, with a BOM, comments, an empty line and a count, as editors and people leave them."""
    lines = "\ufeff臨瀾江防辦 # an office\n\n# a comment\n码头改造 9000\r\n"
    own = Analyzer(user_dictionary(tmp_path, lines))
    assert "临澜江防办" not in analyzer.words("临澜江防办说")
    assert own.words("临澜江防办说") == ("临澜江防办", "说")
    assert own.words("碼頭改造") == ("码头改造",)


def test_counts_are_read_and_a_word_without_one_keeps_its_own(tmp_path: Path) -> None:
    text = dictionary.read_user_dictionary(user_dictionary(tmp_path, "经济 # no count\n码头改造 9000 # a count\n"))
    *_, known, counted = dictionary.additions(text)
    assert (known, counted) == (dictionary.Addition("经济", None), dictionary.Addition("码头改造", 9000))
    before, after = dictionary.load(), dictionary.load(text)
    assert after.counts["经济"] == before.counts["经济"]
    assert after.counts["码头改造"] == 9000
    assert after.counts["码头改"] == 0, "a beginning that is no word"
    assert after.total == before.total + 9000


@pytest.mark.parametrize("count", ["many", "-3", "1.5", "三", "²"])
def test_a_bad_count_is_named_with_its_line(tmp_path: Path, count: str) -> None:
    path = user_dictionary(tmp_path, f"# words\n长江大桥 5\n老码头 {count}\n")
    with pytest.raises(SettingError, match=r"words\.txt, line 3: .* is not a count") as caught:
        Analyzer(path)
    assert count in str(caught.value)


@pytest.mark.parametrize("content", [None, "长江".encode("gb18030")])
def test_a_dictionary_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "absent.txt" if content is None else user_dictionary(tmp_path, content)
    with pytest.raises(SettingError, match=path.name):
        Analyzer(path)


# The fingerprint


def test_the_fingerprint_changes_with_the_users_words_and_not_otherwise(tmp_path: Path, analyzer: Analyzer) -> None:
    """An index asks to be rebuilt when it changes, so it must change when words do, and only then."""
    with_words = Analyzer(user_dictionary(tmp_path, "临澜市\n")).fingerprint
    with_others = Analyzer(user_dictionary(tmp_path, "青屏县\n")).fingerprint
    assert len({analyzer.fingerprint, with_words, with_others}) == 3
    (tmp_path / "elsewhere").mkdir()
    assert Analyzer(user_dictionary(tmp_path / "elsewhere", "临澜市\n")).fingerprint == with_words
    assert Analyzer(is_fast=False).fingerprint == Analyzer(is_fast=True).fingerprint == analyzer.fingerprint


def test_the_fingerprint_is_the_same_in_another_process(analyzer: Analyzer) -> None:
    assert run("from indexer.analysis import Analyzer; print(Analyzer().fingerprint)") == analyzer.fingerprint


# The cache


def test_the_table_is_kept_in_the_folder_that_was_chosen(own_cache: Path) -> None:
    assert dictionary.load() == ONE_FRAGMENT
    assert [path.name for path in own_cache.iterdir()] == [f"words-{dictionary.fingerprint()}.marshal"]


def test_without_a_choice_the_users_cache_folder_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIANGHUA_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert dictionary.cache_folder() == tmp_path / "jianghua"


def test_a_kept_table_is_not_made_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "_build", lambda user_words: pytest.fail("made again"))
    assert dictionary.load() == ONE_FRAGMENT


def test_other_words_have_a_table_of_their_own(kept: Path) -> None:
    dictionary.load("临澜市\n")
    assert len(list(kept.parent.iterdir())) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"not a table", marshal.dumps(7), marshal.dumps(({}, 1, 2)), marshal.dumps(({"a": 1}, 1))[:-3]],
    ids=["empty", "other", "number", "three", "half"],
)
def test_a_broken_table_is_made_again(kept: Path, content: bytes) -> None:
    kept.write_bytes(content)
    assert dictionary.load() == ONE_FRAGMENT
    assert marshal.loads(kept.read_bytes()) == (ONE_FRAGMENT.counts, ONE_FRAGMENT.total)


@pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX's")
def test_a_table_that_others_may_write_is_not_trusted(kept: Path) -> None:
    """Reading it could run whatever they put there."""
    kept.write_bytes(marshal.dumps(({"别人": 1}, 1)))
    kept.chmod(0o666)
    assert dictionary.load() == ONE_FRAGMENT


@pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX's")
def test_a_table_of_another_user_is_not_trusted(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.write_bytes(marshal.dumps(({"别人": 1}, 1)))
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    assert dictionary.load() == ONE_FRAGMENT


def test_a_cache_that_cannot_be_written_costs_only_time(own_cache: Path) -> None:
    """A file stands where the folder would be, which stops any user; a mode would not stop root."""
    own_cache.write_text("no folder")
    assert dictionary.load() == ONE_FRAGMENT
    assert own_cache.read_text() == "no folder"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="no mode stops root")
def test_a_read_only_cache_costs_only_time(own_cache: Path) -> None:
    own_cache.mkdir(mode=0o500)
    assert dictionary.load() == ONE_FRAGMENT
    assert not list(own_cache.iterdir())


def test_a_full_disk_leaves_nothing_behind(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    assert dictionary.load() == ONE_FRAGMENT
    assert not list(own_cache.iterdir())


# Loading


def run(program: str) -> str:
    """What a program prints, in a process of its own."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("is_fast", [True, False])
def test_nothing_is_loaded_before_it_is_needed(is_fast: bool) -> None:
    """A command that cuts nothing, as `--help` and `stats`, or known words alone, does not wait for a dictionary."""
    loaded = "print({'jieba', 'rjieba'} & set(sys.modules) or 'nothing')"
    made = f"import sys; from indexer.analysis import Analyzer; a = Analyzer(is_fast={is_fast}); a.fingerprint"
    assert run(f"{made}; {loaded}") == "nothing"
    assert (run(f"{made}; a.cut('长江'); {loaded}") == "nothing") is is_fast
    assert run(f"{made}; a.cut('谷歌5G'); {loaded}") != "nothing"
