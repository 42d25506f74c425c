"""15 CFR part 762: which records must be kept, and until when; 758.1 and 758.6: what goes with the
shipment.
"""

from __future__ import annotations

from datetime import date

from licet.core.answer import Answer, Truth, all_of, any_of, negate
from licet.core.ask import Ask, ask
from licet.core.deal import Act, ItemKind
from licet.law.matter import Matter
from licet.law.rule import Reading, always, rule
from licet.law.us.ear.part734 import is_regulated_act
from licet.law.us.ear.places import lies_in

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


_ALWAYS_FILED = ("E:1", "E:2")


@rule(
    "15 CFR 758.1(b)",
    "Electronic Export Information must be filed for the export",
    always(by="61 FR 12900, in the form of the held editions"),
    imposes="EEI filing in AES (15 CFR 758.1(b))",
)
def filing(m: Matter) -> Answer:
    """Whatever the value: E:1 and E:2, a licence, 600 series and 9x515, CCL items to China, Russia,
    Venezuela.

    Otherwise above 2,500 dollars by Schedule B number, but for the exemptions of 15 CFR part 30.
    """
    export = m.trade.act.is_(Act.EXPORT, "an export from the United States")
    if export.is_no:
        return export
    item, to = m.item, m.trade.destination
    eccn = item.eccn
    munitions = eccn.test(
        lambda code: (code.is_600_series or code.is_9x515) and not code.paragraph.startswith("y"),
        "600 series",
    )
    on_list = eccn.test(lambda code: not code.is_ear99, "on the CCL")
    value = item.value.test(lambda money: money.amount > 2500, "above 2,500 dollars")
    if value.is_unknown:
        value = Answer(truth=Truth.NO, says="value not stated")
    return all_of(
        export,
        negate(item.kind.is_(ItemKind.TECHNOLOGY, "technology is sent in intangible form")),
        any_of(
            lies_in(to, *_ALWAYS_FILED, on=m.on, says="(b)(1) E:1 or E:2"),
            munitions,
            all_of(on_list, lies_in(to, "CN", "RU", "VE", on=m.on), says="(b)(10) China, Russia, Venezuela"),
            value,
        ),
    )


@rule(
    "15 CFR 758.6(a)",
    "a destination control statement goes on the commercial invoice",
    always(by="61 FR 12900, in the form of 81 FR 54728"),
    imposes="destination control statement on the invoice (15 CFR 758.6)",
)
def control_statement(m: Matter) -> Answer:
    """For items on the CCL that leave the United States, unless EAR99 or under BAG or GFT."""
    export = m.trade.act.is_(Act.EXPORT, "an export from the United States")
    return all_of(export, m.item.eccn.test(lambda code: not code.is_ear99, "the item is on the CCL"))
