"""Savings clauses: shipments that a new requirement leaves under the older text.

A clause names what must be so of the shipment: aboard a carrier on its way to a port on a certain day, under
an actual order, and mostly exported before another. It turns a met requirement into a saved one; a missing
fact of carriage leaves the requirement open while a clause may still run. No clause covers a notice by BIS
(744.1(b)(2)).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate, no
from licet.core.ask import Ask, ask
from licet.core.listing import Listing
from licet.law.book import Limb
from licet.law.matter import Matter
from licet.law.us.ear.documents import Saving, entity_savings, savings_of
from licet.law.us.ear.part762 import EXPORTED

__all__ = ["ACTUAL_ORDER", "DUTY", "EN_ROUTE", "PRODUCED", "SAVED_FLAG", "clause_of_listing", "with_savings"]

EN_ROUTE = Ask[date](
    "trade.en_route_aboard_on",
    "Since which day (date of lading) was the item aboard a carrier to a port of export or reexport?",
    date.max,
)
ACTUAL_ORDER = ask("trade.actual_order", "Was it shipped pursuant to an actual order?", clean=True)
PRODUCED = Ask[date]("item.production.begun_on", "On which day did its production begin?", date.max)
SAVED_FLAG, NOT_CONFIRMED = "SAVINGS_CLAUSE", "SAVINGS_NOT_CONFIRMED"
DUTY = "savings clause: actual order; same destination"

#: An item that nobody placed aboard a carrier is taken to be on its way this long at most.
_VOYAGE = timedelta(days=60)
#: A listing whose document is not in the table: clauses before 2021 name no last day, later ones about thirty
#: days on. Beyond that the clause itself must be read.
_OPEN_ENDED_BEFORE, _WINDOW = date(2021, 1, 1), timedelta(days=30)


def _exported(m: Matter) -> date:
    day = EXPORTED.fact(m.trade).value
    return day if day is not None and day != date.max else m.on


def _shipment(m: Matter, aboard: date | None, made: date | None, before: date | None) -> Answer:
    """Whether the shipment is one that the terms name."""
    if before is not None and _exported(m) >= before:
        return no(f"the savings clause has run out on {before}")
    parts = [ACTUAL_ORDER.of(m.trade)]
    if aboard is not None:
        carried = EN_ROUTE.fact(m.trade)
        if carried.is_unknown and m.on - aboard > _VOYAGE:
            return no("no shipment is on its way to a port for so long")
        parts.append(carried.test(lambda day: day <= aboard, f"aboard a carrier on {aboard}"))
    if made is not None:
        parts.append(PRODUCED.test(m.item, lambda day: day < made, f"production begun before {made}"))
    return all_of(*parts, says="savings clause")


def _answer(m: Matter, clauses: tuple[Saving, ...]) -> tuple[Answer, Saving | None]:
    """Whether one of some clauses saves the shipment, and which."""
    parts: list[Answer] = []
    for each in clauses:
        if m.on < each.since:
            continue
        answer = _shipment(m, each.aboard, each.made, each.before)
        if answer.is_yes:
            return answer, each
        parts.append(answer)
    return any_of(*parts, says="savings clause"), None


def with_savings(m: Matter, limb: Limb) -> Limb:
    """The limb as it stands once the savings clauses of its document were asked."""
    clauses = savings_of(limb.rule.id)
    for tag in limb.reading.tags:
        if tag.startswith("742:"):
            clauses = (*clauses, *savings_of(tag.removeprefix("742:")))
    if not clauses:
        return limb
    # A rule widened by later documents has several clauses: one may save only what its own document took in.
    latest = max((each.since for each in clauses if each.since <= m.on), default=None)
    answer, clause = _answer(m, tuple(each for each in clauses if each.since == latest))
    if clause is not None:
        flags = (*limb.flags, SAVED_FLAG, *(() if clause.confirmed else (NOT_CONFIRMED,)))
        reading = replace(limb.reading, duties=(*limb.reading.duties, f"{DUTY} ({clause.cite})"))
        return replace(limb, truth=Truth.NO, flags=flags, reading=reading)
    if answer.is_unknown:
        met = all_of(limb.reading.answer, negate(answer), says=limb.reading.answer.says)
        return replace(limb, truth=Truth.UNKNOWN, reading=replace(limb.reading, answer=met))
    return limb


def clause_of_listing(m: Matter, listing: Listing, start: date | None) -> tuple[Answer, tuple[str, ...]]:
    """Whether the savings clause of the rule that listed a party saves the shipment, and its flags."""
    if start is None or m.on < start:
        return no("no savings clause"), ()
    clauses = entity_savings(start)
    if clauses:
        answer, clause = _answer(m, clauses)
        flags = () if clause is None or clause.confirmed else (NOT_CONFIRMED,)
        return answer, flags
    before = None if start < _OPEN_ENDED_BEFORE else start + _WINDOW
    answer = _shipment(m, start, None, before)
    if answer.is_yes:
        return answer, (NOT_CONFIRMED,)
    if before is not None and _exported(m) >= before and _shipment(m, start, None, None).is_yes:
        by = next((str(version.period.by) for version in listing.versions if version.period.by), "")
        text = f"When does the savings clause of the rule that listed {listing.party.name} ({by}) end?"
        says = "the last day of the savings clause is not known"
        return Answer(
            truth=Truth.UNKNOWN, says=says, question=Question(id="law.savings_clause", text=text)
        ), ()
    return answer, ()
