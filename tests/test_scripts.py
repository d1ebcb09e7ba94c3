"""The other script, for reading."""

from hypothesis import given
from made import bodies

from indexer.scripts import converted


def test_phrases_decide_between_characters() -> None:
    assert converted("皇后在后面理发，头发干燥", "Hant").text == "皇后在後面理髮，頭髮乾燥"
    assert converted("乾隆年間頭髮", "Hans").text == "乾隆年间头发"


@given(bodies)
def test_whatever_is_converted_its_lines_stay(body: str) -> None:
    """Paragraphs of the text as it is shown are those of the body."""
    for script in ("Hans", "Hant"):
        assert converted(body, script).text.count("\n") == body.count("\n")


@given(bodies)
def test_every_place_of_a_body_has_its_place_in_the_other_script(body: str) -> None:
    for script in ("Hans", "Hant"):
        text, offsets = converted(body, script)
        assert (offsets.to_derived(len(body)), offsets.to_original(len(text))) == (len(text), len(body))
        assert [offsets.to_derived(place) for place, char in enumerate(body) if char == "\n"] == [
            place for place, char in enumerate(text) if char == "\n"
        ]


def test_a_conversion_that_changes_the_length_moves_only_its_clause(monkeypatch: object) -> None:
    """OpenCC's tables keep lengths today; a later one may not."""
    from pytest import MonkeyPatch

    from indexer import scripts

    class Longer:
        def convert(self, text: str) -> str:
            return text.replace("软件", "軟體件")

    assert isinstance(monkeypatch, MonkeyPatch)
    monkeypatch.setattr(scripts, "_converter", lambda script: Longer())
    text, offsets = converted("先说软件，再说硬件。\n软件", "Hant")
    assert text == "先说軟體件，再说硬件。\n軟體件"
    assert offsets.to_derived_span(5, 9) == (6, 10)
    assert text[slice(*offsets.to_derived_span(11, 13))] == "軟體件"[:2]
