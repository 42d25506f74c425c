"""Section 1260H: Chinese military companies, whom the Department of Defense may not buy from."""

from __future__ import annotations

from collections.abc import Sequence

from licet.core.answer import no
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import Reading, in_force, rule
from licet.law.us.listed import on_list

__all__ = ["DOD"]

DOD = ask("trade.dod_contract", "Is it for a contract with the US Department of Defense?")


@rule(
    "Pub. L. 118-31; Pub. L. 116-283",
    "the Department of Defense may not contract with a company on the section 1260H list",
    in_force("2021-01-01", "2026-06-30", by="Pub. L. 116-283, section 1260H: publication alone"),
    in_force("2026-06-30", by="Pub. L. 118-31, section 805, not read in full", confirmed=False),
    beside="Section 1260H",
    binds="the US Department of Defense and its contractors",
    per_trade=True,
)
def contracts(m: Matter) -> Sequence[Reading]:
    """Listing has no effect on exports; it is a red flag to know whom one deals with."""
    found: list[Reading] = []
    for party in m.trade.parties:
        there = on_list(m, party, ("us-dod-1260h",), f"{party.name} is on the section 1260H list")
        if not there.is_no:
            contract = DOD.of(m.trade).is_yes
            effect = (
                "no Department of Defense contract with it" if contract else "no effect on the trade itself"
            )
            found.append(Reading(answer=there, why=f"{party.name}: {effect}", party=party.name))
    return found or (Reading(answer=no("no party is on the section 1260H list")),)
