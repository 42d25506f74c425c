"""Decisions: what was asked, what the answer was, and everything it rested on (15 CFR 762.5(b)(8)).

An entry holds the outcome and the trade whole, the day, the rule book's hash, the snapshots and the version
of licet: enough to run the check again years later and to compare.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from licet import __version__
from licet.core.errors import StoreError
from licet.store import tables
from licet.store.access import note_read
from licet.store.actor import Actor, Permission
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Find, Store, Writing, read_entry

__all__ = [
    "Decision",
    "Made",
    "count_statuses",
    "decision",
    "decisions",
    "record_decision",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One outcome to be kept.

    Attributes:
        status: the outcome's word (`license required`).
        on: day on which law and listings were read.
        rule_book: hash of the rule book.
        snapshots: ids of the list snapshots it rested on.
        trade: the trade as asked: any dataclass or mapping that `plain` can write.
        outcome: the outcome with its whole explanation: the same.
        find: parties, countries and document numbers it can be found by.
        reference: the caller's own reference; empty when there is none.
        case: case it belongs to; empty when there is none.
    """

    status: str
    on: date
    rule_book: str
    snapshots: Sequence[str]
    trade: object
    outcome: object
    find: Find = field(default_factory=Find)
    reference: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A decision as kept: as `Decision`, with `trade` and `outcome` as JSON data and `entry` its place."""

    id: str
    entry: int
    at: str
    by: str
    status: str
    on: date
    rule_book: str
    snapshots: tuple[str, ...]
    licet: str
    trade: Mapping[str, Any]
    outcome: Mapping[str, Any]
    reference: str
    case: str


def record_decision(w: Writing, made: Decision) -> str:
    """Record a decision inside a transaction; returns its id."""
    w.who.need(Permission.DECIDE)
    data: dict[str, Any] = {
        "status": made.status,
        "on": made.on,
        "rule_book": made.rule_book,
        "snapshots": list(made.snapshots),
        "licet": __version__,
        "trade": made.trade,
        "outcome": made.outcome,
    }
    if made.reference:
        data["reference"] = made.reference
    about = []
    if made.case:
        data["case"] = made.case
        about.append(f"case/{made.case}")
    find = made.find
    if made.reference:
        find = Find(
            parties=find.parties, countries=find.countries, documents=[*find.documents, made.reference]
        )
    id = f"DEC-{w.next_index}"
    w.record("decision.made", f"decision/{id}", data, about=about, find=find)
    return id


@projects("decision.made")
def _made(rows: Rows, entry: Entry) -> None:
    rows.put(
        tables.decision,
        {
            "id": entry.name,
            "entry": entry.index,
            "status": entry.data["status"],
            "on_day": entry.data["on"],
            "at": entry.at,
            "by": entry.by,
            "rule_book": entry.data["rule_book"],
            "reference": entry.data.get("reference", ""),
        },
    )


def _read(entry: Entry) -> Made:
    data = entry.data
    return Made(
        id=entry.name,
        entry=entry.index,
        at=entry.at,
        by=entry.by,
        status=data["status"],
        on=date.fromisoformat(data["on"]),
        rule_book=data["rule_book"],
        snapshots=tuple(data["snapshots"]),
        licet=data["licet"],
        trade=data["trade"],
        outcome=data["outcome"],
        reference=data.get("reference", ""),
        case=data.get("case", ""),
    )


def decision(store: Store, who: Actor, id: str) -> Made:
    """One decision, whole.

    Raises:
        StoreError: there is none of this id.
    """
    who.need(Permission.READ)
    query = (
        select(tables.log_entry.c.idx, tables.log_entry.c.body)
        .join(tables.decision, tables.decision.c.entry == tables.log_entry.c.idx)
        .where(tables.decision.c.id == id)
    )
    with store.read() as connection:
        found = connection.execute(query).one_or_none()
    if found is None or found.body is None:
        raise StoreError(f"no decision `{id}`")
    note_read(store, who, f"decision/{id}")
    return _read(read_entry(found.idx, found.body))


def decisions(
    store: Store, who: Actor, *, status: str = "", reference: str = "", limit: int = 100, before: int = 0
) -> list[Made]:
    """Decisions, newest first: of a status or a reference, older than entry `before` where given."""
    who.need(Permission.READ)
    query = (
        select(tables.log_entry.c.idx, tables.log_entry.c.body)
        .join(tables.decision, tables.decision.c.entry == tables.log_entry.c.idx)
        .order_by(tables.decision.c.entry.desc())
        .limit(limit)
    )
    if status:
        query = query.where(tables.decision.c.status == status)
    if reference:
        query = query.where(tables.decision.c.reference == reference)
    if before:
        query = query.where(tables.decision.c.entry < before)
    with store.read() as connection:
        return [_read(read_entry(row.idx, row.body)) for row in connection.execute(query) if row.body]


def count_statuses(store: Store, who: Actor, *, since: date) -> dict[str, int]:
    """How many decisions were made with which status, from a day on."""
    who.need(Permission.READ)
    table = tables.decision
    query = (
        select(table.c.status, func.count()).where(table.c.at >= since.isoformat()).group_by(table.c.status)
    )
    with store.read() as connection:
        return {str(status): int(count) for status, count in connection.execute(query)}
