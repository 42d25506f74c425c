"""What stands before every route: the name of the server, the origin of writes, rate, body, time, the log.

One plain ASGI layer, so that a question costs microseconds here. Whatever is refused or late is a problem
document: an answer that did not come is never an empty list of hits.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from licet.app.api.problems import problem
from licet.app.session import COOKIE
from licet.app.settings import Settings

__all__ = ["STREAMS", "Limits"]

#: Paths whose body or answer is a stream.
STREAMS = ("/api/v1/screen",)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SAFE = {"GET", "HEAD", "OPTIONS"}
_MOST_CLIENTS = 10_000
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (
        b"content-security-policy",
        b"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
]


class _BodyTooLargeError(Exception):
    """The body is longer than was announced or allowed."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float = field(default_factory=time.monotonic)


class Limits:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = {*_LOOPBACK, settings.host, *settings.hosts}
        self._buckets: dict[str, _Bucket] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        seen: dict[str, Any] = {"status": 0, "bytes": 0}

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                names = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(pair for pair in _HEADERS if pair[0] not in names),
                ]
            else:
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refuse(scope, headers)
        try:
            if refused is not None:
                await refused(scope, receive, counted)
            else:
                await self._answer(scope, receive, counted, headers, seen)
        finally:
            self._note(scope, seen, time.perf_counter() - began)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, headers: Mapping[str, str], seen: dict[str, Any]
    ) -> None:
        stream = scope["path"] in STREAMS
        most = self._settings.max_stream if stream else self._settings.max_body
        seconds = self._settings.stream_timeout if stream else self._settings.timeout
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > most:
            await _too_large(most)(scope, receive, send)
            return
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > most:
                    raise _BodyTooLargeError
            return message

        try:
            async with asyncio.timeout(seconds):
                await self._app(scope, bounded, send)
        except _BodyTooLargeError:
            if seen["status"]:
                raise
            await _too_large(most)(scope, receive, send)
        except TimeoutError:
            if seen["status"]:
                raise  # a broken stream has no last line, and its reader sees that
            late = problem(
                504,
                "timeout",
                f"no answer within {seconds:g} seconds",
                fix="ask for less, or raise `timeout`",
            )
            await late(scope, receive, send)
        except Exception as error:
            if seen["status"]:
                raise
            # The message of an unforeseen error may hold what people typed: only its kind is told.
            _log({"event": "failed", "error": type(error).__name__, "at": _where(error)})
            failed = problem(500, "internal", f"unforeseen: {type(error).__name__}")
            await failed(scope, receive, send)

    def _refuse(self, scope: Scope, headers: Mapping[str, str]) -> ASGIApp | None:
        host = (urlsplit(f"//{headers.get('host', '')}").hostname or "") if headers.get("host") else ""
        if host and host not in self._hosts:
            # A page of another site whose name was pointed at this machine (DNS rebinding) ends here.
            return problem(421, "host", f"`{host}` is no name of this server", fix="add it to `hosts`")
        if scope["method"] not in _SAFE and not self._same_origin(headers, host):
            return problem(403, "origin", "a page of another site may not write here")
        if self._settings.rate and not self._take(scope):
            return problem(429, "rate", "too many requests", headers={"Retry-After": "1"})
        return None

    @staticmethod
    def _same_origin(headers: Mapping[str, str], host: str) -> bool:
        """Programs send neither header; browsers send them, and must come from this very site."""
        if "licet" in headers.get("authorization", "") or headers.get("x-api-key"):
            return True
        site = headers.get("sec-fetch-site", "")
        if site and site not in ("same-origin", "none"):
            return False
        origin = headers.get("origin", "")
        if origin:
            return urlsplit(origin).netloc == headers.get("host", "")
        # A cookie without either header comes from a browser that tells nothing: it may not write.
        return bool(site) or not (host and f"{COOKIE}=" in headers.get("cookie", ""))

    def _take(self, scope: Scope) -> bool:
        client = scope["client"][0] if scope.get("client") else ""
        now = time.monotonic()
        bucket = self._buckets.get(client)
        if bucket is None:
            if len(self._buckets) >= _MOST_CLIENTS:
                self._buckets.clear()
            bucket = self._buckets[client] = _Bucket(float(self._settings.burst))
        gained = (now - bucket.at) * self._settings.rate
        bucket.tokens = min(float(self._settings.burst), bucket.tokens + gained)
        bucket.at = now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def _note(self, scope: Scope, seen: Mapping[str, Any], seconds: float) -> None:
        # The route's pattern, not the path: an id or a query can name a person.
        route = getattr(scope.get("route"), "path", "") or "none"
        house = getattr(scope["app"].state, "house", None) if "app" in scope else None
        if house is not None:
            house.metrics.answered(route, scope["method"], seen["status"], seconds)
        if self._settings.access_log:
            _log(
                {
                    "event": "request",
                    "method": scope["method"],
                    "route": route,
                    "status": seen["status"],
                    "bytes": seen["bytes"],
                    "ms": round(seconds * 1000, 2),
                }
            )


def _too_large(most: int) -> ASGIApp:
    return problem(413, "too-large", f"the body is longer than {most} bytes", fix="send it in parts")


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}" if trace else ""


def _log(event: Mapping[str, object]) -> None:
    sys.stderr.write(json.dumps({"at": round(time.time(), 3), **event}) + "\n")
