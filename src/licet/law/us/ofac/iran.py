"""The Iranian Transactions and Sanctions Regulations as far as goods: 31 CFR 560.204, .205 and .420.

Two content tests meet in one shipment. Under the EAR content that is equal to or less than 10 per cent is
not counted; under 560.420 it must be less than 10 per cent. Ten exactly is out of one and in the other.
"""

from __future__ import annotations

from decimal import Decimal

from licet.core.answer import Answer, all_of, negate
from licet.core.ask import Ask
from licet.core.deal import Act
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.ofac.blocked import AUTHORISED

__all__ = ["US_CONTENT", "controlled_content"]

#: 560.420: the share of US goods, software or technology of the foreign-made product, in per cent.
LESS_THAN = Decimal(10)
US_CONTENT = Ask[Decimal](
    "item.content.us_controlled_pct",
    "What per cent of the item's value is US content that needs a licence to the destination?",
    Decimal(0),
)
_HELD = "in all editions held, from 2025-01-29"


def controlled_content(m: Matter) -> Answer:
    """Whether the item holds controlled US content that 31 CFR 560.420 does not leave out."""
    return US_CONTENT.test(
        m.item, lambda share: Decimal(share) >= LESS_THAN, "controlled US content of 10 % or more"
    )


@rule(
    "31 CFR 560.204",
    "exports from the United States, or by a US person anywhere, to Iran are prohibited",
    always(by=_HELD),
    beside="OFAC ITSR",
    binds="US persons wherever located, and exports from the United States",
    per_trade=True,
)
def exports_to_iran(m: Matter) -> Reading:
    """Iranian Transactions and Sanctions Regulations (ITSR): goods, technology and services.

    Directly, or through a third country with reason to know.

    Whether the EAR then prohibits the export too is 15 CFR 746.7(e). A general licence may excuse.
    """
    answer = all_of(
        m.trade.destination.is_("IR", "the destination is Iran"),
        m.trade.us_person.is_(True, "a US person takes part"),
        negate(AUTHORISED.of(m.trade)),
    )
    return Reading(answer=answer, why="OFAC must authorise it; a BIS licence is none")


@rule(
    "31 CFR 560.215",
    "foreign entities that a US person owns or controls may not deal with Iran as a US person may not",
    in_force("2012-12-26", by="77 FR 75848"),
    beside="OFAC ITSR, US-owned entities",
    binds="entities abroad that US persons own to half, or control",
    per_trade=True,
)
def us_owned_entities(m: Matter) -> Reading:
    """Half of the equity, most seats on the board, or control otherwise; the US owner answers for it."""
    answer = all_of(
        m.trade.destination.is_("IR", "the destination is Iran"),
        m.trade.us_person.is_(False, "the actor is no US person itself"),
        m.trade.actor_parent.is_("US", "its ultimate parent is in the United States"),
        negate(AUTHORISED.of(m.trade)),
    )
    return Reading(answer=answer, why="prohibited as if the US owner did it, whatever the item's origin")


@rule(
    "31 CFR 560.205; 31 CFR 560.420",
    "reexports to Iran by others of products with ten per cent or more of controlled US content are "
    "prohibited",
    always(by=_HELD),
    beside="OFAC 31 CFR 560.420",
    binds="persons who are not US persons",
)
def content_to_iran(m: Matter) -> Reading:
    """Less than 10 per cent of the total value is free of this rule; ten per cent is not.

    The EAR's own de minimis test (15 CFR 734.4(c)) is another: there equal or less is free.
    """
    act = m.trade.act.is_in((Act.REEXPORT, Act.TRANSFER), "the act is a reexport")
    place = m.trade.destination.is_("IR", "the destination is Iran")
    if act.is_no or place.is_no:
        return Reading(answer=all_of(act, place))
    answer = all_of(
        act,
        place,
        m.trade.us_person.is_(False, "no US person takes part"),
        controlled_content(m),
        negate(AUTHORISED.of(m.trade)),
    )
    return Reading(answer=answer, why="controlled US content of ten per cent or more: OFAC must authorise it")
