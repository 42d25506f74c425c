"""A list as it was on a day, from listings that know their periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from licet.core.listing import Listing
from licet.core.trade import Address, Name

__all__ = ["listing_on", "listings_on"]


def listing_on(listing: Listing, on: date) -> Listing | None:
    """The listing as it read on a day: names, addresses, notices and codes; None when it was not listed."""
    known = (listing.period, *(period for period in listing.earlier if period.confirmed))
    if not any(on in period for period in known):
        return None
    return replace(
        listing,
        party=replace(
            listing.party,
            names=tuple(name for name in listing.party.names if _stood(name, on)),
            addresses=tuple(place for place in listing.party.addresses if _stood(place, on)),
        ),
        versions=tuple(
            version
            for version in listing.versions
            if version.period.start is None or version.period.start <= on
        ),
        cites=tuple(cite for cite in listing.cites if cite.day is None or cite.day <= on),
    )


def _stood(part: Name | Address, on: date) -> bool:
    return (part.since is None or part.since <= on) and (part.until is None or on < part.until)


def listings_on(listings: Iterable[Listing], on: date) -> Iterator[Listing]:
    """All listings of a day, each as it read then."""
    return (found for listing in listings if (found := listing_on(listing, on)))
