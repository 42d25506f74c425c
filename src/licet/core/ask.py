"""A question the law may put: its path, its words, and what a clean declaration answers.

Each is defined once, beside the rule that needs it. A trade, an item, a party holds what was stated;
whatever was not stated is unknown, or, in a trade declared clean, the question's own clean answer.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from licet.core.answer import Answer, Question, Truth
from licet.core.fact import Fact, State, known, not_known

__all__ = ["Ask", "Holder", "Unstated", "ask"]

T = TypeVar("T")


class Unstated(enum.Enum):
    """How a statement that nobody made is read."""

    OPEN = "unknown"
    CLEAN = "declared negative"


_CLEAN, _OPEN_STATE = Unstated.CLEAN, State.UNKNOWN


class Holder(Protocol):
    """What statements are made about: a trade, an item, a party."""

    @property
    def statements(self) -> Mapping[str, Fact[Any]]:
        """What was stated, by path."""
        ...

    @property
    def unstated(self) -> Unstated:
        """How silence is read."""
        ...


# No slots: `Ask[str](...)` sets an attribute that a frozen slotted class refuses with the wrong error.
@dataclass(frozen=True)
class Ask(Generic[T]):
    """One question.

    Attributes:
        id: stable path: `item.food_or_medicine`, `use.nuclear`, `party.military_end_user`, `trade.red_flag`.
        text: the question in words, as a person would be asked it.
        clean: what a trade declared clean answers; None leaves it open even then.
        choices: the possible values of a question with few answers; empty when free.
    """

    id: str
    text: str
    clean: T | None
    choices: tuple[T, ...] = ()
    _open: Fact[T] = field(init=False, repr=False, compare=False)
    _clean: Fact[T] = field(init=False, repr=False, compare=False)
    _yes: Answer = field(init=False, repr=False, compare=False)
    _no: Answer = field(init=False, repr=False, compare=False)
    _unknown: Answer = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        question = Question(id=self.id, text=self.text)
        open_fact: Fact[T] = not_known(self.id, self.text)
        clean = open_fact if self.clean is None else known(self.clean, source="declared clean", ask=question)
        object.__setattr__(self, "_open", open_fact)
        object.__setattr__(self, "_clean", clean)
        object.__setattr__(self, "_yes", Answer(truth=Truth.YES, says=self.text))
        object.__setattr__(self, "_no", Answer(truth=Truth.NO, says=self.text))
        unknown = Answer(truth=Truth.UNKNOWN, says=self.text, question=question)
        object.__setattr__(self, "_unknown", unknown)

    def fact(self, holder: Holder) -> Fact[T]:
        """What `holder` states, or what its silence means."""
        stated = holder.statements.get(self.id)
        if stated is not None:
            return stated if stated.state is not _OPEN_STATE else self._open
        return self._clean if holder.unstated is _CLEAN else self._open

    def of(self, holder: Holder) -> Answer:
        """The answer to a yes-or-no question about `holder`."""
        stated = holder.statements.get(self.id)
        if stated is None:
            stated = self._clean if holder.unstated is _CLEAN else self._open
        if stated.state is _OPEN_STATE:
            return self._unknown
        return self._yes if stated.value is True else self._no

    def test(self, holder: Holder, holds: Callable[[T], bool], says: str = "") -> Answer:
        """Whether the stated value satisfies `holds`; `says` names the step."""
        return self.fact(holder).test(holds, says or self.text)

    def is_in(self, holder: Holder, wanted: Collection[T], says: str = "") -> Answer:
        """Whether the stated value is one of `wanted`."""
        return self.test(holder, lambda value: value in wanted, says)


def ask(id: str, text: str, *, clean: bool | None = False) -> Ask[bool]:
    """A yes-or-no question; a clean declaration answers no unless said otherwise."""
    return Ask(id, text, clean, (True, False))
