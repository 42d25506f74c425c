"""The watch: every party of every portfolio against every change, at least once, alerted once.

    run_watch(desk)     end suppressions that lapsed, plan, screen, open cases, queue messages

What changed since a portfolio was last screened is worked out from its cursor: lists, staged filings, days on
which something printed takes effect, parties, the matching policy and the program. The cursor moves when all
of it is done; the parts of a work move a cursor of their own, so a killed run goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from licet import __version__
from licet.app.actions.check import finding_as_json
from licet.app.actions.decisions import exact, plain_policy
from licet.app.actions.impact import whom_to_ask
from licet.app.actions.suppression import sweep
from licet.app.actions.watch_desk import Desk, Pass, Watched, published
from licet.app.actions.watch_owners import OwnerChange, look_through, rules_turned
from licet.batch.parties import PART, screen_parties
from licet.check.changed import changed_listings, widened
from licet.check.engine import as_party
from licet.check.finding import Finding, PartyCheck, Standing
from licet.check.reverse import entries_index
from licet.check.telling import unread_words
from licet.check.version import fingerprint, listing_version, party_version, version_on_the_day
from licet.core.errors import InputError, SnapshotError
from licet.core.trade import Party
from licet.lists.home import hold, open_snapshot
from licet.store.canonical import plain
from licet.store.cases import version_of
from licet.store.portfolio_keys import asked
from licet.store.portfolio_read import (
    changed_parties,
    newest_entry,
    parties,
    parties_by_id,
    portfolio,
    portfolios,
)
from licet.store.watch import Part, PartyAlerts, RaisedAlert, commit_part, cursor, log_run

if TYPE_CHECKING:
    from licet.check.engine import Engine
    from licet.core.listing import Listing
    from licet.core.portfolio import HeldParty
    from licet.store.actor import Actor
    from licet.store.store import Store

__all__ = ["Desk", "Watched", "can_be_asked", "party_alerts", "run_watch", "screened", "watch_portfolio"]

#: With more changed entries than this, everything is screened anew: that is not slower then.
_MANY = 8_000
_LIMIT = 25
_PARTY_CHANGE = "party change"

Row = tuple[int, Party, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One pass over parties: all of them, or those of a new version; against all entries, or some.

    `left_out` counts those whom their keys rule out beforehand; `whom` tells one choice from another; `why`
    says why nobody of a large portfolio could be ruled out.
    """

    cause: str
    parties: Callable[[], Iterator[HeldParty]]
    only: Mapping[str, Listing] | None = None
    left_out: int = 0
    whom: str = ""
    why: str = ""


def run_watch(desk: Desk, *, names: Iterable[str] = (), full: bool = False) -> tuple[Watched, ...]:
    """End the suppressions whose ground is gone, then screen what changed in every portfolio.

    Args:
        desk: what to work with.
        names: only these portfolios; all when empty.
        full: screen every party anew, whatever changed.

    Raises:
        StoreError: there is no such portfolio.
    """
    store, who, engine = desk.store, desk.who, desk.engine
    wanted = [portfolio(store, who, name).name for name in names]
    wanted = wanted or [one.name for one in portfolios(store, who)]
    hold(engine.snapshot)  # a look-back asks the same lists again, whatever lists came with licet since
    # first what was cleared: a case that opens again is the one that its hit is alerted in
    ended = sweep(store, who, engine, find_party=_finder(store, who, wanted), channels=desk.channels)
    found = tuple(watch_portfolio(desk, name, full=full) for name in wanted)
    body = {
        "day": engine.today.isoformat(),
        "snapshot": engine.snapshot.id,
        "policy": exact(plain_policy(engine)),
        "portfolios": [plain(one) for one in found],
        "suppressions_ended": len(ended),
        "entries": desk.entries,
    }
    log_run(store, who, body)
    return found


def _finder(store: Store, who: Actor, names: Iterable[str]) -> Callable[[str], Party | None]:
    def find(reference: str) -> Party | None:
        for name in names:
            held = parties_by_id(store, who, name, [reference])
            if reference in held:
                return held[reference].party
        return None

    return find


def watch_portfolio(desk: Desk, name: str, *, full: bool = False) -> Watched:
    """`run_watch` for one portfolio, without the suppressions."""
    before = cursor(desk.store, desk.who, f"portfolio/{name}")
    now = _state(desk, name)
    # full screenings are counted: a killed one goes on, one that was asked for again is done again
    if asked_for := (before or {}).get("full", 0) + full:
        now["full"] = asked_for
    works, changed = _plan(desk, name, before, now, full=full)
    total = Watched(
        portfolio=name,
        causes=tuple(one.cause for one in works),
        changed=changed,
        one_by_one="; ".join(one.why for one in works if one.why),
    )
    for work in works:
        total = _run(desk, work, fingerprint([before, now, work.cause, work.whom]), total)
    total = _through_owners(desk, total, works, before, now)
    if works or before != now:
        done = Part(portfolio=name, cause="done", found=(), work=f"portfolio/{name}", cursor=now)
        commit_part(desk.store, desk.who, done)
    return total


def _through_owners(
    desk: Desk, total: Watched, works: list[_Work], before: Mapping[str, Any] | None, now: Mapping[str, Any]
) -> Watched:
    """The same change once more, for those whom it concerns through their owners."""
    change = _of_owners(works, before, now, desk.engine.today)
    if change is None:
        return total
    found = look_through(desk, total.portfolio, change)
    turned = change.cause not in total.causes and found.owned
    return replace(
        total,
        causes=(*total.causes, change.cause) if turned else total.causes,
        alerts=total.alerts + found.alerts,
        cases=total.cases + found.cases,
        owned=found.owned,
        through_owners=found.alerts,
        owners_open=found.owners_open,
        rules_open=found.rules_open,
    )


def _of_owners(
    works: list[_Work], before: Mapping[str, Any] | None, now: Mapping[str, Any], today: date
) -> OwnerChange | None:
    """What of a change is to be followed through owners; None when nothing changed."""
    whole = next((one for one in works if one.only is None and one.cause != _PARTY_CHANGE), None)
    if before is None or whole is not None:
        return OwnerChange(everything=True, cause=whole.cause if whole else "first screening")
    since = date.fromisoformat(before["day"])
    # a store of a licet that did not look through owners, or a day on which one of their rules turns
    if "owners" not in before:
        return OwnerChange(everything=True, cause="owners not looked through before")
    if rules_turned(since, today):
        return OwnerChange(everything=True, cause="ownership rule")
    if before == now:
        return None
    entries = next((one.only for one in works if one.only is not None), None)
    return OwnerChange(
        entries=entries or {},
        since_entry=int(before["entry"]) if before["entry"] != now["entry"] else None,
        since=since,
        cause=works[0].cause if works else "holding of an owner",
    )


def _state(desk: Desk, name: str) -> dict[str, Any]:
    """Everything whose change means that parties must be screened again."""
    engine = desk.engine
    laid = engine.laid.listings if engine.laid else {}
    return {
        "snapshot": engine.snapshot.id,
        "lists": list(engine.lists),
        "laid": {id: listing_version(listing) for id, listing in sorted(laid.items())},
        "day": engine.today.isoformat(),
        "policy": fingerprint(engine.policy),
        "licet": __version__,
        "entry": newest_entry(desk.store, desk.who, name),
        "owners": True,
    }


def _plan(
    desk: Desk, name: str, before: Mapping[str, Any] | None, now: Mapping[str, Any], *, full: bool
) -> tuple[list[_Work], int]:
    """The works that bring a portfolio up to now, and how many entries changed."""

    def everybody() -> Iterator[HeldParty]:
        return parties(desk.store, desk.who, name)

    if before is None:
        return [_Work(cause="first screening", parties=everybody)], 0
    if full:
        return [_Work(cause="full screening", parties=everybody)], 0
    for what, cause in (
        ("policy", "matching policy changed"),
        ("licet", "new version of licet"),
        ("lists", "other lists"),
    ):
        if before[what] != now[what]:
            return [_Work(cause=cause, parties=everybody)], 0
    try:
        changed = _changed(desk.engine, before)
    except SnapshotError:
        # The lists it was screened on are gone, so what changed cannot be told.
        return [_Work(cause="list change", parties=everybody)], 0
    if len(changed) > _MANY:
        return [_Work(cause="list change", parties=everybody)], len(changed)
    works = [_of_change(desk, name, changed)] if changed else []
    if before["entry"] != now["entry"]:
        entry = int(before["entry"])
        works.append(
            _Work(
                cause=_PARTY_CHANGE,
                parties=lambda: changed_parties(desk.store, desk.who, name, entry),
            )
        )
    return works, len(changed)


def _of_change(desk: Desk, name: str, changed: Mapping[str, Listing]) -> _Work:
    """The pass for entries that changed: over those alone whom their keys don't rule out."""
    store, who = desk.store, desk.who
    count = portfolio(store, who, name).counts["party"]
    index, policy = entries_index(changed.values()), widened(desk.engine.policy)
    whom = whom_to_ask(store, who, name, index, policy=policy, count=count)
    return _Work(
        cause="list change",
        parties=lambda: asked(store, who, name, whom),
        only=changed,
        left_out=0 if whom.ids is None else count - len(whom.ids),
        whom="" if whom.ids is None else fingerprint(whom.ids),
        why=whom.why,
    )


def _changed(engine: Engine, before: Mapping[str, Any]) -> dict[str, Listing]:
    laid = engine.laid.listings if engine.laid else {}
    versions = {id: listing_version(listing) for id, listing in laid.items()}
    same = before["snapshot"] == engine.snapshot.id
    if same and before["laid"] == versions and before["day"] == engine.today.isoformat():
        return {}
    held = engine.snapshot if same else open_snapshot(str(before["snapshot"]))
    return changed_listings(engine, held, before["laid"], since=date.fromisoformat(before["day"]))


def _run(desk: Desk, work: _Work, target: str, total: Watched) -> Watched:
    """One work, part by part, from where a run with the same target stopped."""
    store, who, name = desk.store, desk.who, total.portfolio
    key = f"portfolio/{name}/{work.cause}"
    held = cursor(store, who, key)
    done = int(held["done"]) if held and held["target"] == target else 0
    empty: list[str] = []
    before, met = total.screened, 0
    stream = (one.party for one in work.parties() if can_be_asked(one, empty))
    for count, rows in screened(desk, islice(stream, done, None), only=work.only):
        done += count
        part = Part(
            portfolio=name,
            cause=work.cause,
            found=tuple(_alerts(desk, rows)),
            work=key,
            cursor={"target": target, "done": done},
            channels=desk.channels,
        )
        fresh = commit_part(store, who, part)
        met += len(rows)
        total = replace(
            total,
            screened=total.screened + count,
            alerts=total.alerts + fresh["alerts"],
            cases=total.cases + fresh["cases"],
        )
        if desk.progress:
            desk.progress(f"{name}: {work.cause}", done)
    # whom the keys rule out was looked at as well
    total = replace(total, screened=total.screened + work.left_out)
    one = Pass(
        cause=work.cause,
        screened=total.screened - before,
        met=met,
        entries=desk.entries if work.only is None else len(work.only),
    )
    total = replace(total, passes=(*total.passes, one))
    return replace(total, not_screened=tuple(dict.fromkeys((*total.not_screened, *empty))))


def can_be_asked(held: HeldParty, empty: list[str]) -> bool:
    """Whether there is anything to look for; a party without is named and never counted as clear."""
    try:
        as_party(held.party)
    except InputError:
        empty.append(held.id)
        return False
    names = [name.text for name in held.party.names]
    if unread_words(names):
        empty.append(held.id)  # looked for by the rest of its name, its address and its numbers alone
    return True


def screened(
    desk: Desk, stream: Iterator[Party], *, only: Mapping[str, Listing] | None = None
) -> Iterator[tuple[int, list[Row]]]:
    """Parties against all entries or some, in parts: how many were looked at, and who meets something."""
    few = list(islice(stream, PART))
    # Few parties are not worth the start of other processes.
    alone = len(few) < PART
    for part in screen_parties(
        desk.engine,
        few if alone else _chain(few, stream),
        on=desk.engine.today,
        limit=_LIMIT,
        only=only,
        workers=1 if alone else desk.workers,
        part=PART,
    ):
        yield part.count, list(part.hits)


def _chain(few: list[Party], rest: Iterator[Party]) -> Iterator[Party]:
    yield from few
    yield from rest


def _alerts(desk: Desk, rows: list[Row]) -> Iterator[PartyAlerts]:
    """The hits of a part that are to be alerted."""
    for answer in desk.shown((party, findings) for _, party, findings in rows):
        found = party_alerts(desk.engine, answer)
        if found.alerts:
            yield found


def party_alerts(engine: Engine, answer: PartyCheck) -> PartyAlerts:
    """The alerts of a watched party: its hits that stand or will, and that nobody cleared."""
    party = answer.party
    return PartyAlerts(
        party=party.id,
        name=party.name,
        version=party_version(party),
        countries=party.countries,
        alerts=tuple(
            _raised(engine, one)
            for one in answer.findings
            if one.cleared is None and one.standing is not Standing.ENDED
        ),
    )


def _raised(engine: Engine, finding: Finding) -> RaisedAlert:
    """The alert of a hit."""
    return RaisedAlert(
        listing=finding.listing.id,
        version=version_on_the_day(finding),
        listing_version=version_of(finding.listing),
        published=published(engine, finding.listing),
        evidence={**exact(finding_as_json(finding)), "snapshot": engine.snapshot.id},
    )
