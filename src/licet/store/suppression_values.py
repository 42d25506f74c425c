"""Suppressions as values: what a judgement stands on, where it stands, and what the house asks of them."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licet.check.cleared import Basis, Judgement
from licet.check.finding import Cleared

__all__ = [
    "Clearing",
    "Judge",
    "Suppression",
    "SuppressionPolicy",
    "SuppressionState",
    "plain_basis",
    "read_basis",
]

#: References and versions of parties in, what may have been judged of them out.
Judge = Callable[[Sequence[tuple[str, str]]], list[Judgement]]


class SuppressionState(enum.Enum):
    """Where a suppression stands; one that expired is still `active` until it is reopened."""

    WAITING = "waiting"
    ACTIVE = "active"
    REOPENED = "reopened"
    REFUSED = "refused"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionPolicy:
    """What the house asks of its suppressions.

    Attributes:
        days: the longest that one may hold.
        strong_days: the longest that one of a strong hit may hold.
        review_days: after how many days it must be looked at again, if it holds so long.
        four_eyes_all: whether every hit needs a second person, not only the strong ones.
        four_eyes_score: likelihood from which a hit is strong even where the verdict is `review`, in
            hundredths.
    """

    days: int = 365
    strong_days: int = 180
    review_days: int = 90
    four_eyes_all: bool = False
    four_eyes_score: int = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """A hit that somebody wants to be suppressed.

    Attributes:
        basis: what the judgement stands on.
        reason: why, in words.
        party: the party's reference; empty for one that is known by its content alone.
        party_name: the party's name, to show.
        listing_name: the listing's name, to show.
        expires: first day on which it no longer holds; the policy's longest when None.
        licences: numbers of licences that it relies on: one that ends reopens it.
        case: the case in which the hit was judged.
        evidence: the hit as JSON data.
    """

    basis: Basis
    reason: str
    party: str = ""
    party_name: str = ""
    listing_name: str = ""
    expires: date | None = None
    licences: Sequence[str] = ()
    case: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A suppression as it stands.

    Attributes:
        id: `SUP-7`.
        state: where it stands.
        party: the party's reference; empty for one that is known by its content alone.
        party_name: the party's name then.
        listing_name: the listing's name then.
        basis: what it stands on.
        strong: whether the hit was strong.
        reason: why, in words.
        by: who made it.
        second: who approved it; empty when nobody had to or has yet.
        at: when it was made, UTC.
        expires: first day on which it no longer holds.
        review: day by which it must be looked at again.
        licences: licences it relies on.
        case: the case it came from, or that was opened when it ended.
        why_ended: why it no longer holds; empty while it does.
        evidence: the hit as it stood.
    """

    id: str
    state: SuppressionState
    party: str
    party_name: str
    listing_name: str
    basis: Basis
    strong: bool
    reason: str
    by: str
    second: str
    at: str
    expires: date
    review: date
    licences: tuple[str, ...]
    case: str
    why_ended: str
    evidence: Mapping[str, Any]

    def overdue(self, today: date) -> bool:
        """Whether it should have been reviewed."""
        return self.state is SuppressionState.ACTIVE and today >= min(self.review, self.expires)

    @property
    def judgement(self) -> Judgement:
        """What an answer needs of it."""
        mark = Cleared(
            id=self.id,
            by=self.by,
            second=self.second,
            at=self.at,
            reason=self.reason,
            expires=self.expires,
        )
        return Judgement(basis=self.basis, mark=mark, party=self.party)


def plain_basis(basis: Basis) -> dict[str, Any]:
    """A basis as JSON data; the score as text, for it has exactly one."""
    return {
        "party": basis.party,
        "listing": basis.listing,
        "listing_version": basis.listing_version,
        "rules": list(basis.rules),
        "rule_state": basis.rule_state,
        "policy": basis.policy,
        "met": basis.met,
        "score": f"{basis.score:.4f}",
        "verdict": basis.verdict,
        "on": basis.on.isoformat(),
    }


def read_basis(data: Mapping[str, Any]) -> Basis:
    """A basis back from its JSON data."""
    return Basis(
        **{
            **data,
            "rules": tuple(data["rules"]),
            "score": float(data["score"]),
            "on": date.fromisoformat(data["on"]),
        }
    )
