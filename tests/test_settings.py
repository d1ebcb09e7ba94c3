"""One table of settings, from the environment and from options."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SettingError
from indexer.settings import SETTINGS, Setting, Settings, read_settings

BY_NAME = {setting.name: setting for setting in SETTINGS}


def test_the_table_and_the_values_have_the_same_names() -> None:
    assert [setting.name for setting in SETTINGS] == [field.name for field in fields(Settings)]


def test_without_any_choice_every_setting_has_its_default() -> None:
    settings = read_settings({}, {})
    assert settings == Settings(**{setting.name: setting.default for setting in SETTINGS})
    assert (settings.index, settings.seeds) == (Path("index_data"), Path("seeds"))
    assert (settings.host, settings.port, settings.threads) == ("127.0.0.1", 8000, 4)
    assert (settings.dictionary, settings.encoding) == (None, None)
    assert 1 <= settings.workers <= 8


def test_the_environment_is_read_by_the_names_of_the_settings() -> None:
    settings = read_settings({"JIANGHUA_INDEX": "there", "JIANGHUA_PORT": "0", "JIANGHUA_ENCODING": "gb18030"}, {})
    assert (settings.index, settings.port, settings.encoding) == (Path("there"), 0, "gb18030")


def test_what_was_chosen_goes_before_the_environment() -> None:
    chosen = {"port": 9000, "index": None, "json": True}
    settings = read_settings({"JIANGHUA_PORT": "8001", "JIANGHUA_INDEX": "there"}, chosen)
    assert (settings.port, settings.index) == (9000, Path("there"))


def test_an_empty_variable_is_no_choice() -> None:
    """`JIANGHUA_PORT= jianghua serve` is how a shell takes a variable back."""
    assert read_settings({"JIANGHUA_PORT": "", "JIANGHUA_DICTIONARY": ""}, {}) == read_settings({}, {})


@pytest.mark.parametrize(
    ("name", "typed", "accepted"),
    [
        ("port", "65536", "0 to 65535"),
        ("port", "-1", "0 to 65535"),
        ("port", "８０００", "0 to 65535"),
        ("port", "9" * 5000, "0 to 65535"),
        ("workers", "0", "1 to 64"),
        ("memory", "100", "200 to 1000000"),
        ("segmenter", "rjieba", "auto or jieba"),
        ("workers", "two", "1 to 64"),
        ("threads", "1.5", "1 to 64"),
        ("encoding", "latin-99", "utf-8, gb18030"),
        ("encoding", "hex", "utf-8, gb18030"),
        ("host", "a b", "127.0.0.1"),
        ("index", "a\0b", "a path"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_what_can(name: str, typed: str, accepted: str) -> None:
    with pytest.raises(SettingError) as problem:
        read_settings({f"JIANGHUA_{name.upper()}": typed}, {})
    message = str(problem.value)
    assert message.startswith(f"{name} cannot be {typed!r}: ")
    assert accepted in message
    assert "\n" not in message


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
@given(typed=st.text())
def test_whatever_is_typed_is_read_or_refused(setting: Setting, typed: str) -> None:
    try:
        setting.read(typed)
    except SettingError as problem:
        assert setting.name in str(problem)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_default_reads_back_as_itself(setting: Setting) -> None:
    """What `--help` prints as the default can be typed."""
    if setting.default is not None:
        assert setting.read(str(setting.default)) == setting.default
    assert setting.help and not setting.help.endswith(".")
    assert BY_NAME[setting.name].variable == f"JIANGHUA_{setting.name.upper()}"
