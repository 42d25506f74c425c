"""A route that reads its own request: for the one address that shops call hundreds of times a second.

The framework resolves a signature anew for each request; most of a small question's time went there. Here the
signature is read once. It still makes the OpenAPI document, the same models still check what comes, and
mistakes are told in the same words: only the walk through the dependencies is left out.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from fastapi import params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

__all__ = ["QuickRoute"]

Reader = TypeAdapter[Any]


class QuickRoute(APIRoute):
    """A route `endpoint(request, path..., model, query...)`; inheritance is how the framework takes it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler: who asks, what was asked, the answer."""
        read = _Reading(self.endpoint)
        before = [one.call for one in self.dependant.dependencies if one.call is not None]

        async def handler(request: Request) -> Response:
            for one in before:
                await one(request)
            given = read.places(request.path_params) | read.query(request) | await read.body(request)
            response: Response = await self.endpoint(request=request, **given)
            return response

        return handler


class _Reading:
    """What an endpoint takes, read from its signature once."""

    def __init__(self, endpoint: Callable[..., Awaitable[Any]]) -> None:
        hints = get_type_hints(endpoint, include_extras=True)
        signature = inspect.signature(endpoint).parameters
        self._places: dict[str, Reader] = {}
        self._query: dict[str, tuple[Reader, bool]] = {}
        self._defaults: dict[str, Any] = {}
        self._body: dict[str, Reader] = {}
        for name, hint in hints.items():
            marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
            if name in ("return", "request"):
                continue
            if any(isinstance(mark, params.Path) for mark in marks):
                self._places[name] = TypeAdapter(hint)
            elif isinstance(hint, type) and issubclass(hint, BaseModel):
                self._body[name] = TypeAdapter(hint)
            else:
                several = get_origin(get_args(hint)[0]) is list
                self._query[name] = (TypeAdapter(hint), several)
                self._defaults[name] = signature[name].default

    def places(self, found: Mapping[str, str]) -> dict[str, Any]:
        """What stands in the path."""
        return {name: _valid(reader, found[name], ("path", name)) for name, reader in self._places.items()}

    def query(self, request: Request) -> dict[str, Any]:
        """What stands behind the question mark; the defaults where nothing does."""
        if not request.scope["query_string"]:
            return dict(self._defaults)
        sent = request.query_params
        return {
            name: _valid(reader, sent.getlist(name) if several else sent[name], ("query", name))
            if name in sent
            else self._defaults[name]
            for name, (reader, several) in self._query.items()
        }

    async def body(self, request: Request) -> dict[str, Any]:
        """The body, which is JSON."""
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media != "application/json" and not media.endswith("+json"):
            told = {"type": "json_type", "loc": ("body",), "msg": "the body is not sent as application/json"}
            raise RequestValidationError([told])
        raw = await request.body()
        found = {}
        for name, reader in self._body.items():
            try:
                found[name] = reader.validate_json(raw)
            except ValidationError as error:
                raise _told(error, ("body",)) from None
        return found


def _valid(reader: Reader, value: object, place: tuple[str, ...]) -> Any:  # noqa: ANN401  of the hint's type
    try:
        return reader.validate_python(value)
    except ValidationError as error:
        raise _told(error, place) from None


def _told(error: ValidationError, place: tuple[str, ...]) -> RequestValidationError:
    return RequestValidationError(
        [{**one, "loc": (*place, *one["loc"])} for one in error.errors(include_url=False)]
    )
