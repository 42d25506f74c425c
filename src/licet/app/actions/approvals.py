"""What the store holds for a trade: authorisations and their terms, statements, is-informed letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.check.determine import Outcome

__all__ = ["Approval", "approvals_for", "records_for", "with_letters"]


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


def _names(facts: Mapping[str, Any]) -> list[str]:
    given = facts.get("parties") or ()
    return [str(one["name"]) for one in given if isinstance(one, Mapping) and one.get("name")]


def with_letters(
    facts: Mapping[str, Any], on: date, store: str = "", *, client: str = "cli"
) -> dict[str, Any]:
    """The facts of a trade with what the store's letters and assurances say, where the facts do not say it.

    An is-informed letter of the day becomes `informed`: one that names a party only where that party is in
    the trade (15 CFR 744.11(c) and its like). A written assurance that rests on 740.6 becomes
    `trade.tsr_assurance`. That the store holds no letter is no fact: letters may lie elsewhere.

    Raises:
        StoreError: there is no such store.
    """
    from licet.app.actions.keeping import opened
    from licet.store.statements import StatementKind, notices, statements

    told = dict(facts)
    with opened(store, client=client, create=False) as (held, who):
        letters = {notice for name in ["", *_names(facts)] for notice in notices(held, who, on, party=name)}
        assured = [
            one
            for name in _names(facts)
            for one in statements(held, who, kind=StatementKind.ASSURANCE, party=name, on=on)
            if any("740.6" in section for section in one.sections)
        ]
    if letters and "informed" not in facts:
        ordered = sorted(letters, key=lambda one: (one.section, one.day or date.min))
        told["informed"] = [{"section": one.section, "date": one.day} for one in ordered]
    trade = dict(told.get("trade") or {})
    if assured and "trade.tsr_assurance" not in trade and "tsr_assurance" not in trade:
        told["trade"] = {**trade, "trade.tsr_assurance": True}
    return told


def records_for(outcome: Outcome, store: str = "", *, client: str = "cli") -> tuple[str, ...]:
    """The statements held of the parties of a trade that hold on its day, one sentence each.

    Raises:
        StoreError: there is no such store.
    """
    from licet.app.actions.keeping import opened
    from licet.store.statements import statements

    on = outcome.determination.on
    with opened(store, client=client, create=False) as (held, who):
        found = [
            one
            for party in outcome.trade.parties
            for name in party.party.names
            for one in statements(held, who, party=name.text, on=on)
        ]
    return tuple(
        f"{one.kind.value} of {one.party}: {one.id}, signed {one.signed}"
        + (f", to {one.valid_to}" if one.valid_to else "")
        for one in found
    )
