"""Blocked persons: the SDN List and the 50 Percent Rule.

The property of a blocked person, and of every entity that blocked persons together own to half or more, is
blocked: US persons may not deal. It binds whatever the EAR says, and a licence of one agency is none of the
other. Other persons are bound where they cause a US person to violate, or face secondary sanctions.
"""

from __future__ import annotations

from collections.abc import Sequence

from licet.core.answer import Answer, Question, all_of, any_of, negate, no, unknown
from licet.core.ask import ask
from licet.core.deal import TradeParty
from licet.core.fact import Share
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.listed import hits

__all__ = ["AUTHORISED", "blocked", "owned_by_blocked"]

SDN = ("us-ofac-sdn",)
#: What counts as half: OFAC's 50 Percent Rule (31 CFR 587.406 and its like).
HALF = 50
_BINDS = "US persons, and anyone in the United States or dealing through it"

AUTHORISED = ask(
    "trade.ofac_authorised",
    "Is the transaction authorised by an OFAC licence, exempt, or within the terms of an OFAC "
    "general licence?",
)


def blocked(m: Matter, party: TradeParty) -> Answer:
    """Whether the party itself is on the SDN List; unknown while it is not screened."""
    says = f"{party.name} is on the SDN List"
    found = [same for _, same in hits(m, party, SDN)]
    for same in found:
        if same.is_yes:
            return Answer(truth=same.truth, says=says, because=(same,))
    if party.hits.is_unknown:
        return unknown(says, ask=party.hits.ask)
    return next((unknown(says, ask=_first(same)) for same in found if same.is_unknown), no(says))


def _first(answer: Answer) -> Question | None:
    asked = answer.asks()
    return asked[0] if asked else None


def owned_by_blocked(party: TradeParty) -> Answer:
    """Whether blocked persons together own half of it or more, directly or through others."""
    says = f"blocked persons together own at least {HALF} % of {party.name}"
    stakes = party.stakes
    if stakes.is_unknown:
        return unknown(says, ask=stakes.ask)
    if not stakes.is_known or stakes.value is None:
        return no(says)
    stake = stakes.value.get("ofac")
    share = stake.share if stake else Share.exactly(0)
    held = share.at_least(
        HALF,
        ask=Question(
            id="party.owners",
            text=f"Who owns {party.name}, and what percentage (ownership share) does each hold?",
        ),
    )
    return Answer(truth=held.truth, says=says, because=(held,))


def _readings(m: Matter, *, by_ownership: bool) -> Sequence[Reading]:
    found: list[Reading] = []
    excused = AUTHORISED.of(m.trade)
    for party in m.trade.parties:
        held = blocked(m, party)
        if by_ownership:
            held = all_of(negate(held), owned_by_blocked(party)) if not held.is_yes else no("listed itself")
        if held.is_no:
            continue
        answer = all_of(
            m.trade.us_person.is_(True, "a US person takes part"), held, negate(excused), says=party.name
        )
        owners = _owner_names(party) if by_ownership else ""
        tags = "" if by_ownership else _programmes(m, party)
        why = f"{party.name} {'is owned by ' + owners if owners else 'is blocked' + tags}: no dealing"
        found.append(Reading(answer=answer, why=why, party=party.name))
    if not m.trade.parties and m.trade.parties_complete.is_unknown:
        found.append(Reading(answer=unknown("who takes part", ask=m.trade.parties_complete.ask)))
    return found or (Reading(answer=no("no party is blocked")),)


def _programmes(m: Matter, party: TradeParty) -> str:
    tags = dict.fromkeys(tag for listing, _ in hits(m, party, SDN) for tag in listing.programmes)
    return f" ({', '.join(tag.strip('[]') for tag in tags)})" if tags else ""


def _owner_names(party: TradeParty) -> str:
    if not party.stakes.is_known or party.stakes.value is None:
        return ""
    stake = party.stakes.value.get("ofac")
    return ", ".join(f"{owner.listing.party.name} ({owner.share})" for owner in stake.owners) if stake else ""


@rule(
    "31 CFR 501.603; 31 CFR chapter V",
    "US persons may not deal with a person on the SDN List or in its property",
    always(by="50 USC 1702; the single programmes of 31 CFR chapter V"),
    beside="OFAC SDN",
    binds=_BINDS,
    bites=True,
    per_trade=True,
)
def sdn(m: Matter) -> Sequence[Reading]:
    """Any role counts: OFAC knows no role gate. An OFAC licence, exemption or general licence excuses.

    Some programmes block less than all property; the entry's tags name the programme.
    """
    return _readings(m, by_ownership=False)


@rule(
    "31 CFR 587.406; 31 CFR 591.406; 31 CFR 589.411(a)",
    "OFAC 50 Percent Rule: an entity that blocked persons own to half or more, together, is blocked",
    in_force("2014-08-13", by="OFAC guidance of 2014-08-13; FAQs 398 to 402"),
    beside="OFAC 50 Percent Rule",
    binds=_BINDS,
    bites=True,
    per_trade=True,
)
def fifty_percent(m: Matter) -> Sequence[Reading]:
    """Shares of all blocked persons count together, whichever programmes they are under (FAQ 399).

    Ownership counts, not control (FAQ 398). A share that is not known is never read as zero.
    """
    return _readings(m, by_ownership=True)


def _blocked_or_owned(m: Matter, party: TradeParty) -> Answer:
    held = blocked(m, party)
    if held.is_yes:
        return held
    owned = owned_by_blocked(party)
    if owned.is_no or (held.is_unknown and not owned.is_yes):
        return held
    return any_of(held, owned, says=f"{party.name} is blocked, itself or by its owners")


@rule(
    "50 USC 1705(a)",
    "persons who are not US persons may not cause a violation, and risk secondary sanctions",
    in_force("2007-10-16", by="Pub. L. 110-96"),
    beside="OFAC secondary",
    binds="persons who are not US persons",
    per_trade=True,
)
def not_a_us_person(m: Matter) -> Reading:
    """A blocked party in a trade without a US person: US dollars, US banks or US goods may bring one in."""
    named = [(party, _blocked_or_owned(m, party)) for party in m.trade.parties]
    open_or_met = [(party, held) for party, held in named if not held.is_no]
    if not open_or_met:
        return Reading(answer=no("no party is blocked"))
    party, held = next((each for each in open_or_met if each[1].is_yes), open_or_met[0])
    answer = all_of(m.trade.us_person.is_(False, "no US person takes part"), held)
    return Reading(
        answer=answer,
        why=f"{party.name}: US dollars, US banks or US goods may bring a US person in; secondary sanctions",
        party=party.name,
    )
