"""The cleaning room: raw text in, a text fit to read out, with every step on record. Pure.

Enters: a text as it was read. Leaves: `Cleaned`: body, steps, offsets both ways, and what the furniture said.
Never: changes a text for the sake of matching (that is folding), reads a file, or raises, whatever the text holds.

Each fix is a named pure function from a text to its edits; `fixes.BODY_FIXES` is their order, and one mechanism applies
the edits and keeps the offsets.
"""

from indexer.cleaning.cleaned import Cleaned, Cut, Finding, Step
from indexer.cleaning.fixes import clean, clean_line

__all__ = ["Cleaned", "Cut", "Finding", "Step", "clean", "clean_line"]
