"""Contexts of templates, made from values: what a page says and where its links lead."""

from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from indexer.model import (
    FacetValue,
    Filters,
    Hit,
    IndexStats,
    Mark,
    Metadata,
    Note,
    Paragraph,
    QueryReading,
    Reading,
    Results,
    SearchRequest,
    Snippet,
    Speech,
    Term,
)
from indexer.pieces import Form, PieceKind, PieceReading, Variant
from indexer.wordings import Advice, Likeness, Rewording
from webapp import pages
from webapp.pages.examples import help_examples
from webapp.pages.lit import Lit, Overlay, lit, lit_span, numbered
from webapp.pages.reading import read_as
from webapp.pages.results import ResultsPage
from webapp.pages.speech import SpeechPage
from webapp.pages.years import years_of
from webapp.params import AskedReading, read_params

STATS = IndexStats(
    generation="gen-1",
    fingerprint="3f9ac21e77aa",
    analyser="a1",
    created="2026-11-20T08:00:00Z",
    speeches=1204,
    characters=6_317_000,
    index_bytes=1,
    text_bytes=1,
    earliest="2014-01-05",
    latest="2026-11-16",
    rejected=0,
    facets={
        "year": (FacetValue("2014", 31), FacetValue("2026", 79)),
        "speaker": (FacetValue("周怀远", 212), FacetValue("習近平", 1)),
        "place": (FacetValue("青屏 县", 4),),
        "script": (FacetValue("Hans", 1187), FacetValue("Hant", 17)),
    },
    newest=(Metadata("new/1", "在现场会上的讲话", ("周怀远",), "2026-11-16", "临澜市"),),
)
META = Metadata("a/1", "守住岸线,不松手", ("周怀远", "習近平"), "2022-06-05", "临澜市", kind="讲话", script="Hans")
RESULTS = Results(
    request=SearchRequest("生态 岸线"),
    query=QueryReading("生态 岸线", "含“生态”且含“岸线”", (Term("生态", 0, 54, 20), Term("岸线", 1, 9, 3))),
    total=1,
    occurrences=3,
    hits=(Hit(META, 1.0, 3, (Mark(2, 4, 1),), (Snippet("算清生态账", (Mark(2, 4),), 3, 40, True, True),)),),
    facets={"speaker": (FacetValue("周怀远", 1), FacetValue("習近平", 1)), "year": (FacetValue("2022", 1),)},
    notes=(Note("assumed", "按两处都有来查。"),),
    fingerprint="3f9ac21e77aa",
    took_ms=6.2,
)


def request_of(href: str) -> SearchRequest:
    """The search that an address asks for."""
    return read_params(parse_qsl(urlsplit(href).query)).request


def results_page(**changes: object) -> ResultsPage:
    return pages.results_page(replace(RESULTS, **changes), STATS)  # type: ignore[arg-type]


def speech_page(speech: Speech, query: str = "", marks: tuple[Mark, ...] = (), hit: int = 1) -> SpeechPage:
    """The page of a speech whose lines are its paragraphs."""
    paragraphs, place = [], 0
    for index, line in enumerate(speech.body.split("\n")):
        number = max(0, index + 1 - speech.headline_paragraphs)
        paragraphs.append(Paragraph(number, place, place + len(line)))
        place += len(line) + 1
    terms = tuple(Term(text, piece, 1, 1) for piece, text in enumerate(query.split()))
    title_marks = (Mark(0, 2),) if query and speech.meta.title else ()
    reading = Reading(
        speech, tuple(paragraphs), QueryReading(query, "", terms), marks, title_marks, (), STATS.fingerprint
    )
    return pages.speech_page(reading, AskedReading(SearchRequest(query), hit), STATS)


def plain(runs: tuple[Lit, ...]) -> str:
    return "".join(run.text for run in runs)


# ---- runs ----


def test_printing_before_splitting_keeps_marks_on_their_characters() -> None:
    assert lit("强调,要完整", (Mark(3, 4),)) == (Lit("强调，"), Lit("要", 0), Lit("完整"))


def test_a_long_title_keeps_the_marks_before_its_dots() -> None:
    assert lit("甲乙丙丁", (Mark(1, 4),), most_chars=2) == (Lit("甲"), Lit("乙", 0), Lit("……"))


def test_overlapping_marks_are_numbered_without_a_gap() -> None:
    """Every number that the stepper counts must have its anchor on the page."""
    found = numbered((Mark(0, 4), Mark(1, 3, 1), Mark(2, 6, 1)), first=5, current=6)
    assert [(item.mark, item.hit, item.is_current) for item in found] == [
        (Mark(0, 4), 5, False),
        (Mark(4, 6, 1), 6, True),
    ]


def test_a_paragraph_is_printed_whole_whatever_is_marked() -> None:
    text = "零一二三四五六七八九"
    marks = numbered((Mark(1, 3), Mark(3, 5, 1), Mark(8, 10)), first=1, current=0)
    pieces = lit_span(text, 2, 9, Overlay(marks))
    assert plain(pieces) == text[2:9]
    assert [piece.hit for piece in pieces if piece.hit] == [2, 3]


# ---- results ----


def test_a_hit_names_its_speech_and_links_to_its_paragraphs() -> None:
    (card,) = results_page().hits
    assert plain(card.heading.runs) == "守住岸线，不松手"
    assert [run.text for run in card.heading.runs if run.piece == 1] == ["岸线"]
    assert urlsplit(card.first_hit_href).fragment == "h1"
    assert (card.passages[0].paragraph, urlsplit(card.passages[0].href).fragment) == (3, "p3")
    assert request_of(card.href) == RESULTS.request
    assert [(speaker.text, speaker.lang) for speaker in card.speakers] == [("周怀远", ""), ("習近平", "zh-Hant")]


def test_a_passage_shows_where_it_was_cut() -> None:
    (card,) = results_page().hits
    assert plain(card.passages[0].runs) == "……算清生态账……"


def test_a_speech_without_title_is_called_by_its_words() -> None:
    hit = RESULTS.hits[0]._replace(meta=replace(META, title=""), title_marks=())
    (card,) = results_page(hits=(hit,)).hits
    assert card.heading.is_untitled
    assert card.heading.plain == "无题 算清生态账"


def test_a_headline_line_that_repeats_the_title_is_no_passage() -> None:
    lines = (Snippet("守住岸线,不松手", (Mark(2, 4),), 0, 0), Snippet("主持岸线会", (Mark(2, 4),), 0, 9))
    (card,) = results_page(hits=(RESULTS.hits[0]._replace(snippets=lines),)).hits
    assert [plain(passage.runs) for passage in card.passages] == ["主持岸线会"]
    assert not urlsplit(card.passages[0].href).fragment


@pytest.mark.parametrize(
    ("date", "words", "machine"),
    [("2023-10-12", "2023-10-12", "2023-10-12"), ("2023", "2023", "2023"), ("XXXX-XX-12", "12 日", ""), ("", "", "")],
)
def test_an_unknown_year_is_not_printed(date: str, words: str, machine: str) -> None:
    (card,) = results_page(hits=(RESULTS.hits[0]._replace(meta=replace(META, date=date)),)).hits
    assert card.date == (words, machine)


def test_a_huge_title_is_shortened_in_lists() -> None:
    hit = RESULTS.hits[0]._replace(meta=replace(META, title="长" * 100_000), title_marks=(Mark(0, 100_000),))
    (card,) = results_page(hits=(hit,)).hits
    assert len(plain(card.heading.runs)) < 200


def test_a_facet_value_narrows_and_then_widens_again() -> None:
    block = next(facet for facet in results_page().facets if facet.name == "发言人")
    narrowed = request_of(block.values[0].href)
    assert narrowed.filters.values == {"speaker": ("周怀远",)}
    again = next(facet for facet in results_page(request=narrowed).facets if facet.name == "发言人")
    assert again.values[0].is_current
    assert request_of(again.values[0].href) == RESULTS.request


def test_a_value_in_force_stays_to_be_taken_off() -> None:
    request = SearchRequest("生态", Filters({"place": ("青屏县",)}))
    block = next(facet for facet in results_page(request=request).facets if facet.name == "地点")
    assert [(value.text, value.note, value.is_current) for value in block.values] == [("青屏县", "0", True)]


def test_many_values_are_folded_away() -> None:
    values = tuple(FacetValue(f"第{number}人", 1) for number in range(500))
    (block,) = results_page(facets={"speaker": values}).facets
    assert len(block.values) == 8
    assert len(block.values) + len(block.rest) == 60


def test_each_chip_takes_off_one_filter() -> None:
    request = SearchRequest("生态", Filters({"year": ("2021",), "script": ("Hant",)}, "2019", "2023"), page=2)
    chips = results_page(request=request).chips
    assert [chip.text for chip in chips.links] == ["年份 2021", "文字 繁体", "日期 2019–2023"]
    assert request_of(chips.links[1].href).filters == Filters({"year": ("2021",)}, "2019", "2023")
    assert request_of(chips.links[2].href).filters == Filters({"year": ("2021",), "script": ("Hant",)})
    assert request_of(chips.clear_href) == SearchRequest("生态")


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2019", "", "日期 2019 以来"),
        ("", "2023-05", "日期 2023-05 以前"),
        ("2019", "2019", "日期 2019"),
        ("2019-03", "2020", "日期 2019-03 至 2020"),
    ],
)
def test_a_range_is_named_as_one_says_it(first: str, last: str, name: str) -> None:
    request = SearchRequest("生态", Filters({}, first, last))
    assert [chip.text for chip in results_page(request=request).chips.links] == [name]


def test_the_date_form_carries_everything_but_dates() -> None:
    request = SearchRequest("生态", Filters({"place": ("临澜市",)}, "2019"), exact=True, page=3)
    dates = results_page(request=request).dates
    assert (dates.first, dates.last) == ("2019", "")
    assert read_params(dates.hidden).request == SearchRequest("生态", Filters({"place": ("临澜市",)}), exact=True)


def test_the_pager_knows_its_ends() -> None:
    page = results_page(request=SearchRequest("生态", page=5), total=100).pager
    assert page is not None
    assert [item.text for item in page.pages] == ["1", "…", "3", "4", "5", "6", "7", "…", "10"]
    assert [request_of(href).page for href in (page.previous, page.next)] == [4, 6]
    assert results_page(total=10).pager is None
    first, last = (results_page(request=SearchRequest("生态", page=number), total=20).pager for number in (1, 2))
    assert first and last
    assert (bool(first.previous), bool(first.next), bool(last.previous), bool(last.next)) == (False, True, True, False)


def test_orders_that_need_words_are_offered_with_words() -> None:
    assert [(sort.text, sort.is_current) for sort in results_page().sorts] == [
        ("相关", True),
        ("最新", False),
        ("最早", False),
        ("次数", False),
    ]
    browsed = results_page(request=SearchRequest(), query=QueryReading("", "全部讲话"))
    assert [(sort.text, sort.is_current) for sort in browsed.sorts] == [("最新", True), ("最早", False)]


def test_what_was_taken_for_a_piece_can_be_asked_alone() -> None:
    term = Term("5%", 0, 40, 20, (Variant("百分之五", 1030, 12),))
    (piece,) = results_page(query=QueryReading("5%", "…", (term,))).read_as.pieces
    (variant,) = piece.variants
    assert (variant.text, variant.note) == ("百分之五", "1,030")
    assert request_of(variant.href).text == '="百分之五"'


def test_a_piece_leads_to_the_questions_that_read_it_otherwise() -> None:
    read = PieceReading(
        "生态岸线", PieceKind.WORDS, "…", 0, ("生态", "岸线"), False, 3, 2, quoted='"生态岸线"', without=""
    )
    (piece,) = results_page(query=QueryReading("生态岸线", "…", pieces=(read,))).read_as.pieces
    assert [(change.text, request_of(change.href).text) for change in piece.changes] == [("连写才算", '"生态岸线"')]


# ---- years ----


def test_a_year_is_chosen_by_its_bar_and_given_up_by_it() -> None:
    years = years_of(SearchRequest("生态", page=2), STATS.facets["year"])
    narrowed = request_of(years.bars[0].href)
    assert narrowed == SearchRequest("生态", Filters({"year": ("2014",)}))
    chosen = years_of(narrowed, STATS.facets["year"])
    assert [bar.is_chosen for bar in chosen.bars] == [True] + [False] * 12
    assert request_of(chosen.bars[0].href) == SearchRequest("生态")


def test_a_bar_of_many_years_is_a_range() -> None:
    counts = [FacetValue("1949", 1), FacetValue("2026", 2)]
    bar = years_of(SearchRequest(), counts).bars[1]
    assert (bar.century, bar.label, bar.tail) == ("19", "50", "–59")
    narrowed = request_of(bar.href)
    assert narrowed.filters == Filters({}, "1950", "1959")
    assert request_of(years_of(narrowed, counts).bars[1].href) == SearchRequest()


def test_one_line_runs_under_neighbouring_chosen_years() -> None:
    years = years_of(SearchRequest("", Filters({}, "2016-05", "2018")), STATS.facets["year"])
    (span,) = years.spans
    assert (round(span.x, 2), round(span.width, 2)) == (round(200 / 13, 2), round(300 / 13, 2))


# ---- nothing found ----


def test_what_is_nowhere_close_together_is_offered_apart() -> None:
    request = SearchRequest("[生态 火星]")
    piece = PieceReading("生态 火星", PieceKind.SENTENCE, "…", 0, occurrences=0, split='"生态" "火星"')
    query = QueryReading(request.text, "…", (Term("生态 火星", 0),), (piece,))
    (offer,) = pages.wider_offers(replace(RESULTS, request=request, query=query, total=0, hits=()))
    assert offer.request == SearchRequest('"生态" "火星"')


def test_the_failed_piece_is_named_and_left_out() -> None:
    terms = (Term("高质量发展", 0, 57, 20), Term("生态红县", 1))
    request = SearchRequest("高质量发展 生态红县", Filters({"year": ("2021",)}))
    query, advice = QueryReading(request.text, "…", terms), Advice(("生态红县",), unfiltered_query="高质量")
    empty = replace(RESULTS, request=request, query=query, total=0, hits=(), advice=advice)
    page = pages.empty_page(empty, STATS, ())
    assert page.reason == "“生态红县”，库中 1,204 篇都没有。"
    offers = pages.wider_offers(empty)
    assert [offer.request for offer in offers] == [
        SearchRequest("高质量发展 生态红县"),
        SearchRequest("高质量"),
        SearchRequest("高质量发展", Filters({"year": ("2021",)})),
        SearchRequest("高质量发展"),
    ]


@pytest.mark.parametrize(
    ("text", "failed", "rest"),
    [
        ('发展 "生态红县"', "生态红县", "发展"),
        ("发展 “生态红县”", "生态红县", "发展"),
        ("发展 -生态红县", "生态红县", "发展"),
        ("发言人:周怀远 生态红县 发展", "生态红县", "发言人:周怀远 发展"),
    ],
)
def test_a_failed_piece_leaves_the_rest_as_it_was_typed(text: str, failed: str, rest: str) -> None:
    terms = (Term("发展", 0, 57, 20), Term(failed, 1))
    empty = replace(RESULTS, request=SearchRequest(text), query=QueryReading(text, "…", terms), total=0, hits=())
    assert [offer.request.text for offer in pages.wider_offers(empty)] == [rest]


def test_a_query_that_was_put_right_is_offered_as_it_was_read() -> None:
    """((((发展 "" was what was left of ((((发展 "生态红县 without its second piece."""
    text = '((((发展 "生态红县'
    pieces = (
        PieceReading("发展", PieceKind.WORDS, "…", 0, occurrences=57, without='"生态红县"'),
        PieceReading("生态红县", PieceKind.PHRASE, "…", 1, occurrences=0, without="发展"),
    )
    query = QueryReading(text, "…", (Term("发展", 0, 57, 20), Term("生态红县", 1)), pieces)
    empty = replace(RESULTS, request=SearchRequest(text), query=query, total=0, hits=())
    assert [offer.request.text for offer in pages.wider_offers(empty)] == ["发展"]


def test_pieces_that_never_meet_are_offered_one_by_one() -> None:
    empty = replace(RESULTS, total=0, hits=())
    assert pages.empty_page(empty, STATS, ()).reason.startswith("没有一篇")
    assert [offer.text for offer in pages.wider_offers(empty)] == ["生态", "岸线"]


def test_the_nearest_wording_is_offered_by_what_makes_it_near() -> None:
    sound = Rewording("生態紅線", "生态红县", "沿江 生態紅線", Likeness.SOUND, 3, (3,))
    others = (Rewording("生态县", "生态红县", "沿江 生态县", Likeness.SPELLING, 1), sound)
    request = SearchRequest("沿江 生态红县", Filters({"year": ("2021",)}))
    empty = replace(RESULTS, request=request, total=0, hits=(), advice=Advice(("生态红县",), others))
    groups = pages.empty_page(empty, STATS, ()).wordings
    assert [(group.name, group.key) for group in groups] == [("同音", "sound"), ("相近", "spelling")]
    (near,) = groups[0].nearest
    assert [(letter.text, letter.reading, letter.is_other) for letter in near.letters] == [
        ("生", "shēng", False),
        ("態", "tài", False),
        ("紅", "hóng", False),
        ("線", "xiàn", True),
    ]
    assert (near.lang, near.note) == ("zh-Hant", "替“生态红县”，库中 3 篇")
    assert parse_qs(urlsplit(near.href).query) == {"q": ["沿江 生態紅線"]}


def test_exact_matching_is_offered_to_be_given_up() -> None:
    empty = replace(RESULTS, request=replace(RESULTS.request, exact=True), total=0, hits=())
    assert not pages.wider_offers(empty)[0].request.exact


# ---- home, about, help ----


def test_home_says_what_is_in_the_corpus() -> None:
    page = pages.home_page(STATS, ())
    assert (page.figures.characters, page.figures.years) == ("631.7 万字", "2014 年至 2026 年")
    assert page.figures.scripts == ("简体 1,187 篇", "繁体 17 篇")
    assert [plain(item.heading.runs) for item in page.newest] == ["在现场会上的讲话"]
    assert request_of(page.speakers[0].href).filters.values == {"speaker": ("周怀远",)}


def test_examples_use_what_the_corpus_has() -> None:
    texts = [offer.text for offer in pages.home_offers(STATS)]
    assert "发言人:周怀远" in texts
    assert help_examples(STATS)["place"].text == 'place:"青屏 县"'


def test_an_empty_corpus_has_every_page() -> None:
    nothing = replace(STATS, speeches=0, characters=0, earliest="", latest="", facets={}, newest=())
    assert pages.home_page(nothing, ()).years.bars == ()
    assert pages.about_page(nothing).facets == ()
    assert pages.help_page(nothing).examples


# ---- speech ----

HEADLINED = Speech(
    Metadata("h", "推動經濟帶發展 服務現代化", ("習近平",), "2023-10-12", script="Hant"),
    body="主持座談會強調\n推動經濟帶發展\n服務現代化\n李強出席\n他強調,發展好。\n第二段發展。",
    raw="主持座談會強調🌊",
    headline_paragraphs=4,
)
TITLED = Speech(Metadata("t", "发展札记", ("周怀远",), script="Hans"), body="第一段发展。\n第二段。", raw="")


def test_headline_lines_stand_as_the_source_broke_them() -> None:
    headline = speech_page(HEADLINED).headline
    assert [plain(line) for line in headline.eyebrow] == ["主持座談會強調"]
    assert [plain(line) for line in headline.title] == ["推動經濟帶發展", "服務現代化"]
    assert [plain(line) for line in headline.below] == ["李強出席"]


def test_headline_hits_are_counted_once_and_first() -> None:
    """The title repeats the headline lines: its marks must not be counted beside those of the body."""
    body = HEADLINED.body
    places = [place for place in range(len(body)) if body.startswith("發展", place)]
    page = speech_page(HEADLINED, "發展", tuple(Mark(place, place + 2) for place in places), hit=2)
    assert page.stepper is not None
    assert (page.stepper.hit, page.stepper.hits, page.stepper.pieces[0].occurrences) == (2, 3, 3)
    assert [run.hit for run in page.headline.title[0] if run.hit] == [1]
    assert [run.is_current for run in page.paragraphs[0].runs if run.hit] == [True]
    assert sum(block.hits for block in page.hit_map.blocks) == 2


def test_paragraphs_keep_their_numbers_and_are_printed_full_width() -> None:
    page = speech_page(HEADLINED)
    assert [(paragraph.number, plain(paragraph.runs)) for paragraph in page.paragraphs] == [
        (1, "他強調，發展好。"),
        (2, "第二段發展。"),
    ]


def test_a_title_outside_the_body_is_stepped_through_too() -> None:
    page = speech_page(TITLED, "发展", (Mark(3, 5),), hit=1)
    assert page.stepper is not None
    assert (page.stepper.hit, page.stepper.hits, page.stepper.previous) == (1, 2, "")
    assert [run.hit for run in page.headline.title[0] if run.hit] == [1]
    following = urlsplit(page.stepper.next)
    assert (dict(parse_qsl(following.query))["hit"], following.fragment) == ("2", "h2")


def test_a_hit_beyond_the_last_is_the_last() -> None:
    stepper = speech_page(TITLED, "发展", (Mark(3, 5),), hit=99).stepper
    assert stepper is not None
    assert (stepper.hit, stepper.next) == (2, "")


def test_without_a_query_there_is_nothing_to_step_through() -> None:
    page = speech_page(TITLED)
    assert page.stepper is None
    assert page.back_href == ""


def test_a_speech_without_title_or_headline_begins_with_its_words() -> None:
    page = speech_page(replace(TITLED, meta=Metadata("u")))
    assert page.headline.is_untitled
    assert plain(page.headline.title[0]) == "第一段发展。 第二段。"
    assert page.frame.title == "无题 第一段发展。 第二段。 · 讲话"


def test_facts_are_what_is_known_and_only_the_web_is_linked() -> None:
    meta = replace(TITLED.meta, source="公报", url="javascript:alert(1)")
    facts = {fact.name: fact.values for fact in speech_page(replace(TITLED, meta=meta)).facts}
    assert set(facts) == {"发言人", "篇幅", "来源"}
    assert (facts["来源"][0].text, facts["来源"][0].href) == ("公报", "")
    assert facts["篇幅"][0].text == "8 字，2 段"
    linked = replace(meta, url="https://example.org/1")
    facts = {fact.name: fact.values for fact in speech_page(replace(TITLED, meta=linked)).facts}
    assert facts["来源"][0].href == "https://example.org/1"


def test_an_id_that_no_path_carries_is_sent_by_the_form_too() -> None:
    page = speech_page(replace(TITLED, meta=Metadata("../up")))
    assert (page.tools.within.action, page.tools.within.hidden) == ("/speech/", (("id", "../up"),))
    assert speech_page(TITLED).tools.within.hidden == ()


def test_each_form_of_a_piece_can_be_asked_for_alone() -> None:
    forms = (Form("以後", 3, 2, '=="以後"'), Form("以后", 2, 2, '=="以后"'))
    piece = PieceReading("以后", PieceKind.WORDS, "…", 0, occurrences=5, forms=forms)
    read = read_as(QueryReading("以后", "…", (), (piece,)), SearchRequest("以后"), ())
    assert [(form.text, form.note) for form in read.pieces[0].forms] == [
        ("只看 以後", "含 以後 3 处"),
        ("只看 以后", "含 以后 2 处"),
    ]
    assert parse_qs(urlsplit(read.pieces[0].forms[0].href).query) == {"q": ['=="以後"']}
