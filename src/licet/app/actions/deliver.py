"""Deliver queued messages: a signed webhook, a folder of e-mail files, or SMTP.

    Licet-Message: MSG-7                      the same at each try: who has it already answers 200 and stops
    Licet-Signature: t=1796000000,v1=<hex>    HMAC-SHA256 of "<t>." and the body, under the shared secret

A receiver checks the signature with `check_signature`, or as those two lines say.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from licet.core.atomic import write_atomically
from licet.core.errors import InputError
from licet.store.notices import Notice, NoticeState, due_notices, note_failed, note_sent

if TYPE_CHECKING:
    from licet.store.actor import Actor
    from licet.store.store import Store

__all__ = ["Channels", "check_signature", "deliver", "sign"]

_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Where messages go.

    Attributes:
        webhook: URL; empty for none.
        secret: what its messages are signed with, at least 16 characters.
        spool: folder of e-mail files (.eml); None for none.
        smtp: `host:port` of a mail server; empty for none.
        starttls: whether the mail server is spoken to over TLS.
        sender, to: addresses of the e-mails.
    """

    webhook: str = ""
    secret: str = ""
    spool: Path | None = None
    smtp: str = ""
    starttls: bool = True
    sender: str = "licet@localhost"
    to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what would fail at every try."""
        if self.webhook:
            if urlsplit(self.webhook).scheme not in ("http", "https"):
                raise InputError(f"`{self.webhook}` is no web address", field="webhook", fix="https://...")
            if len(self.secret) < 16:
                raise InputError(
                    "a webhook needs a secret of 16 characters or more",
                    field="secret",
                    fix="openssl rand -hex 32",
                )
        if (self.smtp or self.spool) and not self.to:
            raise InputError("an e-mail needs somebody to go to", field="mail-to", fix="--mail-to ADDRESS")

    @property
    def names(self) -> tuple[str, ...]:
        """The channels that are set."""
        given = (("webhook", self.webhook), ("spool", self.spool), ("smtp", self.smtp))
        return tuple(name for name, value in given if value)


def sign(secret: str, body: bytes, at: int) -> str:
    """The signature header of a body sent at a time (seconds since 1970)."""
    mark = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mark}"


def check_signature(secret: str, body: bytes, header: str, *, now: int, tolerance: int = 300) -> bool:
    """Whether a body was signed with this secret, and lately: what a receiver does first."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    try:
        at = int(parts["t"])
    except (KeyError, ValueError):
        return False
    wanted = sign(secret, body, at)
    return abs(now - at) <= tolerance and hmac.compare_digest(wanted.encode(), header.encode())


def deliver(
    store: Store,
    who: Actor,
    channels: Channels,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    most: int = 10_000,
) -> dict[str, int]:
    """Try every message that is due, each once; returns how many arrived, failed, and became dead letters."""
    counts = {"sent": 0, "failed": 0, "dead": 0}
    senders, moment, tried = _senders(channels), now(), set[str]()
    while len(tried) < most:
        due = due_notices(store, who, channels.names, now=moment, limit=len(tried) + 100)
        due = [notice for notice in due if notice.id not in tried]
        if not due:
            break
        for notice in due:
            tried.add(notice.id)
            error = _send(senders[notice.channel], notice)
            if not error:
                note_sent(store, who, notice.id)
                counts["sent"] += 1
            else:
                state = note_failed(store, who, notice.id, error)
                counts["dead" if state is NoticeState.DEAD else "failed"] += 1
    return counts


Sender = Callable[[Notice, bytes], str]


def _send(sender: Sender, notice: Notice) -> str:
    """Why it did not arrive; empty when it did."""
    body = json.dumps({"id": notice.id, **notice.body}, ensure_ascii=False, sort_keys=True).encode()
    try:
        return sender(notice, body)
    except (OSError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}: {error}"


def _senders(channels: Channels) -> dict[str, Sender]:
    return {
        "webhook": lambda notice, body: _post(channels, notice, body),
        "spool": lambda notice, body: _spool(channels, notice, body),
        "smtp": lambda notice, body: _mail(channels, notice, body),
    }


def _post(channels: Channels, notice: Notice, body: bytes) -> str:
    import httpx

    headers = {
        "Content-Type": "application/json",
        "Licet-Message": notice.id,
        "Licet-Signature": sign(channels.secret, body, int(time.time())),
    }
    try:
        # A redirect could take the message to somebody else: it counts as a failure.
        answer = httpx.post(
            channels.webhook, content=body, headers=headers, timeout=_TIMEOUT, follow_redirects=False
        )
    except httpx.HTTPError as error:
        return f"{type(error).__name__}: {error}"
    return "" if answer.is_success else f"the receiver answered {answer.status_code}"


def _spool(channels: Channels, notice: Notice, body: bytes) -> str:
    if channels.spool is None:
        return "no folder is set"
    channels.spool.mkdir(parents=True, exist_ok=True)
    # The name is the message's own, so a second try writes the same file and not another.
    write_atomically(
        channels.spool / f"{notice.id}.eml", _email(channels, notice, body).as_bytes(policy=SMTP)
    )
    return ""


def _mail(channels: Channels, notice: Notice, body: bytes) -> str:
    host, _, port = channels.smtp.rpartition(":")
    with smtplib.SMTP(host or channels.smtp, int(port or 25), timeout=_TIMEOUT) as server:
        if channels.starttls:
            # without a context of ours the server's certificate is not looked at
            server.starttls(context=ssl.create_default_context())
        server.send_message(_email(channels, notice, body))
    return ""


def _email(channels: Channels, notice: Notice, body: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = _subject(notice.body)
    mail["From"] = channels.sender
    mail["To"] = ", ".join(channels.to)
    mail["Message-ID"] = f"<{notice.id}@licet>"
    mail["Licet-Message"] = notice.id
    mail.set_content("\n".join(_lines(notice.body)) + "\n")
    mail.add_attachment(body, maintype="application", subtype="json", filename=f"{notice.id}.json")
    return mail


def _subject(body: Mapping[str, Any]) -> str:
    if "suppression" in body:
        return f"licet: {body['suppression']} no longer suppresses a hit ({body['case']})"
    cases: Sequence[Mapping[str, Any]] = body.get("cases", ())
    count = sum(len(one["alerts"]) for one in cases)
    return f"licet: {count} alerts on {len(cases)} parties of {body.get('portfolio', '')}"


def _standing(alert: Mapping[str, Any]) -> str:
    """How the entry stands on the day of the alert, where it is not simply in force."""
    said = str(alert.get("standing", ""))
    return f"; {said}" if said and said != "in force" else ""


def _lines(body: Mapping[str, Any]) -> list[str]:
    if "suppression" in body:
        return [
            f"{body['suppression']}: {body['name']} against {body['listing']}",
            f"why it ended: {body['why']}",
            f"case: {body['case']}",
        ]
    said = [f"Cause: {body.get('cause', '')}", ""]
    for one in body.get("cases", ()):
        said.append(f"{one['case']}: {one['name']} ({one['party']})")
        said += [f"    {alert['evidence']} [{alert['listing']}{_standing(alert)}]" for alert in one["alerts"]]
    return said
