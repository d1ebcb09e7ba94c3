"""Makes `folded.txt` from jieba's dictionary and our folding: `python -m indexer.analysis.build`.

Enters: jieba's dictionary. Leaves: the file. A test makes it again and compares.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from indexer.analysis.dictionary import jieba_entries
from indexer.folding import fold


def render() -> str:
    """The content of `folded.txt`: words that jieba has only unfolded, or also so, with the sum of their counts."""
    counts: Counter[str] = Counter()
    changed = set()
    for word, count in jieba_entries():
        folded = fold(word)
        counts[folded] += count
        if folded != word:
            changed.add(folded)
    head = "# Made by indexer.analysis.build; do not edit. jieba's words (MIT) as they stand in folded text.\n"
    return head + "".join(f"{word} {max(counts[word], 1)}\n" for word in sorted(changed) if " " not in word)


def main() -> None:
    """Write the file beside this module."""
    Path(__file__).with_name("folded.txt").write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
