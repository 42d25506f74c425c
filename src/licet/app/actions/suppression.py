"""Suppress a hit of a party, show what is suppressed in answers, and end what no longer stands.

Answers are only read here: what lapsed is said in them, and the hit alerts. `sweep` is what writes: it goes
through every suppression, and ends those whose ground is gone, each with a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from licet.app.actions.check import finding_as_json, party_of
from licet.app.actions.decisions import exact
from licet.check.cleared import Judgement, Lapse, LapseCause, basis_of, lapses, with_cleared
from licet.check.same import first_parties, found_parties
from licet.check.version import party_version
from licet.core.errors import InputError
from licet.core.trade import Party
from licet.store.canonical import plain
from licet.store.cases import case
from licet.store.portfolio_read import owners, parties_by_id, portfolios
from licet.store.reading import read_as
from licet.store.suppression import (
    Clearing,
    Suppression,
    SuppressionState,
    add_suppression,
    judgements,
    reopen_suppressions,
    suppressions,
)

if TYPE_CHECKING:
    from licet.check.engine import Engine
    from licet.check.finding import Finding, PartyCheck
    from licet.store.actor import Actor
    from licet.store.store import Store
    from licet.store.suppression_values import Judge

__all__ = ["clear_alert", "clear_hit", "report_rows", "show_cleared", "show_judged", "sweep"]

#: Answers that are asked about together.
_TOGETHER = 256
#: As many listed parties are looked at when one certain listing must not be cut off.
_ALL = 1_000

FindParty = Callable[[str], Party | None]


def clear_hit(
    store: Store,
    who: Actor,
    engine: Engine,
    party: Party,
    *,
    listing: str,
    reason: str,
    on: date | None = None,
    expires: date | None = None,
    licences: Sequence[str] = (),
    case: str = "",
) -> str:
    """Suppress the hit of a party on one listing, as it is met now; returns the suppression's id.

    Args:
        store: the store.
        who: needs the permission for cases.
        engine: the lists.
        party: the party; its `id` is its reference, without one its content alone says who it is.
        listing: id of the listing.
        reason: why the hit needs no alert.
        on: the day on which law and listing are read; today when None.
        expires: first day on which it no longer holds; the policy's longest when None.
        licences: licences it relies on.
        case: the case in which it was judged.

    Raises:
        InputError: the party does not meet the listing, so there is nothing to suppress.
    """
    answer = engine.check(party, on=on, limit=_ALL)
    finding = _met(answer, listing)
    if finding is None:
        raise InputError(
            f"`{party.name}` does not meet `{listing}`, so there is nothing to suppress",
            field="listing",
            fix="licet check NAME --json shows the ids of what is met",
        )
    clearing = Clearing(
        basis=basis_of(party, finding, on=answer.on, policy=engine.policy),
        reason=reason,
        party=party.id,
        party_name=party.name,
        listing_name=finding.listing.party.name,
        expires=expires,
        licences=licences,
        case=case,
        evidence={
            "party": exact(plain(party)),
            "finding": exact(finding_as_json(finding)),
            "snapshot": answer.snapshot,
        },
    )
    return add_suppression(store, who, clearing)


def clear_alert(
    store: Store,
    who: Actor,
    engine: Engine,
    case_id: str,
    *,
    listing: str,
    reason: str,
    expires: date | None = None,
) -> str:
    """Suppress a hit of a case: the party is the case's own, as it is now, and not what a page says of it.

    Of an alert that came through owners it is the hit of the owner: while the suppression holds nobody is
    alerted through it.

    Args:
        store: the store.
        who: needs the permission for cases.
        engine: the lists that the party is met on again.
        case_id: the case.
        listing: id of the listing, one of the case's alerts.
        reason: why it is no hit.
        expires: first day on which it no longer holds; the policy's longest when None.

    Returns:
        The suppression's id; a strong hit waits for a second person.

    Raises:
        InputError: the case has no such alert, or its party or owner cannot be told.
    """
    held = case(store, who, case_id)
    alert = next((one for one in held.alerts if one.listing == listing), None)
    if alert is None:
        raise InputError(f"`{case_id}` has no alert on `{listing}`", field="listing")
    entry, _, rule = listing.partition("#")
    if rule:
        party = _owner_of(store, who, alert.evidence, entry)
    else:
        party = _party_of_case(store, who, held.summary.party, alert.evidence)
    return clear_hit(store, who, engine, party, listing=entry, reason=reason, expires=expires, case=case_id)


def _owner_of(store: Store, who: Actor, evidence: Mapping[str, Any], entry: str) -> Party:
    """The owner through which an alert came: that it is not the listed one is what can be judged.

    What it holds of the party is a fact of the ownership data, and no suppression hides it.
    """
    from licet.app.actions.impact import strangers  # loads the matcher, which most commands here never need

    told = evidence.get("ownership", {}).get("owners", ())
    ids = [str(one["id"]) for one in told if one["listing"] == entry]
    for one in portfolios(store, who):
        held = parties_by_id(store, who, one.name, ids)
        edges = [edge for edge in owners(store, who, one.name) if edge.owner in ids]
        named = {**held, **{owner.id: owner for owner in strangers(one.name, edges, held)}}
        if found := next((named[id] for id in ids if id in named), None):
            return found.party
    raise InputError(
        f"the owner that met `{entry}` is in no portfolio any more",
        field="listing",
        fix="run the watch again: it looks through the owners of today",
    )


def _party_of_case(store: Store, who: Actor, reference: str, evidence: Mapping[str, Any]) -> Party:
    """The counterparty of a reference as its portfolio has it; else what was asked for the case."""
    if reference:
        for one in portfolios(store, who):
            found = parties_by_id(store, who, one.name, [reference])
            if reference in found:
                return found[reference].party
    asked = str(evidence.get("asked", ""))
    if reference or not asked:
        raise InputError(
            "whom the case is about is not held whole enough to clear a hit of it",
            field="party",
            fix="licet suppression add LISTING NAME --party REFERENCE, with all that is known of it",
        )
    return party_of(asked, country=str(evidence.get("asked_country", "")))


def _met(answer: PartyCheck, listing: str) -> Finding | None:
    return next((one for one in answer.findings if one.listing.id == listing), None)


def show_cleared(
    store: Store, who: Actor, engine: Engine, answers: Iterable[PartyCheck]
) -> Iterator[PartyCheck]:
    """Answers with what was cleared before shown as such, streaming, in their order."""
    return show_judged(engine, answers, lambda wanted: judgements(store, who, wanted, today=engine.today))


def show_judged(engine: Engine, answers: Iterable[PartyCheck], judge: Judge) -> Iterator[PartyCheck]:
    """`show_cleared` by what `judge` gives: who looks back gives what was cleared then."""
    stream = iter(answers)
    while batch := list(islice(stream, _TOGETHER)):
        hit = [answer for answer in batch if answer.findings]
        wanted = [(answer.party.id, party_version(answer.party)) for answer in hit]
        held = judge(wanted) if wanted else []
        for answer in batch:
            yield _shown(engine, answer, held) if held and answer.findings else answer


def _shown(engine: Engine, answer: PartyCheck, held: Sequence[Judgement]) -> PartyCheck:
    """One answer with its marks; where its findings were cut, what the others suggest still counts."""
    shown, _ = with_cleared(answer, held, policy=engine.policy, today=engine.today)
    if not answer.cut or shown is answer:
        return shown
    whole = replace(engine.check(answer.party, on=answer.on, limit=_ALL), ownership=answer.ownership)
    whole, _ = with_cleared(whole, held, policy=engine.policy, today=engine.today)
    # What alerts still comes first now, as many parties as were shown before.
    findings = first_parties(whole.findings, len(found_parties(answer.findings)))
    return replace(
        whole, findings=findings, near_misses=answer.near_misses, cut=len(findings) < len(whole.findings)
    )


def sweep(
    store: Store,
    who: Actor,
    engine: Engine,
    *,
    find_party: FindParty = lambda _: None,
    channels: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, str]:
    """End every suppression whose ground is gone; returns its id -> the case that is open for it.

    Args:
        store: the store.
        who: needs the permission for cases.
        engine: the lists as they are now, and the day.
        find_party: the party of a reference as it is now; None where it is not held, and then the party as
            it was judged counts.
        channels: who is told of what ended.
        progress: called with (done, total).
    """
    held = suppressions(store, who, state=SuppressionState.ACTIVE)
    held += suppressions(store, who, state=SuppressionState.WAITING)
    opened: dict[str, str] = {}
    # whoever has several suppressions stands once in a batch, and is looked up once
    held = sorted(held, key=lambda one: (one.party, one.basis.party))
    for start in range(0, len(held), _TOGETHER):
        batch = held[start : start + _TOGETHER]
        wanted = [(one.party, one.basis.party) for one in batch]
        ended = {one.mark.id: one.ended for one in judgements(store, who, wanted, today=engine.today)}
        of_party: dict[tuple[str, str], tuple[Party, list[Suppression]]] = {}
        for one in batch:
            party = _party_now(one, find_party)
            of_party.setdefault((party.id, party_version(party)), (party, []))[1].append(one)
        answers = engine.screen((party for party, _ in of_party.values()), on=engine.today, limit=_ALL)
        lapsed = {
            one.id: (*_ended(one, answer, engine), *ended.get(one.id, ()))
            for (_, judged), answer in zip(of_party.values(), answers, strict=True)
            for one in judged
        }
        opened |= reopen_suppressions(
            store, who, {id: why for id, why in lapsed.items() if why}, channels=channels
        )
        if progress:
            progress(min(start + _TOGETHER, len(held)), len(held))
    return opened


def _party_now(one: Suppression, find_party: FindParty) -> Party:
    found = find_party(one.party) if one.party else None
    return found if found is not None else read_as(Party, one.evidence["party"])


def _ended(one: Suppression, answer: PartyCheck, engine: Engine) -> tuple[Lapse, ...]:
    """Why a suppression does not hold for the answer of today; empty while it does."""
    finding = _met(answer, one.basis.listing)
    if finding is not None:
        now = basis_of(answer.party, finding, on=engine.today, policy=engine.policy)
        return tuple(lapses(one.judgement, now, engine.today))
    found: list[Lapse] = []
    if engine.find(one.basis.listing) is None:
        found.append(Lapse(cause=LapseCause.LISTING, was="listed", now="no longer held"))
    if party_version(answer.party) != one.basis.party:
        found.append(Lapse(cause=LapseCause.PARTY, was=one.basis.party, now=party_version(answer.party)))
    if engine.today >= one.expires:
        found.append(Lapse(cause=LapseCause.EXPIRED, was=str(one.expires), now=str(engine.today)))
    return tuple(found)


def report_rows(found: Iterable[Suppression], today: date) -> Iterator[dict[str, Any]]:
    """What is suppressed and why, a row each, for tables and files."""
    for one in found:
        overdue = "review overdue" if one.overdue(today) else ""
        yield {
            "id": one.id,
            "state": one.state.value,
            "party": one.party,
            "party_name": one.party_name,
            "listing": one.basis.listing,
            "listing_name": one.listing_name,
            "met": one.basis.met,
            "score": f"{one.basis.score:.4f}",
            "verdict": one.basis.verdict,
            "strong": one.strong,
            "reason": one.reason,
            "by": one.by,
            "second": one.second,
            "at": one.at[:10],
            "expires": one.expires.isoformat(),
            "review": one.review.isoformat(),
            "overdue": overdue,
            "licences": list(one.licences),
            "rules": list(one.basis.rules),
            "party_version": one.basis.party,
            "listing_version": one.basis.listing_version,
            "rule_state": one.basis.rule_state,
            "case": one.case,
            "why_ended": one.why_ended,
        }
