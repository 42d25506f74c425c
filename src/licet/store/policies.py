"""The house's own policies, kept in the log like everything else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.canonical import canonical, plain
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Store

__all__ = ["policy_body", "set_policy"]


def set_policy(store: Store, who: Actor, id: str, body: Mapping[str, Any]) -> None:
    """Set a policy by its id, whole."""
    who.need(Permission.POLICY)
    store.write(who, lambda w: w.record("policy.set", f"policy/{id}", {"id": id, "body": plain(body)}))


@projects("policy.set")
def _set(rows: Rows, entry: Entry) -> None:
    rows.drop(tables.policy, {"id": entry.data["id"]})
    rows.put(
        tables.policy,
        {"id": entry.data["id"], "entry": entry.index, "body": canonical(dict(entry.data["body"]))},
    )


def policy_body(connection: Connection, id: str) -> dict[str, Any] | None:
    """A policy as it was set last; None when it never was."""
    body = connection.execute(
        select(tables.policy.c.body).where(tables.policy.c.id == id)
    ).scalar_one_or_none()
    return None if body is None else dict(json.loads(body))
