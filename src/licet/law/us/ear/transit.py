"""Whether an item could go to a country of transit itself: the determination again, with that destination."""

from __future__ import annotations

from dataclasses import replace

from licet.core.answer import Answer, Question, Truth
from licet.core.fact import known
from licet.law.book import rule_book
from licet.law.matter import Matter
from licet.law.rule import Kind

__all__ = ["needs_licence_to"]

#: The prohibitions that turn on item and destination.
_BY_PLACE = frozenset({1, 6})


def needs_licence_to(m: Matter, country: str) -> Answer:
    """Yes when a requirement by item and destination would be met there and nothing can lift it."""
    trade = replace(m.trade, destination=known(country, source="country of transit"), transit=known(()))
    there = Matter(trade=trade, item=m.item, on=m.on)
    book = rule_book()
    limbs = [limb for limb in book.limbs(Kind.REQUIREMENT, there) if limb.rule.gp in _BY_PLACE]
    met = [limb for limb in limbs if limb.truth is Truth.YES]
    says = f"the item needs a licence to {country}, the country of transit"
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
            id="trade.transit_needs_licence", text=f"does an exception open the transit of {country}?"
        )
        return Answer(truth=Truth.UNKNOWN, says=says, question=question)
    return Answer(truth=Truth.UNKNOWN if unknown else Truth.NO, says=says, because=unknown)
