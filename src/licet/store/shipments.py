"""Shipments: planned against licences, exported or cancelled.

Planning draws on each licence named, in one transaction: a shipment that a licence does not surely cover is
not planned, and of two that would over-draw it together only one is. Cancelling gives back what was drawn.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from licet.core.answer import Answer
from licet.core.errors import ConflictError, InputError, StoreError
from licet.store import tables
from licet.store.access import note_read
from licet.store.actor import Actor, Permission
from licet.store.canonical import canonical, plain
from licet.store.eei import LineAuthority, Shipment, wanted_for
from licet.store.eei_check import check_against_licence, check_eei
from licet.store.licences import licence, record_draw, require_standing, reverse_draw
from licet.store.reading import read_as
from licet.store.retention import ClockEvent, record_event, tick
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Find, Store, Writing

__all__ = [
    "KeptShipment",
    "ShipmentState",
    "cancel_shipment",
    "change_shipment",
    "check_shipment",
    "export_shipment",
    "plan_shipment",
    "shipment",
    "shipment_from",
    "shipments",
]


class ShipmentState(enum.Enum):
    """Where a shipment stands."""

    PLANNED = "planned"
    EXPORTED = "exported"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptShipment:
    """A shipment as it is kept.

    Attributes:
        state: planned, exported or cancelled.
        exported: day on which it left; None before.
        itn: Internal Transaction Number that AES gave; empty before.
        fields: its data.
    """

    state: ShipmentState
    exported: date | None
    itn: str
    fields: Shipment


def shipment_from(data: Mapping[str, Any]) -> Shipment:
    """A shipment from JSON data.

    Raises:
        InputError: a field is missing, unknown or not of its form.
    """
    return read_as(Shipment, data)


def _find(asked: Shipment, itn: str = "") -> Find:
    parties = [
        asked.usppi,
        asked.ultimate_consignee,
        asked.intermediate_consignee,
        asked.purchaser,
        asked.agent,
        *asked.end_users,
    ]
    named = [party for party in parties if party is not None]
    numbers = [line.license_number for line in asked.lines if line.authority is LineAuthority.LICENCE]
    return Find(
        parties=[party.name for party in named],
        countries=[asked.destination, *(party.country for party in named)],
        documents=[asked.reference, asked.transport_reference, itn, *numbers],
    )


def plan_shipment(
    store: Store, who: Actor, asked: Shipment, *, case: str = "", decisions: Sequence[str] = ()
) -> tuple[str, ...]:
    """Plan a shipment and draw on its licences; returns one sentence a line that draws.

    Args:
        store: the store.
        who: needs the permission for shipments.
        asked: its fields; `licence_id` of a line names the authorisation to draw on.
        case: case it belongs to.
        decisions: decisions that it rests on.

    Raises:
        ConflictError: a licence does not surely cover its line, or the reference was used before.
        InputError: a line under a licence names no licence.
    """
    who.need(Permission.SHIPMENT)
    for line in asked.lines:
        if line.authority is LineAuthority.LICENCE and not line.licence_id:
            raise InputError(
                "a line under a licence names it",
                field=f"lines[{line.number}].licence_id",
                fix="licet licence list",
            )

    def work(w: Writing) -> tuple[str, ...]:
        table = tables.shipment
        if w.connection.execute(select(table.c.id).where(table.c.id == asked.reference)).first():
            raise ConflictError(
                f"`{asked.reference}` was used before", fix="take another reference (30.6(a)(19))"
            )
        said: list[str] = []
        drawn: list[int] = []
        about = [f"case/{case}"] if case else []
        about += [f"decision/{id}" for id in decisions]
        for line in asked.lines:
            if line.licence_id:
                entry, coverage = record_draw(
                    w,
                    line.licence_id,
                    wanted_for(asked, line),
                    shipment=asked.reference,
                    line=line.licence_line,
                )
                if entry >= 0:
                    drawn.append(entry)
                said.append(f"line {line.number}: {coverage.says}")
                about.append(f"licence/{line.licence_id}")
        data = {"fields": plain(asked), "draws": drawn}
        w.record("shipment.planned", f"shipment/{asked.reference}", data, about=about, find=_find(asked))
        return tuple(said)

    return store.write(who, work)


@projects("shipment.planned")
def _planned(rows: Rows, entry: Entry) -> None:
    rows.put(
        tables.shipment,
        {
            "id": entry.name,
            "state": ShipmentState.PLANNED.value,
            "exported": "",
            "itn": "",
            "body": canonical(dict(entry.data["fields"])),
            "entry": entry.index,
        },
    )


def _kept(connection: Connection, id: str) -> KeptShipment:
    row = connection.execute(select(tables.shipment).where(tables.shipment.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"no shipment `{id}`")
    return _read(row)


def _read(row: Row[Any]) -> KeptShipment:
    return KeptShipment(
        state=ShipmentState(row.state),
        exported=date.fromisoformat(row.exported) if row.exported else None,
        itn=row.itn,
        fields=shipment_from(json.loads(row.body)),
    )


def _planned_only(connection: Connection, id: str) -> KeptShipment:
    held = _kept(connection, id)
    if held.state is not ShipmentState.PLANNED:
        raise ConflictError(f"`{id}` is {held.state.value}")
    return held


_DRAWN = ("authority", "licence_id", "licence_line", "eccn", "quantity", "unit", "value")
_LICENSED = (
    "destination",
    "export_day",
    "ultimate_consignee",
    "intermediate_consignee",
    "purchaser",
    "end_users",
)


def change_shipment(store: Store, who: Actor, asked: Shipment) -> None:
    """Change the fields of a planned shipment; what its licence was checked against stays as it was.

    Raises:
        ConflictError: it has left, or a field that counts for a licence differs: cancel and plan it again.
    """
    who.need(Permission.SHIPMENT)

    def work(w: Writing) -> None:
        held = _planned_only(w.connection, asked.reference).fields
        old, new = ({line.number: line for line in one.lines} for one in (held, asked))
        licensed = {n for lines in (old, new) for n, line in lines.items() if line.licence_id}
        changed = [
            f"line {n}"
            for n in sorted(licensed)
            if n not in old or n not in new or any(getattr(old[n], f) != getattr(new[n], f) for f in _DRAWN)
        ]
        if licensed:
            changed += [name for name in _LICENSED if getattr(held, name) != getattr(asked, name)]
        if changed:
            raise ConflictError(
                f"{', '.join(changed)}: the licence was checked against this",
                fix="cancel it and plan it again",
            )
        data = {"fields": plain(asked)}
        w.record("shipment.changed", f"shipment/{asked.reference}", data, find=_find(asked))

    store.write(who, work)


@projects("shipment.changed")
def _changed(rows: Rows, entry: Entry) -> None:
    values = {"body": canonical(dict(entry.data["fields"])), "entry": entry.index}
    rows.set(tables.shipment, {"id": entry.name}, values)


def _related(connection: Connection, subject: str) -> list[str]:
    """The records that a shipment names: its licences, case and decisions."""
    touch, entry = tables.touch, tables.log_entry
    query = (
        select(touch.c.subject).join(entry, touch.c.entry == entry.c.idx).where(entry.c.subject == subject)
    )
    return sorted(set(connection.execute(query).scalars()))


def export_shipment(store: Store, who: Actor, id: str, day: date, *, itn: str = "") -> None:
    """Note that it left: the five years of it and of all that it names begin (15 CFR 762.6(a)(1)).

    Raises:
        ConflictError: a licence it draws on was suspended, revoked or is over on that day.
    """
    who.need(Permission.SHIPMENT)

    def work(w: Writing) -> None:
        held = _planned_only(w.connection, id)
        subject = f"shipment/{id}"
        for line in held.fields.lines:
            if line.licence_id:
                require_standing(w.connection, line.licence_id, day)
        w.record("shipment.exported", subject, {"day": day, "itn": itn}, find=_find(held.fields, itn))
        for other in _related(w.connection, subject):
            record_event(w, other, ClockEvent.EXPORT, day, note=f"shipment {id}", about=(subject,))

    store.write(who, work)


@projects("shipment.exported")
def _exported(rows: Rows, entry: Entry) -> None:
    values = {"state": ShipmentState.EXPORTED.value, "exported": entry.data["day"], "itn": entry.data["itn"]}
    rows.set(tables.shipment, {"id": entry.name}, values)
    tick(rows, entry, ClockEvent.EXPORT, entry.data["day"])


def cancel_shipment(store: Store, who: Actor, id: str, reason: str, *, day: date | None = None) -> None:
    """Note that it does not leave, and give back what it drew."""
    who.need(Permission.SHIPMENT)

    def work(w: Writing) -> None:
        _planned_only(w.connection, id)
        table = tables.draw
        query = select(table.c.entry).where(table.c.shipment == id, table.c.reversed.is_(None))
        for draw in w.connection.execute(query.order_by(table.c.entry)).scalars().all():
            reverse_draw(w, draw, reason)
        w.record("shipment.cancelled", f"shipment/{id}", {"reason": reason, "day": day or w.now.date()})

    store.write(who, work)


@projects("shipment.cancelled")
def _cancelled(rows: Rows, entry: Entry) -> None:
    rows.set(tables.shipment, {"id": entry.name}, {"state": ShipmentState.CANCELLED.value})
    tick(rows, entry, ClockEvent.TERMINATION, entry.data["day"])


def shipment(store: Store, who: Actor, id: str) -> KeptShipment:
    """A shipment by its reference.

    Raises:
        StoreError: there is none.
    """
    who.need(Permission.READ)
    with store.read() as connection:
        found = _kept(connection, id)
    note_read(store, who, f"shipment/{id}")
    return found


def shipments(store: Store, who: Actor, *, state: ShipmentState | None = None) -> list[KeptShipment]:
    """Shipments, oldest first; of one state where given."""
    who.need(Permission.READ)
    table = tables.shipment
    query = select(table).order_by(table.c.entry)
    if state is not None:
        query = query.where(table.c.state == state.value)
    with store.read() as connection:
        return [_read(row) for row in connection.execute(query).all()]


def check_shipment(store: Store, who: Actor, asked: Shipment) -> list[Answer]:
    """Whether its EEI can be filed, and whether each line agrees with the licence it names."""
    answers = [check_eei(asked)]
    for line in asked.lines:
        if line.licence_id:
            terms = licence(store, who, line.licence_id).terms
            answers.append(check_against_licence(asked, line, terms))
    return answers
