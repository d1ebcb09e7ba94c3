"""Values as lines for a person. Pure.

Enters: the values that commands got. Leaves: lines; hits in them are runs. Never: escape sequences, a stream.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from indexer.analysis import Token
from indexer.cli.answer import Line
from indexer.model import (
    FacetValue,
    Hit,
    IndexStats,
    Metadata,
    Note,
    QueryReading,
    Reading,
    Rejected,
    Results,
    Run,
    Snippet,
)
from indexer.offers import Related, Similar
from indexer.reports import CheckReport, Report
from indexer.snippets import runs
from indexer.wordings import Advice

if TYPE_CHECKING:
    from indexer.cleaning import Step

_MOST_EXAMPLES = 5
"""Rejected records of one reason, and ids of one kind of difference, that are listed."""
_MOST_VALUES = 8
"""Values of one facet that `stats` lists: a line."""
_BETWEEN = " · "


def results_lines(results: Results) -> Iterator[Line]:
    """Totals, how the query was read, notes, then the hits of the page."""
    yield _BETWEEN.join(
        (
            _counted(results.total, "speech", "speeches"),
            _counted(results.occurrences, "occurrence"),
            *((_counted(results.partial, "partial match", "partial matches"),) if results.partial else ()),
            f"{results.took_ms:.1f} ms",
            f"corpus {results.fingerprint}",
        )
    )
    yield f"read as: {results.query.description}"
    yield from _piece_lines(results.query)
    yield from _variant_lines(results.query)
    yield from _note_lines(results.notes)
    yield from _advice_lines(results.advice)
    first = (results.page - 1) * results.request.limit + 1
    for number, hit in enumerate(results.hits, first):
        yield ""
        yield from _hit_lines(number, hit)
        if results.request.explain:
            yield " " * len(f"{number}. ") + _explanation(hit)
    if results.pages > 1:
        following = f" (next: --page {results.page + 1})" if results.page < results.pages else ""
        yield ""
        yield f"page {results.page:,} of {results.pages:,}{following}"


def _hit_lines(number: int, hit: Hit) -> Iterator[Line]:
    indent = " " * len(f"{number}. ")
    meta = hit.meta
    yield (Run(f"{number}. "), *runs(meta.title or meta.id, hit.title_marks if meta.title else ()))
    occurrences = _counted(hit.occurrences, "occurrence") if hit.occurrences else ""
    known = (meta.date, meta.speaker, meta.place, occurrences)
    yield indent + _BETWEEN.join(filter(None, known))
    yield indent + meta.id
    if hit.missing:
        yield f"{indent}partial match, without: {', '.join(hit.missing)}"
    for snippet in hit.snippets:
        yield _snippet_line(indent, snippet)


def _explanation(hit: Hit) -> str:
    parts = " + ".join(f"{part.name} {part.value:.3f}" for part in hit.parts)
    return f"score {hit.score:.3f} = {parts}"


def _snippet_line(indent: str, snippet: Snippet) -> Line:
    before, after = "…" if snippet.cut_start else "", "…" if snippet.cut_end else ""
    number = f"¶{snippet.paragraph}" if snippet.paragraph else "headline"
    return (Run(f"{indent}{number} {before}"), *runs(snippet.text, snippet.marks), Run(after))


def reading_lines(reading: Reading) -> Iterator[Line]:
    """What is known of a speech, then its paragraphs with their numbers."""
    speech, meta = reading.speech, reading.speech.meta
    yield runs(meta.title or meta.id, reading.title_marks if meta.title else ())
    yield from _known_lines(meta)
    yield f"file: {speech.path}, record {speech.record}"
    if reading.query.text:
        yield f"read as: {reading.query.description}{_BETWEEN}{_counted(len(reading.marks), 'occurrence')} in the text"
    yield from _note_lines(reading.notes)
    for paragraph in reading.paragraphs:
        number = f"¶{paragraph.number} " if paragraph.number else ""
        yield ""
        yield (Run(number), *runs(speech.body, reading.marks, paragraph.start, paragraph.end))


def _known_lines(meta: Metadata) -> Iterator[Line]:
    known = (meta.date, meta.speaker, meta.place, meta.occasion, meta.kind, meta.source, *meta.tags)
    if any(known):
        yield _BETWEEN.join(filter(None, known))
    yield f"id: {meta.id}"
    if meta.url and meta.url != meta.id:
        yield f"url: {meta.url}"


def related_lines(related: Related) -> Iterator[Line]:
    """How much was looked at, then a table: how many of those paragraphs have a term, its G², the term."""
    sample = "a sample of " if related.is_sample else ""
    yield f"{sample}{_counted(related.paragraphs, 'paragraph')} with a match{_BETWEEN}corpus {related.fingerprint}"
    if related.terms:
        yield f"{'in':>6} {'G²':>9}  term"
    for term in related.terms:
        yield f"{term.paragraphs:>6,} {term.likelihood:>9,.1f}  {term.text}"


def accepted_lines(added: Sequence[str], dictionary: str) -> Iterator[Line]:
    """What was added to a dictionary, and what has to follow."""
    if added:
        yield f"added to {dictionary}: {'、'.join(added)}"
        yield "the index was made without them: run `jianghua rebuild`"
    else:
        yield f"{dictionary} has all of them already"


def similar_lines(similar: Similar) -> Iterator[Line]:
    """The speeches with what they share."""
    for other in similar.speeches:
        meta = other.meta
        yield f"{other.score:.2f}  {_BETWEEN.join(filter(None, (meta.title or meta.id, meta.date, meta.speaker)))}"
        yield f"      {meta.id}"
        yield f"      both: {'、'.join(other.shared)}"


def stats_lines(stats: IndexStats) -> Iterator[Line]:
    """What an index holds."""
    yield _BETWEEN.join(
        (
            _counted(stats.speeches, "speech", "speeches"),
            _counted(stats.characters, "character"),
            f"{stats.earliest} to {stats.latest}" if stats.earliest else "no dates",
            f"corpus {stats.fingerprint}",
        )
    )
    yield f"index: {_size(stats.index_bytes)} for {_size(stats.text_bytes)} of text, made {stats.created}"
    yield f"generation: {stats.generation}, analyser {stats.analyser}"
    if stats.rejected:
        yield f"rejected when it was made: {stats.rejected:,}"
    for field, values in stats.facets.items():
        if values:
            yield f"{field}: {_facet_line(values)}"
    for meta in stats.newest:
        yield f"newest: {meta.date} {meta.title or meta.id}"


def _facet_line(values: Sequence[FacetValue]) -> str:
    listed = ", ".join(f"{facet.value} {facet.count:,}" for facet in values[:_MOST_VALUES])
    return listed + _and_more(len(values) - _MOST_VALUES)


def report_lines(report: Report) -> Iterator[Line]:
    """What a build did, what it cleaned away, and what it could not read."""
    changes = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    done = ", ".join(f"{count:,} {what}" for what, count in (*changes, ("unchanged", report.unchanged)) if count)
    yield _BETWEEN.join(
        (
            f"{_counted(report.speeches, 'speech', 'speeches')} indexed ({done or 'none'})",
            f"{report.seconds:.1f} s",
            f"corpus {report.fingerprint}",
        )
    )
    if report.steps:
        yield f"characters cleaned: {_counts(report.steps)}"
    if report.unknown_kinds:
        yield f"files of unknown kinds, not read: {_counts(report.unknown_kinds)}"
    yield from _rejected_lines(report.rejected)


def _rejected_lines(rejected: Sequence[Rejected]) -> Iterator[Line]:
    if rejected:
        yield f"rejected: {len(rejected):,}"
    in_order = sorted(rejected, key=lambda one: str(one.reason))  # stable: of one reason, as they were met
    for reason, those in groupby(in_order, key=lambda one: str(one.reason)):
        same = list(those)
        yield f"  {reason}: {len(same):,}"
        for one in same[:_MOST_EXAMPLES]:
            place = one.path if one.line is None else f"{one.path}, line {one.line}"
            yield f"    {place}{': ' if one.detail else ''}{one.detail}"
        if len(same) > _MOST_EXAMPLES:
            yield f"   {_and_more(len(same) - _MOST_EXAMPLES)}"


def strict_lines(report: Report) -> Iterator[Line]:
    """Why the exit status of a strict build is 1."""
    yield f"jianghua: {len(report.rejected):,} rejected and --strict: exit status 1; the rest is published all the same"


def check_lines(report: CheckReport, *, is_against_sources: bool) -> Iterator[Line]:
    """What is wrong with an index, or that nothing is."""
    differences = {
        "in the sources, not in the index": report.missing,
        "changed since they were indexed": report.changed,
        "in the index, in no source": report.gone,
    }
    yield from (f"problem: {problem}" for problem in report.problems)
    for what, ids in differences.items():
        if ids:
            yield f"{what}: {_counted(len(ids), 'speech', 'speeches')}"
            yield from (f"  {speech_id}" for speech_id in ids[:_MOST_EXAMPLES])
            if len(ids) > _MOST_EXAMPLES:
                yield f" {_and_more(len(ids) - _MOST_EXAMPLES)}"
    against = "its sources" if is_against_sources else "itself (name the sources to compare them too)"
    counted = f"{_counted(report.speeches, 'speech', 'speeches')}, corpus {report.fingerprint}"
    if report.is_sound:
        yield f"all is well: {counted}, held against {against}"
    else:
        yield f"not well: {counted}; run `jianghua {'rebuild' if report.problems else 'update'}` with its sources"


def analysis_lines(text: str, folded: str, tokens: Iterable[Token]) -> Iterator[Line]:
    """The folded text, then a token a line: offsets, position, token, how it stands in the text."""
    yield f"folded: {folded}"
    for token in tokens:
        where = f"{token.start}–{token.end}".ljust(9)
        part = " (part)" if token.is_part else ""
        yield f"{where} {token.position:>4}  {token.text}  {text[token.start : token.end]}{part}"


def step_lines(steps: Iterable[Step]) -> Iterator[Line]:
    """What each step of cleaning took away or changed."""
    for step in steps:
        yield f"{step.name} ({step.label}): {_counted(step.count, 'character')} in {_counted(len(step.cuts), 'place')}"
        for cut in step.cuts[:_MOST_EXAMPLES]:
            yield f"  {cut.span.start}–{cut.span.end} {_quoted(cut.removed)} → {_quoted(cut.put)}"
        if len(step.cuts) > _MOST_EXAMPLES:
            yield f" {_and_more(len(step.cuts) - _MOST_EXAMPLES)}"


def _quoted(text: str) -> str:
    """With line breaks and what is invisible spelled out, and not longer than a line."""
    return ascii(text) if not text.strip() or not text.isprintable() else repr(text)


def _note_lines(notes: Iterable[Note]) -> Iterator[Line]:
    yield from (f"note: {note.text}" for note in notes)


def _advice_lines(advice: Advice) -> Iterator[Line]:
    """Ways out of an answer without hits."""
    for text in advice.failed:
        yield f"in no speech: {text}"
    for one in advice.rewordings:
        counted = _counted(one.speeches, "speech", "speeches")
        yield f"instead of {one.instead_of} ({one.likeness}): {one.text}, {counted}"
        yield f"  jianghua search {shlex.quote(one.query)}"
    if advice.unfiltered:
        yield f"without filters: {_counted(advice.unfiltered, 'speech', 'speeches')}"
        yield f"  jianghua search {shlex.quote(advice.unfiltered_query)}"


def _piece_lines(query: QueryReading) -> Iterator[Line]:
    """Each piece with its count, and the queries that read it otherwise."""
    for piece in query.pieces:
        counted = () if piece.occurrences is None else (_counted(piece.occurrences, "occurrence"),)
        otherwise = {
            "without": piece.without,
            "quoted": piece.quoted,
            "exact": piece.exact,
            "split": piece.split,
            "joined": piece.joined,
        }
        offers = (f"{name}: {text or '(everything)'}" for name, text in otherwise.items() if text is not None)
        if len(query.pieces) > 1 or piece.split:
            yield _BETWEEN.join((f"  {'-' * piece.is_excluded}{piece.text}", *counted, *offers))


def _variant_lines(query: QueryReading) -> Iterator[Line]:
    """What was taken for each piece besides, and how it is written."""
    for term in query.terms:
        if term.variants:
            listed = ", ".join(f"{variant.text} {variant.occurrences:,}" for variant in term.variants)
            yield f"taken for {term.text} too: {listed} (={term.text} leaves them out)"
        if term.forms:
            listed = ", ".join(f"{form.text} {form.occurrences:,}" for form in term.forms)
            yield f"{term.text} is written: {listed} (=={term.forms[-1].text} asks for one alone)"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{what} {count:,}" for what, count in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))


def _counted(count: int, noun: str, plural: str = "") -> str:
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def _and_more(count: int) -> str:
    return f" … and {count:,} more" if count > 0 else ""


def _size(count_bytes: int) -> str:
    return f"{count_bytes / 1e6:,.1f} MB" if count_bytes >= 1e6 else f"{count_bytes / 1e3:,.1f} kB"
