"""The word list that texts are cut by: jieba's own, and what is added to it.

Enters: dictionary files. Leaves: additions, and for jieba itself the whole frequency table in its form (word -> count,
every prefix present, 0 where it is no word). Never cuts text.

Three lists are added, in this order: `folded.txt`, jieba's words as they stand in folded text (着名 for 著名; made by
`analysis.build`); `terms.txt`, terms and names that jieba lacks; the user's. A word that comes without a count keeps
the one it has.

jieba's table takes most of a second to build, so it is kept in the user's cache folder under a name that says what it
was made from. A cache that cannot be read or written costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import marshal
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from indexer import folding
from indexer.errors import SettingError

FOLDED, TERMS = (Path(__file__).with_name(name) for name in ("folded.txt", "terms.txt"))
"""Our own lists."""
_FORM = "2"
"""Version of the cached form."""
_DEFAULT_COUNT = 3000
"""Count of a new word without one of its own: that of a common word of jieba's list, so that it wins against its parts
(长江经济带 over 长江 + 经济带) and does not tear its neighbours."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """jieba's two tables. counts: word or prefix -> count; total: the sum of the counts."""

    counts: dict[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class Addition:
    """A folded word to add; count: None where it only has to be there."""

    word: str
    count: int | None

    @property
    def count_if_new(self) -> int:
        """The count that it gets where it is not there yet."""
        return _DEFAULT_COUNT if self.count is None else self.count


def additions(user_words: str = "") -> Iterator[Addition]:
    """Every word to add to jieba's dictionary, in order; later ones go before earlier ones."""
    return chain.from_iterable(map(additions_in, (*_own_lists(), user_words)))


def additions_in(text: str) -> Iterator[Addition]:
    """The words of one list."""
    for line in text.splitlines():
        parts = line.split("#")[0].split()
        if parts:
            yield Addition(folding.fold(parts[0]), int(parts[1]) if len(parts) > 1 else None)


def jieba_file(name: str) -> Path:
    """A file of jieba, which is not imported: that takes a tenth of a second."""
    jieba = find_spec("jieba")
    assert jieba is not None and jieba.origin is not None
    return Path(jieba.origin).parent / name


def _jieba_version() -> str:
    """As jieba says it itself: to ask for what is installed takes a fiftieth of a second, most of it for e-mail."""
    lines = jieba_file("__init__.py").read_text(encoding="utf-8").splitlines()
    return next(line.split("'")[1] for line in lines if line.startswith("__version__ = "))


def _own_lists() -> Iterator[str]:
    return (path.read_text(encoding="utf-8") for path in (FOLDED, TERMS))


def read_user_dictionary(path: Path | None) -> str:
    """The text of a user's dictionary: a word a line, optionally a space and its count; `#` starts a comment.

    Raises:
        SettingError: the file cannot be read or a count is no number; says the line.
    """
    if path is None:
        return ""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingError(f"cannot read the dictionary {path}: {problem}") from problem
    for number, line in enumerate(text.splitlines(), 1):
        count = line.split("#")[0].split()[1:2]
        if count and not (count[0].isdecimal() and int(count[0])):
            raise SettingError(f"{path}, line {number}: {count[0]!r} is not a count from 1 on; write: word [count]")
    return text


def jieba_entries() -> Iterator[tuple[str, int]]:
    """(word, count) of jieba's own dictionary, as it stands."""
    for line in jieba_text().splitlines():
        word, count, _ = line.split(" ", 2)
        yield word, int(count)


def jieba_text() -> str:
    """jieba's own dictionary: lines of a word, its count and its kind, with a space between."""
    return jieba_file("dict.txt").read_text(encoding="utf-8")


def fingerprint(user_words: str = "") -> str:
    """Eight hexadecimal digits that change with any of the word lists, the folding or jieba."""
    made_from = "\0".join([_FORM, _jieba_version(), folding.fingerprint(), *_own_lists(), user_words])
    return hashlib.sha256(made_from.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _build(user_words: str) -> Frequencies:
    counts = dict(jieba_entries())
    total = sum(counts.values())
    for addition in additions(user_words):
        known = counts.get(addition.word, 0)
        if addition.count is not None or not known:
            counts[addition.word] = addition.count_if_new
            total += addition.count_if_new - known
    for word in list(counts):
        for end in range(1, len(word)):
            counts.setdefault(word[:end], 0)
    return Frequencies(counts, total)


def cache_folder() -> Path:
    """Where tables are kept: `JIANGHUA_CACHE`, else the user's cache folder (XDG base directory specification)."""
    chosen = os.environ.get("JIANGHUA_CACHE")
    if chosen:
        return Path(chosen)
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # a user without a home, as in containers
        import tempfile  # slow to import, and mostly not needed

        base = Path(tempfile.gettempdir())
    return base / "jianghua"


def _read_cached(path: Path) -> Frequencies | None:
    """None where there is none, it is not ours alone, or it is broken: `marshal` is only for files we wrote."""
    try:
        status = path.stat()
        if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
            return None
        counts, total = marshal.loads(path.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return Frequencies(counts, total)


def _write_cached(path: Path, frequencies: Frequencies) -> None:
    """Written beside and renamed, so that two processes never see half a file."""
    import tempfile

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = tempfile.NamedTemporaryFile(dir=path.parent, delete=False)
    except OSError:
        return  # a read-only home: the next process builds the table again
    try:
        with file:
            file.write(marshal.dumps((frequencies.counts, frequencies.total)))
        os.replace(file.name, path)
    except OSError:  # a full disk
        Path(file.name).unlink(missing_ok=True)


def load(user_words: str = "") -> Frequencies:
    """The table for jieba's, our and the user's words; from the cache where it is."""
    path = cache_folder() / f"words-{fingerprint(user_words)}.marshal"
    cached = _read_cached(path)
    if cached is not None:
        return cached
    frequencies = _build(user_words)
    _write_cached(path, frequencies)
    return frequencies
