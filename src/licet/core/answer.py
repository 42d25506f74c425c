"""Yes, no or unknown, with the reasons: the only kind of answer a rule may give.

Answers combine by Kleene's strong logic, so an unknown part is carried to the end unless the
other parts settle the matter without it. `bool(answer)` raises: unknown cannot slip into a branch.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Answer", "Question", "Truth", "all_of", "any_of", "negate", "no", "unknown", "yes"]


class Truth(enum.Enum):
    """The three values, weakest to strongest."""

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact somebody must supply.

    Attributes:
        id: path of the fact, stable and machine-readable (`parties[1].owners`, `item.eccn`).
        text: the question in words, as a person would be asked it.
    """

    id: str
    text: str


#: Looked up a thousand times a determination: a name of the module is cheaper than a member of the class.
_YES, _NO, _UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


# Not frozen: a determination makes some three hundred, and a frozen one takes four times as long to make.
# Nothing in licet assigns to an Answer; the measure is benchmarks/law_speed.py.
# Not keyword-only either: made by position it takes half the time.
@dataclass(slots=True, unsafe_hash=True)
class Answer:
    """One answer and the answers it was made from.

    Attributes:
        truth: yes, no or unknown.
        says: the statement that this answers, in words; empty for a nameless step.
        because: the parts, in the order in which they were asked.
        question: what to ask, on an unknown leaf.
        cites: the paragraphs it stands on.
    """

    truth: Truth
    says: str = ""
    because: tuple[Answer, ...] = ()
    question: Question | None = None
    cites: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        raise TypeError("an Answer has three values: use .is_yes, .is_no or .is_unknown")

    @property
    def is_yes(self) -> bool:
        """Whether it is surely so."""
        return self.truth is _YES

    @property
    def is_no(self) -> bool:
        """Whether it is surely not so."""
        return self.truth is _NO

    @property
    def is_unknown(self) -> bool:
        """Whether a missing fact could still make it either."""
        return self.truth is _UNKNOWN

    def asks(self) -> tuple[Question, ...]:
        """The questions that can still change this answer, each once, in order.

        A settled answer asks nothing; a settled part of an unknown answer asks nothing either.
        """
        seen: dict[str, Question] = {}
        for question in self._open_questions():
            seen.setdefault(question.id, question)
        return tuple(seen.values())

    def _open_questions(self) -> Iterator[Question]:
        if self.truth is not _UNKNOWN:
            return
        if self.question is not None:
            yield self.question
        for part in self.because:
            yield from part._open_questions()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Answer]]:
        """This answer and all its parts, depth first, each with its depth."""
        yield depth, self
        for part in self.because:
            yield from part.walk(depth + 1)


def yes(says: str = "", *, cites: tuple[str, ...] = ()) -> Answer:
    """Surely so."""
    return Answer(_YES, says, (), None, cites)


def no(says: str = "", *, cites: tuple[str, ...] = ()) -> Answer:
    """Surely not so."""
    return Answer(_NO, says, (), None, cites)


def unknown(says: str = "", *, ask: Question | None = None, cites: tuple[str, ...] = ()) -> Answer:
    """Not known; `ask` says what would settle it."""
    return Answer(_UNKNOWN, says, (), ask, cites)


def all_of(*parts: Answer, says: str = "", cites: tuple[str, ...] = ()) -> Answer:
    """Yes if every part is yes, no if any part is no, else unknown. No parts: yes."""
    truth = _YES
    for part in parts:
        if part.truth is _NO:
            truth = _NO
            break
        if part.truth is _UNKNOWN:
            truth = _UNKNOWN
    return Answer(truth, says, parts, None, cites)


def any_of(*parts: Answer, says: str = "", cites: tuple[str, ...] = ()) -> Answer:
    """Yes if any part is yes, no if every part is no, else unknown. No parts: no."""
    truth = _NO
    for part in parts:
        if part.truth is _YES:
            truth = _YES
            break
        if part.truth is _UNKNOWN:
            truth = _UNKNOWN
    return Answer(truth, says, parts, None, cites)


def negate(part: Answer, says: str = "", *, cites: tuple[str, ...] = ()) -> Answer:
    """Yes becomes no, no becomes yes, unknown stays unknown."""
    truth = part.truth
    if truth is not _UNKNOWN:
        truth = _NO if truth is _YES else _YES
    return Answer(truth, says, (part,), None, cites)
