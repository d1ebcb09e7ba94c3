"""The geometry of the drawings."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.model import FacetValue, Mark, Paragraph
from webapp.charts import MAX_BARS, MAX_BLOCKS, hit_map, year_bars

YEARS = st.lists(st.integers(0, 9999), max_size=30, unique=True)


def counts(*years: int) -> list[FacetValue]:
    return [FacetValue(f"{year:04}", 1) for year in years]


def paragraphs_of(lengths: list[int], headlines: int = 0) -> list[Paragraph]:
    found, place = [], 0
    for number, length in enumerate(lengths):
        found.append(Paragraph(max(0, number + 1 - headlines), place, place + length))
        place += length + 1
    return found


@given(YEARS)
def test_every_year_is_in_one_of_at_most_thirteen_bars(years: list[int]) -> None:
    bars = year_bars(counts(*years))
    assert len(bars) <= MAX_BARS
    assert sum(bar.count for bar in bars) == len(years)
    assert all(bar.first <= bar.last for bar in bars)
    assert [bar.first for bar in bars[1:]] == [bar.last + 1 for bar in bars[:-1]]


def test_years_between_are_shown_with_nothing() -> None:
    assert [(bar.first, bar.count) for bar in year_bars(counts(2019, 2022))] == [
        (2019, 1),
        (2020, 0),
        (2021, 0),
        (2022, 1),
    ]


def test_more_years_share_bars_of_five_or_ten() -> None:
    assert (year_bars(counts(2000, 2020))[0].first, year_bars(counts(2000, 2020))[0].last) == (2000, 2004)
    assert (year_bars(counts(1949, 2026))[0].first, year_bars(counts(1949, 2026))[0].last) == (1940, 1949)


def test_what_is_no_year_is_left_out() -> None:
    assert year_bars([FacetValue("", 3), FacetValue("unknown", 2)]) == ()


def test_a_single_speech_is_seen_beside_a_thousand() -> None:
    small, large = year_bars([FacetValue("2020", 1), FacetValue("2021", 1000)])
    assert small.height >= 2
    assert large.height == 48


@given(st.lists(st.integers(0, 3000), max_size=60), st.integers(0, 3), st.lists(st.integers(0, 5000), max_size=40))
def test_blocks_fill_the_map_without_overlap(lengths: list[int], headlines: int, places: list[int]) -> None:
    paragraphs = paragraphs_of(lengths, headlines)
    drawn = hit_map(paragraphs, [Mark(place, place + 1, place % 3) for place in places])
    assert len(drawn.blocks) <= MAX_BLOCKS
    for block, following in zip(drawn.blocks, drawn.blocks[1:], strict=False):
        assert block.y + block.height < following.y
    for block in drawn.blocks:
        assert block.height * drawn.height >= 24 * 100 - 0.01
        assert all(block.y <= tick.y <= block.y + block.height for tick in block.ticks)
    if drawn.blocks:
        assert drawn.blocks[-1].y + drawn.blocks[-1].height <= 100


def test_every_body_hit_is_counted_in_its_block() -> None:
    paragraphs = paragraphs_of([10, 100, 100], headlines=1)
    drawn = hit_map(paragraphs, [Mark(2, 4), Mark(20, 22, 0), Mark(30, 32, 1), Mark(150, 152, 2)])
    assert [(block.first, block.hits) for block in drawn.blocks] == [(1, 2), (2, 1)]
    assert [tick.is_first for block in drawn.blocks for tick in block.ticks] == [True, False, False]


def test_a_thousand_hits_in_one_place_are_one_tick() -> None:
    drawn = hit_map(paragraphs_of([100_000]), [Mark(place, place + 1) for place in range(1000)])
    assert drawn.blocks[0].hits == 1000
    assert len(drawn.blocks[0].ticks) < 10
