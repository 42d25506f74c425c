"""Look-back of the watch: a past run asked again on other lists or another day, and what differs.

    found = look_back_run(store, who, run, "main", engine, on=date(2019, 10, 9))

The portfolio is read as it was then, and what was cleared before as it stood then. Every party is screened
twice, on the lists and day of the run and on those of the look-back, by one program and policy: so what
differs comes of the lists and of the law. What had really been alerted is laid beside it. Nothing is written.
Where the run's own lists are gone, what had been alerted stands for them, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from licet import __version__
from licet.app.actions.lookback_alerts import (
    AlertChange,
    AlertSide,
    Ground,
    HeldAlert,
    RunChange,
    Side,
    cannot,
    compared,
)
from licet.app.actions.replay import read_policy
from licet.app.actions.watch import can_be_asked, party_alerts, screened
from licet.app.actions.watch_desk import Desk
from licet.app.actions.watch_owners import found_through
from licet.check.engine import open_engine
from licet.check.version import fingerprint, listing_version
from licet.core.errors import SnapshotError
from licet.store.portfolio_read import erased_parties, parties, parties_by_id, portfolio
from licet.store.watch import PartyAlerts, alert_key
from licet.store.watch_past import PastRun, alerts_of, judgements_of, state_of

if TYPE_CHECKING:
    from licet.check.engine import Engine
    from licet.core.trade import Party
    from licet.store.actor import Actor
    from licet.store.store import Store
    from licet.store.watch_past import Alerted

__all__ = ["LookedBack", "look_back_run"]

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedBack:
    """A run asked again for one portfolio.

    Attributes:
        run: the run.
        portfolio: the portfolio.
        days: the day of the run, and of the look-back.
        snapshots: the lists of the run, and of the look-back.
        notes: what the comparison does not stand on, in words; empty when it stands on all of the run.
        changes: each alert of either side, those that are the same included, by party.
        parties: counterparties that the portfolio held then.
    """

    run: PastRun
    portfolio: str
    days: tuple[date, date]
    snapshots: tuple[str, str]
    notes: tuple[str, ...]
    changes: tuple[RunChange, ...]
    parties: int

    def count(self, change: AlertChange) -> int:
        """How many alerts differ so."""
        return sum(one.change is change for one in self.changes)


def look_back_run(
    store: Store,
    who: Actor,
    run: PastRun,
    name: str,
    engine: Engine,
    *,
    on: date | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> LookedBack:
    """A past run of the watch asked again for one portfolio.

    Args:
        store: what is kept.
        who: needs to read.
        run: the run.
        name: the portfolio.
        engine: the lists to ask, with the filings laid over them.
        on: the day on which law and lists are read; the run's own when None.
        workers: processes; as many as there are cores when None.
        progress: told (which side, parties done).

    Raises:
        StoreError: there is no such portfolio, or the run did not screen it.
    """
    portfolio(store, who, name)
    state = state_of(store, who, run, name)
    then, notes = _engine_of(run, state)
    now = replace(engine, today=on or run.day)
    if run.policy:
        now = replace(now, policy=read_policy(run.policy))
    elif state["policy"] != fingerprint(now.policy):
        notes = (*notes, "the matching policy of the run was not noted: both sides by that of today")
    if state["licet"] != __version__:
        notes = (*notes, f"the run was made by licet {state['licet']}: both sides by {__version__}")
    notes = (*notes, *_short(now))
    desk = Desk(
        store=store,
        who=who,
        engine=now,
        workers=workers,
        until=int(state["entry"]),
        judge=judgements_of(store, who, run),
        progress=progress,
    )
    recorded = alerts_of(store, who, run, name)
    if then is None:
        before = _recorded_side(desk, name, recorded)
    else:
        before = _asked(replace(desk, engine=then), name, "lists of the run")
    after = _asked(desk, name, "lists of the look-back")
    erased = erased_parties(store, who, name, until=int(state["entry"]))
    changes = [
        *compared(before, after, recorded),
        *(cannot(id, Ground.GONE, "the text of this party as it was then was erased") for id in erased),
        *(
            cannot(id, Ground.UNREAD, "nothing to look for, or a name not read whole")
            for id in after.not_screened
        ),
    ]
    return LookedBack(
        run=run,
        portfolio=name,
        days=(run.day, now.today),
        snapshots=(run.snapshot, now.snapshot.id),
        notes=notes,
        changes=tuple(sorted(changes, key=lambda one: (one.party, one.listing))),
        parties=after.parties,
    )


def _short(engine: Engine) -> Iterator[str]:
    """What the lists of the look-back do not know of its day."""
    short = [one.id for one in engine.list_states() if not one.reaches(engine.today)]
    if short:
        yield f"what left these lists after {engine.today} is not seen: {', '.join(short)}"


# the two sides


def _engine_of(run: PastRun, state: Mapping[str, Any]) -> tuple[Engine | None, tuple[str, ...]]:
    """The lists, filings, day and policy of a run; None where its lists are gone, with what is missing."""
    from licet.lists.staged import overlay, staged

    try:
        engine = open_engine(state["snapshot"], state["lists"], lay=False)
    except SnapshotError as error:
        gone = "what had been alerted until then stands for them, entries that had left the lists included"
        return None, (f"the lists of the run are gone ({error.message}): {gone}",)
    engine = replace(engine, today=run.day)
    if run.policy:
        engine = replace(engine, policy=read_policy(run.policy))
    laid: Mapping[str, str] = state["laid"]
    if not laid:
        return engine, ()
    filings = [
        one
        for one in staged()
        if one.list in engine.lists and overlay(engine.snapshot, [one]).listings.keys() <= laid.keys()
    ]
    engine = engine.with_filings(filings)
    held = engine.laid.listings if engine.laid else {}
    lost = [id for id, version in laid.items() if id not in held or listing_version(held[id]) != version]
    if not lost:
        return engine, ()
    some = ", ".join(sorted(lost)[:3])
    return engine, (
        f"{len(lost)} entries that staged filings had laid over the lists then are not held: {some}",
    )


def _recorded_side(desk: Desk, name: str, recorded: Mapping[tuple[str, str], Alerted]) -> Side:
    """What had been alerted of the parties that the portfolio held then, where the lists are gone."""
    side = Side(engine=None)
    ids = sorted({party for party, _ in recorded})
    held = parties_by_id(desk.store, desk.who, name, ids, until=desk.until)
    for at, one in recorded.items():
        if at[0] in held:
            told = {word: str(one.body[word]) for word in ("verdict", "standing", "score")}
            party, words = held[at[0]].party, str(one.body.get("evidence", ""))
            side.found[at] = HeldAlert(party.name, one.key, one.body["name"], AlertSide(**told), words)
    return side


def _asked(desk: Desk, name: str, what: str) -> Side:
    """Every party of a portfolio on the lists and day of a desk, by itself and through its owners."""
    side = Side(engine=desk.engine)

    def stream() -> Iterator[Party]:
        for held in parties(desk.store, desk.who, name, until=desk.until):
            side.parties += 1
            if can_be_asked(held, side.not_screened):
                yield held.party

    done = 0
    for count, rows in screened(desk, stream()):
        for answer in desk.shown((party, findings) for _, party, findings in rows):
            _note(side, name, party_alerts(desk.engine, answer))
            side.cleared |= {
                (answer.party.id, one.listing.id): one.cleared.id
                for one in answer.findings
                if one.cleared is not None
            }
        done += count
        if desk.progress:
            desk.progress(what, done)
    for found in found_through(desk, name):
        _note(side, name, found)
    return side


def _note(side: Side, name: str, found: PartyAlerts) -> None:
    for one in found.alerts:
        told = one.evidence
        side.found[found.party, one.listing] = HeldAlert(
            found.name,
            alert_key(name, found, one),
            str(told["name"]),
            AlertSide(verdict=str(told["verdict"]), standing=str(told["standing"]), score=str(told["score"])),
            str(told["evidence"]),
        )
