"""What was cleared before, and whether everything that the judgement stood on is still so.

A judgement is bound to one party, one listing, and to a version of each; to the state of the law that speaks
of the listing; to the matching policy; and to the listed name that was met and how well. Any of them changing
ends it. A judgement never reaches another listing, and never hides a hit: it is shown beside it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from licet.check.finding import Cleared, Finding, PartyCheck, disposition_of
from licet.check.version import fingerprint, party_version, version_on_the_day
from licet.core.trade import Party
from licet.match.policy import Policy

__all__ = ["Basis", "Judgement", "Lapse", "LapseCause", "basis_of", "lapses", "with_cleared"]

#: A hit that is better than the one judged by more than this is another hit: the matcher sees more now.
_BETTER = 0.005


class LapseCause(enum.Enum):
    """Why a judgement no longer holds."""

    PARTY = "the party changed"
    LISTING = "the listing changed"
    LAW = "the law changed"
    POLICY = "the matching policy changed"
    MATCH = "the match changed"
    APPROVAL = "an approval it relied on no longer holds"
    EXPIRED = "it expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a judgement of one hit stands on.

    Attributes:
        party: version of the party.
        listing: id of the listing.
        listing_version: version of the listing, and of its standing on the day.
        rules: ids of the rules that spoke of the listing.
        rule_state: hash over those rules as they stood on the day.
        policy: version of the matching policy.
        met: the listed name that was met.
        score: likelihood of identity then, 0 to 1.
        verdict: `match` or `review`.
        on: the day on which law and listing were read.
    """

    party: str
    listing: str
    listing_version: str
    rules: tuple[str, ...]
    rule_state: str
    policy: str
    met: str
    score: float
    verdict: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement that is kept: its basis, and what is shown of it.

    Attributes:
        basis: what it stands on.
        mark: what an answer shows of it.
        party: the giver's reference of the party; empty when the party is known by its version alone.
        ended: what has undone it already, whatever is met now: a licence that it relied on.
    """

    basis: Basis
    mark: Cleared
    party: str = ""
    ended: tuple[Lapse, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """One reason why a judgement no longer holds, with what was and what is."""

    cause: LapseCause
    was: str = ""
    now: str = ""

    @property
    def says(self) -> str:
        """The reason in words."""
        return f"{self.cause.value} ({self.was} -> {self.now})" if self.was or self.now else self.cause.value


def basis_of(party: Party, finding: Finding, *, on: date, policy: Policy) -> Basis:
    """What a judgement of this hit would stand on today."""
    from licet.check.rulestate import rule_state  # the rule book: who only opens a store does not load it

    state = rule_state(finding.listing, on)
    return Basis(
        party=party_version(party),
        listing=finding.listing.id,
        listing_version=version_on_the_day(finding),
        rules=state.rules,
        rule_state=state.digest,
        policy=fingerprint(policy),
        met=finding.met,
        score=round(finding.score, 4),
        verdict=finding.verdict,
        on=on,
    )


def lapses(held: Judgement, now: Basis, today: date) -> Iterator[Lapse]:
    """Every reason why a judgement no longer holds; none while it does.

    Args:
        held: the judgement.
        now: the basis of the same hit as it is now.
        today: the day on which expiry is judged.
    """
    was = held.basis
    for cause, before, after in (
        (LapseCause.PARTY, was.party, now.party),
        (LapseCause.LISTING, was.listing_version, now.listing_version),
        (LapseCause.LAW, was.rule_state, now.rule_state),
        (LapseCause.POLICY, was.policy, now.policy),
        (LapseCause.MATCH, was.met, now.met),
    ):
        if before != after:
            yield Lapse(cause=cause, was=before, now=after)
    if now.score > was.score + _BETTER or (now.verdict == "match" and was.verdict != "match"):
        yield Lapse(
            cause=LapseCause.MATCH,
            was=f"{was.verdict} {was.score:.4f}",
            now=f"{now.verdict} {now.score:.4f}",
        )
    yield from held.ended
    if today >= held.mark.expires:
        yield Lapse(cause=LapseCause.EXPIRED, was=str(held.mark.expires), now=str(today))


def with_cleared(
    answer: PartyCheck, held: Sequence[Judgement], *, policy: Policy, today: date
) -> tuple[PartyCheck, Mapping[str, tuple[Lapse, ...]]]:
    """An answer that shows what was cleared before, and the judgements that lapsed, by their id.

    Args:
        answer: the answer of the engine.
        held: judgements of this party; those of other parties or listings change nothing.
        policy: the matching policy the answer was made by.
        today: the day on which expiry is judged.
    """
    by_listing: dict[str, list[Judgement]] = {}
    for one in held:
        by_listing.setdefault(one.basis.listing, []).append(one)
    lapsed: dict[str, tuple[Lapse, ...]] = {}

    def judged(finding: Finding) -> Finding:
        """The finding with the judgement that still holds of it, if one does; lapsed ones are noted."""
        for one in by_listing.get(finding.listing.id, ()):
            if one.party and one.party != answer.party.id:
                continue
            if not one.party and one.basis.party != party_version(answer.party):
                continue  # of a party without a reference only its content says that it is the same
            now = basis_of(answer.party, finding, on=answer.on, policy=policy)
            why = tuple(lapses(one, now, today))
            if not why:
                return replace(finding, cleared=one.mark)
            lapsed[one.mark.id] = why
        return finding

    findings = tuple(judged(finding) for finding in answer.findings)
    if findings == answer.findings and not lapsed:
        return answer, {}
    disposition = disposition_of(findings)
    if answer.ownership is not None:
        from licet.check.ownership import disposition_with

        disposition = disposition_with(disposition, answer.ownership)
    said = tuple(
        f"{id}: {'; '.join(dict.fromkeys(one.cause.value for one in why))}" for id, why in lapsed.items()
    )
    return replace(answer, findings=findings, disposition=disposition, reopened=said), lapsed
