"""Find all records of a transaction by party, country or document number (15 CFR 762.5(c))."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.rows import Entry, fold
from licet.store.store import Store, read_entry

__all__ = ["Found", "find", "history"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record that answers.

    Attributes:
        subject: the record (`case/CASE-7`, `decision/DEC-3`, `licence/LIC-9`, ...).
        entries: how many of its entries answer.
        first: index of the first of them.
    """

    subject: str
    entries: int
    first: int


def find(
    store: Store,
    who: Actor,
    *,
    party: str = "",
    country: str = "",
    document: str = "",
    limit: int = 1000,
) -> list[Found]:
    """Records by any one criterion, or by several at once (then all must hold), newest first.

    Names and numbers are compared without regard to case and spacing; a `*` at the end finds beginnings.
    """
    who.need(Permission.READ)
    table = tables.find_key
    wanted = [
        (by, value) for by, value in (("party", party), ("country", country), ("document", document)) if value
    ]
    found: dict[str, Found] | None = None
    with store.read() as connection:
        for by, value in wanted:
            query = (
                select(table.c.subject, func.count(), func.min(table.c.entry))
                .where(table.c.by == by)
                .group_by(table.c.subject)
            )
            key = fold(value.removesuffix("*"))
            if value.endswith("*"):
                query = query.where(table.c.key.startswith(key, autoescape=True))
            else:
                query = query.where(table.c.key == key)
            here = {
                subject: Found(subject=subject, entries=count, first=first)
                for subject, count, first in connection.execute(query)
            }
            found = here if found is None else {name: found[name] for name in found.keys() & here.keys()}
    answer = sorted((found or {}).values(), key=lambda one: one.first, reverse=True)
    return answer[:limit]


def history(store: Store, who: Actor, subject: str) -> list[Entry]:
    """All entries of a record and those that concern it, oldest first: its timeline."""
    who.need(Permission.READ)
    entry, touch = tables.log_entry, tables.touch
    own = select(entry.c.idx, entry.c.body).where(entry.c.subject == subject, entry.c.body.is_not(None))
    others = (
        select(entry.c.idx, entry.c.body)
        .join(touch, touch.c.entry == entry.c.idx)
        .where(touch.c.subject == subject, entry.c.body.is_not(None))
    )
    with store.read() as connection:
        rows = connection.execute(own.union(others).order_by("idx")).all()
    return [read_entry(row.idx, row.body) for row in rows]
