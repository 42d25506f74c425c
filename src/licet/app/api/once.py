"""Writes that happen once: the header `Idempotency-Key` names a write, and asking again gives its answer.

Kept in memory for a day, by person and address. After a restart a repeated write is a new one: the log shows
both.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from itertools import islice

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from licet.app.api.problems import BadRequestError
from licet.core.errors import ConflictError, InputError
from licet.store.actor import Actor

__all__ = ["Kept", "once"]

_DAY = 24 * 3600.0
_MOST = 10_000


class Kept:
    """Answers to writes that named themselves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[str, ...], tuple[float, str, Response | None]] = OrderedDict()

    def begin(self, name: tuple[str, ...], digest: str) -> Response | None:
        """The answer that was given before; None when the write is to be made now.

        Raises:
            ConflictError: it is being made at this moment.
            InputError: the key named another write.
        """
        with self._lock:
            now = time.monotonic()
            self._forget(now)
            found = self._held.get(name)
            if found is None:
                self._held[name] = (now, digest, None)
                return None
            if found[1] != digest:
                raise InputError(
                    "this key named another write", field="Idempotency-Key", fix="take a new key"
                )
            if found[2] is None:
                raise ConflictError("this very write is being made", fix="ask again in a moment")
            return found[2]

    def _forget(self, now: float) -> None:
        """Drop the oldest answers of too many, and those of yesterday; never a write under way."""
        done = (name for name, held in self._held.items() if held[2] is not None)
        for name in list(islice(done, max(0, len(self._held) - _MOST))):
            del self._held[name]
        while self._held and (oldest := next(iter(self._held.values())))[2] is not None:
            if now - oldest[0] <= _DAY:
                break
            self._held.popitem(last=False)

    def end(self, name: tuple[str, ...], digest: str, answer: Response | None) -> None:
        """Keep an answer; forget the write when it failed."""
        with self._lock:
            if answer is None:
                self._held.pop(name, None)
            else:
                self._held[name] = (time.monotonic(), digest, answer)
                self._held.move_to_end(name)


def once(request: Request, who: Actor, asked: BaseModel | str, work: Callable[[], Response]) -> Response:
    """Make a write, or give its answer again when its key was seen.

    Args:
        request: may name the write by `Idempotency-Key`.
        who: whose write it is.
        asked: what is written, or a hash of it; another one under the same key is refused.
        work: makes it.

    Raises:
        BadRequestError: the key is too long.
        ConflictError: the same write is being made.
        InputError: the key named another write.
    """
    key = request.headers.get("idempotency-key", "")
    if not key:
        return work()
    if len(key) > 200:
        raise BadRequestError("the key is longer than 200 characters", place="Idempotency-Key")
    kept: Kept = request.app.state.kept
    name = (who.id, request.method, request.url.path, key)
    said = asked if isinstance(asked, str) else asked.model_dump_json()
    digest = hashlib.sha256(f"{request.url.query}\n{said}".encode()).hexdigest()
    before = kept.begin(name, digest)
    if before is not None:
        return before
    answer: Response | None = None
    try:
        answer = work()
    finally:
        kept.end(name, digest, answer)
    return answer
