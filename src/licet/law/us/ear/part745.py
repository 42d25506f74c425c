"""15 CFR part 745: what the Chemical Weapons Convention asks beside a licence."""

from __future__ import annotations

from licet.core.answer import Answer, all_of, negate
from licet.core.ask import Ask
from licet.core.deal import Act
from licet.law.matter import Matter
from licet.law.rule import Reading, always, rule
from licet.law.us.ear.named_items import covered
from licet.law.us.ear.places import lies_in
from licet.law.us.ear.row_conditions import CERTIFICATE

SCHEDULE_1 = Ask[bool](
    "item.cwc_schedule_1", "Is it a Schedule 1 chemical (supplement no. 1 to part 745)?", None, (True, False)
)
SCHEDULE_3 = Ask[bool](
    "item.cwc_schedule_3", "Is it a Schedule 3 chemical (supplement no. 1 to part 745)?", None, (True, False)
)
#: Entries that hold chemicals of the two schedules: ricin and saxitoxin; precursors of 1C350.c and mixtures.
_SCHEDULE_1 = ("1C351.d.15", "1C351.d.16")
_SCHEDULE_3 = ("1C350.c",)
_SINCE = always(by="64 FR 27143", since="1999-05-18")


def _in_schedule(m: Matter, question: Ask[bool], codes: tuple[str, ...], mixtures: tuple[str, ...]) -> Answer:
    """As stated; else by the entry, which settles it for the named paragraphs."""
    if question.fact(m.item).is_known:
        return question.of(m.item)
    listed = covered(m.item, codes, question.text)
    if not listed.is_no or covered(m.item, mixtures).is_no:
        return listed
    return question.of(m.item)


@rule(
    "15 CFR 745.1",
    "a Schedule 1 chemical for another State Party is notified 45 days before, and reported yearly",
    _SINCE,
    imposes="notify BIS 45 days before the export of a Schedule 1 chemical, and report it by 13 February "
    "(15 CFR 745.1)",
    firm=True,
)
def schedule_1(m: Matter) -> Answer:
    """In any quantity; three days for 5 milligrams of saxitoxin or less. It stands beside the licence."""
    chemical = _in_schedule(m, SCHEDULE_1, _SCHEDULE_1, ())
    if chemical.is_no:
        return chemical
    return all_of(
        m.trade.act.is_(Act.EXPORT, "an export from the United States"),
        chemical,
        lies_in(m.trade.destination, "CWC", on=m.on, says="a State Party to the Convention"),
    )


@rule(
    "15 CFR 745.2(a)",
    "a US person needs an End-Use Certificate for a Schedule 3 chemical to a State not Party",
    _SINCE,
    imposes="End-Use Certificate of the importing government; copy to BIS within 7 days (15 CFR 745.2)",
    firm=True,
)
def end_use_certificate(m: Matter) -> Reading:
    """Issued by the government of destination; it does not take the place of a licence."""
    chemical = _in_schedule(m, SCHEDULE_3, _SCHEDULE_3, ("1C355", "1C395"))
    if chemical.is_no:
        return Reading(answer=chemical)
    answer = all_of(
        m.trade.act.is_(Act.EXPORT, "an export from the United States"),
        m.trade.us_person.is_(True, "a US person"),
        chemical,
        negate(lies_in(m.trade.destination, "CWC", on=m.on, says="a State Party to the Convention")),
    )
    held = CERTIFICATE.of(m.trade)
    todo = "copy of the End-Use Certificate to BIS within 7 days of export (15 CFR 745.2(a)(2))"
    if not held.is_yes:
        todo = f"obtain an End-Use Certificate before export; {todo}"
    return Reading(answer=answer, duties=(todo,))
