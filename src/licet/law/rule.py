"""How a rule is written: one function, its citation, its sentence, and the periods in which it holds.

    @rule(
        "15 CFR 746.2(a)",
        "a licence is needed to export or reexport to Cuba any item subject to the EAR",
        always(by="held data begin 2025-01-29"),
        gp=6,
    )
    def cuba(m: Matter) -> Answer:
        '''The page of the rule: what it does, in a few sentences.'''
        return m.trade.destination.is_("CU", "the destination is Cuba")

Kinds are told apart by what they declare. A *requirement* declares nothing; an *exception* `lifts`
requirements by their tags; a *bar* `bars` exceptions; a *route* `subjects` the item to the EAR; a *duty*
`imposes` something that stands even without a licence; an *overlay* stands `beside` the EAR.
A rule without citation, sentence, period or docstring is refused, and so are overlapping periods.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from licet.core.answer import Answer, Question
from licet.core.cite import find_citations
from licet.core.errors import RuleError
from licet.core.listing import Verb
from licet.core.period import Period, Status, as_day, find_overlap, period_on
from licet.law.matter import Matter

__all__ = [
    "Kind",
    "Policy",
    "Reading",
    "Readings",
    "Rule",
    "always",
    "deferred",
    "in_force",
    "not_enforced",
    "rule",
    "stayed",
]


class Kind(enum.Enum):
    """What a rule does."""

    REQUIREMENT = "requirement"
    PROHIBITION = "prohibition"
    EXCEPTION = "exception"
    BAR = "bar"
    ROUTE = "route"
    DUTY = "duty"
    OVERLAY = "overlay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How an application would be reviewed.

    Attributes:
        verb: the policy; None when it cannot be settled on the known facts.
        by: the paragraph, or `entry`, that sets it.
        says: more in words: the clause that covers the item, or why it is open.
        asks: what would settle an open policy.
    """

    verb: Verb | None
    by: str
    says: str = ""
    asks: tuple[Question, ...] = ()


# Not frozen: made a hundred times a determination, and a frozen one takes four times as long to make.
@dataclass(slots=True, kw_only=True)
class Reading:
    """One outcome of a rule. A rule may give several: one a column, one a listed party.

    Attributes:
        answer: whether it is met (requirement), open (exception), closed (bar), reached (route, duty).
        why: the short reason, like `NS Column 2: Taiwan is marked`.
        cites: paragraphs beyond the rule's own citation.
        tags: what an exception's `lifts` may name, beyond the rule's own tags (`NS`, `RS`).
        open_to: exceptions that the requirement leaves open, by symbol or paragraph (`GOV`,
            `740.11(b)(2)(i)`); None leaves all that reach it.
        policy: how an application would be reviewed.
        flags: machine words to show beside it (`RED_FLAG`, `SOURCE_CONFLICT`).
        status: overrides the period's status (a saved shipment, a deferred listing).
        party: the party it is about; empty when it is not about one.
        asks: questions that do not change the answer but the policy or the exceptions.
        duties: what must be done for this reading to hold (terms of a savings clause).
    """

    answer: Answer
    why: str = ""
    cites: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    open_to: frozenset[str] | None = None
    policy: Policy | None = None
    flags: tuple[str, ...] = ()
    status: Status | None = None
    party: str = ""
    asks: tuple[Question, ...] = ()
    duties: tuple[str, ...] = ()


Readings = Answer | Reading | Sequence[Reading]
Body = Callable[[Matter], Readings]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of law.

    Attributes:
        id: `part746.cuba`: the module and the function.
        citation: the deciding paragraphs.
        says: what it says, as one sentence.
        periods: when it holds, oldest first.
        kind: what it does.
        body: the function that answers.
        doc: its page.
        place: file and line, for messages.
        gp: General Prohibition 1 to 10 that it belongs to; 0 for none.
        code: an exception's symbol (`LVS`), a duty's or an overlay's short name.
        tags: what an exception's `lifts` may name.
        lifts: tags of the requirements that an exception may lift.
        bars: symbols of the exceptions that a bar closes; `*` for all.
        spares: symbols that a bar leaves open although it bars `*`.
        answers: the question that it answers; two rules of one question may not hold on the same day.
        open_to: exceptions that a requirement leaves open (see `Reading.open_to`).
        policy: how an application would be reviewed.
        reaches_all: whether it reaches items that are not subject to the EAR.
        per_trade: whether it is asked once a trade, not once an item.
        firm: whether a duty turns "no licence required" into "with conditions".
        binds: whom an overlay binds, in words.
        bites: whether a met overlay prohibits the trade for those it binds.
        general: whether an exception is a general licence or another authorisation outside part 740: a bar
            reaches it only where it names it.
    """

    id: str
    citation: str
    says: str
    periods: tuple[Period, ...]
    kind: Kind
    body: Body
    doc: str
    place: str
    gp: int = 0
    code: str = ""
    tags: frozenset[str] = frozenset()
    lifts: frozenset[str] = frozenset()
    bars: frozenset[str] = frozenset()
    spares: frozenset[str] = frozenset()
    answers: str = ""
    open_to: frozenset[str] | None = None
    policy: Policy | Callable[[Matter], Policy] | None = None
    reaches_all: bool = False
    per_trade: bool = False
    firm: bool = False
    binds: str = ""
    bites: bool = False
    general: bool = False
    module: str = field(default="", compare=False)

    def period_on(self, on: date) -> Period | None:
        """The period that holds `on`."""
        return period_on(self.periods, on)

    def read(self, m: Matter) -> Sequence[Reading]:
        """What the rule answers, whatever its period says."""
        found = self.body(m)
        if type(found) is Answer:
            return (Reading(answer=found),)
        if isinstance(found, Reading):
            return (found,)
        return found  # type: ignore[return-value]


def in_force(
    start: date | str,
    end: date | str | None = None,
    *,
    by: str,
    status: Status = Status.IN_FORCE,
    confirmed: bool = True,
) -> Period:
    """Days from `start` on which a rule is law, by the document named."""
    return Period(
        start=as_day(start),
        end=None if end is None else as_day(end),
        by=by,
        status=status,
        confirmed=confirmed,
    )


#: The edition from which licet holds the whole text; older law is held only where a document is cited.
HELD_SINCE = date(2025, 1, 29)


def always(*, by: str, since: date | str = "1996-04-24") -> Period:
    """A rule that has stood longer than the held editions show.

    `since` is the first day for which it is claimed; the default is the rewrite of the EAR, 61 FR 12734.
    """
    return Period(start=as_day(since), by=by)


def stayed(start: date | str, end: date | str | None = None, *, by: str) -> Period:
    """Days on which a rule is printed but stayed: it answers no, and says what it would have been."""
    return in_force(start, end, by=by, status=Status.STAYED)


def deferred(start: date | str, end: date | str, *, by: str) -> Period:
    """Days on which a rule is law but need not be observed yet."""
    return in_force(start, end, by=by, status=Status.COMPLIANCE_DEFERRED)


def not_enforced(start: date | str, end: date | str | None = None, *, by: str) -> Period:
    """Days on which a rule is law and its enforcement announced as suspended: both halves are shown."""
    return in_force(start, end, by=by, status=Status.NOT_ENFORCED)


def rule(
    citation: str,
    says: str,
    *periods: Period,
    gp: int = 0,
    code: str = "",
    tags: Sequence[str] = (),
    lifts: Sequence[str] = (),
    bars: Sequence[str] = (),
    spares: Sequence[str] = (),
    subjects: bool = False,
    imposes: str = "",
    beside: str = "",
    prohibits: bool = False,
    answers: str = "",
    open_to: Sequence[str] | None = None,
    policy: Policy | Callable[[Matter], Policy] | None = None,
    reaches_all: bool = False,
    per_trade: bool = False,
    firm: bool = False,
    binds: str = "",
    bites: bool = False,
    general: bool = False,
) -> Callable[[Body], Rule]:
    """Make a rule of a function; see the module's docstring and `Rule` for the words.

    Raises:
        RuleError: no citation, sentence, period or docstring; two kinds at once; overlapping periods.
    """
    declared = {
        Kind.EXCEPTION: bool(lifts),
        Kind.BAR: bool(bars),
        Kind.ROUTE: subjects,
        Kind.DUTY: bool(imposes),
        Kind.OVERLAY: bool(beside),
        Kind.PROHIBITION: prohibits,
    }
    kinds = [kind for kind, is_declared in declared.items() if is_declared]

    def make(body: Body) -> Rule:
        place = f"{body.__code__.co_filename}:{body.__code__.co_firstlineno}"
        module = body.__module__
        name = f"{module.rsplit('.', 1)[-1]}.{body.__name__}"
        doc = inspect.cleandoc(body.__doc__ or "")
        for value, what in (
            (find_citations(citation), "a citation like `15 CFR 744.16(a)`"),
            (says.strip(), "a sentence that says what it does"),
            (periods, "a period: in_force(...), always(...)"),
            (doc, "a docstring: it is the rule's page"),
        ):
            if not value:
                raise RuleError(
                    f"rule `{name}` has no {what.split(':')[0]}", place=place, fix=f"give it {what}"
                )
        if len(kinds) > 1:
            named = " and ".join(kind.value for kind in kinds)
            raise RuleError(f"rule `{name}` is {named} at once", place=place, fix="make two rules of it")
        if clash := find_overlap(periods):
            raise RuleError(
                f"rule `{name}` has overlapping periods `{clash[0]}` and `{clash[1]}`",
                place=place,
                fix="end the first where the second begins",
            )
        kind = kinds[0] if kinds else Kind.REQUIREMENT
        if kind is Kind.EXCEPTION and not code:
            raise RuleError(f"exception `{name}` has no symbol", place=place, fix='give it code="LVS"')
        return Rule(
            id=name,
            citation=citation,
            says=says,
            periods=periods,
            kind=kind,
            body=body,
            doc=doc,
            place=place,
            gp=gp,
            code=code or imposes or beside,
            tags=frozenset(tags),
            lifts=frozenset(lifts),
            bars=frozenset(bars),
            spares=frozenset(spares),
            answers=answers or name,
            open_to=None if open_to is None else frozenset(open_to),
            policy=policy,
            reaches_all=reaches_all,
            per_trade=per_trade,
            firm=firm,
            binds=binds,
            bites=bites,
            general=general,
            module=module,
        )

    return make
