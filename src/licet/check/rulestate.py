"""The state of the law that a judgement of one listing rests on: which rules speak of it on a day, and how.

A trade of which nothing is known but one party is determined twice: once with the party surely listed, once
surely not. Where the two differ, a rule speaks of the listing. The hash covers those rules: their text, the
period that holds, what they answer, and the review policy. It changes when a rule is amended, begins, ends
or is stayed, with or without a new version of licet, and not when any other rule does. For the lists of other
governments the rows of the table of regimes count in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from licet.check.version import fingerprint
from licet.core.deal import Hit, Trade, TradeParty
from licet.core.fact import known
from licet.core.listing import Listing
from licet.core.trade import Party, Role
from licet.law.book import Limb, RuleBook, rule_book
from licet.law.us.ear.determine import determine
from licet.lists.regimes import regimes_of

__all__ = ["RuleState", "rule_state"]

_ROLES = frozenset({Role.PURCHASER, Role.ULTIMATE_CONSIGNEE, Role.END_USER, Role.INTERMEDIATE_CONSIGNEE})


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleState:
    """The rules that speak of a listing on a day.

    Attributes:
        rules: their ids, in order.
        digest: sixteen hexadecimal digits over all that they say; that of nothing where no rule speaks.
    """

    rules: tuple[str, ...]
    digest: str


def rule_state(listing: Listing, on: date, *, book: RuleBook | None = None) -> RuleState:
    """The state of the rules that speak of a listing on a day.

    Args:
        listing: the entry.
        on: the day whose law counts.
        book: the rule book; licet's own when None.
    """
    used = book or rule_book()
    return _state(used, listing, on)


@lru_cache(maxsize=4096)
def _state(book: RuleBook, listing: Listing, on: date) -> RuleState:
    with_it = _said(book, listing, on)
    without = _said(book, None, on)
    differ = sorted((id, said) for id, said in with_it.items() if without.get(id) != said)
    regimes = regimes_of(listing.list, listing.programmes, listing.party.kind)
    told = [[id, book.digest_of(id), said] for id, said in differ]
    return RuleState(
        rules=tuple(id for id, _ in differ), digest=fingerprint([told, [fingerprint(row) for row in regimes]])
    )


def _said(book: RuleBook, listing: Listing | None, on: date) -> dict[str, list[str]]:
    """Rule -> its readings of the probe, in words that change when its answer or period does."""
    hits = () if listing is None else (Hit(listing=listing, same=known(True, source="probe")),)
    country = listing.party.countries[0] if listing and listing.party.countries else ""
    party = TradeParty(
        party=listing.party if listing else Party(),
        roles=known(_ROLES, source="probe"),
        hits=known(hits, source="probe"),
    )
    if country:
        party = replace(party, country=known(country, source="probe"))
    found = determine(Trade(parties=(party,)), on, book=book)
    said: dict[str, list[str]] = {}
    for counted in found.limbs():
        policy = counted.policy
        verb = policy.verb.name if policy and policy.verb else ""
        said.setdefault(counted.limb.rule.id, []).append(f"{_limb(counted.limb)} {verb}")
    for limb in (*found.duties, *found.overlays):
        said.setdefault(limb.rule.id, []).append(_limb(limb))
    return said


def _limb(limb: Limb) -> str:
    period = limb.period
    status = f"{period.start} {period.end} {period.status.value} {period.confirmed}"
    return f"{limb.truth.value} {limb.citation} {status} {' '.join(limb.flags)}"
