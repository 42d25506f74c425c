"""Where parties are headquartered, and the review policy that turns on it (15 CFR 744.23(d))."""

from __future__ import annotations

from licet.core.answer import Answer, all_of, any_of, negate
from licet.core.ask import ask
from licet.core.deal import TradeParty
from licet.core.fact import Fact
from licet.core.listing import Verb
from licet.core.trade import Role
from licet.law.matter import Matter
from licet.law.rule import Policy
from licet.law.us.ear.named_items import ADVANCED_COMPUTING_A, ADVANCED_COMPUTING_B, covered
from licet.law.us.ear.part740 import DATACENTER
from licet.law.us.ear.part744_parties import takes_part
from licet.law.us.ear.places import lies_in, lies_in_d5

__all__ = ["d5_headquartered", "policy_744_23"]

EXCLUDED_HQ = ask(
    "trade.user_hq_us_or_ally",
    "Is the end user headquartered in the US, A:5 or A:6 and not majority-owned from Macau or D:5?",
)
SAME_FUNCTION = ask(
    "item.foreign_equivalent",
    "Does a foreign-made item outside these requirements perform the same function?",
)


def d5_headquartered(m: Matter) -> Answer:
    """Whether a party in a role is headquartered, or has its ultimate parent, in Macau or Country Group
    D:5.
    """
    return m.once(_d5_headquartered)


def _d5_headquartered(m: Matter) -> Answer:
    return any_of(
        *(
            all_of(
                takes_part(party),
                any_of(_seat(party.hq, m), _seat(party.parent_hq, m)),
                says=f"{party.name} is of Macau or D:5",
            )
            for party in m.trade.parties
        ),
        says="a party is headquartered, or its ultimate parent is, in Macau or Country Group D:5",
    )


def _seat(fact: Fact[str], m: Matter) -> Answer:
    return lies_in_d5(fact, on=m.on)


def _end_user_ally(m: Matter) -> Answer:
    users = [
        p
        for p in m.trade.parties
        if p.roles.value and {Role.END_USER, Role.ULTIMATE_CONSIGNEE} & p.roles.value
    ]
    ally = all_of(*(_ally(party, m) for party in users)) if users else EXCLUDED_HQ.of(m.trade)
    return any_of(EXCLUDED_HQ.of(m.trade), ally if users else EXCLUDED_HQ.of(m.trade))


def _ally(party: TradeParty, m: Matter) -> Answer:
    seats = lies_in(party.hq, "US", "A:5", "A:6", on=m.on)
    parent = lies_in(party.parent_hq, "MO", "D:5", on=m.on)
    return all_of(seats, negate(parent))


def policy_744_23(m: Matter) -> Policy:
    """744.23(d): presumption of denial for D:5 and its companies, approval for US, A:5 and A:6 users, else
    case by case.
    """
    by = "15 CFR 744.23(d)"
    computing = covered(m.item, (*ADVANCED_COMPUTING_A, *ADVANCED_COMPUTING_B))
    centre = all_of(covered(m.item, ADVANCED_COMPUTING_A), DATACENTER.of(m.item), says="for datacenters")
    if any_of(SAME_FUNCTION.of(m.item), all_of(computing, negate(centre))).is_yes:
        return Policy(verb=Verb.CASE_BY_CASE, by=f"{by}(3)")
    ally = _end_user_ally(m)
    if ally.is_yes:
        return Policy(verb=Verb.PRESUMPTION_APPROVAL, by=f"{by}(2)")
    d5 = any_of(lies_in_d5(m.trade.destination, on=m.on), d5_headquartered(m))
    if d5.is_yes:
        return Policy(verb=Verb.PRESUMPTION_DENIAL, by=f"{by}(1)")
    return Policy(verb=Verb.CASE_BY_CASE, by=f"{by}(3)(iv)")
