"""Deliver queued messages: a signed webhook, a folder of e-mail files, or SMTP.

    Licet-Message: MSG-7                      the same at each try: who has it already answers 200 and stops
    Licet-Signature: t=1796000000,v1=<hex>    HMAC-SHA256 of "<t>." and the body, under the shared secret

A receiver checks the signature with `check_signature`, or as those two lines say.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
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
            if not _is_web_address(self.webhook):
                raise InputError(
                    f"`{self.webhook}` is no web address", field="webhook", fix="https://desk.example/alerts"
                )
            if len(self.secret) < 16:
                raise InputError(
                    "a webhook needs a secret of 16 characters or more",
                    field="secret",
                    fix="openssl rand -hex 32",
                )
        if self.smtp and not _is_server(self.smtp):
            raise InputError(f"`{self.smtp}` is no mail server", field="smtp", fix="mail.example:587")
        if (self.smtp or self.spool) and not self.to:
            raise InputError("an e-mail needs somebody to go to", field="mail-to", fix="--mail-to ADDRESS")
        for field, address in (("mail-from", self.sender), *(("mail-to", one) for one in self.to)):
            if not _ADDRESS.fullmatch(address):
                raise InputError(f"`{address}` is no e-mail address", field=field, fix="ann@desk.example")

    @property
    def names(self) -> tuple[str, ...]:
        """The channels that are set."""
        given = (("webhook", self.webhook), ("spool", self.spool), ("smtp", self.smtp))
        return tuple(name for name, value in given if value)


_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket that is not closed, a port that is no number or too large
        return False


def _is_server(text: str) -> bool:
    try:
        parts = urlsplit(f"//{text}")
        return bool(parts.hostname) and parts.port != 0 and parts.netloc == text
    except ValueError:
        return False


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
    """Try every message that is due, each once; returns how many arrived, failed, and became dead letters.

    A channel that cannot be reached at all is left alone after that for this time: hundreds of messages that
    wait for a receiver who is silent would hold up the next screening. They stay due.
    """
    counts = {"sent": 0, "failed": 0, "dead": 0}
    senders, moment, tried = _senders(channels), now(), set[str]()
    open_channels = list(channels.names)
    while open_channels and len(tried) < most:
        due = due_notices(store, who, open_channels, now=moment, limit=len(tried) + 100)
        due = [notice for notice in due if notice.id not in tried]
        if not due:
            break
        for notice in due:
            if notice.channel not in open_channels:
                continue
            tried.add(notice.id)
            error, reached = _send(senders[notice.channel], notice)
            if not error:
                note_sent(store, who, notice.id)
                counts["sent"] += 1
                continue
            state = note_failed(store, who, notice.id, error)
            counts["dead" if state is NoticeState.DEAD else "failed"] += 1
            if not reached:
                open_channels.remove(notice.channel)
    return counts


Sender = Callable[[Notice, bytes], str]


def _send(sender: Sender, notice: Notice) -> tuple[str, bool]:
    """Why it did not arrive, empty when it did; and whether anybody was there to take it."""
    body = json.dumps({"id": notice.id, **notice.body}, ensure_ascii=False, sort_keys=True).encode()
    try:
        return sender(notice, body), True
    # what cannot be sent is a failed try, whatever the reason: the watch goes on
    except (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected) as error:
        return f"{type(error).__name__}: {error}", False
    except (smtplib.SMTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}", True
    except OSError as error:
        return f"{type(error).__name__}: {error}", False


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
        # A redirect could take the message to somebody else: it counts as a failure. What the receiver writes
        # beyond its status is not read: it might never end.
        with httpx.stream(
            "POST", channels.webhook, content=body, headers=headers, timeout=_TIMEOUT, follow_redirects=False
        ) as answer:
            return "" if answer.is_success else f"the receiver answered {answer.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ConnectionError(f"{type(error).__name__}: {error}") from error


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
        refused = server.send_message(_email(channels, notice, body))
    # some got it: who did not is worth a second mail to the others
    return "; ".join(f"{to}: {code} {why.decode(errors='replace')}" for to, (code, why) in refused.items())


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
