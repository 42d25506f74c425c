"""The only code that downloads: official documents, asked for conditionally, retried, checked, never trusted.

A document is refused, and what is held stays, when it does not arrive in time, is cut, is larger than it may
be, is an error, or is a web page where a list is expected. Whether it is the list is for its reader to say.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from licet.core.errors import FetchError
from licet.lists.manifest import Check

__all__ = ["Fetched", "Fetcher"]

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_AGENT = "licet (open-source export-control engine; list update)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server gave.

    Attributes:
        data: the document; None when the server says that the one held is current.
        etag: the server's mark of it.
        modified: the server's date of it, as sent.
        sha256: checksum; of the one held when there is no new one.
    """

    data: bytes | None
    etag: str
    modified: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """How documents are fetched.

    Attributes:
        client: the connection pool.
        attempts: how often a document is asked for before it is refused.
        wait: seconds before the second attempt; doubled after each.
        sleep: how to wait; tests wait less.
        max_bytes: the most that a document may hold.
    """

    client: httpx.Client
    attempts: int = 3
    wait: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    max_bytes: int = 256 * 1024 * 1024

    def get(
        self, address: str, *, held: Check | None = None, is_page: bool = False, agent: str = ""
    ) -> Fetched:
        """The document at an address.

        Args:
            address: https, or http on this machine.
            held: what is held of it, for a conditional request.
            is_page: whether the document is a web page itself.
            agent: what to call ourselves; licet's own name without it.

        Raises:
            FetchError: it could not be had; the message says why.
        """
        _check_safe(address)
        problem = ""
        for attempt in range(self.attempts):
            if attempt:
                self.sleep(self.wait * 2 ** (attempt - 1))
            try:
                return self._once(address, held, is_page=is_page, agent=agent)
            except httpx.TimeoutException:
                problem = "no answer in time"
            except httpx.RemoteProtocolError:
                problem = "the connection ended before the document was whole"
            except httpx.TransportError as error:
                problem = f"no connection: {error}"
            except _TryAgainError as error:
                problem = str(error)
        raise FetchError(
            f"{problem} ({self.attempts} attempts)",
            place=address,
            fix="try again later, or download it by hand and use `licet lists import`",
        )

    def _once(self, address: str, held: Check | None, *, is_page: bool, agent: str) -> Fetched:
        headers = {"User-Agent": agent or _AGENT}
        if held and held.sha256:
            headers |= {"If-None-Match": held.etag} if held.etag else {}
            headers |= {"If-Modified-Since": held.modified} if held.modified else {}
        with self.client.stream("GET", address, headers=headers, follow_redirects=True) as answer:
            _check_safe(str(answer.url))  # where redirects have led
            if answer.status_code == httpx.codes.NOT_MODIFIED and held:
                return Fetched(data=None, etag=held.etag, modified=held.modified, sha256=held.sha256)
            if answer.status_code in _RETRIED:
                raise _TryAgainError(f"the server answered {answer.status_code}")
            if answer.status_code != httpx.codes.OK:
                raise FetchError(
                    f"the server answered {answer.status_code}", place=address, fix="check the address"
                )
            data = self._body(answer, address)
        if not is_page and data.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
            raise FetchError(
                "a web page where a list is expected",
                place=address,
                fix="try again later: it is an error page",
            )
        return Fetched(
            data=data,
            etag=answer.headers.get("ETag", ""),
            modified=_date_or_nothing(answer.headers.get("Last-Modified", "")),
            sha256=hashlib.sha256(data).hexdigest(),
        )

    def _body(self, answer: httpx.Response, address: str) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in answer.iter_bytes():
            size += len(part)
            if size > self.max_bytes:
                raise FetchError(f"more than {self.max_bytes} bytes", place=address)
            parts.append(part)
        if not size:
            raise _TryAgainError("an empty document")
        return b"".join(parts)


def _check_safe(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise FetchError(f"not a safe address: `{address}`", fix="use https")


class _TryAgainError(Exception):
    """The server may answer better later."""


def _date_or_nothing(text: str) -> str:
    """A date that the server may be asked with again; nothing for what is none."""
    try:
        parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return ""
    return text
