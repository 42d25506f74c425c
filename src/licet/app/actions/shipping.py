"""Whether a shipment's EEI must be filed and can be: the store's checks with country groups and the UVL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.check.party import party_of
from licet.core.answer import Answer
from licet.core.trade import Party
from licet.law.us.ear.places import in_group
from licet.store.eei import EeiParty, Shipment
from licet.store.eei_need import eei_needed

if TYPE_CHECKING:
    from licet.check.engine import Engine

__all__ = ["must_be_filed", "uvl_party"]

UVL = "us-bis-uvl"
_E = ("E:1", "E:2")
_D = ("D:1", "D:2", "D:3", "D:4", "D:5")


def uvl_party(shipment: Shipment, engine: Engine) -> bool | None:
    """Whether a consignee or end-user is on the Unverified List on the day of export; None when not settled.

    A probable hit, a stale list or a day that its history does not reach leaves it open: never a no.
    """
    named: list[EeiParty | None] = [
        shipment.intermediate_consignee,
        shipment.ultimate_consignee,
        *shipment.end_users,
    ]
    settled: bool | None = False
    for party in named:
        if party is None or not party.name.strip():
            continue
        found = engine.check(_party(party), on=shipment.export_day)
        hits = [one for one in found.findings if one.listing.list == UVL and not one.listed.is_no]
        if any(one.verdict == "match" and one.listed.is_yes for one in hits):
            return True
        if hits or found.stale or UVL in found.incomplete:
            settled = None
    return settled


def _party(party: EeiParty) -> Party:
    address = ", ".join(part for part in (party.address, party.city, party.postcode) if part)
    return party_of(party.name, country=party.country, address=address)


def must_be_filed(shipment: Shipment, engine: Engine | None = None) -> Answer:
    """Whether EEI must be filed (15 CFR 758.1(b)); without an engine the Unverified List stays open."""
    on = shipment.export_day
    return eei_needed(
        shipment,
        group_e=in_group(shipment.destination, _E, on),
        group_d=in_group(shipment.destination, _D, on),
        uvl_party=uvl_party(shipment, engine) if engine is not None else None,
    )
