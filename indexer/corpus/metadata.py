"""What is known of a speech, from everything that speaks of it. Pure.

Enters: a `Record`, its cleaned body, what cleaning found. Leaves: `Described`. Never: a guess; empty is an answer.

First that speaks wins, field by field: the record's own keys or page, the name of its file, its headline and first
sentence, and last the furniture that cleaning took off (a report's source, place and date).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from indexer.cleaning import Finding
from indexer.corpus.dateline import read_dateline
from indexer.corpus.filenames import read_filename
from indexer.corpus.headline import Headline, read_headline
from indexer.corpus.identity import speech_id
from indexer.corpus.kinds import kind_of
from indexer.corpus.records import Record
from indexer.corpus.script import detect_script
from indexer.corpus.speakers import find_speaker
from indexer.dates import parse_date
from indexer.folding import fold
from indexer.model import Metadata

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Described:
    """headline_paragraphs: leading paragraphs of the body that are headline lines; 0: the title is not in the body."""

    meta: Metadata
    headline_paragraphs: int


def describe(record: Record, body: str, found: Sequence[Finding]) -> Described:
    """Everything known of a record whose cleaned text is `body`."""
    headline = read_headline(body)
    # The name of a file with many speeches speaks of none of them.
    known = record.stated if record.number else _first_that_speaks((record.stated, read_filename(record.path)))
    title = known.title or headline.title
    meta = _first_that_speaks((known, _told_by_text(known, headline, body), _told_by_furniture(found)))
    meta = replace(
        meta, id=speech_id(record), title=title, kind=meta.kind or kind_of(title), script=detect_script(body)
    )
    return Described(meta, _headline_paragraphs(title, headline, body))


def _told_by_text(known: Metadata, headline: Headline, body: str) -> Metadata:
    prose = body.split("\n", headline.lines + 1)[headline.lines]
    dateline = read_dateline(prose)
    speaker = "" if known.speakers else headline.speaker
    if not known.speakers and not speaker:
        speaker = find_speaker((known.title, headline.eyebrow, *headline.title.split(" ")), body)
    return Metadata(
        "",
        speakers=(speaker,) if speaker else (),
        date=headline.date or dateline.date,
        place=headline.place or dateline.place,
    )


def _told_by_furniture(found: Sequence[Finding]) -> Metadata:
    """A file with many reports in it has many datelines, and none of them is that of all."""
    values = {
        kind: {finding.value for finding in found if finding.kind == kind} for kind in ("date", "place", "source")
    }
    date, place, source = (only.pop() if len(only) == 1 else "" for only in values.values())
    return Metadata("", date=parse_date(date), place=place, source=source)


def _first_that_speaks(sources: Iterable[Metadata]) -> Metadata:
    """Field by field the first value that is not empty."""
    values = zip(*map(_ALL_FIELDS, sources), strict=True)
    return Metadata(*[first or next(filter(None, others), first) for first, *others in values])


_ALL_FIELDS = attrgetter(*(field.name for field in fields(Metadata)))


def _headline_paragraphs(title: str, headline: Headline, body: str) -> int:
    """All headline lines when the title is theirs, also when it was known from elsewhere; the first line when only
    that is the title; else 0."""
    if title and headline.lines and _same(title) in (_same(headline.title), _same(headline.title.split(" ")[0])):
        return headline.lines
    first, line_break, _ = body.partition("\n")
    return int(bool(title and line_break) and _same(title) == _same(first))


def _same(title: str) -> str:
    return _BLANKS.sub("", fold(title))
