"""Money: exact decimals with a currency; never floats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

__all__ = ["Money", "parse_amount"]


def parse_amount(text: str) -> Decimal:
    """A decimal from `1,234.50`, `1234.5` or `1 234.50`.

    Raises:
        ValueError: the text is not a finite number.
    """
    cleaned = text.strip().replace(",", "").replace(" ", "").replace("\u00a0", "").replace("_", "")
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        raise ValueError(f"not a number: `{text}`") from None
    if not amount.is_finite():
        raise ValueError(f"not a finite number: `{text}`")
    return amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An exact amount in one currency.

    Attributes:
        amount: exact decimal, in units of the currency.
        currency: ISO 4217 code.
    """

    amount: Decimal
    currency: str = "USD"

    def __post_init__(self) -> None:
        if isinstance(self.amount, float):
            raise TypeError(f"money is exact: give `{self.amount}` as a string, an int or a Decimal")
        object.__setattr__(self, "amount", Decimal(self.amount))

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(amount=self.amount - other.amount, currency=self.currency)

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.amount <= other.amount

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"`{self.currency}` and `{other.currency}` cannot be added or compared")

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,}"
