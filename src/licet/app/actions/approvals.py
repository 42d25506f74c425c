"""Authorisations held, beside a determination: which one covers the trade, or which term is not met."""

from __future__ import annotations

from dataclasses import dataclass

from licet.check.determine import Outcome

__all__ = ["Approval", "approvals_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What one authorisation says of one item of the trade.

    Attributes:
        item: the item, by its classification.
        number: the authorisation's number.
        answer: yes, no or unknown.
        says: one sentence, like `covered by licence D1234567, 40 of 100 left, condition 3 asks for ...`.
        unmet: the terms that are not met.
        asks: what would settle an unknown.
    """

    item: str
    number: str
    answer: str
    says: str
    unmet: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


def approvals_for(outcome: Outcome, store: str = "", *, client: str = "cli") -> tuple[Approval, ...]:
    """What each authorisation in the store says of each item; the store is opened for reading, never made.

    Raises:
        StoreError: there is no such store.
    """
    from licet.app.actions.keeping import opened
    from licet.store.licences import trade_coverages

    with opened(store, client=client, create=False) as (held, who):
        found = trade_coverages(held, who, outcome.trade, outcome.determination.on)
    return tuple(
        Approval(
            item=str(wanted.eccn),
            number=coverage.licence.terms.number,
            answer=coverage.answer.truth.value,
            says=coverage.says,
            unmet=coverage.unmet,
            asks=tuple(question.text for question in coverage.answer.asks()),
        )
        for wanted, coverages in found
        for coverage in coverages
    )
