"""Query strings and requests: round trips, clamping, and that nothing typed can raise."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import FACET_FIELDS, Filters, SearchRequest, Sort
from indexer.query import MOST_CHARACTERS
from webapp.params import MAX_LIMIT, MAX_PAGE, MAX_VALUES, read_params, read_reading_params, write_params

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.lists(TEXT.filter(bool), min_size=1, max_size=3, unique=True).map(tuple)
DATES = st.sampled_from(["", "2019", "2019-03", "2019-03-31"])
FILTERS = st.builds(
    lambda values, first, last: Filters(values, *sorted((first, last)) if first and last else (first, last)),
    st.dictionaries(st.sampled_from(FACET_FIELDS), VALUES, max_size=4),
    DATES,
    DATES,
)
REQUESTS = st.builds(
    SearchRequest,
    text=TEXT,
    filters=FILTERS,
    sort=st.sampled_from(Sort),
    page=st.integers(1, MAX_PAGE),
    limit=st.integers(1, MAX_LIMIT),
    exact=st.booleans(),
    explain=st.booleans(),
    group=st.sampled_from(["", "speaker", "year"]),
)
NAMES = st.sampled_from(["q", "page", "limit", "sort", "from", "to", "exact", "hit", "raw", "x", *FACET_FIELDS])


@given(REQUESTS)
def test_a_request_survives_its_own_query_string(request_made: SearchRequest) -> None:
    """All state is in the address: a link must ask for exactly what it was made from."""
    query_string = urlencode(write_params(request_made))
    asked = read_params(parse_qsl(query_string, keep_blank_values=True))
    assert asked.request == request_made
    assert asked.notes == ()


@given(st.lists(st.tuples(NAMES, st.text(max_size=30)), max_size=12))
def test_nothing_typed_raises_and_what_is_read_is_in_bounds(pairs: list[tuple[str, str]]) -> None:
    request_read = read_params(pairs).request
    assert 1 <= request_read.page <= MAX_PAGE
    assert 1 <= request_read.limit <= MAX_LIMIT
    assert read_params(write_params(request_read)).request == request_read
    assert read_reading_params(pairs).hit >= 1


def test_defaults_leave_an_empty_query_string() -> None:
    assert write_params(SearchRequest()) == ()


@pytest.mark.parametrize(
    ("name", "typed", "number", "code"),
    [
        ("page", "0", 1, "page-clamped"),
        ("page", "-3", 1, "page-clamped"),
        ("page", "9" * 30, MAX_PAGE, "page-clamped"),
        ("page", "9" * 5000, 1, "page-ignored"),
        ("page", "two", 1, "page-ignored"),
        ("page", "1.5", 1, "page-ignored"),
        ("limit", "1000", 100, "limit-clamped"),
        ("limit", "0", 1, "limit-clamped"),
        ("limit", "٣", 3, None),
        ("limit", "", 10, None),
    ],
)
def test_numbers_are_clamped_with_a_note(name: str, typed: str, number: int, code: str | None) -> None:
    asked = read_params([(name, typed)])
    assert getattr(asked.request, name) == number
    assert [note.code for note in asked.notes] == ([code] if code else [])


def test_an_unknown_order_is_ignored_with_a_note() -> None:
    asked = read_params([("sort", "rank")])
    assert asked.request.sort is Sort.RELEVANCE
    assert [note.code for note in asked.notes] == ["sort-ignored"]


def test_dates_are_read_as_people_write_them() -> None:
    filters = read_params([("from", "2019年3月"), ("to", " 2020/1/5 ")]).request.filters
    assert (filters.date_from, filters.date_to) == ("2019-03", "2020-01-05")


@pytest.mark.parametrize("typed", ["soon", "2023-02-30", "12日", "<script>"])
def test_a_date_without_a_year_is_ignored_with_a_note(typed: str) -> None:
    asked = read_params([("from", typed)])
    assert asked.request.filters.date_from == ""
    assert [note.code for note in asked.notes] == ["date-ignored"]


def test_dates_in_the_wrong_order_are_exchanged() -> None:
    asked = read_params([("from", "2023"), ("to", "2019-05")])
    assert (asked.request.filters.date_from, asked.request.filters.date_to) == ("2019-05", "2023")
    assert [note.code for note in asked.notes] == ["dates-exchanged"]


def test_a_year_may_end_within_itself() -> None:
    """From 2019-05 to 2019 means the rest of that year: nothing to exchange."""
    asked = read_params([("from", "2019-05"), ("to", "2019")])
    assert (asked.request.filters.date_from, asked.request.filters.date_to) == ("2019-05", "2019")
    assert asked.notes == ()


def test_a_field_may_be_given_many_times() -> None:
    asked = read_params([("year", "2023"), ("year", "2021"), ("year", "2023"), ("year", "")])
    assert asked.request.filters.values == {"year": ("2023", "2021")}


def test_a_question_longer_than_is_read_is_not_carried_along() -> None:
    """A page has some hundred links with the question in them: ten thousand characters would make it megabytes."""
    assert len(read_params([("q", "长" * 10_000)]).request.text) == MOST_CHARACTERS + 1


def test_too_many_values_of_a_field_are_ignored_with_a_note() -> None:
    asked = read_params([("speaker", f"第{number}人") for number in range(MAX_VALUES + 1)])
    assert len(asked.request.filters.values["speaker"]) == MAX_VALUES
    assert [note.code for note in asked.notes] == ["values-ignored"]


def test_the_last_of_a_single_parameter_counts() -> None:
    assert read_params([("q", "一"), ("q", "二")]).request.text == "二"


def test_a_speech_page_knows_its_search_its_hit_and_its_text() -> None:
    asked = read_reading_params([("q", "生态"), ("speaker", "周怀远"), ("hit", "3"), ("raw", "1")])
    assert asked.request == SearchRequest("生态", Filters({"speaker": ("周怀远",)}))
    assert (asked.hit, asked.raw) == (3, True)
    assert read_reading_params([("hit", "-1")]).hit == 1
    assert read_reading_params([("hit", "x")]).hit == 1
