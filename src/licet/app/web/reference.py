"""The API's own page, made from its OpenAPI document: no script, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from licet.app.web.desk import DeskRoute
from licet.app.web.pages import DocsPage
from licet.app.web.render import render

__all__ = ["Field", "Operation", "operations", "router"]

router = APIRouter(route_class=DeskRoute)
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter, or a field of a body.

    Attributes:
        name: as it is sent.
        place: `path`, `query`, or the media type of the body.
        kind: its type and bounds, in words.
        needed: whether it must be given.
        says: what it is.
    """

    name: str
    place: str
    kind: str
    needed: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address."""

    id: str
    method: str
    path: str
    group: str
    says: str
    fields: tuple[Field, ...]


@router.get(DocsPage.route)
async def docs(request: Request) -> Response:
    """Every address of the API, for people."""
    document = request.app.openapi()
    groups: dict[str, list[Operation]] = {}
    for one in operations(document):
        groups.setdefault(one.group, []).append(one)
    page = DocsPage(
        version=document["info"]["version"],
        groups=tuple((name, tuple(held)) for name, held in groups.items()),
    )
    return render(request, page)


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """The operations of an OpenAPI document, in its order."""
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method not in methods:
                continue
            held = methods[method]
            yield Operation(
                id=held["operationId"],
                method=method.upper(),
                path=path,
                group=next(iter(held.get("tags", ())), "other"),
                says=held.get("description") or held.get("summary", ""),
                fields=(*_parameters(held), *_body(document, held)),
            )


def _parameters(held: Mapping[str, Any]) -> Iterator[Field]:
    for one in held.get("parameters", ()):
        yield Field(
            name=one["name"],
            place=one["in"],
            kind=_kind(one.get("schema", {})),
            needed=one.get("required", False),
            says=one.get("description", ""),
        )


def _body(document: Mapping[str, Any], held: Mapping[str, Any]) -> Iterator[Field]:
    body = held.get("requestBody", {})
    for media, content in body.get("content", {}).items():
        schema = _resolved(document, content.get("schema", {}))
        if not schema.get("properties"):
            yield Field(
                name="body",
                place=media,
                kind=_kind(schema),
                needed=body.get("required", False),
                says=body.get("description", ""),
            )
        for name, one in schema.get("properties", {}).items():
            yield Field(
                name=name,
                place=media,
                kind=_kind(one),
                needed=name in schema.get("required", ()),
                says=one.get("description", ""),
            )


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: `text, at most 200`, `integer, 1 to 500`, `list of text`."""
    if choices := schema.get("enum"):
        return "one of " + ", ".join(map(str, choices))
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if several := schema.get("anyOf"):
        return " or ".join(dict.fromkeys(_kind(one) for one in several if one.get("type") != "null"))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if schema.get("format") == "date":
        return "day, 2026-01-31"
    name = {"string": "text", "object": "object", "boolean": "true or false"}.get(
        str(schema.get("type")), str(schema.get("type", "any"))
    )
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return f"{name}, {least:g} to {most:g}"
    longest = schema.get("maxLength")
    return f"{name}, at most {longest}" if longest and name == "text" else name
