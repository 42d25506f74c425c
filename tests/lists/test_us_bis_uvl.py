"""The Unverified List of the eCFR."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.errors import SourceError
from licet.lists.us_bis_uvl import read

FIXTURE = Path(__file__).parent / "fixtures" / "part-744_2026-01-29.xml"
EDITIONS = {"2025-01-29": 173, "2025-08-02": 186, "2025-12-30": 186, "2026-01-29": 186}


def test_name_alias_and_addresses() -> None:
    """Name, alias and two addresses in one line are parted."""
    first, second = read(FIXTURE)
    assert [name.text for name in first.party.names] == ["Services GP Tek", "Nouvelle Option"]
    assert len(first.party.addresses) == 2
    assert second.party.names[0].text == "Rizma, Inc."
    assert second.party.countries == ("CA",)


def test_worded_days_are_read() -> None:
    """`October 7, 2015` is a day like any other; the entry begins with the first."""
    second = list(read(FIXTURE))[1]
    assert [cite.day for cite in second.cites] == [date(2015, 10, 7), date(2017, 4, 6)]
    assert second.period.start == date(2015, 10, 7)


def test_no_requirement_of_its_own() -> None:
    """The list suspends exceptions and asks a statement; it states no licence requirement."""
    assert all(listing.versions == () for listing in read(FIXTURE))


@given(st.binary(max_size=300))
def test_any_bytes_give_listings_or_a_source_error(data: bytes) -> None:
    """No bytes raise anything but SourceError."""
    with pytest.raises(SourceError):
        list(read(data))


@pytest.mark.shared
@pytest.mark.parametrize("edition", EDITIONS)
def test_whole_editions(shared: Path, edition: str) -> None:
    """Every row is one listing with a name, an address and a beginning."""
    listings = read.collect(shared / f"us/ecfr/title-15-part-744_{edition}.xml.gz").listings
    assert len(listings) == EDITIONS[edition]
    assert all(listing.party.names and listing.party.addresses for listing in listings)
    assert all(listing.period.start and not listing.source_note for listing in listings)
