"""Analysis: folded text → words, with offsets in the body. The only room that knows jieba.

Enters: folded text (as long as the body it came from, so offsets are the body's). Leaves: tokens. Never knows fields,
engines or files of speeches.

One `Analyzer` serves index, query and explanation. Words decide only how high a passage stands; whether it is found is
decided on characters.
"""

from indexer.analysis.analyzer import Analyzer, Token, function_words, is_word

__all__ = ["Analyzer", "Token", "function_words", "is_word"]
