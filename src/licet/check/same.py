"""Findings put together by real party: one party shown once, with every list it stands on.

The links say why; each finding stays whole, with its own list, standing and consequences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from licet.check.finding import Disposition, Finding, ListState, disposition_of
from licet.core.measure import describe_measure
from licet.lists.linking import Link, link
from licet.lists.regimes import regimes_of

__all__ = ["FoundParty", "Meaning", "first_parties", "found_parties", "meaning_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundParty:
    """One listed party.

    Attributes:
        findings: its listings that were met, best first, and after them its others.
        links: why they are of one party; empty for a single listing.
    """

    findings: tuple[Finding, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a listing means.

    Attributes:
        measures: codes of the entry's measures, else of its regime's.
        words: the same in words.
        acts: provisions that take them, each with the day of its act; one that was not read in a document
            says so. Where neither the entry nor its regime names one, what the list stands on.
        legal_effect: what the list as a whole means, and for whom.
    """

    measures: tuple[str, ...]
    words: tuple[str, ...]
    acts: tuple[str, ...]
    legal_effect: str


def found_parties(findings: Sequence[Finding], linked: Sequence[Finding] = ()) -> tuple[FoundParty, ...]:
    """The parties that findings speak of, in the order of their best finding; no finding is lost.

    Args:
        findings: what was met.
        linked: other entries of the same parties (`PartyCheck.linked`): each stands with its party.
    """
    given = [*findings, *linked]
    by_id = {finding.listing.id: finding for finding in given}
    return tuple(
        FoundParty(findings=tuple(by_id[one.id] for one in group.listings), links=group.links)
        for group in link(finding.listing for finding in given)
    )


def first_parties(findings: Sequence[Finding], limit: int) -> tuple[Finding, ...]:
    """The findings of at most so many parties, all of each, in the order given.

    Those that weigh most are kept: what is cut never changes what the whole suggests.
    """
    if len(findings) <= limit:
        return tuple(findings)
    weight = list(Disposition)
    parties = sorted(found_parties(findings), key=lambda party: weight.index(disposition_of(party.findings)))
    kept = {id(finding) for party in parties[:limit] for finding in party.findings}
    return tuple(finding for finding in findings if id(finding) in kept)


def meaning_of(finding: Finding, state: ListState | None) -> Meaning:
    """What the listing means: its own measures, else its regime's, with the acts, and its list's effect."""
    listing = finding.listing
    regimes = regimes_of(listing.list, listing.programmes, listing.party.kind)
    codes = listing.measures or tuple(dict.fromkeys(code for row in regimes for code in row.measures))
    acts = [f"{row.cite} ({'; '.join(filter(None, (str(row.dated), row.caution)))})" for row in regimes]
    acts += [ground.cite for ground in listing.grounds if ground.cite and not regimes]
    if not acts and state and state.authority:
        acts = [f"{state.authority} (what the list stands on)"]
    return Meaning(
        measures=codes,
        words=tuple(map(describe_measure, codes)),
        acts=tuple(dict.fromkeys(acts)),
        legal_effect=state.legal_effect if state else "",
    )
