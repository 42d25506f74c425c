"""Statements and letters as records: UVL statements, is-informed letters, end-user statements.

A UVL statement is needed from each party on the Unverified List before an export without a licence
(15 CFR 744.15(b)) and must be retained (762.2(b)). An is-informed letter puts a licence requirement on its
addressee alone (744.11(c), 744.21(b) and their like). Rules ask for both by party and day.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from licet.core.deal import Notice
from licet.core.errors import ConflictError, StoreError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.canonical import canonical
from licet.store.retention import ClockEvent, tick
from licet.store.rows import Entry, Rows, fold, projects
from licet.store.store import Find, Store, Writing

__all__ = ["Statement", "StatementKind", "keep_statement", "notices", "statement", "statements", "withdraw"]


class StatementKind(enum.Enum):
    """What kind of statement or letter."""

    UVL = "UVL statement"
    INFORMED = "is-informed letter"
    END_USER = "end-user statement"
    TGL = "TGL certification"
    ASSURANCE = "written assurance"
    DELIVERY = "delivery verification"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement or letter.

    Attributes:
        id: `REC-42`.
        kind: which kind.
        party: who made it; for an is-informed letter whom it concerns (empty: everybody it names).
        text: its words, or what it says in substance; the document itself may be attached.
        signed: day on which it was signed or received.
        valid_to: last day on which it holds; None for no end.
        sections: sections of 15 CFR it rests on.
        document: its reference number.
        withdrawn: whether it holds no longer.
    """

    id: str
    kind: StatementKind
    party: str
    text: str
    signed: date
    valid_to: date | None
    sections: tuple[str, ...]
    document: str
    withdrawn: bool

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return not self.withdrawn and self.signed <= on and (self.valid_to is None or on <= self.valid_to)


def keep_statement(
    store: Store,
    who: Actor,
    kind: StatementKind,
    *,
    party: str,
    text: str,
    signed: date,
    valid_to: date | None = None,
    sections: Sequence[str] = (),
    document: str = "",
    country: str = "",
    about: Sequence[str] = (),
) -> str:
    """Keep a statement or letter; returns its id (`REC-42`).

    Raises:
        InputError: it has no words.
    """
    who.need(Permission.RECORD)

    def work(w: Writing) -> str:
        id = f"REC-{w.next_index}"
        data = {
            "kind": kind,
            "party": party,
            "text": text.strip(),
            "signed": signed,
            "valid_to": valid_to.isoformat() if valid_to else "",
            "sections": list(sections),
            "document": document,
        }
        find = Find(parties=[party], countries=[country], documents=[document])
        w.record("record.kept", f"record/{id}", data, about=about, find=find)
        return id

    return store.write(who, work)


@projects("record.kept")
def _kept(rows: Rows, entry: Entry) -> None:
    data = entry.data
    rows.put(
        tables.statement,
        {
            "id": entry.name,
            "kind": data["kind"],
            "party": data["party"],
            "party_key": fold(data["party"]),
            "state": "kept",
            "signed": data["signed"],
            "valid_to": data["valid_to"],
            "body": canonical({name: data[name] for name in ("text", "sections", "document")}),
            "entry": entry.index,
        },
    )
    if data["valid_to"]:
        tick(rows, entry, ClockEvent.TERMINATION, data["valid_to"])


def withdraw(store: Store, who: Actor, id: str, reason: str, *, day: date | None = None) -> None:
    """Note that it holds no longer."""
    who.need(Permission.RECORD)

    def work(w: Writing) -> None:
        table = tables.statement
        state = w.connection.execute(select(table.c.state).where(table.c.id == id)).scalar_one_or_none()
        if state != "kept":
            raise ConflictError(f"no statement `{id}` that holds")
        w.record("record.withdrawn", f"record/{id}", {"reason": reason, "day": day or w.now.date()})

    store.write(who, work)


@projects("record.withdrawn")
def _withdrawn(rows: Rows, entry: Entry) -> None:
    rows.set(tables.statement, {"id": entry.name}, {"state": "withdrawn"})
    tick(rows, entry, ClockEvent.TERMINATION, entry.data["day"])


def _read(row: Row[Any]) -> Statement:
    body = json.loads(row.body)
    return Statement(
        id=row.id,
        kind=StatementKind(row.kind),
        party=row.party,
        text=body["text"],
        signed=date.fromisoformat(row.signed),
        valid_to=date.fromisoformat(row.valid_to) if row.valid_to else None,
        sections=tuple(body["sections"]),
        document=body["document"],
        withdrawn=row.state == "withdrawn",
    )


def statement(store: Store, who: Actor, id: str) -> Statement:
    """A statement by its id.

    Raises:
        StoreError: there is none.
    """
    who.need(Permission.READ)
    table = tables.statement
    with store.read() as connection:
        row = connection.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"no statement `{id}`")
    return _read(row)


def statements(
    store: Store,
    who: Actor,
    *,
    kind: StatementKind | None = None,
    party: str = "",
    on: date | None = None,
) -> list[Statement]:
    """Statements, oldest first: of a kind, of a party (case and spacing apart), that hold on a day."""
    who.need(Permission.READ)
    table = tables.statement
    query = select(table).order_by(table.c.entry)
    if kind is not None:
        query = query.where(table.c.kind == kind.value)
    if party:
        query = query.where(table.c.party_key == fold(party))
    with store.read() as connection:
        found = [_read(row) for row in connection.execute(query)]
    return [one for one in found if on is None or one.holds(on)]


def notices(store: Store, who: Actor, on: date, *, party: str = "") -> tuple[Notice, ...]:
    """The is-informed letters that hold on a day, as rules ask for them (`Trade.informed`).

    A letter that names a party counts only for that party; without a party only the general ones are given.
    """
    letters = statements(store, who, kind=StatementKind.INFORMED, on=on)
    return tuple(
        Notice(section=section, day=letter.signed)
        for letter in letters
        if not letter.party or fold(letter.party) == fold(party)
        for section in letter.sections
    )
