"""15 CFR 742.10 until 86 FR 4929: anti-terrorism controls on Sudan, which AT Columns 1 and 2 asked for."""

from __future__ import annotations

from licet.core.answer import Answer, Truth, all_of, any_of, negate
from licet.core.ask import ask
from licet.core.deal import Act
from licet.core.listing import Verb
from licet.law.matter import Matter
from licet.law.rule import Policy, in_force, rule
from licet.law.us.ear import ccl
from licet.law.us.ear.control_rows import covers_row
from licet.law.us.ear.part734 import destination_of

SUDAN_REEXPORT = ask(
    "item.sudan_reexport_free",
    "Is it an item that 742.10(a)(2) let be reexported to Sudan, exported without knowledge of that?",
    clean=None,
)


def _has_at_column(m: Matter) -> Answer:
    """Whether AT Column 1 or 2 stands in a row that covers the item, by the oldest text held."""
    fact = m.item.eccn
    if fact.value is None:
        truth = Truth.UNKNOWN if fact.is_unknown else Truth.NO
        return Answer(truth=truth, says="AT Column 1 or 2", question=fact.ask)
    eccn = fact.value
    rows = [row for row in ccl.rows(eccn, m.on) if row.column.startswith("AT")]
    return any_of(*(covers_row(m, row, eccn) for row in rows), says=f"{eccn} has AT Column 1 or 2")


@rule(
    "15 CFR 742.10(a)(1)",
    "a licence is needed to export or reexport to Sudan items under AT Column 1 or 2",
    in_force("1996-03-25", "2021-01-14", by="61 FR 12786; removed by 86 FR 4929"),
    gp=1,
    tags=("chart", "AT"),
    policy=Policy(verb=Verb.CASE_BY_CASE, by="15 CFR 742.10(b)"),
)
def sudan(m: Matter) -> Answer:
    """Sudan was a terrorist supporting country: most items of the list needed a licence, EAR99 none.

    Some items could be reexported without one (742.10(a)(2)); which, is asked of a reexport.
    """
    to = destination_of(m).is_("SD", "the destination is Sudan")
    if to.is_no:
        return to
    free = all_of(m.trade.act.is_(Act.REEXPORT, "a reexport"), SUDAN_REEXPORT.of(m.item))
    return all_of(to, _has_at_column(m), negate(free))
