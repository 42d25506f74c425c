"""What a rule is asked about: one item of one trade on one day, with what was already worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from licet.core.deal import Item, Trade
from licet.core.fact import Fact

__all__ = ["Matter"]

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Matter:
    """One item of one trade on one day.

    Attributes:
        trade: the transaction.
        item: the line in question.
        on: the day whose law applies.
        memo: what several rules need and one worked out; keyed by the function that made it.
    """

    trade: Trade
    item: Item
    on: date
    memo: dict[Any, Any] = field(default_factory=dict)

    def once(self, make: Callable[[Matter], T]) -> T:
        """The result of `make(self)`, computed once for this item."""
        found = self.memo.get(make)
        if found is None and make not in self.memo:
            found = self.memo[make] = make(self)
        return cast(T, found)

    @property
    def destination(self) -> Fact[str]:
        """Country of ultimate destination."""
        return self.trade.destination
