"""Whether the rows of portfolios are those that the log speaks for, and the erasing of withdrawn ones.

Rows lie beside the log: each batch's entry holds the Merkle root over its rows, each row the hash of its
content. Erasing takes the content and leaves the hash, so the roots still come out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from licet.core.errors import ConflictError, StoreError
from licet.core.portfolio_json import parties_of
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.log import CompactRange, leaf_hash
from licet.store.portfolio import require_name, row_line
from licet.store.portfolio_keys import drop_keys
from licet.store.portfolio_read import BATCH
from licet.store.retention import last_day, retention_in
from licet.store.rows import row_hash
from licet.store.store import Store, Writing, read_entry

__all__ = ["check_rows", "drop_portfolio", "erase_record", "record_subject"]

#: What the log says of a batch: portfolio, kind, number of rows, root.
Batch = tuple[str, str, int, str]


def record_subject(name: str, kind: str, id: str) -> str:
    """The name under which a record of a portfolio is held by a legal hold."""
    return f"portfolio-{kind}/{name}/{id}"


def check_rows(
    connection: Connection,
    batches: Mapping[int, Batch],
    erased: Sequence[tuple[str, str, str, int]],
) -> Iterator[tuple[str, int | None]]:
    """What is wrong with the rows of portfolios: in words, and the entry it belongs to.

    Args:
        connection: the store.
        batches: what the log says, by entry.
        erased: (portfolio, kind, reference, last version) of records whose text was erased.
    """
    table = tables.portfolio_row
    query = select(table).order_by(table.c.entry, table.c.seq)
    may_lack: dict[tuple[str, str, str], int] = {}
    for name, kind, id, version in erased:
        may_lack[name, kind, id] = max(version, may_lack.get((name, kind, id), 0))
    left, ties = dict(batches), [0, 0]
    with connection.execution_options(yield_per=BATCH).execute(query) as rows:
        for entry, group in groupby(rows, key=lambda row: int(row.entry)):
            said, tree, wrong = left.pop(entry, None), CompactRange(), ""
            for row in group:
                wrong = wrong or _wrong(row, said, may_lack)
                tree.append(leaf_hash(row_line(row.kind, row.id, row.version, row.digest)))
                _add_ties(ties, row)
            if said is None:
                yield "rows of a portfolio that no entry brought in", entry
            elif (tree.size, tree.root().hex()) != said[2:]:
                yield f"the rows of portfolio `{said[0]}` are not those that were brought in", entry
            if wrong:
                yield wrong, entry
    for entry, said in left.items():
        yield f"the {said[2]} rows that it brought into portfolio `{said[0]}` are missing", entry
    held = [0, 0]
    with connection.execution_options(yield_per=BATCH).execute(select(tables.portfolio_tie)) as rows:
        for row in rows:
            held[0] += row_hash(tuple(row))
            held[1] += 1
    if held != ties:
        yield "`portfolio_tie` does not name the parties that the records name", None


def _wrong(row: Any, said: Batch | None, may_lack: Mapping[tuple[str, str, str], int]) -> str:  # noqa: ANN401
    if said is not None and (row.portfolio, row.kind) != said[:2]:
        return f"a row of `{row.id}` stands in another portfolio than its batch"
    if row.body is None:
        gone = row.version <= may_lack.get((row.portfolio, row.kind, row.id), 0)
        return "" if gone else f"the text of `{row.id}` is gone and no erasing was logged"
    digest = hashlib.sha256(row.body.encode()).hexdigest() if row.body else ""
    if digest != row.digest:
        return f"the content of `{row.id}`, version {row.version}, is not what was brought in"
    if row.body and row.kind == "party" and json.loads(row.body)["id"] != row.id:
        return f"the row of `{row.id}` holds another record"
    return ""


def _add_ties(sums: list[int], row: Any) -> None:  # noqa: ANN401
    if not row.body or row.kind not in ("order", "owner", "revenue"):
        return
    for party, role in parties_of(row.kind, json.loads(row.body)):
        sums[0] += row_hash((row.portfolio, party, row.kind, row.id, row.version, role))
        sums[1] += 1


def erase_record(store: Store, who: Actor, name: str, record: tuple[str, str], reason: str) -> int:
    """Erase the text of a withdrawn record (kind, reference), five years after that; returns the versions.

    Raises:
        ConflictError: it is not withdrawn, its five years are not over, or a legal hold protects it.
        StoreError: there is no such record.
    """
    who.need(Permission.DELETE)
    require_name(name)
    kind, id = record

    def work(w: Writing) -> int:
        table = tables.portfolio_row
        here = (table.c.portfolio == name, table.c.kind == kind, table.c.id == id)
        rows = w.connection.execute(select(table).where(*here).order_by(table.c.version)).all()
        if not rows:
            raise StoreError(f"no {kind} `{id}` in portfolio `{name}`", fix="licet portfolio list")
        if rows[-1].digest:
            raise ConflictError(f"`{id}` is not withdrawn", fix="import a whole file without it first")
        _may_erase(w, name, kind, id, int(rows[-1].entry))
        data = {"kind": kind, "id": id, "version": rows[-1].version, "reason": reason}
        w.record("portfolio.erased", f"portfolio/{name}", data)
        with_text = [row.version for row in rows if row.body]
        beside = w.beside()
        for version in with_text:
            key = {"portfolio": name, "kind": kind, "id": id, "version": version}
            beside.set(table, key, {"body": None})
        beside.drop(tables.portfolio_tie, {"portfolio": name, "kind": kind, "id": id})
        # before the rows are gone for good: a run killed in between must not leave the text in the keys
        drop_keys(store, name)
        return len(with_text)

    return store.write(who, work)


def _may_erase(w: Writing, name: str, kind: str, id: str, withdrawn: int) -> None:
    """Go on only if clock and holds allow it.

    Raises:
        ConflictError: they do not.
    """
    for subject in (f"portfolio/{name}", record_subject(name, kind, id)):
        held = retention_in(w.connection, subject).holds
        if held:
            raise ConflictError(f"`{subject}` is under hold `{held[0].id}` ({held[0].agency})")
    body = w.connection.execute(
        select(tables.log_entry.c.body).where(tables.log_entry.c.idx == withdrawn)
    ).scalar_one()
    if body is None:
        return
    until = last_day(date.fromisoformat(read_entry(withdrawn, body).at[:10]))
    if w.now.date() <= until:
        raise ConflictError(
            f"`{id}` must be kept until {until}: five years from its withdrawal (15 CFR 762.6)",
            fix="wait, or let it stand",
        )


def drop_portfolio(w: Writing, name: str) -> None:
    """Take all rows of a portfolio whose record is deleted."""
    for table in (tables.portfolio_row, tables.portfolio_tie):
        w.beside().drop(table, {"portfolio": name})
