"""Covered equipment joined with the party lists: where the maker itself is listed on the day.

The prohibition on equipment is one thing, the maker's own entry another: an Entity List entry matters to
whoever exports to that maker, section 1260H and the UFLPA list to whoever buys from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from licet.core.listing import Listing
from licet.core.trade import NameQuality
from licet.gear.facts import load
from licet.gear.names import SameName, fold
from licet.gear.report.made import PartyStatus

__all__ = ["PARTY_LISTS", "is_makers_name", "parties_of_makers", "same_firm"]

#: Lists on which a maker of equipment can stand; the FCC's own list is among the rules of gear.
PARTY_LISTS: Mapping[str, str] = MappingProxyType(
    {
        "us-bis-entity-list": "the Entity List",
        "us-bis-meu": "the Military End-User List",
        "us-bis-uvl": "the Unverified List",
        "us-bis-dpl": "the Denied Persons List",
        "us-dod-1260h": "the section 1260H list",
        "us-dhs-uflpa": "the UFLPA Entity List",
        "us-ofac-cmic": "the list of Chinese military-industrial complex companies",
        "us-ofac-sdn": "the list of Specially Designated Nationals",
    }
)

#: From this likelihood on two firm names are one; the look-alikes of tests/check/test_gear.py lie below.
_SAME_FIRM = 0.9


def same_firm(given: str, known: str) -> bool:
    """Whether two names stand for one firm: typing errors, other scripts and abbreviations allowed.

    The bar is this room's own and stricter than a screening desk's question: a look-alike must not hit.
    """
    from licet.match.compare import compare

    return compare(given, known, "organisation").score >= _SAME_FIRM


@cache
def _makers_names() -> Mapping[str, str]:
    """Folded name -> id of the maker that bears it."""
    return MappingProxyType(
        {fold(name): maker.id for maker in load().makers.values() for name in maker.names}
    )


def is_makers_name(name: str) -> bool:
    """Whether a name is, but for marks and legal forms, one of a maker's."""
    return fold(name) in _makers_names()


def parties_of_makers(
    listings: Iterable[Listing], on: date, same_name: SameName | None = None
) -> Mapping[str, tuple[PartyStatus, ...]]:
    """Maker id -> the entries in force on a day whose name is one of the maker's names.

    Args:
        listings: entries of any lists; those not in `PARTY_LISTS` are passed over.
        on: the day.
        same_name: a comparison of names for entries that share a word; equal folded names when not given.
    """
    by_name = _makers_names()
    by_word: dict[str, set[str]] = {}
    for maker in load().makers.values():
        for known_name in maker.names:
            for word in fold(known_name).split():
                by_word.setdefault(word, set()).add(known_name)
    found: dict[str, dict[PartyStatus, None]] = {}
    for listing in listings:
        if listing.list not in PARTY_LISTS or on not in listing.period:
            continue
        for name in listing.party.names:
            if name.quality is NameQuality.WEAK:
                continue
            folded = fold(name.text)
            owner = by_name.get(folded)
            if owner is None and same_name is not None:
                near = {known for word in folded.split() for known in by_word.get(word, ())}
                owner = next(
                    (by_name[fold(known)] for known in sorted(near) if same_name(name.text, known)), None
                )
            if owner is not None:
                found.setdefault(owner, {})[_status(listing)] = None
                break
    return MappingProxyType({owner: _unique(statuses, by_name) for owner, statuses in found.items()})


def _unique(statuses: Iterable[PartyStatus], names: Mapping[str, str]) -> tuple[PartyStatus, ...]:
    """One entry for each list and name, those first whose main name is the maker's."""
    first: dict[tuple[str, str], PartyStatus] = {}
    for status in statuses:
        key = (status.list, fold(status.entry))
        known = first.get(key)
        if known is None or (known.since is None and status.since is not None):
            first[key] = status
    return tuple(
        sorted(first.values(), key=lambda item: (item.list, fold(item.entry) not in names, item.entry))
    )


def _status(listing: Listing) -> PartyStatus:
    since = listing.period.start or next((cite.day for cite in listing.cites if cite.day), None)
    cites = tuple(dict.fromkeys(str(cite) for cite in listing.cites))
    when = f" since {since}" if since else ""
    by = f" ({'; '.join(cites[:3])})" if cites else ""
    return PartyStatus(
        list=listing.list,
        entry=listing.party.name,
        since=since,
        cites=cites,
        says=f"{listing.party.name} is on {PARTY_LISTS[listing.list]}{when}{by}",
    )
