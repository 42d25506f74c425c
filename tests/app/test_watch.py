"""The watch: every party against every change, at least once, alerted once, told until it arrives."""

from __future__ import annotations

import http.server
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from licet.app.actions import watch as watching
from licet.app.actions.deliver import Channels, check_signature, deliver, sign
from licet.app.actions.portfolio import index_parties
from licet.app.actions.review import review
from licet.app.actions.suppression import clear_hit
from licet.app.actions.watch import Desk, Watched, run_watch
from licet.app.actions.watch_report import alert_report
from licet.app.cli import root
from licet.batch.parties import screen_parties
from licet.check.engine import Engine, open_engine
from licet.check.finding import Standing
from licet.core.errors import InputError
from licet.core.trade import Address, Name, Party
from licet.lists.filing import read_filing
from licet.lists.home import make_current, open_snapshot
from licet.lists.snapshot import snapshot_bytes
from licet.match.policy import Policy, Thresholds
from licet.store import portfolio_keys
from licet.store.actor import Actor, Origin, Role, system
from licet.store.cases import CaseState, Disposition, answer_flags, case, cases, dispose
from licet.store.notices import NoticeState, due_notices, notice_counts, notices, requeue
from licet.store.portfolio import put, withdraw
from licet.store.redflags import FlagAnswer
from licet.store.store import Store
from licet.store.suppression import approve_suppression
from licet.store.verify import verify
from licet.store.watch import alerts_since, runs_since

LIST = "us-bis-entity-list"
HIKVISION = f"{LIST}:cn:hangzhou-hikvision-digital-technology-co-ltd"
EXAMPLES = Path(__file__).parents[2] / "examples"
SECRET = "a secret of more than sixteen"
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The Entity List and the FCC's, in a home of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICET_HOME", str(tmp_path_factory.mktemp("home")))
        yield replace(open_engine("embedded", (LIST, "us-fcc-covered")), today=NOW.date())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store on the day of this story."""
    with Store.open(tmp_path / "store.db") as made:
        made.clock = lambda: NOW
        yield made


def people(*names: str) -> list[Party]:
    """Counterparties, the first of which has the reference C-0."""
    return [Party(names=(Name(text=name),), id=f"C-{at}") for at, name in enumerate(names)]


def load(store: Store, parties: Sequence[Party], name: str = "main") -> None:
    """Bring counterparties into a portfolio."""
    put(store, system(), name, "party", parties)


def watch(store: Store, engine: Engine, *, full: bool = False, channels: tuple[str, ...] = ()) -> Watched:
    """One run, with one portfolio."""
    desk = Desk(store=store, who=system(), engine=engine, channels=channels, workers=1)
    (found,) = run_watch(desk, full=full)
    return found


def close(store: Store, id: str) -> None:
    """Close a case as a false hit, each red flag answered."""
    flags = {flag.code: (FlagAnswer.ABSENT, "") for flag in case(store, system(), id).flags}
    answer_flags(store, system(), id, flags)
    dispose(store, system(), id, Disposition.FALSE_HIT, "another firm")


def raised(store: Store) -> list[tuple[str, str, str]]:
    """Party, listing and cause of every alert."""
    return [(one["party"], one["listing"], one["cause"]) for one in alerts_since(store, system())]


PARTIES = people(
    "Hangzhou Hikvision Digital Technology", "Zwetschgen Obstbau Immenstaad", "Megvii Technology"
)


def test_first_all_then_nothing_until_something_changes(store: Store, lists: Engine) -> None:
    """The first run screens everybody; a second one has nothing to do and alerts nobody again."""
    load(store, PARTIES)
    first = watch(store, lists)
    assert (first.causes, first.screened) == (("first screening",), 3)
    assert {party for party, _, _ in raised(store)} == {"C-0", "C-2"}
    assert len(cases(store, system())) == 2 == first.cases
    before = raised(store)
    again = watch(store, lists)
    assert (again.causes, again.alerts) == ((), 0)
    assert watch(store, lists, full=True).alerts == 0
    assert raised(store) == before
    assert verify(store).ok


def test_a_full_screening_is_full_however_often_it_is_asked_for(
    store: Store, lists: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each screens everybody, the second of a day as well; only one that was killed goes on where it was."""
    monkeypatch.setattr("licet.app.actions.watch.PART", 1)
    load(store, PARTIES)
    watch(store, lists)
    assert [watch(store, lists, full=True).screened for _ in range(2)] == [3, 3]
    assert watch(store, lists).causes == ()

    def stop(what: str, done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    desk = Desk(store=store, who=system(), engine=lists, workers=1, progress=stop)
    with pytest.raises(KeyboardInterrupt):
        run_watch(desk, full=True)
    assert watch(store, lists, full=True).screened == 1
    assert watch(store, lists, full=True).screened == 3


def test_a_changed_party_is_screened_again_and_no_other(store: Store, lists: Engine) -> None:
    """A new name of one party, and a new party: these two are asked, and the rest is not."""
    load(store, PARTIES)
    watch(store, lists)
    renamed = replace(PARTIES[1], names=(Name(text="Hangzhou Hikvision Digital Technology Co., Ltd."),))
    load(store, [PARTIES[0], renamed, PARTIES[2], *people(*["x"] * 3, "SenseTime Group")[3:]])
    found = watch(store, lists)
    assert (found.causes, found.screened) == (("party change",), 2)
    new = {party for party, _, cause in raised(store) if cause == "party change"}
    assert new == {"C-1", "C-3"}


def test_a_new_edition_alerts_what_is_new_and_says_how_late(
    store: Store, lists: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that the lists lacked appears: its party alerts, with the days since it was published."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    entry = "us-fcc-covered:hangzhou-hikvision-digital-technology-company"
    held = list(lists.snapshot.listings("us-fcc-covered"))
    entries = [lists.snapshot.lists["us-fcc-covered"]]
    make_current(snapshot_bytes([one for one in held if one.id != entry], entries), now=NOW)
    before = replace(open_engine(), today=NOW.date())
    load(store, PARTIES)
    watch(store, before)
    assert not raised(store)
    make_current(snapshot_bytes(held, entries), now=NOW)
    after = replace(open_engine(), today=NOW.date())
    found = watch(store, after)
    assert (found.causes, found.changed, found.screened) == (("list change",), 1, 3)
    assert raised(store) == [("C-0", entry, "list change")]
    published = entries[0].as_of
    assert published is not None
    report = alert_report(store, system())
    assert report["days"][0]["lag_worst"] == (NOW.date() - published).days
    assert report["lists"] == [{"list": "us-fcc-covered", "alerts": 1}]
    assert open_snapshot().id == after.snapshot.id


@pytest.mark.parametrize("by_keys", [False, True])
def test_a_change_finds_the_same_as_screening_all_from_scratch(
    store: Store, lists: Engine, monkeypatch: pytest.MonkeyPatch, *, by_keys: bool
) -> None:
    """The hits of a change set are exactly those that a full screening has on the changed entries."""
    if by_keys:
        pytest.importorskip("numba")
        monkeypatch.setattr(portfolio_keys, "SIEVED_FROM", 1)
    filing = read_filing(EXAMPLES / "filing-2019-22210.xml")
    names = [name.text for change in filing.changes if change.listing for name in change.listing.party.names]
    spelt = [text.upper().replace("CO., LTD.", "Company") for text in names]
    load(store, people(*names, *spelt, "Zwetschgen Obstbau", "Yuan", "Technology", "Xinjiang Bakery"))
    eve = replace(lists, today=date(2019, 10, 8))
    day = replace(lists, today=date(2019, 10, 9))
    watch(store, eve)
    before = {one[:2] for one in raised(store)}
    if by_keys:
        assert index_parties(store, system(), "main") == 2 * len(names) + 4
    found = watch(store, day)
    assert found.causes == ("list change",)
    assert found.screened == 2 * len(names) + 4
    assert found.one_by_one == ""
    turned = {one[:2] for one in raised(store) if one[2] == "list change"}
    whole = {
        (party.id, finding.listing.id)
        for part in screen_parties(day, (one for one in people(*names, *spelt)), on=day.today, workers=1)
        for _, party, findings in part.hits
        for finding in findings
        if finding.standing is Standing.IN_FORCE and finding.listing.period.start == day.today
    }
    assert whole
    assert whole <= turned
    assert before  # on the eve they were alerted as listed from a later day


def test_a_staged_filing_alerts_twice_at_staging_and_on_its_day(store: Store, lists: Engine) -> None:
    """First as listed from a later day; then, with no act of anybody, as in force."""
    filing = read_filing(EXAMPLES / "filing-2019-22210.xml")
    listing = filing.changes[0].listing
    assert listing is not None
    filing = replace(
        filing,
        id="2026-1",
        effective=date(2026, 8, 3),
        changes=tuple(
            replace(
                change,
                name=f"Quorvex {change.name}",
                listing=replace(
                    change.listing,
                    id=f"{change.listing.id}-new",
                    party=replace(change.listing.party, names=(Name(text="Quorvex Optronics"),)),
                    period=replace(change.listing.period, start=date(2026, 8, 3)),
                ),
            )
            for change in filing.changes[:1]
            if change.listing
        ),
    )
    load(store, [*people("Zwetschgen Obstbau Immenstaad", "Quorvex Optronics")])
    watch(store, lists)
    staged = lists.with_filings([filing])
    assert watch(store, staged).alerts == 1
    assert watch(store, staged).alerts == 0
    assert watch(store, replace(staged, today=date(2026, 8, 2))).alerts == 0
    on_the_day = watch(store, replace(staged, today=date(2026, 8, 3)))
    assert (on_the_day.causes, on_the_day.alerts, on_the_day.cases) == (("list change",), 1, 0)
    standings = [one["standing"] for one in alerts_since(store, system())]
    assert standings == ["not yet in force", "in force"]


def test_what_was_cleared_is_silent_and_its_end_is_told(store: Store, lists: Engine) -> None:
    """A suppressed hit is not alerted again; when the party changes, the suppression ends with a case."""
    load(store, PARTIES)
    id = clear_hit(store, system(), lists, PARTIES[0], listing=HIKVISION, reason="a namesake")
    eve = Actor(id="eve", roles=frozenset({Role.APPROVER}), origin=Origin(host="desk", client="test"))
    approve_suppression(store, eve, id)
    watch(store, lists)
    assert ("C-0", HIKVISION) not in {one[:2] for one in raised(store)}
    moved = replace(PARTIES[0], addresses=(Address(text="555 Qianmo Road, Hangzhou", country="CN"),))
    load(store, [moved])
    watch(store, lists, channels=("webhook",))
    assert ("C-0", HIKVISION) in {one[:2] for one in raised(store)}
    told = [one.body for one in due_notices(store, system(), ["webhook"], now=NOW + timedelta(days=1))]
    assert [one["suppression"] for one in told if "suppression" in one] == [id]
    assert runs_since(store, system())[-1]["suppressions_ended"] == 1


@pytest.mark.parametrize("of_case", [True, False], ids=["judged in a case", "judged beside one"])
def test_what_lapses_waits_in_one_open_case(store: Store, lists: Engine, *, of_case: bool) -> None:
    """The hit of an ended suppression is alerted in the case that opens again, not in a second one."""
    load(store, PARTIES[:1])
    watch(store, lists)
    (made,) = cases(store, system())
    judged = {one.listing for one in case(store, system(), made.id).alerts}
    eve = Actor(id="eve", roles=frozenset({Role.APPROVER}), origin=Origin(host="desk", client="test"))
    for listing in judged if of_case else [HIKVISION]:
        id = clear_hit(
            store, system(), lists, PARTIES[0], listing=listing, reason="a namesake",
            case=made.id if of_case else "",
        )  # fmt: skip
        approve_suppression(store, eve, id)
    close(store, made.id)
    load(store, [replace(PARTIES[0], addresses=(Address(text="555 Qianmo Road, Hangzhou", country="CN"),))])
    watch(store, lists)
    waiting = [
        (alert.listing, one.id)
        for one in cases(store, system())
        if one.state is not CaseState.CLOSED
        for alert in case(store, system(), one.id).alerts
    ]
    assert HIKVISION in dict(waiting)
    assert len({listing for listing, _ in waiting}) == len(waiting)
    assert (case(store, system(), made.id).summary.state is CaseState.OPEN) is of_case
    assert verify(store).ok


def test_another_policy_screens_everybody(store: Store, lists: Engine) -> None:
    """Other thresholds are another question to all."""
    load(store, PARTIES)
    watch(store, lists)
    strict = replace(lists, policy=Policy(organisation=Thresholds(match=0.97, review=0.5), name="wide"))
    found = watch(store, strict)
    assert (found.causes, found.screened) == (("matching policy changed",), 3)


def test_a_party_with_nothing_to_look_for_is_named(store: Store, lists: Engine) -> None:
    """It is never counted as clear, and it stops nobody else's screening."""
    load(store, [*PARTIES, Party(id="C-9")])
    found = watch(store, lists)
    assert found.not_screened == ("C-9",)
    assert found.screened == 3


def test_a_party_in_letters_that_are_not_read_is_named(store: Store, lists: Engine) -> None:
    """It is never counted as clear."""
    load(store, [*PARTIES, Party(id="C-9", names=(Name(text="ஹுவாவே"),))])
    assert watch(store, lists).not_screened == ("C-9",)


def test_alerts_join_the_open_case_of_their_party(store: Store, lists: Engine) -> None:
    """A party has one open case; after it closed, news open another."""
    load(store, PARTIES[:1])
    watch(store, lists)
    (one,) = cases(store, system())
    more = replace(PARTIES[0], names=(*PARTIES[0].names, Name(text="Megvii Technology")))
    load(store, [more])
    assert watch(store, lists).cases == 0
    held = {alert.listing for alert in case(store, system(), one.id).alerts}
    assert any("megvii" in listing for listing in held)
    withdraw(store, system(), "main", "party", ["C-0"])
    assert watch(store, lists).alerts == 0


def test_parts_and_workers_give_the_same(lists: Engine) -> None:
    """Two processes and one, small parts and large: the same hits in the same order."""
    some = people(*[f"Obstbau {n}" if n % 7 else "Hangzhou Hikvision Digital" for n in range(90)])
    alone = [hit for part in screen_parties(lists, some, on=NOW.date(), workers=1) for hit in part.hits]
    both = list(screen_parties(lists, some, on=NOW.date(), workers=2, part=20))
    assert [hit for part in both for hit in part.hits] == alone
    assert [part.count for part in both] == [20, 20, 20, 20, 10]
    assert [at for at, _, _ in alone] == [n for n in range(90) if n % 7 == 0]
    only = {HIKVISION: lists.listing(HIKVISION)}
    few = [
        hit for part in screen_parties(lists, some, on=NOW.date(), only=only, workers=1) for hit in part.hits
    ]
    assert [at for at, _, _ in few] == [at for at, _, _ in alone]
    assert few == [
        (at, party, tuple(one for one in found if one.listing.id == HIKVISION)) for at, party, found in alone
    ]


# telling


class Receiver:
    """A webhook on this machine: refuses as often as it is told to, and keeps what it accepts."""

    def __init__(self) -> None:
        self.got: list[tuple[str, bytes, str]] = []
        self.refuse: Sequence[int] = ()
        receiver = self
        chance = random.Random(7)

        class Handler(http.server.BaseHTTPRequestHandler):
            """One request."""

            def do_POST(self) -> None:
                """Accept, or answer with an error."""
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = chance.choice(receiver.refuse) if receiver.refuse else 200
                if status == 200:
                    head = self.headers
                    receiver.got.append((head["Licet-Message"], body, head["Licet-Signature"]))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/alerts"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A running webhook."""
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_message_is_signed_and_arrives_once(store: Store, lists: Engine, receiver: Receiver) -> None:
    """The receiver can check who sent it and when; what arrived is not sent again."""
    load(store, PARTIES)
    watch(store, lists, channels=("webhook",))
    channels = Channels(webhook=receiver.url, secret=SECRET)
    assert deliver(store, system(), channels)["sent"] == 1
    assert deliver(store, system(), channels) == {"sent": 0, "failed": 0, "dead": 0}
    ((id, body, mark),) = receiver.got
    assert check_signature(SECRET, body, mark, now=int(time.time()))
    assert not check_signature(SECRET, body + b" ", mark, now=int(time.time()))
    assert not check_signature("another secret of the sort", body, mark, now=int(time.time()))
    assert not check_signature(SECRET, body, mark, now=int(time.time()) + 3600)
    assert not check_signature(SECRET, body, "t=x", now=0)
    told = json.loads(body)
    assert told["id"] == id
    assert {one["party"] for one in told["cases"]} == {"C-0", "C-2"}
    assert verify(store).ok


def test_retries_back_off_and_end_as_dead_letters(store: Store, lists: Engine, receiver: Receiver) -> None:
    """Each wait is twice the last; then it is a dead letter, which a person can send again."""
    receiver.refuse = (500,)
    load(store, PARTIES)
    watch(store, lists, channels=("webhook",))
    channels, now, waits = Channels(webhook=receiver.url, secret=SECRET), [NOW], []
    store.clock = lambda: now[0]
    for _ in range(40):
        if notices(store, system(), NoticeState.DEAD):
            break
        deliver(store, system(), channels, now=lambda: now[0])
        assert deliver(store, system(), channels, now=lambda: now[0])["failed"] == 0
        later = notices(store, system(), NoticeState.QUEUED)
        if later:
            due = datetime.strptime(later[0].due, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
            waits.append((due - now[0]).total_seconds())
            now[0] = due
    (dead,) = notices(store, system(), NoticeState.DEAD)
    assert waits[:4] == [30, 60, 120, 240]
    assert max(waits) == 6 * 3600
    assert "answered 500" in dead.error
    receiver.refuse = ()
    requeue(store, system(), dead.id)
    assert deliver(store, system(), channels, now=lambda: now[0])["sent"] == 1
    assert notice_counts(store, system()) == {"sent": 1}
    assert verify(store).ok


def test_nobody_listening_is_a_failure_not_a_crash(store: Store, lists: Engine) -> None:
    """A refused connection is tried again later."""
    load(store, PARTIES)
    watch(store, lists, channels=("webhook",))
    channels = Channels(webhook="http://127.0.0.1:9/none", secret=SECRET)
    assert deliver(store, system(), channels) == {"sent": 0, "failed": 1, "dead": 0}


def test_a_receiver_that_is_silent_does_not_hold_up_the_watch(
    store: Store, lists: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message is tried; the others stay due, and go when somebody answers."""
    monkeypatch.setattr("licet.app.actions.deliver._TIMEOUT", 0.2)
    load(store, PARTIES)
    watch(store, lists, channels=("webhook",))
    load(store, people("SenseTime Group"), name="second")
    run_watch(Desk(store=store, who=system(), engine=lists, channels=("webhook",), workers=1))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/alerts"
        channels = Channels(webhook=url, secret=SECRET)
        assert deliver(store, system(), channels) == {"sent": 0, "failed": 1, "dead": 0}
    waiting = notices(store, system(), NoticeState.QUEUED)
    assert sorted(one.attempts for one in waiting) == [0, 1]
    assert any("Timeout" in one.error for one in waiting)


def test_the_answer_s_status_is_enough(store: Store, lists: Engine) -> None:
    """A receiver that says 200 and never ends its answer has the message."""
    load(store, PARTIES)
    watch(store, lists, channels=("webhook",))

    class Endless(http.server.BaseHTTPRequestHandler):
        """Promises a gigabyte and sends none of it."""

        def do_POST(self) -> None:
            """Accept."""
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(10**9))
            self.end_headers()
            self.connection.settimeout(5)
            self.rfile.read(1)  # until the other side has had enough

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endless) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        channels = Channels(webhook=f"http://127.0.0.1:{server.server_port}/", secret=SECRET)
        assert deliver(store, system(), channels)["sent"] == 1
        server.shutdown()


def test_a_clock_that_was_wrong_holds_no_message_back(
    store: Store, lists: Engine, receiver: Receiver
) -> None:
    """Queued, and refused once, by a clock a year ahead: after it is set right the message goes at once."""
    load(store, PARTIES)
    ahead = datetime.now(UTC) + timedelta(days=365)
    store.clock = lambda: ahead
    watch(store, lists, channels=("webhook",))
    channels = Channels(webhook=receiver.url, secret=SECRET)
    receiver.refuse = (500,)
    assert deliver(store, system(), channels, now=lambda: ahead)["failed"] == 1
    assert deliver(store, system(), channels, now=lambda: ahead)["failed"] == 0
    store.clock = lambda: datetime.now(UTC)
    receiver.refuse = ()
    assert deliver(store, system(), channels)["sent"] == 1


def test_an_email_file(store: Store, lists: Engine, tmp_path: Path) -> None:
    """A file an alert message, named by it, readable by any mail program, with the data attached."""
    load(store, PARTIES)
    watch(store, lists, channels=("spool",))
    deliver(store, system(), Channels(spool=tmp_path / "out", to=("desk@example.com",)))
    (file,) = (tmp_path / "out").glob("*.eml")
    mail = message_from_bytes(file.read_bytes())
    assert mail["To"] == "desk@example.com"
    assert "alerts on 2 parties of main" in mail["Subject"]
    (data,) = [part for part in mail.walk() if part.get_content_type() == "application/json"]
    assert json.loads(bytes(data.get_payload(decode=True)))["schema"] == "licet-alerts/1"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"webhook": "https://x.example", "secret": "short"}, "secret"),
        ({"webhook": "ftp://x.example", "secret": SECRET}, "webhook"),
        ({"webhook": "http://", "secret": SECRET}, "webhook"),
        ({"webhook": "http://[", "secret": SECRET}, "webhook"),
        ({"webhook": "http://x.example:99999/", "secret": SECRET}, "webhook"),
        ({"smtp": "localhost:25"}, "mail-to"),
        ({"smtp": "localhost:abc", "to": ("ann@x.example",)}, "smtp"),
        ({"smtp": ":25", "to": ("ann@x.example",)}, "smtp"),
        ({"smtp": "localhost:25", "to": ("ann",)}, "mail-to"),
        ({"smtp": "localhost:25", "to": ("a@x.example\nBcc: b@x.example",)}, "mail-to"),
        ({"smtp": "localhost:25", "to": ("a@x.example",), "sender": "licet"}, "mail-from"),
    ],
)
def test_a_channel_that_could_never_work_is_refused(given: dict[str, Any], field: str) -> None:
    """What would fail at every try is told before the first, with the option and what it should be."""
    with pytest.raises(InputError) as refused:
        Channels(**given)
    assert refused.value.field == field
    assert refused.value.fix


def test_a_signature_is_two_fields() -> None:
    """The time, and the version with its digest."""
    assert sign(SECRET, b"x", 1).startswith("t=1,v1=")


# crashes

_RUN = """
import sys
from pathlib import Path
from dataclasses import replace
from datetime import date
from licet.app.actions import watch
from licet.app.actions.deliver import Channels, deliver
from licet.check.engine import open_engine
from licet.store.actor import system
from licet.store.store import Store
watch.PART = 5
engine = replace(open_engine("embedded", ("us-bis-entity-list", "us-fcc-covered")), today=date(2026, 8, 1))
channels = Channels(webhook=sys.argv[2], secret=sys.argv[3])
with Store.open(sys.argv[1]) as store:
    print("ready", flush=True)
    desk = watch.Desk(store=store, who=system(), engine=engine, channels=channels.names, workers=1)
    watch.run_watch(desk)
    deliver(store, system(), channels)
    print("done", flush=True)
"""


def test_killed_at_any_moment_nothing_is_skipped_or_doubled(
    tmp_path: Path, lists: Engine, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kill -9 at random points, with a receiver that fails: every alert once, every message arrives."""
    names = [one.party.name for one in list(lists.snapshot.listings(LIST))[:60]]
    place, chance = tmp_path / "store.db", random.Random(11)
    with Store.open(place) as store:
        load(store, people(*names, *[f"Obstbau {n}" for n in range(20)]))
    receiver.refuse = (200, 500, 503)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    killed = 0
    for _ in range(7):
        words = [sys.executable, "-c", _RUN, str(place), receiver.url, SECRET]
        with subprocess.Popen(words, stdout=subprocess.PIPE, env=environment, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.0, 0.5))
            process.send_signal(signal.SIGKILL)
            killed += "done" not in process.stdout.read()
    assert killed >= 2
    receiver.refuse = ()
    monkeypatch.setattr(watching, "PART", 5)
    with Store.open(place) as store:
        engine = replace(open_engine("embedded", (LIST, "us-fcc-covered")), today=NOW.date())
        run_watch(Desk(store=store, who=system(), engine=engine, channels=("webhook",), workers=1))
        ahead = datetime.now(UTC) + timedelta(days=3)
        store.clock = lambda: ahead
        deliver(store, system(), Channels(webhook=receiver.url, secret=SECRET), now=lambda: ahead)
        once = [one[:2] for one in raised(store)]
        assert len(once) == len(set(once))
        wanted = {
            (party.id, finding.listing.id)
            for part in screen_parties(engine, people(*names), on=NOW.date(), limit=25, workers=1)
            for _, party, findings in part.hits
            for finding in findings
            if finding.standing is not Standing.ENDED
        }
        assert {one for one in once if one[0] in {f"C-{n}" for n in range(60)}} == wanted
        assert len({one.party for one in cases(store, system())}) == len(cases(store, system()))
        assert notice_counts(store, system()).keys() == {"sent"}
        assert verify(store).ok
    told = {
        (one["party"], alert["listing"])
        for _, body, _ in receiver.got
        for one in json.loads(body)["cases"]
        for alert in one["alerts"]
    }
    assert told == set(once)
    by_id: dict[str, set[bytes]] = {}
    for id, body, _ in receiver.got:
        by_id.setdefault(id, set()).add(body)
    assert all(len(bodies) == 1 for bodies in by_id.values())


def test_a_disposed_case_stays_closed_while_nothing_changes(store: Store, lists: Engine) -> None:
    """A judged hit does not come back with the next full screening."""
    load(store, PARTIES[:1])
    watch(store, lists)
    (one,) = cases(store, system())
    close(store, one.id)
    assert watch(store, lists, full=True).alerts == 0
    assert not cases(store, system())
    # the review of closed cases compares the same versions: nothing changed, so nothing is reopened
    assert review(store, system(), lists) == []


def test_the_commands(
    store: Store, lists: Engine, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run, its report, a dead letter and its way back, as a person runs them."""
    monkeypatch.setattr("licet.app.actions.check.open_lists", lambda *_: lists)
    load(store, PARTIES)
    secret = tmp_path / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    way = ("--store", str(store.file), "--webhook", receiver.url, "--secret-file", str(secret))
    run = CliRunner()
    done = run.invoke(root, ["watch", *way, "--json"])
    assert done.exit_code == 1, done.output
    told = json.loads(done.output)
    assert told["messages"] == {"sent": 1, "failed": 0, "dead": 0}
    assert told["portfolios"][0]["causes"] == ["first screening"]
    again = run.invoke(root, ["watch", *way])
    assert again.exit_code == 4, again.output  # the Entity List of this story is too old
    assert "nothing changed" in again.output
    at = ("--store", str(store.file))
    assert "no dead letters" in run.invoke(root, ["watch", "dead-letters", *at]).output
    assert "0 queued again" in run.invoke(root, ["watch", "redeliver", "--all", *at]).output
    assert "0 sent" in run.invoke(root, ["watch", "deliver", *way]).output
    report = json.loads(run.invoke(root, ["watch", "report", "--format", "json", *at]).output)
    assert report["days"][0]["screened"] == 3
    rows = run.invoke(root, ["watch", "report", "--format", "csv", *at]).output.splitlines()
    assert len(rows) == 1 + len(raised(store))
