"""The commands: arguments and settings → one call → an `Answer`.

Enters: a namespace as `arguments` makes it, `Settings`. Leaves: an `Answer`. Never: a rule of the domain, a word on a
stream (`progress` shows how a build goes).
"""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

import indexer
from indexer.cli import printing, progress
from indexer.cli.answer import Answer
from indexer.engines.base import Engine
from indexer.envelope import (
    analysis_envelope,
    check_envelope,
    cleaned_envelope,
    new_words_envelope,
    reading_envelope,
    related_envelope,
    report_envelope,
    results_envelope,
    similar_envelope,
    stats_envelope,
)
from indexer.errors import SettingError, SourceError
from indexer.folding import fold
from indexer.model import FACET_FIELDS, Filters, SearchRequest, Sort
from indexer.newwords import accept, line
from indexer.reports import Report
from indexer.settings import Settings


def opened(settings: Settings) -> Engine:
    """The engine that the settings name."""
    return indexer.open_engine(
        settings.index,
        dictionary=settings.dictionary,
        equivalents=settings.equivalents,
        memory_mb=settings.memory,
        segmenter=settings.segmenter,
    )


def rebuild(arguments: Namespace, settings: Settings) -> Answer:
    """Index everything anew."""
    with progress.shown(sys.stderr, is_quiet=arguments.quiet) as take:
        report = indexer.rebuild(
            opened(settings),
            sources(arguments.paths, settings),
            encoding=settings.encoding,
            workers=settings.workers,
            progress=take,
        )
    return _built(report, arguments)


def update(arguments: Namespace, settings: Settings) -> Answer:
    """Index what is new or changed, in the paths given or those that the index was made from; remove what is gone."""
    engine = opened(settings)
    with progress.shown(sys.stderr, is_quiet=arguments.quiet) as take:
        report = indexer.update(
            engine,
            arguments.paths or [Path(source) for source in engine.published().sources],
            encoding=settings.encoding,
            workers=settings.workers,
            progress=take,
        )
    return _built(report, arguments)


def sources(paths: list[Path], settings: Settings) -> list[Path]:
    """What is to be indexed: the paths given, else the seeds.

    Raises:
        SourceError: neither is there.
    """
    if not paths and not settings.seeds.exists():
        raise SourceError(f"there is no {settings.seeds} here: say what to index, `jianghua rebuild PATH…`")
    return paths or [settings.seeds]


def _built(report: Report, arguments: Namespace) -> Answer:
    failed = arguments.strict and bool(report.rejected)
    is_silent = arguments.quiet and not report.rejected
    return Answer(
        report_envelope(report),
        () if is_silent else printing.report_lines(report),
        asides=printing.strict_lines(report) if failed else (),
        status=int(failed),
    )


def search(arguments: Namespace, settings: Settings) -> Answer:
    """Find speeches."""
    chosen = {field: tuple(getattr(arguments, field)) for field in FACET_FIELDS}
    request = SearchRequest(
        text=" ".join(arguments.query),
        filters=Filters(
            {field: values for field, values in chosen.items() if values}, arguments.date_from, arguments.date_to
        ),
        sort=Sort(arguments.sort),
        page=arguments.page,
        limit=arguments.limit,
        exact=arguments.exact,
        explain=arguments.explain,
    )
    results = indexer.search(opened(settings), request)
    return Answer(results_envelope(results), printing.results_lines(results))


def show(arguments: Namespace, settings: Settings) -> Answer:
    """Print one speech."""
    reading = indexer.read_speech(opened(settings), arguments.id, arguments.query)
    envelope = reading_envelope(reading, with_raw=arguments.raw)
    if arguments.raw:
        return Answer(envelope, reading.speech.raw.removesuffix("\n").split("\n"), is_verbatim=True)
    return Answer(envelope, printing.reading_lines(reading))


def related(arguments: Namespace, settings: Settings) -> Answer:
    """Find what goes with a query."""
    request = SearchRequest(text=" ".join(arguments.query))
    found = indexer.related(opened(settings), request, arguments.limit)
    return Answer(related_envelope(found), printing.related_lines(found))


def terms(arguments: Namespace, settings: Settings) -> Answer:
    """Propose words that the dictionary lacks, as lines of one; or accept some into it."""
    if arguments.accept:
        if settings.dictionary is None:
            raise SettingError("there is no dictionary to accept words into: say which file, --dictionary FILE")
        added = accept(arguments.accept, settings.dictionary)
        return Answer({"ok": True, "accepted": added}, printing.accepted_lines(added, str(settings.dictionary)))
    found = opened(settings).new_words(max(arguments.limit, 1))
    return Answer(new_words_envelope(found), map(line, found.words), is_verbatim=True)


def similar(arguments: Namespace, settings: Settings) -> Answer:
    """Find speeches like one."""
    found = indexer.similar(opened(settings), arguments.id, arguments.limit)
    return Answer(similar_envelope(found), printing.similar_lines(found))


def stats(arguments: Namespace, settings: Settings) -> Answer:
    """Say what the index holds."""
    known = opened(settings).stats()
    return Answer(stats_envelope(known), printing.stats_lines(known))


def check(arguments: Namespace, settings: Settings) -> Answer:
    """Hold the index against its own records, and against sources where some are given."""
    report = indexer.check(opened(settings), arguments.paths, encoding=settings.encoding)
    envelope = check_envelope(report)
    lines = printing.check_lines(report, is_against_sources=bool(arguments.paths))
    return Answer(envelope, lines, status=int(not envelope["is_sound"]))


def analyze(arguments: Namespace, settings: Settings) -> Answer:
    """Show how a text is folded and cut."""
    analyzer = opened(settings).analyzer
    folded, tokens = fold(arguments.text), tuple(analyzer.tokens(arguments.text))
    return Answer(
        analysis_envelope(arguments.text, folded, tokens, analyzer.fingerprint),
        printing.analysis_lines(arguments.text, folded, tokens),
    )


def clean(arguments: Namespace, settings: Settings) -> Answer:
    """Clean a text."""
    from indexer.cleaning import clean as clean_text  # for this command alone
    from indexer.corpus.encodings import Undecodable, decode

    decoded = decode(_read_bytes(arguments.file), encoding=settings.encoding)
    if isinstance(decoded, Undecodable):
        raise SourceError(
            f"{arguments.file} is in no encoding that is known: byte {decoded.offset} is not {decoded.encoding}"
        )
    cleaned = clean_text(decoded.text)
    return Answer(
        cleaned_envelope(cleaned, decoded.encoding),
        cleaned.body.split("\n"),
        asides=printing.step_lines(cleaned.steps),
        is_verbatim=True,
    )


def _read_bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as problem:
        raise SourceError(f"cannot read {file}: {problem.strerror}") from problem
