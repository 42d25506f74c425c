"""Electronic Export Information: the fields of 15 CFR 30.6 and 758.1(g), and their export as CSV and JSON.

`eei_check` says whether they can be filed, `eei_need` whether they must be. The data is for whoever files it
in the Automated Export System; licet files nothing itself.
"""

from __future__ import annotations

import csv
import enum
import io
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from licet.core.deal import ItemKind
from licet.core.eccn import Eccn, parse_eccn
from licet.core.money import Money
from licet.core.trade import Role
from licet.store.canonical import plain
from licet.store.coverage import NamedParty, Wanted

__all__ = [
    "ConsigneeType",
    "Ddtc",
    "EeiParty",
    "Firearm",
    "LineAuthority",
    "Shipment",
    "ShipmentLine",
    "eccn_of",
    "eei_csv",
    "eei_json",
    "wanted_for",
]


class LineAuthority(enum.Enum):
    """Under what a line is shipped (15 CFR 758.1(g)(1) to (3))."""

    LICENCE = "license"
    EXCEPTION = "license exception"
    NLR = "no license required"


class ConsigneeType(enum.Enum):
    """15 CFR 30.6(a)(28)."""

    DIRECT_CONSUMER = "direct consumer"
    GOVERNMENT = "government entity"
    RESELLER = "reseller"
    OTHER = "other/unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class EeiParty:
    """A party as the EEI asks for it."""

    name: str
    address: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""
    id: str = ""
    contact: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firearm:
    """What 758.1(g)(4)(i) asks of a firearm that leaves for a time."""

    manufacturer: str
    model: str
    calibre: str
    serial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ddtc:
    """What the Department of State asks of a line (15 CFR 30.6(b)(16)).

    Attributes:
        registration: (i).
        significant: (ii), significant military equipment.
        eligible: (iii), certification of an eligible party; only with an exemption.
        category: (iv), USML category code.
        unit: (v).
        quantity: (vi).
        exemption: (vii), its citation in the ITAR; empty when there is a licence.
        license_line: (viii).
        determination: (ix), only with Category XXI.
    """

    registration: str = ""
    significant: bool | None = None
    eligible: bool | None = None
    category: str = ""
    unit: str = ""
    quantity: Decimal | None = None
    exemption: str = ""
    license_line: str = ""
    determination: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentLine:
    """One commodity line.

    Attributes:
        number: 30.6(a)(20).
        authority: licence, exception, or NLR.
        license_code: 30.6(a)(23), the code for the authority in AES; C33 for EAR99 under NLR.
        license_number: 30.6(b)(5), licence number or exception symbol.
        licence_id: id of the authorisation in this store that is drawn on; empty for none.
        licence_line: its line; empty for whichever fits.
        license_value: 30.6(b)(15), value on the licence for this commodity.
        eccn: 30.6(b)(6).
        description: 30.6(a)(13); on a licence the licence's own words (758.1(g)(1)).
        schedule_b: 30.6(a)(12), ten digits.
        origin: 30.6(a)(11), `D` or `F`.
        quantity: 30.6(a)(15), also what is drawn from the licence.
        unit: 30.6(a)(14).
        value: 30.6(a)(17), US dollars.
        weight: 30.6(a)(16), kilograms.
        export_code: 30.6(a)(18).
        tangible: whether it is shipped in tangible form.
        kind: commodity, software or technology.
        mass_market: whether software is sold to anybody over the counter (30.37(f)).
        controlled_beyond_at: under NLR, whether a reason for control other than AT applies (758.1(g)(3)).
        second_quantity: 30.6(b)(8), where Schedule B asks for a second one.
        second_unit: 30.6(b)(7).
        used_vehicle: whether it is a used self-propelled vehicle (19 CFR 192.1).
        vehicle_id: 30.6(b)(9).
        vehicle_id_kind: 30.6(b)(10), `V` for a VIN or `P`.
        vehicle_title: 30.6(b)(11).
        vehicle_title_state: 30.6(b)(12), two letters.
        warehoused: foreign goods: whether they came into a bonded warehouse or a foreign-trade zone first.
        entry_number: 30.6(b)(13).
        short_barrel: of a shotgun, whether its barrel is under 18 inches.
        temporary: whether it is to come back.
        firearms: each firearm that leaves for a time.
        ddtc: the Department of State's fields, for an article on the Munitions List.
        exemption: the paragraph of 15 CFR 30.35 to 30.40 that is claimed (`30.37(b)`); empty for none.
    """

    number: int
    authority: LineAuthority
    license_code: str = ""
    license_number: str = ""
    licence_id: str = ""
    licence_line: str = ""
    license_value: Decimal | None = None
    eccn: str = ""
    description: str = ""
    schedule_b: str = ""
    origin: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    value: Decimal | None = None
    weight: Decimal | None = None
    export_code: str = ""
    tangible: bool = True
    kind: ItemKind = ItemKind.COMMODITY
    mass_market: bool | None = None
    controlled_beyond_at: bool | None = None
    second_quantity: Decimal | None = None
    second_unit: str = ""
    used_vehicle: bool | None = None
    vehicle_id: str = ""
    vehicle_id_kind: str = ""
    vehicle_title: str = ""
    vehicle_title_state: str = ""
    warehoused: bool | None = None
    entry_number: str = ""
    short_barrel: bool | None = None
    temporary: bool | None = None
    firearms: tuple[Firearm, ...] = ()
    ddtc: Ddtc | None = None
    exemption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """One shipment: from one exporter to one consignee, on one carrier, on one day (15 CFR 30.6).

    Attributes:
        reference: 30.6(a)(19), never used twice.
        usppi: 30.6(a)(1), with its EIN in `id`.
        export_day: 30.6(a)(2).
        ultimate_consignee: 30.6(a)(3).
        consignee_type: 30.6(a)(28).
        intermediate_consignee: 30.6(b)(2).
        purchaser: 748.5(c); for the check against the licence.
        end_users: 748.5(f); for the check against the licence.
        agent: 30.6(b)(1).
        state_of_origin: 30.6(a)(4), two letters.
        destination: 30.6(a)(5), ISO 3166-1 alpha-2.
        transport: 30.6(a)(6), code of the method.
        carrier: 30.6(a)(7).
        carrier_id: 30.6(a)(8), SCAC or IATA.
        port_of_export: 30.6(a)(9).
        port_of_unlading: 30.6(b)(4).
        related: 30.6(a)(10).
        hazardous: 30.6(a)(21).
        inbond: 30.6(a)(22).
        routed: 30.6(a)(24).
        filing: 30.6(a)(27), `predeparture` or `postdeparture`.
        transport_reference: 30.6(b)(14).
        via: countries it is transshipped through, ISO 3166-1 alpha-2.
        from_zone: whether goods leave a foreign-trade zone without having been entered for consumption.
        zone: 30.6(b)(3), the zone's identifier.
        seal: 30.6(c)(1).
        equipment: 30.6(c)(2), number of the container, truck or rail car.
        original_itn: 30.6(c)(3), the ITN of a shipment that this one replaces or divides.
        end_use: as stated for this shipment.
        within_end_use: whether somebody confirmed that it is the licence's.
        statement_on_invoice: whether the destination control statement is on the invoice (758.6).
        lines: commodity lines.
    """

    reference: str
    usppi: EeiParty
    export_day: date
    ultimate_consignee: EeiParty
    destination: str
    consignee_type: ConsigneeType | None = None
    intermediate_consignee: EeiParty | None = None
    purchaser: EeiParty | None = None
    end_users: tuple[EeiParty, ...] = ()
    agent: EeiParty | None = None
    state_of_origin: str = ""
    transport: str = ""
    carrier: str = ""
    carrier_id: str = ""
    port_of_export: str = ""
    port_of_unlading: str = ""
    related: bool | None = None
    hazardous: bool | None = None
    inbond: str = ""
    routed: bool | None = None
    filing: str = ""
    transport_reference: str = ""
    via: tuple[str, ...] = ()
    from_zone: bool | None = None
    zone: str = ""
    seal: str = ""
    equipment: str = ""
    original_itn: str = ""
    end_use: str = ""
    within_end_use: bool | None = None
    statement_on_invoice: bool | None = None
    lines: tuple[ShipmentLine, ...] = ()


def eccn_of(line: ShipmentLine) -> Eccn | None:
    """The classification of a line; None when none is given or it is not one."""
    try:
        return parse_eccn(line.eccn)
    except ValueError:
        return None


def wanted_for(shipment: Shipment, line: ShipmentLine) -> Wanted:
    """What a line wants covered by its licence."""
    named: list[tuple[Role, EeiParty | None]] = [
        (Role.ULTIMATE_CONSIGNEE, shipment.ultimate_consignee),
        (Role.INTERMEDIATE_CONSIGNEE, shipment.intermediate_consignee),
        (Role.PURCHASER, shipment.purchaser),
        *((Role.END_USER, user) for user in shipment.end_users),
    ]
    return Wanted(
        on=shipment.export_day,
        eccn=eccn_of(line),
        quantity=line.quantity,
        unit=line.unit,
        value=Money(amount=line.value) if line.value is not None else None,
        destination=shipment.destination,
        parties=tuple(
            NamedParty(role=role, names=(party.name,), country=party.country)
            for role, party in named
            if party
        ),
        parties_complete=True,  # a shipment names its parties; who is not there takes no part in it
        end_use=shipment.end_use,
        within_end_use=shipment.within_end_use,
        line=line.licence_line,
    )


def eei_json(shipment: Shipment) -> dict[str, Any]:
    """The shipment as JSON data, field for field, with the paragraphs of 15 CFR 30.6 in the docs."""
    data: dict[str, Any] = plain(shipment)
    for line in data["lines"]:
        line.pop("licence_id")
        line.pop("licence_line")
    return data


def _flat(prefix: str, party: EeiParty | None) -> dict[str, str]:
    names = [part.name for part in fields(EeiParty)]
    return {f"{prefix}_{name}": getattr(party, name) if party else "" for name in names}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return str(plain(value))


def eei_csv(shipment: Shipment) -> str:
    """The shipment as CSV: one row a commodity line, the shipment's fields repeated in each."""
    end_user = shipment.end_users[0] if shipment.end_users else None
    own = {
        part.name: _text(getattr(shipment, part.name))
        for part in fields(Shipment)
        if part.name not in _PARTS and part.name not in ("lines", "end_users")
    }
    for name in _PARTS:
        own |= _flat(name, getattr(shipment, name))
    own |= _flat("end_user", end_user)
    columns = [part.name for part in fields(ShipmentLine) if part.name not in _NO_COLUMN]
    state = [part.name for part in fields(Ddtc)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    named = [*(f"line_{name}" for name in columns), *(f"line_ddtc_{name}" for name in state), "line_firearms"]
    writer.writerow([*own, *named])
    for line in shipment.lines:
        cells = [_text(getattr(line, name)) for name in columns]
        cells += [_text(getattr(line.ddtc, name)) if line.ddtc else "" for name in state]
        arms = "; ".join(" ".join((a.manufacturer, a.model, a.calibre, a.serial)) for a in line.firearms)
        writer.writerow([*own.values(), *cells, arms])
    return out.getvalue()


#: Fields of a line that have no column of their own: the store's own, and those that are spread out.
_NO_COLUMN = ("licence_id", "licence_line", "ddtc", "firearms")

_PARTS = ("usppi", "ultimate_consignee", "intermediate_consignee", "purchaser", "agent")
