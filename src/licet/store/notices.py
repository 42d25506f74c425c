"""Messages that must arrive: queued with what they tell of, tried until they do, kept when they cannot.

    queued -> sent
    queued -> queued (failed: later again, each time later) -> dead -> queued (by hand)

A message is queued in the transaction that made its news, so no crash parts the two. It is marked as sent
after it arrived; a crash in between sends it again under the same id, by which the receiver knows it.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, or_, select

from licet.core.errors import ConflictError, StoreError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.canonical import canonical, plain
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Store, Writing

__all__ = [
    "Notice",
    "NoticeState",
    "due_notices",
    "note_failed",
    "note_sent",
    "notice_counts",
    "notices",
    "queue_notice",
    "requeue",
]

#: Seconds until the second try; each later wait is twice as long.
FIRST_WAIT = 30
#: The longest wait: six hours.
LONGEST_WAIT = 6 * 3600
#: Tries after which a message is a dead letter: with these waits, after about a day and a half.
TRIES = 16


class NoticeState(enum.Enum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message.

    Attributes:
        id: `MSG-7`: the same at each try.
        channel: how it goes: `webhook`, `spool` or `smtp`.
        state: where it stands.
        attempts: how often it was tried.
        due: when it is tried next, UTC.
        error: what the last try ended with; empty when it arrived or was never tried.
        body: what it tells.
    """

    id: str
    channel: str
    state: NoticeState
    attempts: int
    due: str
    error: str
    body: Mapping[str, Any]


def queue_notice(w: Writing, channel: str, key: str, body: Mapping[str, Any], *, case: str = "") -> str:
    """Queue a message inside a transaction; one of the same channel and key is not queued twice.

    Returns:
        Its id; that of the first where there was one.
    """
    table = tables.notice
    known = w.connection.execute(
        select(table.c.id).where(table.c.channel == channel, table.c.key == key)
    ).scalar()
    if known:
        return str(known)
    id = f"MSG-{w.next_index}"
    data = {"channel": channel, "key": key, "case": case, "due": plain(w.now), "body": dict(body)}
    w.record("notice.queued", f"notice/{id}", data)
    return id


@projects("notice.queued")
def _queued(rows: Rows, entry: Entry) -> None:
    data = entry.data
    rows.put(
        tables.notice,
        {
            "id": entry.name,
            "channel": data["channel"],
            "key": data["key"],
            "state": NoticeState.QUEUED.value,
            "attempts": 0,
            "due": data["due"],
            "case_id": data["case"],
            "error": "",
            "body": canonical(dict(data["body"])),
            "entry": entry.index,
            "changed": entry.index,
        },
    )


def note_sent(store: Store, who: Actor, id: str) -> None:
    """Note that a message arrived."""
    who.need(Permission.CASE)
    store.write(who, lambda w: _tried(w, id, ""))


def note_failed(store: Store, who: Actor, id: str, error: str) -> NoticeState:
    """Note that a try failed: the next is later, or it is a dead letter now."""
    who.need(Permission.CASE)
    return store.write(who, lambda w: _tried(w, id, error or "failed"))


def _tried(w: Writing, id: str, error: str) -> NoticeState:
    table = tables.notice
    held = w.connection.execute(select(table).where(table.c.id == id)).one_or_none()
    if held is None:
        raise StoreError(f"no message `{id}`")
    if held.state != NoticeState.QUEUED.value:
        return NoticeState(held.state)  # another process was quicker
    attempts = held.attempts + 1
    outcome = "sent" if not error else "dead" if attempts >= TRIES else "failed"
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    due = plain(w.now + timedelta(seconds=wait)) if outcome == "failed" else ""
    data = {"outcome": outcome, "error": error[:1000], "due": due, "attempts": attempts}
    w.record("notice.tried", f"notice/{id}", data)
    return {"sent": NoticeState.SENT, "dead": NoticeState.DEAD}.get(outcome, NoticeState.QUEUED)


@projects("notice.tried")
def _was_tried(rows: Rows, entry: Entry) -> None:
    data = entry.data
    state = {"sent": NoticeState.SENT, "dead": NoticeState.DEAD}.get(data["outcome"], NoticeState.QUEUED)
    values = {
        "state": state.value,
        "attempts": data["attempts"],
        "due": data["due"],
        "error": data["error"],
        "changed": entry.index,
    }
    rows.set(tables.notice, {"id": entry.name}, values)


def requeue(store: Store, who: Actor, id: str) -> None:
    """Try a dead letter again, from now.

    Raises:
        ConflictError: it is no dead letter.
    """
    who.need(Permission.CASE)

    def work(w: Writing) -> None:
        table = tables.notice
        state = w.connection.execute(select(table.c.state).where(table.c.id == id)).scalar()
        if state != NoticeState.DEAD.value:
            raise ConflictError(f"`{id}` is no dead letter", fix="licet watch dead-letters")
        w.record("notice.requeued", f"notice/{id}", {"due": plain(w.now)})

    store.write(who, work)


@projects("notice.requeued")
def _requeued(rows: Rows, entry: Entry) -> None:
    values = {
        "state": NoticeState.QUEUED.value,
        "attempts": 0,
        "due": entry.data["due"],
        "changed": entry.index,
    }
    rows.set(tables.notice, {"id": entry.name}, values)


def _read(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        channel=row.channel,
        state=NoticeState(row.state),
        attempts=row.attempts,
        due=row.due,
        error=row.error,
        body=json.loads(row.body),
    )


def due_notices(
    store: Store, who: Actor, channels: Sequence[str], *, now: datetime | None = None, limit: int = 100
) -> list[Notice]:
    """Messages that are to be tried now, those that wait longest first.

    One that was never tried is due, and so is one whose day lies further ahead than any wait: the clock was
    wrong when it was queued, and it must not wait until that day.
    """
    who.need(Permission.READ)
    table, given = tables.notice, now or datetime.now(UTC)
    moment, never = plain(given), plain(given + timedelta(seconds=LONGEST_WAIT))
    query = (
        select(table)
        .where(
            table.c.state == NoticeState.QUEUED.value,
            or_(table.c.due <= moment, table.c.due > never, table.c.attempts == 0),
            table.c.channel.in_(list(channels)),
        )
        .order_by(table.c.due, table.c.entry)
        .limit(limit)
    )
    with store.read() as connection:
        return [_read(row) for row in connection.execute(query)]


def notices(store: Store, who: Actor, state: NoticeState, *, limit: int = 1000) -> list[Notice]:
    """Messages that stand so, oldest first."""
    who.need(Permission.READ)
    table = tables.notice
    query = select(table).where(table.c.state == state.value).order_by(table.c.entry).limit(limit)
    with store.read() as connection:
        return [_read(row) for row in connection.execute(query)]


def notice_counts(store: Store, who: Actor) -> dict[str, int]:
    """How many messages stand where."""
    who.need(Permission.READ)
    table = tables.notice
    with store.read() as connection:
        rows = connection.execute(select(table.c.state, func.count()).group_by(table.c.state))
        return {str(state): int(count) for state, count in rows}
