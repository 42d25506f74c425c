"""15 CFR part 762: which records must be kept, and until when."""

from __future__ import annotations

from datetime import date

from licet.core.answer import Answer
from licet.core.ask import Ask, ask
from licet.law.matter import Matter
from licet.law.rule import Reading, always, rule
from licet.law.us.ear.part734 import is_regulated_act

__all__ = ["EXPORTED", "keep_until"]

EXPORTED = Ask[date]("trade.exported_on", "On which day was the item exported?", date.max)
REEXPORTED = Ask[date](
    "trade.reexported_on", "On which day did a reexport, transfer or diversion become known?", date.max
)
TERMINATED = Ask[date]("trade.terminated_on", "On which day did the transaction otherwise end?", date.max)
REQUESTED = ask("trade.records_requested", "Has an agency asked for the records, formally or informally?")


def keep_until(m: Matter) -> date:
    """Five years from the latest of export, known reexport or diversion, and termination (762.6(a))."""
    stated = [
        fact.value
        for fact in (question.fact(m.trade) for question in (EXPORTED, REEXPORTED, TERMINATED))
        if fact.value is not None and fact.value != date.max
    ]
    latest = max(stated, default=m.on)
    try:
        return latest.replace(year=latest.year + 5)
    except ValueError:
        return date(latest.year + 5, 3, 1)


@rule(
    "15 CFR 762.6(a); 762.2",
    "records of the transaction must be kept for five years",
    always(by="61 FR 12900"),
    imposes="records kept five years (15 CFR 762.6(a))",
    per_trade=True,
)
def records(m: Matter) -> Reading:
    """From the latest of the export, any known reexport, transfer or diversion, and any other termination."""
    until = keep_until(m)
    return Reading(
        answer=is_regulated_act(m),
        why=f"until {until}",
        duties=(f"keep the records five years (15 CFR 762.6(a)): until {until}",),
    )


@rule(
    "15 CFR 762.6(b)",
    "records that an agency has asked for may not be destroyed, even after five years, without its "
    "written leave",
    always(by="61 FR 12900"),
    imposes="legal hold: no destruction of requested records without written authorization (15 CFR 762.6(b))",
    firm=True,
    per_trade=True,
)
def hold(m: Matter) -> Answer:
    """A formal or an informal request is enough; the hold goes before the five years."""
    return REQUESTED.of(m.trade)
