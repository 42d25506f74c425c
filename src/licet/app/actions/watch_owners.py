"""The watch looks through owners: a counterparty on no list is alerted when a rule reaches it through them.

    look_through(desk, name, change)     owners that a change may concern -> who is below them -> the rules

Who is below an owner and what a rule says of it is found as `licet impact` finds it. A hit of the owner that
was suppressed reaches nobody below while the suppression holds; the share itself is no matter of judgement.
A rule that surely reaches a counterparty alerts; one that may, or one that is stayed or not yet in force, is
a question for a person, and alerts again on the day on which it takes effect. A share below every threshold
is no alert.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from licet.app.actions.check import finding_as_json
from licet.app.actions.decisions import exact
from licet.app.actions.impact import strangers
from licet.app.actions.watch_desk import Desk, Watched, published
from licet.batch.parties import PART, screen_parties
from licet.check.changed import may_concern
from licet.check.engine import as_party
from licet.check.impact_owners import graph_of, owned_by
from licet.check.owners import NOT_HELD, OwnerScreening, listed_owners
from licet.check.reverse import entries_index
from licet.check.version import fingerprint, party_version, version_on_the_day
from licet.core.answer import Truth
from licet.core.errors import InputError
from licet.core.portfolio import OwnerEdge
from licet.core.trade import Party
from licet.owners.decide import Decision, decide
from licet.owners.graph import Graph
from licet.owners.regimes import REGIMES, Regime
from licet.owners.sweep import sweep
from licet.owners.workings import Listed
from licet.store.cases import version_of
from licet.store.portfolio_read import changed_owners, changed_parties, owners, parties_by_id
from licet.store.watch import Part, PartyAlerts, RaisedAlert, commit_part

if TYPE_CHECKING:
    from licet.check.finding import Finding
    from licet.core.listing import Listing

__all__ = ["CAUSE", "OwnerChange", "found_through", "look_through", "rules_turned"]

T = TypeVar("T")

CAUSE = "owners"
_LIMIT = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChange:
    """What changed, as far as owners are concerned.

    Attributes:
        everything: every owner is screened anew and everybody below them is looked at.
        entries: the entries that read otherwise now, by id.
        since_entry: log entry after which records of the portfolio are new; None when none are.
        since: day of the last look: holdings that began or ended since then count; None for none.
        cause: why, as the alert says it.
    """

    everything: bool = False
    entries: Mapping[str, Listing] = field(default_factory=dict)
    since_entry: int | None = None
    since: date | None = None
    cause: str = "list change"


def rules_turned(since: date, today: date) -> bool:
    """Whether an ownership rule says something else today than on an earlier day."""
    return any(rule.on(since) is not rule.on(today) for rule in REGIMES)


def look_through(desk: Desk, name: str, change: OwnerChange) -> Watched:
    """Alert every counterparty that a rule reaches through owners, as far as the change may concern it.

    Doing it again adds nothing, so a run that was killed does it again as a whole.

    Returns:
        What of it counts into the run: `owned`, `alerts`, `through_owners`, `cases`, `owners_open`.
    """
    edges = tuple(owners(desk.store, desk.who, name, until=desk.until))
    if not edges:
        return Watched(portfolio=name)
    book = _book(desk, name, edges)
    below = _everybody_owned(edges) if change.everything else _concerned(desk, name, book, change)
    rules, gaps = _rules(desk)
    if change.everything:
        book.screen_all()
        wanted = _reached(book, rules, below)
    else:
        wanted = sorted(below)
    alerts = cases = 0
    unnamed: list[str] = []
    for some in _in_parts(wanted):
        found = tuple(_alerts(book, rules, some, change.entries, unnamed))
        part = Part(
            portfolio=name,
            cause=change.cause,
            found=found,
            work=f"portfolio/{name}/{CAUSE}",
            cursor={"done": some[-1]},
            channels=desk.channels,
        )
        fresh = commit_part(desk.store, desk.who, part)
        alerts += fresh["alerts"]
        cases += fresh["cases"]
        if desk.progress:
            desk.progress(f"{name}: owners", len(some))
    return Watched(
        portfolio=name,
        owned=len(below & book.held.keys()),
        alerts=alerts,
        through_owners=alerts,
        cases=cases,
        owners_open=tuple(unnamed),
        rules_open=gaps,
    )


def found_through(desk: Desk, name: str) -> Iterator[PartyAlerts]:
    """Every counterparty that a rule reaches through owners, with its alerts; nothing is written."""
    edges = tuple(owners(desk.store, desk.who, name, until=desk.until))
    if not edges:
        return
    book = _book(desk, name, edges)
    rules, _ = _rules(desk)
    book.screen_all()
    yield from _alerts(book, rules, _reached(book, rules, _everybody_owned(edges)), {}, [])


@dataclass(slots=True)
class _Book:
    """The ownership data of a portfolio, and what its owners are on the lists; each is screened once."""

    desk: Desk
    edges: tuple[OwnerEdge, ...]
    held: Mapping[str, Party]
    owners: Mapping[str, Party]
    graph: Graph
    met: dict[str, tuple[Finding, ...]] = field(default_factory=dict)

    def findings(self, id: str) -> tuple[Finding, ...]:
        """What an owner meets on the lists, by its whole record where it is a counterparty."""
        if id not in self.met:
            party = self.owners.get(id)
            engine = self.desk.engine
            found: tuple[Finding, ...] = ()
            if party is not None and _can_be_asked(party):
                met = [(party, engine.check(party, on=engine.today, limit=_LIMIT).findings)]
                found = self._with_linked(next(self._not_cleared(met)))
            self.met[id] = found
        return self.met[id]

    def _not_cleared(self, met: Sequence[tuple[Party, tuple[Finding, ...]]]) -> Iterator[tuple[Finding, ...]]:
        """What owners meet without what a person judged not to be them, while that judgement holds."""
        for answer in self.desk.shown(met):
            yield tuple(finding for finding in answer.findings if finding.cleared is None)

    def _with_linked(self, found: Sequence[Finding]) -> tuple[Finding, ...]:
        """What an owner meets, and the other entries of the same parties."""
        return (*found, *self.desk.engine.linked(found, self.desk.engine.today))

    def __call__(self, party: Party) -> tuple[Listed, ...]:
        """The entries of one owner: a resolver for `licet.owners.decide`."""
        return listed_owners(self.findings(party.id))

    def screen_all(self) -> None:
        """Screen every owner, by as many processes as the watch may use."""
        todo = [party for party in self.owners.values() if _can_be_asked(party)]
        engine, alone = self.desk.engine, len(todo) < PART
        for part in screen_parties(
            engine, todo, on=engine.today, limit=_LIMIT, workers=1 if alone else self.desk.workers, part=PART
        ):
            met = [(todo[at], findings) for at, _, findings in part.hits]
            for (party, _), findings in zip(met, self._not_cleared(met), strict=True):
                self.met[party.id] = self._with_linked(findings)
        for id in self.owners:
            self.met.setdefault(id, ())


def _can_be_asked(party: Party) -> bool:
    try:
        as_party(party)
    except InputError:
        return False
    return True


def _in_parts(stream: Iterable[T]) -> Iterator[list[T]]:
    held = iter(stream)
    while some := list(islice(held, PART)):
        yield some


def _book(desk: Desk, name: str, edges: tuple[OwnerEdge, ...]) -> _Book:
    ends = sorted({id for edge in edges for id in (edge.owner, edge.owned)})
    known = parties_by_id(desk.store, desk.who, name, ends, until=desk.until)
    held = {id: one.party for id, one in known.items()}
    outside = {one.id: one.party for one in strangers(name, edges, known)}
    above = {edge.owner for edge in edges}
    return _Book(
        desk=desk,
        edges=edges,
        held=held,
        owners={**outside, **{id: party for id, party in held.items() if id in above}},
        graph=graph_of(edges, held),
    )


def _everybody_owned(edges: Iterable[OwnerEdge]) -> set[str]:
    return {edge.owned for edge in edges}


def _concerned(desk: Desk, name: str, book: _Book, change: OwnerChange) -> set[str]:
    """Everybody below an owner that a change may concern, or whose own record or holdings are new."""
    today = desk.engine.today
    tops: set[str] = set()
    found: set[str] = set()
    if change.entries:
        index = entries_index(change.entries.values())
        askable = (party for party in book.owners.values() if _can_be_asked(party))
        for some in _in_parts(askable):
            tops |= {party.id for party in may_concern(index, some, policy=desk.engine.policy)}
    if change.since_entry is not None:
        moved = {one.id for one in changed_parties(desk.store, desk.who, name, change.since_entry)}
        tops |= moved
        found |= moved & _everybody_owned(book.edges)
        new = changed_owners(desk.store, desk.who, name, change.since_entry)
        found |= {edge.owned for edge in new}
    if change.since is not None:
        found |= {edge.owned for edge in book.edges if _turned(edge, change.since, today)}
    return found | set(owned_by(book.edges, sorted(tops | found), (today,)))


def _turned(edge: OwnerEdge, since: date, today: date) -> bool:
    return any(day is not None and since < day <= today for day in (edge.since, edge.until))


def _rules(desk: Desk) -> tuple[tuple[Regime, ...], tuple[str, ...]]:
    """The rules that can be asked of the lists held, and what of them is not held."""
    gaps = OwnerScreening(desk.engine, desk.engine.today).gaps
    missing = {rule.id: [one for one in rule.lists if gaps.get(one) == NOT_HELD] for rule in REGIMES}
    # One list held is enough to find somebody by it; what is missing is said.
    rules = tuple(rule for rule in REGIMES if len(missing[rule.id]) < len(rule.lists))
    said = tuple(f"{id}: {', '.join(lists)} not held" for id, lists in missing.items() if lists)
    return rules, said


def _reached(book: _Book, rules: Sequence[Regime], below: Iterable[str]) -> list[str]:
    """Those whose owners pass some rule's threshold or may, found for the whole graph at once."""
    graph, wanted = book.graph, set(below)
    listed = {graph.find(id): hits for id in book.owners if (hits := listed_owners(book.findings(id)))}
    found: set[int] = set()
    for result in sweep(graph, book.desk.engine.today, listed, rules):
        found.update(result.truth.nonzero()[0].tolist())
    return sorted({graph.ids[at] for at in found} & wanted)


def _alerts(
    book: _Book,
    rules: Sequence[Regime],
    some: Iterable[str],
    change: Mapping[str, Listing],
    unnamed: list[str],
) -> Iterator[PartyAlerts]:
    """The alerts of these counterparties; who has owners that nobody has named, and no other, is noted."""
    on = book.desk.engine.today
    for id in some:
        party = book.held.get(id)
        if party is None:  # a company between an owner and a counterparty is no business partner
            continue
        report = decide(book.graph, book.graph.find(id), on, book, rules)
        country = party.countries[0] if party.countries else ""
        raised = []
        for rule, decision in zip(rules, report.decisions, strict=True):
            if not _alerting(rule, decision, country):
                continue
            if decision.holders:
                raised.append(_raised(book, party, rule, decision, change))
            elif id not in unnamed:
                unnamed.append(id)
        if raised:
            yield PartyAlerts(
                party=id,
                name=party.name,
                version=party_version(party),
                countries=party.countries,
                alerts=tuple(raised),
            )


def _alerting(rule: Regime, decision: Decision, country: str) -> bool:
    """Whether a rule reaches the party or may; one not in force: whether it would if it were."""
    if decision.in_force:
        return not decision.answer.is_no
    outside = bool(rule.foreign_only) and country == rule.foreign_only
    return decision.reached is not Truth.NO and not outside


def _raised(
    book: _Book, party: Party, rule: Regime, decision: Decision, change: Mapping[str, Listing]
) -> RaisedAlert:
    """One rule's alert: bound to what the rule says, on what days, and to the owners' entries."""
    engine = book.desk.engine
    met = {
        finding.listing.id: (owner, finding) for owner in decision.owners for finding in book.findings(owner)
    }
    basis = [met[holder.listing.id] for holder in decision.holders]
    owner, first = basis[0]
    era = rule.on(engine.today)
    sure = decision.in_force and decision.answer.is_yes
    chain = _chain(book, owner, party.id)
    listings = sorted({(finding.listing.id, version_on_the_day(finding)) for _, finding in basis})
    told = {
        "rule": rule.id,
        "title": rule.title,
        "effect": rule.effect,
        "cites": list(era.cites),
        "standing": era.period.status.value,
        "by": era.period.by,
        "confirmed": era.period.confirmed,
        "answer": decision.answer.truth.value,
        "share": str(decision.share),
        "owners": [
            {"id": holder, "listing": finding.listing.id, "name": finding.listing.party.name}
            for holder, finding in basis
        ],
        "chain": chain,
        "because": [line.says for _, line in decision.answer.walk()],
        "asks": [question.text for question in decision.questions],
        "red_flag_29": decision.red_flag_29,
    }
    return RaisedAlert(
        # with the rule: the same entry may be met by name, and through two rules, in one case
        listing=f"{first.listing.id}#{rule.id}",
        listing_version=version_of(first.listing),
        version=fingerprint(
            [
                rule.id,
                decision.answer.truth.value,
                era.period.status.value,
                era.period.start,
                listings,
                sorted(decision.owners),
            ]
        ),
        published=published(engine, first.listing) if first.listing.id in change else None,
        evidence={
            **exact(finding_as_json(first)),
            "asked": _name(book, owner),
            "verdict": "owned" if sure else "review",
            "standing": era.period.status.value,
            "evidence": _sentence(party, rule, decision, chain, on=engine.today),
            "ownership": told,
            "snapshot": engine.snapshot.id,
        },
    )


def _sentence(
    party: Party, rule: Regime, decision: Decision, chain: Sequence[Mapping[str, Any]], *, on: date
) -> str:
    era = rule.on(on)
    held = f"listed owners hold {decision.share} of {party.name or party.id}"
    force = "in force" if decision.in_force else era.period.status.value
    doubt = "" if era.period.confirmed else ", not confirmed: look it up"
    by = f" by {era.period.by}" if era.period.by else ""
    says = {
        (True, Truth.YES): "reaches it",
        (True, Truth.UNKNOWN): "may reach it",
    }.get((decision.in_force, decision.answer.truth), "would reach it if in force: a red flag")
    steps = "; ".join(
        f"{one['owner_name']} holds {one['share']} of {one['owned_name']} [{one['source']}]" for one in chain
    )
    return f"{rule.title} ({era.cites[0]}; {force} on {on}{by}{doubt}) {says}: {held}. {steps}"


def _chain(book: _Book, owner: str, party: str) -> list[dict[str, str]]:
    """The shortest way of holdings from an owner down to a party on the day."""
    today = book.desk.engine.today
    into: dict[str, list[OwnerEdge]] = {}
    for edge in book.edges:
        live = (edge.since is None or edge.since <= today) and (edge.until is None or today < edge.until)
        if live and edge.share.high > 0:
            into.setdefault(edge.owned, []).append(edge)
    down: dict[str, OwnerEdge] = {}
    front = deque([party])
    while front:
        for edge in into.get(front.popleft(), ()):
            if edge.owner not in down and edge.owner != party:
                down[edge.owner] = edge
                front.append(edge.owner)
    steps, at = [], owner
    while at != party and at in down:
        edge = down[at]
        steps.append(edge)
        at = edge.owned
    return [
        {
            "owner": edge.owner,
            "owner_name": _name(book, edge.owner),
            "owned": edge.owned,
            "owned_name": _name(book, edge.owned),
            "share": str(edge.share),
            "source": edge.source or "the portfolio",
        }
        for edge in steps
    ]


def _name(book: _Book, id: str) -> str:
    return book.graph.name(book.graph.find(id))
