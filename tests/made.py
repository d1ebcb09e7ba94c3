"""Made speeches and made questions: few characters, so that they meet often; every kind of odd one among them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import opencc
from hypothesis import strategies as st

from indexer.analysis import Analyzer
from indexer.model import Filters, Metadata, Sort, Speech
from indexer.query import parse_query, require
from indexer.query.tree import Node, literal

COMMON = "中国中国发展发展经济经济人人民和的"
ODD = "制製度里裏裡台臺汇匯彙Ａa３3，。、？“”「」\"'—-–· \u3000𠮷㐂\U000300ee😀\ud842\udfb7e\u0301○①"
"""Both scripts, wrong conversions, widths, marks, spaces, astral and lone surrogate code points, a combining accent."""

characters = st.sampled_from(COMMON * 3 + ODD)
words = st.sampled_from(("中国", "人民", "发展", "经济", "发展中国家", "国家", "印度", "印度尼西亚", "中华人民共和国"))
wording = st.lists(characters | words, min_size=1, max_size=14).map("".join)
bodies = st.lists(wording, min_size=1, max_size=4).map("\n".join)


@cache
def converter(configuration: str) -> opencc.OpenCC:
    """OpenCC by the name of a configuration, such as s2t."""
    return opencc.OpenCC(configuration)


def converted(text: str, configuration: str) -> str:
    """The text in the other script where that is as long; else, and where OpenCC cannot read it, as it is."""
    if any("\ud800" <= character < "\ue000" for character in text):
        return text
    other = converter(configuration).convert(text)
    return other if len(other) == len(text) else text


def known_by_id(bodies: Mapping[str, str]) -> list[Speech]:
    """Speeches with these ids and bodies, of which nothing else is known."""
    return [Speech(Metadata(speech_id), body, body) for speech_id, body in bodies.items()]


configurations = st.sampled_from(("t2s", "s2t", "s2tw", "s2hk", "tw2s", "hk2s"))


@st.composite
def speeches(draw: st.DrawFn, speech_id: str) -> Speech:
    """A speech with this id."""
    body, title = draw(bodies), draw(st.just("") | wording)
    headline = int(bool(title) and draw(st.booleans()))
    body = f"{title}\n{body}" if headline else body
    meta = Metadata(
        id=speech_id,
        title=title,
        speakers=draw(st.sampled_from(((), ("李强",), ("李強",), ("邓小平",), ("邓小平", "李强"), ("王，五 \ud800",)))),
        date=draw(st.sampled_from(("", "2013", "2013-05", "2013-05-08", "2020-01-01", "2012-12-31", "XXXX-05-08"))),
        place=draw(st.sampled_from(("", "北京", "台北", "臺北"))),
        occasion=draw(st.sampled_from(("", "座谈会", "座談會"))),
        kind=draw(st.sampled_from(("", "讲话"))),
        source=draw(st.sampled_from(("", "人民日报"))),
        script=draw(st.sampled_from(("", "Hans", "Hant"))),
        tags=("经济,发展",),
    )
    return Speech(meta, body, draw(st.just(body) | bodies), headline)


IDS = ("a", "b", "a/b.txt#1", "讲话", "ａ", "𠮷", "\ud800", "http://x/?y=1&z=2")


@st.composite
def corpora(draw: st.DrawFn, most: int = 7) -> list[Speech]:
    """Up to `most` speeches with different ids."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=most))
    return [draw(speeches(speech_id)) for speech_id in ids]


short = st.lists(characters | words, min_size=1, max_size=4).map("".join)


def quoted(text: str) -> str:
    """A quotation as it is typed."""
    return '"' + literal(text).replace('"', '""') + '"'


_inside = short.map(literal).map(lambda text: text.replace('"', '""'))
_word = st.lists(st.sampled_from("中国发展的人哈。") | words, min_size=1, max_size=2).map("".join)
close_together = st.one_of(
    st.tuples(_inside, st.sampled_from(("*", "?", "??", "*?", "?*?")), _inside).map("".join),
    st.lists(_word | st.sampled_from("**?"), min_size=2, max_size=7).map("".join),
).map(lambda text: f'"{text}"') | st.builds(
    str.format,
    st.sampled_from(("[{}]", "{{{}}}", '"{}"~0', '"{}"~2', '"{}"~9', "title:[{}]")),
    st.lists(_word | st.just("人*发展"), min_size=2, max_size=3).map(" ".join),
)
"""Patterns with gaps, and texts near each other."""

_leaves = st.one_of(
    close_together,
    short,
    short.map(quoted),
    short.map(lambda text: f"title:{quoted(text)}"),
    st.builds("{}{}".format, st.sampled_from(("=", "==")), short.map(quoted)),
    st.sampled_from(
        (
            "发言人:李强",
            "speaker:小平",
            '讲者:"李強"',
            "place:台北",
            "year:2013",
            "date:2013-05..2020",
            "from:2013",
            "to:2012",
        )
    ),
)
query_strings = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        inner.map(lambda text: f"-({text})"),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=5,
)
filters = st.builds(
    Filters,
    values=st.dictionaries(
        st.sampled_from(("speaker", "place", "occasion", "kind", "year")),
        st.lists(st.sampled_from(("李強", "邓小平", "北京", "臺北", "座谈会", "讲话", "2013", "无")), max_size=2).map(
            tuple
        ),
        max_size=2,
    ),
    date_from=st.sampled_from(("", "", "2013", "2013-05-08")),
    date_to=st.sampled_from(("", "", "2013-05", "2020")),
)
sorts = st.sampled_from(list(Sort))


def cut(analyzer: Analyzer, text: str) -> tuple[str, ...]:
    """What `searching` cuts queries by: function words only where there is nothing else."""
    found = analyzer.words(text)
    return tuple(word for word in found if not analyzer.is_function_word(word)) or found


def tree(query: str, analyzer: Analyzer) -> Node:
    """The tree of a query string."""
    return require(parse_query(query, lambda text: cut(analyzer, text)).tree, analyzer.joined)
