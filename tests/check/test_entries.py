"""List entries written by hand: lists under the names people give them, rows with and without a history."""

from __future__ import annotations

from datetime import date

import pytest

from licet.check.entries import list_named, listing_of
from licet.core.listing import ItemScope


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Specially Designated Nationals and Blocked Persons List", "us-ofac-sdn"),
        ("Military End-User (MEU) List", "us-bis-meu"),
        ("BIS Denied Persons List", "us-bis-dpl"),
        ("UFLPA Entity List", "us-dhs-uflpa"),
        ("Non-SDN Chinese Military-Industrial Complex Companies List", "us-ofac-cmic"),
        ("Non-SDN Menu-Based Sanctions List", "us-ofac-mbs"),
        ("Chinese Military Companies (Section 1260H)", "us-dod-1260h"),
        ("Christmas list", ""),
    ],
)
def test_a_list_is_found_by_its_names(name: str, id: str) -> None:
    """The words decide; a non-SDN list is never the SDN List."""
    assert list_named(name) == id


def test_an_entry_of_one_row_needs_no_history() -> None:
    """Requirement and days may stand in the entry itself; programme tags in words."""
    entry = {
        "list": "Entity List",
        "name": "A",
        "from": "2021-01-04",
        "requirement": "For all items subject to the EAR. (See §744.11 of the EAR)",
        "policy": "Presumption of denial",
        "programs": "SDGT; NPWMD",
    }
    listing = listing_of("A", entry)
    assert listing.period.start == date(2021, 1, 4)
    assert listing.versions[0].requirement is not None
    assert listing.versions[0].requirement.scope is ItemScope.ALL_EAR
    assert listing.programmes == ("SDGT", "NPWMD")
