"""The page about the interface for programs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from indexer.model import IndexStats
from webapp.interface import Operation
from webapp.links import API
from webapp.locales import gettext as _
from webapp.pages.frame import Frame, Link, frame_of


class Described(NamedTuple):
    """An address as the page lists it. keys: of its answer; trial: one to try, its address empty for none."""

    path: str
    anchor: str
    summary: str
    parameters: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    trial: Link


@dataclass(frozen=True, slots=True)
class InterfacePage:
    """Context of ``interface.html``."""

    template: ClassVar[str] = "interface.html"
    frame: Frame
    operations: tuple[Described, ...]
    site: str


def interface_page(stats: IndexStats, operations: tuple[Operation, ...], site: str) -> InterfacePage:
    """The page about `operations`. site: the address of the app, without a slash at its end."""
    return InterfacePage(frame_of(stats, _("接口"), address=API), tuple(map(_described, operations)), site)


def _described(operation: Operation) -> Described:
    return Described(
        path=operation.path,
        anchor=_anchor(operation.path),
        summary=operation.summary,
        parameters=tuple((parameter.name, parameter.text) for parameter in operation.parameters),
        keys=tuple(operation.schema.get("properties", {})),
        trial=Link(operation.trial, operation.trial),
    )


def _anchor(path: str) -> str:
    """``/api/speech/{id}/similar`` -> ``speech-similar``: each address has its own."""
    words = (part.partition(".")[0] for part in path.removeprefix("/api/").split("/"))
    return "-".join(word for word in words if word.isalpha())
