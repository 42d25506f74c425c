"""Goods that part 746 names by tariff code or description: supplements no. 2, 4, 5, 6 and 7.

What is stated of the item goes before its code: parts of listed goods count whatever their own code, and
supplement no. 6 names chemicals and equipment in words.
"""

from __future__ import annotations

from decimal import Decimal

from licet.core.answer import Answer, Truth
from licet.core.ask import Ask
from licet.law.matter import Matter
from licet.law.us.ear import supplements

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
CAS = Ask[str]("item.cas", "What is the chemical's CAS number?", "")


def in_supplement(m: Matter, number: int) -> Answer:
    """Whether the item is named in a supplement to part 746: as stated, or by its tariff code or CAS
    number.
    """
    question = _STATED[number]
    if question.id in m.item.statements:
        return question.of(m.item)
    if number == 6:
        cas = CAS.fact(m.item)
        if cas.value:
            named = supplements.chemical_listed(cas.value, m.on)
            if named.is_yes:
                return named
        elif cas.is_unknown and CAS.id in m.item.statements:
            return Answer(truth=Truth.UNKNOWN, says=question.text, question=cas.ask)
        return question.of(m.item)
    hts = m.item.hts
    if hts.is_unknown:
        return Answer(truth=Truth.UNKNOWN, says=question.text, question=hts.ask)
    if hts.value is None:
        return question.of(m.item)
    listed = supplements.hts_listed(hts.value, number, m.on)
    if number != 5 or not listed.is_yes:
        return listed
    price = supplements.luxury_price(hts.value, m.on)
    if price is None:
        return listed
    return UNIT_PRICE.test(m.item, lambda value: value > price, f"unit price above {price} dollars")
