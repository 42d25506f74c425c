"""What listed owners hold of a party, from owners written down by hand: {name, pct, listed, owners}.

Shares of listed or covered owners are added, never multiplied: an owner that listed parties hold to half or
more counts with its whole share, one below half counts with nothing (15 CFR 744.11(a)(1), OFAC FAQ 401).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from licet.core.deal import Owner, Stake
from licet.core.errors import InputError
from licet.core.fact import Share
from licet.core.listing import Listing

__all__ = ["stakes_of"]

#: What a file may hold.
Given = Any

Find = Callable[[str], Listing | None]

#: Lists whose entries count under each regime.
_COUNTS: Mapping[str, frozenset[str]] = {
    "bis": frozenset({"us-bis-entity-list", "us-bis-meu", "us-ofac-sdn"}),
    "ofac": frozenset({"us-ofac-sdn"}),
}
#: 15 CFR 744.8(a)(1); an SDN under other programmes is no owner for the Affiliates Rule.
_BIS_TAGS = frozenset(
    [
        "BELARUS",
        "BELARUS-EO14038",
        "RUSSIA-EO14024",
        "UKRAINE-EO13660",
        "UKRAINE-EO13661",
        "UKRAINE-EO13662",
        "UKRAINE-EO13685",
        "FTO",
        "SDGT",
        "NPWMD",
        "ILLICIT-DRUGS-EO14059",
        "SDNT",
        "SDNTK",
        "TCO",
    ]
)
_NOTHING = Share.exactly(0)
_SHARE_KEYS = ("pct", "percent", "percentage", "share_pct", "share", "stake")


def stakes_of(owners: Sequence[Mapping[str, Any]], find: Find, on: date | None = None) -> dict[str, Stake]:
    """The stake of owners listed on a day under each regime; without a day, of all that were ever listed."""

    def standing(ref: str) -> Listing | None:
        found = find(ref)
        return None if found is None or (on is not None and on not in found.period) else found

    return {regime: _stake(owners, standing, regime) for regime in _COUNTS}


def _counts(listing: Listing, regime: str) -> bool:
    if listing.list not in _COUNTS[regime] or (regime == "bis" and listing.address_only):
        return False
    if regime == "bis" and listing.list == "us-ofac-sdn":
        return any(tag.replace(" ", "-").upper() in _BIS_TAGS for tag in listing.programmes)
    return True


def _share(owner: Mapping[str, Any]) -> Share:
    given = next((owner[key] for key in _SHARE_KEYS if owner.get(key) is not None), None)
    if given is None and ("pct_min" in owner or "pct_max" in owner):
        given = {"min": owner.get("pct_min", 0), "max": owner.get("pct_max", 100)}
    if isinstance(given, Mapping):
        return Share(_exact(given.get("min", 0)), _exact(given.get("max", 100)))
    if isinstance(given, list | tuple) and len(given) == 2:
        return Share(_exact(given[0]), _exact(given[1]))
    if (
        given is None
        or isinstance(given, bool)
        or (isinstance(given, str) and not given.strip().rstrip("%").replace(".", "").isdigit())
    ):
        return Share.unknown()
    return Share.exactly(_exact(given))


def _exact(number: Given) -> Fraction:
    try:
        return Fraction(str(number).strip().rstrip("%"))
    except (ValueError, ZeroDivisionError):
        raise InputError(f"`{number}` is no percentage", field="owners.pct", fix="write it as 51") from None


def _stake(owners: Sequence[Mapping[str, Any]], find: Find, regime: str) -> Stake:
    total, named = _NOTHING, list[Owner]()
    for owner in owners:
        share = _share(owner)
        listed = owner.get("listed")
        refs = listed if isinstance(listed, list) else [listed] if listed else []
        listings = [found for ref in refs if (found := find(str(ref))) is not None and _counts(found, regime)]
        if listings:
            total += share
            named.extend(Owner(listing=listing, share=share) for listing in listings)
            continue
        above = owner.get("owners")
        if not above:
            continue
        inner = _stake(above, find, regime)
        if inner.share.low >= 50:
            counted = share
        elif inner.share.high < 50:
            counted = _NOTHING
        else:
            counted = Share(Fraction(0), share.high)
        if counted.high > 0:
            total += counted
            named.extend(Owner(listing=each.listing, share=counted) for each in inner.owners)
    return Stake(share=total, owners=tuple(named))
