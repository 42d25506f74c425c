"""Whether a party of the trade stands on a list, for the regimes that stand beside the EAR.

A hit is a question until somebody says it is the same party; an unscreened party is unknown, never clear.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from licet.core.answer import Answer, all_of, any_of, no, unknown
from licet.core.deal import TradeParty
from licet.core.listing import Listing
from licet.core.trade import Role
from licet.law.matter import Matter

__all__ = ["hits", "on_list", "some_party_on"]


def hits(m: Matter, party: TradeParty, lists: Collection[str]) -> Iterator[tuple[Listing, Answer]]:
    """The entries of some lists that may be this party on the day, each with whether it is."""
    for hit in party.hits.value or ():
        if hit.listing.list in lists and m.on in hit.listing.period:
            yield hit.listing, hit.same.is_(True, f"{party.name} is {hit.listing.party.name}")


def on_list(m: Matter, party: TradeParty, lists: Collection[str], says: str) -> Answer:
    """Whether a party is on one of some lists; unknown while it is not screened or a hit is open."""
    parts = [same for _, same in hits(m, party, lists)]
    if party.hits.is_unknown:
        more = unknown(says, ask=party.hits.ask)
        if not parts:
            return more
        parts.append(more)
    return any_of(*parts, says=says) if parts else no(says)


def some_party_on(
    m: Matter, lists: Collection[str], says: str, *, parts_of: Collection[Role] | None = None
) -> Answer:
    """Whether any party is; unknown too while the parties are not all named.

    Args:
        m: the trade, an item of it, the day.
        lists: ids of the lists.
        says: what being on them means.
        parts_of: the roles that count; every role when not given.
    """
    parts = [
        answer if parts_of is None else all_of(_has_part(party, parts_of), answer, says=says)
        for party in m.trade.parties
        for answer in [on_list(m, party, lists, f"{party.name}: {says}")]
    ]
    complete = m.trade.parties_complete
    if complete.is_unknown:
        parts.append(unknown("all parties are named", ask=complete.ask))
    return any_of(*parts, says=says) if parts else no(says)


def _has_part(party: TradeParty, roles: Collection[Role]) -> Answer:
    return party.roles.test(lambda held: not held.isdisjoint(roles), f"{party.name} made or supplies it")
