"""What hangs on a change, in money: by counterparty, and in all; each counterparty is counted once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from licet.check.impact_values import Affiliate, AtStake, Exposure, OrderReached, PartyHit
from licet.core.money import Money
from licet.core.verdict import Verdict

if TYPE_CHECKING:
    from licet.check.impact_books import Books

__all__ = ["at_stake", "exposures", "is_doubtful", "is_stopped"]

_STOPS = frozenset({Verdict.LICENSE_REQUIRED.name, Verdict.PROHIBITED.name})
_OPEN = frozenset({Verdict.NEEDS_FACTS.name, Verdict.EXCEPTION_MAY_APPLY.name})
#: Whether a reason is sure.
_SURE = frozenset({"match", "owned"})


def is_stopped(order: OrderReached) -> bool:
    """Whether the order surely needs a licence from the effective day on that it did not need before."""
    return order.after.verdict in _STOPS and (order.before.verdict not in _STOPS or order.changed)


def is_doubtful(order: OrderReached) -> bool:
    """Whether a missing fact, an exception or an unresolved hit leaves the order open from that day on."""
    return not is_stopped(order) and (order.after.verdict in _OPEN or order.incomplete)


def _reasons(hits: Iterable[PartyHit], affiliates: Iterable[Affiliate]) -> dict[str, str]:
    """Why each counterparty counts: the surest reason."""
    found: dict[str, str] = {}
    for hit in hits:
        if hit.action != "removed":
            found[hit.party] = "match" if hit.sure else found.get(hit.party, "review")
    for one in affiliates:
        if one.after == "yes" and one.before != "yes" and found.get(one.party) not in _SURE:
            found[one.party] = "owned"
        elif one.after == "unknown" and one.before != "unknown":
            found.setdefault(one.party, "may be owned")
    return found


def exposures(
    hits: Sequence[PartyHit],
    affiliates: Sequence[Affiliate],
    orders: Sequence[OrderReached],
    books: Books,
) -> tuple[Exposure, ...]:
    """What hangs on each counterparty, most first.

    Args:
        hits: counterparties hit.
        affiliates: those below them.
        orders: orders reached; an order counts for its purchaser.
        books: revenue figures, parties, currency, and the period whose figures count.
    """
    currency, period, parties = books.currency, books.period, books.parties
    nothing = Money(amount=Decimal(0), currency=currency)
    revenue: dict[str, Money] = {}
    for figure in books.figures:
        if figure.amount.currency == currency and figure.period in (period or figure.period, ""):
            revenue[figure.party] = revenue.get(figure.party, nothing) + figure.amount
    why = _reasons(hits, affiliates)
    by_buyer: dict[str, list[OrderReached]] = {}
    for order in orders:
        by_buyer.setdefault(order.purchaser, []).append(order)
    found: list[Exposure] = []
    for id in dict.fromkeys((*why, *by_buyer)):
        mine = by_buyer.get(id, [])

        def total(chosen: Iterable[OrderReached]) -> Money:
            return sum((order.value for order in chosen if order.value), nothing)

        found.append(
            Exposure(
                party=id,
                name=parties[id].name if id in parties else id,
                why=why.get(id, "orders for a hit party"),
                revenue=revenue.get(id) if id in why else None,
                orders=len(mine),
                order_value=total(mine),
                stopped=total(filter(is_stopped, mine)),
                doubtful=total(filter(is_doubtful, mine)),
            )
        )
    return tuple(sorted(found, key=_weight))


def _weight(one: Exposure) -> tuple[Decimal, Decimal, str]:
    return (-(one.revenue.amount if one.revenue else Decimal(0)), -one.order_value.amount, one.party)


def at_stake(
    exposure: Sequence[Exposure],
    total: Money | None,
    basis: str,
    books: Books,
    orders: Sequence[OrderReached],
) -> AtStake:
    """The sums over all counterparties."""
    nothing = Money(amount=Decimal(0), currency=books.currency)
    sure = sum((one.revenue for one in exposure if one.revenue and one.why in _SURE), nothing)
    may = sum((one.revenue for one in exposure if one.revenue and one.why not in _SURE), nothing)
    left_out = [
        f"revenue of {figure.party} in {figure.amount.currency}"
        for figure in books.figures
        if figure.amount.currency != books.currency
    ]
    left_out += [
        f"order {order.id}: a line has no value in {books.currency}" for order in orders if not order.value
    ]
    return AtStake(
        revenue=sure,
        possible=may,
        total=total,
        basis=basis,
        share=_share(sure, total),
        share_possible=_share(sure + may, total),
        orders=sum((one.stopped for one in exposure), nothing),
        orders_doubtful=sum((one.doubtful for one in exposure), nothing),
        left_out=tuple(left_out),
    )


def _share(part: Money, total: Money | None) -> Decimal | None:
    if total is None or not total.amount:
        return None
    return (100 * part.amount / total.amount).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)
