"""Simplified or Traditional? Pure.

Enters: a text. Leaves: an ISO 15924 code, or empty. Never: a conversion.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.folding import SIMPLIFIED_ONLY, TRADITIONAL_ONLY

_MARGIN = 4
"""How many times more evidence one script needs than the other: quotations and names mix, conversions leave traces."""


def detect_script(text: str) -> str:
    """``Hans`` or ``Hant`` by the characters that stand in one script only; empty where they decide for neither.

    >>> detect_script("推動長江經濟帶發展"), detect_script("推动长江经济带发展"), detect_script("人民")
    ('Hant', 'Hans', '')
    """
    told = _evidence().findall(text)
    simplified = sum(map(SIMPLIFIED_ONLY.__contains__, told))
    traditional = sum(map(TRADITIONAL_ONLY.__contains__, told)) if simplified < len(told) else 0
    if simplified > traditional * _MARGIN:
        return "Hans"
    return "Hant" if traditional > simplified * _MARGIN else ""


@cache
def _evidence() -> re.Pattern[str]:
    """Any of the telling characters; all of those above U+FFFF, as `re` tests them one after the other."""
    telling = "".join(char for char in SIMPLIFIED_ONLY | TRADITIONAL_ONLY if char <= "\uffff")
    return re.compile(f"[{re.escape(telling)}\U00010000-\U0010ffff]")
