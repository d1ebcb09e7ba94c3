"""Stored texts come back to the character, whatever is in them; what is broken is said to be."""

from __future__ import annotations

from pathlib import Path

import made
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.engines.local.records import FILE, SAMPLES, Records, pack, write
from indexer.errors import IndexDamaged
from indexer.model import Metadata, Speech


def stored(folder: Path, batches: list[list[Speech]]) -> Records:
    arrays = write(folder, [pack(batch) for batch in batches])
    return Records(folder, **arrays)


def speech(body: str, raw: str | None = None, **known: object) -> Speech:
    return Speech(Metadata("a", **known), body, body if raw is None else raw)  # type: ignore[arg-type]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(made.corpora(3).filter(bool), min_size=1, max_size=3))
@example([[speech("")]])
@example([[speech("\n\n中", "\r\n中"), speech("\ud800\udc00", "\udc00\ud800")]])
@example([[speech("中" * 70_000, "国" + "中" * 70_000, title='"\n\\', speakers=("甲", ""), tags=("\0",))]])
@example([[speech("\uffff\ufffe\U0010ffff\ue5e5\ue7c7\u1e3f\x80\xff")]])
def test_speeches_come_back_to_the_character(tmp_path: Path, batches: list[list[Speech]]) -> None:
    records = stored(tmp_path, batches)
    speeches = [speech for batch in batches for speech in batch]
    for number, original in enumerate(speeches):
        assert records.whole(number) == original
        front = records.front(number)
        assert (front.meta, front.body, front.raw) == (original.meta, original.body, original.body)


def test_every_character_of_unicode_comes_back(tmp_path: Path) -> None:
    everything = "".join(map(chr, range(0x110000)))
    records = stored(tmp_path, [[speech(everything[:0xD800] + everything[0xE000:], everything)]])
    assert records.whole(0).raw == everything
    assert records.front(0).body == everything[:0xD800] + everything[0xE000:]


@pytest.mark.parametrize("name", [FILE, SAMPLES])
def test_files_of_another_size_are_damaged(tmp_path: Path, name: str) -> None:
    arrays = write(tmp_path, [pack([speech("中国" * 99, "中国")])])
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b"\0")
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        Records(tmp_path, **arrays)
    (tmp_path / name).unlink()
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        Records(tmp_path, **arrays)


@pytest.mark.parametrize("name", [FILE, SAMPLES])
def test_any_changed_byte_is_noticed_or_changes_nothing(tmp_path: Path, name: str) -> None:
    original = speech("在座谈会上的讲话，中国发展。" * 9, "原文：在座谈会上的讲话", title="讲话")
    arrays = write(tmp_path, [pack([original])])
    content = (tmp_path / name).read_bytes()
    for at in np.linspace(0, len(content) - 1, min(len(content), 150)).astype(int):
        (tmp_path / name).write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        try:
            assert Records(tmp_path, **arrays).whole(0) == original
        except IndexDamaged as problem:
            assert "run `jianghua rebuild`" in str(problem)
