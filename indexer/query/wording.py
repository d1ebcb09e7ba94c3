"""A query tree in words for a reader, and back in the syntax that it can be typed in. Pure.

Enters: a tree. Leaves: text, never empty.
"""

from __future__ import annotations

from indexer.query.tree import (
    And,
    Dated,
    Everything,
    Has,
    Identified,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Scope,
    Text,
    Words,
    literal,
)

_FIELDS = {
    "speaker": "发言人",
    "place": "地点",
    "occasion": "场合",
    "kind": "类型",
    "source": "来源",
    "script": "文字",
    "year": "年份",
}


def describe(node: Node) -> str:
    """What was searched, in a sentence.

    >>> describe(And((Words("生态", 0, ("生态",)), Not(Phrase("搞大开发", 1)))))
    '含“生态”，且不含连写的“搞大开发”'
    """
    match node:
        case Phrase() | Words() | Pattern() | Near():
            return f"{_where(node.in_title)}含{_describe_text(node)}"
        case Has(field, value, is_exact):
            return f"{_FIELDS[field]}{'是' if is_exact else '含'}“{value}”"
        case Dated(first, last):
            return _describe_dates(first, last)
        case Identified(speech_id):
            return f"篇名为 {speech_id}"
        case And(children):
            return "，且".join(map(_describe_inside, children))
        case Or(children):
            return "，或".join(map(_describe_inside, children))
        case Not(Phrase() | Words() | Pattern() | Near() as child):
            return f"{_where(child.in_title)}不含{_describe_text(child)}"
        case Not(child):
            return f"除去（{describe(child)}）"
        case Everything():
            return "全部讲话"


def _describe_text(leaf: Text) -> str:
    match leaf:
        case Phrase(text, _, _, _, True):
            return f"写法也一样的“{text}”"
        case Phrase(text, _, _, is_exact):
            return f"{'一字不差' if is_exact else '连写'}的“{text}”"
        case Words(text):
            return f"“{text}”" + (f"（{'、'.join(leaf.apart)}）" if len(leaf.apart) > 1 else "")
        case Pattern(text):
            signs = {"*": "* 是一句之内任意多字", "?": "? 是任意一字"}
            return f"“{text}”（{'，'.join(says for sign, says in signs.items() if sign in text)}）"
        case Near(_, _, parts, scope, distance):
            where = {Scope.SENTENCE: "同在一句的", Scope.PARAGRAPH: "同在一段的"}.get(
                scope, f"相距不过 {distance} 字的"
            )
            return where + "".join(f"“{part.text}”" for part in parts)


def _describe_inside(node: Node) -> str:
    return f"（{describe(node)}）" if isinstance(node, And | Or) else describe(node)


def _where(in_title: bool) -> str:
    return "标题" if in_title else ""


def _describe_dates(first: str, last: str) -> str:
    if first == last:
        return f"日期在 {first}"
    if first and last:
        return f"日期从 {first} 到 {last}"
    return f"日期从 {first} 起" if first else f"日期到 {last} 止"


def to_syntax(node: Node) -> str:
    """The tree as it can be typed; parsing it gives the tree again. Empty for everything.

    >>> print(to_syntax(And((Words("生态", 0, ("生态",)), Not(Phrase('说"不"的', 1))))))
    生态 -"说""不""的"
    """
    match node:
        case Phrase() | Words() | Pattern() | Near():
            return f"{'title:' if node.in_title else ''}{_text_syntax(node)}"
        case Has(field, value, is_exact):
            is_bare = not is_exact or (field == "year" and value.isdecimal())
            return f"{field}:{value if is_bare else _quoted(value)}"
        case Dated(first, last):
            return f"date:{first}..{last}" if first != last else f"date:{first}"
        case Identified(speech_id):
            return f"id:{_quoted(speech_id)}"
        case And(children):
            return " ".join(map(_inside, children))
        case Or(children):
            return " OR ".join(map(_inside, children))
        case Not(child):
            return f"-{_inside(child)}"
        case Everything():
            return ""


def _text_syntax(leaf: Text) -> str:
    match leaf:
        case Words(text):
            return text
        case Phrase(text, _, _, is_exact, is_written):
            return f"{'=' * (is_exact + is_written)}{_quoted(text)}" if is_exact else _quoted(literal(text))
        case Pattern(text):
            return _quoted(text)
        case Near(_, _, parts, Scope.SENTENCE):
            return f"[{' '.join(map(_text_syntax, parts))}]"
        case Near(_, _, parts, Scope.PARAGRAPH):
            return f"{{{' '.join(map(_text_syntax, parts))}}}"
        case Near(text, _, parts, _, distance):
            equals = max(part.is_exact + part.is_written if isinstance(part, Phrase) else 0 for part in parts)
            return f"{'=' * equals}{_quoted(text)}~{distance}"


def _inside(node: Node) -> str:
    return f"({to_syntax(node)})" if isinstance(node, And | Or) else to_syntax(node)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
