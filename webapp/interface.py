"""The interface for programs, described: which addresses there are, what they take, what they answer. Pure.

Enters: the app's rules for addresses. Leaves: operations, and the same as an OpenAPI 3.1 document. Never: an answer.

Addresses are those that the app has, shapes those that the printers print; only words are written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from indexer.envelope import (
    error_envelope,
    reading_envelope,
    related_envelope,
    results_envelope,
    similar_envelope,
    stats_envelope,
    suggestions_envelope,
)
from indexer.model import FACET_FIELDS, IndexStats, Reading, Results, Sort
from indexer.offers import Related, Similar, Suggestions
from indexer.version import __version__
from webapp.locales import gettext as _
from webapp.params import MAX_LIMIT
from webapp.shapes import Schema, schema_of, shape_of


class Parameter(NamedTuple):
    """A parameter of an address. schema: of its value; is_repeated: it may be given more than once."""

    name: str
    text: str
    schema: Schema
    is_repeated: bool = False


class Rule(NamedTuple):
    """An address of the app: its name, its path with ``{…}`` for what varies, what its function says of itself."""

    endpoint: str
    path: str
    summary: str


class Operation(NamedTuple):
    """One address for programs. trial: an address that can be asked, empty where none is known."""

    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    trial: str
    schema: Schema


def operations(rules: Iterable[Rule]) -> tuple[Operation, ...]:
    """Everything that programs can ask for, by path."""
    return tuple(_operation(rule) for rule in sorted(rules, key=lambda rule: rule.path))


def document(rules: Iterable[Rule], site: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the app at `site`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Jianghua 讲话", "version": __version__, "description": _about(), "license": _LICENSE},
        "servers": [{"url": site}],
        "paths": {operation.path: {"get": _described(operation)} for operation in operations(rules)},
        "components": {"schemas": {"Failure": schema_of(error_envelope("…", 404))}},
    }


_LICENSE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}


def _about() -> str:
    return _("每个回答都带 ok 与语料的指纹；marks 是旁边文字里的起讫，以码点计，含头不含尾。")


def _operation(rule: Rule) -> Operation:
    summary = _summaries().get(rule.endpoint, rule.summary)
    inside = tuple(Parameter("id", _("讲话的编号"), {"type": "string"}) for _place in range("{id}" in rule.path))
    return Operation(
        rule.path,
        summary,
        (*inside, *_parameters(rule.endpoint)),
        _TRIALS.get(rule.endpoint, ""),
        _schema(rule.endpoint),
    )


def _summaries() -> dict[str, str]:
    return {
        "api.search": _("查找，参数与结果页相同"),
        "api.speech": _("一篇的全文与所查之处"),
        "api.stats": _("语料的数字"),
        "api.suggest": _("正在写的人想查的可能是什么"),
        "api.related": _("常与所查的同段出现的词语"),
        "api.similar": _("与这一篇相近的讲话，相近在哪里"),
        "api.described": _("这份说明，OpenAPI 3.1"),
    }


_TRIALS = {
    "api.search": "/api/search?q=发展&limit=2&fields=total,hits.id,hits.title",
    "api.suggest": "/api/suggest?q=发",
    "api.related": "/api/related?q=发展&limit=5",
    "api.stats": "/api/stats?fields=speeches,fingerprint",
    "api.described": "/api/openapi.json",
}


def _parameters(endpoint: str) -> tuple[Parameter, ...]:
    question = (
        Parameter("q", _("查什么，写法与页面上相同"), {"type": "string"}),
        Parameter("exact", _("1：不加引号的也一字不差"), {"type": "string", "enum": ["1"]}),
    )
    fields = Parameter("fields", _("只要这些键，逗号隔开；点号进一层，如 hits.title"), {"type": "string"})
    facets = (Parameter(name, _("只要这个值，可以重复"), {"type": "string"}, True) for name in FACET_FIELDS)
    search = (
        *question,
        *facets,
        Parameter("from", _("起，年、月或日"), {"type": "string"}),
        Parameter("to", _("讫，年、月或日"), {"type": "string"}),
        Parameter("sort", _("次序"), {"type": "string", "enum": [sort.value for sort in Sort]}),
        Parameter("page", _("第几页，从 1 起"), {"type": "integer", "minimum": 1}),
        Parameter("limit", _("每页篇数"), {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}),
        fields,
    )
    suggest = (
        Parameter("q", _("写到现在的字，拼音也行"), {"type": "string"}),
        Parameter("limit", _("至多几条"), {"type": "integer", "minimum": 1}),
        fields,
    )
    most = suggest[1]
    taken = {
        "api.search": search,
        "api.speech": (*question, fields),
        "api.stats": (fields,),
        "api.suggest": suggest,
        "api.related": (*(one for one in search if one.name not in {"sort", "page", "limit", "fields"}), most, fields),
        "api.similar": (most, fields),
    }
    return taken.get(endpoint, ())


def _schema(endpoint: str) -> Schema:
    printers = {
        "api.search": lambda: _results_shape(),
        "api.speech": lambda: shape_of(reading_envelope, Reading),
        "api.suggest": lambda: shape_of(suggestions_envelope, Suggestions),
        "api.related": lambda: shape_of(related_envelope, Related),
        "api.similar": lambda: shape_of(similar_envelope, Similar),
        "api.stats": lambda: _keyed(shape_of(stats_envelope, IndexStats)),
    }
    return printers[endpoint]() if endpoint in printers else {"type": "object"}


def _results_shape() -> Schema:
    shape = _keyed(shape_of(results_envelope, Results))
    address = {"type": "string"}
    shape["properties"]["links"] = {"type": "object", "properties": {"self": address, "prev": address, "next": address}}
    return shape


def _keyed(shape: Schema) -> Schema:
    """Facets have fields as keys: a map from any of them to counted values."""
    facets = shape["properties"]["facets"]
    facets["additionalProperties"] = next(iter(facets.pop("properties").values()))
    del facets["required"]
    return shape


def _described(operation: Operation) -> dict[str, Any]:
    failure = {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}
    return {
        "summary": operation.summary,
        "operationId": operation.path.removeprefix("/api/").replace("/", "_").replace("{", "").replace("}", ""),
        "parameters": [_parameter(one, operation.path) for one in operation.parameters],
        "responses": {
            "200": {"description": "OK", "content": {"application/json": {"schema": operation.schema}}},
            "304": {"description": "ETag"},
            "default": {"description": "…", "content": failure},
        },
    }


def _parameter(parameter: Parameter, path: str) -> dict[str, Any]:
    is_inside = f"{{{parameter.name}}}" in path
    schema = {"type": "array", "items": parameter.schema} if parameter.is_repeated else parameter.schema
    return {
        "name": parameter.name,
        "in": "path" if is_inside else "query",
        "required": is_inside,
        "description": parameter.text,
        "schema": schema,
    }
