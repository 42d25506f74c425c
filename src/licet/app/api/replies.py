"""Answers: JSON with an ETag, and the pages of long lists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from licet.app.api.problems import ChangedError
from licet.store.canonical import plain

__all__ = ["cached", "jsoned", "paged", "unchanged"]


def jsoned(value: object, status: int = 200, *, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def cached(request: Request, value: object) -> Response:
    """A value as JSON with an ETag; 304 without a body for who holds it already."""
    body, tag = _tagged(value)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if _names(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def unchanged(request: Request, value: object) -> None:
    """Let a write go on only where its header `If-Match`, if it has one, names the value as it is now.

    Raises:
        ChangedError: it names another.
    """
    wanted = request.headers.get("if-match", "")
    if wanted and not _names(wanted, _tagged(value)[1]):
        raise ChangedError("it was changed by somebody else", place="If-Match", fix="read it again")


def _tagged(value: object) -> tuple[bytes, str]:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _names(header: str, tag: str) -> bool:
    held = {part.strip().removeprefix("W/") for part in header.split(",")}
    return tag in held or "*" in held


def paged(request: Request, rows: Sequence[Any], *, limit: int, offset: int, **more: object) -> Response:
    """One page of rows, with the number of all and the way to the next page."""
    page = [plain(row) for row in rows[offset : offset + limit]]
    after = offset + limit
    next_page = (
        str(request.url.include_query_params(limit=limit, offset=after).replace(scheme="", netloc=""))
        if after < len(rows)
        else None
    )
    return cached(
        request,
        {**more, "results": page, "total": len(rows), "limit": limit, "offset": offset, "next": next_page},
    )
