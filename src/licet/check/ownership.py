"""A party's check, widened by who owns it: the fifty-percent rules beside the lists.

A party on no list may be covered through its owners. A rule that surely reaches it stands in the way like a
listing; one that may reach it is a question for a person; a rule not in force on the day is shown, no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from licet.check.engine import Engine
from licet.check.finding import Disposition, PartyCheck
from licet.check.owners import NOT_HELD, NOT_READ, OwnerScreening
from licet.core.answer import Truth
from licet.core.deal import Stake
from licet.core.errors import InputError
from licet.core.fact import Fact, known, not_known
from licet.core.trade import Party
from licet.owners.decide import Report, decide
from licet.owners.graph import Graph
from licet.owners.regimes import REGIMES

__all__ = ["disposition_with", "stakes_from", "with_owners"]

#: The ownership rules that decide a trade under US law.
_OF_THE_TRADE = ("us-bis", "us-ofac")

_NOT_GIVEN = "who owns the party"


def with_owners(answer: PartyCheck, engine: Engine, graph: Graph) -> PartyCheck:
    """The same answer with what each ownership rule says of the party on that day.

    Args:
        answer: the party's check against the lists.
        engine: the lists, through which each owner is screened.
        graph: who owns whom.
    """
    place = _place(graph, answer.party)
    rest = tuple(text for text in answer.not_checked if not text.startswith(_NOT_GIVEN))
    if place is None:
        absent = f"{_NOT_GIVEN}: the ownership data does not hold `{answer.party.name}` under that id or name"
        return replace(answer, not_checked=(absent, *rest))
    screening = OwnerScreening(engine, answer.on)
    gaps = screening.gaps
    # A rule whose lists are not held here has found nothing because nothing was looked at.
    judged = tuple(rule for rule in REGIMES if not any(gaps.get(one) == NOT_HELD for one in rule.lists))
    report = decide(graph, place, answer.on, screening, judged)
    unjudged = [rule.id for rule in REGIMES if rule not in judged]
    missing = tuple(f"ownership under `{rule}`: its lists are not held" for rule in unjudged)
    stale = tuple(f"owners on {list_id}: {why}" for list_id, why in gaps.items() if why != NOT_HELD)
    unread = tuple(f"the owner {name}: {NOT_READ}" for name in screening.unread)
    disposition = disposition_with(answer.disposition, report)
    if unread and disposition is Disposition.NOTHING_FOUND:
        disposition = Disposition.REVIEW
    return replace(
        answer,
        ownership=report,
        disposition=disposition,
        not_checked=(*rest, *missing, *stale, *unread),
    )


def stakes_from(graph: Graph, engine: Engine, party: Party, on: date) -> Fact[Mapping[str, Stake]] | None:
    """What listed owners hold of a party of a trade; None when the ownership data does not hold the party.

    A share that keeps below a threshold only because a list could not be relied on, or an owner's name not be
    read, is not known.
    """
    place = _place(graph, party)
    if place is None:
        return None
    screening = OwnerScreening(engine, on)
    report = decide(graph, place, on, screening, [rule for rule in REGIMES if rule.id in _OF_THE_TRADE])
    gaps = {list_id for list_id, _ in screening.gaps.items() if list_id in _lists_of_the_trade()}
    if not any(decision.reached is Truth.YES for decision in report.decisions):
        if gaps:
            stale = ", ".join(sorted(gaps))
            words = f"Refresh the lists ({stale}): the owners of {party.name} can't be called clear on them"
            return not_known("party.owners", words)
        if screening.unread:
            names = ", ".join(screening.unread)
            return not_known("party.owners", f"Who in Latin letters are the owners {names} of {party.name}?")
    return known(report.stakes(), source=f"ownership data, owners screened on {engine.snapshot.id[:12]}")


def _lists_of_the_trade() -> frozenset[str]:
    return frozenset(one for rule in REGIMES if rule.id in _OF_THE_TRADE for one in rule.lists)


def _place(graph: Graph, party: Party) -> int | None:
    for text in (party.id, *(name.text for name in party.names)):
        if text:
            try:
                return graph.find(text)
            except InputError:
                continue
    return None


def disposition_with(listed: Disposition, report: Report) -> Disposition:
    """What is suggested of a party with what its owners are weighed in."""
    if listed is Disposition.MATCH:
        return listed
    truths = {decision.answer.truth for decision in report.decisions}
    if Truth.YES in truths:
        return Disposition.OWNED
    return Disposition.REVIEW if Truth.UNKNOWN in truths else listed
