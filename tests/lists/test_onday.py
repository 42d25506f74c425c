"""A list as it was on a day."""

from __future__ import annotations

from datetime import date

from licet.core.cite import Citation, Scheme
from licet.core.listing import Listing, Version
from licet.core.period import Period
from licet.core.trade import Name, Party
from licet.lists.onday import listing_on, listings_on


def test_names_notices_and_codes_are_those_of_the_day() -> None:
    """What came later or had gone is not there; before the first day there is no listing."""
    first, second = date(2019, 10, 9), date(2020, 7, 22)
    listing = Listing(
        id="xx:a",
        list="xx",
        party=Party(
            names=(Name(text="Now", since=second), Name(text="Then", until=second), Name(text="Always"))
        ),
        period=Period(start=first),
        versions=(Version(period=Period(start=first, end=second)), Version(period=Period(start=second))),
        cites=(
            Citation(scheme=Scheme.FR, title=84, section="54004", day=first),
            Citation(scheme=Scheme.FR, title=85, section="44161", day=second),
        ),
    )
    then = listing_on(listing, date(2020, 1, 1))
    assert then is not None
    assert [name.text for name in then.party.names] == ["Then", "Always"]
    assert len(then.versions) == len(then.cites) == 1
    assert listing_on(listing, date(2019, 10, 8)) is None
    assert [one.party.name for one in listings_on([listing], second)] == ["Now"]
