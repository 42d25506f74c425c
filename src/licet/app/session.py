"""Sessions: a signed cookie that names a user, when it was made, and which password it was made under.

    user . issued . mark . signature        each part base64url; HMAC-SHA256 over the first three

Nothing is kept on the server: a changed password changes the mark and so ends every session of that user,
and a disabled user has none. The key that signs is a setting, or a file beside the store that only its
owner can read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import time
from pathlib import Path

from licet.core.errors import StoreError

__all__ = ["COOKIE", "issue_session", "read_session", "session_secret"]

#: Name of the cookie.
COOKIE = "licet_session"


def issue_session(secret: str, user: str, mark: str, *, now: float | None = None) -> str:
    """The text of a cookie for a user who has just signed in.

    Args:
        secret: the key that signs.
        user: id of the user.
        mark: what the store says of the user's password now (`licet.store.people.session_mark`).
        now: seconds since 1970; the present when None.
    """
    issued = str(int(time.time() if now is None else now))
    body = ".".join(_encode(part) for part in (user, issued, mark))
    return f"{body}.{_sign(secret, body)}"


def read_session(secret: str, text: str, *, hours: int, now: float | None = None) -> tuple[str, str] | None:
    """(user, mark) of a cookie that we signed and that has not run out; None otherwise."""
    body, _, signature = text.rpartition(".")
    if not body or not hmac.compare_digest(_sign(secret, body).encode(), signature.encode()):
        return None
    try:
        user, issued, mark = (_decode(part) for part in body.split("."))
        age = (time.time() if now is None else now) - int(issued)
    except (ValueError, binascii.Error):
        return None
    return (user, mark) if age + 60 >= 0 and age < hours * 3600 else None


def session_secret(given: str, store_file: Path | None) -> str:
    """The key that signs cookies: the setting, else one kept beside the store, else one for this process.

    Raises:
        StoreError: the kept key cannot be read or written.
    """
    if given:
        return given
    if store_file is None:
        return secrets.token_hex(32)
    path = store_file.with_name(store_file.name + ".session-key")
    try:
        if not path.exists():
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise StoreError(f"the key of sessions cannot be kept: {error.strerror}", place=str(path)) from None


def _sign(secret: str, body: str) -> str:
    return _plain(hmac.digest(secret.encode(), b"licet session\n" + body.encode(), hashlib.sha256))


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _encode(text: str) -> str:
    return _plain(text.encode())


def _decode(text: str) -> str:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
