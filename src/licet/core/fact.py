"""A fact: what is known, who vouches for it, and what to ask when it is not known.

A fact is never defaulted. A declared "no" differs from a question never asked: both are kept.
Quantities may be bounds (`Share`), so a missing percentage becomes an honest unknown by itself.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

from licet.core.answer import Answer, Question, Truth

__all__ = ["Fact", "Share", "State", "known", "not_applicable", "not_known"]

T = TypeVar("T")


class State(enum.Enum):
    """What is held of a fact."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


#: Names of the module are cheaper to look up than members of a class; facts are tested all the time.
_KNOWN, _OPEN = State.KNOWN, State.UNKNOWN
_YES, _NO = Truth.YES, Truth.NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Generic[T]):
    """One fact.

    Attributes:
        state: known, unknown, or not applicable to this trade.
        value: the value, where known.
        ask: the question that would settle it.
        source: who or what vouches for it (a document, a person, a list); empty when unknown.
        at: the day on which it was stated; None when not recorded.
    """

    state: State
    value: T | None = None
    ask: Question | None = None
    source: str = ""
    at: date | None = None

    def test(self, holds: Callable[[T], bool], says: str = "") -> Answer:
        """Whether `holds(value)`; unknown when the fact is, no when it does not apply."""
        if self.state is _KNOWN and self.value is not None:
            return Answer(_YES if holds(self.value) else _NO, says)
        return self._not_held(says)

    def is_(self, wanted: T, says: str = "") -> Answer:
        """Whether the value equals `wanted`."""
        if self.state is _KNOWN and self.value is not None:
            return Answer(_YES if self.value == wanted else _NO, says)
        return self._not_held(says)

    def is_in(self, wanted: Collection[T], says: str = "") -> Answer:
        """Whether the value is one of `wanted`."""
        if self.state is _KNOWN and self.value is not None:
            return Answer(_YES if self.value in wanted else _NO, says)
        return self._not_held(says)

    def _not_held(self, says: str) -> Answer:
        if self.state is _OPEN:
            return Answer(Truth.UNKNOWN, says, (), self.ask)
        return Answer(_NO, says)

    @property
    def is_known(self) -> bool:
        """Whether a value is held."""
        return self.state is _KNOWN

    @property
    def is_unknown(self) -> bool:
        """Whether the question is open."""
        return self.state is _OPEN


def known(value: T, *, source: str = "", at: date | None = None, ask: Question | None = None) -> Fact[T]:
    """A fact with its value and who vouches for it."""
    return Fact(state=State.KNOWN, value=value, source=source, at=at, ask=ask)


def not_known(id: str, text: str) -> Fact[T]:
    """An open question: a path and the words to ask it with."""
    return Fact(state=State.UNKNOWN, ask=Question(id=id, text=text))


def not_applicable(*, source: str = "") -> Fact[T]:
    """A fact that this trade cannot have (a reexporter, in a domestic sale)."""
    return Fact(state=State.NOT_APPLICABLE, source=source)


_ZERO, _ALL = Fraction(0), Fraction(100)


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage known to lie between two bounds, both included unless said otherwise.

    Attributes:
        low: lower bound in per cent, exact.
        high: upper bound in per cent, exact; may exceed 100 after an addition, which is a finding.
        low_open: the lower bound itself is excluded ("more than 25").
        high_open: the upper bound itself is excluded ("less than 75").
    """

    low: Fraction
    high: Fraction
    low_open: bool = field(default=False)
    high_open: bool = field(default=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", _exact(self.low))
        object.__setattr__(self, "high", _exact(self.high))
        if self.low < 0 or self.low > self.high:
            raise ValueError(f"a share runs upward from at least 0: `{self.low}` to `{self.high}`")

    @classmethod
    def exactly(cls, percent: Fraction | int | str) -> Share:
        """A share that is known."""
        value = _exact(percent)
        return cls(value, value)

    @classmethod
    def unknown(cls) -> Share:
        """Anything from nothing to all."""
        return cls(_ZERO, _ALL)

    def __add__(self, other: Share) -> Share:
        return Share(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    @property
    def is_exact(self) -> bool:
        """Whether both bounds are the same."""
        return self.low == self.high

    def at_least(self, percent: Fraction | int | str, *, ask: Question | None = None) -> Answer:
        """Whether the share is `percent` or more."""
        bar = _exact(percent)
        says = f"{self} is at least {_show(bar)} %"
        if self.low >= bar:
            return Answer(truth=Truth.YES, says=says)
        if self.high < bar or (self.high == bar and self.high_open):
            return Answer(truth=Truth.NO, says=says)
        return Answer(truth=Truth.UNKNOWN, says=says, question=ask)

    def more_than(self, percent: Fraction | int | str, *, ask: Question | None = None) -> Answer:
        """Whether the share exceeds `percent`."""
        bar = _exact(percent)
        says = f"{self} is more than {_show(bar)} %"
        if self.low > bar or (self.low == bar and self.low_open):
            return Answer(truth=Truth.YES, says=says)
        if self.high <= bar:
            return Answer(truth=Truth.NO, says=says)
        return Answer(truth=Truth.UNKNOWN, says=says, question=ask)

    def __str__(self) -> str:
        if self.is_exact:
            return f"{_show(self.low)} %"
        left = "more than " if self.low_open else ""
        right = "less than " if self.high_open else ""
        return f"{left}{_show(self.low)} to {right}{_show(self.high)} %"


def _exact(number: Fraction | int | str) -> Fraction:
    if isinstance(number, float):
        raise TypeError(f"a share is exact: give `{number}` as a string, an int or a Fraction")
    return Fraction(number)


def _show(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.4f}".rstrip("0").rstrip(".")
