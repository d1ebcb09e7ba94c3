"""The JSON that the web and the terminal print, key by key."""

import json

from indexer.analysis import Token
from indexer.cleaning import clean
from indexer.envelope import (
    analysis_envelope,
    check_envelope,
    cleaned_envelope,
    error_envelope,
    reading_envelope,
    report_envelope,
    results_envelope,
    stats_envelope,
)
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
    Rejected,
    Results,
    SearchRequest,
    Snippet,
    Speech,
    Term,
)
from indexer.pieces import PieceKind, PieceReading
from indexer.reports import CheckReport, Report

META = Metadata(
    id="a/1",
    title="守住岸线",
    speakers=("周怀远", "林若川"),
    date="2022-06",
    place="临澜市",
    occasion="整治工作会",
    kind="讲话",
    source="临澜市政府公报",
    url="https://example.org/1",
    tags=("岸线",),
    script="Hans",
)
PIECE = PieceReading("岸线", PieceKind.WORDS, "含“岸线”", 0, ("岸线",), False, 7, 3, without="", exact='="岸线"')
QUERY = QueryReading("岸线", "含“岸线”", (Term("岸线", 0, 7, 3),), (PIECE,))
RESULTS = Results(
    request=SearchRequest("岸线", Filters({"year": ("2022",)}), page=2, limit=2),
    query=QUERY,
    total=3,
    occurrences=7,
    hits=(Hit(META, 1.5, 4, (Mark(2, 4),), (Snippet("守住岸线，", (Mark(2, 4),), 1, 10),)),),
    facets={"year": (FacetValue("2022", 3),)},
    notes=(Note("page-clamped", "按第 2 页处理。"),),
    fingerprint="3f9ac21e",
    took_ms=1.23456,
)


def test_results_have_the_promised_shape() -> None:
    assert results_envelope(RESULTS) == {
        "ok": True,
        "query": {
            "text": "岸线",
            "description": "含“岸线”",
            "terms": [{"text": "岸线", "piece": 0, "occurrences": 7, "speeches": 3, "variants": [], "forms": []}],
            "pieces": [
                {
                    "text": "岸线",
                    "kind": "words",
                    "description": "含“岸线”",
                    "piece": 0,
                    "words": ["岸线"],
                    "is_excluded": False,
                    "is_counted": True,
                    "occurrences": 7,
                    "speeches": 3,
                    "variants": [],
                    "alternatives": [{"name": "without", "query": ""}, {"name": "exact", "query": '="岸线"'}],
                    "forms": [],
                }
            ],
        },
        "total": 3,
        "total_is_exact": True,
        "partial": 0,
        "occurrences": 7,
        "page": 2,
        "pages": 2,
        "hits": [
            {
                "id": "a/1",
                "title": "守住岸线",
                "title_marks": [[2, 4]],
                "date": "2022-06",
                "speaker": "周怀远、林若川",
                "place": "临澜市",
                "occasion": "整治工作会",
                "kind": "讲话",
                "source": "临澜市政府公报",
                "url": "https://example.org/1",
                "script": "Hans",
                "score": 1.5,
                "missing": [],
                "occurrences": 4,
                "snippets": [{"text": "守住岸线，", "marks": [[2, 4]], "paragraph": 1, "start": 10}],
            }
        ],
        "facets": {"year": [{"value": "2022", "count": 3}]},
        "notes": [{"code": "page-clamped", "text": "按第 2 页处理。"}],
        "advice": {"failed": [], "rewordings": [], "unfiltered": 0, "unfiltered_query": ""},
        "took_ms": 1.23,
        "fingerprint": "3f9ac21e",
    }


def test_a_reading_gives_body_paragraphs_and_marks_into_the_body() -> None:
    speech = Speech(
        META, body="标题\n守住岸线", raw="标题\n守住🌊岸线", headline_paragraphs=1, path="a.jsonl", record=1
    )
    paragraphs = (Paragraph(0, 0, 2), Paragraph(1, 3, 7))
    envelope = reading_envelope(Reading(speech, paragraphs, QUERY, (Mark(5, 7),), (Mark(2, 4),), (), "3f9ac21e"))
    assert envelope["body"] == speech.body
    assert envelope["paragraphs"] == [{"number": 0, "start": 0, "end": 2}, {"number": 1, "start": 3, "end": 7}]
    assert [envelope["body"][start:end] for start, end in envelope["marks"]] == ["岸线"]
    assert [envelope["title"][start:end] for start, end in envelope["title_marks"]] == ["岸线"]
    assert (envelope["speaker"], envelope["speakers"]) == ("周怀远、林若川", ["周怀远", "林若川"])
    assert {"ok", "query", "id", "date", "place", "occasion", "kind", "source", "url", "tags", "script"} < set(envelope)
    assert {"path", "record", "headline_paragraphs", "notes", "fingerprint"} < set(envelope)


def test_stats_name_the_corpus_that_was_counted() -> None:
    stats = IndexStats(
        generation="gen-1",
        fingerprint="3f9ac21e",
        analyser="a1",
        created="2026-11-20T08:00:00Z",
        speeches=3,
        characters=900,
        index_bytes=10_000,
        text_bytes=2_700,
        earliest="2014",
        latest="2026-11-16",
        rejected=1,
        facets={"speaker": (FacetValue("周怀远", 2),)},
        newest=(META,),
    )
    envelope = stats_envelope(stats)
    assert envelope["ok"] is True
    assert (envelope["fingerprint"], envelope["speeches"], envelope["rejected"]) == ("3f9ac21e", 3, 1)
    assert envelope["facets"] == {"speaker": [{"value": "周怀远", "count": 2}]}
    assert envelope["newest"][0]["id"] == "a/1"


def test_the_raw_text_of_a_reading_is_there_when_asked_for() -> None:
    reading = Reading(Speech(META, "守住岸线", "守住🌊岸线"), (), QUERY, (), (), (), "3f9ac21e")
    assert "raw" not in reading_envelope(reading)
    assert reading_envelope(reading, with_raw=True)["raw"] == "守住🌊岸线"


def test_a_report_counts_reasons_and_lists_what_was_rejected() -> None:
    rejected = (Rejected("a.jsonl", 2, "bad JSON", "at column 2"), Rejected("b.txt", None, "empty"))
    report = Report("gen-1", "3f9ac21e", 3, 2, 1, 0, 0, rejected, {".pdf": 1}, {"emoji": 5}, 1.23456)
    assert report_envelope(report) == {
        "ok": True,
        "generation": "gen-1",
        "fingerprint": "3f9ac21e",
        "speeches": 3,
        "added": 2,
        "changed": 1,
        "removed": 0,
        "unchanged": 0,
        "reasons": {"bad JSON": 1, "empty": 1},
        "rejected": [
            {"path": "a.jsonl", "line": 2, "reason": "bad JSON", "detail": "at column 2"},
            {"path": "b.txt", "line": None, "reason": "empty", "detail": ""},
        ],
        "unknown_kinds": {".pdf": 1},
        "steps": {"emoji": 5},
        "seconds": 1.235,
    }


def test_a_check_is_sound_only_where_nothing_differs() -> None:
    sound = check_envelope(CheckReport("gen-1", "3f9ac21e", 3))
    assert sound == {
        "ok": True,
        "is_sound": True,
        "generation": "gen-1",
        "fingerprint": "3f9ac21e",
        "speeches": 3,
        "problems": [],
        "missing": [],
        "changed": [],
        "gone": [],
    }
    for kind in ("problems", "missing", "changed", "gone"):
        envelope = check_envelope(CheckReport("gen-1", "3f9ac21e", 3, **{kind: ("a",)}))
        assert (envelope["ok"], envelope["is_sound"], envelope[kind]) == (True, False, ["a"])


def test_an_analysis_gives_every_token_with_its_offsets() -> None:
    token = {"text": "制度", "start": 0, "end": 2, "position": 0, "is_part": False}
    assert analysis_envelope("製度", "制度", [Token("制度", 0, 2, 0)], "a1") == {
        "ok": True,
        "text": "製度",
        "folded": "制度",
        "tokens": [token],
        "analyser": "a1",
    }


def test_a_cleaned_text_says_what_went_where() -> None:
    envelope = cleaned_envelope(clean("新华社北京10月12日电 守住🌊岸线。"), "utf-8")
    assert (envelope["ok"], envelope["encoding"], envelope["body"]) == (True, "utf-8", "守住岸线。")
    assert envelope["steps"][0] == {
        "name": "emoji",
        "label": "表情与图形符号",
        "count": 1,
        "cuts": [{"start": 15, "end": 16, "removed": "🌊", "put": ""}],
    }
    assert {"kind": "source", "value": "新华社"} in envelope["found"]
    assert json.loads(json.dumps(envelope)) == envelope


def test_an_error_says_what_and_which_status() -> None:
    assert error_envelope("no speech has the id 'x'", 404) == {
        "ok": False,
        "error": "no speech has the id 'x'",
        "status": 404,
    }


def test_every_envelope_is_plain_json() -> None:
    """Printing must need no encoder of its own: a mark or a date class inside would break the terminal only later."""
    envelope = results_envelope(RESULTS)
    assert json.loads(json.dumps(envelope, ensure_ascii=False)) == envelope
