"""What a licence or other authorisation says, as values; `coverage` asks whether it covers a trade."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licet.core.trade import Role

__all__ = [
    "Authorisation",
    "Condition",
    "Licence",
    "LicenceLine",
    "LicenceParty",
    "LicenceState",
    "Terms",
    "When",
]


#: The parties a licence names (15 CFR 748.5(c) to (f)).
LICENSED_ROLES = (
    Role.PURCHASER,
    Role.INTERMEDIATE_CONSIGNEE,
    Role.ULTIMATE_CONSIGNEE,
    Role.END_USER,
)


class Authorisation(enum.Enum):
    """What kind of authorisation it is."""

    BIS_LICENCE = "BIS license"
    EXCEPTION = "license exception"
    TEMPORARY_GENERAL = "temporary general license"
    NLR = "no license required"
    VEU = "validated end-user authorization"
    APPROVED_END_USER = "prior approval by name"
    OFAC_LICENCE = "OFAC specific license"
    OFAC_GENERAL = "OFAC general license"
    DDTC_LICENCE = "DDTC license"
    OTHER = "other authorization"


class LicenceState(enum.Enum):
    """Where an authorisation stands."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    RETURNED = "returned"


class When(enum.Enum):
    """When a condition must be fulfilled."""

    BEFORE = "before shipment"
    AFTER = "after shipment"
    STANDING = "standing"


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceParty:
    """A party that the authorisation names, in its role."""

    role: Role
    name: str
    country: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceLine:
    """One item that it authorises.

    Attributes:
        line: its number on the licence.
        eccn: classification; a whole entry covers its paragraphs.
        description: item description, word for word: the EEI must repeat it (15 CFR 758.1(g)(1)).
        unit: unit of quantity.
        quantity: how much; None where none is stated (software, technology, exceptions).
        value: total value of the line; None where none is stated.
    """

    line: str
    eccn: str
    description: str = ""
    unit: str = ""
    quantity: Decimal | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition (proviso) of it.

    Attributes:
        number: its number on the licence.
        text: what it says.
        when: when it must be fulfilled.
        duty: what it asks for, in a few words (`a delivery verification`); empty when it only limits.
        done: whether a duty was fulfilled.
    """

    number: str
    text: str
    when: When = When.STANDING
    duty: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything it says.

    Attributes:
        kind: what kind of authorisation.
        number: licence number; for an exception its symbol and the exporter's own reference.
        agency: who issued it (`BIS`, `OFAC`, `DDTC`).
        licensee: to whom.
        parties: named parties.
        destinations: ISO 3166-1 alpha-2; empty where it names none.
        end_use: the end use as approved, word for word.
        lines: items.
        conditions: conditions.
        valid_from: first day.
        valid_to: last day; None where none is stated.
        currency: of all values.
        value_tolerance: per cent by which shipments may exceed the value (15 CFR 750.11: up to 10, unless the
            licence says otherwise); 0 unless stated.
        exception: symbol of the licence exception, where it is one.
        application: id of the application it answers; empty when there is none.
        note: anything else.
    """

    kind: Authorisation
    number: str
    agency: str = "BIS"
    licensee: str = ""
    parties: tuple[LicenceParty, ...] = ()
    destinations: tuple[str, ...] = ()
    end_use: str = ""
    lines: tuple[LicenceLine, ...] = ()
    conditions: tuple[Condition, ...] = ()
    valid_from: date
    valid_to: date | None = None
    currency: str = "USD"
    value_tolerance: Decimal = Decimal(0)
    exception: str = ""
    application: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """An authorisation as it stands.

    Attributes:
        id: `LIC-42`.
        state: active, suspended, revoked or returned.
        terms: what it says, as amended last.
        drawn: line -> (quantity, value) drawn by shipments so far.
    """

    id: str
    state: LicenceState
    terms: Terms
    drawn: dict[str, tuple[Decimal, Decimal]]

    def left(self, line: LicenceLine) -> tuple[Decimal | None, Decimal | None]:
        """Quantity and value left on a line, the tolerance included; None where there is no limit."""
        quantity, value = self.drawn.get(line.line, (Decimal(0), Decimal(0)))
        more = 1 + self.terms.value_tolerance / 100
        return (
            None if line.quantity is None else line.quantity - quantity,
            None if line.value is None else line.value * more - value,
        )
