"""The UK Sanctions List, as XML and as CSV."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.core.listing import Listing
from licet.core.trade import NameQuality, PartyKind
from licet.lists.source import sources
from licet.lists.uk_sl import read

FIXTURES = Path(__file__).parent / "fixtures"


def by_id(name: str) -> dict[str, Listing]:
    """The entries of a fixture by id."""
    return {listing.id: listing for listing in read(FIXTURES / name)}


@pytest.mark.parametrize("name", ["uk-sl.xml", "uk-sl.csv"])
def test_both_forms_give_the_same_facts(name: str) -> None:
    """Name 6 goes last, measures are codes, a birth year is a year, a ship has its number and flag."""
    found = by_id(name)
    akhund, ship = found["uk-sl:afg0006"], found["uk-sl:dpr0075"]
    assert akhund.party.name == "MOHAMMAD HASSAN AKHUND"
    assert akhund.measures == ("ASSET_FREEZE", "TRAVEL_BAN")
    assert (akhund.party.births[0].earliest, akhund.party.births[0].latest) == (
        date(1945, 1, 1),
        date(1945, 12, 31),
    )
    assert akhund.period.start == date(2001, 1, 25)
    assert akhund.party.identifiers[0].value == "TAi.002"
    assert [one.text for one in akhund.party.names if one.quality is NameQuality.ORIGINAL_SCRIPT]
    assert ship.party.kind is PartyKind.VESSEL
    assert ship.measures == ("PORT_ENTRY_BAN",)
    assert [(number.kind, number.value) for number in ship.party.identifiers] == [("imo", "9562233")]
    assert ship.party.countries == ("KM",)


def test_rows_of_one_designation_are_joined() -> None:
    """The CSV repeats a designation for each name; it is one listing with all names."""
    names = [name.text for name in by_id("uk-sl.csv")["uk-sl:afg0001"].party.names]
    assert names[:2] == ["HAJI KHAIRULLAH HAJI SATTAR MONEY EXCHANGE", "Haji Alim Hawala"]


def test_a_measure_that_is_not_known_stops_the_import() -> None:
    """What the list newly imposes is never read as nothing."""
    text = (FIXTURES / "uk-sl.xml").read_text(encoding="utf-8").replace("Asset freeze|", "Exile|")
    with pytest.raises(SourceError, match="names a measure"):
        list(read(text.encode()))


def test_the_closed_list_is_refused() -> None:
    """OFSI's consolidated list is no UK Sanctions List, and the message says what replaced it."""
    with pytest.raises(SourceError, match="closed on 28 January 2026"):
        list(read(FIXTURES / "uk-ofsi-conlist.csv"))


@pytest.mark.shared
def test_the_whole_list(shared: Path) -> None:
    """6,349 designations: 4,036 individuals, 1,647 entities, 666 ships; each has a measure and a day."""
    reading = sources()["uk-sl"].collect(
        shared / "intl" / "uk-sanctions-list-2026-08-22.reconstructed.xml.gz"
    )
    kinds = [listing.party.kind for listing in reading.listings]
    assert [kinds.count(kind) for kind in (PartyKind.PERSON, PartyKind.ORGANISATION, PartyKind.VESSEL)] == [
        4_036,
        1_647,
        666,
    ]
    assert all(listing.measures and listing.period.start for listing in reading.listings)
