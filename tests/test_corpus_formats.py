"""Each format of file as a text without its marks, with what it states."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.html import declared_charset, read_html
from indexer.corpus.json_records import TextLine, read_json, read_json_line, text_lines
from indexer.corpus.markdown import read_markdown
from indexer.corpus.opening import Line
from indexer.corpus.page import has_markup, read_page, text_of
from indexer.corpus.records import Reason, Record, Refusal

MESSY = Path(__file__).parents[2] / "shared" / "messy"
PARAGRAPH = "我们要把澜江保护好，把老码头修好，把路一条一条接通，让街坊看得见、走得到、用得上。" * 4


def refused(markdown: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_markdown(markdown)
    return caught.value


# --- Markdown


def test_front_matter_states_and_the_rest_is_text() -> None:
    record = read_markdown("---\ntitle: 座谈会\ndate: 2023-10-12\nspeaker: 陆见川\ntags: [水, 路]\n---\n\n同志们：\n")
    assert (record.stated.title, record.stated.date, record.stated.speakers) == ("座谈会", "2023-10-12", ("陆见川",))
    assert record.stated.tags == ("水", "路")
    assert record.text.strip() == "同志们："


def test_front_matter_values_stay_as_written() -> None:
    """YAML would read 2023.10 as a number, October lost, and 1e3 as a thousand."""
    stated = read_markdown("---\ndate: 2023.10\nid: 1e3\nplace: null\n---\n好。").stated
    assert (stated.date, stated.id, stated.place) == ("2023-10", "1e3", "")


@pytest.mark.parametrize(
    "matter", ["title: [", "a: b: c", "\ttitle: x", "title: 'x", "? {a: [}", "[" * 3000 + "]" * 3000]
)
def test_bad_front_matter_is_refused(matter: str) -> None:
    assert refused(f"---\n{matter}\n---\n好。").reason == Reason.BAD_FRONT_MATTER


def test_bad_front_matter_says_its_line() -> None:
    assert refused("---\ntitle: 座谈会\nplace: [\n---\n好。").line in (3, 4)


@pytest.mark.parametrize("text", ["---\n好。\n再好。", "---\n今天开会\n---\n好。", "------\n好。"])
def test_rules_that_hold_no_keys_are_no_front_matter(text: str) -> None:
    record = read_markdown(text)
    assert "好。" in record.text
    assert record.stated.title == ""


def test_heading_on_the_first_line_is_the_title() -> None:
    assert read_markdown("\n## 在**全市**大会上的讲话 ##\n\n同志们：\n").stated.title == "在全市大会上的讲话"
    assert read_markdown("同志们：\n\n# 一、水\n").stated.title == ""


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## 一、水 ##", "一、水"),
        ("**绿色**发展，*高质量*发展，__都要__", "绿色发展，高质量发展，都要"),
        ("***最***重要", "最重要"),
        ("见[公报](https://example.org/a_b)第三页", "见公报第三页"),
        ("前![图](a.png)后", "前后"),
        ("> 引文\n> 第二行", "引文\n第二行"),
        ("- 第一\n* 第二\n+ 第三", "第一\n第二\n第三"),
        ("1. 第一", "1. 第一"),
        ("```\n原文\n```", "\n原文\n"),
        ("甲\n\n* * *\n\n乙", "甲\n\n\n\n乙"),
        ("<!-- 注 -->好", "好"),
        ("3 * 4 = 12，a_b_c，2*3*4", "3 * 4 = 12，a_b_c，2*3*4"),
        (r"1\. 不是列表 \*星\*", "1. 不是列表 *星*"),
        ("#话题 不是标题", "#话题 不是标题"),
        ("〔1〕注，[2]注", "〔1〕注，[2]注"),
    ],
)
def test_marks_go_and_text_stays(markdown: str, text: str) -> None:
    assert read_markdown(markdown).text == text


# --- HTML


def test_plain_page_loses_nothing() -> None:
    """Extractors drop short lines of short pages; a page with nothing around its text is taken whole."""
    html = "<html><head><title>座谈会_某网</title><style>p{}</style></head><h1>座谈会</h1><p>同志们：</p>好。<br>完。"
    record = read_html(html)
    assert record.text == "座谈会\n同志们：\n好。\n完。"
    assert record.stated.title == "座谈会"


def test_page_around_an_article_is_left_out() -> None:
    html = f"""<html><head><meta property="og:title" content="座谈会"><script>var a="脚本"</script></head><body>
    <div class="nav"><a href="/">首页</a><a href="/n">新闻中心</a></div><h1>座谈会</h1>
    <div class="info"><span class="time">发布时间：2023-10-12 09:30</span></div>
    <div class="content"><p>短句。</p><p>{PARAGRAPH}</p><p>谢谢大家！</p></div>
    <div class="related"><ul><li><a href="1">桥通车了</a></li><li><a href="2">路修好了</a></li></ul></div>
    <div class="footer">版权所有 <a href="3">关于我们</a></div></body></html>"""
    record = read_html(html)
    assert record.text == f"短句。\n{PARAGRAPH}\n谢谢大家！"
    assert (record.stated.title, record.stated.date, record.stated.id) == ("座谈会", "2023-10-12", "")


def test_short_article_among_navigation_is_found() -> None:
    record = read_html("<nav><a href=/>首页</a></nav><p>今天开会。</p><p>会开得很短。</p><footer>某网</footer>")
    assert record.text == "今天开会。\n会开得很短。"


def test_a_page_keeps_characters_that_no_unicode_of_this_python_has() -> None:
    """trafilatura drops what Python cannot print: with Python 3.11, the ideographs of CJK Extension H."""
    newer, private = "\U0002fff0", "\ue5e5"
    article = f"<p>今天请{newer}先生讲话，他从{private}村来，路上走了三天，讲的是青屏的湿地。</p>" * 3
    record = read_html(f"<html><body><nav><a href=/>首页</a></nav><div class=content>{article}</div></body></html>")
    assert f"今天请{newer}先生讲话，他从{private}村来" in record.text


@pytest.mark.parametrize(
    "html",
    [
        "<ul>" + "<li><a href='1'>全市召开防汛工作会议 市长出席并讲话</a></li>" * 12 + "</ul>",
        "<html><body><div id=player></div><script>play()</script></body></html>",
        "<html></html>",
        "<p> &nbsp; </p>",
    ],
)
def test_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_html(html)
    assert caught.value.reason == Reason.NO_ARTICLE


@pytest.mark.parametrize(
    ("head", "title", "date"),
    [
        ("<title>座谈会_某某网</title>", "座谈会", ""),
        ("<title>座谈会-某某日报</title>", "座谈会", ""),
        ("<title>中国-东盟座谈会</title>", "中国-东盟座谈会", ""),
        (
            '<meta name="ArticleTitle" content="座谈会"><meta name="PubDate" content="2023-10-12 09:30">',
            "座谈会",
            "2023-10-12",
        ),
        ('<meta property="article:published_time" content="2023-10-12T01:00:00Z">', "", "2023-10-12"),
        ('<meta name="firstpublishedtime" content="2023-10-12-11:00:00">', "", "2023-10-12"),
    ],
)
def test_page_states_title_and_date(head: str, title: str, date: str) -> None:
    stated = read_html(f"<head>{head}</head><p>好。</p>").stated
    assert (stated.title, stated.date) == (title, date)


@pytest.mark.parametrize(
    "html",
    [
        "<time datetime='2023-10-12T09:00'>上周</time>",
        "<p>更新时间：2023年10月12日 09:30</p>",
        "<i id=pubtime>2023-10-12</i>",
    ],
)
def test_date_beside_the_article_is_read(html: str) -> None:
    assert read_html(f"{html}<p>好。</p>").stated.date == "2023-10-12"


def test_copyright_year_is_no_date() -> None:
    assert read_html("<p>好。</p><div class='date'>2023 某网</div>").stated.date == ""


def test_declared_charset_is_found_in_both_forms() -> None:
    assert declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">') == "gb2312"
    assert declared_charset(b"<html><meta charset='Big5'>") == "Big5"
    assert declared_charset(b"<p>charset=gbk") == ""


def test_markup_is_told_from_a_comparison() -> None:
    assert has_markup("<p>好</P>")
    assert not has_markup("若 a<b 且 b>c，则……<好>")
    assert text_of("<p>一&amp;二</p>三<br/>四<script>x</script>") == "一&二\n三\n四"


@given(st.text(alphabet="<>/!-=\"'&;pabrscriptmetah1 好\n", max_size=120))
def test_any_markup_is_read(html: str) -> None:
    assert all(line.text and line.linked >= 0 for line in read_page(html).lines)


@pytest.mark.parametrize(
    ("number", "beginning", "end"),
    [(3, "央视网消息（新闻联播）：为深入学习", "强大力量。"), (4, "央视网消息（新闻联播）：多国人士", "共赢多赢。")],
)
def test_saved_news_page_gives_its_article_alone(number: int, beginning: str, end: str) -> None:
    record = read_html(messy(f"news-page-{number}.shtml"))
    lines = record.text.split("\n")
    article = [line for line in lines if not line.startswith("来源")]  # the source line is for cleaning to read
    assert article[0].startswith(beginning)
    assert article[-1].endswith(end)
    assert not [line for line in lines if "编辑" in line or "简介" in line or "登录" in line]
    assert record.stated.date == {3: "2025-11-27", 4: "2022-03-13"}[number]


@pytest.mark.parametrize("number", [1, 2])
def test_saved_list_of_links_is_refused(number: int) -> None:
    with pytest.raises(Refusal, match="no article text"):
        read_html(messy(f"news-page-{number}.shtml"))


def messy(name: str) -> str:
    if not MESSY.is_dir():
        pytest.skip("../shared/messy is absent")
    return (MESSY / name).read_text(encoding="utf-8")


# --- JSON


def of_json(text: str) -> list[Record | Refusal]:
    return list(read_json(text))


def test_json_object_is_one_record_without_a_number() -> None:
    (record,) = of_json('{"标题": "座谈会", "正文": "好。"}')
    assert isinstance(record, Record)
    assert (record.text, record.stated.title, record.number) == ("好。", "座谈会", 0)


def test_json_list_is_numbered_from_one() -> None:
    records = of_json('[{"body": "一。"}, {"body": "二。", "id": "x"}]')
    assert [(r.text, r.number, r.stated.id) for r in records if isinstance(r, Record)] == [
        ("一。", 1, ""),
        ("二。", 2, "x"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        {"total": 1, "items": [{"text": "好。"}]},
        {"data": {"result": {"list": [{"detail": {"content": "<p>好。</p>"}}]}}},
        {"content": [{"content": "好。"}], "tags": [{"name": "水"}]},
    ],
)
def test_list_of_items_is_found_in_an_answer(answer: object) -> None:
    (record,) = of_json(json.dumps(answer))
    assert isinstance(record, Record)
    assert (record.text, record.number) == ("好。", 1)


def test_detail_of_an_item_speaks_before_the_item() -> None:
    item = {"id": "outer", "pub_date": "2023-10-12", "detail": {"id": "inner", "title": "座谈会", "content": "好。"}}
    (record,) = of_json(json.dumps([item]))
    assert isinstance(record, Record)
    assert (record.stated.id, record.stated.title, record.stated.date) == ("inner", "座谈会", "2023-10-12")


def test_object_beside_the_text_does_not_speak() -> None:
    """An author's id is not the speech's."""
    (record,) = of_json('{"body": "好。", "author": {"id": 5, "url": "https://example.org/5"}}')
    assert isinstance(record, Record)
    assert (record.stated.id, record.stated.url) == ("", "")


def test_item_without_a_text_is_refused_by_number_and_the_rest_goes_on() -> None:
    first, second, third, fourth = of_json('[{"body": ""}, {"body": "二。"}, 3, null]')
    assert isinstance(first, Refusal) and (first.reason, first.detail[:8]) == (Reason.NO_TEXT, "record 1")
    assert isinstance(second, Record) and second.number == 2
    assert all(isinstance(item, Refusal) and item.reason == Reason.NOT_AN_OBJECT for item in (third, fourth))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", Reason.BAD_JSON),
        ('{"body": "好。"} {"body": "好。"}', Reason.BAD_JSON),
        ("[" * 100_000, Reason.BAD_JSON),
        ("[" * 100_000 + "]" * 100_000, Reason.BAD_JSON),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, Reason.BAD_JSON),
        ("9" * 5000, Reason.BAD_JSON),
        ("{}", Reason.NO_TEXT),
        ("[]", Reason.NO_TEXT),
        ('"好。"', Reason.NO_TEXT),
        ("NaN", Reason.NO_TEXT),
        ('{"title": "只有题目"}', Reason.NO_TEXT),
    ],
)
def test_json_without_a_speech_is_refused(text: str, reason: Reason) -> None:
    with pytest.raises(Refusal) as caught:
        of_json(text)
    assert caught.value.reason == reason


def test_bad_json_says_its_line() -> None:
    with pytest.raises(Refusal) as caught:
        of_json('{"body": "好。",\n "title": }')
    assert caught.value.line == 2


def test_twice_given_key_has_its_last_value_and_nan_none() -> None:
    (record,) = of_json('{"body": "一。", "body": "二。", "title": NaN, "date": Infinity}')
    assert isinstance(record, Record)
    assert (record.text, record.stated.title, record.stated.date) == ("二。", "", "")


def test_surrogates_are_paired_or_replaced() -> None:
    (record,) = of_json(r'{"body": "𠮷\ud842好。", "title": "\udfb7"}')
    assert isinstance(record, Record)
    assert record.text == "𠮷�好。"
    assert record.stated.title.isprintable()


def lines(raw: bytes) -> list[Record | Refusal]:
    parts = raw.split(b"\n")
    read = text_lines(Line(number, 0, part) for number, part in enumerate(parts, 1))
    return [line if isinstance(line, Refusal) else record_or_refusal(line) for line in read]


def record_or_refusal(line: TextLine) -> Record | Refusal:
    try:
        return replace(read_json_line(line.text), number=line.number)
    except Refusal as refusal:
        return Refusal(refusal.reason, refusal.detail, line.number)


def test_bad_line_is_refused_by_its_line_and_the_rest_goes_on() -> None:
    items = lines('{"body": "一。"}\n\n{"body": \n[]\n{"body": "五。"}'.encode())
    assert [item.number if isinstance(item, Record) else (item.line, item.reason) for item in items] == [
        1,
        (3, Reason.BAD_JSON),
        (4, Reason.NOT_AN_OBJECT),
        5,
    ]


def test_lines_may_be_in_another_encoding_and_broken_ones_are_refused() -> None:
    good = '{"title": "座谈会", "body": "同志们，今天开会。"}'.encode("gb18030")
    first, second, third = lines(good + b"\n" + good[:-4] + b"\xff\xff" + b"\n" + good)
    assert isinstance(first, Record) and first.text == "同志们，今天开会。"
    assert isinstance(second, Refusal) and second.reason == Reason.UNDECODABLE and second.line == 2
    assert isinstance(third, Record)


def test_file_of_blank_lines_is_empty() -> None:
    with pytest.raises(Refusal, match="empty"):
        lines(b"\n \n")
