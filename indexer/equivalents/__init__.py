"""Equivalents: other ways to write the same thing, for queries: 三十五 and 35, 十九大 and its full name. Pure but for
the reading of its lists.

Enters: the text of a query. Leaves: expressions in it with what stands for them. What is added is shown and can be
switched off; nothing here touches what is indexed.
"""

from indexer.equivalents.edges import continuing, continuing_latin
from indexer.equivalents.expanding import MOST_VARIANTS, Equivalents, Expression, write
from indexer.equivalents.numerals import CHINESE_NUMERALS

__all__ = ["CHINESE_NUMERALS", "MOST_VARIANTS", "Equivalents", "Expression", "continuing", "continuing_latin", "write"]
