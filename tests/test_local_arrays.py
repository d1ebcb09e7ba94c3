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
    """A segment has some 150 files, an index that is updated daily many segments, and macOS lets 256 be open."""
    many: dict[str, arrays.Array] = {f"a{n}": np.arange(n) for n in range(300)}
    write_arrays(tmp_path, "part", many)
    before = len(os.listdir("/proc/self/fd"))
    opened = open_arrays(tmp_path, "part", many)
    assert len(opened) == 300
    assert len(os.listdir("/proc/self/fd")) <= before + 3


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY", b"no array", b"\x93NUMPY\x01\x00v\x00{'descr': '<u4', "])
def test_what_is_no_array_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "part.a.npy").write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"part\.a\.npy cannot be read .*run `jianghua rebuild`"):
        open_arrays(tmp_path, "part", ["a"])


@pytest.mark.parametrize("name", SOME)
def test_an_array_that_was_cut_short_is_damaged(tmp_path: Path, name: str) -> None:
    write_arrays(tmp_path, "part", SOME)
    path = tmp_path / f"part.{name}.npy"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        open_arrays(tmp_path, "part", SOME)


def test_a_missing_array_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        open_arrays(tmp_path, "part", ["a"])


def test_objects_are_not_unpickled(tmp_path: Path) -> None:
    np.save(tmp_path / "part.a.npy", np.array([{}], dtype=object), allow_pickle=True)
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
