"""Which clause of an entry's review policy covers an item, and which policy of several governs."""

from __future__ import annotations

from collections.abc import Iterable

from licet.core.answer import Answer, Question, Truth, all_of, any_of, negate
from licet.core.ask import ask
from licet.core.listing import Clause, PolicyScope, ReviewPolicy, Verb
from licet.law.matter import Matter
from licet.law.rule import Policy
from licet.law.us.ear.named_items import covered
from licet.law.us.ear.questions import CONSUMER_DEVICE, FOOD, STATION, US_GOVERNMENT

__all__ = ["AVIATION", "FOOD", "STRICTNESS", "policy_of_entry", "strictest"]

DISEASE = ask("item.infectious_disease", "Is it necessary to detect, identify and treat infectious disease?")
NOTE_1A995 = ask("item.note_1a995", "Is the EAR99 item described in the Note to ECCN 1A995?")
ISS = ask(
    "use.us_government_iss", "Is it for US Government supported use of the International Space Station?"
)
SPACE = ask("use.us_government_space", "Is it for US Government supported space cooperation?")
AVIATION = ask("use.civil_aviation_safety", "Is it for the safety of civil aviation?")
TELECOM = ask(
    "item.telecom_cat5", "Is it a telecommunications infrastructure item of category 5?", clean=None
)
FAB_200 = ask("use.fab_200mm", "Is it for wafer fabrication at 200 mm or less?")
UNIQUE_10NM = ask(
    "item.unique_to_10nm",
    "Is it uniquely required to make semiconductors at nodes of 10 nanometres or below?",
    clean=None,
)

_ASKED = {
    PolicyScope.INFECTIOUS_DISEASE: DISEASE,
    PolicyScope.USG_ISS: ISS,
    PolicyScope.USG_SPACE: SPACE,
    PolicyScope.CIVIL_AVIATION_SAFETY: AVIATION,
    PolicyScope.CCD: CONSUMER_DEVICE,
    PolicyScope.FAB_200MM: FAB_200,
    PolicyScope.UNIQUE_10NM: UNIQUE_10NM,
}
#: What a section that an entry points to says, where it says one thing for all items.
_REFERENCES = (
    ("746.8(b)(2)", Verb.POLICY_DENIAL),
    ("746.8(b)(1)", Verb.POLICY_DENIAL),
    ("744.2(d)", Verb.CASE_BY_CASE),
    ("744.3(d)", Verb.CASE_BY_CASE),
    ("744.4(d)", Verb.CASE_BY_CASE),
    ("744.8", Verb.PRESUMPTION_DENIAL),
)
#: Strictest first (15 CFR 744.11: all policies are applied, and the strictest governs).
STRICTNESS = (
    Verb.POLICY_DENIAL,
    Verb.PRESUMPTION_DENIAL,
    Verb.UNPARSED,
    Verb.BY_REFERENCE,
    Verb.CASE_BY_CASE,
    Verb.PRESUMPTION_APPROVAL,
    Verb.GENERAL_APPROVAL,
)


def strictest(policies: Iterable[Policy]) -> Policy | None:
    """The policy that governs; one that is open stays ahead of all but denial."""
    known = list(policies)
    return min(known, key=lambda p: STRICTNESS.index(p.verb) if p.verb else 1.5, default=None)


def _covers(m: Matter, clause: Clause) -> Answer:
    item = m.item
    ear99 = item.eccn.test(lambda eccn: eccn.is_ear99, "the item is EAR99")
    match clause.scope:
        case PolicyScope.ALL | PolicyScope.OTHERWISE:
            return _YES
        case PolicyScope.CCL:
            return negate(ear99)
        case PolicyScope.EAR99:
            return ear99
        case PolicyScope.ECCNS:
            return covered(item, clause.eccns)
        case PolicyScope.NOT_ECCNS:
            return negate(covered(item, clause.eccns))
        case PolicyScope.EAR99_NOTE_1A995:
            return all_of(ear99, NOTE_1A995.of(item))
        case PolicyScope.FOOD_MEDICINE_EAR99:
            return all_of(ear99, FOOD.of(item))
        case PolicyScope.USG_ISS:
            return _space_station(m)
        case PolicyScope.USG_SPACE | PolicyScope.CIVIL_AVIATION_SAFETY:
            return _ASKED[clause.scope].of(m.trade)
        case PolicyScope.TELECOM_CAT5:
            return _telecommunications(m)
        case PolicyScope.FAB_200MM:
            return FAB_200.of(m.trade)
        case _:
            question = _ASKED.get(clause.scope)
            return question.of(item) if question else Answer(truth=Truth.UNKNOWN, says=clause.scope.value)


def _space_station(m: Matter) -> Answer:
    """Use of the station counts when the US Government supports it: for its agencies, or as stated."""
    if STATION.of(m.trade).is_yes and ISS.id not in m.trade.statements:
        open_question = Answer(
            truth=Truth.UNKNOWN, says=ISS.text, question=Question(id=ISS.id, text=ISS.text)
        )
        return any_of(US_GOVERNMENT.of(m.trade), open_question)
    return ISS.of(m.trade)


#: Telecommunications entries of category 5 part 1 that are open to infrastructure, in any product group.
_PART_1 = ("001", "991")


def _telecommunications(m: Matter) -> Answer:
    """Infrastructure of category 5: part 1 is titled so; of part 2 (encryption) it must be said."""
    item = m.item
    five = item.eccn.test(lambda eccn: eccn.category == 5, "the item is in CCL category 5")
    part_1 = item.eccn.test(lambda eccn: eccn.entry[2:] in _PART_1, "the item is in category 5 part 1")
    if TELECOM.id in item.statements:
        return all_of(five, TELECOM.of(item))
    return all_of(five, any_of(part_1, TELECOM.of(item)))


def policy_of_entry(m: Matter, policy: ReviewPolicy | None, note: str = "") -> Policy:
    """The clause that covers the item; open when a fact is missing, unparsed when the cell is."""
    if policy is None or not policy.clauses:
        return Policy(verb=None, by="entry", says="the entry's policy is not held: read the entry")
    if not policy.is_readable:
        text = f"Which clause of the entry's review policy covers the item: {note or 'read the entry'}"
        question = Question(id="entry.policy", text=text)
        return Policy(verb=None, by="entry", says="the policy cell is for a person to read", asks=(question,))
    for clause in policy.clauses:
        covers = _covers(m, clause)
        if covers.is_no:
            continue
        if covers.is_unknown:
            return Policy(verb=None, by="entry", says=f"depends on: {clause.scope.value}", asks=covers.asks())
        if clause.verb is Verb.BY_REFERENCE:
            return _by_reference(policy)
        residual = ", residual clause" if clause.scope is PolicyScope.OTHERWISE else ""
        named = ", ECCN clause" if clause.scope is PolicyScope.ECCNS else ""
        return Policy(verb=clause.verb, by=f"entry{residual}{named}", says=clause.scope.value)
    return Policy(verb=None, by="entry", says="no clause of the entry covers the item")


def _by_reference(policy: ReviewPolicy) -> Policy:
    by = "15 CFR " + "; ".join(policy.sections)
    for section, verb in _REFERENCES:
        if any(named.startswith(section) for named in policy.sections):
            return Policy(verb=verb, by=by, says="by reference")
    return Policy(verb=Verb.BY_REFERENCE, by=by, says="by reference: read the cited sections")


_YES = Answer(truth=Truth.YES)
