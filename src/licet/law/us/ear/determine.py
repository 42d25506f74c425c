"""One determination: every route, every limb, every exception, every duty, and the outcome they join to.

The outcome is a proof, not a default: "no licence required" lists every limb that was asked, and one limb
left open makes it "needs facts". A requirement that is surely met is reported whatever else is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from licet.core.answer import Answer, Question, Truth
from licet.core.deal import Act, Item, Trade
from licet.core.fact import not_applicable
from licet.core.verdict import Verdict
from licet.law.book import Closed, Lifting, Limb, RuleBook, rule_book, weigh
from licet.law.matter import Matter
from licet.law.rule import Kind
from licet.law.us.ear.day_held import flags_of, what_is_not_held
from licet.law.us.ear.determination import Counted, Determination, ItemFinding
from licet.law.us.ear.end_place import where_it_ends
from licet.law.us.ear.part734 import is_regulated_act
from licet.law.us.ear.savings import with_savings
from licet.law.us.ear.standing import STANDS, settled_by
from licet.law.us.ear.subject import observed, routes, subject_to_ear

__all__ = ["determine", "prepare"]


_NOTHING = Item(
    eccn=not_applicable(),
    kind=not_applicable(),
    origin=not_applicable(),
    value=not_applicable(),
    hts=not_applicable(),
)


#: Servicing or financing of which no item is told may still concern one.
_WHICH_ITEM = Question(
    id="items",
    text="Which item does the activity concern, and is it subject to the EAR (origin, place, ECCN)?",
)


def _weaker(*truths: Truth) -> Truth:
    if Truth.NO in truths:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.YES


def determine(trade: Trade, on: date, *, book: RuleBook | None = None) -> Determination:
    """What the EAR says of a trade on a day, and what stands beside it."""
    book = book or rule_book()
    # A US person's activity needs no item; in any other act an item that is not told is an open question.
    untold = _NOTHING if trade.act.value is Act.US_PERSON_ACTIVITY else Item(unstated=trade.unstated)
    items = trade.items or (untold,)
    matters = [Matter(trade=trade, item=item, on=on) for item in items]
    findings = tuple(_item(book, m, index) for index, m in enumerate(matters))
    first = matters[0]
    told = tuple(_conduct(book, first, findings))
    conduct = tuple(each for each in told if type(each) is Counted)
    for m, finding in zip(matters, findings, strict=True):
        settled_by(m, partial(_standing, finding.verdict, conduct))
    duties = tuple(_duties(book, matters))
    beside = [*book.asked(Kind.OVERLAY, first, per_trade=True)]
    for m in matters:
        beside.extend(book.asked(Kind.OVERLAY, m))
    overlays = tuple(each for each in beside if type(each) is Limb)
    verdict = _join(findings, conduct, duties, overlays)
    edition = what_is_not_held(on) if verdict.is_clean else None
    elsewhere = (
        where_it_ends(trade) if verdict.is_clean and verdict is not Verdict.NO_BIS_JURISDICTION else None
    )
    if edition or elsewhere:
        verdict = Verdict.NEEDS_FACTS
    possible, foreclosed = _exceptions(findings, conduct)
    conditions = tuple(dict.fromkeys(_conditions(findings, duties, possible)))
    if verdict is Verdict.NO_LICENSE_REQUIRED and (conditions or _saved(findings)):
        verdict = Verdict.NO_LICENSE_REQUIRED_WITH_CONDITIONS
    asks = _asks(findings, conduct, duties, overlays, len(items))
    if verdict is Verdict.NEEDS_FACTS and items[0] is _NOTHING:
        asks = (_WHICH_ITEM, *(each for each in asks if not each.id.startswith("item.")))
    return Determination(
        on=on,
        verdict=verdict,
        items=findings,
        told=told,
        duties=duties,
        beside=tuple(beside),
        possible=possible,
        foreclosed=foreclosed,
        flags=tuple(
            dict.fromkeys((*_flags(findings, conduct, duties), *flags_of(on, not_held=edition is not None)))
        ),
        asks=(*asks, *(each for each in (edition, elsewhere) if each)),
        conditions=conditions,
        book="",
    )


def _standing(verdict: Verdict, conduct: Iterable[Counted]) -> Answer:
    """Whether a licence is needed for a line: the line's own verdict, and notices by BIS."""
    truths = [each.truth for each in conduct if each.limb.rule.kind is Kind.REQUIREMENT]
    if verdict is Verdict.LICENSE_REQUIRED or Truth.YES in truths:
        return Answer(truth=Truth.YES, says=STANDS)
    if verdict in (Verdict.EXCEPTION_MAY_APPLY, Verdict.NEEDS_FACTS) or Truth.UNKNOWN in truths:
        return Answer(truth=Truth.UNKNOWN, says=STANDS)
    return Answer(truth=Truth.NO, says=STANDS)


def prepare(m: Matter) -> Matter:
    """A matter for asking single duties: whether a licence is needed is settled on first need."""

    def settle() -> Answer:
        book = rule_book()
        finding = _item(book, m, 0)
        conduct = [each for each in _conduct(book, m, (finding,)) if isinstance(each, Counted)]
        return _standing(finding.verdict, conduct)

    settled_by(m, settle)
    return m


def _item(book: RuleBook, m: Matter, index: int) -> ItemFinding:
    regulated, subject = is_regulated_act(m), subject_to_ear(m)
    gate = _weaker(regulated.truth, subject.truth)
    waits = gate if gate is Truth.NO else _weaker(gate, observed(m))
    told: list[Counted | Closed] = []
    for kind in (Kind.PROHIBITION, Kind.REQUIREMENT):
        weight = waits if kind is Kind.REQUIREMENT else _conduct_gate(m, gate, subject)
        asked = book.asked(kind, m)
        told += [_count(book, m, each, weight) if isinstance(each, Limb) else each for each in asked]
    reached = [each for each in told if type(each) is Counted]
    reached.sort(key=lambda each: each.limb.rule.gp or 99)
    return ItemFinding(
        index=index,
        subject=subject,
        regulated=regulated,
        routes=tuple(routes(m).values()),
        told=tuple(told),
        reached=tuple(reached),
        verdict=_verdict(m, regulated, subject, reached),
    )


def _conduct_gate(m: Matter, gate: Truth, subject: Answer) -> Truth:
    """Denial orders and General Prohibition Ten reach servicing, financing or storing an item subject to the
    EAR too, without an export (736.2(b)(10); part 764, Supplement No. 1).
    """
    return subject.truth if m.trade.act.value is Act.US_PERSON_ACTIVITY else gate


def _count(book: RuleBook, m: Matter, limb: Limb, gate: Truth) -> Counted:
    if limb.truth is not Truth.NO:
        limb = with_savings(m, limb)
    if limb.truth is Truth.NO:
        return Counted(limb=limb, truth=Truth.NO)
    truth = limb.truth if limb.rule.reaches_all else _weaker(gate, limb.truth)
    if truth is Truth.NO:
        return Counted(limb=limb, truth=truth)
    if truth is Truth.UNKNOWN or limb.rule.kind is Kind.PROHIBITION:
        return Counted(limb=limb, truth=truth, policy=limb.policy(m) if truth is Truth.YES else None)
    possible: list[Lifting] = []
    foreclosed: list[tuple[str, str]] = []
    for exception, _ in book.on(Kind.EXCEPTION, m.on):
        if not limb.is_open_to(exception):
            continue
        lifting = book.lifting(exception, m)
        if lifting.answer.is_no:
            foreclosed.append((exception.code, lifting.because))
        else:
            possible.append(lifting)
    return Counted(
        limb=limb, truth=truth, policy=limb.policy(m), possible=tuple(possible), foreclosed=tuple(foreclosed)
    )


def _verdict(m: Matter, regulated: Answer, subject: Answer, counted: list[Counted]) -> Verdict:
    met = [each for each in counted if each.truth is Truth.YES]
    if any(each.limb.rule.kind is Kind.PROHIBITION for each in met):
        return Verdict.PROHIBITED
    if met:
        return Verdict.EXCEPTION_MAY_APPLY if all(each.possible for each in met) else Verdict.LICENSE_REQUIRED
    if any(each.truth is Truth.UNKNOWN for each in counted):
        return Verdict.NEEDS_FACTS
    if m.trade.act.value is Act.US_PERSON_ACTIVITY:
        return Verdict.NO_LICENSE_REQUIRED
    if regulated.is_no:
        return Verdict.NO_BIS_JURISDICTION
    if subject.is_no:
        return Verdict.NOT_SUBJECT_TO_EAR
    return Verdict.NEEDS_FACTS if regulated.is_unknown else Verdict.NO_LICENSE_REQUIRED


def _conduct(book: RuleBook, m: Matter, findings: tuple[ItemFinding, ...]) -> Iterator[Counted | Closed]:
    for kind in (Kind.PROHIBITION, Kind.REQUIREMENT):
        gates = [_weaker(item.regulated.truth, item.subject.truth) for item in findings]
        if kind is Kind.PROHIBITION:
            gates = [_conduct_gate(m, each, item.subject) for each, item in zip(gates, findings, strict=True)]
        gate = Truth.YES if Truth.YES in gates else Truth.UNKNOWN if Truth.UNKNOWN in gates else Truth.NO
        for each in book.asked(kind, m, per_trade=True):
            yield _count(book, m, each, gate) if isinstance(each, Limb) else each


def _owed_outside(book: RuleBook, m: Matter) -> Iterator[Limb]:
    """Duties of items that are not subject to the EAR: what is owed for relying on that."""
    for rule, period in book.on(Kind.DUTY, m.on):
        if rule.reaches_all and not rule.per_trade:
            yield from (weigh(rule, reading, period) for reading in rule.read(m))


def _duties(book: RuleBook, matters: list[Matter]) -> Iterator[Limb]:
    """The duties that surely or possibly stand, each once."""
    seen: set[str] = set()
    for m in matters:
        asked = book.asked(Kind.DUTY, m, per_trade=True) if m is matters[0] else []
        if subject_to_ear(m).is_no:
            asked.extend(_owed_outside(book, m))
        else:
            asked.extend(book.asked(Kind.DUTY, m))
        for each in asked:
            if isinstance(each, Limb) and each.truth is not Truth.NO and each.rule.id not in seen:
                if not each.rule.per_trade:
                    seen.add(each.rule.id)
                yield each


def _join(
    findings: tuple[ItemFinding, ...],
    conduct: tuple[Counted, ...],
    duties: tuple[Limb, ...],
    overlays: tuple[Limb, ...],
) -> Verdict:
    verdict = max((item.verdict for item in findings), key=lambda each: each.rank)
    for each in conduct:
        prohibits = each.limb.rule.kind is Kind.PROHIBITION
        if each.truth is Truth.YES:
            verdict = _max(verdict, Verdict.PROHIBITED if prohibits else Verdict.LICENSE_REQUIRED)
        elif each.truth is Truth.UNKNOWN:
            verdict = _max(verdict, Verdict.NEEDS_FACTS)
    for limb in overlays:
        if limb.rule.bites and limb.truth is not Truth.NO:
            verdict = _max(verdict, Verdict.PROHIBITED if limb.truth is Truth.YES else Verdict.NEEDS_FACTS)
    if verdict is Verdict.NO_LICENSE_REQUIRED and any(
        limb.rule.firm and limb.truth is Truth.UNKNOWN for limb in duties
    ):
        return Verdict.NEEDS_FACTS
    return verdict


def _max(left: Verdict, right: Verdict) -> Verdict:
    return left if left.rank >= right.rank else right


def _saved(findings: tuple[ItemFinding, ...]) -> bool:
    return any(
        "SAVINGS_CLAUSE" in each.limb.flags and each.truth is Truth.NO
        for item in findings
        for each in item.counted
    )


def _conditions(
    findings: tuple[ItemFinding, ...], duties: tuple[Limb, ...], possible: tuple[str, ...]
) -> Iterator[str]:
    for item in findings:
        for each in item.reached:
            if "SAVINGS_CLAUSE" in each.limb.flags:
                yield from each.limb.reading.duties
            for lifting in each.possible:
                if lifting.rule.code in possible:
                    yield from (f"{lifting.rule.code}: {duty}" for duty in lifting.duties)
    for limb in duties:
        if limb.rule.firm and limb.truth is Truth.YES:
            yield from limb.reading.duties or (limb.rule.code,)


def _exceptions(
    findings: tuple[ItemFinding, ...], conduct: tuple[Counted, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Symbols that can still help, and those that cannot with why: one requirement that stays closes all."""
    stays = [
        each for item in findings for each in item.reached if each.truth is Truth.YES and not each.possible
    ]
    stays.extend(each for each in conduct if each.truth is Truth.YES)
    possible: dict[str, None] = {}
    closed: dict[str, dict[str, None]] = {}
    for item in findings:
        for each in item.reached:
            for lifting in each.possible:
                possible[lifting.rule.code] = None
            for code, because in each.foreclosed:
                closed.setdefault(code, {})[because] = None
    foreclosed = {code: _told(tuple(reasons)) for code, reasons in closed.items()}
    if stays:
        first = stays[0].limb
        because = f"{first.rule.citation.split(';')[0]} stays: {first.reading.why or first.rule.says}"
        return (), tuple({**dict.fromkeys(possible, because), **foreclosed}.items())
    return tuple(possible), tuple((code, why) for code, why in foreclosed.items() if code not in possible)


def _told(reasons: tuple[str, ...]) -> str:
    """Why a symbol is foreclosed; one of several paragraphs stands for the others."""
    others = len(reasons) - 1
    return reasons[0] if not others else f"{reasons[0]} (and {others} more, by paragraph)"


def _flags(
    findings: tuple[ItemFinding, ...], conduct: tuple[Counted, ...], duties: tuple[Limb, ...]
) -> Iterator[str]:
    for item in findings:
        for limb in item.routes:
            yield from limb.flags
        for each in item.reached:
            yield from each.limb.flags
    for each in conduct:
        yield from each.limb.flags
    for limb in duties:
        yield from limb.flags
        if limb.truth is Truth.YES and limb.rule.code.startswith("RED_FLAG"):
            yield "RED_FLAG"


def _asks(
    findings: tuple[ItemFinding, ...],
    conduct: tuple[Counted, ...],
    duties: tuple[Limb, ...],
    overlays: tuple[Limb, ...],
    lines: int,
) -> tuple[Question, ...]:
    seen: dict[str, Question] = {}

    def add(questions: Iterable[Question], index: int | None = None) -> None:
        for question in questions:
            path = question.id
            if index is not None and lines > 1 and path.startswith("item."):
                path = f"items[{index}].{path[5:]}"
                seen.setdefault(path, Question(id=path, text=question.text))
            else:
                seen.setdefault(path, question)

    for item in findings:
        unknown = [each for each in item.reached if each.truth is Truth.UNKNOWN]
        if unknown and item.subject.is_unknown:
            add(item.subject.asks(), item.index)
        if unknown or item.regulated.is_unknown:
            add(item.regulated.asks(), item.index)
        for each in unknown:
            add(each.limb.reading.answer.asks(), item.index)
            add(each.limb.reading.asks, item.index)
        for each in item.reached:
            if each.truth is Truth.YES:
                add(each.limb.reading.asks, item.index)
                if each.policy is not None:
                    add(each.policy.asks, item.index)
                for lifting in each.possible:
                    add(lifting.answer.asks(), item.index)
    for each in conduct:
        if each.truth is Truth.UNKNOWN:
            add(each.limb.reading.answer.asks())
            if each.limb.truth is Truth.YES:  # only whether an item is subject to the EAR is open
                for item in findings:
                    add(item.subject.asks(), item.index)
    for limb in (*duties, *overlays):
        if limb.truth is Truth.UNKNOWN and (limb.rule.firm or limb.rule.bites):
            add(limb.reading.answer.asks())
    return tuple(seen.values())
