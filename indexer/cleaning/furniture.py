"""Fixes of news furniture: what an editor or a web page put around the words. Pure.

Enters: a text. Leaves: the edits that take furniture out, and what it says. Never: touches running text. A rule holds
at the start of a paragraph, at its end, or for a whole short line, and may repeat there.

Why doing it twice changes nothing: furniture is taken from either end of a paragraph for as long as there is any, and
no rule looks at another paragraph but `footers`, which takes the last lines for as long as they are footers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from indexer.cleaning.cleaned import Finding
from indexer.offsets import Edit, edited

LINE_CHARS = 50
"""A whole line is furniture only up to this length; a longer one is prose, whatever it holds."""

_AGENCY = (
    "(?:新华社|新華社|新华网|新華網|中新社|中新网|中新網|中国新闻网|中央社|中通社|中评社|中評社|人民网|人民日报|人民日報|光明日报|光明网"
    "|经济日报|解放军报|中国青年报|新京报|央视网|央视新闻|央广网|中国网络电视台|中国网)"
)
_OWN = "(?:本台|本社|本报|本報|本刊|本网)"  # whoever prints it: says nothing about the source
_DAY = "(?:[0-9０-９]{4}年)?(?:[0-9０-９一二三四五六七八九十]{1,3}月)?[0-9０-９一二三四五六七八九十]{1,3}日"
_PLACE = r"[\u4e00-\u9fff·、]{2,12}?"
_WIRE = "(?:专|專|综合|綜合|体育|體育)?[电電讯訊]"
_REPORTER = r"[^（()）。]{0,6}(?:记者|記者|通讯员)[^（()）。！？]{1,40}"
_ROLE = (
    "(?:视频|視頻|文字|责任|責任|图片|圖片|网络|網絡|值班|本期|执行|執行|见习|实习|新媒体)?"
    "(?:编辑|編輯|主编|主編|责编|責編|编审|編審|校对|校對|审核|審核|审校|监制|監製|编导|編導)"
)
_NAME = r"[^\s|｜/，。！？：:]{1,20}"

# What opens a report. The value of a named group is metadata; the figure only keeps the names apart.
_OPENINGS = (
    # [视频]  【组图】
    r"[\[［【](?P<flag>视频|視頻|音频|音頻|图文|圖文|组图|組圖|高清组图|直播)[\]］】]",
    # 央视网消息（新闻联播）：  中国网络电视台(新闻联播)消息：  本台消息，
    rf"(?:(?P<source1>{_AGENCY})|{_OWN})(?:[（(][^（()）]{{1,12}}[)）])?(?:消息|讯|訊)"
    r"\s*(?:[：:，,]|[（(](?:新闻联播|焦点访谈)[)）]\s*[：:]?)",
    # 新华社北京10月12日电（记者张三、李四）, not while a line break cuts the brackets
    rf"(?:(?P<source2>{_AGENCY})|{_OWN})(?P<place2>{_PLACE})(?P<date2>{_DAY}){_WIRE}(?!\s*[（(][^（()）]*$)"
    rf"(?:\s*[（(](?P<reporter2>{_REPORTER})[)）])?\s*[：:]?",
    # 【新华社北京10月12日电】
    rf"[【（(](?:据|據)?(?P<source3>{_AGENCY})(?P<place3>{_PLACE})(?P<date3>{_DAY}){_WIRE}[】）)]",
    # （中央社記者王小明台北12日電）
    rf"[（(](?P<source4>{_AGENCY})(?P<reporter4>(?:记者|記者){_PLACE})(?P<date4>{_DAY}){_WIRE}[)）]",
    # 本报讯（记者张三）
    rf"{_OWN}[讯訊]\s*[（(](?P<reporter5>{_REPORTER})[)）]",
)

# What closes a paragraph.
_CLOSINGS = (
    # （视频编辑：张三 文字编辑：李四)
    rf"[（(\[【]\s*(?P<editor1>{_ROLE}\s*[：:][^（()）\[\]【】。！？]{{1,60}})[)）\]】]",
    # ……。责任编辑：张三
    rf"(?<=[。！？”」])\s*(?P<editor2>{_ROLE}[：:][^\s（()），。！？：:]{{2,10}})",
    # （来源：新华社）
    r"[（(\[【](?:本文|文章|稿件)?(?:来源|來源|稿源|转自|轉自)[：:]\s*(?P<source3>[^（()）\[\]【】。！？]{1,30})[)）\]】]",
    # （新华社北京10月12日电）  （据中新社10月12日电）
    rf"[（(](?:据|據)?(?P<source4>{_AGENCY})(?P<place4>{_PLACE})?(?P<date4>{_DAY}){_WIRE}[)）]",
    # （完）, the end mark of an agency
    "[（(]完[)）]",
)

# What fills a short line by itself.
_LINES = (
    # 责任编辑：张三  编辑：李四 校对：王五
    rf"(?P<editor1>{_ROLE}[：:]\s*{_NAME}(?:[\s|｜/]+(?:{_ROLE}[：:]\s*)?{_NAME})*)",
    # 来源：新华网  2023-10-12 20:11 来源：新华社 责任编辑：张三
    r"(?:(?P<date2>\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?)[\s|｜]*)?"
    r"(?:文章|信息|稿件|新闻|新聞)?(?:来源|來源|稿源|转自|轉自)\s*[：:]\s*"
    rf"(?P<source2>[^\s，。！？：:]{{1,25}})(?:[\s|｜]+(?P<editor2>{_ROLE}[：:]\s*[^，。！？：:]{{1,20}}))?",
    # 《 人民日报 》（ 2020年05月18日 01 版）
    r"《\s*(?P<source3>[^《》\s]{2,12})\s*》\s*[（(]\s*(?P<date3>\d{4}年\d{1,2}月\d{1,2}日)\s*(?:第?\s*\d+\s*版)?\s*[)）]",
)

# What stands below an article: orders to whoever looks at the page.
_FOOTERS = (
    # 长按识别二维码，关注我们  点击“阅读原文”查看全文
    "(?:请|請)?(?:长按|長按|扫描|掃描|扫码|掃碼|扫一扫|掃一掃|微信扫|识别|識別|点击|點擊|轻触|戳)"
    ".{0,30}(?:二维码|二維碼|公众号|公眾號|原文|小程序|客户端|下载|关注|關注|订阅|訂閱|全文).{0,15}",
    # 欢迎关注“××发布”微信公众号  更多精彩内容，请关注……
    "(?:更多.{0,12})?(?:欢迎|歡迎|请|請|敬请|敬請)?(?:关注|關注|订阅|訂閱)"
    ".{0,25}(?:公众号|公眾號|微信号|微信號|订阅号|视频号|視頻號|客户端|微博).{0,10}",
    # 阅读原文  分享到：微信 微博  打印本页 关闭窗口
    r"(?:阅读原文|閱讀原文|扫码关注|掃碼關注|返回顶部|打印本页|关闭窗口|[【\[]?纠错[】\]]?|[\s|｜]|分享到[：:]?.{0,20}|分享让更多人看到)+",
    # 版权所有，未经授权不得转载
    "(?:版权所有|版權所有|未经授权|转载请注明|轉載請註明|免责声明).{0,40}",
)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile("|".join(_OPENINGS))


_OPENING_BEGINS = frozenset("[［【（(本" + "".join(name[0] for name in _AGENCY.strip("(?:)").split("|")))
"""What an opening can begin with: a cheap look at a paragraph before the pattern."""


@cache
def _opening_chain() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:(?:{'|'.join(_OPENINGS)})\s*)+")


@cache
def _closing() -> re.Pattern[str]:
    return re.compile("|".join(_CLOSINGS))


@cache
def _last_closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_CLOSINGS)})\Z")


_CLOSING_CHARS = 80  # the longest of them


@cache
def _line() -> re.Pattern[str]:
    return re.compile("|".join(_LINES))


@cache
def _footer() -> re.Pattern[str]:
    return re.compile("|".join(_FOOTERS))


def openings(text: str) -> list[Edit]:
    """Datelines and lead-ins at the start of a paragraph go.

    >>> openings("央视网消息（新闻联播）：会议强调")
    [Edit(start=0, end=12, text='')]
    """
    matches = ((start, _opening_chain().match(line)) for start, line in _lines(text) if may_open(line))
    return [Edit(start, start + match.end()) for start, match in matches if match]


def may_open(line: str) -> bool:
    """Whether an opening can stand at the start of a paragraph; a cheap look."""
    return line.lstrip()[:1] in _OPENING_BEGINS


def closings(text: str) -> list[Edit]:
    """Credits, sources and end marks at the end of a paragraph go."""
    ends = ((start, line, _end_of_prose(line)) for start, line in _lines(text) if _may_close(line))
    return [Edit(start + end, start + len(line)) for start, line, end in ends if end < len(line)]


def whole_lines(text: str) -> list[Edit]:
    """Lines that only say who edited a report or where it is from go."""
    return [
        Edit(start, min(start + len(line) + 1, len(text)))
        for start, line in _lines(text)
        if len(words := line.strip()) <= LINE_CHARS and _line().fullmatch(words)
    ]


def footers(text: str) -> list[Edit]:
    """Orders to the reader below the last paragraph go, as many lines as there are."""
    end = len(text.rstrip())
    start = end
    while start:
        line_start = text.rfind("\n", 0, start) + 1
        line = text[line_start:start].strip()
        if len(line) > LINE_CHARS or not _footer().fullmatch(line):
            break
        start = len(text[:line_start].rstrip())
    return [Edit(start, end)] if start < end else []


def read_openings(text: str, edit: Edit) -> Iterator[Finding]:
    """What a removed opening says."""
    return _read(_opening(), text, edit)


def read_closings(text: str, edit: Edit) -> Iterator[Finding]:
    """What a removed closing says."""
    return _read(_closing(), text, edit)


def read_lines(text: str, edit: Edit) -> Iterator[Finding]:
    """What a removed line says."""
    return _read(_line(), text, edit)


def bare(line: str) -> str:
    """A single line without its furniture, as the fixes above leave it."""
    for edits in (openings, closings, whole_lines, footers):
        line = edited(line, edits(line)).text
    return line


def _read(pattern: re.Pattern[str], text: str, edit: Edit) -> Iterator[Finding]:
    for match in pattern.finditer(text, edit.start, edit.end):
        for name, value in match.groupdict().items():
            if value:
                yield Finding(name.rstrip("0123456789"), value.strip())


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line without its line feed, and where it starts."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _end_of_prose(line: str) -> int:
    """Where the closings of a line begin, with the white space before them; its length where it has none.

    One closing after the other from the end: a pattern for all of them would take quadratic time.
    """
    prose = end = len(line)
    while end:
        end -= _blanks_before(line, end)
        match = _last_closing().search(line, max(0, end - _CLOSING_CHARS), end)
        if not match:
            break
        prose = end = match.start() - _blanks_before(line, match.start())
    return prose


def _blanks_before(line: str, end: int) -> int:
    start = end
    while start and line[start - 1].isspace():
        start -= 1
    return end - start


def _may_close(line: str) -> bool:
    """A cheap look at the end of a line: closings end in a bracket, or have a colon shortly before their end."""
    tail = line.rstrip()[-11:]
    return tail.endswith((")", "）", "]", "】")) or "：" in tail or ":" in tail
