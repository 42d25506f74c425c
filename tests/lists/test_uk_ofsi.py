"""The closed OFSI list: read, and marked as what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from licet.check.finding import Standing, standing_of
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
    """Its documents are too old on the day after: every answer says so."""
    assert sources()["uk-ofsi"].max_age == 1
    assert sources()["uk-ofsi"].published_on(FIXTURE) == date(2026, 6, 3)
