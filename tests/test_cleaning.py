"""Cleaning as a whole: its laws on any text, its cases, the seed, and what it does to real corpora."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import indexer.cleaning
from indexer.cleaning import Cleaned, Finding, clean, clean_line
from indexer.cleaning.fixes import BODY_FIXES, LINE_FIXES

HERE = Path(__file__).parent
SEED = HERE.parent / "seeds" / "000_522596ff6ab5f318.txt"
SHARED = HERE.parent.parent / "shared"
CASES = json.loads((HERE / "cases" / "cleaning.json").read_text(encoding="utf-8"))

PIECES = (
    *(
        "[视频]",
        "央视网消息（新闻联播）：",
        "新华社北京10月12日电",
        "（记者张三、李四）",
        "本台消息，",
        "（新华社北京5月18日电）",
    ),
    *(
        "（视频编辑：张三 文字编辑：李四)",
        "责任编辑：张三",
        "（来源：新华社）",
        "来源：新华网",
        "（完）",
        "编辑：王五 校对：赵六",
    ),
    *(
        "2023-10-12 20:11",
        "《人民日报》（2020年05月18日 01版）",
        "长按识别二维码，关注我们",
        "点击“阅读原文”",
        "欢迎关注江州发布公众号",
    ),
    *(
        "立法會 2013年2月21日",
        "5035",
        "5036",
        "5037",
        "- 5038 -",
        "讲" * 19 + "，",
        "话" * 25,
        "稿" * 30,
        "多" * 51,
        "终。",
        "。",
        "”",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\u2028",
        "\f",
        "\n　　",
        "\n \n",
        " ",
        "　",
        "\t",
        "\xa0",
        "\u200b",
        "\ufeff",
        "\xad",
        "\x00",
        "\ud83d",
    ),
    *(
        "👩🏼\u200d🍼",
        "🏻",
        "♂️",
        "*️⃣",
        "1⃣",
        "⃣",
        "12",
        "#",
        "㊙️",
        "🈂️",
        "🂠",
        "𓀁",
        "\U0001fabf",
        "✢",
        "→",
        "\ue88c",
        "\uf8e7",
        "\uf8e7\uf8e7",
    ),
    *("一、", "（二）", "The quick ", "brown-", "fox ", "习近平", "報告", "："),
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text("讲话稿，。\n 　a1", max_size=30))).map("".join),
    st.lists(st.sampled_from(PIECES), min_size=4, max_size=12).map("\n".join),
)


def wrapped(paragraph: str, width: int) -> str:
    """A paragraph as a typesetter breaks it: no line begins with a closing mark."""
    lines = [""]
    for char in paragraph:
        if len(lines[-1]) >= width and char not in "，,。、；;”》）":
            lines.append("")
        lines[-1] += char
    return "\n".join(lines)


def han(text: str) -> list[str]:
    return re.findall("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]", text)


def bodies(corpus: str) -> list[str]:
    path = SHARED / "corpora" / f"{corpus}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path} is not here; it is no part of the project")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["body"] for line in lines]


def step_counts(cleaned: Cleaned) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for step in cleaned.steps:
        counts[step.name] += step.count
    return dict(counts)


def test_public_face_is_sorted_and_there() -> None:
    names = indexer.cleaning.__all__
    assert names == sorted(names)
    assert all(hasattr(indexer.cleaning, name) for name in names)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    assert clean(case["original"]).body == case["expected"]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_expected_text_of_every_case_is_clean(case: dict[str, str]) -> None:
    assert clean(case["expected"]).body == case["expected"]


@given(TEXTS)
@example("央视网消息：" * 3 + "\n" + "责任编辑：张三")
@example("\n".join(["讲" * 30] * 5) + "。")
def test_clean_is_idempotent(raw: str) -> None:
    body = clean(raw).body
    assert clean(body).body == body


@given(TEXTS)
def test_clean_body_has_only_what_readers_see(raw: str) -> None:
    body = clean(raw).body
    assert not re.search(
        "[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202f\ufe00-\ufe0f\ufeff\ue000-\uf8ff]", body
    )
    assert all(line and line == line.strip() for line in body.split("\n")) or not body
    body.encode("utf-8")  # no lone surrogates


@given(TEXTS)
def test_offsets_lead_back_to_the_same_character(raw: str) -> None:
    """But for spaces and the characters that stand for a mapped one."""
    cleaned = clean(raw)
    put = {char for step in cleaned.steps for cut in step.cuts for char in cut.put}
    for at, char in enumerate(cleaned.body):
        start, end = cleaned.offsets.to_original_span(at, at + 1)
        assert raw[start:end] == char or char in put
        assert end - start <= 1 or char in put


@given(TEXTS)
def test_steps_account_for_every_character_that_went(raw: str) -> None:
    cleaned = clean(raw)
    cuts = [cut for step in cleaned.steps for cut in step.cuts]
    assert len(raw) - sum(len(cut.removed) - len(cut.put) for cut in cuts) == len(cleaned.body)
    assert all(0 <= cut.span.start <= cut.span.end <= len(raw) for cut in cuts)
    assert all(set(cut.removed) <= set(raw) | {char for other in cuts for char in other.put} for cut in cuts)


@given(TEXTS)
def test_clean_line_is_one_clean_line(raw: str) -> None:
    line = clean_line(raw)
    assert "\n" not in line
    assert line == line.strip()
    assert clean_line(line) == line


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("[视频]江州市召开座谈会", "江州市召开座谈会"),
        ("【视频】 [组图]江州市召开座谈会👏", "江州市召开座谈会"),
        ("江州市召开\n  座谈会", "江州市召开座谈会"),
        ("Jiangzhou\nForum 论坛\n开幕", "Jiangzhou Forum 论坛开幕"),
        ("凝聚力量\u3000完善治理", "凝聚力量\u3000完善治理"),
        ("凝聚力量\xa0完善治理", "凝聚力量 完善治理"),
        ("", ""),
    ],
)
def test_title_is_one_line_without_flags(raw: str, line: str) -> None:
    assert clean_line(raw) == line


def test_step_shows_what_it_took_and_where() -> None:
    cleaned = clean("他👩🏼🍼说\ue88c")
    emoji = next(step for step in cleaned.steps if step.name == "emoji")
    assert emoji.count == 3
    assert [(cut.span, cut.removed, cut.put) for cut in emoji.cuts] == [((1, 4), "👩🏼🍼", "")]


def test_mapped_character_is_recorded_with_what_stands_there_now() -> None:
    (step,) = clean("深水\ue88c").steps
    assert (step.name, step.count, step.cuts[0].put) == ("hong-kong", 1, "埗")


def test_clean_text_has_no_steps() -> None:
    cleaned = clean("各位代表：\n现在开会。")
    assert cleaned.steps == ()
    assert cleaned.offsets.is_identity


def test_every_fix_has_a_name_and_a_label_for_readers() -> None:
    fixes = {*BODY_FIXES, *LINE_FIXES}
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", fix.name) for fix in fixes)
    assert all(han(fix.label) for fix in fixes)


def test_furniture_becomes_findings() -> None:
    raw = "新华社江州10月12日电（记者张三、李四）会议强调。\n（视频编辑：王五 文字编辑：赵六)\n来源：江州网"
    assert set(clean(raw).found) == {
        Finding("source", "新华社"),
        Finding("place", "江州"),
        Finding("date", "10月12日"),
        Finding("reporter", "记者张三、李四"),
        Finding("editor", "视频编辑：王五 文字编辑：赵六"),
        Finding("source", "江州网"),
    }


def test_flag_of_a_page_is_a_finding() -> None:
    assert clean("[视频]央视网消息（新闻联播）：会议强调。").found == (
        Finding("flag", "视频"),
        Finding("source", "央视网"),
    )


def test_own_name_of_a_paper_is_no_source() -> None:
    assert clean("本台消息：会议强调。").found == ()
    assert clean("本报江州10月12日讯 会议强调。").found == (Finding("place", "江州"), Finding("date", "10月12日"))


def test_cleaned_seed_is_the_golden_body() -> None:
    raw = SEED.read_bytes().decode("utf-8")
    golden = (HERE / "golden" / "seed.txt").read_bytes().decode("utf-8")
    assert clean(raw).body == golden


def test_cleaned_seed_holds_only_han_punctuation_and_two_numbers() -> None:
    body = clean(SEED.read_bytes().decode("utf-8")).body
    assert set(body) - set(han(body)) == set("，,、。；;：:“”《》\n128") & set(body)
    assert re.findall(r"\d+.", body) == ["12日", "8年"]


def test_cleaned_seed_has_lost_no_han_character() -> None:
    raw = SEED.read_bytes().decode("utf-8")
    assert han(clean(raw).body) == han(raw)


def test_headline_lines_of_the_seed_stay_lines() -> None:
    raw = SEED.read_bytes().decode("utf-8")
    assert clean(raw).body.split("\n")[:4] == raw.splitlines()[:4]


@pytest.mark.parametrize("width", [20, 26, 30, 36, 42, 48])
@pytest.mark.parametrize(("gap", "indent"), [("\n\n", ""), ("\n", "　　"), ("\r\n\r\n", "  ")])
def test_wrapped_seed_is_rejoined(width: int, gap: str, indent: str) -> None:
    """Wrapped at any usual measure, with paragraphs marked by blank lines or indents, it is the seed again."""
    seed = (HERE / "golden" / "seed.txt").read_text(encoding="utf-8")
    head, text = seed.split("\n")[:4], seed.split("\n")[4:]
    pages = gap.join(("\n".join(head), *(wrapped(indent + paragraph, width) for paragraph in text)))
    assert clean(pages).body == seed


@pytest.mark.parametrize("corpus", ["speeches-hans", "speeches-hant"])
def test_speeches_lose_nothing_but_furniture(corpus: str) -> None:
    """What is cut from real speeches is short and stands at the edge of a paragraph; no wrap is seen in clean text."""
    for raw in bodies(corpus):
        cleaned = clean(raw)
        assert clean(cleaned.body).body == cleaned.body
        for step in cleaned.steps:
            assert step.name not in {"wraps", "running-heads", "footers"}
            if step.name in {"openings", "closings", "source-lines"}:
                assert all(len(cut.removed) <= 60 for cut in step.cuts)


def test_hong_kong_characters_read_right_in_real_speeches() -> None:
    text = "\n".join(clean(raw).body for raw in bodies("speeches-hant") if re.search("[\ue000-\uf8ff]", raw))
    for word in ("深水埗", "衞生", "隨着", "屋邨", "赤鱲角", "鴨脷洲", "劏房", "掛鈎"):
        assert word in text.replace("“", "").replace("”", "")


def test_pdf_dump_becomes_paragraphs() -> None:
    path = SHARED / "messy" / "hansard-dump-hant.txt"
    if not path.exists():
        pytest.skip(f"{path} is not here; it is no part of the project")
    body = clean(path.read_bytes().decode("utf-8")).body
    lines = body.split("\n")
    assert not [line for line in lines if re.match(r"立法會 +─|\d+$", line)]
    prose = [line for line in lines if len(line) > 26]
    assert sum(line[-1] in "。？！：”…." or line.endswith(" )") for line in prose) > 0.97 * len(prose)
    assert "工業意外亦往往有上升趨勢。" in body  # across a page break
