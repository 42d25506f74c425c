"""Portfolios: what a firm deals in, versioned, beside the log and bound to it.

A record gets a new version only when its content changes. A batch of records is one entry of the log with
the Merkle root over its rows, so a million parties are a few hundred entries, and one changed row is found
(`licet log verify`). A record that is gone from the firm's own system is withdrawn: its history stays until
`erase` takes its text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from licet.core.errors import InputError
from licet.core.portfolio_json import KINDS, Record, parties_of, record_to_json
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.canonical import canonical, decimal_text
from licet.store.log import CompactRange, leaf_hash
from licet.store.portfolio_read import BATCH, Settings, current_rows, newest_rows
from licet.store.rows import Entry, Rows, projects
from licet.store.store import Store, Writing

__all__ = [
    "Loaded",
    "batch_root",
    "note_load",
    "put",
    "require_name",
    "row_line",
    "set_portfolio",
    "withdraw",
    "withdraw_absent",
]

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What bringing records in did.

    Attributes:
        read: records given.
        written: records that were new or changed.
        unchanged: records whose content was there already.
        withdrawn: records withdrawn.
        refused: rows that could not be read.
    """

    read: int = 0
    written: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class _Ready:
    """A record ready to be put: its reference, content, and the content's SHA-256."""

    id: str
    body: str
    digest: str
    ties: tuple[tuple[str, str], ...]


def require_name(name: str) -> str:
    """The name, if a portfolio may be called so.

    Raises:
        InputError: it holds other signs than letters, digits, dot, dash and underscore.
    """
    if not name or not all(char.isascii() and (char.isalnum() or char in "._-") for char in name):
        raise InputError(
            f"not a name for a portfolio: `{name}`",
            field="portfolio",
            fix="use letters, digits, dot, dash and underscore",
        )
    return name


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise InputError(f"no kind of record: `{kind}`", field="kind", fix=f"one of {', '.join(KINDS)}")
    return kind


# settings


def set_portfolio(store: Store, who: Actor, name: str, settings: Settings) -> None:
    """Open a portfolio, or change what it states as a whole.

    Raises:
        InputError: the name or the revenue makes no sense.
    """
    who.need(Permission.RECORD)
    require_name(name)
    if settings.revenue is not None and settings.revenue <= 0:
        raise InputError(f"a revenue is more than nothing: `{settings.revenue}`", field="revenue")
    store.write(who, lambda w: _set(w, name, settings))


def _set(w: Writing, name: str, settings: Settings) -> None:
    data = {
        "title": settings.title,
        "currency": settings.currency,
        "revenue": decimal_text(settings.revenue) if settings.revenue is not None else None,
        "period": settings.period,
        "facts": dict(settings.facts),
    }
    w.record("portfolio.set", f"portfolio/{name}", data)


@projects("portfolio.set")
def _was_set(rows: Rows, entry: Entry) -> None:
    rows.drop(tables.portfolio, {"id": entry.name})
    body = canonical(dict(entry.data))
    rows.put(tables.portfolio, {"id": entry.name, "body": body, "entry": entry.index})


# bringing in


def put(
    store: Store,
    who: Actor,
    name: str,
    kind: str,
    records: Iterable[Record],
    *,
    source: str = "",
    progress: Progress | None = None,
) -> Loaded:
    """Bring records in, streaming, a batch a transaction; what is there already costs nothing.

    A run that stopped is simply run again: what it brought in is unchanged by then.

    Args:
        store: the store.
        who: needs the permission to keep records.
        name: the portfolio; opened when there is none.
        kind: `party`, `owner`, `item`, `order` or `revenue`.
        records: records of that kind.
        source: the file or system they come from.
        progress: told how many records were read, after each batch.

    Raises:
        InputError: a record without a reference, or two of one reference in a batch.
    """
    who.need(Permission.RECORD)
    require_name(name)
    stream, read, written = iter(records), 0, 0
    while batch := [_ready(_kind(kind), record) for record in islice(stream, BATCH)]:
        repeated = len(batch) - len({one.id for one in batch})
        if repeated:
            raise InputError(
                f"{repeated} of {len(batch)} records have the reference of another", fix="give each once"
            )
        written += store.write(who, lambda w, batch=batch: _put(w, name, kind, batch, source))  # type: ignore[misc]
        read += len(batch)
        if progress is not None:
            progress(read)
    return Loaded(read=read, written=written, unchanged=read - written)


def _ready(kind: str, record: Record) -> _Ready:
    if not isinstance(record, KINDS[kind]):
        raise InputError(f"a {type(record).__name__} is no record of kind `{kind}`", field="kind")
    if not record.id.strip():
        raise InputError("a record needs a reference of yours", field="id", fix="give each a number or key")
    data = record_to_json(record)
    body = canonical(data)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return _Ready(record.id, body, digest, parties_of(kind, data))


def _put(w: Writing, name: str, kind: str, batch: Sequence[_Ready], source: str) -> int:
    held = newest_rows(w.connection, name, kind, [one.id for one in batch])
    changed = [
        (one, held.get(one.id, (0, ""))[0] + 1) for one in batch if held.get(one.id, (0, ""))[1] != one.digest
    ]
    _write(w, name, kind, changed, source)
    return len(changed)


def _write(w: Writing, name: str, kind: str, changed: Sequence[tuple[_Ready, int]], source: str) -> None:
    """Rows of a batch and the entry that speaks for them, in one transaction."""
    if not changed:
        return
    if (
        w.connection.execute(select(tables.portfolio.c.id).where(tables.portfolio.c.id == name)).first()
        is None
    ):
        _set(w, name, Settings())
    entry = w.next_index
    rows = [
        {
            "portfolio": name, "kind": kind, "id": one.id, "version": version, "entry": entry, "seq": seq,
            "digest": one.digest, "body": one.body,
        }
        for seq, (one, version) in enumerate(changed)
    ]  # fmt: skip
    ties = [
        {"portfolio": name, "party": party, "kind": kind, "id": one.id, "version": version, "role": role}
        for one, version in changed
        for party, role in one.ties
    ]
    w.connection.execute(tables.portfolio_row.insert(), rows)
    if ties:
        w.connection.execute(tables.portfolio_tie.insert(), ties)
    lines = (row_line(kind, one.id, version, one.digest) for one, version in changed)
    data = {"kind": kind, "rows": len(rows), "root": batch_root(lines), "source": source}
    w.record("portfolio.imported", f"portfolio/{name}", data)


def row_line(kind: str, id: str, version: int, digest: str) -> bytes:
    """What a batch's root says of one row."""
    return canonical([kind, id, version, digest]).encode()


def batch_root(lines: Iterable[bytes]) -> str:
    """The Merkle root over rows, hexadecimal."""
    tree = CompactRange()
    for line in lines:
        tree.append(leaf_hash(line))
    return tree.root().hex()


@projects("portfolio.imported")
def _imported(rows: Rows, entry: Entry) -> None:
    data = entry.data
    rows.put(
        tables.portfolio_batch,
        {
            "entry": entry.index, "portfolio": entry.name, "kind": data["kind"], "rows": data["rows"],
            "root": data["root"], "source": data["source"],
        },
    )  # fmt: skip


def note_load(
    store: Store, who: Actor, name: str, kind: str, loaded: Loaded, *, source: str, sha256: str
) -> None:
    """Note that a file was read to its end, with what came of it."""
    who.need(Permission.RECORD)
    data = {
        "kind": _kind(kind), "source": source, "sha256": sha256, "read": loaded.read,
        "written": loaded.written, "unchanged": loaded.unchanged, "withdrawn": loaded.withdrawn,
        "refused": loaded.refused,
    }  # fmt: skip
    store.write(who, lambda w: w.record("portfolio.loaded", f"portfolio/{require_name(name)}", data))


@projects("portfolio.loaded")
def _loaded(rows: Rows, entry: Entry) -> None:
    body = canonical({**entry.data, "at": entry.at, "by": entry.by})
    rows.put(
        tables.portfolio_load,
        {"entry": entry.index, "portfolio": entry.name, "kind": entry.data["kind"], "body": body},
    )


@projects("portfolio.erased")
def _erased(rows: Rows, entry: Entry) -> None:
    data = entry.data
    rows.put(
        tables.portfolio_erased,
        {
            "entry": entry.index, "portfolio": entry.name, "kind": data["kind"], "id": data["id"],
            "version": data["version"],
        },
    )  # fmt: skip


# withdrawing


def withdraw(store: Store, who: Actor, name: str, kind: str, ids: Iterable[str], *, source: str = "") -> int:
    """Withdraw records that the firm no longer has; returns how many. Their history stays."""
    who.need(Permission.RECORD)
    stream, done = iter(ids), 0
    while batch := list(islice(stream, BATCH)):
        done += store.write(who, lambda w, batch=batch: _withdraw(w, name, _kind(kind), batch, source))  # type: ignore[misc]
    return done


def _withdraw(w: Writing, name: str, kind: str, ids: Sequence[str], source: str) -> int:
    held = newest_rows(w.connection, name, kind, ids)
    gone = [(_Ready(id, "", "", ()), version + 1) for id, (version, digest) in held.items() if digest]
    _write(w, name, kind, gone, source)
    return len(gone)


def withdraw_absent(
    store: Store, who: Actor, name: str, kind: str, present: Callable[[str], bool], *, source: str = ""
) -> int:
    """Withdraw the current records that a whole new file no longer has; returns how many."""
    who.need(Permission.RECORD)
    with store.read() as connection:
        absent = [row.id for row in current_rows(connection, name, _kind(kind)) if not present(row.id)]
    return withdraw(store, who, name, kind, absent, source=source)
