"""Whether Electronic Export Information can be filed: 15 CFR 30.6, 758.1(g), 758.6, and its licence.

Pure. Each check answers yes, no or unknown and says which field and which paragraph.
"""

from __future__ import annotations

import re

from licet.core.answer import Answer, Question, all_of, no, unknown, yes
from licet.core.eccn import Eccn, parse_eccn
from licet.store.eei import EeiParty, LineAuthority, Shipment, ShipmentLine, eccn_of
from licet.store.eei_need import ECCN_ALWAYS, firearm_of_758, given, must, statement_needed, used_vehicle
from licet.store.rows import fold
from licet.store.terms import Authorisation, Terms

__all__ = ["check_against_licence", "check_eei", "check_line"]

#: Methods of transportation in AES that go by sea: vessel, vessel with containers, barge.
_SEA = ("10", "11", "12")
_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\b", re.IGNORECASE)
_DIAMONDS = ("710210", "710221", "710231")


def _z_entry(eccn: Eccn) -> bool:
    """Whether it is one of the .z paragraphs that 758.1(g)(5) names."""
    names = {"3A001", "4A003", "4A004", "4A005", "5A002", "5A004", "5A992", "5D002", "5D992"}
    return eccn.entry in names and eccn.paragraph.split(".")[0] == "z"


def check_eei(shipment: Shipment) -> Answer:
    """Whether the fields of 15 CFR 30.6(a), and those of (b) that apply, are there and in form."""
    parts = [
        given("shipment reference number", shipment.reference, "15 CFR 30.6(a)(19)"),
        given("USPPI name", shipment.usppi.name, "15 CFR 30.6(a)(1)(i)"),
        *_whole_address("USPPI", shipment.usppi, "15 CFR 30.6(a)(1)(ii)"),
        given("USPPI identification number", shipment.usppi.id, "15 CFR 30.6(a)(1)(iii)"),
        given("USPPI contact", shipment.usppi.contact, "15 CFR 30.6(a)(1)(iv)"),
        given("ultimate consignee", shipment.ultimate_consignee.name, "15 CFR 30.6(a)(3)"),
        given("ultimate consignee address", shipment.ultimate_consignee.address, "15 CFR 30.6(a)(3)"),
        given("state of origin", shipment.state_of_origin, "15 CFR 30.6(a)(4)"),
        given("country of ultimate destination", shipment.destination, "15 CFR 30.6(a)(5)"),
        given("method of transportation", shipment.transport, "15 CFR 30.6(a)(6)"),
        given("carrier name", shipment.carrier, "15 CFR 30.6(a)(7)"),
        given("carrier identification", shipment.carrier_id, "15 CFR 30.6(a)(8)"),
        given("port of export", shipment.port_of_export, "15 CFR 30.6(a)(9)"),
        given("related party indicator", shipment.related, "15 CFR 30.6(a)(10)"),
        given("hazardous material indicator", shipment.hazardous, "15 CFR 30.6(a)(21)"),
        given("inbond code", shipment.inbond, "15 CFR 30.6(a)(22)"),
        given("routed export transaction indicator", shipment.routed, "15 CFR 30.6(a)(24)"),
        given("filing option", shipment.filing, "15 CFR 30.6(a)(27)"),
        given("ultimate consignee type", shipment.consignee_type, "15 CFR 30.6(a)(28)"),
        must("it has at least one line", "15 CFR 30.6(a)(20)", holds=bool(shipment.lines)),
        *_conditional(shipment),
        *(check_line(shipment, line) for line in shipment.lines),
        _invoice(shipment),
    ]
    return all_of(*parts, says=f"the EEI of {shipment.reference} can be filed", cites=("15 CFR 30.6",))


def _whole_address(who: str, party: EeiParty, cite: str) -> list[Answer]:
    """A name and an address that is a place: no post office box."""
    boxed = bool(_BOX.search(party.address))
    return [
        given(f"{who} address", party.address, cite),
        must(f"the {who} address is no post office box", cite, holds=not boxed),
    ]


def _conditional(shipment: Shipment) -> list[Answer]:
    """15 CFR 30.6(b) as far as it concerns the shipment as a whole, and the form of the optional (c)."""
    agent, sea = shipment.agent, shipment.transport in _SEA
    parts = []
    if agent is not None:
        parts += [
            given("agent identification number", agent.id, "15 CFR 30.6(b)(1)(i)"),
            given("agent name", agent.name, "15 CFR 30.6(b)(1)(ii)"),
            *_whole_address("agent", agent, "15 CFR 30.6(b)(1)(iii)"),
            given("agent contact", agent.contact, "15 CFR 30.6(b)(1)(iv)"),
            given("agent telephone", agent.telephone, "15 CFR 30.6(b)(1)(iv)"),
        ]
    if shipment.intermediate_consignee is not None:
        parts.append(
            given(
                "intermediate consignee address",
                shipment.intermediate_consignee.address,
                "15 CFR 30.6(b)(2)",
            )
        )
    parts.append(_zone(shipment))
    if sea or shipment.port_of_unlading:
        parts.append(given("foreign port of unlading", shipment.port_of_unlading, "15 CFR 30.6(b)(4)"))
        if sea and shipment.destination != "PR" and shipment.port_of_unlading:
            says = "the foreign port of unlading is a Schedule K code of five digits"
            held = bool(re.fullmatch(r"\d{5}", shipment.port_of_unlading))
            parts.append(must(says, "15 CFR 30.6(b)(4)", holds=held))
    if sea:
        parts.append(given("booking number", shipment.transport_reference, "15 CFR 30.6(b)(14)(i)"))
    if shipment.original_itn:
        says = "the original ITN is X and fourteen digits"
        held = bool(re.fullmatch(r"X\d{14}", shipment.original_itn))
        parts.append(must(says, "15 CFR 30.6(c)(3)", holds=held))
    return parts


def _zone(shipment: Shipment) -> Answer:
    cite = "15 CFR 30.6(b)(3)"
    if shipment.zone:
        says = "the zone identifier is nine letters and digits"
        return must(says, cite, holds=len(shipment.zone) == 9 and shipment.zone.isalnum())
    if shipment.from_zone is None:
        text = "Are goods removed from a foreign-trade zone without having been entered for consumption?"
        says = "goods leave no foreign-trade zone"
        return unknown(says, ask=Question(id="from_zone", text=text), cites=(cite,))
    if shipment.from_zone:
        return given("foreign-trade zone identifier", shipment.zone, cite)
    return yes("goods leave no foreign-trade zone", cites=(cite,))


def _invoice(shipment: Shipment) -> Answer:
    says = "the destination control statement is on the invoice"
    needed = statement_needed(shipment)
    if needed.is_no:
        return yes("no destination control statement is needed", cites=("15 CFR 758.6(a)",))
    if shipment.statement_on_invoice is None:
        ask = Question(id="statement_on_invoice", text="Is the destination control statement on the invoice?")
        return unknown(says, ask=ask, cites=("15 CFR 758.6(a)(1)",))
    return must(says, "15 CFR 758.6(a)(1)", holds=shipment.statement_on_invoice)


def check_line(shipment: Shipment, line: ShipmentLine) -> Answer:
    """Whether a line says what 15 CFR 30.6(a) and 758.1(g) want of it."""
    where = f"line {line.number}"
    parts = [
        given(f"{where} license code", line.license_code, "15 CFR 30.6(a)(23)"),
        given(f"{where} description", line.description, "15 CFR 30.6(a)(13)"),
        given(f"{where} Schedule B number", line.schedule_b, "15 CFR 30.6(a)(12)"),
        given(f"{where} domestic or foreign indicator", line.origin, "15 CFR 30.6(a)(11)"),
        given(f"{where} quantity", line.quantity, "15 CFR 30.6(a)(15)"),
        given(f"{where} unit", line.unit, "15 CFR 30.6(a)(14)"),
        given(f"{where} value", line.value, "15 CFR 30.6(a)(17)"),
        given(f"{where} shipping weight", line.weight, "15 CFR 30.6(a)(16)"),
        given(f"{where} export information code", line.export_code, "15 CFR 30.6(a)(18)"),
    ]
    if line.schedule_b:
        digits = line.schedule_b.replace(".", "")
        says = f"{where} Schedule B number has ten digits"
        parts.append(must(says, "15 CFR 30.6(a)(12)", holds=digits.isdigit() and len(digits) == 10))
    if line.origin:
        says = f"{where} is domestic (D) or foreign (F)"
        parts.append(must(says, "15 CFR 30.6(a)(11)", holds=line.origin in ("D", "F")))
    parts += [*_second_quantity(line), *_vehicle(line), *_foreign(shipment, line), *_state_department(line)]
    if line.schedule_b.replace(".", "").startswith(_DIAMONDS):
        parts.append(
            given(f"{where} Kimberley Process Certificate number", line.license_number, "15 CFR 30.6(b)(5)")
        )
    return all_of(*parts, *_authority(shipment, line, where), says=f"{where} can be filed")


def _second_quantity(line: ShipmentLine) -> list[Answer]:
    """15 CFR 30.6(b)(7) and (8): both or neither."""
    where = f"line {line.number}"
    if line.second_unit:
        return [given(f"{where} secondary quantity", line.second_quantity, "15 CFR 30.6(b)(8)")]
    if line.second_quantity is not None:
        return [given(f"{where} secondary unit", line.second_unit, "15 CFR 30.6(b)(7)")]
    return []


def _vehicle(line: ShipmentLine) -> list[Answer]:
    """15 CFR 30.6(b)(9) to (12)."""
    where, used = f"line {line.number}", used_vehicle(line)
    if used.is_no:
        return []
    if used.is_unknown:
        return [used]
    parts = [
        given(f"{where} vehicle number", line.vehicle_id, "15 CFR 30.6(b)(9)"),
        given(f"{where} vehicle number kind", line.vehicle_id_kind, "15 CFR 30.6(b)(10)"),
        given(f"{where} vehicle title number", line.vehicle_title, "15 CFR 30.6(b)(11)"),
        given(f"{where} vehicle title state", line.vehicle_title_state, "15 CFR 30.6(b)(12)"),
    ]
    if line.vehicle_id_kind:
        says = f"{where} vehicle number is a VIN (V) or a product ID (P)"
        parts.append(must(says, "15 CFR 30.6(b)(10)", holds=line.vehicle_id_kind in ("V", "P")))
    return parts


def _foreign(shipment: Shipment, line: ShipmentLine) -> list[Answer]:
    """15 CFR 30.6(b)(13): foreign goods that were warehoused or in a zone have an entry number."""
    where, cite = f"line {line.number}", "15 CFR 30.6(b)(13)"
    if line.origin != "F":
        return []
    if line.entry_number:
        wanted = 9 if shipment.from_zone else 11
        says = f"{where} entry number has {wanted} positions"
        plain = line.entry_number.replace("-", "")
        return [must(says, cite, holds=plain.isalnum() and len(plain) == wanted)]
    if line.warehoused is None:
        text = f"Did the goods of {where} enter a bonded warehouse or a foreign-trade zone before?"
        ask = Question(id=f"lines.{line.number}.warehoused", text=text)
        return [unknown(f"{where} needs no entry number", ask=ask, cites=(cite,))]
    return [given(f"{where} entry number", line.entry_number, cite)] if line.warehoused else []


def _state_department(line: ShipmentLine) -> list[Answer]:
    """15 CFR 30.6(b)(16)."""
    state, where = line.ddtc, f"line {line.number} DDTC"
    if state is None:
        return []
    parts = [
        given(f"{where} registration number", state.registration, "15 CFR 30.6(b)(16)(i)"),
        given(
            f"{where} significant military equipment indicator", state.significant, "15 CFR 30.6(b)(16)(ii)"
        ),
        given(f"{where} USML category", state.category, "15 CFR 30.6(b)(16)(iv)"),
        given(f"{where} unit", state.unit, "15 CFR 30.6(b)(16)(v)"),
        given(f"{where} quantity", state.quantity, "15 CFR 30.6(b)(16)(vi)"),
    ]
    if state.exemption:
        parts.append(
            given(f"{where} eligible party certification", state.eligible, "15 CFR 30.6(b)(16)(iii)")
        )
    else:
        parts.append(given(f"{where} license line number", state.license_line, "15 CFR 30.6(b)(16)(viii)"))
    if state.category in ("21", "XXI"):
        parts.append(given(f"{where} determination number", state.determination, "15 CFR 30.6(b)(16)(ix)"))
    return parts


def _authority(shipment: Shipment, line: ShipmentLine, where: str) -> list[Answer]:
    eccn = eccn_of(line)
    parts = []
    if line.authority is LineAuthority.LICENCE:
        parts += [
            given(f"{where} license number", line.license_number, "15 CFR 758.1(g)(1)"),
            given(f"{where} ECCN", line.eccn, "15 CFR 758.1(g)(1)"),
            given(f"{where} license value", line.license_value, "15 CFR 30.6(b)(15)"),
        ]
    elif line.authority is LineAuthority.EXCEPTION:
        symbol = line.license_number
        parts += [
            given(f"{where} license exception symbol", symbol, "15 CFR 758.1(g)(2)"),
            given(f"{where} ECCN", line.eccn, "15 CFR 758.1(g)(2)"),
        ]
        if symbol:
            says = f"{where} exception symbol is three letters"
            parts.append(must(says, "15 CFR 758.1(g)(2)", holds=symbol.isalpha() and len(symbol) == 3))
    else:
        parts += _plain_nlr(shipment, line, where)
        if eccn is not None and eccn.is_ear99 and line.license_code:
            says = f"{where} license code of EAR99 under NLR is C33"
            parts.append(must(says, "15 CFR 758.1(g)(3)", holds=line.license_code == "C33"))
    if line.eccn and eccn is None:
        parts.append(no(f"{where} `{line.eccn}` is an ECCN", cites=("15 CFR 738.2(d)",)))
    parts += _firearms(line, eccn, where)
    if eccn is not None and _z_entry(eccn):
        says = f"{where} description begins with .z"
        parts.append(must(says, "15 CFR 758.1(g)(5)", holds=line.description.startswith(".z")))
    return parts


def _plain_nlr(shipment: Shipment, line: ShipmentLine, where: str) -> list[Answer]:
    """758.1(g)(3): the ECCN, unless only AT applies and the goods go to none of China, Russia, Venezuela."""
    cite = "15 CFR 758.1(g)(3)"
    if line.eccn or line.license_code == "C33":
        return [given(f"{where} ECCN", line.eccn, cite)] if shipment.destination in ECCN_ALWAYS else []
    if shipment.destination in ECCN_ALWAYS or line.controlled_beyond_at:
        return [given(f"{where} ECCN", line.eccn, cite)]
    if line.controlled_beyond_at is None:
        text = f"Does a reason for control other than AT apply to the item of {where}?"
        ask = Question(id=f"lines.{line.number}.controlled_beyond_at", text=text)
        return [unknown(f"{where} needs no ECCN", ask=ask, cites=(cite,))]
    return []


def _firearms(line: ShipmentLine, eccn: Eccn | None, where: str) -> list[Answer]:
    """758.1(g)(4): what leaves for a time is named one by one; the description begins with the paragraph.

    Of 0A502 and 0A508 the descriptor is not checked: the edition of 2026-01-29 names paragraphs (A) to (E)
    for it and does not print them.
    """
    cite = "15 CFR 758.1(g)(4)(i)"
    arm = firearm_of_758(line)
    if not arm.is_yes:
        # 0A501 without its paragraph, or a shotgun without its barrel: the question is asked, nothing more.
        return [arm] if arm.is_unknown and eccn is not None else []
    parts = []
    leaves = f"{where} is to come back"
    tmp = line.authority is LineAuthority.EXCEPTION and line.license_number == "TMP"
    if tmp or (line.authority is LineAuthority.LICENCE and line.temporary):
        parts.append(given(f"{where} manufacturer, model, caliber and serial number", line.firearms, cite))
    elif line.authority is LineAuthority.LICENCE and line.temporary is None:
        ask = Question(
            id=f"lines.{line.number}.temporary", text=f"Does the license let {where} out for a time only?"
        )
        parts.append(unknown(leaves, ask=ask, cites=(cite,)))
    if eccn is not None and eccn.entry in ("0A501", "0A506", "0A507") and eccn.paragraph:
        says = f"{where} description begins with .{eccn.paragraph[0]}"
        begins = line.description.startswith(f".{eccn.paragraph[0]}")
        parts.append(must(says, "15 CFR 758.1(g)(4)(ii)", holds=begins))
    return parts


def check_against_licence(shipment: Shipment, line: ShipmentLine, terms: Terms) -> Answer:
    """Whether a line repeats its licence: number, description word for word, country of destination."""
    where = f"line {line.number}"
    held = [part for part in terms.lines if line.licence_line in ("", part.line)]
    eccn = eccn_of(line)
    fitting = [part for part in held if eccn is not None and parse_eccn(part.eccn).covers(eccn)]
    parts = [
        must(
            f"{where} license number is {terms.number}",
            "15 CFR 758.1(g)(1)",
            holds=line.license_number == (terms.exception or terms.number),
        )
    ]
    described = [part.description for part in fitting if part.description]
    if described and terms.kind is Authorisation.BIS_LICENCE:
        says = f"{where} description is the licence's own: {described[0]}"
        same = any(fold(line.description).removeprefix(".z ") == fold(text) for text in described)
        parts.append(must(says, "15 CFR 758.1(g)(1)", holds=same))
    if terms.destinations:
        says = f"the country of ultimate destination is the licence's: {', '.join(terms.destinations)}"
        parts.append(must(says, "15 CFR 30.6(a)(5)(i)", holds=shipment.destination in terms.destinations))
    return all_of(*parts, says=f"{where} agrees with {terms.number}")
