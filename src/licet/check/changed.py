"""Which listings say something else now than when a portfolio was last screened, and whom they may concern.

Three things change what a list says: a new edition, a filing that is staged or dropped, and a day on which
something printed comes into force or ends. A party that may be one of the changed entries is found by an
index of those alone, with a wide net; the whole engine then decides, so a hit is the same as from scratch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from licet.check.engine import Engine
from licet.check.finding import standing_of
from licet.check.version import fingerprint, listing_version
from licet.core.listing import Listing
from licet.core.trade import Party
from licet.lists.snapshot import Snapshot
from licet.match.index import Index
from licet.match.policy import Policy, Thresholds, Verdict

__all__ = ["changed_listings", "may_concern", "widened"]

#: How far below the threshold the net reaches: scores in a small index differ a little, as rarity does.
_WIDER = 0.35


def changed_listings(
    engine: Engine, before: Snapshot, laid_before: Mapping[str, str], *, since: date
) -> dict[str, Listing]:
    """The entries that read otherwise today than they did in the lists and on the day of the last screening.

    Args:
        engine: the lists now, with the filings that are staged now, and the day.
        before: the lists then.
        laid_before: id -> version of each entry that staged filings had laid over those lists.
        since: the day of the last screening.

    Returns:
        Id -> the entry as it reads now. Entries that are gone are left out: they alert nobody.
    """
    same = before.id == engine.snapshot.id
    old = {} if same else _versions(before, engine.lists)
    laid_now = engine.laid.listings if engine.laid else {}
    known_from = {state.id: state.known_from for state in engine.list_states()}
    found: dict[str, Listing] = {}

    def look(listing: Listing, known: str | None, *, untouched: bool = False) -> None:
        moved = not untouched and known != listing_version(listing)
        if moved or _turned(listing, since, engine.today, known_from.get(listing.list)):
            found[listing.id] = listing

    for list_id in engine.lists:
        for held in engine.snapshot.listings(list_id):
            listing, known = laid_now.get(held.id, held), laid_before.get(held.id)
            untouched = same and known is None and listing is held
            look(listing, known or (None if same else old.get(held.id)), untouched=untouched)
    for id, listing in laid_now.items():
        if engine.snapshot.get(id) is None:
            look(listing, laid_before.get(id))
    return found


def _versions(snapshot: Snapshot, lists: Iterable[str]) -> dict[str, str]:
    return {
        listing.id: listing_version(listing)
        for list_id in lists
        if list_id in snapshot.lists
        for listing in snapshot.listings(list_id)
    }


def _turned(listing: Listing, since: date, today: date, known_from: date | None) -> bool:
    """Whether the entry stands, or reads, otherwise today than on an earlier day."""
    if since == today:
        return False
    days = [listing.period.start, listing.period.end]
    days += [day for one in listing.versions for day in (one.period.start, one.period.end)]
    days += [day for one in listing.earlier for day in (one.start, one.end)]
    if not any(day is not None and since < day <= today for day in days):
        return False
    then, now = (standing_of(listing, day, known_from) for day in (since, today))
    return then is not now or fingerprint(listing.version_on(since)) != fingerprint(listing.version_on(today))


def widened(policy: Policy) -> Policy:
    """The policy with lower thresholds: what it finds is asked again of the whole engine."""

    def lower(one: Thresholds) -> Thresholds:
        limit = max(0.0, one.review - _WIDER)
        return Thresholds(match=one.match, review=limit)

    return replace(
        policy,
        person=lower(policy.person),
        organisation=lower(policy.organisation),
        vessel=lower(policy.vessel),
        name=f"{policy.name}, widened",
    )


def may_concern(index: Index, parties: Sequence[Party], *, policy: Policy) -> list[Party]:
    """The parties that some entries may concern, to be asked of the whole engine.

    Args:
        index: the changed entries alone (`licet.check.reverse.entries_index`).
        parties: who is asked about.
        policy: the policy in use; the net is wider.
    """
    found = index.search_many(parties, limit=5, policy=widened(policy))
    return [
        party
        for party, hits in zip(parties, found, strict=True)
        if any(hit.verdict is not Verdict.NO_MATCH for hit in hits)
    ]
