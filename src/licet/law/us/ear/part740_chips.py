"""Licence exceptions for advanced computing: NAC, ACA, HBM, AIA, ACM, LPP, and IEC.

15 CFR 740.8, .24, .25, .27, .28, .29: by paragraph of the entry, destination, headquarters and conditions.
"""

from __future__ import annotations

from licet.core.answer import Answer, all_of, negate
from licet.core.ask import ask
from licet.core.deal import Act
from licet.law.matter import Matter
from licet.law.rule import Reading, in_force, not_enforced, rule
from licet.law.us.ear.part740 import (
    DATACENTER,
    LIFTS,
    country_in,
    destination_in,
    eccn_in,
    listed,
    one_of,
)
from licet.law.us.ear.part740_bars import d5_headquartered

NAC_CLEARED = ask(
    "trade.nac_notified", "Has BIS confirmed the NAC notification (25 days, 740.8(c))?", clean=None
)
PURCHASE_ORDER = ask("trade.purchase_order", "Is a written purchase order in hand (740.8(a)(1))?", clean=None)
IEC_COUNTRY = ask(
    "trade.iec_destination",
    "Does BIS's IEC table (incorporated by reference, not in the CFR) list the destination for the item?",
    clean=None,
)
HBM_TERMS = ask(
    "trade.hbm_conditions",
    "Are the conditions of 740.25(b) and (c) met (headquarters, packaging)?",
    clean=None,
)
AIA_CERTIFIED = ask(
    "trade.aia_certification",
    "Is the ultimate consignee's AIA certification in hand (740.27(b))?",
    clean=None,
)
AIA_HOME = ask(
    "trade.aia_headquarters",
    "Is every receiving entity, and its ultimate parent, headquartered in a country of supplement no. 5?",
    clean=None,
)
ACM_TERMS = ask(
    "trade.acm_conditions",
    "Is it for a private sector end user to develop, produce or store (740.28(a))?",
    clean=None,
)
LPP_TERMS = ask(
    "trade.lpp_conditions",
    "Is the consignee's certification in hand and the yearly TPP kept (740.29)?",
    clean=None,
)

_NAC_ITEMS = (
    "3A090.a", "3A090.b", "4A090", "3A001.z", "4A003.z", "4A004.z", "4A005.z", "5A002.z", "5A004.z",
    "5A992.z",
    "5D002.z", "5D992.z",
)  # fmt: skip
#: The class whose parameters are those of 3A090.a: closed when for a datacenter.
_CLASS_A = (
    "3A090.a", "4A090.a", "3A001.z.1.a", "3A001.z.2.a", "3A001.z.3.a", "3A001.z.4.a", "4A003.z.1.a",
    "4A003.z.2.a",
    "4A004.z.1", "4A005.z.1", "5A002.z.1.a", "5A002.z.2.a", "5A002.z.3.a", "5A002.z.4.a", "5A002.z.5.a",
    "5A004.z.1.a", "5A004.z.2.a", "5A992.z.1", "5D992.z.1",
)  # fmt: skip


def _nac_item(m: Matter) -> Answer:
    closed = all_of(eccn_in(m, _CLASS_A, "of the class of 3A090.a"), DATACENTER.of(m.item))
    return all_of(
        eccn_in(m, _NAC_ITEMS, "an item of 740.8(a)"),
        negate(closed),
        says="an item of 740.8(a), not a datacenter one",
    )


def _d5_side(m: Matter) -> Answer:
    return one_of(destination_in(m, "MO", "D:5"), d5_headquartered(m), says="Macau, D:5, or a firm of theirs")


@rule(
    "15 CFR 740.8",
    "less capable advanced computing items go to Macau and Country Group D:5 after notice to BIS",
    in_force("2023-11-17", by="88 FR 73458"),
    code="NAC",
    lifts=LIFTS,
)
def nac(m: Matter) -> Reading:
    """Not for 3A090.c, nor for datacenter items of the class of 3A090.a; BIS answers within 25 days."""
    item = _nac_item(m)
    if item.is_no:
        return Reading(answer=item)
    answer = all_of(
        item, listed(m, "NAC/ACA"), _d5_side(m), PURCHASE_ORDER.of(m.trade), NAC_CLEARED.of(m.trade)
    )
    return Reading(answer=answer, duties=("notify BIS 25 days before the first shipment (740.8(c))",))


@rule(
    "15 CFR 740.8",
    "less capable advanced computing items go to all other places with a purchase order",
    in_force("2024-04-04", by="89 FR 23876"),
    code="ACA",
    lifts=LIFTS,
)
def aca(m: Matter) -> Reading:
    """Not to Macau, Country Group D:5 or firms of theirs; transfers inside those places are covered."""
    item = _nac_item(m)
    if item.is_no:
        return Reading(answer=item)
    return Reading(
        answer=all_of(item, listed(m, "NAC/ACA"), negate(_d5_side(m)), PURCHASE_ORDER.of(m.trade)),
        duties=("keep the written purchase order (740.8(a)(1))",),
    )


@rule(
    "15 CFR 740.25",
    "high bandwidth memory of 3A090.c goes to be co-packaged, under the terms of 740.25",
    in_force("2024-12-02", by="89 FR 96790"),
    code="HBM",
    lifts=LIFTS,
)
def hbm(m: Matter) -> Reading:
    """The shipper is headquartered in the United States or A:5; the buyer is the designer; no
    distributors.
    """
    item = listed(m, "HBM")
    if item.is_no:
        return Reading(answer=item)
    return Reading(
        answer=all_of(item, _sent_by_ally(m), HBM_TERMS.of(m.trade)),
        duties=("obtain the packaging site's written confirmation (740.25(c)(2))",),
    )


def _sent_by_ally(m: Matter) -> Answer:
    """740.25(b): a shipper headquartered in the United States or A:5, no parent in Macau or D:5."""
    return all_of(
        country_in(m.trade.actor_hq, ("US", "A:5"), m.on, "the shipper is headquartered in the US or A:5"),
        negate(country_in(m.trade.actor_parent, ("MO", "D:5"), m.on, "its parent is in Macau or D:5")),
        says="740.25(b)",
    )


@rule(
    "15 CFR 740.27",
    "advanced computing items go to entities of the countries of supplement no. 5 to part 740",
    in_force("2025-01-13", "2025-05-13", by="90 FR 4544"),
    not_enforced("2025-05-13", by="BIS announcement of 2025-05-13 on the rule of 90 FR 4544"),
    code="AIA",
    lifts=LIFTS,
)
def aia(m: Matter) -> Reading:
    """Located in, headquartered in, and with the ultimate parent in such a country; certification first.

    Model weights of 4E091 may also go to such entities elsewhere outside Macau and D:5.
    """
    item = listed(m, "AIA")
    if item.is_no:
        return Reading(answer=item)
    weights = all_of(eccn_in(m, ("4E091",)), negate(destination_in(m, "MO", "D:5")))
    place = one_of(destination_in(m, "AIA"), weights, says="a place of supplement no. 5, or 740.27(a)(3)")
    answer = all_of(item, place, _aia_home(m), AIA_CERTIFIED.of(m.trade))
    return Reading(answer=answer, duties=("obtain and file the AIA certification (740.27(b), (c))",))


def _aia_home(m: Matter) -> Answer:
    """Where the parties are named, their headquarters tell; else it is asked."""
    says = "every entity, and its ultimate parent, is headquartered in a country of supplement no. 5"
    if not m.trade.parties:
        return AIA_HOME.of(m.trade)
    seats = [
        country_in(seat, ("AIA",), m.on) for party in m.trade.parties for seat in (party.hq, party.parent_hq)
    ]
    return all_of(*seats, says=says)


@rule(
    "15 CFR 740.28",
    "advanced computing items go to private firms that make or store them for customers outside D:5",
    in_force("2025-01-13", by="90 FR 4544"),
    code="ACM",
    lifts=LIFTS,
)
def acm(m: Matter) -> Reading:
    """Not to Macau or Country Group D:5, nor to firms of theirs; half-yearly accounts of the items."""
    item = listed(m, "ACM")
    if item.is_no:
        return Reading(answer=item)
    return Reading(
        answer=all_of(item, negate(_d5_side(m)), ACM_TERMS.of(m.trade)),
        duties=("account for the items every six months (740.28(e))",),
    )


@rule(
    "15 CFR 740.29",
    "small quantities of advanced computing items go directly to one consignee outside Macau and D:5",
    in_force("2025-01-13", by="90 FR 4544"),
    code="LPP",
    lifts=LIFTS,
)
def lpp(m: Matter) -> Reading:
    """Up to 26,900,000 TPP a calendar year to one ultimate consignee; certification before, notice after."""
    item = listed(m, "LPP")
    if item.is_no:
        return Reading(answer=item)
    return Reading(
        answer=all_of(
            item,
            negate(m.trade.act.is_(Act.TRANSFER, "a transfer within a country")),
            negate(_d5_side(m)),
            LPP_TERMS.of(m.trade),
        ),
        duties=("send the certification to BIS within 30 days (740.29(g))",),
    )


@rule(
    "15 CFR 740.24",
    "items with a control that the destination has implemented too go under IEC, by BIS's own table",
    in_force("2024-09-06", by="89 FR 72926"),
    code="IEC",
    lifts=LIFTS,
)
def iec(m: Matter) -> Reading:
    """The table of items and destinations is incorporated by reference and not in the CFR: it must be
    looked up.
    """
    item = listed(m, "IEC")
    if item.is_no:
        return Reading(answer=item)
    # 742.4(b)(10) and 742.6(b)(11) presume denial there: no such place has implemented the controls.
    far = negate(destination_in(m, "D:1", "D:5", "E:1", "E:2"), says="not in D:1, D:5, E:1 or E:2")
    return Reading(answer=all_of(item, far, IEC_COUNTRY.of(m.trade)))
