"""Plain entries for a matcher."""

from __future__ import annotations

from datetime import date

from licet.core.listing import Listing
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.catalogue import catalogue_entry


def test_separates_weak_names() -> None:
    """Names that the list calls weak are kept apart from those that identify; empty addresses go."""
    listing = Listing(
        id="us-ofac-sdn:1",
        list="us-ofac-sdn",
        party=Party(
            kind=PartyKind.PERSON,
            names=(
                Name(text="Ayman AL-ZAWAHIRI"),
                Name(text="ZA", quality=NameQuality.WEAK),
                Name(text="Ahmad Fuad SALIM", quality=NameQuality.FORMER),
            ),
            countries=("EG",),
            addresses=(Address(text="1 Nile Street", country="EG"), Address(country="EG")),
            identifiers=(Identifier(kind="passport", value="1084010", country="EG"),),
            births=(BirthDate(earliest=date(1951, 1, 1), latest=date(1951, 12, 31)),),
        ),
    )
    entry = catalogue_entry(listing)
    assert entry.names == ("Ayman AL-ZAWAHIRI", "Ahmad Fuad SALIM")
    assert entry.weak_names == ("ZA",)
    assert entry.kind == "person"
    assert entry.addresses == (("1 Nile Street", "EG"),)
    assert entry.identifiers == (("passport", "1084010", "EG"),)
    assert entry.births == (("1951-01-01", "1951-12-31"),)
