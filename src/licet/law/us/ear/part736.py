"""15 CFR 736.2(b): the General Prohibitions that turn on conduct (Eight, Nine, Ten); Four is in
`part744_lists`.
"""

from __future__ import annotations

from licet.core.answer import Answer, Truth, all_of, any_of, no
from licet.core.ask import ask
from licet.core.fact import Fact, State
from licet.law.matter import Matter
from licet.law.rule import Policy, always, rule
from licet.law.us.ear.places import in_group

__all__ = ["VIOLATION"]

TRANSIT_NEEDS = ask(
    "trade.transit_needs_licence",
    "Would the item need a licence, with no exception open, if it were exported to the country of "
    "transit itself?",
    clean=None,
)
TERMS = ask("trade.violates_terms", "Would it break the terms of a licence, a licence exception or an order?")
VIOLATION = ask(
    "trade.known_violation",
    "Do you know that a violation of the EAR has occurred, is about to occur or is intended with the item?",
)


@rule(
    "15 CFR 736.2(b)(8)",
    "an item may not pass through or be unladen in a listed country unless it could go there",
    always(by="61 FR 12751"),
    gp=8,
    tags=("transit",),
    policy=Policy(verb=None, by="15 CFR 736.2(b)(8)", says="as for an export to the country of transit"),
)
def in_transit(m: Matter) -> Answer:
    """Armenia, Azerbaijan, Belarus, Cambodia and thirteen more.

    The question is the same determination again with the country of transit as destination.
    """
    fact: Fact[tuple[str, ...]] = m.trade.transit
    if fact.state is State.UNKNOWN:
        return Answer(truth=Truth.UNKNOWN, says="countries of transit", question=fact.ask)
    listed = [country for country in fact.value or () if in_group(country, ("GP8",), m.on)]
    if not listed:
        return no("no listed country of transit")
    return any_of(*(_needs(m, country) for country in listed), says="a licence is needed for the transit")


def _needs(m: Matter, country: str) -> Answer:
    stated = TRANSIT_NEEDS.fact(m.trade)
    if stated.is_known:
        return TRANSIT_NEEDS.of(m.trade)
    from licet.law.us.ear.transit import needs_licence_to

    return needs_licence_to(m, country)


@rule(
    "15 CFR 736.2(b)(9)",
    "the terms of licences, licence exceptions and orders may not be violated",
    always(by="61 FR 12751"),
    gp=9,
    prohibits=True,
    tags=("conduct",),
    open_to=(),
    per_trade=True,
)
def terms(m: Matter) -> Answer:
    """No licence exception cures it."""
    return TERMS.of(m.trade)


@rule(
    "15 CFR 736.2(b)(10)",
    "no one may proceed with an item knowing that a violation has occurred or is about to occur",
    always(by="61 FR 12751"),
    gp=10,
    prohibits=True,
    tags=("conduct",),
    open_to=(),
    per_trade=True,
)
def known_violation(m: Matter) -> Answer:
    """Selling, financing, servicing, storing, forwarding: every act with the item."""
    return all_of(VIOLATION.of(m.trade))
