"""`licet watch --loop --update` as a service runs it: lists over HTTP, a webhook that fails, kill -9."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from licet.app.actions.deliver import check_signature
from licet.core.trade import Name, Party
from licet.lists.build import build
from licet.lists.home import make_current, open_snapshot, read_checks
from licet.lists.us_fcc_covered import read as fcc
from licet.store.actor import system
from licet.store.notices import notice_counts
from licet.store.portfolio import put
from licet.store.store import Store
from licet.store.verify import verify
from licet.store.watch import alerts_since, runs_since
from tests.lists.server import Site, serving

pytestmark = pytest.mark.shared
SECRET = "a secret of more than sixteen"
HIKVISION = "us-fcc-covered:hangzhou-hikvision-digital-technology-company"
NEW = "us-fcc-covered:digitalsystem-technology-inc"


class Receiver:
    """A webhook on loopback: answers 500 as often as told, checks every signature, keeps what it accepts."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.refuse = 0
        self.refused = 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = check_signature(SECRET, body, self.headers["Licet-Signature"], now=int(time.time()))
                if receiver.refuse:
                    receiver.refuse -= 1
                    receiver.refused += 1
                    status = 500
                else:
                    status = 200 if signed else 401
                if status == 200:
                    receiver.got.append((self.headers["Licet-Message"], json.loads(body)))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/alerts"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def told(self, listing: str) -> list[str]:
        """The messages, each once by its id, that tell of a listing."""
        said = {
            id: [alert["listing"] for one in body["cases"] for alert in one["alerts"]]
            for id, body in self.got
        }
        return [id for id, listings in said.items() if listing in listings]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook for one test."""
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def pages(shared: Path) -> tuple[bytes, bytes]:
    """The FCC's page of June and of July 2026."""
    folder = shared / "us" / "other-lists"
    june, july = (folder / f"fcc-covered-list-2026-{day}.html" for day in ("06-19", "07-24"))
    return june.read_bytes(), july.read_bytes()


@pytest.fixture
def place(tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the list of June, and three counterparties: two of them on the list of July."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    june = shared / "us/other-lists/fcc-covered-list-2026-06-19.html"
    make_current(build([fcc.collect(june)]).data, now=datetime(2026, 6, 20, tzinfo=UTC))
    names = ("Hangzhou Hikvision Digital Technology Company", "Digitalsystem Technology Inc", "Obstbau Lang")
    people = [Party(id=f"C-{at}", names=(Name(text=name),)) for at, name in enumerate(names)]
    with Store.open(tmp_path / "store.db") as store:
        put(store, system(), "main", "party", people)
    return tmp_path / "store.db"


Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def loop(place: Path, receiver: Receiver, tmp_path: Path) -> Iterator[tuple[Start, Site, Path]]:
    """Starts the service on a site of lists; whatever still runs at the end is killed."""
    secret, out = tmp_path / "secret", tmp_path / "out"
    secret.write_text(SECRET, encoding="utf-8")
    started: list[subprocess.Popen[bytes]] = []
    with serving({}) as site:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            # every source that would be asked is on this machine: those without a document answer 404
            "LICET_LIST_ADDRESSES": f"*={site.address}/none us-fcc-covered={site.address}/list.html",
        }
        words = [sys.executable, "-m", "licet", "watch", "--loop", "--update", "--every", "0.02"]
        words += ["--store", str(place), "--webhook", receiver.url, "--secret-file", str(secret)]

        def start() -> subprocess.Popen[bytes]:
            with out.open("ab") as sink:
                process = subprocess.Popen(words, stdout=sink, stderr=sink, env=environment)
            started.append(process)
            return process

        yield start, site, out
        for process in started:
            process.kill()
            process.wait()


def until(true: Callable[[], object], what: str, out: Path, seconds: float = 120) -> None:
    """Wait until something holds; with what the service printed where it never does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what}\n{out.read_text(encoding='utf-8')[-3000:]}"
        time.sleep(0.1)


def alerts(place: Path) -> list[tuple[str, str, str]]:
    """Party, listing and cause of each alert."""
    with Store.open(place) as store:
        return [(one["party"], one["listing"], one["cause"]) for one in alerts_since(store, system())]


def runs(place: Path) -> int:
    """How often the watch has run."""
    with Store.open(place) as store:
        return len(runs_since(store, system()))


def test_the_service_from_edition_to_edition(
    loop: tuple[Start, Site, Path], pages: tuple[bytes, bytes], place: Path, receiver: Receiver
) -> None:
    """First all, then the new edition once; killed and started again; a list that fails stays, and is stale.

    The webhook fails at first: what it missed arrives with a later try, signed, under the same number.
    """
    start, site, out = loop
    site.documents = {"/list.html": pages[0]}
    receiver.refuse = 1
    service = start()
    until(lambda: alerts(place), "no first screening", out)
    assert alerts(place) == [("C-0", HIKVISION, "first screening")]
    until(lambda: receiver.refused, "the webhook was not tried", out)

    site.documents = {"/list.html": pages[1]}
    until(lambda: len(alerts(place)) == 2, "the new edition raised no alert", out)
    assert alerts(place)[1] == ("C-1", NEW, "list change")
    until(lambda: receiver.told(NEW), "the alert was not told", out)

    service.send_signal(signal.SIGKILL)
    service.wait()
    before = runs(place)
    start()
    until(lambda: runs(place) > before + 1, "the service did not start again", out)
    assert len(alerts(place)) == 2
    until(lambda: receiver.told(HIKVISION), "what the webhook refused was not sent again", out)
    assert len(receiver.told(NEW)) == len(receiver.told(HIKVISION)) == 1

    held = open_snapshot().id
    site.mode = "500"
    until(lambda: "500" in read_checks()["us-fcc-covered"].error, "the failed update is not noted", out)
    again = runs(place)
    until(lambda: runs(place) > again, "the service stopped at a failed update", out)
    assert open_snapshot().id == held
    assert "us-fcc-covered: refused: the server answered 500" in out.read_text(encoding="utf-8")
    warning = "cannot be relied on: licet lists status, licet selftest"
    until(lambda: warning in out.read_text(encoding="utf-8"), "nobody is told that the list is old", out)
    assert len(alerts(place)) == 2
    with Store.open(place) as store:
        assert notice_counts(store, system()) == {"sent": 2}
        assert verify(store).ok


def test_killed_while_the_new_edition_comes_it_alerts_once(
    loop: tuple[Start, Site, Path], pages: tuple[bytes, bytes], place: Path, receiver: Receiver
) -> None:
    """Kill -9 at growing moments after the edition appears: at least once told, never alerted twice."""
    start, site, out = loop
    site.documents = {"/list.html": pages[0]}
    service = start()
    until(lambda: receiver.told(HIKVISION), "no first alert", out)
    site.documents = {"/list.html": pages[1]}
    for moment in (0.2, 0.7, 1.5):
        time.sleep(moment)
        service.kill()
        service.wait()
        service = start()
    until(lambda: receiver.told(NEW), "the new edition was never told", out)
    assert sorted(alerts(place)) == [("C-0", HIKVISION, "first screening"), ("C-1", NEW, "list change")]
    assert len(receiver.told(NEW)) == len(receiver.told(HIKVISION)) == 1
    with Store.open(place) as store:
        assert verify(store).ok


def test_the_service_goes_on_after_a_run_that_failed(
    loop: tuple[Start, Site, Path], pages: tuple[bytes, bytes], place: Path, tmp_path: Path
) -> None:
    """A pointer to the lists that cannot be read is told; once it is mended the next run is good."""
    start, site, out = loop
    site.documents = {"/list.html": pages[0]}
    service = start()
    until(lambda: alerts(place), "no first screening", out)
    pointer = tmp_path / "home" / "lists" / "current.json"
    held = pointer.read_bytes()
    pointer.write_bytes(b"[")
    until(lambda: "error[snapshot]" in out.read_text(encoding="utf-8"), "the failure is not told", out)
    assert service.poll() is None
    pointer.write_bytes(held)
    before = runs(place)
    until(lambda: runs(place) > before, "the service does not go on", out)
    assert service.poll() is None
