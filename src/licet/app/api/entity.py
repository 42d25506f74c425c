"""A listing as a FollowTheMoney entity, and such an entity as a party.

Ids, datasets and properties are those that programs written for the OpenSanctions API read. A dataset is a
list of ours with underscores (`us_ofac_sdn`). What a property of the model cannot hold is left out here and
stands in `GET /api/v1/listings/{id}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from licet.core.country import country_code
from licet.core.listing import Listing
from licet.core.trade import Address, BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.births import parse_birth

__all__ = ["SCHEMATA", "dataset_of", "entity_of", "party_of_entity", "schema_fits", "schema_of", "topics_of"]

#: Schemata that may be asked with, and the kind that each means.
SCHEMATA: Mapping[str, PartyKind] = {
    "Thing": PartyKind.UNKNOWN,
    "LegalEntity": PartyKind.UNKNOWN,
    "Person": PartyKind.PERSON,
    "Organization": PartyKind.ORGANISATION,
    "Company": PartyKind.ORGANISATION,
    "PublicBody": PartyKind.ORGANISATION,
    "Asset": PartyKind.UNKNOWN,
    "Vehicle": PartyKind.UNKNOWN,
    "Vessel": PartyKind.VESSEL,
    "Airplane": PartyKind.AIRCRAFT,
    "Address": PartyKind.UNKNOWN,
}
_OURS = {
    PartyKind.PERSON: "Person",
    PartyKind.ORGANISATION: "Organization",
    PartyKind.VESSEL: "Vessel",
    PartyKind.AIRCRAFT: "Airplane",
}
_ABOVE: Mapping[str, tuple[str, ...]] = {
    "Person": ("LegalEntity", "Thing"),
    "Organization": ("LegalEntity", "Thing"),
    "LegalEntity": ("Thing",),
    "Vessel": ("Vehicle", "Asset", "Thing"),
    "Airplane": ("Vehicle", "Asset", "Thing"),
    "Address": ("Thing",),
}
_TOPICS: Mapping[str, tuple[str, ...]] = {
    "us-bis-dpl": ("export.control",),
    "us-bis-entity-list": ("export.control",),
    "us-bis-meu": ("export.control",),
    "us-bis-uvl": ("export.risk",),
    "us-ddtc-debarred": ("debarment",),
    "us-dhs-uflpa": ("export.risk",),
    "us-dod-1260h": ("export.risk",),
    "us-fcc-covered": ("export.risk",),
    "us-state-isn": ("sanction", "export.control"),
}
_NAMES = {
    NameQuality.WEAK: "weakAlias",
    NameQuality.FORMER: "previousName",
}
_NUMBERS: Mapping[str, str] = {
    "registration": "registrationNumber",
    "tax": "taxNumber",
    "national-id": "idNumber",
    "passport": "passportNumber",
    "duns": "dunsCode",
    "bic": "swiftBic",
    "lei": "leiCode",
    "imo": "imoNumber",
    "imo-company": "imoNumber",
    "mmsi": "mmsi",
    "call-sign": "callSign",
    "aircraft-tail": "registrationNumber",
    "aircraft-msn": "serialNumber",
    "license": "licenseNumber",
    "cage": "cageCode",
}
#: Properties of numbers that a schema has; others are left out.
_HAS: Mapping[str, frozenset[str]] = {
    "Person": frozenset(
        {"registrationNumber", "taxNumber", "idNumber", "passportNumber", "leiCode", "licenseNumber"}
    ),
    "Organization": frozenset(
        {
            "registrationNumber",
            "taxNumber",
            "idNumber",
            "dunsCode",
            "swiftBic",
            "leiCode",
            "imoNumber",
            "licenseNumber",
            "cageCode",
        }
    ),
    "LegalEntity": frozenset({"registrationNumber", "taxNumber", "idNumber", "leiCode", "licenseNumber"}),
    "Vessel": frozenset({"registrationNumber", "imoNumber", "mmsi", "callSign"}),
    "Airplane": frozenset({"registrationNumber", "serialNumber"}),
    "Address": frozenset(),
}
#: How a number must look to be the code that its property promises.
_FORMS: Mapping[str, re.Pattern[str]] = {
    "swiftBic": re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?"),
    "leiCode": re.compile(r"[A-Z0-9]{18}[0-9]{2}"),
    "imoNumber": re.compile(r"(IMO ?)?[0-9]{7}"),
    "mmsi": re.compile(r"[0-9]{9}"),
}
_COUNTRY_PROPERTIES = ("country", "jurisdiction", "nationality", "citizenship", "mainCountry", "flag")
_NUMBER_PROPERTIES: Mapping[str, str] = {
    **{ours: kind for kind, ours in _NUMBERS.items() if not kind.startswith(("imo-", "aircraft"))},
    "innCode": "tax",
    "ogrnCode": "registration",
    "vatCode": "tax",
    "uscCode": "registration",
    "socialSecurityNumber": "national-id",
}


def dataset_of(list_id: str) -> str:
    """A list's id as the name of a dataset."""
    return list_id.replace("-", "_")


def topics_of(listing: Listing) -> tuple[str, ...]:
    """What the model calls the risks of being listed there."""
    return _TOPICS.get(listing.list, ("sanction",))


def schema_of(listing: Listing) -> str:
    """The schema of a listing."""
    if listing.address_only:
        return "Address"
    return _OURS.get(listing.party.kind, "LegalEntity")


def schema_fits(schema: str, wanted: str) -> bool:
    """Whether a listing of one schema may be what a query of another is about."""
    if wanted in ("Company", "PublicBody"):
        wanted = "Organization"
    return schema == wanted or wanted in _ABOVE[schema] or schema in _ABOVE.get(wanted, ())


def entity_of(listing: Listing, *, first_seen: date | None, last_seen: date | None) -> dict[str, Any]:
    """A listing as an entity.

    Args:
        listing: the listing.
        first_seen: first day for which its list is known whole.
        last_seen: the day up to which its list is known.
    """
    schema = schema_of(listing)
    party = listing.party
    properties: dict[str, list[str]] = {}

    def add(name: str, value: str) -> None:
        text = " ".join(value.split())
        if text and text not in (held := properties.setdefault(name, [])):
            held.append(text)

    for place, name in enumerate(party.names):
        if name.until is None:
            add("name" if place == 0 else _NAMES.get(name.quality, "alias"), name.text)
    for code in party.countries:
        add("country", code.lower())
    for address in party.addresses:
        if address.until is None:
            add("full" if schema == "Address" else "address", address.text)
    if schema == "Address" and not party.names:
        add("name", party.name)
    for number in party.identifiers:
        held = _NUMBERS.get(number.kind, "")
        if held in _HAS[schema] and (held not in _FORMS or _FORMS[held].fullmatch(number.value)):
            add(held, number.value)
    for birth in party.births if schema == "Person" else ():
        add("birthDate", _birth_text(birth))
    for topic in topics_of(listing):
        add("topics", topic)
    for programme in listing.programmes:
        add("program", programme)
    for cite in listing.cites:
        if cite.link:
            add("sourceUrl", cite.link)
    start = listing.period.start or first_seen
    changed = max((cite.day for cite in listing.cites if cite.day), default=start)
    return {
        "id": listing.id,
        "caption": party.name,
        "schema": schema,
        "properties": {name: values for name, values in properties.items() if values},
        "datasets": [dataset_of(listing.list)],
        "referents": [],
        "target": True,
        "first_seen": _moment(start),
        "last_seen": _moment(last_seen),
        "last_change": _moment(changed),
    }


def _birth_text(birth: BirthDate) -> str:
    """A day, a month or a year: only what is sure of a date that may be a range."""
    first, last = birth.earliest, birth.latest
    if first == last:
        return first.isoformat()
    if (first.year, first.month) == (last.year, last.month):
        return first.isoformat()[:7]
    return first.isoformat()[:4] if first.year == last.year else ""


def _moment(day: date | None) -> str | None:
    return f"{day.isoformat()}T00:00:00" if day else None


def party_of_entity(schema: str, properties: Mapping[str, Iterable[str]]) -> Party:
    """The party that an entity describes; properties that say nothing to us are passed over."""
    given = {name: [text.strip() for text in texts if text.strip()] for name, texts in properties.items()}

    def of(*names: str) -> list[str]:
        return [text for name in names for text in given.get(name, ())]

    names = of("name", "alias", "weakAlias", "previousName", "abbreviation")
    if not names and (whole := " ".join(of("firstName", "middleName", "secondName", "lastName"))):
        names = [whole]
    codes = (country_code(text) or "" for text in of(*_COUNTRY_PROPERTIES))
    countries = tuple(dict.fromkeys(code for code in codes if code))
    return Party(
        names=tuple(Name(text=text) for text in dict.fromkeys(names)),
        kind=SCHEMATA[schema],
        countries=countries,
        addresses=tuple(
            Address(text=text, country=countries[0] if len(countries) == 1 else "")
            for text in of("address", "full")
        ),
        identifiers=tuple(
            Identifier(kind=kind, value=text)
            for name, kind in _NUMBER_PROPERTIES.items()
            for text in given.get(name, ())
        ),
        births=tuple(birth for text in of("birthDate") if (birth := parse_birth(text))),
    )
