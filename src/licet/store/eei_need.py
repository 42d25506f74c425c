"""Whether Electronic Export Information must be filed (15 CFR 758.1(b)), and the statement of 758.6.

Pure. What the Foreign Trade Regulations exempt lifts paragraph (b)(5), and GOV (b)(10), and nothing else:
15 CFR 30.2(a)(1)(iv).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from licet.core.answer import Answer, Question, all_of, any_of, negate, no, unknown, yes
from licet.core.deal import ItemKind
from licet.core.eccn import Eccn
from licet.store.eei import LineAuthority, Shipment, ShipmentLine, eccn_of

__all__ = [
    "DESTINATION_CONTROL_STATEMENT",
    "ECCN_ALWAYS",
    "eei_needed",
    "exempt",
    "firearm_of_758",
    "given",
    "loading_note",
    "must",
    "statement_needed",
    "used_vehicle",
]

#: 758.1(b)(10) and (g)(3): China, Russia, Venezuela. Hong Kong counts as China there.
ECCN_ALWAYS = frozenset({"CN", "HK", "RU", "VE"})
#: 758.1(b)(6): through these countries to another.
_THROUGH = frozenset({"AU", "CA", "GB"})
#: 15 CFR 30.2(a)(1)(iv)(G): rough diamonds.
_DIAMONDS = ("710210", "710221", "710231")
#: Headings of the tariff under which vehicles that move by themselves are classified.
_VEHICLES = ("8427", "8429", "8430", "8701", "8702", "8703", "8704", "8705", "8709", "8710", "8711")
#: 758.1(c): the exceptions whose goods an exemption of part 30 reaches, and the paragraph of each.
_BY_EXCEPTION = {"BAG": "15 CFR 30.37(x)", "GFT": "15 CFR 30.37(h)"}
_EXEMPTION = re.compile(r"30\.(35|36|37|38|39|40)(\([a-z0-9]{1,4}\))*")

#: The sentence that 15 CFR 758.6(a)(1) puts on the commercial invoice.
DESTINATION_CONTROL_STATEMENT = (
    "These items are controlled by the U.S. Government and authorized for export only to the country"
    " of ultimate destination for use by the ultimate consignee or end-user(s) herein identified. "
    "They may not be resold, transferred, or otherwise disposed of, to any other country or to any "
    "person other than the authorized ultimate consignee or end-user(s), either in their original "
    "form or after being incorporated into other items, without first obtaining approval from the "
    "U.S. government or as otherwise authorized by U.S. law and regulations"
)


def must(says: str, cite: str, *, holds: bool) -> Answer:
    """Yes or no, with its paragraph."""
    return yes(says, cites=(cite,)) if holds else no(says, cites=(cite,))


def given(name: str, value: object, cite: str) -> Answer:
    """Whether a field is filled; unknown, with the question, when it is not."""
    says = f"{name} is given"
    if value not in (None, "", ()):
        return yes(says, cites=(cite,))
    return unknown(says, ask=Question(id=name.replace(" ", "_"), text=f"What is the {name}?"), cites=(cite,))


def _stated(says: str, cite: str, id: str, value: bool | None) -> Answer:  # noqa: FBT001  a fact
    if value is None:
        return unknown(says, ask=Question(id=id, text=f"Is it so that {says}?"), cites=(cite,))
    return must(says, cite, holds=value)


def _unclassified(line: ShipmentLine, says: str, cite: str) -> Answer:
    ask = Question(id=f"lines.{line.number}.eccn", text=f"What is the ECCN of line {line.number}?")
    return unknown(says, ask=ask, cites=(cite,))


def statement_needed(shipment: Shipment) -> Answer:
    """Whether the invoice must carry the destination control statement (15 CFR 758.6(a))."""
    parts = []
    for line in shipment.lines:
        eccn = eccn_of(line)
        says = f"line {line.number} ships an item of the Commerce Control List"
        if not line.tangible or line.license_number in ("BAG", "GFT"):
            parts.append(no(says))
        elif eccn is None:
            ask = Question(id=f"lines.{line.number}.eccn", text=f"What is the ECCN of line {line.number}?")
            parts.append(unknown(says, ask=ask))
        else:
            parts.append(no(says) if eccn.is_ear99 else yes(says))
    return any_of(*parts, says="the destination control statement is needed", cites=("15 CFR 758.6(a)",))


def _digits(line: ShipmentLine) -> str:
    return line.schedule_b.replace(".", "")


def used_vehicle(line: ShipmentLine) -> Answer:
    """Whether a line is a used self-propelled vehicle (19 CFR 192.1, 15 CFR 30.2(a)(1)(iv)(H))."""
    says, cite = f"line {line.number} is a used self-propelled vehicle", "15 CFR 30.2(a)(1)(iv)(H)"
    if line.used_vehicle is None and not _digits(line).startswith(_VEHICLES):
        return no(says, cites=(cite,))
    return _stated(says, cite, f"lines.{line.number}.used_vehicle", line.used_vehicle)


def firearm_of_758(line: ShipmentLine) -> Answer:
    """Whether a line is one of the firearms that 758.1(b)(9) and (g)(4) name; ammunition apart.

    0A501.a and .b, 0A506, 0A507, and shotguns of 0A502 or 0A508 with a barrel under 18 inches.
    """
    eccn, cite = eccn_of(line), "15 CFR 758.1(g)(4)"
    says = f"line {line.number} is a firearm of 758.1(g)(4)"
    if eccn is None:
        return _unclassified(line, says, cite)
    if eccn.entry in ("0A506", "0A507"):
        return yes(says, cites=(cite,))
    if eccn.entry in ("0A502", "0A508"):
        short = f"the shotgun of line {line.number} has a barrel under 18 inches"
        return _stated(short, cite, f"lines.{line.number}.short_barrel", line.short_barrel)
    if eccn.entry != "0A501":
        return no(says, cites=(cite,))
    if not eccn.paragraph:
        return _unclassified(line, says, cite)
    return must(says, cite, holds=eccn.paragraph[0] in "ab")


def _arms(line: ShipmentLine) -> Answer:
    """758.1(b)(9): those firearms, and ammunition of 0A505 except .c; not under BAG."""
    eccn, cite = eccn_of(line), "15 CFR 758.1(b)(9)"
    says = f"line {line.number} is a firearm or ammunition of 758.1(b)(9)"
    if line.authority is LineAuthority.EXCEPTION and line.license_number == "BAG":
        return no(f"line {line.number} goes under BAG", cites=(cite,))
    if eccn is not None and eccn.entry == "0A505":
        if not eccn.paragraph:
            return _unclassified(line, says, cite)
        return must(says, cite, holds=eccn.paragraph[0] != "c")
    return any_of(firearm_of_758(line), says=says, cites=(cite,))


def _military(line: ShipmentLine, eccn: Eccn | None) -> Answer:
    """758.1(b)(3)."""
    says, cite = (
        f"line {line.number} is in paragraphs .a to .x of a 9x515 or 600 series entry",
        "15 CFR 758.1(b)(3)",
    )
    if eccn is None or ((eccn.is_600_series or eccn.is_9x515) and not eccn.paragraph):
        return _unclassified(line, says, cite)
    if not (eccn.is_600_series or eccn.is_9x515):
        return no(says, cites=(cite,))
    return must(says, cite, holds=eccn.paragraph[0] <= "x")


def _watched(shipment: Shipment, line: ShipmentLine, eccn: Eccn | None) -> Answer:
    """758.1(b)(10), with the exemption of its last words."""
    cite = "15 CFR 758.1(b)(10)"
    says = f"line {line.number} is on the Commerce Control List and goes to China, Russia or Venezuela"
    if shipment.destination not in ECCN_ALWAYS:
        return no(says, cites=(cite,))
    if eccn is None:
        return _unclassified(line, says, cite)
    if line.license_number == "GOV" and line.exemption.startswith(("30.39", "30.40")):
        return no(f"line {line.number} goes under GOV and {line.exemption}", cites=("15 CFR 758.1(c)(4)",))
    return must(says, cite, holds=not eccn.is_ear99)


def _rx(line: ShipmentLine, eccn: Eccn | None, *, group_d: bool | None) -> Answer:
    """758.1(b)(11)."""
    says, cite = f"line {line.number} is 3A069 and goes to Country Group D", "15 CFR 758.1(b)(11)"
    if eccn is None:
        return _unclassified(line, says, cite)
    if eccn.entry != "3A069":
        return no(says, cites=(cite,))
    return _stated(says, cite, "group_d", group_d)


def exempt(shipment: Shipment, line: ShipmentLine) -> Answer:
    """Whether an exemption of 15 CFR 30.35 to 30.40 reaches a line; what is claimed is taken as claimed.

    Without a claim only those are read that the data itself shows: Canada (30.36), BAG and GFT (30.37(x) and
    (h)), technology and software that is not sold over the counter and needs no licence (30.37(f)).
    """
    where = f"line {line.number}"
    if line.authority is LineAuthority.LICENCE:
        return no(f"{where} goes under a license: nothing exempts it", cites=("15 CFR 30.2(a)(1)(iv)(A)",))
    parts = []
    if line.exemption:
        named = bool(_EXEMPTION.fullmatch(line.exemption))
        parts.append(
            must(f"{where} claims the exemption of {line.exemption}", f"15 CFR {line.exemption}", holds=True)
            if named
            else no(
                f"`{line.exemption}` is an exemption of 15 CFR 30.35 to 30.40", cites=("15 CFR 758.1(c)",)
            )
        )
    parts.append(
        must(f"{where} goes to Canada and stays there", "15 CFR 30.36(a)", holds=shipment.destination == "CA")
    )
    symbol = line.license_number if line.authority is LineAuthority.EXCEPTION else ""
    if symbol in _BY_EXCEPTION:
        parts.append(yes(f"{where} goes under {symbol}", cites=(_BY_EXCEPTION[symbol],)))
    if line.kind is ItemKind.TECHNOLOGY:
        parts.append(yes(f"{where} is technology without a license", cites=("15 CFR 30.37(f)",)))
    elif line.kind is ItemKind.SOFTWARE:
        says, id = f"{where} is mass-market software", f"lines.{line.number}.mass_market"
        market = _stated(says, "15 CFR 30.37(f)", id, line.mass_market)
        parts.append(negate(market, says=f"{where} is software of 30.37(f)"))
    return any_of(*parts, says=f"{where} is exempt from filing")


def _worth(shipment: Shipment, lines: Iterable[ShipmentLine]) -> list[Answer]:
    """758.1(b)(5): goods of one Schedule B number worth over $2,500, as far as they are not exempt."""
    cite = "15 CFR 758.1(b)(5)"
    parts, sure, perhaps = [], dict[str, Decimal](), dict[str, Decimal]()
    open_exemptions: dict[str, list[Answer]] = {}
    for line in lines:
        exemption = exempt(shipment, line)
        if exemption.is_yes:
            why = next(part.says for part in exemption.because if part.is_yes)
            parts.append(no(f"line {line.number} is exempt: {why}", cites=(cite,)))
            continue
        if line.value is None or not line.schedule_b:
            id = f"lines.{line.number}.value"
            ask = Question(id=id, text=f"Value and Schedule B number of line {line.number}?")
            parts.append(unknown(f"line {line.number} is over $2,500", ask=ask, cites=(cite,)))
            continue
        number = _digits(line)
        perhaps[number] = perhaps.get(number, Decimal(0)) + line.value
        if exemption.is_unknown:
            open_exemptions.setdefault(number, []).append(exemption)
        else:
            sure[number] = sure.get(number, Decimal(0)) + line.value
    for number, total in perhaps.items():
        says = f"goods of Schedule B {number} are worth {total}, over $2,500"
        if sure.get(number, Decimal(0)) > _LIMIT or total <= _LIMIT:
            parts.append(must(says, cite, holds=total > _LIMIT))
        else:
            parts.append(
                all_of(yes(says), *(negate(one) for one in open_exemptions[number]), says=says, cites=(cite,))
            )
    return parts


_LIMIT = Decimal(2500)


def eei_needed(
    shipment: Shipment,
    *,
    group_e: bool | None,
    uvl_party: bool | None,
    group_d: bool | None = None,
    veu: bool | None = False,
) -> Answer:
    """Whether EEI must be filed for a shipment of items subject to the EAR (15 CFR 758.1(b), 30.2(a)(1)(iv)).

    Args:
        shipment: what is shipped.
        group_e: whether the destination is in Country Group E:1 or E:2.
        uvl_party: whether a party of 748.5(d) to (f) is on the Unverified List.
        group_d: whether the destination is in Country Group D; asked only for 3A069.
        veu: whether it goes under a Validated End-User authorisation.
    """
    tangible = [line for line in shipment.lines if line.tangible]
    if not tangible:
        return no("nothing is shipped in tangible form", cites=("15 CFR 758.1(b)",))
    parts = [
        _stated("the destination is in Country Group E:1 or E:2", "15 CFR 758.1(b)(1)", "group_e", group_e),
        _stated("it goes under a Validated End-User authorization", "15 CFR 758.1(b)(7)", "veu", veu),
        _stated("a party is on the Unverified List", "15 CFR 758.1(b)(8)", "uvl_party", uvl_party),
        *_worth(shipment, tangible),
    ]
    for line in tangible:
        parts += _line_limbs(shipment, line, group_d=group_d)
    through = sorted(_THROUGH & set(shipment.via) - {shipment.destination})
    named = ", ".join(through) or "none of Australia, Canada, the United Kingdom"
    says = f"it goes through {named} to another country"
    if through:
        # (b)(6) asks the same question as if it went straight: 30.36 exempts what stays in Canada, not this.
        straight = any_of(*parts, says="EEI would be needed if it went straight")
        parts.append(
            all_of(yes(says), straight, says=says, cites=("15 CFR 758.1(b)(6)", "15 CFR 30.36(b)(2)"))
        )
    else:
        parts.append(no(says, cites=("15 CFR 758.1(b)(6)",)))
    return any_of(*parts, says="EEI must be filed", cites=("15 CFR 758.1(b)",))


def _line_limbs(shipment: Shipment, line: ShipmentLine, *, group_d: bool | None) -> list[Answer]:
    eccn, where = eccn_of(line), f"line {line.number}"
    licensed = line.authority is LineAuthority.LICENCE
    sta = line.authority is LineAuthority.EXCEPTION and line.license_number == "STA"
    diamonds = _digits(line).startswith(_DIAMONDS)
    return [
        must(f"{where} needs a license application", "15 CFR 758.1(b)(2)", holds=licensed),
        _military(line, eccn),
        must(f"{where} goes under STA", "15 CFR 758.1(b)(4)", holds=sta),
        _arms(line),
        _watched(shipment, line, eccn),
        _rx(line, eccn, group_d=group_d),
        must(f"{where} is subject to the ITAR", "15 CFR 30.2(a)(1)(iv)(C)", holds=line.ddtc is not None),
        must(f"{where} is rough diamonds", "15 CFR 30.2(a)(1)(iv)(G)", holds=diamonds),
        used_vehicle(line),
    ]


def loading_note(shipment: Shipment) -> str:
    """What goes on the loading document of a shipment for which no EEI is filed (15 CFR 758.1(d))."""
    told = []
    for line in shipment.lines:
        authority = line.license_number if line.authority is LineAuthority.EXCEPTION else "NLR"
        shown = exempt(shipment, line)
        claimed = [part.cites[0] for part in shown.because if part.is_yes and part.cites]
        told.append(f"line {line.number}: {authority}, {claimed[0] if claimed else '15 CFR 30.37(a)'}")
    return "; ".join(told)
