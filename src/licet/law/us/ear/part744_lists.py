"""Parties on the SDN List (744.8), the Unverified List (744.15), the Denied Persons List (764), and red
flags.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from licet.core.answer import Answer, Truth, all_of, any_of, negate, no
from licet.core.ask import ask
from licet.core.deal import Act, TradeParty
from licet.core.fact import State
from licet.core.listing import Listing, Verb
from licet.core.trade import Role
from licet.law.matter import Matter
from licet.law.rule import Policy, Reading, always, in_force, rule
from licet.law.us.ear.part744_entities import without_effect
from licet.law.us.ear.part744_military import in_supplement_2
from licet.law.us.ear.part744_parties import (
    AFFILIATES,
    DPL,
    ENTITY_LIST,
    MEU_LIST,
    SDN_LIST,
    UVL,
    Entry,
    bis_stake,
    entries,
    not_screened,
    owned_entries,
    ownership_unknown,
    takes_part,
)
from licet.law.us.ear.questions import OFAC_AUTHORISED

__all__ = ["SDN_TAGS", "uvl_party"]

#: 15 CFR 744.8(a)(1): programme tags that make an SDN a BIS matter.
SDN_TAGS = frozenset(
    {
        "BELARUS", "BELARUS-EO14038", "RUSSIA-EO14024", "UKRAINE-EO13660", "UKRAINE-EO13661",
        "UKRAINE-EO13662", "UKRAINE-EO13685", "FTO", "SDGT", "NPWMD", "ILLICIT DRUGS-EO14059",
        "ILLICIT-DRUGS-EO14059", "SDNT", "SDNTK", "TCO",
    }
)  # fmt: skip
#: The tags of the sections that 89 FR 20107 merged: old 744.8, .12, .13, .14.
_OLD_TAGS = frozenset({"NPWMD", "SDGT", "SDT", "FTO"})

ORDER_REACHES = ask(
    "party.order_reaches",
    "Do the terms (scope) of the party's non-standard denial order reach this transaction?",
    clean=None,
)


def _tags(listing: Listing) -> frozenset[str]:
    return frozenset(tag.upper().strip("[]") for tag in listing.programmes)


def _sdn_readings(m: Matter, tags: Collection[str], *, owned: bool) -> list[Reading]:
    found: list[Reading] = []
    pick = owned_entries if owned else entries
    for party in m.trade.parties:
        takes_precedence = _on_entity_list(m, party)
        for entry in pick(m, party, (SDN_LIST,)):
            carried = sorted(_tags(entry.listing) & frozenset(tags))
            if not carried:
                found.append(
                    Reading(answer=no(f"{party.name}: none of the tags of 744.8(a)(1)"), party=party.name)
                )
                continue
            excused = OFAC_AUTHORISED.of(m.trade)
            found.append(
                Reading(
                    answer=all_of(
                        takes_part(party),
                        entry.same,
                        _not(excused),
                        negate(takes_precedence),
                        says=party.name,
                    ),
                    why=f"{party.name} carries {', '.join(carried)}"
                    + (f" through {entry.listing.party.name}" if owned else ""),
                    party=party.name,
                )
            )
    return found


def _on_entity_list(m: Matter, party: TradeParty) -> Answer:
    """Whether the person has an Entity List entry, which takes precedence over 744.8."""
    found = [entry.same for entry in entries(m, party, (ENTITY_LIST,))]
    if party.hits.is_unknown:
        says = "an Entity List entry takes precedence"
        more = Answer(truth=Truth.UNKNOWN, says=says, question=party.hits.ask)
        if not found:
            return more
        found.append(more)
    return any_of(*found, says="its Entity List entry takes precedence")


def _not(answer: Answer) -> Answer:
    flipped = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}[answer.truth]
    return Answer(truth=flipped, says="OFAC authorises it", because=(answer,))


_NOBODY = (Reading(answer=no("no party is an SDN with a tag of 744.8(a)(1)")),)
_PD = Policy(verb=Verb.PRESUMPTION_DENIAL, by="15 CFR 744.8(d)")


@rule(
    "15 CFR 744.8(b); 744.8(a)(1)",
    "a licence is needed when a party is an SDN under one of fourteen programmes, unless OFAC authorises it",
    in_force("2024-03-21", by="89 FR 20107"),
    gp=5,
    tags=("744", "744.8"),
    open_to=(),
    policy=_PD,
    answers="744.8",
)
def blocked_person(m: Matter) -> Sequence[Reading]:
    """The programme tag decides, not that the person is an SDN.

    No licence exception is open. An OFAC licence, exemption or the terms of an OFAC general licence
    excuse; an Entity List entry for the same person takes precedence and needs BIS whatever OFAC allowed.
    """
    found = _sdn_readings(m, SDN_TAGS, owned=False)
    found.extend(not_screened(m, "an SDN"))
    return found or _NOBODY


@rule(
    "15 CFR 744.8(a); 744.12; 744.13; 744.14",
    "a licence is needed when a party is designated NPWMD, SDGT, SDT or FTO",
    in_force("2003-06-06", "2024-03-21", by="68 FR 34192, 70 FR 39, merged by 89 FR 20107"),
    gp=5,
    tags=("744", "744.8"),
    open_to=(),
    policy=Policy(verb=Verb.POLICY_DENIAL, by="15 CFR 744.8(c), 744.12(c)"),
    answers="744.8",
)
def blocked_person_before_2024(m: Matter) -> Sequence[Reading]:
    """The form before the sections were merged: fewer tags."""
    found = _sdn_readings(m, _OLD_TAGS, owned=False)
    found.extend(not_screened(m, "an SDN"))
    return found or _NOBODY


@rule(
    "15 CFR 744.8(a)(2); part 744, Supplement No. 8",
    "a licence is needed when SDNs of the fourteen programmes own at least half of a foreign party",
    *AFFILIATES,
    gp=5,
    tags=("744", "744.8"),
    open_to=(),
    policy=_PD,
)
def affiliate_of_blocked_person(m: Matter) -> Sequence[Reading]:
    """The Affiliates Rule for SDNs; the general licence of General Order No. 7 does not reach it."""
    return [*_sdn_readings(m, SDN_TAGS, owned=True), *ownership_unknown(m)] or _NOBODY


# ---------------------------------------------------------------- denial orders


@rule(
    "15 CFR 736.2(b)(4); 764.2(k); 764.3(a)(2); part 764, Supplement No. 1",
    "no one may take part with a denied person in a transaction subject to the EAR",
    always(by="61 FR 12750"),
    gp=4,
    prohibits=True,
    tags=("denial",),
    open_to=(),
)
def denied_person(m: Matter) -> Sequence[Reading]:
    """A standard order reaches every part in the transaction: buyer, forwarder, financier, servicer.

    The order has its own days and sometimes its own terms: one that is not marked standard must be read.
    No licence exception is open; BIS alone may authorise.
    """
    found = [
        Reading(
            answer=all_of(entry.same, _order_reaches(entry), says=f"{party.name} is a denied person"),
            why=f"{party.name}: order, {entry.listing.period}",
            party=party.name,
        )
        for party in m.trade.parties
        for entry in entries(m, party, (DPL,))
    ]
    found.extend(_not_screened_any_role(m))
    return found or (Reading(answer=no("no party is a denied person")),)


def _order_reaches(entry: Entry) -> Answer:
    kinds = {ground.code for ground in entry.listing.grounds}
    if "non-standard" in kinds:
        return ORDER_REACHES.of(entry.party)
    return Answer(truth=Truth.YES, says="a standard order reaches every part in the transaction")


def _not_screened_any_role(m: Matter) -> list[Reading]:
    found = not_screened(m, "denied export privileges")
    found.extend(
        Reading(
            answer=Answer(truth=Truth.UNKNOWN, says=f"{party.name}: denied", question=party.hits.ask),
            why=f"{party.name} was not screened",
            party=party.name,
        )
        for party in m.trade.parties
        if party.hits.is_unknown and takes_part(party).is_no
    )
    return found


# ---------------------------------------------------------------- Unverified List

#: 15 CFR 748.5(d) to (f): EEI is due at any value for these, not for a mere purchaser.
_EEI_ROLES = frozenset(
    {Role.INTERMEDIATE_CONSIGNEE, Role.ULTIMATE_CONSIGNEE, Role.END_USER, Role.FORWARDER, Role.SHIP_TO}
)


def uvl_party(m: Matter, roles: Collection[Role] | None = None) -> Answer:
    """Whether an Unverified List party stands in one of the roles; without roles, in any of 748.5(c) to
    (f).
    """
    parts: list[Answer] = []
    for party in m.trade.parties:
        for entry in entries(m, party, (UVL,)):
            stands = (
                takes_part(party)
                if roles is None
                else party.roles.test(
                    lambda held: not held.isdisjoint(roles or ()), f"{party.name} is a consignee or end-user"
                )
            )
            parts.append(all_of(entry.same, stands, says=f"{party.name} is on the Unverified List"))
    parts.extend(reading.answer for reading in not_screened(m, "on the Unverified List"))
    return any_of(*parts, says="a party is on the Unverified List")


_UVL_SINCE = in_force("2014-01-21", by="78 FR 76741")


@rule(
    "15 CFR 740.2(a)(17)",
    "no licence exception may be used when a party is on the Unverified List",
    _UVL_SINCE,
    bars=("*",),
    spares=("TGL",),
)
def unverified_bars_exceptions(m: Matter) -> Answer:
    """The Unverified List makes no requirement; it takes every licence exception away."""
    return uvl_party(m)


@rule(
    "15 CFR 744.15(b)",
    "before a shipment without a licence to an Unverified List party, a UVL statement must be had",
    _UVL_SINCE,
    imposes="UVL statement (15 CFR 744.15(b)) from the listed party before shipment, kept under part 762",
    firm=True,
    per_trade=True,
)
def unverified_statement(m: Matter) -> Answer:
    """Signed and dated by one who can bind the party; it may serve several shipments of the same items."""
    return uvl_party(m)


@rule(
    "15 CFR 758.1(b)(8)",
    "EEI must be filed whatever the value when a consignee or end-user is on the Unverified List",
    _UVL_SINCE,
    imposes="EEI filing in AES whatever the value (15 CFR 758.1(b)(8))",
    firm=True,
    per_trade=True,
)
def unverified_filing(m: Matter) -> Answer:
    """For tangible exports; a mere purchaser on the list does not trigger it."""
    export = m.trade.act.is_(Act.EXPORT, "an export from the United States")
    return all_of(export, uvl_party(m, _EEI_ROLES))


# ---------------------------------------------------------------- red flags


def _lists_without_effect(m: Matter, party: TradeParty) -> list[Answer]:
    gate = takes_part(party)
    parts = [without_effect(m, entry) for entry in entries(m, party, (ENTITY_LIST,))]
    parts.extend(
        all_of(
            entry.same,
            any_of(negate(gate), negate(in_supplement_2(m))),
            says=f"{party.name} is on the MEU List, the item is not in supplement 2",
        )
        for entry in entries(m, party, (MEU_LIST,))
    )
    return parts


@rule(
    "15 CFR part 732, Supplement No. 3; 736.2(b)(10)",
    "a list entry that makes no requirement here is still a red flag to resolve",
    always(by="61 FR 12740"),
    imposes="RED_FLAG: a listed party takes part without a requirement biting; resolve and record",
    firm=True,
    per_trade=True,
)
def listed_without_requirement(m: Matter) -> Answer:
    """A bank or broker on the Entity List, an entry whose items, project or carve-out leave the trade free,
    a Military End-User List party buying what is not in supplement 2.
    """
    return any_of(*(part for party in m.trade.parties for part in _lists_without_effect(m, party)))


@rule(
    "15 CFR part 732, Supplement No. 3",
    "owners on the Entity List, the MEU List or under 744.8 are a red flag even where they make no "
    "requirement",
    always(by="61 FR 12740; Red Flag 29 by 90 FR 47201"),
    imposes=(
        "RED_FLAG: a listed owner holds a share of a party; find out how much and who controls, and record"
    ),
    firm=True,
    per_trade=True,
)
def listed_owner(m: Matter) -> Answer:
    """A minority share, or any share while the Affiliates Rule is not in force, is a red flag and no
    requirement.
    """
    parts: list[Answer] = []
    for party in m.trade.parties:
        fact = bis_stake(party)
        if fact.state is State.UNKNOWN and not takes_part(party).is_no:
            parts.append(Answer(truth=Truth.UNKNOWN, says=f"owners of {party.name}", question=fact.ask))
        if fact.value is None:
            continue
        active = [owner for owner in fact.value.owners if m.on in owner.listing.period]
        if active:
            parts.append(
                Answer(truth=Truth.YES, says=f"listed owners hold {fact.value.share} of {party.name}")
            )
    return any_of(*parts, says="a party has a listed owner")


RED_FLAG = ask("trade.red_flag", "Is there a red flag that is not yet resolved?")


@rule(
    "15 CFR part 732, Supplement No. 3; 736.2(b)(10)",
    "a red flag must be resolved before the trade goes ahead",
    always(by="61 FR 12740"),
    imposes="RED_FLAG: resolve the red flag, or refrain, or submit it to BIS",
    firm=True,
    per_trade=True,
)
def open_red_flag(m: Matter) -> Answer:
    """Going ahead with an unresolved red flag is awareness of a high probability (772.1 knowledge)."""
    return RED_FLAG.of(m.trade)
