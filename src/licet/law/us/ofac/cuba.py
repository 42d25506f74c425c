"""The Cuban Assets Control Regulations (31 CFR part 515) as far as goods: beside 15 CFR 746.2."""

from __future__ import annotations

from licet.core.answer import all_of, any_of, negate
from licet.law.matter import Matter
from licet.law.rule import Reading, always, rule
from licet.law.us.ofac.blocked import AUTHORISED

__all__ = ["dealings_with_cuba"]


@rule(
    "31 CFR 515.201; 31 CFR 515.329",
    "persons subject to US jurisdiction, their foreign subsidiaries too, may not deal in Cuban interests",
    always(by="28 FR 6974", since="1963-07-08"),
    beside="OFAC CACR",
    binds="persons subject to US jurisdiction: US persons, and entities that they own or control anywhere",
    per_trade=True,
)
def dealings_with_cuba(m: Matter) -> Reading:
    """What the Department of Commerce licenses or otherwise authorises is generally licensed (515.533).

    Goods of foreign origin that a subsidiary abroad sells need OFAC itself (515.559).
    """
    bound = any_of(
        m.trade.us_person.is_(True, "a US person takes part"),
        m.trade.actor_parent.is_("US", "its ultimate parent is in the United States"),
        says="a person subject to US jurisdiction",
    )
    answer = all_of(
        m.trade.destination.is_("CU", "the destination is Cuba"), bound, negate(AUTHORISED.of(m.trade))
    )
    why = "what BIS authorises is generally licensed (31 CFR 515.533); anything else needs OFAC"
    return Reading(answer=answer, why=why)
