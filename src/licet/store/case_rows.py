"""A case as its rows say, read inside a transaction or a reading."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from licet.core.errors import ConflictError, InputError, StoreError
from licet.store import tables
from licet.store.case_values import Alert, CasePolicy, CaseState, Disposition, Flag, Summary
from licet.store.policies import policy_body
from licet.store.redflags import RED_FLAGS, FlagAnswer

__all__ = [
    "active_person",
    "alerts_in",
    "flags_in",
    "held_case",
    "not_closed",
    "policy_in",
    "summary_of",
]


def policy_in(connection: Connection) -> CasePolicy:
    """The policy for cases that is in force."""
    body = policy_body(connection, "cases")
    if body is None:
        return CasePolicy()
    return CasePolicy(
        four_eyes=frozenset(Disposition(value) for value in body["four_eyes"]),
        red_flags=tuple(body["red_flags"]),
        due_days=body["due_days"],
    )


def summary_of(row: Row[Any]) -> Summary:
    """A case in one line, from its row."""
    return Summary(
        id=row.id,
        state=CaseState(row.state),
        title=row.title,
        party=row.party,
        party_version=row.party_version,
        assignee=row.assignee,
        due=date.fromisoformat(row.due) if row.due else None,
        disposition=Disposition(row.disposition) if row.disposition else None,
        reason=row.reason,
        proposed_by=row.proposed_by,
        opened=row.opened,
        changed=row.changed,
    )


def held_case(connection: Connection, id: str) -> Summary:
    """The case of an id.

    Raises:
        StoreError: there is none.
    """
    row = connection.execute(select(tables.case_file).where(tables.case_file.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"no case `{id}`", fix="see `licet case list`")
    return summary_of(row)


def not_closed(connection: Connection, id: str) -> Summary:
    """The case of an id, which must not be closed.

    Raises:
        ConflictError: it is closed.
        StoreError: there is none.
    """
    held = held_case(connection, id)
    if held.state is CaseState.CLOSED:
        raise ConflictError(f"`{id}` is closed", fix="reopen it first")
    return held


def active_person(connection: Connection, id: str) -> None:
    """Go on only if this is an active user.

    Raises:
        InputError: it is none.
    """
    state = connection.execute(
        select(tables.person.c.state).where(tables.person.c.id == id)
    ).scalar_one_or_none()
    if state != "active":
        raise InputError(f"no active user `{id}`", field="assignee", fix="licet user list")


def flags_in(connection: Connection, id: str) -> tuple[Flag, ...]:
    """The checklist of a case, in the order of the supplement."""
    table = tables.case_flag
    rows = connection.execute(select(table).where(table.c.case_id == id)).all()
    found = [
        Flag(
            code=row.flag,
            asks=RED_FLAGS[row.flag].asks,
            answer=FlagAnswer(row.answer) if row.answer else None,
            note=row.note,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda flag: RED_FLAGS[flag.code].number))


def alerts_in(connection: Connection, id: str) -> tuple[Alert, ...]:
    """The hits that a case is about, by listing."""
    table = tables.case_alert
    rows = connection.execute(select(table).where(table.c.case_id == id).order_by(table.c.listing)).all()
    return tuple(
        Alert(listing=row.listing, version=row.version, evidence=json.loads(row.evidence)) for row in rows
    )
