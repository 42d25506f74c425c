"""Rows of the Commerce Control List as they cover one item: entries, paragraphs, reasons, components."""

from __future__ import annotations

from datetime import date

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate, no
from licet.core.ask import Unstated
from licet.core.eccn import Eccn
from licet.law.matter import Matter
from licet.law.table import Vintage
from licet.law.us.ear import ccl, chart, grants
from licet.law.us.ear.places import in_group
from licet.law.us.ear.questions import FOR_ECCN
from licet.law.us.ear.row_conditions import condition_holds
from licet.law.us.ear.scope import Term

__all__ = [
    "WHICH_PARAGRAPH",
    "component_is_controlled",
    "covers_row",
    "has_any_column",
    "has_reason",
    "related_of",
]

WHICH_PARAGRAPH = Question(id="item.eccn", text="In which paragraph of its entry is the item classified?")


def related_of(m: Matter) -> tuple[Eccn, ...] | None:
    """What software or technology is for, where it is stated."""
    return FOR_ECCN.fact(m.item).value


def covers_row(m: Matter, row: ccl.ControlRow, eccn: Eccn) -> Answer:
    """Whether a row covers the item; a clean trade is in none of the sub-paragraphs that a row excepts."""
    answer = row.covers(eccn, related_of(m))
    if not answer.is_unknown:
        return answer
    terms = row.scope.terms
    clean = m.item.unstated is Unstated.CLEAN and not m.item.eccn.is_unknown
    deep = all("." in term.paragraph and not term.condition for term in terms if term.out)
    whole = any(not term.out and not term.paragraph and not term.condition for term in terms)
    if clean and whole and deep and not eccn.paragraph:
        return Answer(truth=Truth.YES, says=f"{answer.says}: no excepted paragraph was stated")
    if all(question.id == "item.attrs" for question in answer.asks()):
        words = next((term.condition for term in terms if term.condition and _touches(term, eccn)), "")
        holds = condition_holds(m, row, words)
        excepted = any(term.out and term.condition == words for term in terms)
        spared = excepted or words.startswith("not ")
        if clean and spared and holds.is_unknown and _asks_the_row(holds):
            # Nobody has claimed what would take the item out of the row.
            return Answer(truth=Truth.YES, says=f"{answer.says}: no exclusion was stated")
        return negate(holds) if excepted else holds
    return answer


def _asks_the_row(answer: Answer) -> bool:
    return all(question.id.startswith("item.row.") for question in answer.asks())


def _touches(term: Term, eccn: Eccn) -> bool:
    """Whether a term's paragraph could be the item's."""
    wanted, ours = term.paragraph, eccn.paragraph
    return not wanted or ours == wanted or ours.startswith(wanted + ".")


def has_reason(m: Matter, reason: str) -> Answer:
    """Whether the item is controlled for a reason, whatever the destination."""
    fact = m.item.eccn
    if fact.value is None:
        return Answer(truth=Truth.UNKNOWN if fact.is_unknown else Truth.NO, says=reason, question=fact.ask)
    eccn = fact.value
    rows = [row for row in ccl.rows(eccn, m.on) if row.reason == reason]
    return any_of(*(covers_row(m, row, eccn) for row in rows), says=f"{eccn} is controlled for {reason}")


def has_any_column(m: Matter) -> Answer:
    """Whether any chart column, AT included, stands in a row that covers the item."""
    fact = m.item.eccn
    if fact.value is None:
        return Answer(truth=Truth.UNKNOWN if fact.is_unknown else Truth.NO, says="columns", question=fact.ask)
    eccn = fact.value
    rows = [row for row in ccl.rows(eccn, m.on) if row.column]
    return any_of(*(covers_row(m, row, eccn) for row in rows), says=f"{eccn} has a chart column")


def _older_text(eccn: Eccn, on: date) -> Answer:
    says = f"the Commerce Control List of {on} is not held: did {eccn} need a licence to the destination?"
    return Answer(truth=Truth.UNKNOWN, says=says, question=Question(id="law.ccl_edition", text=says))


def component_is_controlled(m: Matter, eccn: Eccn) -> Answer:
    """Whether a US component would itself need a licence to the destination: chart and part 746, not part
    744.

    Content that may go without a licence or under GBS is left out (supplement no. 2 to part 734, (a)(1)).
    """
    to = m.trade.destination.value
    if to is None:
        return Answer(truth=Truth.UNKNOWN, says=f"{eccn}: destination", question=m.trade.destination.ask)
    if eccn.is_ear99:
        return Answer(
            truth=Truth.YES if in_group(to, ("CU", "KP", "SY"), m.on) else Truth.NO, says="EAR99 content"
        )
    rows = ccl.rows(eccn, m.on)
    if not rows:
        return Answer(truth=Truth.UNKNOWN, says=f"no row of {eccn} is held", question=WHICH_PARAGRAPH)
    reasons = {row.reason for row in rows}
    embargoed = in_group(to, ("CU", "KP", "SY"), m.on)
    if in_group(to, ("RU", "BY"), m.on):
        sender = m.trade.exported_from.value
        at_only = reasons <= {"AT", "RUS"} or eccn.entry == "9A991"
        embargoed = not (at_only and sender is not None and in_group(sender, ("RUS",), m.on))
    if to == "IR":
        embargoed = any(row.column for row in rows)
    if embargoed:
        return Answer(truth=Truth.YES, says=f"{eccn} needs a licence to {to} by part 746")
    if chart.is_pointed_to_746(to, m.on):
        return no(f"{eccn} needs no licence to {to}")
    needs = any_of(
        *(all_of(row.applies_to(to, m.on), row.covers(eccn)) for row in rows), says=f"{eccn} to {to}"
    )
    if needs.is_no:
        return needs if ccl.held(m.on) is not Vintage.BEFORE else _older_text(eccn, m.on)
    if in_group(to, ("B",), m.on) and not in_group(to, ("SD", "UA"), m.on):
        only_ns = all(
            row.reason == "NS" or row.applies_to(to, m.on).is_no or row.covers(eccn).is_no for row in rows
        )
        if only_ns and grants.granted(eccn, "GBS", to, m.on).is_yes:
            return no(f"{eccn} could go to {to} under GBS")
    return needs
