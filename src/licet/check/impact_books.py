"""What an impact is asked with: the change with its two sides, and what of the portfolio it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from licet.check.impact_owners import State
from licet.check.impact_values import Event
from licet.core.money import Money
from licet.core.portfolio import Order, OwnerEdge, Revenue, StockItem
from licet.core.trade import Party
from licet.lists.change_set import FiledChange

__all__ = ["Books", "HeldLicence", "Question"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What changed, and the state of lists and law on either side of it.

    Attributes:
        event: the document, or the two states compared.
        changes: the entries that change.
        before: lists and law before.
        after: lists and law after.
    """

    event: Event
    changes: tuple[FiledChange, ...]
    before: State
    after: State


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLicence:
    """An authorisation held, as far as impact asks.

    Attributes:
        number: the agency's number.
        id: the store's id.
        state: active, suspended, revoked, returned.
        valid_to: its last day; None where none is stated.
        parties: the parties that it names.
        hit: for each party, the names of changed entries that it may be; filled by the caller.
    """

    number: str
    id: str
    state: str
    valid_to: date | None
    parties: tuple[str, ...] = ()
    hit: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What of a portfolio an impact needs: everything that a hit counterparty or its affiliates touch.

    Attributes:
        portfolio: its name.
        newest: log entry up to which it was read.
        screened: how many counterparties and owners were compared.
        one_by_one: why all of them had to be asked one by one; empty where their keys told whom to ask.
        currency: currency of all sums.
        revenue: the firm's revenue; None when not stated.
        period: the period of that revenue; figures of other periods are left out. Empty: all figures count.
        all_revenue: the sum of all counterparties' figures, where the firm's own is not stated.
        usual: facts that hold for every order unless it says otherwise.
        parties: counterparties by reference: at least all that the orders and edges name.
        edges: all ownership edges.
        orders: orders of hit counterparties and of their affiliates.
        items: items that those orders name, by reference.
        figures: revenue figures of hit counterparties and of their affiliates.
        licences: all authorisations held.
        unnamed: all open orders of which a party is not stated, or is no counterparty of the portfolio.
    """

    portfolio: str
    newest: int = -1
    screened: int = 0
    one_by_one: str = ""
    currency: str = "USD"
    revenue: Decimal | None = None
    period: str = ""
    all_revenue: Money | None = None
    usual: Mapping[str, object] = field(default_factory=dict)
    parties: Mapping[str, Party] = field(default_factory=dict)
    edges: tuple[OwnerEdge, ...] = ()
    orders: tuple[Order, ...] = ()
    items: Mapping[str, StockItem] = field(default_factory=dict)
    figures: tuple[Revenue, ...] = ()
    licences: tuple[HeldLicence, ...] = ()
    unnamed: tuple[str, ...] = ()
