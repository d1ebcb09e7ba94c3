"""The shape of an answer, as JSON Schema, taken from the very functions that print answers. Pure.

Enters: a type of the model, a printer. Leaves: a schema with every key that the printer writes. Never: a second list of
keys beside the code: a printer is given a value with something in every field, and what it prints is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]
Kind = Any
"""A type, as annotations give it."""

Value = Any
"""A value of the model, or what was printed of one."""

_PLAIN: dict[type, object] = {str: "text", int: 1, float: 0.5, bytes: b"x"}
_NAMES = {str: "string", bool: "boolean", int: "integer", float: "number"}


def shape_of(printer: Callable[[Value], Value], kind: Kind) -> Schema:
    """The schema of what `printer` makes of values of `kind`: what depends on a flag is not always there."""
    most, least = (schema_of(printer(example(kind, flags=flags))) for flags in (True, False))
    _relax(most, least)
    return most


def example(kind: Kind, *, flags: bool = True) -> Value:
    """A value of a type of the model with something in every field, also in those that may be empty."""
    origin: Kind = get_origin(kind)
    inside = get_args(kind)
    if origin in (Union, UnionType):
        return example(next(one for one in inside if one is not type(None)), flags=flags)
    if origin is tuple:
        return (
            (example(inside[0], flags=flags),)
            if inside[-1] is Ellipsis
            else tuple(example(one, flags=flags) for one in inside)
        )
    if origin is not None and issubclass(origin, Mapping):
        return {"year": example(inside[1], flags=flags)}
    if kind is bool:
        return flags
    if kind in _PLAIN:
        return _PLAIN[kind]
    if issubclass(kind, Enum):
        return next(iter(kind))
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else list(kind._fields)
    return kind(**{name: example(hints[name], flags=flags) for name in names})


def schema_of(value: Value) -> Schema:
    """The schema of what was printed of an example: every key is always there; further ones may be added."""
    if isinstance(value, dict):
        return {
            "type": "object",
            "properties": {name: schema_of(inside) for name, inside in value.items()},
            "required": sorted(value),
        }
    if isinstance(value, list):
        return {"type": "array", "items": schema_of(value[0])} if value else {"type": "array"}
    return {"type": _NAMES[type(value)]}


def _relax(most: Schema, least: Schema) -> None:
    if "required" in least:
        most["required"] = least["required"]
    for name, inside in least.get("properties", {}).items():
        _relax(most["properties"][name], inside)
    if "items" in least:
        _relax(most["items"], least["items"])
