"""What a determination says: the limbs as they count, the lines of the trade, the outcome.

Values alone; `licet.law.us.ear.determine` makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from licet.core.answer import Answer, Question, Truth
from licet.core.verdict import Verdict
from licet.law.book import Closed, Lifting, Limb, limb_of
from licet.law.rule import Policy

__all__ = ["Counted", "Determination", "ItemFinding", "whole"]


# Not frozen: made a hundred times a determination, and a frozen one takes four times as long to make.
@dataclass(slots=True, kw_only=True)
class Counted:
    """A limb as it counts for one item: met only when the act is regulated and the item subject to the EAR.

    Attributes:
        limb: what the rule answers.
        truth: what counts.
        policy: how an application would be reviewed; None for a limb that is surely not met.
        possible: exceptions that reach the limb and are not foreclosed.
        foreclosed: exceptions of part 740 that cannot lift it, with the reason.
    """

    limb: Limb
    truth: Truth
    policy: Policy | None = None
    possible: tuple[Lifting, ...] = ()
    foreclosed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFinding:
    """What the law says of one line of the trade.

    Attributes:
        index: place of the line, from 0.
        subject: whether it is subject to the EAR.
        regulated: whether the act is one that the EAR regulates.
        routes: each route of 734.3(a), for the trace.
        told: requirements and prohibitions as they were asked; those surely not met as plain answers.
        reached: the requirements and prohibitions that are met, open, or silenced with a flag.
        verdict: the outcome for this line alone.
    """

    index: int
    subject: Answer
    regulated: Answer
    routes: tuple[Limb, ...]
    told: tuple[Counted | Closed, ...]
    reached: tuple[Counted, ...]
    verdict: Verdict

    @property
    def counted(self) -> tuple[Counted, ...]:
        """Every requirement and prohibition, in the order of the General Prohibitions."""
        every = [whole(each) for each in self.told]
        return tuple(sorted(every, key=lambda each: each.limb.rule.gp or 99))


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """The outcome for a trade on a day, with everything it was made from.

    Attributes:
        on: the day whose law was applied.
        verdict: the strongest of the lines, the conduct limbs and the biting overlays.
        items: the lines.
        told: limbs asked once for the trade, as they were asked (see `conduct`).
        duties: what must be done even without a licence, where it surely or possibly applies.
        beside: other regimes, as they were asked (see `overlays`).
        possible: exceptions not foreclosed, by symbol.
        foreclosed: exceptions foreclosed, by symbol, with the reason.
        flags: machine words.
        asks: the questions that can still change something.
        book: hash of the rule book.
    """

    on: date
    verdict: Verdict
    items: tuple[ItemFinding, ...]
    told: tuple[Counted | Closed, ...] = ()
    duties: tuple[Limb, ...] = ()
    beside: tuple[Limb | Closed, ...] = ()
    possible: tuple[str, ...] = ()
    foreclosed: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    asks: tuple[Question, ...] = ()
    conditions: tuple[str, ...] = ()
    book: str = field(default="", compare=False)

    @property
    def subject(self) -> Truth:
        """Whether any line is subject to the EAR; unknown when none surely is and one may be."""
        truths = [item.subject.truth for item in self.items]
        if Truth.YES in truths:
            return Truth.YES
        return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.NO

    @property
    def conduct(self) -> tuple[Counted, ...]:
        """Limbs asked once for the trade: notices, General Prohibitions Nine and Ten."""
        return tuple(whole(each) for each in self.told)

    @property
    def overlays(self) -> tuple[Limb, ...]:
        """Other regimes, beside the EAR."""
        return tuple(limb_of(each) for each in self.beside)

    def limbs(self) -> Iterator[Counted]:
        """All counted limbs."""
        for item in self.items:
            yield from item.counted
        yield from self.conduct

    def reached(self) -> Iterator[Counted]:
        """The limbs that are met, open, or silenced with a flag."""
        for item in self.items:
            yield from item.reached
        yield from (each for each in self.told if type(each) is Counted)

    def met(self) -> tuple[Counted, ...]:
        """The limbs that are surely met."""
        return tuple(counted for counted in self.reached() if counted.truth is Truth.YES)

    def open(self) -> tuple[Counted, ...]:
        """The limbs that a missing fact leaves open."""
        return tuple(counted for counted in self.reached() if counted.truth is Truth.UNKNOWN)


def whole(each: Counted | Closed) -> Counted:
    """A limb as it counts, also one that was asked and is surely not met."""
    return each if isinstance(each, Counted) else Counted(limb=limb_of(each), truth=Truth.NO)
