"""Licence exceptions that an entry opens by value, destination and reason for control: LVS, GBS, TSR, APP.

15 CFR 740.3, .4, .6, .7. What the entry, the destination and the
value settle is settled; what a person must have done or know is a condition that remains.
"""

from __future__ import annotations

from decimal import Decimal

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate, no, unknown
from licet.core.ask import Ask, ask
from licet.core.money import Money
from licet.law.matter import Matter
from licet.law.rule import Reading, always, rule
from licet.law.us.ear import grants
from licet.law.us.ear.part740 import (
    LIFTS,
    commodity,
    destination,
    destination_in,
    in_turn,
    in_words,
    listed,
    one_of,
    only_reasons,
    software,
    technology,
)

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
