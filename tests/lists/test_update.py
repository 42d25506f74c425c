"""Fetching and updating against a server that misbehaves, and being killed in the middle."""

from __future__ import annotations

import csv
import io
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest

from licet.core.errors import FetchError, SnapshotError, SourceError
from licet.lists.build import build
from licet.lists.fetch import Fetcher
from licet.lists.home import make_current, open_snapshot, past
from licet.lists.source import Source
from licet.lists.update import Updated, import_documents, update
from licet.lists.us_bis_dpl import read as dpl
from tests.lists.server import Site, serving

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
#: The list as it is, with a lower bound that a small document meets.
SMALL = replace(dpl, expects=(1, 3_000))


def document(count: int) -> bytes:
    """A Denied Persons List of that many rows in the official form."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(
        [
            "Name_and_Address",
            "Effective_Date",
            "Expiration_Date",
            "Appropriate Federal Register Citations",
            "Type of Denial",
        ]
    )
    for number in range(count):
        rows.writerow(
            [f"PERSON {number}, {number} MAIN STREET, RENO, NV, US, 89501", "9/16/2025", "", "", "Standard"]
        )
    return text.getvalue().encode()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """A fetcher that waits for nothing."""
    with httpx.Client(timeout=0.3) as client:
        yield Fetcher(client=client, attempts=2, sleep=lambda _: None)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with a list of 100 rows."""
    with serving({"/dpl.csv": document(100)}) as given:
        yield given


@pytest.fixture(autouse=True)
def fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose current snapshot holds 90 denied persons."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    path = tmp_path / "dpl-2026-07-01.csv"
    path.write_bytes(document(90))
    make_current(build([SMALL.collect(path)]).data, now=NOW)
    return tmp_path / "lists"


def run(fetcher: Fetcher, site: Site, source: Source = SMALL) -> Updated:
    """Update the one list from the site."""
    return update(fetcher, now=NOW, wanted=[source], addresses={source.id: f"{site.address}/dpl.csv"})


def test_an_update_makes_a_new_snapshot_current(fetcher: Fetcher, site: Site) -> None:
    """A new document is read, joined and current; the one before stays reachable."""
    before = open_snapshot()
    done = run(fetcher, site)
    assert [(one.state, one.count) for one in done.outcomes] == [("new", 100)]
    assert len(open_snapshot()) == 100
    assert open_snapshot().staleness(TODAY) == ()
    assert past()[1].id == before.id
    assert len(open_snapshot(before.id)) == 90
    (document_info,) = open_snapshot().lists["us-bis-dpl"].documents
    assert document_info.retrieved == TODAY


def test_an_unchanged_document_is_not_fetched_again(fetcher: Fetcher, site: Site) -> None:
    """The second time the server is asked conditionally; the list counts as fresh from that day."""
    first = run(fetcher, site)
    later = update(
        fetcher,
        now=datetime(2026, 12, 1, tzinfo=UTC),
        wanted=[SMALL],
        addresses={"us-bis-dpl": f"{site.address}/dpl.csv"},
    )
    assert later.outcomes[0].state == "unchanged"
    assert later.snapshot.id == first.snapshot.id
    assert "if-none-match" in site.asked[1]
    assert site.asked[1]["if-modified-since"] == "Fri, 24 Jul 2026 10:00:00 GMT"
    assert open_snapshot().staleness(date(2026, 12, 1)) == ()


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("slow", "no answer in time"),
        ("cut", "before the document was whole"),
        ("500", "the server answered 500"),
        ("404", "the server answered 404"),
        ("html", "a web page where a list is expected"),
    ],
)
def test_a_bad_answer_is_refused(fetcher: Fetcher, site: Site, mode: str, says: str) -> None:
    """A late, cut, failed or wrong answer changes nothing, says why, and marks the list stale."""
    before = open_snapshot()
    site.mode = mode
    done = run(fetcher, site)
    assert says in done.refused[0].why
    after = open_snapshot()
    assert after.id == before.id
    assert [one.list for one in after.staleness(TODAY)] == ["us-bis-dpl"]
    assert says in after.staleness(TODAY)[0].why


def test_a_list_cut_to_a_tenth_is_refused(fetcher: Fetcher, site: Site) -> None:
    """A whole, well-formed document with a tenth of the entries is refused by its reader's expectation."""
    site.documents["/dpl.csv"] = document(9)
    done = run(fetcher, site)
    assert "9 listings, 90 before: a drop of more than 15%" in done.refused[0].why
    assert len(open_snapshot()) == 90
    assert open_snapshot().staleness(TODAY)


def test_a_good_update_heals_a_refused_one(fetcher: Fetcher, site: Site) -> None:
    """After a good update nothing is stale any more."""
    site.mode = "500"
    run(fetcher, site)
    site.mode = "well"
    assert run(fetcher, site).refused == ()
    assert open_snapshot().staleness(TODAY) == ()


def test_tries_again(fetcher: Fetcher, site: Site) -> None:
    """A server that fails once is asked again."""
    site.mode = "flaky"
    assert run(fetcher, site).outcomes[0].state == "new"
    assert len(site.asked) == 2


def test_refuses_too_much_and_unsafe_addresses(fetcher: Fetcher, site: Site) -> None:
    """A document beyond the size limit and an address without TLS are refused."""
    small = replace(fetcher, max_bytes=100)
    with pytest.raises(FetchError, match="more than 100 bytes"):
        small.get(f"{site.address}/dpl.csv")
    with pytest.raises(FetchError, match="not a safe address"):
        fetcher.get("http://example.org/dpl.csv")


def test_a_source_by_hand_is_told(fetcher: Fetcher) -> None:
    """A list whose address is a page for people is not fetched; the update says where to download it."""
    done = update(fetcher, now=NOW, wanted=[SMALL])
    assert (done.outcomes[0].state, done.outcomes[0].why) == ("by hand", SMALL.address)


def test_imports_a_document_by_its_name(tmp_path: Path) -> None:
    """A downloaded document is known by its name and becomes part of a new current snapshot."""
    path = tmp_path / "dpl-2026-07-30.csv"
    path.write_bytes(document(400))
    snapshot, readings = import_documents([path], now=NOW)
    assert [len(one.listings) for one in readings] == [400]
    assert open_snapshot().id == snapshot.id
    assert snapshot.lists["us-bis-dpl"].as_of == date(2026, 7, 30)


def test_an_import_that_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    """An unknown name, a reader's refusal and a list given in part leave the current snapshot."""
    before = open_snapshot().id
    for name, says in (("holiday.txt", "no source knows"), ("dpl-2026-07-30.csv", "header is not one")):
        path = tmp_path / name
        path.write_bytes(b"<html></html>")
        with pytest.raises(SourceError, match=says):
            import_documents([path], now=NOW)
    part = tmp_path / "ddtc-debarred-statutory-2026-06-18.csv"
    part.write_bytes((Path(__file__).parent / "fixtures" / "ddtc-debarred-statutory.csv").read_bytes())
    with pytest.raises(SourceError, match="comes in parts"):
        import_documents([part], now=NOW)
    assert open_snapshot().id == before


def test_an_edition_of_a_day_to_come_is_refused(tmp_path: Path) -> None:
    """By a slip in the year of a file's name the list would read as fresh for that long."""
    before = open_snapshot().id
    path = tmp_path / "dpl-2099-07-30.csv"
    path.write_bytes(document(400))
    for anyway in (False, True):
        with pytest.raises(SourceError, match="2099-07-30, a day that has not come") as refused:
            import_documents([path], now=NOW, anyway=anyway)
        assert "file's name" in refused.value.fix
    assert open_snapshot().id == before


def test_an_older_edition_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    """Nor one that lost a third of its entries; who compared them says so."""
    newer, older, short = (tmp_path / f"dpl-2026-07-{day}.csv" for day in (30, 20, 31))
    for path, count in ((newer, 600), (older, 590), (short, 400)):
        path.write_bytes(document(count))
    held, _ = import_documents([newer], now=NOW)
    for path, says in ((older, "2026-07-20, older than the one held, of 2026-07-30"), (short, "a drop")):
        with pytest.raises(SourceError, match=says) as refused:
            import_documents([path], now=NOW)
        assert "--anyway" in (refused.value.fix or "")
    assert open_snapshot().id == held.id
    taken, _ = import_documents([older], now=NOW, anyway=True)
    assert taken.lists["us-bis-dpl"].as_of == date(2026, 7, 20)


def test_each_part_of_a_list_is_held_against_its_own_edition_before(tmp_path: Path) -> None:
    """Parts have days of their own: a newer one beside an old one is taken, an older or short one is not."""
    fixtures = Path(__file__).parent / "fixtures"

    def part(kind: str, day: str, *more: bytes) -> Path:
        path = tmp_path / f"ddtc-debarred-{kind}-{day}.csv"
        path.write_bytes((fixtures / f"ddtc-debarred-{kind}.csv").read_bytes() + b"".join(more))
        return path

    one_more = b'"Doe, John",8/29/2022,,,87 FR 52834\n'
    old, new = "2026-06-20", "2026-07-20"
    import_documents([part("statutory", "2026-07-01"), part("administrative", old, one_more)], now=NOW)
    held, _ = import_documents([part("statutory", new), part("administrative", old, one_more)], now=NOW)
    assert held.lists["us-ddtc-debarred"].as_of == date(2026, 7, 20)
    with pytest.raises(SourceError, match="2026-06-20, older than the one held, of 2026-07-20"):
        import_documents([part("statutory", old), part("administrative", new, one_more)], now=NOW)
    with pytest.raises(SourceError, match="3 listings, 4 before"):
        import_documents([part("statutory", new), part("administrative", new)], now=NOW)
    assert open_snapshot().id == held.id


#: Reads all code once; then, for each line it is given, starts a child that imports documents for ever.
NURSERY = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from licet.lists.source import list_infos
from licet.lists.update import import_documents
list_infos()
for _ in sys.stdin:
    child = os.fork()
    while child == 0:
        for name in sys.argv[1:]:
            import_documents([Path(name)], now=datetime.now(UTC), anyway=True)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the test needs fork to start many processes quickly")
def test_being_killed_loses_nothing(tmp_path: Path) -> None:
    """A process killed at any moment of a build leaves a whole current snapshot, the old or the new one."""
    paths = [tmp_path / f"dpl-2026-07-{day}.csv" for day in (30, 31)]
    for number, path in enumerate(paths):
        path.write_bytes(document(400 + number))
    seed = random.Random(2)
    seen = {open_snapshot().id}
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY, *map(str, paths)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        for _ in range(20):
            nursery.stdin.write("start\n")
            child = int(nursery.stdout.readline())
            time.sleep(seed.uniform(0, 0.4))
            os.kill(child, signal.SIGKILL)
            assert nursery.stdout.readline() == "gone\n"
            snapshot = open_snapshot()
            snapshot.verify()
            seen.add(snapshot.id)
            assert len(snapshot) in {90, 400, 401}
        nursery.stdin.close()
    assert len(seen) > 1, "no round got as far as a swap: the test proves nothing"
    for one in past():
        open_snapshot(one.id).verify()


def test_a_torn_current_snapshot_stops_an_update(fetcher: Fetcher, site: Site, fresh_home: Path) -> None:
    """An update never builds on a snapshot that is not whole."""
    (path,) = (fresh_home / "snapshots").iterdir()
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(SnapshotError):
        run(fetcher, site)
