"""Alerts by SMTP: they arrive whole, are tried again when refused, and never go in the clear unless told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from licet.app.actions.deliver import Channels, deliver
from licet.store.actor import system
from licet.store.notices import NoticeState, notices
from licet.store.store import Store
from licet.store.watch import Part, PartyAlerts, RaisedAlert, commit_part

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
EVIDENCE = {"listing": {"name": "Megvii Technology"}, "verdict": "match", "snapshot": "s"}


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server on loopback that speaks the least of RFC 5321 and keeps what it is given."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.refuse: set[str] = set()
        self.mails: list[tuple[list[str], bytes]] = []

    @property
    def place(self) -> str:
        """Its `host:port`."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: Mailbox

    def handle(self) -> None:
        """Answer one command a line until the other side has had enough."""
        self._say("220 loopback")
        to: list[str] = []
        for line in self.rfile:
            words = line.decode().split()
            command = words[0].upper() if words else ""
            if command == "RCPT" and any(address in line.decode() for address in self.server.refuse):
                self._say("550 no such mailbox")
            elif command == "RCPT":
                to.append(line.decode().partition("<")[2].partition(">")[0])
                self._say("250 ok")
            elif command == "DATA":
                self._say("354 go on")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.mails.append((to, body))
                self._say("250 kept")
            elif command == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok" if command in {"EHLO", "HELO", "MAIL", "RSET"} else "502 not known")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server for one test."""
    with Mailbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with one alert whose message waits for the mail server."""
    with Store.open(tmp_path / "store.db") as made:
        made.clock = lambda: NOW
        alert = RaisedAlert(
            listing="l:megvii",
            version="v1",
            listing_version="v1",
            published=date(2026, 7, 30),
            evidence=EVIDENCE,
        )
        party = PartyAlerts(party="C-1", name="Megvii", version="v1", countries=("CN",), alerts=(alert,))
        part = Part(
            portfolio="main", cause="list change", found=(party,), work="portfolio/main", cursor={"done": 1},
            channels=("smtp",),
        )  # fmt: skip
        commit_part(made, system(), part)
        yield made


def test_a_mail_arrives_whole_and_once(store: Store, mailbox: Mailbox) -> None:
    """Receivers, subject and the data attached; a second delivery sends nothing."""
    to = ("desk@example.com", "second@example.com")
    channels = Channels(smtp=mailbox.place, starttls=False, to=to)
    assert deliver(store, system(), channels) == {"sent": 1, "failed": 0, "dead": 0}
    assert deliver(store, system(), channels) == {"sent": 0, "failed": 0, "dead": 0}
    ((receivers, body),) = mailbox.mails
    mail = message_from_bytes(body)
    assert receivers == list(to)
    assert "1 alerts on 1 parties of main" in mail["Subject"]
    assert [part.get_content_type() for part in mail.walk()][-1] == "application/json"


def test_a_refused_mail_is_tried_again(store: Store, mailbox: Mailbox) -> None:
    """A receiver that the server does not know is a failure that waits, and the mail goes once it does."""
    channels = Channels(smtp=mailbox.place, starttls=False, to=("desk@example.com",))
    mailbox.refuse = {"desk@example.com"}
    assert deliver(store, system(), channels) == {"sent": 0, "failed": 1, "dead": 0}
    (waiting,) = notices(store, system(), NoticeState.QUEUED)
    assert "550" in waiting.error
    mailbox.refuse = set()
    later = NOW + timedelta(minutes=5)
    assert deliver(store, system(), channels, now=lambda: later)["sent"] == 1
    assert len(mailbox.mails) == 1


def test_a_mail_that_one_of_two_did_not_get_has_not_arrived(store: Store, mailbox: Mailbox) -> None:
    """A server that refuses one of the receivers takes the mail for the rest: who is missing is told."""
    channels = Channels(smtp=mailbox.place, starttls=False, to=("desk@example.com", "second@example.com"))
    mailbox.refuse = {"second@example.com"}
    assert deliver(store, system(), channels) == {"sent": 0, "failed": 1, "dead": 0}
    (waiting,) = notices(store, system(), NoticeState.QUEUED)
    assert "second@example.com" in waiting.error
    assert "550" in waiting.error


def test_nothing_goes_in_the_clear_unless_told(store: Store, mailbox: Mailbox) -> None:
    """A server without TLS gets no mail while TLS is asked for."""
    channels = Channels(smtp=mailbox.place, to=("desk@example.com",))
    assert deliver(store, system(), channels) == {"sent": 0, "failed": 1, "dead": 0}
    assert mailbox.mails == []
