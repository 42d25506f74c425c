"""Half-open periods of days: `[start, end)`, several to a rule or a listing.

Law in print is not law in force. A period says what was true of a provision between two days,
by which document, and whether that is confirmed.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

__all__ = ["ALWAYS", "Period", "Status", "as_day", "find_overlap", "period_on"]


class Status(enum.Enum):
    """What a provision does in a period."""

    IN_FORCE = "in force"
    NOT_YET = "not yet in force"
    ENDED = "ended"
    STAYED = "stayed"
    COMPLIANCE_DEFERRED = "in force, compliance later"
    SAVED = "saved shipment"
    NOT_ENFORCED = "in force, announced as not enforced"


def as_day(value: date | str) -> date:
    """A day from `2019-10-09` or a date.

    Raises:
        ValueError: the text is not an ISO day.
    """
    return value if isinstance(value, date) else date.fromisoformat(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `start` (included) to `end` (excluded).

    Attributes:
        start: first day; None when older than what is held.
        end: first day no longer covered; None when open.
        by: the document that began (or ended) it.
        status: what the provision does in this period.
        confirmed: False when no source settles that the period really holds.
    """

    start: date | None = None
    end: date | None = None
    by: str = ""
    status: Status = Status.IN_FORCE
    confirmed: bool = True

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"a period must end after it starts: `{self.start}` to `{self.end}`")

    def __contains__(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether some day lies in both."""
        starts_before_end = self.start is None or other.end is None or self.start < other.end
        ends_after_start = self.end is None or other.start is None or other.start < self.end
        return starts_before_end and ends_after_start

    def __str__(self) -> str:
        left = self.start.isoformat() if self.start else "…"
        right = self.end.isoformat() if self.end else "…"
        return f"[{left}, {right})"


ALWAYS = Period()


def period_on(periods: Iterable[Period], on: date) -> Period | None:
    """The period that holds `on`, or None."""
    return next((period for period in periods if on in period), None)


def find_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """The first two periods that share a day, or None."""
    known: list[Period] = []
    for period in periods:
        for other in known:
            if period.overlaps(other):
                return other, period
        known.append(period)
    return None
