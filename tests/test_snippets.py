"""Snippets: what is shown is really there, lit exactly, and cut where a reader would. Cases: cases/snippets.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model import Mark, Run, Snippet
from indexer.snippets import MOST_MARKS, MOST_SNIPPETS, WIDTH, paragraphs, runs, snippets

CASES = json.loads((Path(__file__).parent / "cases" / "snippets.json").read_text(encoding="utf-8"))


def marks_of(body: str, terms: Sequence[str]) -> list[Mark]:
    """Every place of the terms, left to right, none overlapping."""
    marks: list[Mark] = []
    at = 0
    while at < len(body):
        piece = next((n for n, term in enumerate(terms) if body.startswith(term, at)), None)
        if piece is not None:
            marks.append(Mark(at, at + len(terms[piece]), piece))
        at = marks[-1].end if piece is not None else at + 1
    return marks


def shown(snippet: Snippet) -> str:
    """A snippet as the cases write it: paragraph, text with its marks, what was cut."""
    pieces = (f"【{run.text}】" if run.piece is not None else run.text for run in runs(snippet.text, snippet.marks))
    return f"{snippet.paragraph}|{'…' * snippet.cut_start}{''.join(pieces)}{'…' * snippet.cut_end}"


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_fragments_are_those_of_the_case(case: dict[str, object]) -> None:
    body, terms, headline = str(case["body"]), case["terms"], case.get("headline", 0)
    found = snippets(body, marks_of(body, terms), headline)  # type: ignore[arg-type]
    assert [shown(snippet) for snippet in found] == case["expected"]


letters = st.sampled_from("改革开放发展中国的是" * 4 + "，。；！？…”」）、：—( 　\n\n𠮷e\u0301")
texts = st.lists(letters | st.sampled_from(("改革开放" * 9, "，" * 50, "中国的发展" * 20)), max_size=80).map("".join)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A body and marks in it, in order, none overlapping, each inside a paragraph."""
    body = draw(texts)
    marks: list[Mark] = []
    at = 0
    for gap, length, piece in draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 99), st.integers(0, 3)))):
        start = at + gap
        end = min(start + length, len(body), body.find("\n", start) if "\n" in body[start:] else len(body))
        if start < end:
            marks.append(Mark(start, end, piece))
            at = end
    return body, marks


@settings(max_examples=500)
@given(text=marked(), headline=st.integers(0, 3))
def test_what_is_shown_is_there_and_lit_exactly(text: tuple[str, list[Mark]], headline: int) -> None:
    body, marks = text
    found = snippets(body, marks, headline)
    assert len(found) <= MOST_SNIPPETS
    assert bool(found) or not marks
    for one, other in pairwise(found):
        assert one.start + len(one.text) <= other.start
    for snippet in found:
        end = snippet.start + len(snippet.text)
        assert snippet.text
        assert body[snippet.start : end] == snippet.text
        inside = [Mark(m.start + snippet.start, m.end + snippet.start, m.piece) for m in snippet.marks]
        assert inside == [m for m in marks if m.start < end and m.end > snippet.start]
        assert bool(inside) == bool(marks)
        assert len(snippet.text) <= WIDTH + max((m.end - m.start for m in inside), default=0)
        (home,) = [p for p in paragraphs(body, headline) if p.start <= snippet.start < p.end]
        assert (home.number, end <= home.end) == (snippet.paragraph, True)
        assert not snippet.cut_start or snippet.start > home.start
        assert not snippet.cut_end or end < home.end


@settings(max_examples=200)
@given(body=st.text(alphabet="改革。\n", max_size=60), headline=st.integers(0, 4))
def test_paragraphs_are_the_lines_of_the_body(body: str, headline: int) -> None:
    found = paragraphs(body, headline)
    assert [body[p.start : p.end] for p in found] == body.split("\n")
    assert [p.number for p in found] == [max(0, n - headline) for n in range(1, len(found) + 1)]


@settings(max_examples=300)
@given(text=marked(), start=st.integers(0, 80), length=st.integers(0, 80))
def test_runs_joined_are_the_text_again(text: tuple[str, list[Mark]], start: int, length: int) -> None:
    body, marks = text
    start = min(start, len(body))
    end = min(start + length, len(body))
    pieces = runs(body, marks, start, end)
    assert "".join(run.text for run in pieces) == body[start:end]
    assert all(run.text for run in pieces)
    at = start
    for run in pieces:
        covering = {m.piece for m in marks if m.start <= at < m.end}
        assert covering == ({run.piece} if run.piece is not None else set())
        at += len(run.text)


def test_runs_of_touching_marks_stay_apart() -> None:
    assert runs("改革开放", [Mark(0, 2), Mark(2, 4, 1)]) == (Run("改革", 0), Run("开放", 1))


def test_a_match_is_never_cut_in_two() -> None:
    """The fragment of a later match begins after a match that reaches over the end of its sentence."""
    body = "话" * 80 + "要发展。我们" + "要发展。我们" + "话" * 80
    marks = marks_of(body, ["发展。我们"])
    (snippet,) = snippets(body, marks)
    assert [snippet.text[m.start : m.end] for m in snippet.marks] == ["发展。我们"] * 2


def test_a_rare_piece_behind_very_many_of_a_common_one_is_shown() -> None:
    body = "的。" * (2 * MOST_MARKS) + "\n只有这里说改革。"
    found = snippets(body, marks_of(body, ["的", "改革"]))
    assert "改革" in "".join(snippet.text for snippet in found)


def test_every_word_of_a_run_that_stands_apart_is_shown() -> None:
    """They answer one piece of the query: what is lit tells them apart."""
    body = "\n".join(["中国反对，中国反对，中国反对。"] * 5 + ["只有这里说军售。"])
    marks = [mark._replace(piece=0) for mark in marks_of(body, ["中国", "反对", "军售"])]
    assert "军售" in snippets(body, marks)[-1].text


def test_a_long_body_full_of_matches_is_cut_like_any_other() -> None:
    body = "改革是动力，发展。\n" * 10_000
    marks = marks_of(body, ["改革", "发展"])
    assert len(marks) == 20_000
    assert [shown(s) for s in snippets(body, marks)] == [f"{n}|【改革】是动力，【发展】。" for n in (1, 2, 3)]
    one_paragraph = "改革" * 50_000
    found = snippets(one_paragraph, marks_of(one_paragraph, ["改革"]))
    assert [len(s.text) for s in found] == [WIDTH] * MOST_SNIPPETS
