"""Licence exceptions ENC and ACE, 15 CFR 740.17 and .22: encryption and cybersecurity items."""

from __future__ import annotations

from licet.core.answer import all_of, any_of, negate
from licet.core.ask import ask
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.ear.part740 import (
    LIFTS,
    destination_in,
    eccn_in,
    listed,
)
from licet.law.us.ear.questions import GOVERNMENT_USER

ENC_CLASS = ask(
    "item.enc_classified",
    "Is the item classified or self-classified and reported as the ENC paragraph it falls in "
    "requires (740.17)?",
    clean=None,
)
ENC_INTERNAL = ask(
    "use.enc_internal",
    "Is it for internal use by a private firm headquartered in supplement no. 3, a US subsidiary, or their"
    " employees (740.17(a))?",
    clean=None,
)
ENC_MISUSE = ask(
    "use.unauthorised_access",
    "Will it be used to affect information systems without authorisation (740.17(f), 740.22(c)(5))?",
)
FAVOURED_CYBER = ask(
    "party.favoured_cyber_end_user",
    "Is it a US subsidiary, bank, insurer or civil health institution, or is it vulnerability disclosure?",
    clean=None,
)


@rule(
    "15 CFR 740.17",
    "encryption items go under ENC when classified or reported as 740.17 asks",
    always(by="61 FR 68579"),
    code="ENC",
    lifts=LIFTS,
)
def enc(m: Matter) -> Reading:
    """5A002, 5A004, 5B002, 5D002 and 5E002, to all places but Country Groups E:1 and E:2.

    (b)(1) at once with a yearly report; (b)(2) and (b)(3) thirty days after a classification request;
    technology
    of (b)(2)(iv)(B) not to D:1; some items not to government end users outside supplement no. 3.
    """
    item = eccn_in(m, ("5A002", "5A004", "5B002", "5D002", "5E002"), "an item of 740.17")
    if item.is_no:
        return Reading(answer=item)
    place = negate(destination_in(m, "E:1", "E:2"), says="not in Country Group E:1 or E:2")
    # (b)(2)(iv)(B) sends no technology to D:1; (a)(1) and (a)(2) do, for some users.
    tech = all_of(eccn_in(m, ("5E002",)), destination_in(m, "D:1"), negate(ENC_INTERNAL.of(m.trade)))
    return Reading(
        answer=all_of(item, place, negate(tech), ENC_CLASS.of(m.item), negate(ENC_MISUSE.of(m.trade))),
        duties=("self-classification report by 1 February, or half-yearly sales report (740.17(e))",),
    )


@rule(
    "15 CFR 740.22",
    "cybersecurity items go under ACE, not to E:1 or E:2, and not to most users of D:1 and D:5",
    in_force("2022-03-07", by="86 FR 58205"),
    code="ACE",
    lifts=LIFTS,
)
def ace(m: Matter) -> Reading:
    """Government users of any D country are closed; other users of D:1 and D:5 save the favoured ones."""
    item = listed(m, "ACE")
    if item.is_no:
        return Reading(answer=item)
    government = all_of(
        destination_in(m, "D:1", "D:2", "D:3", "D:4", "D:5"),
        any_of(*(GOVERNMENT_USER.of(party) for party in m.trade.parties)),
    )
    favoured = any_of(*(FAVOURED_CYBER.of(party) for party in m.trade.parties))
    private = all_of(destination_in(m, "D:1", "D:5"), negate(favoured))
    place = negate(destination_in(m, "E:1", "E:2"))
    return Reading(
        answer=all_of(item, place, negate(government), negate(private), negate(ENC_MISUSE.of(m.trade)))
    )
