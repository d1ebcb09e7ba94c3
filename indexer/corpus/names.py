"""Chinese personal names, told apart conservatively. Pure.

Enters: folded text. Leaves: a pattern and a yes or no. Never: a dictionary of persons.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.corpus.wordlists import folded_sections

_LISTS = folded_sections("surnames.txt")
_NOT_NAMES = frozenset(_LISTS["not names"])
# No given name holds a particle, and none ends in an office: 习主席, 王部长.
_GIVEN = "(?:(?![并的在与是了将对及等说函])[\u4e00-\u9fff]){1,2}"
_OFFICE = re.compile(".(?:主席|总理|书记|总统|部长|省长|市长|局长|主任|院长|大使|先生|女士|同志|议员)")
COMPOUND_SURNAMES = _LISTS["compound"]
NAME = f"(?:(?:{'|'.join(COMPOUND_SURNAMES)}){_GIVEN}|[{''.join(_LISTS['single'])}]{_GIVEN})"
"""A regular expression without groups for what may be a name, in folded text; `is_name` decides."""


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(NAME)


def is_name(folded: str) -> bool:
    """Whether the whole of `folded` is shaped like a name and is no known word.

    >>> is_name("习近平"), is_name("欧阳明"), is_name("江西"), is_name("座谈会")
    (True, True, False, False)
    """
    return bool(_whole().fullmatch(folded)) and folded not in _NOT_NAMES and not _OFFICE.fullmatch(folded)
