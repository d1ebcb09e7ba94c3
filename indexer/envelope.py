"""One JSON shape for every answer, on the web and in the terminal. Pure.

Enters: values of the model, tokens, a cleaned text, a failure. Leaves: plain dicts, ready for `json.dumps`.
Never: HTTP, files.

This is a printer, the one place where values become dicts. Marks are ``[start, end]``: code points into the text beside
them, half-open. Keys are part of the interface: they are added, not renamed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from indexer.analysis import Token
from indexer.model import (
    FacetValue,
    Hit,
    IndexStats,
    Mark,
    Metadata,
    Note,
    QueryReading,
    Reading,
    Results,
    Snippet,
)
from indexer.offers import NewWords, Related, Similar, Suggestions
from indexer.pieces import PieceReading
from indexer.reports import CheckReport, Report
from indexer.wordings import Advice

if TYPE_CHECKING:
    from indexer.cleaning import Cleaned, Step

Envelope = dict[str, Any]


def results_envelope(results: Results) -> Envelope:
    """An answer to a search: totals, one page of hits, facets, notes."""
    return {
        "ok": True,
        "query": _query(results.query),
        "total": results.total,
        "total_is_exact": True,
        "partial": results.partial,
        "occurrences": results.occurrences,
        "page": results.page,
        "pages": results.pages,
        "hits": [_hit(hit, explain=results.request.explain) for hit in results.hits],
        "facets": _facets(results.facets),
        "notes": _notes(results.notes),
        "advice": _advice(results.advice),
        "took_ms": round(results.took_ms, 2),
        "fingerprint": results.fingerprint,
    }


def reading_envelope(reading: Reading, *, with_raw: bool = False) -> Envelope:
    """One whole speech: what is known about it, its body and paragraphs, and where the query matches.

    with_raw: the text as it was read, too.
    """
    speech = reading.speech
    raw = {"raw": speech.raw} if with_raw else {}
    return {
        "ok": True,
        "query": _query(reading.query),
        **_known(speech.meta),
        "title_marks": _ranges(reading.title_marks),
        "path": speech.path,
        "record": speech.record,
        "body": speech.body,
        **raw,
        "headline_paragraphs": speech.headline_paragraphs,
        "paragraphs": [paragraph._asdict() for paragraph in reading.paragraphs],
        "marks": _ranges(reading.marks),
        "notes": _notes(reading.notes),
        "fingerprint": reading.fingerprint,
    }


def suggestions_envelope(suggestions: Suggestions) -> Envelope:
    """What someone who is typing may mean; `query` of each is what to ask for: all that was typed, completed."""
    items = [
        {
            "text": item.text,
            "query": suggestions.before + item.text,
            "kind": str(item.kind),
            "speeches": item.speeches,
            "id": item.speech_id,
        }
        for item in suggestions.items
    ]
    return {
        "ok": True,
        "query": {"text": suggestions.typed},
        "suggestions": items,
        "took_ms": round(suggestions.took_ms, 2),
        "fingerprint": suggestions.fingerprint,
    }


def related_envelope(related: Related) -> Envelope:
    """Terms that go with a query; `is_sample`: more paragraphs have a match than were looked at."""
    return {
        "ok": True,
        "query": {"text": related.text},
        "terms": [asdict(term) for term in related.terms],
        "paragraphs": related.paragraphs,
        "is_sample": related.is_sample,
        "took_ms": round(related.took_ms, 2),
        "fingerprint": related.fingerprint,
    }


def new_words_envelope(found: NewWords) -> Envelope:
    """Words that the dictionary lacks, with what speaks for each."""
    words = [{**asdict(word), "pieces": list(word.pieces)} for word in found.words]
    return {"ok": True, "words": words, "fingerprint": found.fingerprint}


def similar_envelope(similar: Similar) -> Envelope:
    """Speeches like one, with what they share with it."""
    return {
        "ok": True,
        "id": similar.speech_id,
        "speeches": [
            {**_known(other.meta), "score": other.score, "shared": list(other.shared)} for other in similar.speeches
        ],
        "took_ms": round(similar.took_ms, 2),
        "fingerprint": similar.fingerprint,
    }


def stats_envelope(stats: IndexStats) -> Envelope:
    """What an index holds."""
    return {
        "ok": True,
        "generation": stats.generation,
        "fingerprint": stats.fingerprint,
        "analyser": stats.analyser,
        "created": stats.created,
        "speeches": stats.speeches,
        "characters": stats.characters,
        "index_bytes": stats.index_bytes,
        "text_bytes": stats.text_bytes,
        "earliest": stats.earliest,
        "latest": stats.latest,
        "rejected": stats.rejected,
        "facets": _facets(stats.facets),
        "newest": [_known(meta) for meta in stats.newest],
    }


def report_envelope(report: Report) -> Envelope:
    """What a `rebuild` or an `update` did."""
    return {
        "ok": True,
        "generation": report.generation,
        "fingerprint": report.fingerprint,
        "speeches": report.speeches,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "reasons": dict(Counter(str(rejected.reason) for rejected in report.rejected)),
        "rejected": [asdict(rejected) for rejected in report.rejected],
        "unknown_kinds": dict(report.unknown_kinds),
        "steps": dict(report.steps),
        "seconds": round(report.seconds, 3),
    }


def check_envelope(report: CheckReport) -> Envelope:
    """An index held against its own records and its sources; `is_sound` says that nothing was found wrong."""
    return {
        "ok": True,
        "is_sound": report.is_sound,
        "generation": report.generation,
        "fingerprint": report.fingerprint,
        "speeches": report.speeches,
        "problems": list(report.problems),
        "missing": list(report.missing),
        "changed": list(report.changed),
        "gone": list(report.gone),
    }


def analysis_envelope(text: str, folded: str, tokens: Iterable[Token], analyser: str) -> Envelope:
    """How a text is compared and cut; offsets are code points into the text. analyser: its fingerprint."""
    return {
        "ok": True,
        "text": text,
        "folded": folded,
        "tokens": [token._asdict() for token in tokens],
        "analyser": analyser,
    }


def cleaned_envelope(cleaned: Cleaned, encoding: str) -> Envelope:
    """A text fit to read, every step that made it so with its places in the raw text, and what its furniture said."""
    return {
        "ok": True,
        "encoding": encoding,
        "body": cleaned.body,
        "steps": [_step(step) for step in cleaned.steps],
        "found": [finding._asdict() for finding in cleaned.found],
    }


def error_envelope(message: str, status: int) -> Envelope:
    """A failure. `status` is an HTTP status, 4xx for what was asked and 5xx for what went wrong here."""
    return {"ok": False, "error": message, "status": status}


def _query(query: QueryReading) -> Envelope:
    terms = [
        {
            "text": term.text,
            "piece": term.piece,
            "occurrences": term.occurrences,
            "speeches": term.speeches,
            "variants": [asdict(variant) for variant in term.variants],
            "forms": [asdict(form) for form in term.forms],
        }
        for term in query.terms
    ]
    pieces = [_piece(piece) for piece in query.pieces]
    return {"text": query.text, "description": query.description, "terms": terms, "pieces": pieces}


def _piece(piece: PieceReading) -> Envelope:
    alternatives = {
        "without": piece.without,
        "quoted": piece.quoted,
        "exact": piece.exact,
        "split": piece.split,
        "joined": piece.joined,
    }
    return {
        "text": piece.text,
        "kind": str(piece.kind),
        "description": piece.description,
        "piece": -1 if piece.piece is None else piece.piece,
        "words": list(piece.words),
        "is_excluded": piece.is_excluded,
        "is_counted": piece.occurrences is not None,
        "occurrences": piece.occurrences or 0,
        "speeches": piece.speeches or 0,
        "variants": [asdict(variant) for variant in piece.variants],
        "alternatives": [{"name": name, "query": query} for name, query in alternatives.items() if query is not None],
        "forms": [asdict(form) for form in piece.forms],
    }


def _advice(advice: Advice) -> Envelope:
    return {
        "failed": list(advice.failed),
        "rewordings": [
            {
                "text": one.text,
                "instead_of": one.instead_of,
                "query": one.query,
                "likeness": str(one.likeness),
                "speeches": one.speeches,
                "differing": list(one.differing),
            }
            for one in advice.rewordings
        ],
        "unfiltered": advice.unfiltered,
        "unfiltered_query": advice.unfiltered_query,
    }


def _hit(hit: Hit, *, explain: bool) -> Envelope:
    meta = hit.meta
    parts = {"parts": [part._asdict() for part in hit.parts]} if explain else {}
    return {
        "id": meta.id,
        "title": meta.title,
        "title_marks": _ranges(hit.title_marks),
        "date": meta.date,
        "speaker": meta.speaker,
        "place": meta.place,
        "occasion": meta.occasion,
        "kind": meta.kind,
        "source": meta.source,
        "url": meta.url,
        "script": meta.script,
        "score": hit.score,
        **parts,
        "missing": list(hit.missing),
        "occurrences": hit.occurrences,
        "snippets": [_snippet(snippet) for snippet in hit.snippets],
    }


def _known(meta: Metadata) -> Envelope:
    return {
        "id": meta.id,
        "title": meta.title,
        "date": meta.date,
        "speaker": meta.speaker,
        "speakers": list(meta.speakers),
        "place": meta.place,
        "occasion": meta.occasion,
        "kind": meta.kind,
        "source": meta.source,
        "url": meta.url,
        "tags": list(meta.tags),
        "script": meta.script,
    }


def _snippet(snippet: Snippet) -> Envelope:
    return {
        "text": snippet.text,
        "marks": _ranges(snippet.marks),
        "paragraph": snippet.paragraph,
        "start": snippet.start,
    }


def _step(step: Step) -> Envelope:
    cuts = [{"start": cut.span.start, "end": cut.span.end, "removed": cut.removed, "put": cut.put} for cut in step.cuts]
    return {"name": step.name, "label": step.label, "count": step.count, "cuts": cuts}


def _facets(facets: Mapping[str, Sequence[FacetValue]]) -> Envelope:
    return {
        field: [{"value": counted.value, "count": counted.count} for counted in values]
        for field, values in facets.items()
    }


def _notes(notes: Iterable[Note]) -> list[Envelope]:
    return [{"code": note.code, "text": note.text} for note in notes]


def _ranges(marks: Iterable[Mark]) -> list[list[int]]:
    return [[mark.start, mark.end] for mark in marks]
