"""Answers: JSON with an ETag, and the pages of long lists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from licet.store.canonical import plain

__all__ = ["cached", "jsoned", "paged"]


def jsoned(value: object, status: int = 200, *, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(body, status_code=status, media_type="application/json", headers=headers)


def cached(request: Request, value: object) -> Response:
    """A value as JSON with an ETag; 304 without a body for who holds it already."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    held = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if tag in held or "*" in held:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


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
