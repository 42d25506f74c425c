"""Whether the item is subject to the EAR: every route asked, the exclusions of 734.3(b) first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from licet.core.answer import Answer, Truth, all_of, any_of, negate
from licet.core.period import Period, Status
from licet.law.book import Limb, rule_book, weigh
from licet.law.matter import Matter
from licet.law.rule import Kind, Reading, Rule
from licet.law.us.ear.part734 import foreign_made, from_abroad, is_excluded
from licet.law.us.ear.places import lies_in

__all__ = [
    "left_to_coalition",
    "observed",
    "open_routes",
    "reached_only_by",
    "route",
    "routes",
    "subject_to_ear",
]

#: Routes that settle the matter alone: an item in, or of, the United States needs no other.
_PLAIN = ("IN_US", "US_ORIGIN")


def routes(m: Matter) -> dict[str, Limb]:
    """Each route of 734.3(a) by its code."""
    return m.once(_routes)


def _routes(m: Matter) -> dict[str, Limb]:
    found: dict[str, Limb] = {}
    abroad = all_of(foreign_made(m), from_abroad(m))
    for rule, period in rule_book().on(Kind.ROUTE, m.on):
        if abroad.is_no and rule.code not in _PLAIN:
            continue
        for reading in rule.read(m):
            found[rule.code] = _weigh(rule, reading, period)
    return found


def _weigh(rule: Rule, reading: Reading, period: Period) -> Limb:
    """A route whose compliance is deferred is law already: the item is subject, its requirement waits."""
    limb = weigh(rule, reading, period)
    if period.status is Status.COMPLIANCE_DEFERRED and not reading.answer.is_no:
        return replace(limb, truth=reading.answer.truth)
    return limb


def route(m: Matter, code: str) -> Answer:
    """Whether one route is open; no when it was not in force or not asked because the item is of the US."""
    limb = routes(m).get(code)
    if limb is None:
        return Answer(truth=Truth.NO, says=f"not subject to the EAR by {code}")
    if limb.truth is Truth.NO and not limb.reading.answer.is_no:
        return Answer(truth=Truth.NO, says=f"{limb.rule.citation}: {', '.join(limb.flags).lower()}")
    return Answer(truth=limb.truth, says=limb.rule.says, because=limb.reading.answer.because,
                  question=limb.reading.answer.question)  # fmt: skip


def open_routes(m: Matter) -> frozenset[str]:
    """The codes of the routes that are not surely closed."""
    return frozenset(code for code, limb in routes(m).items() if limb.truth is not Truth.NO)


def reached_only_by(m: Matter, codes: Collection[str]) -> Answer:
    """Whether the item is subject to the EAR by some of these routes and surely by no other.

    Several sections leave such items to a requirement of their own; an open route leaves that open too.
    """
    if open_routes(m).isdisjoint(codes):
        return Answer(truth=Truth.NO, says=f"not reached by {' or '.join(sorted(codes))}")
    ours = any_of(*(_as_answer(limb) for code, limb in routes(m).items() if code in codes))
    others = any_of(
        *(_as_answer(limb) for code, limb in routes(m).items() if code not in codes),
        says="subject to the EAR by another route",
    )
    return all_of(ours, negate(others), says=f"subject to the EAR only by {' or '.join(sorted(codes))}")


def left_to_coalition(m: Matter) -> Answer:
    """Whether only the Russia rules of 734.9(f) and (g) reach the item, and it leaves a coalition country.

    746.8(a)(12)(iii)(A) takes the requirement of those rules away there; read with it, no paragraph for items
    on a list may bring it back for an item that is subject to the EAR by nothing else.
    """
    return m.once(_left_to_coalition)


def _left_to_coalition(m: Matter) -> Answer:
    alone = reached_only_by(m, ("FDP_RUSSIA", "FDP_FOOTNOTE_3"))
    if alone.is_no:
        return alone
    ally = lies_in(m.trade.exported_from, "RUS", on=m.on, says="sent from a supplement no. 3 country")
    return all_of(alone, ally, says="left to the coalition (746.8(a)(12)(iii)(A))")


def observed(m: Matter) -> Truth:
    """Whether the item is subject to the EAR by a rule that must be observed on that day."""
    return any_of(
        *(
            _as_answer(limb)
            for limb in routes(m).values()
            if limb.truth is not Truth.NO and "COMPLIANCE_DATE_DEFERRED" not in limb.flags
        )
    ).truth


def _as_answer(limb: Limb) -> Answer:
    return Answer(truth=limb.truth, says=limb.rule.says, because=(limb.reading.answer,))


def subject_to_ear(m: Matter) -> Answer:
    """Yes by any route unless excluded; no only when every route is surely closed."""
    return m.once(_subject)


def _subject(m: Matter) -> Answer:
    found = routes(m)
    reached = any_of(
        *(
            Answer(
                truth=limb.truth,
                says=f"{limb.rule.citation}: {limb.rule.says}",
                because=(limb.reading.answer,),
            )
            for limb in found.values()
        ),
        says="some route of 15 CFR 734.3(a) reaches the item",
    )
    return all_of(
        negate(is_excluded(m)), reached, says="the item is subject to the EAR", cites=("15 CFR 734.3",)
    )
