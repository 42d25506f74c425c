"""Licence exceptions BAG and AVS, 15 CFR 740.14 and .15: travellers, aircraft, vessels, spacecraft."""

from __future__ import annotations

from licet.core.answer import Answer, all_of, any_of, negate
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.ear.part740 import (
    LIFTS,
    commodity,
    controlled_for,
    country_in,
    destination_in,
    eccn_in,
    in_turn,
)
from licet.law.us.ear.part740_place import only_anti_terrorism
from licet.law.us.ear.part740_purposes import (
    ARMOUR,
    CONTROL,
    LAWFUL,
    PURPOSES,
    moves_for,
    not_d5_chip,
)
from licet.law.us.ear.part744_carriers import CONTROL as CONTROLLED_FROM
from licet.law.us.ear.part744_carriers import REGISTRY

_BAG, _AVS = "61 FR 64286", "61 FR 64288"


@rule(
    "15 CFR 740.14",
    "people leaving the United States take personal and household effects, vehicles and tools",
    always(by=_BAG),
    code="BAG",
    lifts=LIFTS,
)
def bag(m: Matter) -> Answer:
    """Owned, for their own use, not for sale; EI items not to E:1; firearms and armour by their own
    paragraphs.
    """
    purpose = moves_for(m, "740.14", "baggage")
    if purpose.is_no:
        return purpose
    encryption = negate(all_of(controlled_for(m, "EI"), destination_in(m, "E:1")))
    special = negate(eccn_in(m, (*_BAG_FIREARMS, *ARMOUR), "firearms, ammunition or protective gear"))
    return all_of(purpose, encryption, special, not_d5_chip(m))


@rule(
    "15 CFR 740.14(e)",
    "US citizens and residents take up to three firearms, and ammunition, with their baggage",
    always(by=_BAG),
    code="BAG",
    lifts=LIFTS,
)
def bag_firearms(m: Matter) -> Reading:
    """For their own exclusive use, with the baggage, brought back; never where part 746 leaves (e) out."""
    purpose = moves_for(m, "740.14(e)", "baggage")
    answer = in_turn(purpose, lambda: (eccn_in(m, _BAG_FIREARMS), m.trade.us_person.is_(True, "a US person")))
    return Reading(
        answer=answer,
        duties=("at most three firearms and 1,000 rounds; declare them to CBP; bring them back (740.14(e))",),
    )


@rule(
    "15 CFR 740.14(h)",
    "US persons take one set of body armour or of chemical and biological protective gear",
    in_force("2014-07-01", by="79 FR 264"),
    code="BAG",
    lifts=LIFTS,
)
def bag_armour(m: Matter) -> Answer:
    """1A613.c and .d, 1A607.f; to Country Group D:5 only on US Government business ((h)(2))."""
    return in_turn(
        moves_for(m, "740.14(h)", "baggage"),
        lambda: (
            eccn_in(m, ARMOUR),
            m.trade.us_person.is_(True, "a US person"),
            negate(all_of(destination_in(m, "D:5"), negate(PURPOSES["us government contract"].of(m.trade)))),
        ),
    )


_BAG_FIREARMS = ("0A501", "0A502", "0A505.a", "0A505.b", "0A505.c", "0A506", "0A507", "0A508", "0A509")


@rule(
    "15 CFR 740.15(a)",
    "civil aircraft leave on temporary sojourn",
    always(by=_AVS),
    code="AVS",
    lifts=LIFTS,
)
def avs_aircraft(m: Matter) -> Answer:
    """No sale or transfer of control; most US aircraft not to E:1 or E:2; at most seven days."""
    purpose = moves_for(m, "740.15(a)", "aircraft on sojourn")
    return in_turn(purpose, lambda: (commodity(m), _can_be_craft(m), CONTROL.of(m.trade)))


def _can_be_craft(m: Matter) -> Answer:
    """Aircraft and vessels are of Category 8 or 9, or EAR99: a computer never makes a sojourn of its own."""
    return m.item.eccn.test(lambda eccn: eccn.is_ear99 or eccn.category in (8, 9), "an aircraft or a vessel")


@rule(
    "15 CFR 740.15(b)",
    "equipment and spare parts for a vessel or aircraft, and stores, go for use on board",
    always(by=_AVS),
    code="AVS",
    lifts=LIFTS,
)
def avs_stores(m: Matter) -> Answer:
    """Not for craft of Country Group D:1 or Cuba; to Cuba and Syria only EAR99 and AT items."""
    purpose = moves_for(m, "740.15(b)", "craft spares", "ship or plane stores")
    return in_turn(
        purpose,
        lambda: (commodity(m), negate(_of_closed_flag(m)), _allowed_there(m), LAWFUL.of(m.trade)),
    )


def _of_closed_flag(m: Matter) -> Answer:
    """Whether spares are for a craft that D:1, Cuba or their nationals register, own, charter or lease."""
    spares = PURPOSES["craft spares"].of(m.trade)
    if spares.is_no:
        return spares
    flags = [
        country_in(question.fact(m.trade), ("D:1", "CU"), m.on, "a craft of Country Group D:1 or Cuba")
        for question in (REGISTRY, CONTROLLED_FROM)
    ]
    return all_of(spares, any_of(*flags))


def _allowed_there(m: Matter) -> Answer:
    """740.15(b)(4): to Cuba and Syria EAR99 and AT items alone."""
    place = destination_in(m, "CU", "SY")
    at_only = any_of(only_anti_terrorism(m), eccn_in(m, ("2B999", "3A991", "4A994", "5A992", "9A991")))
    return negate(all_of(place, negate(at_only)))


@rule(
    "15 CFR 740.15(c)",
    "stores and spares go to US, Australian, Canadian and UK vessels, planes and airline installations",
    always(by=_AVS),
    code="AVS",
    lifts=LIFTS,
)
def avs_airlines(m: Matter) -> Answer:
    """Not to ports of Cuba, nor of Country Group D:1 but China's."""
    return in_turn(
        moves_for(m, "740.15(c)", "airline"),
        lambda: (
            commodity(m),
            negate(destination_in(m, "CU")),
            negate(all_of(destination_in(m, "D:1"), negate(destination_in(m, "CN")))),
            CONTROL.of(m.trade),
        ),
    )


@rule(
    "15 CFR 740.15(d)",
    "vessels leave on temporary sojourn",
    always(by=_AVS),
    code="AVS",
    lifts=LIFTS,
)
def avs_vessels(m: Matter) -> Answer:
    """Not to Country Group E:1; to Cuba only cargo vessels for hire; at most fourteen days."""
    return in_turn(
        moves_for(m, "740.15(d)", "vessel on sojourn"),
        lambda: (commodity(m), _can_be_craft(m), negate(destination_in(m, "E:1")), CONTROL.of(m.trade)),
    )


@rule("15 CFR 740.15(e)", "cargo may transit Cuba on board", always(by=_AVS), code="AVS", lifts=LIFTS)
def avs_cargo(m: Matter) -> Answer:
    """Cargo that leaves with the craft at the end of its sojourn."""
    return all_of(moves_for(m, "740.15(e)", "cargo in transit"), CONTROL.of(m.trade))


@rule(
    "15 CFR 740.15(f)",
    "US institutions of higher learning send what they made for fundamental research in space",
    always(by=_AVS),
    code="AVS",
    lifts=LIFTS,
)
def avs_research_spacecraft(m: Matter) -> Reading:
    """To a university or research centre outside Country Group D:5, its nationals alone, all published."""
    return Reading(
        answer=in_turn(
            moves_for(m, "740.15(f)", "research spacecraft"),
            lambda: (commodity(m), negate(destination_in(m, "D:5")), CONTROL.of(m.trade)),
        ),
        duties=("publish what is learned; launch outside Country Group D:5 (740.15(f)(2), (3))",),
    )
