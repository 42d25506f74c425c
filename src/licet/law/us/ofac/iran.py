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
from licet.law.rule import always, rule
from licet.law.us.ofac.blocked import AUTHORISED

__all__ = ["US_CONTENT"]

#: 560.420: the share of US goods, software or technology of the foreign-made product, in per cent.
LESS_THAN = Decimal(10)
US_CONTENT = Ask[Decimal](
    "item.content.us_controlled_pct",
    "What per cent of the item's value is US content that needs a licence to the destination?",
    Decimal(0),
)
_HELD = "in all editions held, from 2025-01-29"


@rule(
    "31 CFR 560.204",
    "exports from the United States, or by a US person anywhere, to Iran are prohibited",
    always(by=_HELD),
    beside="OFAC ITSR",
    binds="US persons wherever located, and exports from the United States",
    per_trade=True,
)
def exports_to_iran(m: Matter) -> Answer:
    """Goods, technology and services, directly or through a third country with reason to know.

    Whether the EAR then prohibits the export too is 15 CFR 746.7(e). A general licence may excuse.
    """
    return all_of(
        m.trade.destination.is_("IR", "the destination is Iran"),
        m.trade.us_person.is_(True, "a US person takes part"),
        negate(AUTHORISED.of(m.trade)),
    )


@rule(
    "31 CFR 560.205; 31 CFR 560.420",
    "reexports to Iran by others of products with ten per cent or more of controlled US content are "
    "prohibited",
    always(by=_HELD),
    beside="OFAC 31 CFR 560.420",
    binds="persons who are not US persons",
)
def content_to_iran(m: Matter) -> Answer:
    """Less than 10 per cent of the total value is free of this rule; ten per cent is not.

    The EAR's own de minimis test (15 CFR 734.4(c)) is another: there equal or less is free.
    """
    act = m.trade.act.is_in(frozenset({Act.REEXPORT, Act.TRANSFER}), "the act is a reexport")
    place = m.trade.destination.is_("IR", "the destination is Iran")
    if act.is_no or place.is_no:
        return all_of(act, place)
    return all_of(
        act,
        place,
        m.trade.us_person.is_(False, "no US person takes part"),
        US_CONTENT.test(
            m.item, lambda share: Decimal(share) >= LESS_THAN, "controlled US content of 10 % or more"
        ),
        negate(AUTHORISED.of(m.trade)),
    )
