"""Arrays on disk: what is written is read again, few files stay open, what is broken is said to be."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.local import arrays
from indexer.engines.local.arrays import Lexicon, open_arrays, write_arrays
from indexer.errors import IndexDamaged

SOME: dict[str, arrays.Array] = {
    "empty": np.zeros(0, np.uint32),
    "bytes": np.arange(7, dtype=np.uint8),
    "pairs": np.arange(10, dtype=np.int32).reshape(5, 2),
    "long": np.arange(1 << 18, dtype=np.uint64),
}


@pytest.mark.parametrize("mapped_bytes", [0, 1 << 20, 1 << 40], ids=["all mapped", "as it is", "none mapped"])
def test_arrays_are_read_as_they_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mapped_bytes: int
) -> None:
    monkeypatch.setattr(arrays, "MAPPED_BYTES", mapped_bytes)
    write_arrays(tmp_path / "new", "part", SOME)
    for name, array in open_arrays(tmp_path / "new", "part", SOME).items():
        assert type(array) is np.ndarray
        assert (array.dtype, array.shape) == (SOME[name].dtype, SOME[name].shape)
        assert (array == SOME[name]).all()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted by Linux's /proc")
def test_small_arrays_keep_no_file_open(tmp_path: Path) -> None:
    """A segment has some fifteen files, an index that is updated daily many segments, and macOS lets 256 be open."""
    for number in range(99):
        write_arrays(tmp_path, f"part{number}", {"a": np.arange(number)})
    before = len(os.listdir("/proc/self/fd"))
    opened = [open_arrays(tmp_path, f"part{number}", ["a"])["a"] for number in range(99)]
    assert list(map(len, opened)) == list(range(99))
    assert len(os.listdir("/proc/self/fd")) <= before + 3


WRONG = (
    b"", b"\n", b"no array", b"\xff\n", b"[]\n", b"null\n", b"{}\n", b'{"a": []}\n', b'{"a": ["<u4", [1], 0]}\n',
    b'{"a": ["<u4", [-1], 0]}\n', b'{"a": ["<u4", [0], 9]}\n', b'{"a": ["<u4", [0], -99]}\n', b'{"a": ["x", [0], 0]}\n',
    b'{"a": ["<u4", [99999999999999999999], 0]}\n', b'{"a": ["<u4", "0", 0]}\n', b'{"a": ["|O", [1], 0]}\n' + bytes(99),
)  # fmt: skip


@pytest.mark.parametrize("content", WRONG)
def test_what_is_no_array_is_damaged(tmp_path: Path, content: bytes) -> None:
    """Objects among them, which are addresses in memory."""
    (tmp_path / "part.arrays").write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"part\.arrays cannot be read .*run `jianghua rebuild`"):
        open_arrays(tmp_path, "part", ["a"])


@pytest.mark.parametrize("rest", [-1, 200, 100, 1])
def test_a_file_that_was_cut_short_is_damaged(tmp_path: Path, rest: int) -> None:
    write_arrays(tmp_path, "part", SOME)
    path = tmp_path / "part.arrays"
    path.write_bytes(path.read_bytes()[:rest])
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        open_arrays(tmp_path, "part", SOME)


def test_arrays_begin_where_a_line_of_the_cache_does(tmp_path: Path) -> None:
    write_arrays(tmp_path, "part", SOME)
    assert (tmp_path / "part.arrays").stat().st_size >= arrays.MAPPED_BYTES  # a map begins at a page
    for array in open_arrays(tmp_path, "part", SOME).values():
        assert array.ctypes.data % 64 == 0


def test_a_missing_array_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        open_arrays(tmp_path, "part", ["a"])


@given(entries=st.sets(st.binary(max_size=3)), asked=st.lists(st.binary(max_size=3)))
def test_a_lexicon_finds_what_is_in_it_and_where_others_would_be(entries: set[bytes], asked: list[bytes]) -> None:
    ordered = sorted(entries)
    lexicon = Lexicon(**Lexicon.arrays(ordered))
    assert [lexicon[number] for number in range(len(lexicon))] == ordered
    for entry in (*asked, *ordered):
        assert lexicon.find(entry) == (ordered.index(entry) if entry in entries else None)
        assert lexicon.position(entry) == sum(other < entry for other in ordered)
