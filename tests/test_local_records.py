"""Stored texts come back to the character, whatever is in them; what is broken is said to be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import made
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings

from indexer.engines.local.records import FILE, Records, pack, write
from indexer.errors import IndexDamaged
from indexer.model import Metadata, Speech


def stored(folder: Path, speeches: list[Speech]) -> Records:
    return Records(folder, **write(folder, [pack(speech) for speech in speeches]))


def speech(body: str, raw: str | None = None, **known: object) -> Speech:
    return Speech(Metadata("a", **known), body, body if raw is None else raw)  # type: ignore[arg-type]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(speeches=made.corpora().filter(bool))
@example([speech("")])
@example([speech("\n\n中", "\r\n中"), speech("\ud800\udc00", "\udc00\ud800", title="\ud800\udc00")])
@example([speech("中" * 70_000, "国" + "中" * 70_000, title='"\n\\', speakers=("甲", ""), tags=("\0",))])
@example([speech("\uffff\ufffe\U0010ffff\ue5e5\ue7c7\u1e3f\x80\xff")])
def test_speeches_come_back_to_the_character(tmp_path: Path, speeches: list[Speech]) -> None:
    records = stored(tmp_path, speeches)
    for number, original in enumerate(speeches):
        assert records.whole(number, original.body) == original
        assert records.speech(number, original.body) == replace(original, raw=original.body)


def test_every_character_of_unicode_comes_back(tmp_path: Path) -> None:
    everything = "".join(map(chr, range(0x110000)))
    body = everything[:0xD800] + everything[0xE000:]
    assert stored(tmp_path, [speech(body, everything)]).whole(0, body).raw == everything


def test_a_file_of_another_size_is_damaged(tmp_path: Path) -> None:
    arrays = write(tmp_path, [pack(speech("中国" * 99, "中国"))])
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes() + b"\0")
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        Records(tmp_path, **arrays)
    (tmp_path / FILE).unlink()
    with pytest.raises(IndexDamaged, match="run `jianghua rebuild`"):
        Records(tmp_path, **arrays)


def test_any_changed_byte_is_noticed_or_changes_nothing(tmp_path: Path) -> None:
    original = speech("在座谈会上的讲话，中国发展。" * 9, "原文：在座谈会上的讲话", title="讲话")
    arrays = write(tmp_path, [pack(original)])
    content = (tmp_path / FILE).read_bytes()
    for at in np.linspace(0, len(content) - 1, min(len(content), 150)).astype(int):
        (tmp_path / FILE).write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        try:
            assert Records(tmp_path, **arrays).whole(0, original.body) == original
        except IndexDamaged as problem:
            assert "run `jianghua rebuild`" in str(problem)
