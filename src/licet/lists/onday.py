"""A list as it was on a day, from listings that know their periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from licet.core.listing import Listing
from licet.core.trade import Name

__all__ = ["listing_on", "listings_on"]


def listing_on(listing: Listing, on: date) -> Listing | None:
    """The listing as it read on a day: names, notices and codes of that day; None when it was not listed.

    Addresses are those of all editions together: which of them stood there on the day is not held.
    """
    if on not in listing.period:
        return None
    return replace(
        listing,
        party=replace(
            listing.party, names=tuple(name for name in listing.party.names if _is_borne(name, on))
        ),
        versions=tuple(
            version
            for version in listing.versions
            if version.period.start is None or version.period.start <= on
        ),
        cites=tuple(cite for cite in listing.cites if cite.day is None or cite.day <= on),
    )


def _is_borne(name: Name, on: date) -> bool:
    return (name.since is None or name.since <= on) and (name.until is None or on < name.until)


def listings_on(listings: Iterable[Listing], on: date) -> Iterator[Listing]:
    """All listings of a day, each as it read then."""
    return (found for listing in listings if (found := listing_on(listing, on)))
