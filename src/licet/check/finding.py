"""What a check of one party found: listings, how they were met, and what they mean on the day.

A hit is a question, not an answer. `Standing` says what the sources know of a listing on a day;
`Disposition` is what a person should do next. Nothing here ever says "clear": the best outcome is
`NOTHING_FOUND`, and it names what it stands on and what was not looked at.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from licet.core.answer import Answer, Question, Truth
from licet.core.listing import Listing, Version
from licet.core.period import period_on
from licet.core.trade import Party

if TYPE_CHECKING:
    from licet.match.explain import Evidence
    from licet.owners.decide import Report

__all__ = [
    "Cleared",
    "Disposition",
    "Finding",
    "ListState",
    "NearMiss",
    "PartyCheck",
    "Standing",
    "standing_of",
]


class Standing(enum.Enum):
    """What is known of a listing on one day."""

    IN_FORCE = "in force"
    NOT_YET = "not yet in force"
    ENDED = "no longer listed"
    UNKNOWN = "not known for that day"


class Disposition(enum.Enum):
    """What the check suggests, the weightiest first; a person decides."""

    MATCH = "match"
    OWNED = "reached through its owners"
    REVIEW = "review"
    STAGED = "listed from a later day"
    CLEARED = "only what a person cleared before"
    NOTHING_FOUND = "nothing found"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """One list that was looked at.

    Attributes:
        id: list id.
        title: its name.
        published: day of the edition.
        count: entries loaded.
        complete_from: first day for which its history is whole; None when only the edition's day is.
        stale: why it is too old or short to rely on, or failed the self-test; empty when it is good.
        doubted: whether the self-test failed or was missed: then no day is good, not even one it reaches.
        legal_effect: what being on it means, in one sentence.
        authority: the provision that the list stands on.
    """

    id: str
    title: str
    published: date | None
    count: int
    complete_from: date | None = None
    stale: str = ""
    legal_effect: str = ""
    authority: str = ""
    doubted: bool = False

    @property
    def known_from(self) -> date | None:
        """First day for which all entries are known: the history's, or the one edition's own."""
        return self.complete_from or self.published

    def reaches(self, on: date) -> bool:
        """Whether every entry of that day is held."""
        return self.known_from is not None and on >= self.known_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """That people judged this hit before, and everything their judgement stood on is still so.

    Attributes:
        id: the suppression (`SUP-7`).
        by: who cleared it.
        second: who approved it; empty where no second person was needed.
        at: when, UTC, ISO 8601.
        reason: why, in words.
        expires: first day on which it no longer holds.
    """

    id: str
    by: str
    second: str
    at: str
    reason: str
    expires: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One listing that the party may be.

    Attributes:
        listing: the entry.
        standing: what is known of it on the day asked.
        version: requirement and policy on that day; None when the list has none or none is known.
        score: likelihood of identity, 0 to 1, calibrated.
        verdict: `match` or `review` under the policy in use.
        evidence: the one readable sentence.
        evidence_data: the same as data: what speaks for and against.
        met: the listed name, or address, that met what was asked; empty where nothing was compared.
        listed: whether the party is listed on the day, as an answer with its reasons.
        cleared: who cleared this hit before, when and why; None when nobody did, or it no longer holds.
        linked_to: the entry that was met, where this one was not and is another entry of the same party.
    """

    listing: Listing
    standing: Standing
    version: Version | None
    score: float
    verdict: str
    evidence: str
    evidence_data: tuple[Evidence, ...] = ()
    met: str = ""
    listed: Answer
    cleared: Cleared | None = None
    linked_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A listing that was looked at and ruled out, with the reason."""

    listing: str
    name: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCheck:
    """The whole answer for one party on one day.

    Attributes:
        party: who was asked about.
        on: the day.
        snapshot: content id of the lists.
        lists: the lists that were looked at, with their state.
        findings: listings met, best first; those not in force on the day included and marked.
        disposition: what to do next.
        not_checked: what this answer does not cover, in words.
        near_misses: listings that were looked at and ruled out, as many as were asked for.
        ownership: what each fifty-percent rule says of the party; None when no owners were given.
        filings: numbers of the staged filings that the answer shows beside the snapshot.
        contradictions: where an official edition says otherwise than a staged filing, in words.
        reopened: what was cleared before and no longer is, with what changed, in words.
        cut: whether more was met than `findings` holds.
        linked: other entries of the parties met, under names that what was asked did not meet.
    """

    party: Party
    on: date
    snapshot: str
    lists: tuple[ListState, ...]
    findings: tuple[Finding, ...]
    disposition: Disposition
    not_checked: tuple[str, ...]
    near_misses: tuple[NearMiss, ...] = ()
    ownership: Report | None = None
    filings: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    cut: bool = False
    linked: tuple[Finding, ...] = ()

    @property
    def incomplete(self) -> tuple[str, ...]:
        """Ids of lists whose history does not reach the day: what was removed since then is not seen."""
        return tuple(state.id for state in self.lists if not state.reaches(self.on))

    @property
    def editions(self) -> str:
        """The days of the lists' editions, in words; empty where none is known."""
        days = sorted({state.published for state in self.lists if state.published})
        if not days:
            return ""
        if len(days) == 1:
            return f"edition{'s' if len(self.lists) > 1 else ''} of {days[0]}"
        return f"editions of {days[0]} to {days[-1]}"

    @property
    def stale(self) -> tuple[str, ...]:
        """Why the lists cannot be fully relied on; empty when they can."""
        return tuple(f"{state.id}: {state.stale}" for state in self.lists if state.stale)


def standing_of(listing: Listing, on: date, known_from: date | None) -> Standing:
    """What is known of a listing on a day.

    Args:
        listing: the entry with its period.
        on: the day asked about.
        known_from: first day for which the list is known whole; None when there is none.
    """
    period = listing.period
    if period.end is not None and on >= period.end:
        return Standing.ENDED
    before = period_on(listing.earlier, on)
    if before is not None:
        return Standing.IN_FORCE if before.confirmed else Standing.UNKNOWN
    if not period.confirmed:
        return Standing.UNKNOWN  # kept by one source alone: whether it still stands is not known
    if period.start is not None:
        return Standing.IN_FORCE if on >= period.start else Standing.NOT_YET
    if known_from is not None and on >= known_from:
        return Standing.IN_FORCE
    return Standing.UNKNOWN


def listed_answer(listing: Listing, standing: Standing, verdict: str, on: date) -> Answer:
    """Whether the party asked about is listed: sure only for a match that stood on that day."""
    says = f"the party is `{listing.party.name}` on {listing.list} on {on.isoformat()}"
    if standing in (Standing.NOT_YET, Standing.ENDED):
        return Answer(truth=Truth.NO, says=says)
    if standing is Standing.IN_FORCE and verdict == "match":
        return Answer(truth=Truth.YES, says=says)
    ask = Question(id=f"same_party[{listing.id}]", text=f"is the party the listed `{listing.party.name}`?")
    if standing is Standing.UNKNOWN:
        ask = Question(
            id=f"listed_on[{listing.id}]", text=f"was `{listing.party.name}` listed on {on.isoformat()}?"
        )
    return Answer(truth=Truth.UNKNOWN, says=says, question=ask)


def disposition_of(findings: tuple[Finding, ...]) -> Disposition:
    """The strongest suggestion that the findings support."""
    if not findings:
        return Disposition.NOTHING_FOUND
    counted = [finding for finding in findings if finding.cleared is None]
    live = [finding for finding in counted if finding.standing in (Standing.IN_FORCE, Standing.UNKNOWN)]
    if any(finding.verdict == "match" and finding.standing is Standing.IN_FORCE for finding in live):
        return Disposition.MATCH
    if live:
        return Disposition.REVIEW
    if any(finding.standing is Standing.NOT_YET for finding in counted):
        return Disposition.STAGED
    if len(counted) < len(findings):
        return Disposition.CLEARED
    return Disposition.NOTHING_FOUND
