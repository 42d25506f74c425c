"""Licence exceptions for one place or one class of goods: SPP, AGR, CCD, SCP, MED, GFT, RFF.

15 CFR 740.5, .12, .18, .19, .21, .23, .26. The requirement they lift stands in part 746 (or 744.11 for RFF)
and names them; here are their own terms.
"""

from __future__ import annotations

from decimal import Decimal

from licet.core.answer import Answer, all_of, any_of, negate, no
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.ear.part740 import (
    LIFTS,
    closed_by_sanctions,
    controlled_for,
    destination_in,
    eccn_in,
    is_ear99,
    one_of,
    reasons_of,
)
from licet.law.us.ear.questions import (
    AGRICULTURAL,
    CONSUMER_DEVICE,
    FOOD,
    GOVERNMENT_USER,
    MILITARY_USER,
    NODE_USE,
)

__all__ = ["GIFT", "ccd_goods", "only_anti_terrorism"]

AGR_NOTIFIED = ask(
    "trade.agr_notified",
    "Has BIS confirmed that no agency objects to the AGR notification (740.18(c))?",
    clean=None,
)
AGR_CONTRACT = ask(
    "trade.agr_contract",
    "Is there a written contract, with shipment within 12 months (740.18(a)(3), (4))?",
    clean=None,
)
CCD_USER = ask(
    "party.ccd_eligible",
    "Is the end user an individual or an independent organisation (740.19(c))?",
    clean=None,
)
CUBAN_PEOPLE = ask(
    "use.cuban_private_sector",
    "Is it for the Cuban private sector, personal use, civil society or communications as 740.21 says?",
)
MEDICAL_DEVICE = ask(
    "item.medical_device", "Is it an EAR99 medical device, or a one-for-one part for one (740.23)?"
)
MED_USER = ask(
    "party.med_production",
    "Is it a proscribed person, or does it want the device for production (740.23(b))?",
    clean=False,
)
GIFT = ask("trade.gift_parcel", "Is it a gift parcel from one individual to another (740.12(a))?")
DONATION = ask(
    "trade.humanitarian_donation", "Is it a donation by a US charity for basic human needs (740.12(b))?"
)
LUXURY = ask("item.luxury", "Is it a luxury good?")
#: 740.12(a)(2)(iv): domestic retail value of one parcel; food to Cuba is free of it.
_GIFT_LIMIT = Decimal(800)
FACILITY = ask(
    "party.rff_facility", "Does the listed party's entry name License Exception RFF (740.26)?", clean=None
)
RFF_NOTICE = ask("trade.rff_notified", "Was BIS notified 45 days before (740.26(d)(1))?", clean=None)


def only_anti_terrorism(m: Matter) -> Answer:
    """Whether the item is EAR99, or anti-terrorism is its only reason for control."""
    others = [answer for reason, answer in reasons_of(m).items() if reason not in ("AT", "RUS")]
    return one_of(
        is_ear99(m),
        all_of(negate(is_ear99(m)), negate(any_of(*others)), says="controlled for AT alone"),
        says="EAR99, or controlled for anti-terrorism alone",
    )


@rule(
    "15 CFR 740.5",
    "EAR99 items go to Syria under Syria Peace and Prosperity",
    in_force("2025-09-02", by="90 FR 42318"),
    code="SPP",
    lifts=LIFTS,
)
def spp(m: Matter) -> Answer:
    """All EAR99 items; a requirement of part 744 stands beside it and is not lifted."""
    return all_of(destination_in(m, "SY"), is_ear99(m))


@rule(
    "15 CFR 740.18",
    "EAR99 agricultural commodities go to Cuba after notice to BIS",
    always(by="66 FR 36681", since="2001-07-26"),
    code="AGR",
    lifts=LIFTS,
)
def agr(m: Matter) -> Reading:
    """Agricultural commodities as defined in 772.1, under a written contract, within twelve months.

    BIS refers the notice to other agencies; a shipment waits for the word that none objects.
    """
    item = all_of(destination_in(m, "CU"), is_ear99(m), AGRICULTURAL.of(m.item))
    if item.is_no:
        return Reading(answer=item)
    return Reading(
        answer=all_of(item, AGR_CONTRACT.of(m.trade), AGR_NOTIFIED.of(m.trade)),
        duties=(
            "prior notification to BIS (740.18(c))",
            "ship within 12 months of the contract (740.18(a)(4))",
        ),
    )


#: 740.19(b)(1) to (8): for all four places; (9) to (18): for Cuba and Syria.
_CCD_ALL = ("5A992.c", "4A994.b", "5A991", "5D992.c", "4D994", "5D991")
_CCD_MORE = ("5A992", "5A991.b.4", "3A991.p", "4A994.l")


def ccd_goods(m: Matter) -> Answer:
    """Whether the classification can be that of a consumer communications device for this place."""
    more = all_of(destination_in(m, "CU", "SY"), eccn_in(m, _CCD_MORE))
    return one_of(is_ear99(m), eccn_in(m, _CCD_ALL), more, says="a classification of 740.19(b)")


@rule(
    "15 CFR 740.19",
    "consumer communications devices go to Cuba and Syria, and to Belarus and Russia",
    always(by="74 FR 45989", since="2009-09-08"),
    code="CCD",
    lifts=LIFTS,
)
def ccd(m: Matter) -> Answer:
    """Phones, computers, software and the like, for individuals and independent organisations.

    Governments and ruling parties of Cuba, Russia and Belarus are no eligible users.
    """
    place = destination_in(m, "BY", "CU", "RU", "SY")
    if place.is_no:
        return place
    item = all_of(place, ccd_goods(m), CONSUMER_DEVICE.of(m.item))
    if item.is_no:
        return item
    users = [
        all_of(CCD_USER.of(party), negate(GOVERNMENT_USER.of(party)), says=f"{party.name} is eligible")
        for party in m.trade.parties
    ]
    return all_of(item, one_of(destination_in(m, "SY"), all_of(*users), says="eligible users (740.19(c))"))


@rule(
    "15 CFR 740.21",
    "items that support the Cuban people go to Cuba when EAR99 or controlled for anti-terrorism alone",
    in_force("2015-01-16", by="80 FR 2286"),
    code="SCP",
    lifts=LIFTS,
)
def scp(m: Matter) -> Answer:
    """For private business, civil society, communications, news and certain temporary exports."""
    return all_of(destination_in(m, "CU"), only_anti_terrorism(m), CUBAN_PEOPLE.of(m.trade))


@rule(
    "15 CFR 740.23",
    "EAR99 medical devices go to Russia, Belarus and the occupied regions of Ukraine",
    in_force("2024-04-29", by="89 FR 33227"),
    code="MED",
    lifts=LIFTS,
)
def med(m: Matter) -> Reading:
    """Not to proscribed persons, and not to a production facility; the distribution is to be verified."""
    place = destination_in(m, "RU", "BY", "UA")
    users = any_of(
        *(question.of(party) for question in (MED_USER, MILITARY_USER) for party in m.trade.parties),
        says="an excluded party or use",
    )
    return Reading(
        answer=all_of(place, is_ear99(m), MEDICAL_DEVICE.of(m.item), negate(users)),
        duties=("verify the distribution and keep the records (740.23(c), (d))",),
    )


@rule(
    "15 CFR 740.12(a)",
    "gift parcels between individuals go to any place",
    always(by="61 FR 64282"),
    code="GFT",
    lifts=LIFTS,
)
def gift(m: Matter) -> Answer:
    """At most $800, one a month, no item controlled for CB, MT, NS, NP or EI; no luxury goods to North
    Korea.
    """
    gift_of = GIFT.of(m.trade)
    if gift_of.is_no:
        return gift_of
    cuba = destination_in(m, "CU")
    dear = m.item.value.test(lambda money: money.amount > _GIFT_LIMIT, "above 800 dollars (740.12(a)(2)(iv))")
    if dear.is_unknown:
        dear = no("the value is to be kept within 800 dollars")
    listed = all_of(cuba, negate(is_ear99(m)), negate(CONSUMER_DEVICE.of(m.item)), says="on the CCL, to Cuba")
    return all_of(
        gift_of,
        negate(closed_by_sanctions(m, "740.12")),
        negate(controlled_for(m, "CB", "MT", "NS", "NP", "EI")),
        negate(all_of(destination_in(m, "KP"), LUXURY.of(m.item))),
        negate(all_of(dear, negate(all_of(cuba, FOOD.of(m.item))))),
        negate(listed),
    )


@rule(
    "15 CFR 740.12(b)",
    "US charities send donations that meet basic human needs",
    always(by="61 FR 64282"),
    code="GFT",
    lifts=LIFTS,
)
def donation(m: Matter) -> Reading:
    """Items of supplement no. 2 to part 740, not controlled for NS, CB, NP, MT or CC."""
    donated = DONATION.of(m.trade)
    if donated.is_no:
        return Reading(answer=donated)
    return Reading(
        answer=all_of(
            donated,
            negate(closed_by_sanctions(m, "740.12")),
            negate(controlled_for(m, "NS", "CB", "NP", "MT", "CC")),
            negate(all_of(destination_in(m, "KP"), LUXURY.of(m.item))),
        ),
        duties=("keep the records of 740.12(b)(7)",),
    )


#: 740.26(a): entries that RFF never covers.
_RFF_NOT = ("3B001", "3B002", "3B993", "3B994", "3D992", "3D993", "3D994", "3E992", "3E993", "3E994")


@rule(
    "15 CFR 740.26",
    "items for a restricted fabrication facility go to it after 45 days' notice to BIS",
    in_force("2024-12-02", by="89 FR 96790"),
    code="RFF",
    lifts=("744",),
)
def rff(m: Matter) -> Reading:
    """Only where the entry of the listed facility names 740.26; not for equipment, not for advanced nodes.

    It lifts the requirement of that entry alone, none by destination or end use.
    """
    item = negate(eccn_in(m, _RFF_NOT, "an item that 740.26(a) takes out"))
    facility = one_of(
        *(FACILITY.of(party) for party in m.trade.parties), says="a restricted fabrication facility"
    )
    return Reading(
        answer=all_of(item, facility, negate(NODE_USE.of(m.trade)), RFF_NOTICE.of(m.trade)),
        duties=("notify BIS 45 days before (740.26(d)(1))", "report installation and each year (740.26(e))"),
    )
