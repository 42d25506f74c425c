"""How long records are kept: the five years of 15 CFR 762.6, and legal holds.

The clock of a record runs five years from the latest event that 762.6(a) names; a record without such an
event has not begun to run out. A hold (762.6(b)) beats the clock until the agency's written authorization.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from licet.core.errors import ConflictError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Store, Writing

__all__ = [
    "YEARS",
    "ClockEvent",
    "Hold",
    "Retention",
    "due",
    "hold",
    "holds",
    "may_delete",
    "note_event",
    "release",
    "retention",
    "retention_in",
    "tick",
]

#: 15 CFR 762.6(a).
YEARS = 5


class ClockEvent(enum.Enum):
    """The events that 15 CFR 762.6(a)(1) to (4) count from."""

    EXPORT = "export"
    REEXPORT = "reexport"
    TRANSFER = "transfer"
    DIVERSION = "diversion"
    TERMINATION = "termination"
    BOYCOTT_REQUEST = "boycott request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold (15 CFR 762.6(b)).

    Attributes:
        id: `HOLD-42`.
        subject: the record held.
        agency: who asked.
        reason: what for.
    """

    id: str
    subject: str
    agency: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Where a record stands.

    Attributes:
        subject: the record.
        event: the latest event that counts; None when none is known.
        since: its day.
        until: last day on which the record must be kept; None while the clock has not begun.
        holds: holds that are in force.
    """

    subject: str
    event: ClockEvent | None
    since: date | None
    until: date | None
    holds: tuple[Hold, ...]

    def deletable(self, on: date) -> bool:
        """Whether clock and holds both allow deletion on a day."""
        return not self.holds and self.until is not None and on > self.until


def last_day(since: date, years: int = YEARS) -> date:
    """The last day to keep: the anniversary; 1 March where the year has no 29 February."""
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return date(since.year + years, 3, 1)


def _hold(row: Row[Any]) -> Hold:
    return Hold(id=row.id, subject=row.subject, agency=row.agency, reason=row.reason)


def retention_in(connection: Connection, subject: str) -> Retention:
    """Where a record stands, inside a transaction."""
    clock, table = tables.clock, tables.hold
    latest = connection.execute(
        select(clock.c.event, clock.c.day)
        .where(clock.c.subject == subject)
        .order_by(clock.c.day.desc(), clock.c.entry.desc())
        .limit(1)
    ).one_or_none()
    held = connection.execute(
        select(table).where(table.c.subject == subject, table.c.released.is_(None)).order_by(table.c.placed)
    ).all()
    since = date.fromisoformat(latest.day) if latest else None
    return Retention(
        subject=subject,
        event=ClockEvent(latest.event) if latest else None,
        since=since,
        until=last_day(since) if since else None,
        holds=tuple(_hold(row) for row in held),
    )


def may_delete(state: Retention, on: date) -> None:
    """Go on only if the record may go.

    Raises:
        ConflictError: a hold is in force, the five years are not over, or have not begun.
    """
    if state.holds:
        named = ", ".join(f"{hold.id} for {hold.agency}" for hold in state.holds)
        raise ConflictError(
            f"`{state.subject}` is under legal hold (15 CFR 762.6(b)): {named}",
            fix="release the hold with the agency's written authorization",
        )
    if state.until is None:
        raise ConflictError(
            f"the five years of `{state.subject}` have not begun: no export and no other end is known",
            fix="note the event that ended the transaction (15 CFR 762.6(a))",
        )
    if on <= state.until:
        raise ConflictError(f"`{state.subject}` must be kept to {state.until} (15 CFR 762.6(a))")


def retention(store: Store, who: Actor, subject: str) -> Retention:
    """Where a record stands."""
    who.need(Permission.READ)
    with store.read() as connection:
        return retention_in(connection, subject)


def tick(rows: Rows, entry: Entry, event: ClockEvent, day: str) -> None:
    """For projectors: an entry that also starts its record's five years."""
    rows.put(tables.clock, {"entry": entry.index, "subject": entry.subject, "event": event.value, "day": day})


def note_event(
    store: Store, who: Actor, subject: str, event: ClockEvent, day: date, *, note: str = ""
) -> None:
    """Note an event that the clock counts from: a reexport learned of, a contract ended."""
    who.need(Permission.RECORD)
    store.write(who, lambda w: record_event(w, subject, event, day, note=note))


def record_event(
    w: Writing,
    subject: str,
    event: ClockEvent,
    day: date,
    *,
    note: str = "",
    about: tuple[str, ...] = (),
) -> None:
    """Note such an event inside a transaction."""
    data = {"event": event, "day": day, "note": note}
    w.record("retention.event", subject, data, about=about)


@projects("retention.event")
def _event(rows: Rows, entry: Entry) -> None:
    tick(rows, entry, ClockEvent(entry.data["event"]), entry.data["day"])


def hold(store: Store, who: Actor, subject: str, agency: str, reason: str) -> str:
    """Place a legal hold, at an agency's formal or informal request; returns its id."""
    who.need(Permission.HOLD)

    def work(w: Writing) -> str:
        id = f"HOLD-{w.next_index}"
        w.record("retention.held", subject, {"id": id, "agency": agency, "reason": reason})
        return id

    return store.write(who, work)


@projects("retention.held")
def _held(rows: Rows, entry: Entry) -> None:
    rows.put(
        tables.hold,
        {
            "id": entry.data["id"],
            "subject": entry.subject,
            "agency": entry.data["agency"],
            "reason": entry.data["reason"],
            "placed": entry.index,
            "released": None,
        },
    )


def release(store: Store, who: Actor, id: str, authorization: str) -> None:
    """Release a hold.

    Args:
        store: the store.
        who: needs the permission to hold.
        id: the hold.
        authorization: the agency's written authorization: number, day, who signed.

    Raises:
        ConflictError: there is no such hold in force.
    """
    who.need(Permission.HOLD)

    def work(w: Writing) -> None:
        table = tables.hold
        row = w.connection.execute(
            select(table).where(table.c.id == id, table.c.released.is_(None))
        ).one_or_none()
        if row is None:
            raise ConflictError(f"no hold `{id}` is in force")
        w.record("retention.released", row.subject, {"id": id, "authorization": authorization})

    store.write(who, work)


@projects("retention.released")
def _released(rows: Rows, entry: Entry) -> None:
    rows.set(tables.hold, {"id": entry.data["id"]}, {"released": entry.index})


def holds(store: Store, who: Actor) -> list[Hold]:
    """All holds in force, oldest first."""
    who.need(Permission.READ)
    table = tables.hold
    with store.read() as connection:
        query = select(table).where(table.c.released.is_(None)).order_by(table.c.placed)
        return [_hold(row) for row in connection.execute(query)]


def due(store: Store, who: Actor, on: date, *, limit: int = 1000) -> list[Retention]:
    """Records that may be deleted on a day, oldest first."""
    who.need(Permission.READ)
    clock = tables.clock
    border = (on - timedelta(days=1)).isoformat()
    with store.read() as connection:
        subjects = connection.execute(
            select(clock.c.subject).where(clock.c.day < border).distinct().order_by(clock.c.subject)
        ).scalars()
        found = []
        for subject in subjects.all():
            state = retention_in(connection, subject)
            if state.deletable(on):
                found.append(state)
            if len(found) == limit:
                break
    return sorted(found, key=lambda state: (state.until or date.max, state.subject))
