"""Documents attached to records: the hash in the log, the bytes beside it, so that bytes can be erased."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import func, select

from licet.core.errors import ConflictError, InputError, StoreError
from licet.store import tables
from licet.store.access import note_read
from licet.store.actor import Actor, Permission
from licet.store.retention import may_delete, retention_in
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Find, Store, Writing

__all__ = ["LIMIT", "Attachment", "attach", "attachments", "erase_attachment", "read_attachment"]

#: The largest document that is taken, in bytes.
LIMIT = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document.

    Attributes:
        id: `ATT-42`.
        subject: the record it belongs to.
        name: file name as given.
        media: media type.
        size: bytes.
        sha256: hash of the bytes, hexadecimal.
        erased: whether the bytes are gone.
    """

    id: str
    subject: str
    name: str
    media: str
    size: int
    sha256: str
    erased: bool


def attach(
    store: Store,
    who: Actor,
    subject: str,
    name: str,
    content: bytes,
    *,
    media: str = "application/octet-stream",
    document: str = "",
) -> str:
    """Attach a document to a record; returns its id. `document` is its reference number, to find it by.

    Raises:
        InputError: the document is empty or too large.
    """
    who.need(Permission.RECORD)
    if not content or len(content) > LIMIT:
        raise InputError(f"a document holds 1 to {LIMIT} bytes: `{len(content)}`", field="content")
    digest = hashlib.sha256(content).hexdigest()

    def work(w: Writing) -> str:
        id = f"ATT-{w.next_index}"
        held = w.connection.execute(
            select(func.count())
            .select_from(tables.attachment_bytes)
            .where(tables.attachment_bytes.c.sha256 == digest)
        ).scalar_one()
        if not held:
            w.beside().put(tables.attachment_bytes, {"sha256": digest, "content": content})
        data = {"id": id, "name": name, "media": media, "size": len(content), "sha256": digest}
        w.record("attachment.added", subject, data, find=Find(documents=[document, name]))
        return id

    return store.write(who, work)


@projects("attachment.added")
def _added(rows: Rows, entry: Entry) -> None:
    fields = ("id", "name", "media", "size", "sha256")
    row = {name: entry.data[name] for name in fields}
    rows.put(tables.attachment, {**row, "subject": entry.subject, "entry": entry.index, "erased": None})


@projects("attachment.erased")
def _erased(rows: Rows, entry: Entry) -> None:
    rows.set(tables.attachment, {"id": entry.data["id"]}, {"erased": entry.index})


def erase_attachment(store: Store, who: Actor, id: str, reason: str, *, required: bool = True) -> None:
    """Erase a document's bytes; name, size and hash stay.

    Args:
        store: the store.
        who: needs the permission to delete.
        id: the attachment.
        reason: why, in words.
        required: whether 15 CFR 762 requires it to be kept; False for what never was a record of the trade
            (a wrong upload), which may go before the five years are over, but not under a legal hold.

    Raises:
        ConflictError: its record is under hold, or its five years are not over.
    """
    who.need(Permission.DELETE)

    def work(w: Writing) -> None:
        table = tables.attachment
        row = w.connection.execute(select(table).where(table.c.id == id)).one_or_none()
        if row is None:
            raise StoreError(f"no attachment `{id}`")
        if row.erased is not None:
            raise ConflictError(f"`{id}` is erased already")
        state = retention_in(w.connection, row.subject)
        if state.holds or required:
            may_delete(state, w.now.date())
        data = {"id": id, "sha256": row.sha256, "reason": reason}
        w.record("attachment.erased", row.subject, data)
        drop_unused(w, [row.sha256])

    store.write(who, work)


def drop_unused(w: Writing, digests: list[str]) -> None:
    """Remove the bytes that no attachment needs any more."""
    table = tables.attachment
    for digest in digests:
        needed = select(func.count()).select_from(table)
        needed = needed.where(table.c.sha256 == digest, table.c.erased.is_(None))
        if not w.connection.execute(needed).scalar_one():
            w.beside().drop(tables.attachment_bytes, {"sha256": digest})


def attachments(store: Store, who: Actor, subject: str) -> list[Attachment]:
    """The documents of a record, oldest first."""
    who.need(Permission.READ)
    table = tables.attachment
    with store.read() as connection:
        query = select(table).where(table.c.subject == subject).order_by(table.c.entry)
        rows = connection.execute(query).all()
    return [
        Attachment(
            id=row.id,
            subject=row.subject,
            name=row.name,
            media=row.media,
            size=row.size,
            sha256=row.sha256,
            erased=row.erased is not None,
        )
        for row in rows
    ]


def read_attachment(store: Store, who: Actor, id: str) -> tuple[Attachment, bytes]:
    """A document and its bytes.

    Raises:
        StoreError: there is none, its bytes were erased, or they are not those that were attached.
    """
    who.need(Permission.READ)
    table, content = tables.attachment, tables.attachment_bytes
    with store.read() as connection:
        subject = connection.execute(select(table.c.subject).where(table.c.id == id)).scalar_one_or_none()
        query = select(content.c.content).join(table, table.c.sha256 == content.c.sha256)
        raw = connection.execute(query.where(table.c.id == id, table.c.erased.is_(None))).scalar_one_or_none()
    if subject is None or raw is None:
        raise StoreError(f"no attachment `{id}`, or its bytes were erased")
    held = next(found for found in attachments(store, who, subject) if found.id == id)
    if hashlib.sha256(raw).hexdigest() != held.sha256:
        raise StoreError(f"the bytes of `{id}` are not those that were attached", fix="licet log verify")
    note_read(store, who, subject)
    return held, bytes(raw)
