"""Self-tests in the log: that they were run, on which lists, and what failed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.canonical import canonical
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Store

__all__ = ["log_selftest", "selftests"]


def log_selftest(store: Store, who: Actor, *, passed: bool, snapshot: str, body: Mapping[str, Any]) -> None:
    """Keep a self-test."""
    who.need(Permission.CASE)
    data = {"passed": passed, "snapshot": snapshot, "body": dict(body)}
    store.write(who, lambda w: w.record("selftest.ran", "selftest/licet", data))


@projects("selftest.ran")
def _ran(rows: Rows, entry: Entry) -> None:
    rows.put(
        tables.selftest,
        {
            "entry": entry.index,
            "at": entry.at,
            "passed": int(entry.data["passed"]),
            "snapshot": entry.data["snapshot"],
            "body": canonical(dict(entry.data["body"])),
        },
    )


def selftests(store: Store, who: Actor, *, limit: int = 100) -> list[dict[str, Any]]:
    """The last self-tests, newest first."""
    who.need(Permission.READ)
    table = tables.selftest
    with store.read() as connection:
        rows = connection.execute(select(table).order_by(table.c.entry.desc()).limit(limit)).all()
    return [
        {"at": row.at, "passed": bool(row.passed), "snapshot": row.snapshot, **json.loads(row.body)}
        for row in rows
    ]
