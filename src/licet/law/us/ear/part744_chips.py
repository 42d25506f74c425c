"""15 CFR 744.23: supercomputers, advanced-node integrated circuits, and the making of chip-making
equipment.
"""

from __future__ import annotations

from datetime import date

from licet.core.answer import Answer, all_of, any_of, negate
from licet.core.ask import ask
from licet.core.trade import Role
from licet.law.matter import Matter
from licet.law.rule import in_force, rule
from licet.law.us.ear.named_items import (
    ADVANCED_COMPUTING_B,
    HBM,
    SUPERCOMPUTER_ITEMS,
    covered,
)
from licet.law.us.ear.part744_end_use import BACK_END, NODE_UNKNOWN
from licet.law.us.ear.part744_seats import d5_headquartered, policy_744_23
from licet.law.us.ear.places import lies_in, lies_in_d5, lies_in_reach_of_chip_rules
from licet.law.us.ear.questions import D5_TECHNOLOGY, IC_PRODUCTION, NODE_USE, SME_MAKING, SUPERCOMPUTER

DESIGN = ask(
    "use.advanced_node_design",
    "Is it design software or technology (ECAD, TCAD) for an advanced-node chip made there?",
)
SME_BY_D5 = ask(
    "use.sme_production_by_d5_company",
    "Is that development or production by a company headquartered, or with a parent, in Macau or D:5?",
)
CONNECTED = ask(
    "use.connected_to_advanced_node",
    "Is the facility joined (bridge, tunnel) to a building where advanced-node chips are made?",
)
ADVISORY_OPINION = ask(
    "trade.advisory_opinion_on_node",
    "Did BIS confirm by an advisory opinion that the facility's node is not an advanced one?",
)
_JOINED_SINCE = date(2024, 12, 2)
FOR_COMPUTING = ask(
    "use.advanced_computing_production", "Is the technology to produce 3A090, 4A090 or .z items?"
)
#: 87 FR 62186 put 744.23 in force on 7 October 2022 and its supercomputers on 21 October.
_SINCE = in_force("2022-10-07", by="87 FR 62186, rewritten 88 FR 73424, 89 FR 96790")
#: Until then the making of equipment was reached by any item, EAR99 included (88 FR 73424).
_CCL_ALONE = date(2023, 11, 17)


@rule(
    "15 CFR 744.23(a)(1)",
    "a licence is needed for named chips and computers for a supercomputer in Macau or D:5",
    in_force("2022-10-21", by="87 FR 62186"),
    gp=5,
    tags=("744", "744.23"),
    open_to=("VEU",),
    policy=policy_744_23,
)
def supercomputer(m: Matter) -> Answer:
    """The supercomputer, or a component or equipment that will be used in it."""
    named = covered(m.item, SUPERCOMPUTER_ITEMS)
    if named.is_no:
        return named
    return all_of(named, lies_in_reach_of_chip_rules(m.trade.destination, on=m.on), SUPERCOMPUTER.of(m.trade))


def _node_use(m: Matter) -> Answer:
    """Known advanced-node use, or a building joined to an advanced-node one (Red Flag 27, 89 FR 96809).

    Only an advisory opinion of BIS takes the two apart; without one they are a single facility.
    """
    known = NODE_USE.of(m.trade)
    if m.on < _JOINED_SINCE or CONNECTED.of(m.trade).is_no:
        return known
    joined = all_of(CONNECTED.of(m.trade), negate(ADVISORY_OPINION.of(m.trade)), says="one facility")
    return any_of(known, joined, says="use at an advanced-node facility")


def _footnote_5(m: Matter) -> Answer:
    from licet.law.us.ear.part744_entities import has_footnote

    return any_of(*(has_footnote(m, party, 5) for party in m.trade.parties))


@rule(
    "15 CFR 744.23(a)(2)(i)",
    "a licence is needed for any item to a facility in Macau or D:5 that makes advanced-node integrated "
    "circuits",
    _SINCE,
    gp=5,
    tags=("744", "744.23"),
    open_to=("VEU",),
    policy=policy_744_23,
)
def advanced_node(m: Matter) -> Answer:
    """Any item, EAR99 included. Back-end steps are no production; a footnote 5 party's own entry governs
    instead.
    """
    to = lies_in_reach_of_chip_rules(m.trade.destination, on=m.on)
    if to.is_no:
        return to
    return all_of(to, _node_use(m), negate(BACK_END.of(m.trade)), negate(_footnote_5(m)))


@rule(
    "15 CFR 744.23(a)(2)(ii)",
    "a licence is needed for category 3 B to E items to a fab in Macau or D:5 whose node is unknown",
    _SINCE,
    gp=5,
    tags=("744", "744.23"),
    open_to=("VEU",),
    policy=policy_744_23,
)
def unknown_node(m: Matter) -> Answer:
    """Not knowing the node is itself the requirement here."""
    eccn = m.item.eccn.test(
        lambda code: code.category == 3 and code.group in "BCDE", "category 3, groups B to E"
    )
    if eccn.is_no:
        return eccn
    to = lies_in_reach_of_chip_rules(m.trade.destination, on=m.on)
    return all_of(
        eccn,
        to,
        IC_PRODUCTION.of(m.trade),
        NODE_UNKNOWN.of(m.trade),
        negate(BACK_END.of(m.trade)),
        negate(_footnote_5(m)),
    )


@rule(
    "15 CFR 744.23(a)(2)(iii)",
    "a licence is needed for design software and technology for advanced-node chips made in Macau or D:5",
    in_force("2024-12-02", by="89 FR 96790"),
    gp=5,
    tags=("744", "744.23"),
    open_to=(),
    policy=policy_744_23,
)
def design(m: Matter) -> Answer:
    """Electronic and technology computer-aided design; where the chip is made decides, not where it is
    designed.
    """
    return DESIGN.of(m.trade)


@rule(
    "15 CFR 744.23(a)(3)(i)",
    "a licence is needed for advanced computing items to companies of Macau or D:5 elsewhere",
    in_force("2023-11-17", by="88 FR 73424"),
    gp=5,
    tags=("744", "744.23(a)(3)(i)"),
    open_to=("740.8", "NAC", "ACA", "TMP", "RPL", "GOV", "TSU", "HBM"),
    policy=policy_744_23,
)
def computing_elsewhere(m: Matter) -> Answer:
    """The 3A090.b class outside D:1, D:4 and D:5; high bandwidth memory (3A090.c) outside Macau and D:5."""
    class_b = covered(m.item, ADVANCED_COMPUTING_B)
    memory = covered(m.item, HBM)
    if class_b.is_no and memory.is_no:
        return class_b
    to, on = m.trade.destination, m.on
    near = lies_in(to, "D:1", "D:4", "D:5", on=on, but=("A:5", "A:6"))
    return all_of(
        any_of(
            all_of(class_b, negate(near), says="(A)"),
            all_of(memory, negate(lies_in_d5(to, on=on)), says="(B)"),
        ),
        d5_headquartered(m),
    )


@rule(
    "15 CFR 744.23(a)(3)(ii)",
    "a licence is needed for 3A090 production technology of Macau or D:5 developers, from D:1, D:4 or D:5",
    in_force("2023-11-17", by="88 FR 73424"),
    gp=5,
    tags=("744", "744.23"),
    open_to=(),
    policy=policy_744_23,
)
def computing_technology(m: Matter) -> Answer:
    """3E001 technology subject to the EAR by 734.9(h), sent on from those groups to anywhere."""
    technology = covered(m.item, ("3E001",))
    if technology.is_no:
        return technology
    from licet.law.us.ear.subject import route

    return all_of(
        technology,
        D5_TECHNOLOGY.of(m.item),
        FOR_COMPUTING.of(m.trade),
        lies_in(m.trade.exported_from, "D:1", "D:4", "D:5", on=m.on, but=("A:5", "A:6")),
        route(m, "FDP_COMPUTING"),
    )


#: Who would make the equipment.
_USERS = frozenset({Role.END_USER, Role.ULTIMATE_CONSIGNEE})


@rule(
    "15 CFR 744.23(a)(4)",
    "a licence is needed for any CCL item to make chip-making equipment in Macau or D:5",
    _SINCE,
    gp=5,
    tags=("744", "744.23(a)(4)"),
    open_to=("740.11(b)", "740.11", "GOV", "GO4"),
    policy=policy_744_23,
)
def equipment_making(m: Matter) -> Answer:
    """(i) to or within Macau or D:5; (ii) indirectly, where a company of Macau or D:5 develops or produces.

    EAR99 items are outside since 2023-11-17: the rule reaches what is specified on the CCL.
    """
    if m.on < _CCL_ALONE:
        return all_of(SME_MAKING.of(m.trade), lies_in_reach_of_chip_rules(m.trade.destination, on=m.on))
    on_list = m.item.eccn.test(lambda code: not code.is_ear99, "the item is on the CCL")
    if on_list.is_no:
        return on_list
    to = lies_in_reach_of_chip_rules(m.trade.destination, on=m.on)
    return all_of(on_list, SME_MAKING.of(m.trade), any_of(to, _maker_of_d5(m)))


def _maker_of_d5(m: Matter) -> Answer:
    """(a)(4)(ii)(B): whether the maker is of Macau or D:5, as stated, or as the end user's seats tell."""
    stated = SME_BY_D5.of(m.trade)
    if SME_BY_D5.id in m.trade.statements:
        return stated
    users = [p for p in m.trade.parties if p.roles.value and _USERS & p.roles.value]
    seats = (lies_in_d5(seat, on=m.on) for user in users for seat in (user.hq, user.parent_hq))
    return any_of(stated, *seats, says="the maker is headquartered, or has its parent, in Macau or D:5")
