"""15 CFR 744.7: what is sent to, or for the use of, a foreign vessel or aircraft.

The shipment must be one that could go without a licence, or under an exception, to three countries: where the
craft lies, where it is registered, and the one that controls, leases or charters it.
"""

from __future__ import annotations

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate
from licet.core.ask import Ask, ask
from licet.law.matter import Matter
from licet.law.rule import Policy, Reading, always, rule
from licet.law.us.ear.places import in_group, lies_in

FOR_CRAFT = ask(
    "use.foreign_vessel_or_aircraft",
    "Is the item for a foreign vessel or aircraft, in service or being built?",
)
REGISTRY = Ask[str](
    "trade.craft_registered_in", "In which country is the vessel or aircraft (to be) registered?", None
)
CONTROL = Ask[str](
    "trade.craft_controlled_from",
    "Which country, or national of which, controls, leases or charters the vessel or aircraft?",
    None,
)
STORES = ask(
    "item.craft_stores",
    "Is it fuel, stores, food, medical supplies or spare parts in usual quantity, ordered by the craft's "
    "master, owner or agent and used on board (744.7(b))?",
)
_CARRIERS = ("US", "CA")


def _could_not_go(m: Matter, question: Ask[str], role: str) -> Answer:
    """Whether the item would need a licence to the country that stands in a relation to the craft."""
    fact = question.fact(m.trade)
    if fact.value is None:
        return Answer(truth=Truth.UNKNOWN, says=role, question=Question(id=question.id, text=question.text))
    if fact.value == m.trade.destination.value:
        return Answer(truth=Truth.NO, says=f"{role}: the country of destination itself")
    if in_group(fact.value, ("US",), m.on):
        return Answer(truth=Truth.NO, says=f"{role}: the United States")
    from licet.law.us.ear.transit import needs_licence_to

    there = needs_licence_to(m, fact.value, f"the country of {role}")
    return any_of(there, says=f"{role}: {fact.value}")


def _us_or_canadian(m: Matter) -> Answer:
    """744.7(b): stores for craft of US or Canadian registry, but in ports of Country Group D:1 but China."""
    port = lies_in(m.trade.destination, "D:1", on=m.on, but=("CN",), says="a port in D:1 other than China's")
    return all_of(
        STORES.of(m.item),
        REGISTRY.test(m.trade, lambda value: value in _CARRIERS, "of US or Canadian registry"),
        negate(port),
        says="stores of a US or Canadian carrier (744.7(b))",
    )


@rule(
    "15 CFR 744.7(a)",
    "a licence is needed for a foreign vessel or aircraft unless its port, flag and charterer need none",
    always(by="61 FR 12802"),
    gp=5,
    tags=("744", "744.7"),
    open_to=("AVS", "740.15"),
    policy=Policy(
        verb=None, by="15 CFR 744.7", says="as for an export to the country that needs the licence"
    ),
)
def foreign_craft(m: Matter) -> Reading:
    """In any port, Canadian ones included. Stores for US and Canadian carriers are free but in D:1 ports.

    China's ports do not count as D:1 here.
    """
    craft = FOR_CRAFT.of(m.trade)
    if craft.is_no:
        return Reading(answer=craft)
    free = _us_or_canadian(m)
    parts = any_of(
        _could_not_go(m, REGISTRY, "registry"),
        _could_not_go(m, CONTROL, "control, lease or charter"),
        says="the item would need a licence to the country of registry or control",
    )
    return Reading(answer=all_of(craft, parts, negate(free)), why="registry, control, lease or charter")
