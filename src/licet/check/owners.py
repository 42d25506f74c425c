"""Owners named in the ownership data, screened through the lists: the join of `owners` and `match`.

A match under the policy counts as the listed party; a hit that a person must look at only may be it, and
makes the ownership answer unknown, never yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from licet.check.engine import Engine
from licet.check.finding import Finding
from licet.check.telling import unread_words
from licet.core.trade import Party
from licet.owners.graph import Graph, Sort
from licet.owners.regimes import REGIMES
from licet.owners.workings import Listed

__all__ = ["NOT_HELD", "NOT_READ", "OwnerScreening", "listed_owners"]

#: Why a list can't be relied on when the snapshot has none of it.
NOT_HELD = "not held"

#: Why an owner was not looked for.
NOT_READ = "the name is in letters that licet does not read, so it was looked for on no list"

#: Lists that some ownership rule looks at; hits on others say nothing about owners.
_LISTS = frozenset(list_id for regime in REGIMES for list_id in regime.lists)


@dataclass(slots=True)
class OwnerScreening:
    """Says which list entries an owner is, or may be; each owner is screened once.

    Attributes:
        engine: the lists and the matcher.
        on: the day on which listings are read.
    """

    engine: Engine
    on: date
    _seen: dict[Party, tuple[Listed, ...]] = field(default_factory=dict)
    _unread: dict[str, None] = field(default_factory=dict)

    def __call__(self, party: Party) -> tuple[Listed, ...]:
        """The entries of one owner: a resolver for `licet.owners.decide`."""
        if party not in self._seen:
            self._note_unread(party)
            answer = self.engine.check(party, on=self.on)
            self._seen[party] = listed_owners((*answer.findings, *answer.linked))
        return self._seen[party]

    def _note_unread(self, party: Party) -> Party:
        names = [name.text for name in party.names]
        if unread_words(names):
            self._unread[names[0]] = None
        return party

    @property
    def unread(self) -> tuple[str, ...]:
        """Owners met so far whose names are in letters that licet does not read: they may be listed."""
        return tuple(self._unread)

    @property
    def gaps(self) -> dict[str, str]:
        """Lists that an ownership rule needs and that can't be relied on here, with why."""
        # Age alone does not spoil a list for a day that its edition reaches.
        held = {
            state.id: state.stale if state.published is None or state.published < self.on else ""
            for state in self.engine.list_states()
        }
        why = {list_id: held.get(list_id, NOT_HELD) for list_id in sorted(_LISTS)}
        return {list_id: reason for list_id, reason in why.items() if reason}

    def positions(self, graph: Graph) -> Mapping[int, tuple[Listed, ...]]:
        """The parties of a graph that own something and are listed, or may be."""
        owners = np.unique(graph.owner[graph.active(self.on)])
        named = [int(at) for at in owners.tolist() if int(graph.sorts[at]) != Sort.UNNAMED]
        checked = self.engine.screen((self._note_unread(graph.party(at)) for at in named), on=self.on)
        found = zip(named, (listed_owners((*one.findings, *one.linked)) for one in checked), strict=True)
        return {at: hits for at, hits in found if hits}


def listed_owners(findings: Iterable[Finding]) -> tuple[Listed, ...]:
    """What the findings of an owner say to the ownership rules, which look at some lists only."""
    return tuple(
        Listed(
            listing=finding.listing,
            certain=finding.verdict == "match" and finding.listed.is_yes,
            why=finding.evidence,
        )
        for finding in findings
        if finding.listing.list in _LISTS and not finding.listed.is_no
    )
