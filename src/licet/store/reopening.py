"""Reopening closed cases, because a list, the law or the party changed, or a person asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from licet.core.errors import ConflictError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.case_rows import held_case
from licet.store.case_values import CaseState, Cause
from licet.store.retention import ClockEvent
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Store, Writing

__all__ = [
    "reopen",
    "reopen_closed",
    "reopen_for_law",
    "reopen_for_listing",
]


def reopen(
    store: Store,
    who: Actor,
    id: str,
    cause: Cause,
    reason: str,
    *,
    listing: str = "",
    version: str = "",
    party_version: str = "",
) -> None:
    """Open a closed case again, and say what changed.

    Raises:
        ConflictError: it is not closed.
    """
    who.need(Permission.CASE)
    changed = {"listing": listing, "version": version, "party_version": party_version}
    store.write(who, lambda w: _reopen(w, id, cause, reason, changed))


def reopen_closed(w: Writing, id: str, cause: Cause, reason: str) -> bool:
    """Open a case again inside a transaction, or note on it why it stays open; False where there is none."""
    table = tables.case_file
    state = w.connection.execute(select(table.c.state).where(table.c.id == id)).scalar_one_or_none()
    if state is None:
        return False
    if state == CaseState.CLOSED.value:
        _reopen(w, id, cause, reason, {})
    else:
        w.record("case.noted", f"case/{id}", {"text": reason})
    return True


def _reopen(w: Writing, id: str, cause: Cause, reason: str, changed: Mapping[str, str]) -> None:
    if held_case(w.connection, id).state is not CaseState.CLOSED:
        raise ConflictError(f"`{id}` is not closed")
    data: dict[str, Any] = {"cause": cause, "reason": reason}
    data.update({name: value for name, value in changed.items() if value})
    w.record("case.reopened", f"case/{id}", data)


@projects("case.reopened")
def _reopened(rows: Rows, entry: Entry) -> None:
    values = {"state": CaseState.OPEN.value, "proposed_by": "", "changed": entry.index}
    if entry.data.get("party_version"):
        values["party_version"] = entry.data["party_version"]
    rows.set(tables.case_file, {"id": entry.name}, values)
    if entry.data.get("listing"):
        key = {"case_id": entry.name, "listing": entry.data["listing"]}
        rows.set(tables.case_alert, key, {"version": entry.data.get("version", "")})
    # The transaction goes on after all: the five years no longer count from the closing.
    rows.drop(tables.clock, {"subject": entry.subject, "event": ClockEvent.TERMINATION.value})


def reopen_for_listing(store: Store, who: Actor, listing: str, version: str, reason: str) -> list[str]:
    """Reopen each closed case that judged another version of a listing; returns their ids.

    An empty version stands for a listing that was removed.
    """
    who.need(Permission.CASE)
    alert, file = tables.case_alert, tables.case_file

    def work(w: Writing) -> list[str]:
        query = (
            select(file.c.id)
            .join(alert, alert.c.case_id == file.c.id)
            .where(alert.c.listing == listing, alert.c.version != version)
            .where(file.c.state == CaseState.CLOSED.value)
            .order_by(file.c.opened)
        )
        ids = list(w.connection.execute(query).scalars())
        for id in ids:
            _reopen(w, id, Cause.LIST_CHANGE, reason, {"listing": listing, "version": version})
        return ids

    return store.write(who, work)


def reopen_for_law(store: Store, who: Actor, ids: Sequence[str], reason: str) -> list[str]:
    """Reopen those of these cases that are closed, because the law they were judged under changed.

    Which cases a change of law touches is for the caller to say (`decisions` hold the rule book's hash).
    """
    who.need(Permission.CASE)

    def work(w: Writing) -> list[str]:
        closed = [id for id in ids if held_case(w.connection, id).state is CaseState.CLOSED]
        for id in closed:
            _reopen(w, id, Cause.LAW_CHANGE, reason, {})
        return closed

    return store.write(who, work)
