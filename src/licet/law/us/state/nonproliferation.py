"""Persons under nonproliferation sanctions of the Department of State: what BIS does with applications."""

from __future__ import annotations

from collections.abc import Sequence

from licet.core.answer import no
from licet.law.matter import Matter
from licet.law.rule import Reading, always, rule
from licet.law.us.listed import on_list

__all__ = ["sanctioned"]


@rule(
    "15 CFR 744.19; 50 USC 1701",
    "BIS denies applications where a party is under certain nonproliferation sanctions",
    always(by="77 FR 5388", since="2012-02-03"),
    beside="State nonproliferation sanctions",
    binds="US agencies, which may not license or buy; exporters who would need a licence",
    per_trade=True,
)
def sanctioned(m: Matter) -> Sequence[Reading]:
    """No requirement of its own: it decides the licence that another rule asks for.

    Each sanction has its own statute, scope and end: the notice in the Federal Register tells.
    """
    found: list[Reading] = []
    for party in m.trade.parties:
        there = on_list(m, party, ("us-state-isn",), f"{party.name} is under nonproliferation sanctions")
        if not there.is_no:
            why = f"{party.name}: a licence application would be denied; no licence is required by this alone"
            found.append(Reading(answer=there, why=why, party=party.name))
    return found or (Reading(answer=no("no party is under nonproliferation sanctions")),)
