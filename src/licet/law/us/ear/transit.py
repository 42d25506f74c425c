"""Whether an item could go to another country itself: what turns on item and place, asked again there."""

from __future__ import annotations

from dataclasses import replace

from licet.core.answer import Answer, Question, Truth
from licet.core.fact import known
from licet.law.book import rule_book, weigh
from licet.law.matter import Matter
from licet.law.rule import Kind

__all__ = ["needs_licence_to"]

#: The prohibitions that turn on item and destination.
_BY_PLACE = frozenset({1, 6})


def needs_licence_to(m: Matter, country: str, role: str = "the country of transit") -> Answer:
    """Yes when a requirement by item and destination would be met there and nothing can lift it."""
    trade = replace(m.trade, destination=known(country, source=role), transit=known(()))
    there = Matter(trade=trade, item=m.item, on=m.on)
    book = rule_book()
    limbs = [
        weigh(rule, reading, period)
        for rule, period in book.on(Kind.REQUIREMENT, m.on)
        if rule.gp in _BY_PLACE and not rule.per_trade
        for reading in rule.read(there)
    ]
    met = [limb for limb in limbs if limb.truth is Truth.YES]
    says = f"the item needs a licence to {country}, {role}"
    for limb in met:
        open_to = [
            exception
            for exception, _ in book.on(Kind.EXCEPTION, m.on)
            if limb.is_open_to(exception) and not book.lifting(exception, there).answer.is_no
        ]
        if not open_to:
            return Answer(truth=Truth.YES, says=f"{says}: {limb.rule.citation}")
    unknown = tuple(limb.reading.answer for limb in limbs if limb.truth is Truth.UNKNOWN)
    if met:
        question = Question(
            id="trade.transit_needs_licence", text=f"does an exception open the way to {country}, {role}?"
        )
        return Answer(truth=Truth.UNKNOWN, says=says, question=question)
    return Answer(truth=Truth.UNKNOWN if unknown else Truth.NO, says=says, because=unknown)
