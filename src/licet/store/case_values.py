"""What a case is: its states, dispositions, alerts, red flags and the policy for all cases; values, pure."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licet.store.attachments import Attachment
from licet.store.canonical import canonical, plain
from licet.store.redflags import GENERAL, FlagAnswer
from licet.store.rows import Entry

__all__ = [
    "Alert",
    "Case",
    "CasePolicy",
    "CaseState",
    "Cause",
    "Disposition",
    "Flag",
    "Summary",
    "version_of",
]


class CaseState(enum.Enum):
    """Where a case stands."""

    OPEN = "open"
    NEEDS_FACTS = "needs facts"
    ESCALATED = "escalated"
    WAITING = "waiting"
    CLOSED = "closed"


class Disposition(enum.Enum):
    """What was decided about a case; the first two close it."""

    FALSE_HIT = "false hit"
    TRUE_HIT = "true hit"
    NEEDS_FACTS = "needs facts"
    ESCALATED = "escalated"

    @property
    def closes(self) -> bool:
        """Whether the case is closed by it."""
        return self in (Disposition.FALSE_HIT, Disposition.TRUE_HIT)


class Cause(enum.Enum):
    """Why a closed case is opened again."""

    LIST_CHANGE = "list change"
    LAW_CHANGE = "law change"
    PARTY_CHANGE = "party change"
    NEW_FACT = "new fact"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One hit that a case is about, with its evidence as it stood.

    Attributes:
        listing: id of the listing (`us-bis-entity-list:...`).
        version: version of the listing: `version_of(listing)`.
        evidence: the hit as JSON data: score, which fields met which, the listing's own words.
    """

    listing: str
    version: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePolicy:
    """What the house asks of its cases.

    Attributes:
        four_eyes: dispositions that a second person must approve.
        red_flags: codes of the checklist that each new case gets.
        due_days: days after opening by which a case must be disposed of; 0 for none.
    """

    four_eyes: frozenset[Disposition] = frozenset()
    red_flags: tuple[str, ...] = GENERAL
    due_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One line of a case's checklist; `answer` None while nobody has answered."""

    code: str
    asks: str
    answer: FlagAnswer | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A case in one line of a list.

    Attributes:
        id: `CASE-42`.
        state: where it stands.
        title: what it is about.
        party: the party's reference in the caller's own system; empty when there is none.
        party_version: version of the party that was judged.
        assignee: user id; empty when nobody's.
        due: deadline; None when there is none.
        disposition: the last one; None before the first.
        reason: why, in words.
        proposed_by: who proposed the disposition that waits for a second pair of eyes.
        opened: index of the entry that opened it.
        changed: index of the last entry that changed its state.
    """

    id: str
    state: CaseState
    title: str
    party: str
    party_version: str
    assignee: str
    due: date | None
    disposition: Disposition | None
    reason: str
    proposed_by: str
    opened: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case, whole.

    Attributes:
        summary: its state.
        alerts: the hits, with their evidence.
        flags: the checklist.
        attachments: its documents.
        timeline: all that happened, oldest first.
    """

    summary: Summary
    alerts: tuple[Alert, ...]
    flags: tuple[Flag, ...]
    attachments: tuple[Attachment, ...]
    timeline: tuple[Entry, ...]

    @property
    def open_flags(self) -> tuple[Flag, ...]:
        """The flags that keep it from closing."""
        return tuple(flag for flag in self.flags if flag.answer is None or not flag.answer.is_settled)


def version_of(value: object) -> str:
    """A short hash of a listing or a party: equal values have equal versions."""
    return hashlib.sha256(canonical(plain(value)).encode()).hexdigest()[:16]
