"""The rule said as plainly as possible, in fractions and sets: slow, and easy to believe."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from licet.core.answer import Truth
from licet.core.fact import Share

Holding = tuple[int, int, Share]


def counting(
    holdings: Sequence[Holding], listed: Collection[int], *, upper: bool, or_more: bool
) -> tuple[set[int], dict[int, tuple]]:  # type: ignore[type-arg]
    """Who counts, and what those who count hold of everybody: add until nobody new passes 50."""
    counts = set(listed)
    parties = {party for owner, owned, _ in holdings for party in (owner, owned)}
    while True:
        totals = {}
        for party in parties:
            held = [share for owner, owned, share in holdings if owned == party and owner in counts]
            total = sum((share.high if upper else share.low for share in held), start=Share.exactly(0).low)
            is_open = any(share.high_open if upper else share.low_open for share in held)
            totals[party] = (total, is_open)
        new = {
            party
            for party, (total, is_open) in totals.items()
            if party not in counts and _passes(total, is_open, upper=upper, or_more=or_more)
        }
        if not new:
            return counts, totals
        counts |= new


def _passes(total: object, is_open: object, *, upper: bool, or_more: bool) -> bool:
    if total > 50:  # type: ignore[operator]
        return True
    if total == 50:
        return (not (upper and is_open)) if or_more else bool(not upper and is_open)
    return False


def truth(
    holdings: Sequence[Holding],
    sure: Collection[int],
    maybe: Collection[int],
    party: int,
    *,
    or_more: bool,
    aggregate: bool,
) -> Truth:
    """Whether a party passes: surely, possibly, or surely not."""
    groups = [(set(sure), set(maybe))] if aggregate else [({s} & set(sure), {s}) for s in maybe]
    found = Truth.NO
    for certain, possible in groups:
        low = counting(holdings, certain, upper=False, or_more=or_more)[1].get(party)
        high = counting(holdings, possible, upper=True, or_more=or_more)[1].get(party)
        if low and _passes(*low, upper=False, or_more=or_more):
            return Truth.YES
        if high and _passes(*high, upper=True, or_more=or_more):
            found = Truth.UNKNOWN
    return found
