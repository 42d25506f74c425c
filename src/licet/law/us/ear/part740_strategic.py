"""Licence exception STA, 15 CFR 740.20: allied destinations, by reason for control; what it never carries."""

from __future__ import annotations

from licet.core.answer import Answer, all_of, any_of, negate, no, unknown
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import Reading, in_force, rule
from licet.law.us.ear import grants
from licet.law.us.ear.part740 import (
    controlled_for,
    destination,
    destination_in,
    eccn_in,
    in_words,
    only_reasons,
    reason_bites,
    related,
)
from licet.law.us.ear.part740_bars import associated

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
