"""Licence exceptions that an entry of the control list opens: LVS, GBS, TSR, APP, NAC, ACA, STA, ENC, ACE ...

15 CFR 740.3, .4, .6, .7, .8, .17, .20, .22, .24, .25, .27, .28, .29. What the entry, the destination and the
value settle is settled; what a person must have done or know is a condition that remains.
"""

from __future__ import annotations

from decimal import Decimal

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate, no, unknown
from licet.core.ask import Ask, ask
from licet.core.money import Money
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, not_enforced, rule
from licet.law.us.ear import grants
from licet.law.us.ear.part740 import (
    DATACENTER,
    LIFTS,
    commodity,
    controlled_for,
    country_in,
    destination,
    destination_in,
    eccn_in,
    in_turn,
    in_words,
    listed,
    one_of,
    only_reasons,
    reason_bites,
    related,
    software,
    technology,
)
from licet.law.us.ear.part740_bars import associated, d5_headquartered
from licet.law.us.ear.questions import GOVERNMENT_USER

__all__ = ["lvs_answer"]


NOT_SPLIT = ask(
    "order.single_order",
    "Is it one order, not split or structured to meet the LVS limit (740.3(d)(1))?",
    clean=True,
)
SPLIT = ask(
    "order.split", "Was the order split or structured to meet the LVS limit (740.3(d)(1)(ii), (iii))?"
)
YEAR_TOTAL = Ask[str](
    "order.lvs_year_total",
    "LVS value shipped to this consignee this calendar year under the entry, in dollars, this order included",
    None,
)
ASSURANCE = ask(
    "trade.tsr_assurance", "Is the consignee's written assurance received (740.6(a)(1) or (2))?", clean=None
)
APP_VALUE = Ask[str]("item.app_wt", "The computer's adjusted peak performance, in weighted teraFLOPS", None)
NAC_CLEARED = ask(
    "trade.nac_notified", "Has BIS confirmed the NAC notification (25 days, 740.8(c))?", clean=None
)
PURCHASE_ORDER = ask("trade.purchase_order", "Is a written purchase order in hand (740.8(a)(1))?", clean=None)
STA_STATEMENT = ask(
    "trade.sta_statement",
    "Is the prior consignee statement in hand and the ECCN furnished (740.20(d))?",
    clean=None,
)
STA_600 = ask(
    "trade.sta_600_series",
    "For a 600 series item: are all parties previously approved, and the end use that of 740.20(b)(3)(ii)?",
    clean=None,
)
UAV_LIMITS = ask(
    "item.uav_below_500kg_300km",
    "Is the UAV unable to carry 500 kg over 300 km (740.20(c)(1)(ii))?",
    clean=None,
)
FAN_TURBINE = ask(
    "item.fan_or_power_turbine", "Is the technology for fan or power turbines (740.20(b)(2)(viii))?"
)
ENC_CLASS = ask(
    "item.enc_classified",
    "Is the item classified or self-classified and reported as the ENC paragraph it falls in "
    "requires (740.17)?",
    clean=None,
)
ENC_INTERNAL = ask(
    "use.enc_internal",
    "Is it for internal use by a private firm headquartered in supplement no. 3, a US subsidiary, or their"
    " employees (740.17(a))?",
    clean=None,
)
ENC_MISUSE = ask(
    "use.unauthorised_access",
    "Will it be used to affect information systems without authorisation (740.17(f), 740.22(c)(5))?",
)
FAVOURED_CYBER = ask(
    "party.favoured_cyber_end_user",
    "Is it a US subsidiary, bank, insurer or civil health institution, or is it vulnerability disclosure?",
    clean=None,
)
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


# ---------------------------------------------------------------- LVS, GBS, TSR


def lvs_answer(m: Matter) -> Reading:
    """The value test of 740.3: each entry's value within the order against that entry's limit."""
    code = m.item.eccn
    if not code.is_known or code.value is None:
        return Reading(
            answer=unknown("the entry's LVS value", ask=code.ask) if code.is_unknown else no("no entry")
        )
    place = destination(m)
    if not place.is_known or place.value is None:
        return Reading(answer=unknown("the destination", ask=place.ask))
    limit = grants.lvs_limit(code.value, place.value, m.on, words=in_words(m))
    if limit.dollars is None:
        return Reading(answer=limit.holds, why=limit.holds.says)
    within = _within(m, code.value.entry, limit.dollars)
    return Reading(
        answer=all_of(limit.holds, within, _year(m, limit.dollars)),
        why=f"LVS ${limit.dollars:,}: {within.says}",
        duties=(
            f"keep the year's LVS shipments to the consignee within ${limit.dollars * 12:,} (740.3(d)(2))",
        ),
    )


def _within(m: Matter, entry: str, dollars: Decimal) -> Answer:
    """All lines of the order under the same entry count together (740.3(d)(1)(i))."""
    total = Decimal(0)
    missing: Question | None = None
    for item in m.trade.items or (m.item,):
        other = item.eccn.value if item.eccn.is_known else None
        if other is None or other.entry != entry:
            continue
        value = item.value
        if value.is_known and isinstance(value.value, Money) and value.value.currency == "USD":
            total += value.value.amount
        else:
            missing = value.ask or Question(id="item.value", text="the item's value in US dollars")
    says = f"the order holds ${total:,} under {entry}, and the limit is ${dollars:,}"
    if total > dollars:
        return no(says)
    if missing is not None:
        return unknown(says, ask=missing)
    return Answer(truth=Truth.YES, says=says)


def _year(m: Matter, dollars: Decimal) -> Answer:
    """12 times the limit a calendar year (740.3(d)(2)); not stated, it is a duty that remains."""
    stated = YEAR_TOTAL.fact(m.trade)
    if not stated.is_known:
        return Answer(truth=Truth.YES, says="the yearly limit is to be kept")
    return stated.test(
        lambda text: Decimal(str(text)) <= dollars * 12, f"the year's total is at most ${dollars * 12:,}"
    )


@rule(
    "15 CFR 740.3",
    "shipments of limited value go to Country Group B within the value that the entry states",
    always(by="61 FR 64274"),
    code="LVS",
    lifts=LIFTS,
)
def lvs(m: Matter) -> Reading:
    """The limit runs by entry within one order; orders may not be split; twelve times the limit a year.

    An order may hold several entries, each within its own limit (740.3(d)(3) and its example).
    """
    place = destination_in(m, "B")
    kind = commodity(m)
    if place.is_no or kind.is_no:
        return Reading(answer=all_of(place, kind))
    found = lvs_answer(m)
    return Reading(
        answer=all_of(place, kind, found.answer, NOT_SPLIT.of(m.trade), negate(SPLIT.of(m.trade))),
        why=found.why,
        duties=found.duties,
    )


@rule(
    "15 CFR 740.4",
    "commodities controlled to the destination for national security alone go to Country Group B "
    "where listed",
    always(by="86 FR 4933", since="2020-12-23"),
    code="GBS",
    lifts=LIFTS,
)
def gbs(m: Matter) -> Reading:
    """GBS is open where the entry says so, NS is the only reason the chart marks, and the place is in
    group B.

    Sudan and Ukraine are left out.
    """
    place = all_of(destination_in(m, "B"), negate(destination_in(m, "SD", "UA")))
    return Reading(
        answer=in_turn(place, lambda: (commodity(m), listed(m, "GBS"), only_reasons(m, "NS"))),
        duties=("report under 743.1 where the item is on the Wassenaar sensitive list",),
    )


@rule(
    "15 CFR 740.6",
    "technology and software under restriction goes to Country Group B with the consignee's written "
    "assurance",
    always(by="61 FR 64275"),
    code="TSR",
    lifts=LIFTS,
)
def tsr(m: Matter) -> Reading:
    """As GBS, for software and technology: NS the only reason, the entry lists TSR, an assurance first.

    Sudan and Ukraine are left out.
    """
    place = all_of(destination_in(m, "B"), negate(destination_in(m, "SD", "UA")))
    kind = one_of(software(m), technology(m), says="the item is software or technology")
    return Reading(
        answer=in_turn(
            all_of(place, kind),
            lambda: (listed(m, "TSR"), only_reasons(m, "NS"), ASSURANCE.of(m.trade)),
        ),
        duties=("obtain the written assurance before the first release (740.6(a))", "report under 743.1"),
    )


# ---------------------------------------------------------------- computers and chips

#: 740.7(d)(1) and the places in neither list; Tier 1 is every other place of (c)(1).
_TIER_3 = (
    "AF", "DZ", "AD", "AO", "AM", "AZ", "BH", "BY", "BA", "MM", "KH", "CN", "KM", "DJ", "EG", "GE", "IN",
    "IQ",
    "IL", "JO", "KZ", "XK", "KW", "KG", "LA", "LB", "LY", "MO", "MK", "MR", "MD", "MN", "ME", "MA", "OM",
    "PK",
    "QA", "RU", "SA", "RS", "SD", "TJ", "TN", "TM", "UA", "AE", "UZ", "VU", "VN", "YE",
)  # fmt: skip
_NO_TIER = ("CU", "IR", "KP", "SY", "HK")


@rule(
    "15 CFR 740.7",
    "computers of 4A003 go to computer tier 1, and their technology and software to the places that "
    "740.7 names",
    always(by="71 FR 20883"),
    code="APP",
    lifts=LIFTS,
)
def app(m: Matter) -> Reading:
    """Commodities to tier 1 whatever their performance; tier 3 gets none, only technology in deemed exports.

    Software and technology of unlimited performance goes to Country Group A:5.
    """
    item = listed(m, "APP")
    if item.is_no:
        return Reading(answer=item)
    tier_1 = negate(destination_in(m, *_TIER_3, *_NO_TIER), says="a computer tier 1 destination")
    goods = all_of(commodity(m), tier_1)
    known = all_of(
        negate(commodity(m)),
        one_of(
            destination_in(m, "A:5"),
            all_of(
                negate(destination_in(m, *_NO_TIER)),
                APP_VALUE.test(
                    m.item, lambda text: Decimal(text) <= 50, "an APP of at most 50 WT (740.7(c), (d))"
                ),
            ),
            says="740.7(c)(3) or (d)(3)",
        ),
    )
    return Reading(
        answer=all_of(item, any_of(goods, known)),
        duties=("tell the consignee that reexport needs authorisation (740.7(b)(3))", "report under 743.1"),
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
        answer=all_of(item, HBM_TERMS.of(m.trade)),
        duties=("obtain the packaging site's written confirmation (740.25(c)(2))",),
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
        answer=all_of(item, negate(_d5_side(m)), LPP_TERMS.of(m.trade)),
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


# ---------------------------------------------------------------- STA

#: 740.20(b)(2)(ii), (v), (viii), (x), (xi).
_NEVER_STA = (
    "0A501.a", "0A501.b", "0A501.c", "0A501.d", "0A501.e", "0A506", "0A507", "0A509", "0A981", "0A982",
    "0A983",
    "0A503", "0E504", "0E982", "1C351.a", "1C351.b", "1C351.c", "1C351.d.14", "1C351.d.15", "1C351.e",
    "1C353",
    "1C354", "1E351", "6A002", "6A293", "6D003.c", "9D004.f", "9D004.g", "9E003.a.1", "9E003.a.2",
    "9E003.a.3",
    "9E003.a.4", "9E003.a.5", "9E003.c", "9E003.h",
)  # fmt: skip
_STA_REASONS = ("NS", "CB", "NP", "RS", "CC", "SI")


@rule(
    "15 CFR 740.20(c)(1)",
    "strategic trade authorization: items controlled for NS, CB, NP, RS, CC or SI go to Country Group A:5",
    in_force("2011-06-16", by="76 FR 35276"),
    code="STA",
    lifts=("chart",),
)
def sta_a5(m: Matter) -> Reading:
    """Every reason that asks for a licence must be one of the six; MT only for small UAVs of 9A012 and 9A120.

    Never EI, SS, SL or CW; never in place of a requirement of part 744 or 746.
    """
    return _sta(m, destination_in(m, "A:5"), _STA_REASONS)


@rule(
    "15 CFR 740.20(c)(2)",
    "strategic trade authorization: items controlled for NS alone go to Country Group A:6 unless the "
    "entry says not",
    in_force("2011-06-16", by="76 FR 35276"),
    code="STA",
    lifts=("chart",),
)
def sta_a6(m: Matter) -> Reading:
    """Controls of lesser sensitivity; not for the 600 series, not where the entry's STA paragraph names
    it.
    """
    series = m.item.eccn.test(lambda code: code.is_600_series or code.is_9x515, "600 series or 9x515")
    found = _sta(m, destination_in(m, "A:6"), ("NS",))
    return Reading(answer=all_of(negate(series), found.answer), duties=found.duties)


def _sta(m: Matter, place: Answer, reasons: tuple[str, ...]) -> Reading:
    code = m.item.eccn
    if place.is_no or not code.is_known or code.value is None:
        return Reading(answer=place if place.is_no else unknown("the classification", ask=code.ask))
    if code.value.is_ear99:
        return Reading(answer=no("EAR99 is not controlled under part 742"))
    here = destination(m)
    closed = (
        grants.sta_closed(code.value, here.value, m.on, related(m), words=in_words(m))
        if here.is_known and here.value
        else unknown("the entry's special conditions")
    )
    drone = all_of(eccn_in(m, ("9A012", "9A120")), UAV_LIMITS.of(m.item), says="a UAV of 740.20(c)(1)(ii)")
    missile = negate(
        all_of(controlled_for(m, "MT"), negate(drone)), says="not controlled for MT, or a small UAV"
    )
    allowed = (*reasons, "MT", "AT") if len(reasons) > 1 else (*reasons, "AT")
    other = any_of(
        eccn_in(m, _NEVER_STA, "an item that 740.20(b)(2) takes out"),
        all_of(eccn_in(m, ("0A502", "0A508")), controlled_for(m, "NS")),
        _never_for(m),
        all_of(eccn_in(m, ("9E003.i",)), negate(FAN_TURBINE.of(m.item)), says="9E003.i"),
        all_of(eccn_in(m, ("9B001",)), destination_in(m, "A:6"), says="9B001 to Country Group A:6"),
        all_of(eccn_in(m, ("7E004",)), negate(eccn_in(m, ("7E004.a.7",))), says="7E004 but a.7"),
        controlled_for(m, "EI", "SS", "SL", "CW"),
    )
    series = m.item.eccn.test(lambda found: found.is_600_series, "the item is in the 600 series")
    approved = negate(all_of(series, negate(STA_600.of(m.trade))))
    bites = reason_bites(m)
    addressed = only_reasons(m, *allowed) if bites else no("no reason asks for a licence")
    return Reading(
        answer=all_of(
            place, negate(other), missile, addressed, negate(closed), approved, STA_STATEMENT.of(m.trade)
        ),
        duties=(
            "furnish the ECCN and obtain the prior consignee statement (740.20(d)(1), (2))",
            "name STA on each shipment (740.20(d)(3))",
        ),
    )


#: 740.20(b)(2)(v), (x), (xi): technology and software that STA does not carry, by what it is for.
_NEVER_FOR = (
    ("1E001", ("1C351.a", "1C351.b", "1C351.c", "1C351.d.14", "1C351.d.15", "1C351.e", "1C353", "1C354")),
    ("6D002", ("6A002.b",)),
    ("6D991", ("6A002", "6A003")),
    ("6E001", ("6A002", "6A003")),
    ("6E002", ("6A002", "6A003")),
    ("3E001", ("3A001.b.2", "3A001.b.3")),
)  # fmt: skip


def _never_for(m: Matter) -> Answer:
    parts = [associated(m, codes, (family,), f"{family} for those items") for family, codes in _NEVER_FOR]
    return any_of(*parts, says="technology or software that 740.20(b)(2) takes out")


# ---------------------------------------------------------------- encryption and cyber


@rule(
    "15 CFR 740.17",
    "encryption items go under ENC when classified or reported as 740.17 asks",
    always(by="61 FR 68579"),
    code="ENC",
    lifts=LIFTS,
)
def enc(m: Matter) -> Reading:
    """5A002, 5A004, 5B002, 5D002 and 5E002, to all places but Country Groups E:1 and E:2.

    (b)(1) at once with a yearly report; (b)(2) and (b)(3) thirty days after a classification request;
    technology
    of (b)(2)(iv)(B) not to D:1; some items not to government end users outside supplement no. 3.
    """
    item = eccn_in(m, ("5A002", "5A004", "5B002", "5D002", "5E002"), "an item of 740.17")
    if item.is_no:
        return Reading(answer=item)
    place = negate(destination_in(m, "E:1", "E:2"), says="not in Country Group E:1 or E:2")
    # (b)(2)(iv)(B) sends no technology to D:1; (a)(1) and (a)(2) do, for some users.
    tech = all_of(eccn_in(m, ("5E002",)), destination_in(m, "D:1"), negate(ENC_INTERNAL.of(m.trade)))
    return Reading(
        answer=all_of(item, place, negate(tech), ENC_CLASS.of(m.item), negate(ENC_MISUSE.of(m.trade))),
        duties=("self-classification report by 1 February, or half-yearly sales report (740.17(e))",),
    )


@rule(
    "15 CFR 740.22",
    "cybersecurity items go under ACE, not to E:1 or E:2, and not to most users of D:1 and D:5",
    in_force("2022-03-07", by="86 FR 58205"),
    code="ACE",
    lifts=LIFTS,
)
def ace(m: Matter) -> Reading:
    """Government users of any D country are closed; other users of D:1 and D:5 save the favoured ones."""
    item = listed(m, "ACE")
    if item.is_no:
        return Reading(answer=item)
    government = all_of(
        destination_in(m, "D:1", "D:2", "D:3", "D:4", "D:5"),
        any_of(*(GOVERNMENT_USER.of(party) for party in m.trade.parties)),
    )
    favoured = any_of(*(FAVOURED_CYBER.of(party) for party in m.trade.parties))
    private = all_of(destination_in(m, "D:1", "D:5"), negate(favoured))
    place = negate(destination_in(m, "E:1", "E:2"))
    return Reading(
        answer=all_of(item, place, negate(government), negate(private), negate(ENC_MISUSE.of(m.trade)))
    )
