"""Deletion that is logged: what clock and holds both allow to go (15 CFR 762.6).

Deletion takes a record's rows, its attachments' bytes and the text of its log entries. Their leaves stay, so
the log still proves itself, and says that, when, why and by whom the record was deleted.
"""

from __future__ import annotations

from sqlalchemy import Table, select

from licet.core.errors import StoreError
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.attachments import drop_unused
from licet.store.portfolio_proof import drop_portfolio
from licet.store.retention import may_delete, retention_in
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Store, Writing

__all__ = ["delete"]


def delete(store: Store, who: Actor, subject: str, reason: str) -> int:
    """Delete a record whose five years are over and that no hold protects; returns the entries erased.

    Raises:
        ConflictError: clock or hold forbid it.
        StoreError: there is no such record.
    """
    who.need(Permission.DELETE)

    def work(w: Writing) -> int:
        state = retention_in(w.connection, subject)
        may_delete(state, w.now.date())
        entry, attached = tables.log_entry, tables.attachment
        indexes = (
            w.connection.execute(
                select(entry.c.idx)
                .where(
                    entry.c.subject == subject, entry.c.body.is_not(None), entry.c.kind != "retention.deleted"
                )
                .order_by(entry.c.idx)
            )
            .scalars()
            .all()
        )
        if not indexes:
            raise StoreError(f"no record `{subject}`")
        digests = (
            w.connection.execute(
                select(attached.c.sha256)
                .where(attached.c.subject == subject, attached.c.erased.is_(None))
                .distinct()
            )
            .scalars()
            .all()
        )
        data = {
            "deleted": subject,
            "reason": reason,
            "until": state.until,
            "entries": list(indexes),
            "attachments": list(digests),
        }
        w.record("retention.deleted", "deletion/" + subject, data)
        w.erase_bodies(indexes)
        drop_unused(w, list(digests))
        kind, _, name = subject.partition("/")
        if kind == "portfolio":
            drop_portfolio(w, name)
        return len(indexes)

    return store.write(who, work)


@projects("retention.deleted")
def _deleted(rows: Rows, entry: Entry) -> None:
    subject = entry.data["deleted"]
    kind, _, name = subject.partition("/")
    for index in entry.data["entries"]:
        rows.drop(tables.touch, {"entry": index})
        rows.drop(tables.find_key, {"entry": index})
    for table in (tables.clock, tables.hold, tables.attachment):
        rows.drop(table, {"subject": subject})
    for table, column in _OWN_ROWS.get(kind, ()):
        rows.drop(table, {column: name})


#: Which rows belong to a record of each kind; deletion takes them.
_OWN_ROWS: dict[str, tuple[tuple[Table, str], ...]] = {
    "decision": ((tables.decision, "id"),),
    "case": ((tables.case_file, "id"), (tables.case_alert, "case_id"), (tables.case_flag, "case_id")),
    "application": ((tables.application, "id"),),
    "licence": ((tables.licence, "id"), (tables.licence_line, "licence_id"), (tables.draw, "licence_id")),
    "shipment": ((tables.shipment, "id"),),
    "record": ((tables.statement, "id"),),
    "portfolio": (
        (tables.portfolio, "id"),
        (tables.portfolio_batch, "portfolio"),
        (tables.portfolio_load, "portfolio"),
        (tables.portfolio_erased, "portfolio"),
    ),
}
