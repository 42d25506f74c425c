"""Japan's asset-freeze workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.listing import Listing
from licet.core.trade import NameQuality, PartyKind
from licet.lists.jp_mof import read
from licet.lists.source import sources

FIXTURE = Path(__file__).parent / "fixtures" / "jp-mof.xlsx"


@pytest.fixture(scope="module")
def listings() -> dict[str, Listing]:
    """The entries of the fixture by id."""
    return {listing.id: listing for listing in read(FIXTURE)}


def test_ended_regimes_and_names_are_left_out(listings: dict[str, Listing]) -> None:
    """No entry of a sheet marked 解除, none of a row marked 削除."""
    assert not [one for one in listings if "liberia" in one]
    assert "jp-mof:taliban-alqaida-1" not in listings
    assert "jp-mof:taliban-alqaida-2" in listings


def test_bilingual_cells_are_parted(listings: dict[str, Listing]) -> None:
    """The Latin name is the one to print; births, aliases and nationality are read from Japanese cells."""
    akhund = listings["jp-mof:taliban-alqaida-2"]
    assert akhund.party.name == "MOHAMMAD HASSAN AKHUND"
    assert "モハンマド・ハッサン・アフンド" in [name.text for name in akhund.party.names]
    assert akhund.party.kind is PartyKind.PERSON
    assert akhund.party.countries == ("AF",)
    assert akhund.period.start == date(2001, 9, 22)
    assert [(one.earliest.year, one.latest.year) for one in akhund.party.births] == [
        (1955, 1958),
        (1945, 1950),
    ]
    saddam = listings["jp-mof:iraq-1-1"]
    assert saddam.party.births[0].earliest == date(1937, 4, 28)
    assert "Abu Ali" in [name.text for name in saddam.party.names]
    yun = next(one for one in listings.values() if one.party.name == "Yun Ho-jin")
    assert yun.programmes == ("DPRK-1718",)


def test_measures_are_a_permission(listings: dict[str, Listing]) -> None:
    """Japan's freeze is a permission needed for payments and capital dealings."""
    assert {one.measures for one in listings.values()} == {("ASSET_FREEZE", "PAYMENT_LICENCE")}


@pytest.mark.shared
def test_the_whole_workbook(shared: Path) -> None:
    """2,862 living entries on 41 sheets; the Iran names carry their day of return."""
    found = sources()["jp-mof"].collect(shared / "intl" / "jp-mof-asset-freeze-2026-03-05.xlsx").listings
    assert len(found) == 2_862
    iran = [one for one in found if one.programmes == ("IRAN",)]
    assert len(iran) == 43 + 78
    assert {one.period.start for one in iran} == {date(2025, 9, 28)}
    assert not [one for one in found if one.notes]
    assert any(name.quality is NameQuality.WEAK for one in found for name in one.party.names)
