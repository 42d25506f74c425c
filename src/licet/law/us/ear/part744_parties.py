"""Who takes part, and which list entries are theirs: what all list rules of part 744 share.

A list hit is a question. It counts when the party stands in a role of 15 CFR 748.5(c) to (f), when it is
surely the listed one, and while the entry is in force. Owners count through the Affiliates Rule only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from licet.core.answer import Answer, Question, Truth, all_of, unknown
from licet.core.ask import Ask, ask
from licet.core.deal import Act, Hit, Stake, TradeParty
from licet.core.fact import Fact, State
from licet.core.listing import Listing, Version
from licet.core.period import Status
from licet.core.trade import Role
from licet.law.matter import Matter
from licet.law.rule import Reading, in_force, stayed
from licet.law.us.ear.part762 import EXPORTED

__all__ = [
    "AFFILIATES",
    "DPL",
    "ENTITY_LIST",
    "MEU_LIST",
    "OWNERS",
    "SDN_LIST",
    "UVL",
    "Entry",
    "act_day",
    "bis_stake",
    "entries",
    "is_foreign",
    "not_screened",
    "owners_open",
    "ownership_unknown",
    "takes_part",
]

ENTITY_LIST, MEU_LIST, UVL, DPL, SDN_LIST = (
    "us-bis-entity-list", "us-bis-meu", "us-bis-uvl", "us-bis-dpl", "us-ofac-sdn",
)  # fmt: skip
#: Roles of 15 CFR 748.5(c) to (f). A forwarder that takes possession is an intermediate consignee.
GATING = frozenset(
    {
        Role.PURCHASER,
        Role.INTERMEDIATE_CONSIGNEE,
        Role.ULTIMATE_CONSIGNEE,
        Role.END_USER,
        Role.FORWARDER,
        Role.SHIP_TO,
    }
)
#: When shares of listed owners carry the owner's requirement to the owned party.
AFFILIATES = (
    in_force("2025-09-29", "2025-11-10", by="90 FR 47201"),
    stayed("2025-11-10", "2026-11-09", by="90 FR 50857"),
    # "Stayed until November 9" leaves that day itself open; it is read as stayed, and said so.
    in_force("2026-11-09", "2026-11-10", by="90 FR 50857", status=Status.STAYED, confirmed=False),
    in_force("2026-11-10", by="90 FR 50857: the stay ends, no extension known", confirmed=False),
)
FOREIGN = Ask[bool](
    "party.foreign",
    "Is the party a foreign entity (not organised in the United States)?",
    None,
    (True, False),
)
BRANCH = ask("party.address_only_owner", "Are its owners known only as users of a listed address?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One list entry that may bind one party of the trade.

    Attributes:
        party: the party.
        listing: the entry.
        version: what it required on the day; None when the list has no such column.
        same: whether the party is the listed one, or surely owned by it.
        owned: whether it binds through ownership.
    """

    party: TradeParty
    listing: Listing
    version: Version | None
    same: Answer
    owned: bool = False


def takes_part(party: TradeParty) -> Answer:
    """Whether the party is purchaser, intermediate or ultimate consignee, or end-user."""
    return party.roles.test(
        lambda roles: not roles.isdisjoint(GATING), f"{party.name} is in a role of 15 CFR 748.5(c) to (f)"
    )


def _same(hit: Hit, party: TradeParty) -> Answer:
    says = f"{party.name} is {hit.listing.party.name}"
    if hit.by_address:
        says = f"{party.name} uses the listed address"
    return hit.same.is_(True, says)


def act_day(m: Matter) -> date:
    """The day whose lists bind: an export that was made before the day that is asked about was made under
    the lists of its own day. A shipment told by its carriage is a matter of savings clauses instead.
    """
    told = m.trade.statements
    if m.trade.act.value not in (Act.EXPORT, Act.DEEMED_EXPORT) or "trade.en_route_aboard_on" in told:
        return m.on
    exported = EXPORTED.fact(m.trade).value
    return m.on if exported is None else min(exported, m.on)


def entries(m: Matter, party: TradeParty, lists: Collection[str]) -> Iterator[Entry]:
    """The entries of the named lists that may be this party and stand on the day."""
    hits = party.hits
    if hits.value is None:
        return
    on = act_day(m)
    for hit in hits.value:
        listing = hit.listing
        if listing.list in lists and on in listing.period:
            version = listing.version_on(on)
            if listing.versions and version is None:
                continue
            yield Entry(party=party, listing=listing, version=version, same=_same(hit, party))


def not_screened(m: Matter, what: str) -> list[Reading]:
    """One open reading when a party was not screened, or the parties are not all named."""
    parties = m.trade.parties_complete
    if parties.state is State.UNKNOWN:
        return [
            Reading(
                answer=Answer(truth=Truth.UNKNOWN, says=what, question=parties.ask), why="parties not known"
            )
        ]
    return [
        Reading(
            answer=Answer(truth=Truth.UNKNOWN, says=f"{party.name}: {what}", question=party.hits.ask),
            why=f"{party.name} was not screened",
            party=party.name,
        )
        for party in m.trade.parties
        if party.hits.is_unknown and not takes_part(party).is_no
    ]


def is_foreign(party: TradeParty) -> Answer:
    """Whether the party is not a US entity; read from its country where nobody says more."""
    stated = FOREIGN.fact(party)
    if stated.is_known:
        return FOREIGN.of(party)
    return party.country.test(lambda country: country != "US", f"{party.name} is a foreign entity")


def bis_stake(party: TradeParty) -> Fact[Stake]:
    """What owners on the Entity List, the MEU List or under 744.8 hold of the party together."""
    stakes = party.stakes
    if stakes.value is None:
        return Fact(state=stakes.state, ask=stakes.ask)
    stake = stakes.value.get("bis")
    return (
        Fact(state=State.NOT_APPLICABLE)
        if stake is None
        else Fact(state=State.KNOWN, value=stake, ask=stakes.ask)
    )


def owned_entries(m: Matter, party: TradeParty, lists: Collection[str]) -> Iterator[Entry]:
    """The owners' entries of the named lists, for a foreign party that listed owners hold to half or more."""
    fact = bis_stake(party)
    if fact.value is None:
        return
    stake = fact.value
    half = stake.share.at_least(50, ask=party.stakes.ask or OWNERS)
    held = all_of(is_foreign(party), half, says=f"listed owners hold half or more of {party.name}")
    for owner in stake.owners:
        listing = owner.listing
        if listing.list not in lists or m.on not in listing.period or listing.address_only:
            continue
        if owner.share.high == 0:  # behind a holding that listed owners hold to less than half
            continue
        version = listing.version_on(m.on)
        if listing.versions and version is None:
            continue
        same = held
        if not owner.certain:
            # Another owner may hold the half; whether this entry governs beside it is still open.
            name = f"an owner of {party.name} is {listing.party.name}"
            same = all_of(held, unknown(name, ask=OWNER_MATCH))
        yield Entry(party=party, listing=listing, version=version, same=same, owned=True)


OWNERS = Question(
    id="party.owners",
    text="Who owns the party, and what percentage (ownership share) does each hold: do listed entities own 50"
    " percent or more?",
)


OWNER_MATCH = Question(
    id="party.owner_same", text="Is the owner the listed one (does the match of its name hold)?"
)


def owners_open(party: TradeParty) -> bool:
    """Whether nobody looked into the owners, or unscreened ones could make up half."""
    fact = bis_stake(party)
    if fact.value is None or not fact.value.unscreened:
        return fact.is_unknown
    return not fact.value.share.at_least(50).is_no


def ownership_unknown(m: Matter) -> list[Reading]:
    """One open reading for each party whose owners, or their list status, nobody looked into."""
    return [
        Reading(
            answer=unknown(f"{party.name}: owners not known", ask=party.stakes.ask or OWNERS),
            why=f"ownership of {party.name} was not looked into",
            party=party.name,
        )
        for party in m.trade.parties
        if owners_open(party) and not takes_part(party).is_no and not is_foreign(party).is_no
    ]
