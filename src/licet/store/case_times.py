"""When cases were opened and closed, and their alerts: what pictures of the work are made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.store import Store

__all__ = ["CaseTimes", "case_times"]

#: The time of an entry in its canonical text; quotes inside of strings are escaped, so it stands once.
_AT = re.compile(r'"at":"([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTimes:
    """One case: when it was opened and closed (UTC; None while it is not), and its alerts."""

    opened: datetime
    closed: datetime | None
    alerts: int


def case_times(store: Store, who: Actor, *, limit: int = 5_000) -> list[CaseTimes]:
    """The latest cases, newest first."""
    who.need(Permission.READ)
    file, alert, log = tables.case_file, tables.case_alert, tables.log_entry
    first, last = log.alias("first"), log.alias("last")
    count = select(func.count()).select_from(alert).where(alert.c.case_id == file.c.id).scalar_subquery()
    query = (
        select(file.c.state, first.c.body, last.c.body, count)
        .join_from(file, first, first.c.idx == file.c.opened)
        .join(last, last.c.idx == file.c.changed)
        .order_by(file.c.opened.desc())
        .where(first.c.body.is_not(None))  # what was erased under 15 CFR 762.6 has no time left
        .limit(limit)
    )
    with store.read() as connection:
        rows = connection.execute(query).all()
    return [
        CaseTimes(
            opened=_at(opened), closed=_at(changed) if state == "closed" and changed else None, alerts=alerts
        )
        for state, opened, changed, alerts in rows
    ]


def _at(body: str) -> datetime:
    found = _AT.search(body)
    assert found is not None  # noqa: S101  every entry has its time
    return datetime.fromisoformat(found[1])
