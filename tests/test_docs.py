"""The README against the code: what it names is there, and what is there it names."""

from __future__ import annotations

import json
import re
import subprocess
from argparse import ArgumentParser
from pathlib import Path

import pytest

import indexer
from indexer import Engine
from indexer.cli import arguments
from indexer.envelope import results_envelope
from indexer.settings import SETTINGS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text under a heading."""
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def first_cells(text: str) -> list[str]:
    """The first cell of every row of the tables in a text."""
    return [row.split("|")[1].strip() for row in text.splitlines() if row.startswith("| `")]


def keys(value: object) -> set[str]:
    """Every key of a JSON value, at any depth; facet fields and empty lists aside."""
    if isinstance(value, dict):
        return {*value, *(key for item in value.values() for key in keys(item))}
    return {key for item in value for key in keys(item)} if isinstance(value, list) else set()


def commands() -> dict[str, ArgumentParser]:
    """Every command of the command line, by name."""
    (action,) = (action for action in arguments._parser()._actions if isinstance(action.choices, dict))
    return dict(action.choices)


def test_every_command_is_named_and_every_named_one_is_there() -> None:
    named = [re.match(r"`(\w+)", cell)[1] for cell in first_cells(section("Commands"))]  # type: ignore[index]
    assert set(named) == set(commands())


@pytest.mark.parametrize("option", sorted(set(re.findall(r"--[a-z]+", section("Commands")))))
def test_every_option_that_is_named_is_some_commands(option: str) -> None:
    assert any(option in command.format_help() for command in commands().values())


def test_the_settings_table_is_the_settings() -> None:
    rows = [row for row in section("Settings").splitlines() if row.startswith("| `")]
    for row, setting in zip(rows, SETTINGS, strict=True):
        name, variable, default, purpose = (cell.strip() for cell in row.strip("|").split("|"))
        assert (name, variable, purpose) == (f"`{setting.name}`", f"`{setting.variable}`", setting.help)
        if setting.name != "workers":
            assert default == (f"`{setting.default}`" if setting.default not in (None, "") else "none")


def test_the_json_example_has_the_keys_of_an_answer(seeds_engine: Engine) -> None:
    example = json.loads(re.search(r"```json\n(.*?)```", section("JSON"), re.DOTALL)[1])  # type: ignore[index]
    answer = results_envelope(indexer.search(seeds_engine, indexer.SearchRequest("高质量发展")))
    assert keys(example) == keys({**answer, "facets": {"year": answer["facets"]["year"]}})


@pytest.mark.parametrize("name", ["run", "test"])
def test_there_is_one_command_to_run_and_one_to_test(name: str) -> None:
    """`.ci/run` takes them from the README word for word."""
    block = re.search(rf"<!-- {name} -->\n```sh\n(.*?)```", README, re.DOTALL)
    assert block is not None
    assert block[1].count("\n") == 1


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)h][^)]*)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_the_examples_of_queries_are_read_as_the_table_says(seeds_engine: Engine) -> None:
    """Every query of the table is understood without a note."""
    for row in section("Asking").splitlines():
        if row.startswith("| `"):
            for typed in re.findall(r"`([^`]+)`", row.split("|")[1]):
                assert indexer.search(seeds_engine, indexer.SearchRequest(typed)).notes == (), typed


def test_seed_and_examples_are_kept_by_git() -> None:
    listed = subprocess.run(["git", "ls-files", "seeds"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    assert "000_522596ff6ab5f318.txt" in listed.stdout
