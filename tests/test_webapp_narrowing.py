"""Questions made from questions."""

from indexer.model import Filters, SearchRequest, Sort
from webapp import narrowing

BASE = SearchRequest("生态", Filters({"speaker": ("周怀远",), "year": ("2021",)}, "2019", "2023"), page=4)


def test_a_value_is_added_and_taken_away_again() -> None:
    more = narrowing.toggled(BASE, "speaker", "林若川")
    assert more.filters.values["speaker"] == ("周怀远", "林若川")
    assert narrowing.toggled(more, "speaker", "林若川").filters == BASE.filters
    assert "speaker" not in narrowing.toggled(BASE, "speaker", "周怀远").filters.values


def test_whatever_changes_the_hits_starts_at_the_first_page() -> None:
    changed = (
        narrowing.toggled(BASE, "place", "临澜市"),
        narrowing.dated(BASE, "2020", ""),
        narrowing.undated(BASE),
        narrowing.only_year(BASE, "2020"),
        narrowing.unfiltered(BASE),
        narrowing.worded(BASE, "岸线"),
        narrowing.sorted_by(BASE, Sort.NEWEST),
        narrowing.exactly(BASE, exact=True),
    )
    assert {request.page for request in changed} == {1}
    assert narrowing.on_page(BASE, 5).page == 5


def test_one_year_replaces_every_other_choice_of_time() -> None:
    only = narrowing.only_year(BASE, "2014")
    assert only.filters == Filters({"speaker": ("周怀远",), "year": ("2014",)})


def test_the_only_year_is_taken_off_by_choosing_it_again() -> None:
    only = narrowing.on_page(narrowing.only_year(BASE, "2014"), 2)
    assert narrowing.only_year(only, "2014").filters == Filters({"speaker": ("周怀远",)})


def test_a_range_of_dates_replaces_single_years() -> None:
    assert narrowing.dated(BASE, "2015", "2016").filters == Filters({"speaker": ("周怀远",)}, "2015", "2016")
    assert narrowing.undated(BASE).filters == Filters({"speaker": ("周怀远",), "year": ("2021",)})


def test_without_filters_the_words_stay() -> None:
    assert narrowing.unfiltered(BASE) == SearchRequest("生态")
    assert narrowing.is_filtered(BASE)
    assert not narrowing.is_filtered(SearchRequest("生态"))
