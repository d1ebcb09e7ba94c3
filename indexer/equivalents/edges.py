"""Where a number or a Latin word ends: 35 does not stand in 135, nor who in whose. Pure."""

from __future__ import annotations

import string

from indexer.equivalents.numerals import CHINESE_NUMERALS

_DIGITS = string.digits + "."
_LATIN = string.ascii_lowercase + string.digits


def continuing_latin(character: str) -> str:
    """The same for letters and digits of ASCII alone: 5% does not mean 15%, nor AI AIT, but 2013 may be that of 2013.5.

    >>> "7" in continuing_latin("3"), "." in continuing_latin("3"), continuing_latin("十")
    (True, False, '')
    """
    return _LATIN if character and character in _LATIN else ""


def continuing(character: str) -> str:
    """The folded characters that, beside this one, make both parts of one number or Latin word; mostly none.

    >>> "7" in continuing("3"), "七" in continuing("十"), continuing("农")
    (True, True, '')
    """
    if character in CHINESE_NUMERALS:
        return CHINESE_NUMERALS
    if character in string.digits:
        return _DIGITS
    return _LATIN if character in _LATIN else ""
