"""Text comes back from every encoding that Chinese is kept in, without being told which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.encodings import Decoded, Undecodable, decode, known_encoding
from indexer.errors import SettingError

HANS = (
    "同志们，今天我们在这里开会，主要谈三件事。",
    "水退了，人都在，这是今年夏天最要紧的一句话。",
    "要坚持生态优先、绿色发展，把产业转型作为重中之重。",
    "会上，有关部门负责人先后发言，提出意见和建议。",
    "二○○三年以来，全市新增学位4200个，增长18.5％。",
    "记者问：为什么要预约？答：因为坐不下。",
    "他说：“一江清水，不能只靠上游。”",
    "推动高质量发展，必须依靠科技创新。",
)
HANT = (
    "主席，我想就議員的提問作出回應。",
    "各位街坊、各位記者朋友，城南污水管網今天開工。",
    "要堅持生態優先、綠色發展，把產業轉型作為重中之重。",
    "政府會繼續聽取各界意見，並適時檢討有關安排。",
    "他說：「一江清水，不能只靠上游。」",
    "推動高質量發展，必須依靠科技創新。",
)
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
SENTENCES = [(text, name) for text in HANS for name in (*UNICODE, "gb18030", "gbk")] + [
    (text, name) for text in HANT for name in (*UNICODE, "gb18030", "big5hkscs", "big5")
]


@pytest.mark.parametrize(("text", "encoding"), SENTENCES)
def test_a_single_sentence_is_enough_to_recognise_its_encoding(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert isinstance(decoded, Decoded)
    assert decoded.text == text


@given(st.lists(st.sampled_from(HANS), min_size=1, max_size=8), st.sampled_from((*UNICODE, "gb18030")))
def test_simplified_texts_come_back(sentences: list[str], encoding: str) -> None:
    text = "\n".join(sentences)
    decoded = decode(text.encode(encoding))
    assert isinstance(decoded, Decoded) and decoded.text == text


@given(st.lists(st.sampled_from(HANT), min_size=1, max_size=8), st.sampled_from((*UNICODE, "big5hkscs")))
def test_traditional_texts_come_back(sentences: list[str], encoding: str) -> None:
    text = "\n".join(sentences)
    decoded = decode(text.encode(encoding))
    assert isinstance(decoded, Decoded) and decoded.text == text


def test_hong_kong_characters_are_read_from_big5_hkscs() -> None:
    text = "深水埗、鰂魚涌、赤鱲角的街坊，今天啱啱收到通知，大家都好開心。"
    assert decode(text.encode("big5hkscs")) == Decoded(text, "big5hkscs")


def test_rare_characters_are_read_from_gb18030() -> None:
    text = "李𬭎同志在会上讲话，介绍了有关情况，提出三点要求。"
    assert decode(text.encode("gb18030")) == Decoded(text, "gb18030")


def test_gbk_that_happens_to_be_valid_utf8_is_not_taken_for_it() -> None:
    raw = b"\xd6\xb0\xc7\xb0"  # 职前
    assert raw.decode("utf-8")
    assert decode(raw + "讲话".encode("gbk")) == Decoded("职前讲话", "gb18030")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_every_line_end_is_a_line_feed(line_end: str, encoding: str) -> None:
    raw = f"同志们：{line_end}{line_end}今天开会。{line_end}".encode(encoding)
    decoded = decode(raw)
    assert isinstance(decoded, Decoded) and decoded.text == "同志们：\n\n今天开会。\n"


def test_what_decodes_in_no_encoding_names_the_first_bad_byte() -> None:
    raw = "同志们，今天我们在这里开会。".encode("gb18030")
    assert decode(raw[:10] + b"\xff" + raw[10:]) == Undecodable("gb18030", 10)
    assert decode(bytes(range(256)) * 3 + b"\0") == Undecodable("utf-8", 128)


def test_noise_is_not_taken_for_utf16() -> None:
    """Almost any even number of bytes decodes as UTF-16, to rare characters of all the world."""
    assert isinstance(decode(bytes(range(1, 129)) + bytes([0xFF] * 64)), Undecodable)


def test_named_encoding_is_taken_as_it_is() -> None:
    raw = "讲话".encode("gbk")
    assert decode(raw, encoding="GBK") == Decoded("讲话", "gbk")
    assert decode(raw, encoding="utf-8") == Undecodable("utf-8", 0)


def test_declared_encoding_tips_the_scale_and_no_more() -> None:
    text = "讲话"
    assert decode(text.encode("gbk"), declared="GB2312") == Decoded(text, "gb18030")
    wrong = decode("今天我们在这里开会，主要谈三件事。".encode(), declared="gb2312")
    assert isinstance(wrong, Decoded) and wrong.encoding == "utf-8"


@pytest.mark.parametrize("name", ["", "latin-99", "rot13", "base64", "hex", "\0", "idna", "undefined"])
def test_name_of_no_text_encoding_is_a_setting_error(name: str) -> None:
    with pytest.raises(SettingError, match="no text encoding"):
        known_encoding(name)


@given(st.text(max_size=300))
def test_any_text_in_utf8_comes_back(text: str) -> None:
    """But for a leading byte order mark, which is no part of a text, and line ends. Short texts without any Chinese
    are the price of recognising: a control character or two may look better in another encoding."""
    decoded = decode(("讲话" * 20 + text).encode())
    assert isinstance(decoded, Decoded)
    assert decoded.text == "讲话" * 20 + text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused_with_a_place(raw: bytes) -> None:
    decoded = decode(raw)
    if isinstance(decoded, Undecodable):
        assert 0 <= decoded.offset < len(raw)
