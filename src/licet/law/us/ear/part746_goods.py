"""Goods that part 746 names by tariff code or description: supplements no. 2, 4, 5, 6 and 7.

A code of the tables covers every longer code that begins with it. Luxury goods (supplement no. 5) count from a
unit price; supplement no. 6 names chemicals and equipment in words, which is a question and not a code.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from licet.core.answer import Answer, Truth, any_of
from licet.core.ask import Ask
from licet.law.matter import Matter
from licet.law.table import Table, read_table

__all__ = ["in_supplement"]

_TITLES = {
    2: "oil and gas", 4: "industrial goods", 5: "luxury goods", 6: "chemicals, biologics and equipment",
    7: "items named for Russia, Crimea and Iran",
}  # fmt: skip
_STATED = {
    number: Ask[bool](
        f"item.supp{number}_part746",
        f"Is the item named in supplement no. {number} to part 746 ({title}: HTS-6 code or description)?",
        False,
        (True, False),
    )
    for number, title in _TITLES.items()
}
UNIT_PRICE = Ask[Decimal](
    "item.unit_price_usd", "What is the wholesale price of one unit in the United States, in dollars?", None
)


@cache
def _goods() -> Table:
    return read_table("licet.law.us.ear.tables", "hts_746.tsv")


@lru_cache(maxsize=64)
def _codes(supplement: str, on: date) -> dict[str, str]:
    return {line.cells[1]: line.cells[2] if len(line.cells) > 2 else "" for line in _goods().on(supplement, on).lines}


def in_supplement(m: Matter, number: int) -> Answer:
    """Whether the item is named in a supplement to part 746: as stated, or by its tariff code."""
    question = _STATED[number]
    if question.id in m.item.statements:
        return question.of(m.item)
    hts = m.item.hts
    if hts.value is None:
        return question.of(m.item)
    code = "".join(char for char in hts.value if char.isdigit())[:6]
    price = _codes(str(number), m.on).get(code)
    if price is None:
        says = f"HTS {code} is in supplement no. {number}"
        # Parts and the items of supplement no. 6 are named by description, not by code.
        return question.of(m.item) if number == 6 else Answer(truth=Truth.NO, says=says)
    listed = Answer(truth=Truth.YES, says=f"HTS {code} is in supplement no. {number} to part 746")
    if not price:
        return listed
    limit = Decimal(price)
    return UNIT_PRICE.test(m.item, lambda value: value > limit, f"HTS {code}: unit price above {limit} dollars")


def in_any_supplement(m: Matter, *numbers: int) -> Answer:
    """Whether the item is named in one of several supplements."""
    return any_of(*(in_supplement(m, number) for number in numbers))
