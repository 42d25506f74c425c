"""The words for those who trade: party, name, address, identifier, role."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date

__all__ = ["Address", "BirthDate", "Identifier", "Name", "NameQuality", "Party", "PartyKind", "Role"]


class PartyKind(enum.Enum):
    """What sort of party a name stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    ADDRESS = "address"
    UNKNOWN = "any"


class Role(enum.Enum):
    """A party's part in a trade (15 CFR 748.5(c)-(f) for the first four)."""

    PURCHASER = "purchaser"
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee"
    ULTIMATE_CONSIGNEE = "ultimate_consignee"
    END_USER = "end_user"
    EXPORTER = "exporter"
    FORWARDER = "forwarder"
    BROKER = "broker"
    BANK = "bank"
    SHIP_TO = "ship_to"
    MANUFACTURER = "manufacturer"
    VESSEL = "vessel"
    OTHER = "other"


class NameQuality(enum.Enum):
    """How much a name identifies: the list's own marking, never our guess."""

    PRIMARY = "primary"
    STRONG = "strong alias"
    WEAK = "weak alias"
    FORMER = "former name"
    ORIGINAL_SCRIPT = "original script"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name of a party as a document writes it.

    Attributes:
        text: the whole name in reading order.
        quality: primary, strong or weak alias, former name.
        since: first day on which the list carried it; None when not known or not needed.
        until: first day on which the list no longer carried it; None while it does.
        language: BCP 47 tag where the source states one.
    """

    text: str
    quality: NameQuality = NameQuality.PRIMARY
    since: date | None = None
    until: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address.

    Attributes:
        text: the whole as written.
        city: city where the source separates it.
        region: province, state, or special region (`Crimea`).
        postcode: postal code.
        country: ISO 3166-1 alpha-2; empty when not known.
        since: first day on which the list carried it; None when not known or not needed.
        until: first day on which the list no longer carried it; None while it does.
    """

    text: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number or code that stands for a party.

    Attributes:
        kind: `lei`, `tax`, `registration`, `imo`, `bic`, `passport`, `national-id`, `duns`, `cage`, `mmsi`,
            `call-sign`, `aircraft-tail`, `website`, `email`, `phone`, or the source's own word.
        value: as written.
        country: issuer, ISO 3166-1 alpha-2; empty when not stated.
    """

    kind: str
    value: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthDate:
    """A birth date with its uncertainty: any day from `earliest` to `latest`, both included."""

    earliest: date
    latest: date
    circa: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person, organisation, vessel, aircraft or bare address.

    Attributes:
        names: all names; the first is the one to print. Empty for a bare address.
        kind: what sort of party it is.
        countries: ISO 3166-1 alpha-2 codes connected with it (address, nationality, flag).
        addresses: all known addresses.
        identifiers: all known numbers.
        births: possible birth dates of a person.
        id: the giver's own reference; empty when there is none.
        roles: its parts in a trade, where it stands in one.
    """

    names: tuple[Name, ...] = ()
    kind: PartyKind = PartyKind.UNKNOWN
    countries: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    births: tuple[BirthDate, ...] = ()
    id: str = ""
    roles: tuple[Role, ...] = field(default=())

    @property
    def name(self) -> str:
        """The name to print; the address for a party that has none."""
        if self.names:
            return self.names[0].text
        return self.addresses[0].text if self.addresses else self.id
