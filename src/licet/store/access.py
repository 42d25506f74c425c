"""Who read what, and who was refused at the door: in the log, without making reading slow.

Reads are gathered for a few seconds and written as one entry a person. Refusals are written at once; those
that follow from the same place within a minute are counted into the next entry, so that nobody fills the log
by guessing. A kill -9 may lose the reads of the last seconds.

While a store has no users, the one person who holds it is not watched: reads by the operating system's user
are not logged.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from licet.core.errors import LicetError
from licet.store import tables
from licet.store.actor import Actor, Origin, Permission
from licet.store.canonical import plain
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Store, read_entry

__all__ = ["GATHERED", "QUIET", "Read", "note_read", "note_refusal", "readers", "write_reads"]

#: For how long reads are gathered before they are written.
GATHERED = timedelta(seconds=5)
#: For how long refusals from one place are counted into one entry.
QUIET = timedelta(minutes=1)
#: Tells typed names apart within one process and to nobody later: people type passwords into the wrong field.
_TYPED_KEY = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """That a person read a record.

    Attributes:
        by: user id.
        times: how often from `first` to `last`.
        first: when, UTC, ISO 8601.
        last: the same.
        origin: where from.
    """

    by: str
    times: int
    first: str
    last: str
    origin: Mapping[str, str]


def note_read(store: Store, who: Actor, subject: str) -> None:
    """Note that somebody read a record; written within `GATHERED`, or when the store is closed."""
    if who.id.startswith("os:"):
        return
    now = store.clock()
    with store.gathering:
        if not store.reads:
            store.reads_since = now
        held = store.reads.setdefault((who.id, who.origin), {})
        times, first = held.get(subject, (0, now))[:2]
        held[subject] = (times + 1, first, now)
        due = now - store.reads_since >= GATHERED
    store.before_close["reads"] = write_reads
    if due:
        write_reads(store)


def write_reads(store: Store) -> None:
    """Write the reads that were gathered. A store that cannot be written does not keep its readers out."""
    with store.gathering:
        found, store.reads = store.reads, {}
    for (id, origin), records in found.items():
        data = {
            "records": [
                {"of": subject, "times": times, "first": plain(first), "last": plain(last)}
                for subject, (times, first, last) in sorted(records.items())
            ]
        }
        _write(store, Actor(id=id, roles=frozenset(), origin=origin), "user.read", data)


def _write(store: Store, who: Actor, kind: str, data: Mapping[str, Any]) -> None:
    with suppress(LicetError):
        store.write(who, lambda w: w.record(kind, f"user/{who.id}", data))


@projects("user.read")
def _read(_rows: Rows, _entry: Entry) -> None:
    """The entry says it all."""


def readers(store: Store, who: Actor, subject: str) -> list[Read]:
    """Who read a record, oldest first; for whoever may look into the log."""
    who.need(Permission.LOG)
    write_reads(store)
    entry = tables.log_entry
    query = (
        select(entry.c.idx, entry.c.body)
        .where(entry.c.kind == "user.read", entry.c.body.is_not(None))
        .order_by(entry.c.idx)
    )
    with store.read() as connection:
        entries = [read_entry(row.idx, row.body) for row in connection.execute(query)]
    return [
        Read(by=one.by, times=part["times"], first=part["first"], last=part["last"], origin=one.origin)
        for one in entries
        for part in one.data["records"]
        if part["of"] == subject
    ]


def note_refusal(store: Store, origin: Origin, *, how: str, why: str, typed: str) -> None:
    """Note that somebody was refused who is no user, or none that may come in.

    Args:
        store: the store.
        origin: where from.
        how: `password` or `key`.
        why: `no such user`, `disabled`, `locked`, `no password`, `no such key`, `revoked`, `expired`.
        typed: the name or key id that was given; kept only as a mark that tells names apart for a while.
    """
    now = store.clock()
    place = (origin.address, how, why)
    with store.gathering:
        since, times = store.refusals.get(place, (None, 0))
        quiet = since is not None and now - since < QUIET
        store.refusals[place] = (since if quiet else now, times + 1 if quiet else 0)
    store.before_close["refusals"] = _write_refusals
    if not quiet:
        _refused(store, origin, how=how, why=why, times=times + 1, typed=_mark(typed))


def _mark(typed: str) -> str:
    return hmac.new(_TYPED_KEY, typed.encode(), hashlib.sha256).hexdigest()[:12]


def _refused(store: Store, origin: Origin, **data: str | int) -> None:
    nobody = Actor(id="nobody", roles=frozenset(), origin=replace(origin, key=""))
    _write(store, nobody, "door.refused", data)


def _write_refusals(store: Store) -> None:
    with store.gathering:
        left = {place: times for place, (_, times) in store.refusals.items() if times}
        store.refusals = {}
    for (address, how, why), times in left.items():
        origin = Origin(host="", client="", address=address)
        _refused(store, origin, how=how, why=why, times=times, typed="")


@projects("door.refused")
def _door(_rows: Rows, _entry: Entry) -> None:
    """The entry says it all."""
