"""Licence applications as they are kept: drafted, changed, submitted once complete, and what became of them.

The fields themselves are those of `bis748p`.
"""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from licet.core.errors import ConflictError, InputError, StoreError
from licet.store import tables
from licet.store.access import note_read
from licet.store.actor import Actor, Permission
from licet.store.bis748p import CITE, Application, problems
from licet.store.canonical import canonical, plain
from licet.store.reading import read_as
from licet.store.retention import ClockEvent, tick
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Find, Store, Writing

__all__ = [
    "ApplicationState",
    "Kept",
    "application",
    "applications",
    "change_application",
    "draft_application",
    "move_application",
]


class ApplicationState(enum.Enum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INTENT_TO_DENY = "intent to deny"
    GRANTED = "granted"
    DENIED = "denied"
    RETURNED = "returned without action"
    WITHDRAWN = "withdrawn"


_NEXT = {
    ApplicationState.DRAFT: {ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN},
    ApplicationState.SUBMITTED: set(ApplicationState) - {ApplicationState.DRAFT, ApplicationState.SUBMITTED},
    ApplicationState.INTENT_TO_DENY: {
        ApplicationState.GRANTED,
        ApplicationState.DENIED,
        ApplicationState.WITHDRAWN,
    },
}


_ENDS = (ApplicationState.DENIED, ApplicationState.RETURNED, ApplicationState.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An application as it is kept.

    Attributes:
        id: `APP-42`.
        state: where it stands.
        control_number: the agency's; empty before it is submitted.
        fields: its blocks.
    """

    id: str
    state: ApplicationState
    control_number: str
    fields: Application


def _find(asked: Application, control_number: str = "") -> Find:
    parties = [
        asked.applicant,
        asked.other_party,
        asked.purchaser,
        *asked.intermediate_consignees,
        asked.ultimate_consignee,
        *asked.end_users,
        asked.original_consignee,
    ]
    named = [party for party in parties if party is not None]
    return Find(
        parties=[party.name for party in named],
        countries=[party.country for party in named],
        documents=[control_number, asked.resubmission, asked.replaces],
    )


def draft_application(store: Store, who: Actor, asked: Application, *, case: str = "") -> str:
    """Keep a draft, complete or not; returns its id (`APP-42`)."""
    who.need(Permission.LICENCE)

    def work(w: Writing) -> str:
        id = f"APP-{w.next_index}"
        about = [f"case/{case}"] if case else []
        fields = {"fields": plain(asked)}
        w.record("application.drafted", f"application/{id}", fields, about=about, find=_find(asked))
        return id

    return store.write(who, work)


@projects("application.drafted")
def _drafted(rows: Rows, entry: Entry) -> None:
    rows.put(
        tables.application,
        {
            "id": entry.name,
            "state": ApplicationState.DRAFT.value,
            "control_number": "",
            "body": canonical(dict(entry.data["fields"])),
            "entry": entry.index,
        },
    )


def change_application(store: Store, who: Actor, id: str, asked: Application) -> None:
    """Replace the fields of a draft.

    Raises:
        ConflictError: it was submitted already.
    """
    who.need(Permission.LICENCE)

    def work(w: Writing) -> None:
        if _kept(w.connection, id).state is not ApplicationState.DRAFT:
            raise ConflictError(f"`{id}` is no draft any more")
        w.record("application.changed", f"application/{id}", {"fields": plain(asked)}, find=_find(asked))

    store.write(who, work)


@projects("application.changed")
def _changed(rows: Rows, entry: Entry) -> None:
    values = {"body": canonical(dict(entry.data["fields"])), "entry": entry.index}
    rows.set(tables.application, {"id": entry.name}, values)


def move_application(
    store: Store,
    who: Actor,
    id: str,
    state: ApplicationState,
    day: date,
    *,
    control_number: str = "",
    note: str = "",
) -> None:
    """Note that it was submitted, granted, denied, returned or withdrawn.

    Raises:
        ConflictError: it cannot go there from where it stands.
        InputError: it is to be submitted with blocks missing, or without its control number.
    """
    who.need(Permission.LICENCE)

    def work(w: Writing) -> None:
        held = _kept(w.connection, id)
        if state not in _NEXT.get(held.state, set()):
            raise ConflictError(f"`{id}` is {held.state.value} and cannot become {state.value}")
        if state is ApplicationState.SUBMITTED:
            wrong = problems(held.fields)
            if wrong:
                named = "; ".join(f"block {one.block}: {one.says}" for one in wrong)
                raise InputError(f"`{id}` is not complete: {named}", fix=f"see {CITE}")
            if not control_number:
                raise InputError("the application control number is missing", field="control_number")
        data = {"state": state, "day": day, "note": note}
        if control_number:
            data["control_number"] = control_number
        find = Find(documents=[control_number])
        w.record("application.moved", f"application/{id}", data, find=find)

    store.write(who, work)


@projects("application.moved")
def _moved(rows: Rows, entry: Entry) -> None:
    values = {"state": entry.data["state"], "entry": entry.index}
    if "control_number" in entry.data:
        values["control_number"] = entry.data["control_number"]
    rows.set(tables.application, {"id": entry.name}, values)
    if ApplicationState(entry.data["state"]) in _ENDS:
        tick(rows, entry, ClockEvent.TERMINATION, entry.data["day"])


def _read(row: Row[Any]) -> Kept:
    return Kept(
        id=row.id,
        state=ApplicationState(row.state),
        control_number=row.control_number,
        fields=read_as(Application, json.loads(row.body)),
    )


def _kept(connection: Connection, id: str) -> Kept:
    table = tables.application
    row = connection.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"no application `{id}`")
    return _read(row)


def application(store: Store, who: Actor, id: str) -> Kept:
    """An application by its id.

    Raises:
        StoreError: there is none.
    """
    who.need(Permission.READ)
    with store.read() as connection:
        found = _kept(connection, id)
    note_read(store, who, f"application/{id}")
    return found


def applications(store: Store, who: Actor, *, state: ApplicationState | None = None) -> list[Kept]:
    """Applications, by id; of one state where given."""
    who.need(Permission.READ)
    table = tables.application
    query = select(table).order_by(table.c.id)
    if state is not None:
        query = query.where(table.c.state == state.value)
    with store.read() as connection:
        return [_read(row) for row in connection.execute(query).all()]
