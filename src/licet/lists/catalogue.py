"""A snapshot as plain entries for a matcher: what can be compared, and nothing of the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from licet.core.listing import Listing
from licet.core.trade import NameQuality
from licet.lists.snapshot import Snapshot

__all__ = ["CatalogueEntry", "catalogue", "catalogue_entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """One listing's comparable facts.

    Attributes:
        id: the listing's id.
        list: its list.
        kind: `person`, `organisation`, `vessel`, `aircraft`, `address` or `any`.
        names: names that identify: primary, strong, former, original script; the first is the one to print.
        weak_names: names that the list itself calls weak.
        countries: ISO 3166-1 alpha-2 codes.
        addresses: whole addresses as written, each with its country code.
        identifiers: kind, value, country.
        births: earliest and latest day, ISO.
    """

    id: str
    list: str
    kind: str
    names: tuple[str, ...]
    weak_names: tuple[str, ...]
    countries: tuple[str, ...]
    addresses: tuple[tuple[str, str], ...]
    identifiers: tuple[tuple[str, str, str], ...]
    births: tuple[tuple[str, str], ...]


def catalogue_entry(listing: Listing) -> CatalogueEntry:
    """The comparable facts of a listing; names that the list has dropped stay, for they may still be used."""
    party = listing.party
    return CatalogueEntry(
        id=listing.id,
        list=listing.list,
        kind=party.kind.value,
        names=tuple(name.text for name in party.names if name.quality is not NameQuality.WEAK),
        weak_names=tuple(name.text for name in party.names if name.quality is NameQuality.WEAK),
        countries=party.countries,
        addresses=tuple((one.text, one.country) for one in party.addresses if one.text),
        identifiers=tuple((one.kind, one.value, one.country) for one in party.identifiers),
        births=tuple((one.earliest.isoformat(), one.latest.isoformat()) for one in party.births),
    )


def catalogue(snapshot: Snapshot) -> Iterator[CatalogueEntry]:
    """All entries of a snapshot in order of id, streaming."""
    return map(catalogue_entry, snapshot.listings())
