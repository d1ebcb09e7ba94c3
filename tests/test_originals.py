"""A speech against the text that it was read as."""

from hypothesis import given
from hypothesis import strategies as st
from made import bodies, characters

from indexer.cleaning import clean
from indexer.model import Metadata, Speech
from indexer.offsets import Edit, edited, edits_between
from indexer.originals import original_of

noise = st.sampled_from(
    ("🌊", "\u200b", "\u3000", "\r\n", "\n\n", "（完）", "责任编辑：某", "\ue000", "👨\u200d👩\u200d👧")
)
raws = st.lists(bodies | noise, min_size=1, max_size=6).map("".join)


def speech(raw: str) -> Speech:
    return Speech(Metadata("x"), clean(raw).body, raw)


@given(raws)
def test_the_edits_of_an_original_make_its_body(raw: str) -> None:
    """What is shown as struck and as put there is all that cleaning did, whatever the text."""
    original = original_of(speech(raw))
    assert original.is_traced
    assert edited(original.text, original.edits).text == clean(raw).body


def test_a_body_that_other_rules_made_is_not_explained() -> None:
    original = original_of(Speech(Metadata("x"), "别的规则", "🌊别的规则留下的"))
    assert (original.edits, original.is_traced) == ((), False)


@given(st.text(characters, min_size=1, max_size=30), st.data())
def test_edits_are_found_again_from_what_they_made(text: str, draw: st.DataObject) -> None:
    places = sorted(draw.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    edits = [
        Edit(start, end, draw.draw(st.text(characters, max_size=3)))
        for start, end in zip(places[::2], places[1::2], strict=False)
    ]
    derived, offsets = edited(text, edits)
    assert edited(text, edits_between(text, derived, offsets)).text == derived
