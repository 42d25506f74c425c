"""Past runs of the watch, and the store as each of them found it: read from the log, which forgets nothing.

    past_runs(store, who)              every run, newest first
    state_of(store, who, run, name)    what the run had screened a portfolio on
    judgements_of(store, who, run)     what was cleared before, as it stood then

What was cleared before is worked out by the projections themselves, run over the entries up to the run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import or_, select

from licet.check.cleared import Judgement, Lapse, LapseCause
from licet.core.errors import StoreError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.rows import MemoryRows, project
from licet.store.store import Store, read_entry
from licet.store.suppression_read import lapsed_licences, read_row
from licet.store.suppression_values import Judge, SuppressionState

__all__ = ["Alerted", "PastRun", "alerts_of", "judgements_of", "past_run", "past_runs", "state_of"]

#: No number of an entry has more digits: a database has no place for it.
_RUN = re.compile(r"RUN-([0-9]{1,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """One run of the watch.

    Attributes:
        id: `RUN-812`.
        entry: its entry of the log: the store as it was then.
        at: when it ended, UTC.
        day: the day on which it read the lists.
        snapshot: the lists it asked.
        portfolios: what it did with each portfolio, by name.
        policy: the matching policy as data; empty for a run that did not note it.
    """

    id: str
    entry: int
    at: str
    day: date
    snapshot: str
    portfolios: Mapping[str, Mapping[str, Any]]
    policy: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerted:
    """The newest alert of a party and a listing that a run, or one before it, had raised.

    Attributes:
        key: what makes it one (`licet.store.watch.alert_key`).
        party: reference of the party.
        listing: id of the listing, with the rule where it came through owners.
        case: the case it is in.
        body: name, score, verdict, standing and evidence as it was raised.
    """

    key: str
    party: str
    listing: str
    case: str
    body: Mapping[str, Any]


def past_runs(store: Store, who: Actor) -> list[PastRun]:
    """Every run, newest first."""
    who.need(Permission.READ)
    table = tables.watch_run
    with store.read() as connection:
        return [_run(row) for row in connection.execute(select(table).order_by(table.c.entry.desc()))]


def past_run(store: Store, who: Actor, which: str = "") -> PastRun:
    """A run by its id; the last one of a day or before it (`2026-09-01`); the last of all when empty.

    Raises:
        StoreError: there is none.
    """
    who.need(Permission.READ)
    table = tables.watch_run
    query = select(table).order_by(table.c.entry.desc()).limit(1)
    if numbered := _RUN.fullmatch(which):
        query = query.where(table.c.entry == int(numbered[1]))
    elif which:
        try:
            day = date.fromisoformat(which)
        except ValueError:
            raise StoreError(f"no run `{which}`", fix="RUN-NUMBER or a day: licet lookback runs") from None
        query = query.where(table.c.at < f"{day.isoformat()}T99")
    with store.read() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise StoreError(
            f"no run `{which}`" if which else "the watch never ran on this store", fix="licet lookback runs"
        )
    return _run(row)


def _run(row: Any) -> PastRun:  # noqa: ANN401 - a row of `watch_run`
    body = json.loads(row.body)
    return PastRun(
        id=f"RUN-{row.entry}",
        entry=row.entry,
        at=row.at,
        day=date.fromisoformat(body["day"]),
        snapshot=body["snapshot"],
        portfolios={one["portfolio"]: one for one in body["portfolios"]},
        policy=body.get("policy", {}),
    )


def state_of(store: Store, who: Actor, run: PastRun, name: str) -> dict[str, Any]:
    """What a portfolio had been screened on when a run ended: lists, day, filings, policy, last record.

    Raises:
        StoreError: the portfolio was not part of the run, or the text of the entry was erased.
    """
    who.need(Permission.READ)
    entry = tables.log_entry
    query = (
        select(entry.c.idx, entry.c.body)
        .where(
            entry.c.subject == f"watch/portfolio/{name}",
            entry.c.kind == "watch.advanced",
            entry.c.idx <= run.entry,
        )
        .order_by(entry.c.idx.desc())
        .limit(1)
    )
    with store.read() as connection:
        row = connection.execute(query).one_or_none()
    if row is None or row.body is None or name not in run.portfolios:
        raise StoreError(f"`{run.id}` did not screen portfolio `{name}`", fix="licet lookback runs")
    return dict(read_entry(row.idx, row.body).data["body"])


def alerts_of(store: Store, who: Actor, run: PastRun, name: str) -> dict[tuple[str, str], Alerted]:
    """What had been alerted of a portfolio when a run ended: the newest of each party and listing."""
    who.need(Permission.READ)
    table = tables.watch_alert
    query = (
        select(table)
        .where(table.c.portfolio == name, table.c.entry <= run.entry)
        .order_by(table.c.entry, table.c.key)
    )
    with store.read() as connection:
        return {
            (row.party, row.listing): Alerted(
                key=row.key,
                party=row.party,
                listing=row.listing,
                case=row.case_id,
                body=json.loads(row.body),
            )
            for row in connection.execute(query)
        }


def judgements_of(store: Store, who: Actor, run: PastRun) -> Judge:
    """What was cleared before as it stood when a run ended: a stand-in for `judgements`, of that time."""
    who.need(Permission.READ)
    rows = _rows_until(store, run.entry)
    licences = _rows(rows, "licence")
    by_party: dict[str, list[Judgement]] = {}
    by_version: dict[str, list[Judgement]] = {}
    for row in _rows(rows, "suppression"):
        if row.state != SuppressionState.ACTIVE.value:
            continue
        one = read_row(row)
        ended = tuple(
            Lapse(cause=LapseCause.APPROVAL, was=number, now="does not hold")
            for number in lapsed_licences(licences, one.licences, run.day)
        )
        where = (
            by_party.setdefault(one.party, []) if one.party else by_version.setdefault(one.basis.party, [])
        )
        where.append(replace(one.judgement, ended=ended))

    def judge(wanted: Sequence[tuple[str, str]]) -> list[Judgement]:
        refs = dict.fromkeys(ref for ref, _ in wanted if ref)
        versions = dict.fromkeys(version for _, version in wanted)
        found = [one for ref in refs for one in by_party.get(ref, ())]
        return found + [one for version in versions for one in by_version.get(version, ())]

    return judge


def _rows_until(store: Store, until: int) -> MemoryRows:
    """The rows of suppressions and licences, as the log up to an entry says them."""
    rows, entry = MemoryRows(summed=tables.INSERT_ONLY), tables.log_entry
    query = (
        select(entry.c.idx, entry.c.body)
        .where(
            or_(entry.c.kind.like("suppression.%"), entry.c.kind.like("licence.%")),
            entry.c.idx <= until,
            entry.c.body.is_not(None),
        )
        .order_by(entry.c.idx)
    )
    with store.read() as connection:
        for index, body in connection.execute(query):
            rows.entry = index
            project(rows, read_entry(index, body))
    return rows


def _rows(rows: MemoryRows, name: str) -> list[Any]:
    columns = [column.name for column in tables.PROJECTION[name].columns]
    found = [SimpleNamespace(**dict(zip(columns, row, strict=True))) for row in rows.rows[name].values()]
    return sorted(found, key=lambda row: row.entry)
