"""The shape of the code against what the READMEs and the style say: rooms, directions, libraries, limits.

The tables of rooms are read from the READMEs, so they are true or this fails. Sources are read, not run, so that an
import inside a function counts as any other.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("indexer", "webapp")

KNOWN_BY = {
    "babel": {"webapp.catalogues", "webapp.locales"},
    "emoji": {"indexer.cleaning.pictographs"},
    "filelock": {"indexer.engines.local.generations"},
    "flask": {"webapp"},
    "jieba": {"indexer.analysis.cutting"},
    "jinja2": {"webapp"},
    "lxml": {"indexer.corpus.page"},
    "numpy": {
        "indexer.analysis.streaming",
        "indexer.analysis.wordfilter",
        "indexer.engines.local",
        "indexer.hashing",
        "indexer.mining",
    },
    "opencc": {"indexer.scripts"},
    "pypinyin": {"indexer.pinyin.build"},
    "rjieba": {"indexer.analysis.cutting"},
    "tqdm": {"indexer.cli.progress"},
    "trafilatura": {"indexer.corpus.html"},
    "waitress": {"indexer.cli.serving"},
    "werkzeug": {"webapp"},
    "whoosh": {"indexer.engines.local.codec", "indexer.engines.local.container"},
    "yaml": {"indexer.corpus.markdown"},
}
"""Library -> the modules, or the packages, that know it. A new one needs a row here and in the README."""

UNKNOWN_TO_THE_WEB = ("analysis", "cleaning", "engines.local", "folding", "indexing", "opening", "settings")
"""Rooms of the indexer that no page or route needs."""

MOST_MODULE_LINES = 400
MOST_FUNCTION_LINES = 60
SAY_NOTHING = {"backend", "common", "data", "helper", "helpers", "manager", "misc", "service", "util", "utils"}
"""Words that no module, class or function may have in its name."""


@dataclass(frozen=True, slots=True)
class Import:
    """module: what is imported, a submodule where the name is one; name: what of it, empty for the module itself."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Module:
    """A source file. name: dotted, of a package its own."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    def imports(self) -> Iterator[Import]:
        """Everything that it imports, wherever in it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (Import(alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert not node.level and node.module, f"{self.name}, line {node.lineno}: a relative import"
                for alias in node.names:
                    below = f"{node.module}.{alias.name}"
                    yield Import(below, "") if below in names() else Import(node.module, alias.name)


@cache
def names() -> frozenset[str]:
    """Dotted name of every module, without reading any."""
    return frozenset(dotted(path) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def dotted(path: Path) -> str:
    """indexer/query/tree.py -> indexer.query.tree."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> tuple[Module, ...]:
    """Every module of both packages."""
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    texts = ((path, path.read_text(encoding="utf-8")) for path in paths)
    return tuple(Module(dotted(path), path, text, ast.parse(text)) for path, text in texts)


@cache
def rows(package: str) -> dict[str, int]:
    """Room -> number of its row in the package's README."""
    table = (ROOT / package / "README.md").read_text(encoding="utf-8").split("\n## Rooms\n")[1].split("\n## ")[0]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    return {room.rstrip("/"): number for number, cell in enumerate(cells) for room in re.findall("`(.+?)`", cell)}


def room_of(module: str) -> str | None:
    """The room that a module stands in; None for a package that only holds others."""
    package, _, inside = module.partition(".")
    path = inside.replace(".", "/") or "__init__"
    return max((room for room in rows(package) if f"{path}/".startswith(f"{room}/")), key=len, default=None)


def is_in(module: str, package: str) -> bool:
    """Whether a module is a package or stands in it."""
    return f"{module}.".startswith(f"{package}.")


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function, at any depth."""
    return (n for n in ast.walk(module.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def handlers(module: Module) -> Iterator[ast.ExceptHandler]:
    """Every `except` clause."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.ExceptHandler))


def tracked() -> list[Path]:
    """Every file of the project."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("what belongs to the project is asked of git, and this is no git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


each_module = pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)


# Rooms


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_of_the_table_is_there(package: str) -> None:
    for room in rows(package):
        path = ROOT / package / room
        assert path.is_dir() or path.with_suffix(".py").is_file(), f"{package}/README.md: {room}"


@each_module
def test_every_module_has_a_room(module: Module) -> None:
    is_mere_folder = not any(not isinstance(node, ast.Expr) for node in module.tree.body)
    assert is_mere_folder or room_of(module.name), f"{module.name} stands in no row of the README's table"


@each_module
def test_a_module_imports_only_from_rooms_above_its_own(module: Module) -> None:
    package, own = module.name.partition(".")[0], room_of(module.name)
    for imported in module.imports():
        other = room_of(imported.module) if is_in(imported.module, package) else own
        if other != own:
            assert own and other, f"{module.name} imports {imported.module}"
            assert rows(package)[other] < rows(package)[own], f"{own} imports {imported.module}, which is not above it"


def test_no_imports_go_in_a_circle() -> None:
    """Those inside functions count too."""
    graph = {module.name: {i.module for i in module.imports()} & names() for module in modules()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(modules())


def test_the_indexer_knows_the_web_in_one_place() -> None:
    importers = {
        m.name for m in modules() if is_in(m.name, "indexer") for i in m.imports() if is_in(i.module, "webapp")
    }
    assert importers == {"indexer.cli.serving"}


@each_module
def test_the_web_knows_no_index_and_no_file(module: Module) -> None:
    if is_in(module.name, "webapp"):
        for imported in module.imports():
            assert not any(is_in(imported.module, f"indexer.{room}") for room in UNKNOWN_TO_THE_WEB), imported
            assert not is_in(imported.module, "indexer.cli") or module.name == "webapp.__main__", imported


@each_module
def test_nothing_private_is_imported(module: Module) -> None:
    assert not [i for i in module.imports() if re.match(r"_(?!_)", i.name) and i.module != "__future__"]


# Libraries


def test_each_library_is_known_in_one_place() -> None:
    """A library can be changed or dropped where it is known, and nowhere else."""
    for module in modules():
        for imported in module.imports():
            library = imported.module.partition(".")[0]
            if library not in sys.stdlib_module_names and library not in PACKAGES:
                assert any(is_in(module.name, place) for place in KNOWN_BY.get(library, ())), (module.name, library)


@pytest.mark.parametrize("library", sorted(KNOWN_BY))
def test_each_known_library_is_used_where_it_is_said_to_be(library: str) -> None:
    users = [m.name for m in modules() for i in m.imports() if is_in(i.module, library)]
    assert all(any(is_in(user, place) for user in users) for place in KNOWN_BY[library])


# Style


@each_module
def test_no_module_is_long(module: Module) -> None:
    assert len(module.text.splitlines()) <= MOST_MODULE_LINES


@each_module
def test_no_function_is_long(module: Module) -> None:
    for function in functions(module):
        assert (function.end_lineno or 0) - function.lineno < MOST_FUNCTION_LINES, function.name


def undocumented(node: ast.AST, path: str) -> Iterator[str]:
    """Names of the public functions and classes in a module or class that lack a docstring."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not child.name.startswith("_"):
            if not ast.get_docstring(child):
                yield f"{path}.{child.name}"
            if isinstance(child, ast.ClassDef):
                yield from undocumented(child, f"{path}.{child.name}")


@each_module
def test_everything_public_has_a_docstring(module: Module) -> None:
    is_entry = module.name.endswith(("__main__", "version"))
    assert ast.get_docstring(module.tree) or is_entry, module.name
    assert not list(undocumented(module.tree, module.name))


@each_module
def test_every_function_says_what_it_returns(module: Module) -> None:
    assert not [function.name for function in functions(module) if function.returns is None]


@each_module
def test_no_failure_is_swallowed(module: Module) -> None:
    """A clause names what it catches, and does something about it."""
    for clause in handlers(module):
        assert clause.type is not None, f"line {clause.lineno}: a bare except"
        assert not all(isinstance(node, ast.Pass) for node in clause.body), f"line {clause.lineno}: except and pass"


@each_module
def test_only_the_outermost_rooms_catch_everything(module: Module) -> None:
    for clause in handlers(module):
        caught = {node.id for node in ast.walk(clause.type or clause) if isinstance(node, ast.Name)}
        is_allowed = module.name in {"indexer.cli.main", "webapp.handlers"}
        assert is_allowed or not caught & {"BaseException", "Exception"}, f"line {clause.lineno}"


def public_order(name: str) -> tuple[bool, bool, str]:
    """Constants, classes, functions; each by the alphabet, as ruff sorts them."""
    return not name.isupper(), not name[0].isupper(), name


@each_module
def test_public_names_are_there_and_in_order(module: Module) -> None:
    loaded = importlib.import_module(module.name)
    public = getattr(loaded, "__all__", [])
    assert list(public) == sorted(public, key=public_order)
    assert not [name for name in public if not hasattr(loaded, name)]


@each_module
def test_no_name_says_nothing(module: Module) -> None:
    named = [n.name for n in ast.walk(module.tree) if isinstance(n, ast.ClassDef | ast.FunctionDef)]
    for name in [*module.name.split("."), *named]:
        words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}
        assert not words & SAY_NOTHING, name


def test_no_html_is_called_safe() -> None:
    """A template escapes everything, so no text of a speech can become a part of the page's structure."""
    trusting = re.compile(r"\|\s*safe\b|\bMarkup\b|\bautoescape\b")
    files = [path for path in (ROOT / "webapp").rglob("*") if path.suffix in {".py", ".html", ".svg"}]
    assert not [path for path in files if trusting.search(path.read_text(encoding="utf-8"))]


def test_no_file_names_a_folder_of_one_machine() -> None:
    """What is written down here is true anywhere."""
    of_one_machine = re.compile(rb"(?<![\w.~>/-])/(?:Users|home|mnt|opt|root|work)/(?!user\b)\w")
    for path in tracked():
        found = of_one_machine.search(path.read_bytes())
        assert not found, f"{path.relative_to(ROOT)}: {found[0].decode()}"
