"""Errors as RFC 9457 problems: the same code, message, place and fix as on the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from licet.core.errors import (
    ConflictError,
    DeniedError,
    FetchError,
    InputError,
    LicetError,
    MissingExtraError,
    SnapshotError,
    SourceError,
    StoreError,
)

__all__ = [
    "PROBLEMS",
    "BadRequestError",
    "ChangedError",
    "NotFoundError",
    "SignInNeededError",
    "TooManyError",
    "handle_problems",
    "known_query",
    "problem",
    "status_of",
]

MEDIA_TYPE = "application/problem+json"


class SignInNeededError(DeniedError):
    """Nobody has said who is asking."""

    code = "sign-in"


class TooManyError(LicetError):
    """More than this server takes at once."""

    code = "too-many"


class BadRequestError(LicetError):
    """What programs that call others' shapes learn with status 400."""

    code = "input"


class ChangedError(LicetError):
    """What was to be changed is no longer what the caller saw."""

    code = "changed"


class NotFoundError(LicetError):
    """There is nothing of that name."""

    code = "not-found"


#: Each error's status; the first that fits counts.
_STATUS: tuple[tuple[type[LicetError], int], ...] = (
    (SignInNeededError, 401),
    (DeniedError, 403),
    (BadRequestError, 400),
    (NotFoundError, 404),
    (ChangedError, 412),
    (TooManyError, 413),
    (InputError, 422),
    (ConflictError, 409),
    (MissingExtraError, 501),
    (SnapshotError, 503),
    (FetchError, 503),
    (SourceError, 422),  # a document that was sent is not what its reader expects
)

_TITLES = {
    400: "the request cannot be read",
    401: "sign in first",
    403: "not allowed",
    404: "not found",
    405: "this address does not take that method",
    409: "it changed meanwhile, or is not allowed now",
    412: "it is no longer what you saw; nothing was changed",
    413: "too large",
    415: "not a media type that is read here",
    421: "not a name of this server",
    422: "what was given cannot be used",
    429: "too many requests",
    500: "the server failed; nothing was decided",
    501: "not installed",
    503: "not ready; nothing was decided",
    504: "it took too long; nothing was decided",
}


def status_of(error: LicetError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, StoreError) and not isinstance(error, ConflictError):
        return 404 if error.message.startswith("no ") else 503
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    place: str = "",
    fix: str = "",
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> Response:
    """A problem document."""
    body: dict[str, Any] = {
        "type": f"urn:licet:error:{code}",
        "title": _TITLES.get(status, "error"),
        "status": status,
        "detail": detail,
        "code": code,
    }
    body |= {name: value for name, value in (("place", place), ("fix", fix)) if value}
    body |= more
    return Response(
        json.dumps(body, ensure_ascii=False), status_code=status, media_type=MEDIA_TYPE, headers=headers
    )


def _licet(_request: Request, error: Exception) -> Response:
    assert isinstance(error, LicetError)  # noqa: S101  registered for this class alone
    status = status_of(error)
    headers = {"WWW-Authenticate": 'ApiKey realm="licet"'} if status == 401 else None
    return problem(status, error.code, error.message, place=error.place, fix=error.fix, headers=headers)


def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this class alone
    found = [_told(one) for one in error.errors()[:20]]
    first = found[0] if found else {"field": "", "message": "cannot be read", "fix": ""}
    return problem(
        422, "input", first["message"], place=f"field `{first['field']}`", fix=first["fix"], errors=found
    )


#: What to do about a field, by the sort of fault as pydantic names it; the first whose name begins so.
_FIXES = (
    ("extra_forbidden", "leave it out; the fields that are read are in /docs"),
    ("missing", "give it"),
    ("json_", "send JSON, with `Content-Type: application/json`"),
    ("model_attributes", "send one JSON object, with `Content-Type: application/json`"),
    ("dict", "send a JSON object"),
    ("date", "write it like 2019-10-09"),
    ("string", "send text, in quotes"),
    ("bool", "send true or false"),
    ("int", "send a whole number"),
    ("float", "send a number"),
    ("list", "send a list"),
    ("greater", "send one within the bounds that /docs gives"),
    ("less", "send one within the bounds that /docs gives"),
    ("too_", "send as many as /docs allows"),
    ("enum", "send one of these"),
    ("literal", "send one of these"),
)
_WORDS = {
    "extra_forbidden": "no such field",
    "missing": "this field is missing",
    "json_invalid": "this is no JSON",
    "model_attributes_type": "this is no JSON object",
}
_SHOWN = 60


def _told(one: Mapping[str, Any]) -> dict[str, str]:
    """A fault of validation in the house's words: the field, what was given in backticks, the fix."""
    sort, message = str(one["type"]), str(one["msg"])
    field = ".".join(str(part) for part in one["loc"])
    if sort == "json_invalid":
        at = one["loc"][-1] if len(one["loc"]) > 1 else 0
        why = str((one.get("ctx") or {}).get("error", "")).lower()
        field, words = "body", f"this is no JSON: character {at}, {why}"
    else:
        words = _WORDS.get(sort, message[:1].lower() + message[1:])
        given = one.get("input")
        if isinstance(given, str | int | float) and sort not in ("extra_forbidden", "model_attributes_type"):
            text = str(given)
            words += f": `{text if len(text) <= _SHOWN else text[:_SHOWN] + '...'}`"
    fix = next((fix for begins, fix in _FIXES if sort.startswith(begins)), "see /docs")
    return {"field": field, "message": words, "fix": fix}


async def known_query(request: Request) -> None:
    """A dependency: a parameter that is misspelt must not be left out unseen.

    `onn=2019-10-09` would be answered for today.

    Raises:
        RequestValidationError: one is not known.
    """
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    known = _parameters(route.dependant) | {"api_key"}
    strange = [name for name in request.query_params if name not in known]
    if strange:
        raise RequestValidationError(
            [{"type": "extra_forbidden", "loc": ("query", name), "msg": "not known"} for name in strange]
        )


def _parameters(dependant: Dependant) -> set[str]:
    """The query parameters of a route and of what it depends on."""
    own = {field.alias for field in dependant.query_params}
    return own.union(*map(_parameters, dependant.dependencies))


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  registered for this class alone
    return problem(error.status_code, "http", str(error.detail).lower(), headers=error.headers)


def handle_problems(app: FastAPI) -> None:
    """Make every error of the application a problem document."""
    app.add_exception_handler(LicetError, _licet)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "place": {"type": "string"},
        "fix": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
_DOCUMENTED = (400, 401, 403, 404, 409, 412, 413, 415, 421, 422, 429, 500, 501, 503, 504)
#: What routes say about their errors in the OpenAPI document.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": _TITLES[status], "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}
    for status in _DOCUMENTED
}
