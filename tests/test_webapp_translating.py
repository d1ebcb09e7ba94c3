"""What the engine says, in the language of the page."""

import pytest

from indexer.engines.base import Engine
from indexer.model import SearchRequest
from indexer.searching import search
from webapp.locales import LANGUAGES, SOURCE, speaking
from webapp.pages.translating import translated
from webapp.params import read_params

HANT, ENGLISH = LANGUAGES[1:]
ODD = (
    '"岸线',
    "岸线) (生态",
    "OR 岸线",
    "岸线 -",
    "date:明天",
    "speaker:",
    "！",
    "岸" * 3000,
    "[岸线 生态] {岸线 生态}",
    "标题:岸线 -生态 speaker:周怀远 date:2019..2022",
    '"岸线*生态" "守住岸线"~5 ="岸线"',
    "岸线 没有这样的字 生态",
    '"高质量*" 颜色：红 from:2020 to:2010',
    "foo:bar " + "".join(map(chr, range(0x4E00, 0x5000))),
)


def test_what_was_typed_stays_as_it_was_typed() -> None:
    with speaking(HANT):
        assert translated("含“发展”，且不含连写的“经济”") == ("含「发展」，且不含連寫的「经济」", "")
    with speaking(ENGLISH):
        assert translated("含“发展”，且不含连写的“经济”") == ("with “发展”, and without in one run “经济”", "")
        assert translated("没有第 7 页，改为第 1 页") == ("there is no page 7; this is page 1", "")


def test_what_is_not_known_stays_whole_and_says_that_it_is_chinese() -> None:
    with speaking(ENGLISH):
        assert translated("这一句还没有人译过") == ("这一句还没有人译过", SOURCE.tag)


@pytest.mark.parametrize("typed", ODD)
def test_whatever_is_asked_is_described_in_the_language_of_the_page(library: Engine, typed: str) -> None:
    """A sentence that the engine learns to say has to be written into sentences.txt or phrases.txt."""
    asked = read_params([("q", typed), ("limit", "x"), ("page", "999"), ("sort", "x"), ("from", "x"), ("group", "x")])
    results = search(library, SearchRequest(typed, page=99))
    with speaking(ENGLISH):
        for sentence in (results.query.description, *(note.text for note in (*asked.notes, *results.notes))):
            assert translated(sentence).lang == "", sentence
