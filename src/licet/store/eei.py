"""Electronic Export Information: the fields of 15 CFR 30.6, what 758.1(g) and 758.6 ask of them, and exports.

Values and checks, pure. A check answers yes, no or unknown and says which field and which paragraph. The data
is exported as CSV or JSON for whoever files it in the Automated Export System; licet files nothing itself.
"""

from __future__ import annotations

import csv
import enum
import io
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from licet.core.answer import Answer, Question, all_of, any_of, no, unknown, yes
from licet.core.eccn import Eccn, parse_eccn
from licet.core.money import Money
from licet.core.trade import Role
from licet.store.canonical import plain
from licet.store.rows import fold
from licet.store.terms import Authorisation, NamedParty, Terms, Wanted

__all__ = [
    "DESTINATION_CONTROL_STATEMENT",
    "ConsigneeType",
    "EeiParty",
    "LineAuthority",
    "Shipment",
    "ShipmentLine",
    "check_against_licence",
    "check_eei",
    "check_line",
    "eei_csv",
    "eei_json",
    "eei_needed",
    "statement_needed",
    "wanted_for",
]

#: The sentence that 15 CFR 758.6(a)(1) puts on the commercial invoice.
DESTINATION_CONTROL_STATEMENT = (
    "These items are controlled by the U.S. Government and authorized for export only to the country"
    " of ultimate destination for use by the ultimate consignee or end-user(s) herein identified. "
    "They may not be resold, transferred, or otherwise disposed of, to any other country or to any "
    "person other than the authorized ultimate consignee or end-user(s), either in their original "
    "form or after being incorporated into other items, without first obtaining approval from the "
    "U.S. government or as otherwise authorized by U.S. law and regulations"
)


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
    end_use: str = ""
    within_end_use: bool | None = None
    statement_on_invoice: bool | None = None
    lines: tuple[ShipmentLine, ...] = ()


def _eccn(line: ShipmentLine) -> Eccn | None:
    try:
        return parse_eccn(line.eccn)
    except ValueError:
        return None


def _z_entry(eccn: Eccn) -> bool:
    """Whether it is one of the .z paragraphs that 758.1(g)(5) names."""
    names = {"3A001", "4A003", "4A004", "4A005", "5A002", "5A004", "5A992", "5D002", "5D992"}
    return eccn.entry in names and eccn.paragraph.split(".")[0] == "z"


#: 758.1(b)(10) and (g)(3); Hong Kong counts as China there.
_SPECIAL = frozenset({"CN", "HK", "RU", "VE"})


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
        eccn=_eccn(line),
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


def _must(says: str, cite: str, *, holds: bool) -> Answer:
    return yes(says, cites=(cite,)) if holds else no(says, cites=(cite,))


def _given(name: str, value: object, cite: str) -> Answer:
    says = f"{name} is given"
    if value not in (None, ""):
        return yes(says, cites=(cite,))
    return unknown(says, ask=Question(id=name.replace(" ", "_"), text=f"What is the {name}?"), cites=(cite,))


def check_eei(shipment: Shipment) -> Answer:
    """Whether the fields that 15 CFR 30.6(a) makes mandatory are there, and in the right form."""
    parts = [
        _given("shipment reference number", shipment.reference, "15 CFR 30.6(a)(19)"),
        _given("USPPI name", shipment.usppi.name, "15 CFR 30.6(a)(1)(i)"),
        _given("USPPI address of origin", shipment.usppi.address, "15 CFR 30.6(a)(1)(ii)"),
        _given("USPPI identification number", shipment.usppi.id, "15 CFR 30.6(a)(1)(iii)"),
        _given("USPPI contact", shipment.usppi.contact, "15 CFR 30.6(a)(1)(iv)"),
        _given("ultimate consignee", shipment.ultimate_consignee.name, "15 CFR 30.6(a)(3)"),
        _given("ultimate consignee address", shipment.ultimate_consignee.address, "15 CFR 30.6(a)(3)"),
        _given("state of origin", shipment.state_of_origin, "15 CFR 30.6(a)(4)"),
        _given("country of ultimate destination", shipment.destination, "15 CFR 30.6(a)(5)"),
        _given("method of transportation", shipment.transport, "15 CFR 30.6(a)(6)"),
        _given("carrier name", shipment.carrier, "15 CFR 30.6(a)(7)"),
        _given("carrier identification", shipment.carrier_id, "15 CFR 30.6(a)(8)"),
        _given("port of export", shipment.port_of_export, "15 CFR 30.6(a)(9)"),
        _given("related party indicator", shipment.related, "15 CFR 30.6(a)(10)"),
        _given("hazardous material indicator", shipment.hazardous, "15 CFR 30.6(a)(21)"),
        _given("inbond code", shipment.inbond, "15 CFR 30.6(a)(22)"),
        _given("routed export transaction indicator", shipment.routed, "15 CFR 30.6(a)(24)"),
        _given("filing option", shipment.filing, "15 CFR 30.6(a)(27)"),
        _given("ultimate consignee type", shipment.consignee_type, "15 CFR 30.6(a)(28)"),
        _must("it has at least one line", "15 CFR 30.6(a)(20)", holds=bool(shipment.lines)),
        *(check_line(shipment, line) for line in shipment.lines),
        _invoice(shipment),
    ]
    return all_of(*parts, says=f"the EEI of {shipment.reference} can be filed", cites=("15 CFR 30.6",))


def _invoice(shipment: Shipment) -> Answer:
    says = "the destination control statement is on the invoice"
    needed = statement_needed(shipment)
    if needed.is_no:
        return yes("no destination control statement is needed", cites=("15 CFR 758.6(a)",))
    if shipment.statement_on_invoice is None:
        ask = Question(id="statement_on_invoice", text="Is the destination control statement on the invoice?")
        return unknown(says, ask=ask, cites=("15 CFR 758.6(a)(1)",))
    return _must(says, "15 CFR 758.6(a)(1)", holds=shipment.statement_on_invoice)


def check_line(shipment: Shipment, line: ShipmentLine) -> Answer:
    """Whether a line says what 15 CFR 30.6(a) and 758.1(g) want of it."""
    where = f"line {line.number}"
    parts = [
        _given(f"{where} license code", line.license_code, "15 CFR 30.6(a)(23)"),
        _given(f"{where} description", line.description, "15 CFR 30.6(a)(13)"),
        _given(f"{where} Schedule B number", line.schedule_b, "15 CFR 30.6(a)(12)"),
        _given(f"{where} domestic or foreign indicator", line.origin, "15 CFR 30.6(a)(11)"),
        _given(f"{where} quantity", line.quantity, "15 CFR 30.6(a)(15)"),
        _given(f"{where} unit", line.unit, "15 CFR 30.6(a)(14)"),
        _given(f"{where} value", line.value, "15 CFR 30.6(a)(17)"),
        _given(f"{where} shipping weight", line.weight, "15 CFR 30.6(a)(16)"),
        _given(f"{where} export information code", line.export_code, "15 CFR 30.6(a)(18)"),
    ]
    if line.schedule_b:
        digits = line.schedule_b.replace(".", "")
        says = f"{where} Schedule B number has ten digits"
        parts.append(_must(says, "15 CFR 30.6(a)(12)", holds=digits.isdigit() and len(digits) == 10))
    if line.origin:
        says = f"{where} is domestic (D) or foreign (F)"
        parts.append(_must(says, "15 CFR 30.6(a)(11)", holds=line.origin in ("D", "F")))
    return all_of(*parts, *_authority(shipment, line, where), says=f"{where} can be filed")


def _authority(shipment: Shipment, line: ShipmentLine, where: str) -> list[Answer]:
    eccn = _eccn(line)
    parts = []
    if line.authority is LineAuthority.LICENCE:
        parts += [
            _given(f"{where} license number", line.license_number, "15 CFR 758.1(g)(1)"),
            _given(f"{where} ECCN", line.eccn, "15 CFR 758.1(g)(1)"),
            _given(f"{where} license value", line.license_value, "15 CFR 30.6(b)(15)"),
        ]
    elif line.authority is LineAuthority.EXCEPTION:
        symbol = line.license_number
        parts += [
            _given(f"{where} license exception symbol", symbol, "15 CFR 758.1(g)(2)"),
            _given(f"{where} ECCN", line.eccn, "15 CFR 758.1(g)(2)"),
        ]
        if symbol:
            says = f"{where} exception symbol is three letters"
            parts.append(_must(says, "15 CFR 758.1(g)(2)", holds=symbol.isalpha() and len(symbol) == 3))
    else:
        if shipment.destination in _SPECIAL:
            parts.append(_given(f"{where} ECCN", line.eccn, "15 CFR 758.1(g)(3)"))
        if eccn is not None and eccn.is_ear99 and line.license_code:
            says = f"{where} license code of EAR99 under NLR is C33"
            parts.append(_must(says, "15 CFR 758.1(g)(3)", holds=line.license_code == "C33"))
    if line.eccn and eccn is None:
        parts.append(no(f"{where} `{line.eccn}` is an ECCN", cites=("15 CFR 738.2(d)",)))
    if eccn is not None and _z_entry(eccn):
        says = f"{where} description begins with .z"
        parts.append(_must(says, "15 CFR 758.1(g)(5)", holds=line.description.startswith(".z")))
    return parts


def check_against_licence(shipment: Shipment, line: ShipmentLine, terms: Terms) -> Answer:
    """Whether a line repeats its licence: number, description word for word, country of destination."""
    where = f"line {line.number}"
    held = [part for part in terms.lines if line.licence_line in ("", part.line)]
    eccn = _eccn(line)
    fitting = [part for part in held if eccn is not None and parse_eccn(part.eccn).covers(eccn)]
    parts = [
        _must(
            f"{where} license number is {terms.number}",
            "15 CFR 758.1(g)(1)",
            holds=line.license_number == (terms.exception or terms.number),
        )
    ]
    described = [part.description for part in fitting if part.description]
    if described and terms.kind is Authorisation.BIS_LICENCE:
        says = f"{where} description is the licence's own: {described[0]}"
        same = any(fold(line.description).removeprefix(".z ") == fold(text) for text in described)
        parts.append(_must(says, "15 CFR 758.1(g)(1)", holds=same))
    if terms.destinations:
        says = f"the country of ultimate destination is the licence's: {', '.join(terms.destinations)}"
        parts.append(_must(says, "15 CFR 30.6(a)(5)(i)", holds=shipment.destination in terms.destinations))
    return all_of(*parts, says=f"{where} agrees with {terms.number}")


def statement_needed(shipment: Shipment) -> Answer:
    """Whether the invoice must carry the destination control statement (15 CFR 758.6(a))."""
    parts = []
    for line in shipment.lines:
        eccn = _eccn(line)
        says = f"line {line.number} ships an item of the Commerce Control List"
        if not line.tangible or line.license_number in ("BAG", "GFT"):
            parts.append(no(says))
        elif eccn is None:
            ask = Question(id=f"lines.{line.number}.eccn", text=f"What is the ECCN of line {line.number}?")
            parts.append(unknown(says, ask=ask))
        else:
            parts.append(no(says) if eccn.is_ear99 else yes(says))
    return any_of(*parts, says="the destination control statement is needed", cites=("15 CFR 758.6(a)",))


def eei_needed(
    shipment: Shipment, *, group_e: bool | None, uvl_party: bool | None, veu: bool | None = False
) -> Answer:
    """Whether EEI must be filed for a shipment of items subject to the EAR (15 CFR 758.1(b)).

    Args:
        shipment: what is shipped.
        group_e: whether the destination is in Country Group E:1 or E:2.
        uvl_party: whether a party of 748.5(d) to (f) is on the Unverified List.
        veu: whether it goes under a Validated End-User authorisation.

    The firearms (b)(9), transshipment (b)(6) and 3A069 (b)(11) limbs and the exemptions of the Foreign Trade
    Regulations (758.1(c), 15 CFR 30.35 to 30.40) are not judged here.
    """

    def stated(says: str, cite: str, id: str, *, value: bool | None) -> Answer:
        if value is None:
            return unknown(says, ask=Question(id=id, text=f"Is it so that {says}?"), cites=(cite,))
        return _must(says, cite, holds=value)

    tangible = [line for line in shipment.lines if line.tangible]
    if not tangible:
        return no("nothing is shipped in tangible form", cites=("15 CFR 758.1(b)",))
    parts = [
        stated(
            "the destination is in Country Group E:1 or E:2", "15 CFR 758.1(b)(1)", "group_e", value=group_e
        ),
        stated("it goes under a Validated End-User authorization", "15 CFR 758.1(b)(7)", "veu", value=veu),
        stated("a party is on the Unverified List", "15 CFR 758.1(b)(8)", "uvl_party", value=uvl_party),
    ]
    by_number: dict[str, Decimal] = {}
    for line in tangible:
        eccn, where = _eccn(line), f"line {line.number}"
        licensed = line.authority is LineAuthority.LICENCE
        parts.append(_must(f"{where} needs a license application", "15 CFR 758.1(b)(2)", holds=licensed))
        sta = line.authority is LineAuthority.EXCEPTION and line.license_number == "STA"
        parts.append(_must(f"{where} goes under STA", "15 CFR 758.1(b)(4)", holds=sta))
        ask = Question(id=f"lines.{line.number}.eccn", text=f"What is the ECCN of {where}?")
        says = f"{where} is in paragraphs .a to .x of a 9x515 or 600 series entry"
        if eccn is None:
            parts.append(unknown(says, ask=ask, cites=("15 CFR 758.1(b)(3)",)))
        elif not (eccn.is_600_series or eccn.is_9x515):
            parts.append(no(says, cites=("15 CFR 758.1(b)(3)",)))
        elif not eccn.paragraph:
            parts.append(unknown(says, ask=ask, cites=("15 CFR 758.1(b)(3)",)))
        else:
            parts.append(_must(says, "15 CFR 758.1(b)(3)", holds=eccn.paragraph[0] <= "x"))
        if shipment.destination in _SPECIAL:
            says = f"{where} is on the Commerce Control List and goes to China, Russia or Venezuela"
            if eccn is None:
                parts.append(unknown(says, ask=ask, cites=("15 CFR 758.1(b)(10)",)))
            else:
                parts.append(_must(says, "15 CFR 758.1(b)(10)", holds=not eccn.is_ear99))
        if line.value is None or not line.schedule_b:
            ask = Question(id=f"lines.{line.number}.value", text=f"Value and Schedule B number of {where}?")
            parts.append(unknown(f"{where} is over $2,500", ask=ask, cites=("15 CFR 758.1(b)(5)",)))
        else:
            by_number[line.schedule_b] = by_number.get(line.schedule_b, Decimal(0)) + line.value
    for number, value in by_number.items():
        says = f"goods of Schedule B {number} are worth {value}, over $2,500"
        parts.append(_must(says, "15 CFR 758.1(b)(5)", holds=value > 2500))
    return any_of(*parts, says="EEI must be filed", cites=("15 CFR 758.1(b)",))


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
    hidden = ("licence_id", "licence_line")
    columns = [part.name for part in fields(ShipmentLine) if part.name not in hidden]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*own, *(f"line_{name}" for name in columns)])
    for line in shipment.lines:
        writer.writerow([*own.values(), *(_text(getattr(line, name)) for name in columns)])
    return out.getvalue()


_PARTS = ("usppi", "ultimate_consignee", "intermediate_consignee", "purchaser", "agent")
