"""Pages that say one thing: how to ask, and what went wrong. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from indexer.model import IndexStats
from webapp.links import HELP
from webapp.locales import gettext as _
from webapp.pages.examples import help_examples
from webapp.pages.frame import Frame, Link, document_title, frame_of


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Context of ``help.html``. examples: a runnable query for every rule, by the rule's name."""

    template: ClassVar[str] = "help.html"
    frame: Frame
    examples: dict[str, Link]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Context of ``error.html``. heading: what happened; advice: what to do next; command: what to run, or empty.

    ways_out: searches that lead on, each counted.
    """

    template: ClassVar[str] = "error.html"
    frame: Frame
    heading: str
    advice: str
    command: str = ""
    ways_out: tuple[Link, ...] = ()


def help_page(stats: IndexStats, query: str = "") -> HelpPage:
    """The page about the query syntax. query: what stays in the field of the question."""
    return HelpPage(frame_of(stats, _("查询语法"), query, address=HELP), help_examples(stats))


def error_page(heading: str, advice: str, command: str = "", query: str = "") -> ErrorPage:
    """The page of a failure; it needs no index. query: what stays in the field of the question."""
    return ErrorPage(Frame(document_title(heading), query), heading, advice, command)
