"""Parties debarred under the ITAR."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.listing import Listing
from licet.core.trade import PartyKind
from licet.lists.us_ddtc_debarred import read

FIXTURES = Path(__file__).parent / "fixtures"


def entries(name: str) -> list[Listing]:
    """The listings of a fixture."""
    return list(read(FIXTURES / name))


def names_of(listing: Listing) -> list[str]:
    """All names of a listing."""
    return [name.text for name in listing.party.names]


def test_reads_the_statutory_file() -> None:
    """Persons are turned into reading order, aliases become names, births keep their month."""
    company, person, junior = entries("ddtc-debarred-statutory.csv")
    assert names_of(company) == ["A & C International Trade, Inc."]
    assert company.party.kind is PartyKind.ORGANISATION
    assert names_of(person) == ["Rami Najm Asad-Ghanem", "Rami Najm Ghanem"]
    assert (person.party.births[0].earliest, person.party.births[0].latest) == (
        date(1966, 6, 1),
        date(1966, 6, 30),
    )
    assert [(str(cite), cite.day) for cite in person.cites] == [
        ("85 FR 30783", date(2020, 5, 20)),
        ("85 FR 39967", date(2020, 7, 2)),
    ]
    assert names_of(junior) == ["George Frank Myles, Jr.", "George Miles"]
    assert str(junior.cites[0]) == "90 FR 40458"


def test_reads_the_administrative_file() -> None:
    """One order may name several parties in one cell; each becomes a name of the one listing."""
    person, several, two = entries("ddtc-debarred-administrative.csv")
    assert names_of(person) == ["Ryan Adams"]
    assert names_of(several) == ["Carlos Dominguez", "Elint, S.A.", "Spain Night Vision, S.A.", "SNV, S.A"]
    assert names_of(two) == ["Kam-Tech Systems, Ltd.", "David Menashe"]
    assert several.notes == ("SEVERAL_PARTIES",)


@pytest.mark.shared
@pytest.mark.parametrize(("kind", "count"), [("statutory", 779), ("administrative", 8)])
def test_reads_the_whole_official_files(shared: Path, kind: str, count: int) -> None:
    """Each row of the official files is a listing, and every notice is read."""
    found = list(read(shared / "us" / "other-lists" / f"ddtc-debarred-{kind}-2026-06-18.csv"))
    assert len(found) == count
    assert not [one.source_note for one in found if one.source_note]
