"""Whether an authorisation covers a trade, term by term, and what is left on it. Pure.

The answer is a core `Answer`, so that it explains itself term by term: yes, no, or unknown with the question.
A licence covers what its terms say and nothing more (15 CFR 750.7(a)); quantity and value are limits
(750.7(f)), the value with the tolerance of 750.11 where the record states one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from licet.core.answer import Answer, Question, all_of, no, unknown, yes
from licet.core.country import country_name
from licet.core.deal import Trade
from licet.core.eccn import Eccn, parse_eccn
from licet.core.money import Money
from licet.core.trade import Role
from licet.store.canonical import decimal_text
from licet.store.rows import fold
from licet.store.terms import (
    LICENSED_ROLES,
    Authorisation,
    Condition,
    Licence,
    LicenceLine,
    LicenceState,
    Terms,
    When,
)

__all__ = [
    "Coverage",
    "NamedParty",
    "Wanted",
    "covers",
    "stands",
    "wanted_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedParty:
    """A party of the trade: its names, role and country (empty when not known)."""

    role: Role
    names: tuple[str, ...]
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be covered: one item of a trade. None and empty mean not known.

    Attributes:
        on: day of the export.
        eccn: classification.
        quantity: how much, in `unit`.
        unit: unit of quantity.
        value: value of this line.
        destination: country of ultimate destination.
        parties: the parties of the trade.
        parties_complete: whether these are all.
        end_use: the end use as stated for this trade.
        within_end_use: whether somebody confirmed that it is the approved one.
        line: line of the licence, where the user says which.
    """

    on: date
    eccn: Eccn | None = None
    quantity: Decimal | None = None
    unit: str = ""
    value: Money | None = None
    destination: str = ""
    parties: tuple[NamedParty, ...] = ()
    parties_complete: bool | None = None
    end_use: str = ""
    within_end_use: bool | None = None
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Whether an authorisation covers an item, and why.

    Attributes:
        licence: which.
        answer: yes, no or unknown, term by term.
        line: the line that fits; None when none does.
        left: quantity left on that line before this trade; None where there is no limit.
        duties: open conditions that ask for something.
    """

    licence: Licence
    answer: Answer
    line: LicenceLine | None
    left: Decimal | None
    duties: tuple[Condition, ...] = field(default=())

    @property
    def unmet(self) -> tuple[str, ...]:
        """The terms that are not met, in words."""
        return tuple(part.says for part in self.answer.because if part.is_no)

    @property
    def says(self) -> str:
        """One sentence: `covered by licence D1234567, 40 of 100 left, condition 3 asks for ...`."""
        terms = self.licence.terms
        name = f"licence {terms.number}" if terms.kind is Authorisation.BIS_LICENCE else terms.number
        if self.answer.is_no:
            return f"not covered by {name}: {'; '.join(self.unmet)}"
        if self.answer.is_unknown:
            open_parts = [part.says for part in self.answer.because if part.is_unknown]
            return f"may be covered by {name}; not known: {'; '.join(open_parts)}"
        parts = [f"covered by {name}"]
        if self.line is not None and self.left is not None and self.line.quantity is not None:
            unit = _unit(self.line)
            parts.append(f"{decimal_text(self.left)} of {decimal_text(self.line.quantity)}{unit} left")
        parts += [f"condition {duty.number} asks for {duty.duty}" for duty in self.duties]
        return ", ".join(parts)


def _unit(line: LicenceLine) -> str:
    """The unit as it is said after a quantity; a bare number needs none."""
    return "" if line.unit in ("", "number", "each") else f" {line.unit}"


def _ask(id: str, text: str) -> Question:
    return Question(id=id, text=text)


def stands(licence: Licence, on: date) -> Answer:
    """Whether it is active, and valid on a day."""
    terms = licence.terms
    state = f"it is {licence.state.value}"
    last = terms.valid_to.isoformat() if terms.valid_to else "no stated end"
    says = f"valid from {terms.valid_from} to {last}, wanted on {on}"
    valid = terms.valid_from <= on and (terms.valid_to is None or on <= terms.valid_to)
    return all_of(
        yes(state) if licence.state is LicenceState.ACTIVE else no(state),
        yes(says, cites=("15 CFR 750.7(g)",)) if valid else no(says, cites=("15 CFR 750.7(g)",)),
    )


def _destination(terms: Terms, wanted: Wanted) -> Answer:
    if not terms.destinations:
        return yes("it names no destination")
    named = ", ".join(country_name(code) for code in terms.destinations)
    if not wanted.destination:
        says = f"it is for {named}"
        return unknown(says, ask=_ask("destination", "What is the country of ultimate destination?"))
    says = f"it is for {named}, the trade goes to {country_name(wanted.destination)}"
    return yes(says) if wanted.destination in terms.destinations else no(says)


def _party(terms: Terms, party: NamedParty) -> Answer:
    role = party.role.value.replace("_", " ")
    shown = party.names[0] if party.names else "?"
    named = {fold(held.name) for held in terms.parties if held.role is party.role}
    if named & {fold(name) for name in party.names}:
        return yes(f"{role} {shown} is named")
    if party.role is Role.INTERMEDIATE_CONSIGNEE:
        # 750.7(c)(1)(v): another one in the country of destination is no material change.
        if not party.country:
            says = f"{role} {shown} is not named"
            ask = _ask("parties.country", f"In which country is {shown}?")
            return unknown(says, ask=ask, cites=("15 CFR 750.7(c)(1)(v)",))
        if party.country in terms.destinations:
            return unknown(
                f"{role} {shown} is not named, but located in the country of destination",
                ask=_ask("consolidated", "Is this a consolidated shipment?"),
                cites=("15 CFR 750.7(c)(1)(v)",),
            )
    held = ", ".join(p.name for p in terms.parties if p.role is party.role) or "nobody"
    return no(f"{role} {shown} is not named: the licence names {held}", cites=("15 CFR 750.7(a)",))


def _parties(terms: Terms, wanted: Wanted) -> list[Answer]:
    if not terms.parties:
        return [yes("it names no parties")]
    answers = [_party(terms, party) for party in wanted.parties if party.role in LICENSED_ROLES]
    if wanted.parties_complete is not True:
        ask = _ask("parties_complete", "Are all parties of 15 CFR 748.5(c) to (f) named?")
        answers.append(unknown("all parties of the trade are given", ask=ask, cites=("15 CFR 748.5",)))
    return answers


def _end_use(terms: Terms, wanted: Wanted) -> Answer:
    if not terms.end_use:
        return yes("it names no end use")
    says = f"the end use is that approved: {terms.end_use}"
    cites = ("15 CFR 750.7(a)",)
    if wanted.within_end_use is not None:
        return yes(says, cites=cites) if wanted.within_end_use else no(says, cites=cites)
    if wanted.end_use and fold(wanted.end_use) == fold(terms.end_use):
        return yes(says, cites=cites)
    return unknown(says, ask=_ask("end_use", f"Is the end use within `{terms.end_use}`?"), cites=cites)


def _fits(line: LicenceLine, eccn: Eccn) -> bool:
    return parse_eccn(line.eccn).covers(eccn)


def _value(licence: Licence, line: LicenceLine, wanted: Wanted) -> list[Answer]:
    terms = licence.terms
    limits: list[tuple[str, Decimal]] = []
    left = licence.left(line)[1]
    if left is not None:
        limits.append((f"value left on line {line.line}", left))
    values = [part.value for part in terms.lines]
    if values and all(value is not None for value in values):
        total = sum((value for value in values if value is not None), Decimal(0))
        drawn = sum((value for _, value in licence.drawn.values()), Decimal(0))
        limits.append(("value left on the licence", total * (1 + terms.value_tolerance / 100) - drawn))
    if not limits:
        return [yes("it states no value")]
    if wanted.value is None:
        named = ", ".join(f"{name}: {terms.currency} {decimal_text(amount)}" for name, amount in limits)
        return [unknown(named, ask=_ask("value", "What is the value of this item?"))]
    if wanted.value.currency != terms.currency:
        says = f"the licence counts in {terms.currency}, the trade in {wanted.value.currency}"
        return [unknown(says, ask=_ask("value", f"What is the value in {terms.currency}?"))]
    answers = []
    for name, amount in limits:
        says = f"{name}: {terms.currency} {decimal_text(amount)}, wanted {decimal_text(wanted.value.amount)}"
        cites = ("15 CFR 750.7(f)", "15 CFR 750.11")
        answers.append(yes(says, cites=cites) if wanted.value.amount <= amount else no(says, cites=cites))
    return answers


def _quantity(licence: Licence, line: LicenceLine, wanted: Wanted) -> Answer:
    left = licence.left(line)[0]
    if left is None or line.quantity is None:
        return yes("it states no quantity")
    says = f"{decimal_text(left)} of {decimal_text(line.quantity)}{_unit(line)}"
    says += f" left on line {line.line}"
    if wanted.quantity is None:
        return unknown(says, ask=_ask("quantity", "How much is to be shipped?"))
    if wanted.unit and line.unit and fold(wanted.unit) != fold(line.unit):
        ask = _ask("quantity", f"How much is that in {line.unit}?")
        return unknown(f"the licence counts in {line.unit}, the trade in {wanted.unit}", ask=ask)
    says += f", wanted {decimal_text(wanted.quantity)}"
    cites = ("15 CFR 750.7(f)",)
    return yes(says, cites=cites) if wanted.quantity <= left else no(says, cites=cites)


def _items(licence: Licence, wanted: Wanted) -> tuple[LicenceLine | None, list[Answer]]:
    lines = licence.terms.lines
    if not lines:
        return None, [yes("it names no items")]
    if wanted.eccn is None:
        return None, [unknown("the item is on it", ask=_ask("item.eccn", "What is the item's ECCN?"))]
    eccn = wanted.eccn
    fitting = [line for line in lines if _fits(line, eccn) and wanted.line in ("", line.line)]
    if not fitting:
        held = ", ".join(f"{line.line}: {line.eccn}" for line in lines)
        return None, [no(f"no line for {eccn}: the licence has {held}")]
    best: tuple[LicenceLine, list[Answer]] | None = None
    for line in fitting:
        answers = [
            yes(f"line {line.line} is for {line.eccn}"),
            _quantity(licence, line, wanted),
            *_value(licence, line, wanted),
        ]
        if all(answer.is_yes for answer in answers):
            return line, answers
        if best is None or sum(a.is_no for a in answers) < sum(a.is_no for a in best[1]):
            best = (line, answers)
    if best is None:
        return None, []
    return best


def covers(licence: Licence, wanted: Wanted) -> Coverage:
    """Whether an authorisation covers one item of a trade, term by term.

    Each term is one part of the answer: state, validity, destination, each party, end use, item, quantity,
    value, and the conditions that must be fulfilled before shipment.
    """
    terms = licence.terms
    line, items = _items(licence, wanted)
    before = [
        yes(f"condition {c.number} is fulfilled")
        if c.done
        else no(f"condition {c.number} asks for {c.duty} first")
        for c in terms.conditions
        if c.duty and c.when is When.BEFORE
    ]
    answer = all_of(
        *stands(licence, wanted.on).because,
        _destination(terms, wanted),
        *_parties(terms, wanted),
        _end_use(terms, wanted),
        *items,
        *before,
        says=f"{terms.kind.value} {terms.number} covers it",
        cites=("15 CFR 750.7",),
    )
    duties = tuple(c for c in terms.conditions if c.duty and not c.done and c.when is not When.BEFORE)
    left = licence.left(line)[0] if line is not None else None
    return Coverage(licence=licence, answer=answer, line=line, left=left, duties=duties)


def wanted_of(trade: Trade, on: date) -> tuple[Wanted, ...]:
    """What each item of a trade wants covered; what the trade does not state stays unknown.

    A quantity is the statement `item.quantity` (with `item.unit`) of the item, where it was made.
    """
    parties = tuple(
        NamedParty(
            role=role,
            names=tuple(name.text for name in party.party.names),
            country=(party.country.value or "") if party.country.is_known else "",
        )
        for party in trade.parties
        for role in sorted(party.roles.value or (), key=lambda role: role.value)
    )
    complete = trade.parties_complete.value if trade.parties_complete.is_known else None
    found = []
    for item in trade.items:
        quantity, unit = item.statements.get("item.quantity"), item.statements.get("item.unit")
        within = trade.statements.get("use.as_licensed")
        found.append(
            Wanted(
                on=on,
                eccn=item.eccn.value if item.eccn.is_known else None,
                quantity=Decimal(str(quantity.value)) if quantity and quantity.is_known else None,
                unit=str(unit.value) if unit and unit.is_known else "",
                value=item.value.value if item.value.is_known else None,
                destination=(trade.destination.value or "") if trade.destination.is_known else "",
                parties=parties,
                parties_complete=complete,
                within_end_use=bool(within.value) if within and within.is_known else None,
            )
        )
    return tuple(found)
