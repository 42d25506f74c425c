"""15 CFR part 762: which records must be kept, and until when."""

from __future__ import annotations

from datetime import date

from licet.core.answer import Answer, all_of
from licet.core.ask import Ask, ask
from licet.core.deal import Act
from licet.law.matter import Matter
from licet.law.rule import Reading, always, in_force, rule
from licet.law.us.ear.named_items import covered
from licet.law.us.ear.part734 import is_regulated_act

__all__ = ["EXPORTED", "keep_until"]

EXPORTED = Ask[date]("trade.exported_on", "On which day was the item exported?", date.max)
REEXPORTED = Ask[date](
    "trade.reexported_on", "On which day did a reexport, transfer or diversion become known?", date.max
)
TERMINATED = Ask[date]("trade.terminated_on", "On which day did the transaction otherwise end?", date.max)
BOYCOTT_REQUEST = Ask[date](
    "trade.boycott_request_on", "On which day was the boycott request received?", date.max
)
SERVICED = Ask[date](
    "trade.serviced_on", "On which day was the financing, transport or other service provided?", date.max
)
REQUESTED = ask("trade.records_requested", "Has an agency asked for the records, formally or informally?")


def keep_until(m: Matter) -> date:
    """Five years from the latest of export or service, known reexport or diversion, termination, and receipt
    of a boycott request (762.6(a)).
    """
    clocks = (EXPORTED, SERVICED, REEXPORTED, TERMINATED, BOYCOTT_REQUEST)
    stated = [
        fact.value
        for fact in (question.fact(m.trade) for question in clocks)
        if fact.value is not None and fact.value != date.max
    ]
    latest = max(stated, default=m.on)
    if latest.year + 5 > date.max.year:
        return date.max
    try:
        return latest.replace(year=latest.year + 5)
    except ValueError:  # 29 February
        return date(latest.year + 5, 3, 1)


@rule(
    "15 CFR 762.6(a); 762.2",
    "records of the transaction must be kept for five years",
    always(by="61 FR 12900"),
    imposes="records kept five years (15 CFR 762.6(a))",
    per_trade=True,
)
def records(m: Matter) -> Reading:
    """From the latest of the export (or the service given), any known reexport, transfer or diversion, any
    other termination, and the receipt of a boycott request.
    """
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


@rule(
    "15 CFR 762.2(a)(11)",
    "serial number, make, model and calibre of exported firearms are records to keep",
    in_force("2020-03-09", by="85 FR 4136"),
    imposes="records: serial number, make, model and caliber of each firearm (15 CFR 762.2(a)(11))",
)
def firearm_numbers(m: Matter) -> Answer:
    """0A501.a, 0A506, 0A507, and short shotguns of 0A502 and 0A508."""
    firearms = covered(m.item, ("0A501.a", "0A506", "0A507", "0A502", "0A508"))
    if firearms.is_no:
        return firearms
    return all_of(firearms, m.trade.act.is_(Act.EXPORT, "an export from the United States"))
