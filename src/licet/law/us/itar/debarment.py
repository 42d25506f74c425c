"""Debarred parties under the ITAR (22 CFR 127.7): no part in transactions in defense articles and services.

It is not a bar under the EAR: an EAR item may go, and the debarment is a red flag to weigh.
"""

from __future__ import annotations

from collections.abc import Sequence

from licet.core.answer import all_of, no
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import Reading, always, rule
from licet.law.us.listed import on_list

__all__ = ["DEFENSE_ARTICLE"]

DEFENSE_ARTICLE = ask(
    "item.defense_article", "Is it a defense article or service subject to the ITAR (22 CFR 121)?"
)


@rule(
    "22 CFR 127.7; 22 CFR 127.1(d)",
    "a debarred party may take no part, direct or indirect, in transactions subject to the ITAR",
    always(by="in the edition held, 2026-01-29"),
    beside="ITAR debarment",
    binds="everybody in a transaction subject to the ITAR",
    per_trade=True,
)
def debarred(m: Matter) -> Sequence[Reading]:
    """Statutory debarment follows a conviction, administrative debarment an order; both are published.

    Nobody may deal in a defense article where such a party has an interest, without leave of DDTC.
    """
    found: list[Reading] = []
    for party in m.trade.parties:
        there = on_list(m, party, ("us-ddtc-debarred",), f"{party.name} is debarred under the ITAR")
        if there.is_no:
            continue
        article = DEFENSE_ARTICLE.of(m.item)
        why = (
            f"{party.name}: no part in ITAR transactions; an EAR item is not reached, the debarment "
            f"is a red flag"
            if article.is_no
            else f"{party.name}: the transaction is prohibited without leave of DDTC"
        )
        found.append(Reading(answer=all_of(there), why=why, party=party.name))
    return found or (Reading(answer=no("no party is debarred")),)
