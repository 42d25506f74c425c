"""The rule book: all rules, found by walking the package, refused at load when they contradict each other."""

from __future__ import annotations

import hashlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import import_module, resources
from importlib.metadata import entry_points
from importlib.resources.abc import Traversable
from types import MappingProxyType, ModuleType
from typing import Any

import licet.law
from licet.core.answer import Answer, Truth
from licet.core.ask import Ask
from licet.core.errors import RuleError
from licet.core.period import Period, Status
from licet.law.matter import Matter
from licet.law.rule import Kind, Policy, Reading, Rule

__all__ = ["Closed", "Lifting", "Limb", "RuleBook", "limb_of", "questions", "rule_book", "rules_in"]

NEEDS_CONFIRMATION = "STATUS_NEEDS_CONFIRMATION"
_STATUS_FLAGS = {
    Status.STAYED: "STAYED",
    Status.COMPLIANCE_DEFERRED: "COMPLIANCE_DATE_DEFERRED",
    Status.SAVED: "SAVINGS_CLAUSE",
    Status.NOT_ENFORCED: "ANNOUNCED_NON_ENFORCEMENT",
}
_IN_FORCE = Status.IN_FORCE
#: What a status leaves of a rule that would otherwise be met.
_SILENCED = frozenset({Status.STAYED, Status.COMPLIANCE_DEFERRED, Status.SAVED, Status.ENDED, Status.NOT_YET})


# Not frozen: made a hundred times a determination, and a frozen one takes four times as long to make.
@dataclass(slots=True, kw_only=True)
class Limb:
    """One reading of one rule on one day: what it would answer, and what it answers in law.

    Attributes:
        rule: the rule.
        reading: what its function answered.
        period: the period that held; its status decides what becomes of the reading.
        truth: what counts: a met rule that is stayed, deferred or saved counts as no.
        flags: machine words of the period and the reading.
    """

    rule: Rule
    reading: Reading
    period: Period
    truth: Truth
    flags: tuple[str, ...] = ()

    @property
    def tags(self) -> frozenset[str]:
        """What an exception's `lifts` may name."""
        return self.reading.tags or self.rule.tags

    @property
    def open_to(self) -> frozenset[str] | None:
        """Exceptions that the requirement leaves open; None for all that reach it."""
        return self.rule.open_to if self.reading.open_to is None else self.reading.open_to

    @property
    def citation(self) -> str:
        """The rule's paragraphs and those of the reading."""
        return "; ".join((self.rule.citation, *self.reading.cites))

    def policy(self, m: Matter) -> Policy | None:
        """How an application would be reviewed, as the reading or else the rule says."""
        if self.reading.policy is not None:
            return self.reading.policy
        made = self.rule.policy
        return made(m) if callable(made) else made

    def is_open_to(self, exception: Rule) -> bool:
        """Whether the requirement itself leaves this exception open, and the exception reaches it."""
        if (self.reading.tags or self.rule.tags).isdisjoint(exception.lifts):
            return False
        names = self.rule.open_to if self.reading.open_to is None else self.reading.open_to
        return names is None or _named_in(names, exception.code, exception.citation)


# Not frozen: made a hundred times a determination, and a frozen one takes four times as long to make.
@dataclass(slots=True, kw_only=True)
class Lifting:
    """What an exception can do on the known facts.

    Attributes:
        rule: the exception.
        answer: yes: all conditions are met; unknown: not foreclosed, conditions remain; no: foreclosed.
        because: the bar or the condition that forecloses it; empty while it is open.
        duties: what must be done before or with its use, where it is not foreclosed.
    """

    rule: Rule
    answer: Answer
    because: str = ""
    duties: tuple[str, ...] = ()


def _told(rule: Rule) -> bytes:
    """Everything that a rule declares, and the code of its function."""
    code = rule.body.__code__
    parts = (rule.id, rule.citation, rule.says, rule.periods, sorted(rule.lifts), sorted(rule.bars))
    consts = tuple(c for c in code.co_consts if isinstance(c, (str, int)))
    return repr(parts).encode() + code.co_code + repr(consts).encode()


@cache
def _tables() -> str:
    """A hash of every dated table of the law, by name and content."""
    told = hashlib.sha256()
    for file in _files_of(resources.files(licet.law)):
        told.update(f"{file.name}:".encode() + file.read_bytes())
    return told.hexdigest()


def _files_of(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _files_of(entry)
        elif entry.name.endswith((".tsv", ".csv")):
            yield entry


#: A rule that answers no, with what it said and the period that held.
Closed = tuple[Rule, Answer | Reading, Period]
_NO, _YES, _UNKNOWN = Truth.NO, Truth.YES, Truth.UNKNOWN


def limb_of(each: Limb | Closed) -> Limb:
    """A limb, made whole where it was left as a plain no."""
    if isinstance(each, Limb):
        return each
    rule, told, period = each
    reading = Reading(answer=told) if isinstance(told, Answer) else told
    return Limb(rule=rule, reading=reading, period=period, truth=_NO, flags=reading.flags)


class RuleBook:
    """All rules, by kind and by day.

    Raises:
        RuleError: two rules contradict each other; names both places.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: (rule.gp or 99, rule.module, rule.id)))
        self._refuse_twins()
        self._refuse_strays()
        self._refuse_cycles()
        self._days: dict[tuple[str, date], tuple[tuple[Rule, Period], ...]] = {}
        self._digest = ""

    def on(self, kind: Kind, day: date) -> tuple[tuple[Rule, Period], ...]:
        """The rules of one kind whose periods hold a day, with those periods."""
        key = (kind.value, day)
        found = self._days.get(key)
        if found is None:
            held = ((rule, rule.period_on(day)) for rule in self.rules if rule.kind is kind)
            found = tuple((rule, period) for rule, period in held if period is not None)
            if len(self._days) > 4096:
                self._days.clear()
            self._days[key] = found
        return found

    def find(self, id: str) -> Rule:
        """The rule of an id.

        Raises:
            KeyError: no such rule.
        """
        return next(rule for rule in self.rules if rule.id == id) if id in self.ids else self._none(id)

    def _none(self, id: str) -> Rule:
        raise KeyError(id)

    @property
    def ids(self) -> frozenset[str]:
        """All ids."""
        return frozenset(rule.id for rule in self.rules)

    def digest(self) -> str:
        """A hash of everything the rules declare and of the dated tables they read.

        The same rules over the same tables give the same hash; one changed line of a table gives another.
        """
        if not self._digest:  # every determination names it
            told = hashlib.sha256(_tables().encode())
            for rule in self.rules:
                told.update(_told(rule))
            self._digest = told.hexdigest()
        return self._digest

    def digest_of(self, id: str) -> str:
        """A hash of everything that one rule declares.

        Raises:
            KeyError: no such rule.
        """
        return hashlib.sha256(_told(self.find(id))).hexdigest()

    def limbs(self, kind: Kind, m: Matter, *, per_trade: bool = False) -> list[Limb]:
        """What each rule of a kind answers, in the order of the General Prohibitions."""
        return [limb_of(each) for each in self.asked(kind, m, per_trade=per_trade)]

    def asked(self, kind: Kind, m: Matter, *, per_trade: bool = False) -> list[Limb | Closed]:
        """The same, with what is surely no left as it came: most are, and few are looked at."""
        found: list[Limb | Closed] = []
        for rule, period in self.on(kind, m.on):
            if rule.per_trade is not per_trade:
                continue
            told = rule.body(m)
            if type(told) is Answer:
                if told.truth is _NO:
                    found.append((rule, told, period))
                else:
                    found.append(weigh(rule, Reading(answer=told), period))
                continue
            for reading in (told,) if type(told) is Reading else told:  # type: ignore[union-attr]
                if reading.answer.truth is _NO and not reading.flags:
                    found.append((rule, reading, period))
                else:
                    found.append(weigh(rule, reading, period))
        return found

    def lifting(self, exception: Rule, m: Matter) -> Lifting:
        """What one exception can do here: its own conditions, and the bars that close it."""
        known: Lifting | None = m.memo.get(exception.id)
        if known is None:
            known = m.memo[exception.id] = self._lifting(exception, m)
        return known

    def _lifting(self, exception: Rule, m: Matter) -> Lifting:
        readings = exception.read(m)
        best = readings[0]
        for reading in readings[1:]:
            if reading.answer.is_yes or (best.answer.is_no and reading.answer.is_unknown):
                best = reading
        if best.answer.is_no:
            return Lifting(rule=exception, answer=best.answer, because=best.why or _why_not(best.answer))
        truth, parts = best.answer.truth, [best.answer]
        for bar, _ in self._bars_of(exception, m.on):
            for reading in self._barring(bar, m):
                if reading.answer.is_yes:
                    because = f"{bar.citation}: {reading.why or bar.says}"
                    return Lifting(
                        rule=exception, answer=Answer(truth=Truth.NO, says=because), because=because
                    )
                if reading.answer.is_unknown:
                    truth = Truth.UNKNOWN
                    parts.append(reading.answer)
        answer = Answer(truth=truth, says=exception.says, because=tuple(parts))
        return Lifting(rule=exception, answer=answer, duties=best.duties)

    def _bars_of(self, exception: Rule, day: date) -> tuple[tuple[Rule, Period], ...]:
        """The bars of a day that name an exception."""
        key = (exception.id, day)
        found = self._days.get(key)
        if found is None:
            found = tuple(pair for pair in self.on(Kind.BAR, day) if _names(pair[0], exception))
            self._days[key] = found
        return found

    def _barring(self, bar: Rule, m: Matter) -> Sequence[Reading]:
        known: Sequence[Reading] | None = m.memo.get(bar.id)
        if known is None:
            known = m.memo[bar.id] = bar.read(m)
        return known

    def _refuse_twins(self) -> None:
        by_id: dict[str, Rule] = {}
        by_question: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if twin := by_id.get(rule.id):
                raise RuleError(
                    f"two rules are called `{rule.id}`: {twin.place} and {rule.place}",
                    place=rule.place,
                    fix="rename one",
                )
            by_id[rule.id] = rule
            for other in by_question.setdefault(rule.answers, []):
                for ours in rule.periods:
                    for theirs in other.periods:
                        if ours.overlaps(theirs):
                            raise RuleError(
                                f"`{other.id}` ({other.place}) and `{rule.id}` ({rule.place}) both answer "
                                f"`{rule.answers}` in {theirs} and {ours}",
                                place=rule.place,
                                fix="end one period where the other begins",
                            )
            by_question[rule.answers].append(rule)

    def _refuse_strays(self) -> None:
        codes = {rule.code for rule in self.rules if rule.kind is Kind.EXCEPTION} | {"*"}
        bar_ids = {rule.id for rule in self.rules if rule.kind is Kind.BAR}
        tags = {tag for rule in self.rules for tag in rule.tags}
        for rule in self.rules:
            if stray := sorted((rule.bars | rule.spares) - codes - bar_ids):
                raise RuleError(f"`{rule.id}` names no known exception: `{stray[0]}`", place=rule.place,
                                fix="spell the symbol as the exception's code")  # fmt: skip
            if stray := sorted(rule.lifts - tags):
                raise RuleError(f"`{rule.id}` lifts what no rule is tagged with: `{stray[0]}`",
                                place=rule.place, fix="give the requirement that tag")  # fmt: skip

    def _refuse_cycles(self) -> None:
        edges: dict[str, list[Rule]] = {}
        for rule in self.rules:
            edges[rule.id] = [
                other
                for other in self.rules
                if other is not rule
                and (rule.lifts or rule.bars)
                and (
                    (rule.kind is Kind.BAR and (other.id in rule.bars or _names(rule, other)))
                    or (rule.lifts & other.tags)
                )
            ]
        done: set[str] = set()
        for rule in self.rules:
            _walk(rule, edges, done, [])


def weigh(rule: Rule, reading: Reading, period: Period) -> Limb:
    """One reading under its period: what is stayed, deferred or saved is not met, and says why."""
    truth, flags = reading.answer.truth, reading.flags
    if truth is _NO:
        return Limb(rule=rule, reading=reading, period=period, truth=truth, flags=flags)
    status = reading.status or period.status
    if status is not _IN_FORCE:
        flags = (*flags, _STATUS_FLAGS.get(status, status.name))
        if status in _SILENCED:
            truth = _NO
    if not period.confirmed and not reading.answer.is_no:
        flags = (*flags, NEEDS_CONFIRMATION)
    return Limb(rule=rule, reading=reading, period=period, truth=truth, flags=flags)


@lru_cache(maxsize=16384)
def _named_in(names: frozenset[str], code: str, citation: str) -> bool:
    """Whether a requirement that leaves some exceptions open names this one, by symbol or paragraph."""
    return code in names or citation.startswith(tuple(f"15 CFR {name}" for name in names))


def rules_in(module: ModuleType) -> list[Rule]:
    """The rules that a module defines itself."""
    found = (value for value in vars(module).values() if isinstance(value, Rule))
    return [rule for rule in found if rule.module == module.__name__]


@cache
def _modules() -> tuple[ModuleType, ...]:
    walked = (
        import_module(info.name)
        for info in pkgutil.walk_packages(licet.law.__path__, "licet.law.")
        # licet.law.ecfr makes the tables from XML: it holds no rule, and lxml is not wanted here.
        if not info.ispkg and not info.name.startswith("licet.law.ecfr.")
    )
    return (*walked, *(entry.load() for entry in entry_points(group="licet.law")))


@cache
def rule_book() -> RuleBook:
    """The rule book of this installation: `licet.law` and the entry points of group `licet.law`."""
    return RuleBook(rule for module in _modules() for rule in rules_in(module))


@cache
def questions() -> Mapping[str, Ask[Any]]:
    """Every question that a rule may put, by its path."""
    found: dict[str, Ask[Any]] = {}
    for module in _modules():
        for value in vars(module).values():
            for one in value.values() if isinstance(value, dict) else (value,):
                if isinstance(one, Ask):
                    found.setdefault(one.id, one)
    return MappingProxyType(found)


def _names(bar: Rule, exception: Rule) -> bool:
    if bar.kind is not Kind.BAR or exception.kind is not Kind.EXCEPTION:
        return False
    if exception.code in bar.spares:
        return False
    return ("*" in bar.bars and not exception.general) or exception.code in bar.bars


#: A shorter statement (`CU`) tells a person nothing: the step above it does.
_TELLING = 6
_NEGATIVE = re.compile(r"\b(?:no|not|none|nothing)\b")


def _why_not(answer: Answer) -> str:
    """The deepest telling part that made an answer no, said so that it reads alone."""
    for part in answer.because:
        if part.truth is _NO and (found := _why_not(part)):
            return found
    turned = answer.because[0] if len(answer.because) == 1 else answer
    if turned.truth is _YES and len(turned.says) > _TELLING:
        return f"{turned.says} yes" if turned.says.endswith("?") else turned.says
    if len(answer.says) <= _TELLING:
        return ""
    if answer.says.endswith("?"):
        return f"{answer.says} no"
    return answer.says if _NEGATIVE.search(answer.says) else f"not so: {answer.says}"


def _walk(rule: Rule, edges: dict[str, list[Rule]], done: set[str], path: list[Rule]) -> None:
    if any(rule is before for before in path):
        ring = [*path[path.index(rule) :], rule]
        named = " -> ".join(f"`{one.id}` ({one.place})" for one in ring)
        raise RuleError(f"rules close a ring: {named}", place=rule.place, fix="take one lift or bar out")
    if rule.id in done:
        return
    for other in edges[rule.id]:
        _walk(other, edges, done, [*path, rule])
    done.add(rule.id)
