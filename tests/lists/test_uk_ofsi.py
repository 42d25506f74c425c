"""The closed OFSI list: read, and marked as what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.app.actions.lists import import_lists
from licet.check.finding import Standing, standing_of
from licet.lists.build import build
from licet.lists.snapshot import Snapshot
from licet.lists.source import sources
from licet.lists.uk_ofsi import read

FIXTURE = Path(__file__).parent / "fixtures" / "uk-ofsi-conlist.csv"


def test_entries_are_marked_as_superseded() -> None:
    """An entry says that it comes from a closed list, and whether it still stands is not known."""
    putin = next(one for one in read(FIXTURE) if one.id == "uk-ofsi:rus0251")
    assert putin.notes == ("SUPERSEDED_SOURCE",)
    assert putin.party.name == "Vladimir PUTIN"
    assert putin.party.births[0].earliest == date(1952, 10, 7)
    assert standing_of(putin, date(2026, 6, 3), date(2026, 6, 3)) is Standing.UNKNOWN


def test_the_list_is_stale_at_once() -> None:
    """It is stale on the very day of its import: every answer says so."""
    held = Snapshot(build([sources()["uk-ofsi"].collect(FIXTURE)]).data, place="memory")
    (stale,) = held.staleness(date(2026, 6, 3))
    assert (stale.list, stale.why) == ("uk-ofsi", "closed: its issuer no longer keeps it")
    assert sources()["uk-ofsi"].published_on(FIXTURE) == date(2026, 6, 3)


def test_an_import_warns_of_a_closed_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever downloads the old file is told at once which list is in force."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    _, lines = import_lists([FIXTURE], "uk-ofsi")
    assert lines[-1].startswith("warning: `uk-ofsi` is closed:")
    assert lines[-1].endswith("what is in force stands on the UK Sanctions List")
