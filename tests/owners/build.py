"""Small graphs and listings for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from licet.core.fact import Share
from licet.core.listing import Listing
from licet.core.period import ALWAYS, Period
from licet.core.trade import Name, Party
from licet.owners.builder import Builder
from licet.owners.graph import Graph, Kind, Source
from licet.owners.percent import parse_share
from licet.owners.workings import Listed, Resolver

TODAY = date(2026, 11, 23)
REGISTER = Source(name="register", file="register.csv")


def graph_of(
    holdings: Iterable[tuple[str, str, str | Share]],
    *,
    ties: Iterable[tuple[str, str, Kind]] = (),
    countries: Mapping[str, str] | None = None,
    default_country: str = "CN",
) -> Graph:
    """A graph from (owner, owned, share) and (owner, owned, kind)."""
    builder = Builder()
    for place, (owner, owned, share) in enumerate(holdings, start=1):
        held = parse_share(share) if isinstance(share, str) else share
        builder.edge(builder.party(owner), builder.party(owned), held, REGISTER, place=place)
    for owner, owned, kind in ties:
        builder.edge(builder.party(owner), builder.party(owned), Share.unknown(), REGISTER, kind=kind)
    for name in builder_names(builder):
        builder.party(name, country=(countries or {}).get(name, default_country))
    return builder.graph()


def builder_names(builder: Builder) -> tuple[str, ...]:
    """The ids a builder holds so far."""
    return tuple(builder._at)


def listing(
    name: str,
    list_id: str = "us-ofac-sdn",
    programmes: Sequence[str] = ("SDGT",),
    *,
    period: Period = ALWAYS,
    address_only: bool = False,
) -> Listing:
    """One entry of one list."""
    return Listing(
        id=f"{list_id}:{name.lower()}",
        list=list_id,
        party=Party(names=(Name(text=name),)),
        programmes=tuple(programmes) if list_id == "us-ofac-sdn" else (),
        period=period,
        address_only=address_only,
    )


def listed(*entries: Listing, probable: Iterable[str] = ()) -> Resolver:
    """A resolver that knows these entries by name; the probable ones are no sure match."""
    by_name: dict[str, list[Listing]] = {}
    for entry in entries:
        by_name.setdefault(entry.party.name, []).append(entry)
    unsure = set(probable)
    return lambda party: tuple(
        Listed(listing=entry, certain=party.name not in unsure) for entry in by_name.get(party.name, ())
    )
