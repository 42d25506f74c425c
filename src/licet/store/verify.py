"""Verification: recompute everything, and name the first entry that is not as it was written.

One pass over the log recomputes each leaf, each root and the kept inner nodes, and replays the entry in
memory; then the tables are compared with the replay, and what lies beside the log with the hashes in it.
For SQLite also: the file's own structure, its table definitions, the noted head and, where current, the seal.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, select, text

from licet.core.errors import LicetError, StoreError
from licet.store import tables
from licet.store.log import CompactRange, leaf_hash, parse_checkpoint, verify_signature
from licet.store.portfolio_proof import check_rows
from licet.store.rows import MemoryRows, load_projectors, project, row_hash
from licet.store.seal import Seal, file_digest, read_head, read_seal
from licet.store.store import TILE, Store, read_entry
from licet.store.upgrade import held_revision

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

__all__ = ["Finding", "Report", "replay", "verify", "verify_at"]

Progress = Callable[[int, int], None]
_CHUNK = 5_000
_ENOUGH = 50  # findings; beyond that the first ones say what there is to say


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it was written.

    Attributes:
        entry: index of the log entry it belongs to; None where there is none.
        where: the part that was checked (`log`, `tables`, `attachments`, `file` ...).
        says: what is wrong, in words.
    """

    entry: int | None
    where: str
    says: str

    def __str__(self) -> str:
        at = f"entry {self.entry}: " if self.entry is not None else ""
        return f"{self.where}: {at}{self.says}"


@dataclass(slots=True, kw_only=True)
class Report:
    """The result of a verification.

    Attributes:
        size: entries read.
        root: root that was recomputed.
        findings: what is wrong, in the order found.
        checked: what was checked, and what could not be, in words.
        seconds: how long it took.
    """

    size: int = 0
    root: bytes = b""
    findings: list[Finding] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def first_bad(self) -> int | None:
        """The lowest entry that a finding names; None when none does."""
        return min((f.entry for f in self.findings if f.entry is not None), default=None)

    def add(self, where: str, says: str, entry: int | None = None) -> None:
        """Note a finding."""
        if len(self.findings) < _ENOUGH:
            self.findings.append(Finding(entry=entry, where=where, says=says))

    def plain(self) -> dict[str, Any]:
        """The report as JSON data."""
        return {
            "ok": self.ok,
            "size": self.size,
            "root": self.root.hex(),
            "first_bad": self.first_bad,
            "findings": [{"entry": f.entry, "where": f.where, "says": f.says} for f in self.findings],
            "checked": self.checked,
            "seconds": round(self.seconds, 3),
        }


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """Rows in chunks; a reader that stops early leaves no open cursor behind."""
    with connection.execution_options(yield_per=_CHUNK).execute(query) as rows:
        yield from rows


@dataclass(slots=True)
class _Pass:
    """What one reading of the log gives."""

    rows: MemoryRows
    tree: CompactRange = field(default_factory=CompactRange)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    erased: list[int] = field(default_factory=list)
    may_be_erased: set[int] = field(default_factory=set)
    revision: str = ""
    broken: bool = False


def _read_log(connection: Connection, report: Report, summed: set[str], progress: Progress | None) -> _Pass:
    found = _Pass(rows=MemoryRows(summed))
    table = tables.log_entry
    query = select(
        table.c.idx, table.c.kind, table.c.subject, table.c.body, table.c.leaf, table.c.root
    ).order_by(table.c.idx)
    tree, rows = found.tree, found.rows
    total = connection.execute(select(func.count()).select_from(table)).scalar_one() if progress else 0
    for index, kind, subject, body, leaf, root in _stream(connection, query):
        if index != tree.size:
            report.add("log", f"missing: the next entry held is {index}", tree.size)
            found.broken = True
            return found
        if body is None:
            found.erased.append(index)
        else:
            if leaf_hash(body.encode()) != leaf:
                report.add("log", "its text is not what was logged: the leaf hash differs", index)
                found.broken = True
            found.broken |= _replay_entry(found, report, index, (kind, subject), body)
        for level, at, node in tree.append(bytes(leaf)):
            if level % TILE == 0:
                found.nodes[level, at] = node
        if not found.broken and tree.root() != root:
            report.add("log", "the tree's root after it is not the root it was written with", index)
            found.broken = True
        if progress and index % _CHUNK == 0:
            progress(index, total)
        rows.entry = index + 1
    return found


def _replay_entry(found: _Pass, report: Report, index: int, columns: tuple[str, str], body: str) -> bool:
    try:
        entry = read_entry(index, body)
        if (entry.kind, entry.subject) != columns:
            report.add("log", f"its columns say `{columns[0]}` of `{columns[1]}`, its text does not", index)
            return True
        if entry.kind == "retention.deleted":
            found.may_be_erased.update(entry.data["entries"])
        elif entry.kind == "store.upgraded":
            found.revision = entry.data["to"]
        project(found.rows, entry)
    except (LicetError, ValueError, KeyError, TypeError, AttributeError) as error:
        report.add("log", f"it cannot be replayed: {error}", index)
        return True
    return False


def _check_tree(connection: Connection, report: Report, found: _Pass) -> None:
    head = connection.execute(select(tables.log_head)).one_or_none()
    if head is None:
        report.add("log", "the log has no head")
    elif (head.size, bytes(head.edge)) != (found.tree.size, found.tree.dump()) and not found.broken:
        bad = min(head.size, found.tree.size)
        report.add("log", f"the head tells of {head.size} entries, {found.tree.size} are there", bad)
    held = {(row.level, row.idx): bytes(row.hash) for row in connection.execute(select(tables.log_node))}
    if not found.broken and held != found.nodes:
        level, at = min(set(held.items()) ^ set(found.nodes.items()))[0]
        report.add("log", f"inner node {level}/{at} differs", at << level)
    erased = set(found.erased)
    for index in sorted(erased ^ found.may_be_erased):
        gone = index in erased
        says = "its text is gone and no deletion was logged" if gone else "its deletion left its text"
        report.add("log", says, index)


def _differences(connection: Connection, report: Report, name: str, rows: MemoryRows) -> None:
    table = tables.PROJECTION[name]
    wanted, last = rows.rows[name], rows.last[name]
    columns = [column.name for column in table.columns]
    primary = [columns.index(column.name) for column in table.primary_key.columns]
    seen: set[tuple[Any, ...]] = set()
    for row in _stream(connection, select(table)):
        values = tuple(row)
        key = tuple([values[at] for at in primary])
        seen.add(key)
        if key not in wanted:
            report.add("tables", f"`{name}` has a row that no entry wrote: {key}")
        elif wanted[key] != values:
            wrong = [c for c, held, said in zip(columns, values, wanted[key], strict=True) if held != said]
            report.add("tables", f"`{name}` {key}: {', '.join(wrong)} differ from the log", last[key])
    for key in wanted.keys() - seen:
        report.add("tables", f"`{name}` lacks the row {key}", last[key])


def _compare_tables(connection: Connection, report: Report, found: _Pass) -> None:
    unlike: set[str] = set()
    for name in sorted(tables.PROJECTION):
        if name not in found.rows.sums:
            _differences(connection, report, name, found.rows)
            continue
        total = count = 0
        for row in _stream(connection, select(tables.PROJECTION[name])):
            total += row_hash(tuple(row))
            count += 1
        if [total, count] != found.rows.sums[name]:
            unlike.add(name)
    if unlike:
        # Something differs: read the log once more and keep the rows, to say which.
        again = _read_log(connection, Report(), tables.INSERT_ONLY - unlike, None)
        for name in sorted(unlike):
            _differences(connection, report, name, again.rows)
    report.checked.append(f"{len(tables.PROJECTION)} tables against the replay of the log")


def _check_beside(
    connection: Connection, report: Report, found: _Pass, public: Ed25519PublicKey | None
) -> None:
    said = {
        **{
            (kind, key[0]): row
            for kind in ("person", "api_key")
            for key, row in found.rows.rows[kind].items()
        },
    }
    columns = {kind: [c.name for c in tables.PROJECTION[kind].columns] for kind in ("person", "api_key")}
    hashes = {
        f"{'user' if kind == 'person' else 'key'}/{id}": (
            row[columns[kind].index("secret_sha256")],
            row[columns[kind].index("entry")],
        )
        for (kind, id), row in said.items()
    }
    held = {row.id: row.secret for row in connection.execute(select(tables.credential))}
    for id, (digest, entry) in sorted(hashes.items()):
        secret = held.pop(id, None)
        if (hashlib.sha256(secret.encode()).hexdigest() if secret else "") != digest:
            report.add("credentials", f"the credential of `{id}` is not the one that was set", entry)
    for id in sorted(held):
        report.add("credentials", f"a credential that no entry set: `{id}`")
    names = [c.name for c in tables.attachment.columns]
    live = {}
    for row in found.rows.rows["attachment"].values():
        fields = dict(zip(names, row, strict=True))
        if fields["erased"] is None:
            live[fields["sha256"]] = fields
    for row in _stream(connection, select(tables.attachment_bytes)):
        fields = live.pop(row.sha256, {})
        if not fields:
            report.add("attachments", f"bytes that no entry attached: {row.sha256}")
        elif hashlib.sha256(row.content).hexdigest() != row.sha256:
            report.add("attachments", f"the bytes of `{fields['name']}` were changed", fields["entry"])
    for fields in live.values():
        report.add("attachments", f"the bytes of `{fields['name']}` are missing", fields["entry"])
    _check_portfolios(connection, report, found)
    _check_checkpoints(connection, report, public)


def _check_portfolios(connection: Connection, report: Report, found: _Pass) -> None:
    batches = found.rows.rows["portfolio_batch"].values()
    said = {entry: (name, kind, rows, root) for entry, name, kind, rows, root, _ in batches}
    erased = [row[1:] for row in found.rows.rows["portfolio_erased"].values()]
    for says, entry in check_rows(connection, said, erased):
        report.add("portfolios", says, entry)
    if said:
        report.checked.append(f"the rows of {len(said):,} batches of portfolios")


def _check_checkpoints(connection: Connection, report: Report, public: Ed25519PublicKey | None) -> None:
    signed = 0
    for row in connection.execute(select(tables.log_checkpoint).order_by(tables.log_checkpoint.c.size)):
        try:
            state = parse_checkpoint(row.note)
        except LicetError:
            report.add("checkpoints", f"the checkpoint at {row.size} cannot be read")
            continue
        root = connection.execute(
            select(tables.log_entry.c.root).where(tables.log_entry.c.idx == state.size - 1)
        ).scalar_one_or_none()
        if state.size != row.size or root is None or bytes(root) != state.root:
            report.add("checkpoints", f"the log no longer agrees with its checkpoint at {row.size}")
        elif public is not None and state.signatures:
            if verify_signature(state, public):
                signed += 1
            else:
                report.add("checkpoints", f"the signature of the checkpoint at {row.size} is not by this key")
    if public is not None:
        report.checked.append(f"{signed} checkpoint signatures")


def _check_schema(store: Store, connection: Connection, report: Report, found: _Pass) -> None:
    revision = held_revision(connection)
    if revision != found.revision:
        report.add("schema", f"the revision mark is `{revision}`, the log says `{found.revision}`")
    if not store.is_sqlite:
        return
    definitions = text("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
    held = [tuple(row) for row in connection.execute(definitions)]
    with Store.open(":memory:") as fresh, fresh.read() as other:
        wanted = [tuple(row) for row in other.execute(definitions)]
    for row in sorted(set(held) ^ set(wanted), key=repr):
        report.add("schema", f"the definition of `{row[1]}` is not the one the migrations make")


def _check_structure(store: Store, report: Report) -> None:
    """SQLite's own check: pages, indexes against tables."""
    try:
        with store.read() as connection:
            for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
                if line != "ok":
                    report.add("file", str(line))
    except Exception as error:  # a damaged file may raise anything
        report.add("file", f"cannot be read: {error.__class__.__name__}: {error}".splitlines()[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What lies beside a SQLite file, read before the database is opened: opening may repair."""

    digest: tuple[int, str] | None = None
    head: tuple[int, bytes] | None = None
    seal: Seal | None = None


def _look(file: Path, report: Report) -> _Before:
    head = seal = digest = None
    try:
        head = read_head(file)
    except StoreError as error:
        report.add("file", str(error))
    try:
        seal = read_seal(file)
    except StoreError as error:
        report.add("file", str(error))
    wal = file.with_name(file.name + "-wal")
    if seal is not None and not (wal.exists() and wal.stat().st_size):
        digest = file_digest(file)
    return _Before(digest=digest, head=head, seal=seal)


def _check_file(report: Report, before: _Before, connection: Connection) -> None:
    size = connection.execute(select(tables.log_head.c.size)).scalar_one_or_none()
    if before.head is not None:
        noted, root = before.head
        held = None
        if noted:
            held = connection.execute(
                select(tables.log_entry.c.root).where(tables.log_entry.c.idx == noted - 1)
            ).scalar_one_or_none()
        if held is None:
            report.add("log", f"{noted} entries were acknowledged, the database holds fewer", size)
        elif bytes(held) != root:
            report.add("log", "the log is not the one whose head was noted beside it", noted - 1)
        report.checked.append("the noted head")
    seal = before.seal
    if seal is not None and before.digest is not None and seal.size == size:
        if before.digest != (seal.bytes, seal.digest):
            report.add("file", "the file is not, byte for byte, the one that was sealed")
        report.checked.append("every byte of the file against its seal")
    else:
        report.checked.append("no current seal: free space inside the file is not covered")


def verify(
    store: Store,
    *,
    public: Ed25519PublicKey | None = None,
    progress: Progress | None = None,
    _before: _Before | None = None,
) -> Report:
    """Check everything the store keeps; never raises for what it finds.

    Args:
        store: an open store.
        public: the key that checkpoints are signed with, to check their signatures too.
        progress: called now and then with entries done and entries in all.
    """
    load_projectors()
    began = time.monotonic()
    report = Report()
    before = _before
    if before is None and store.file is not None:
        before = _look(store.file, report)
    structure: threading.Thread | None = None
    if store.file is not None:  # in memory there is one connection, and no file to be damaged
        structure = threading.Thread(target=_check_structure, args=(store, report))
        structure.start()
    try:
        with store.read() as connection:
            found = _read_log(connection, report, set(tables.INSERT_ONLY), progress)
            report.size, report.root = found.tree.size, found.tree.root()
            report.checked.append(f"{report.size:,} entries of the log and the tree over them")
            _check_tree(connection, report, found)
            if not found.broken:
                _compare_tables(connection, report, found)
                _check_beside(connection, report, found, public)
            _check_schema(store, connection, report, found)
            if before is not None:
                _check_file(report, before, connection)
    except Exception as error:  # a damaged database may raise anything
        report.add("file", f"cannot be read on: {error.__class__.__name__}: {error}".splitlines()[0])
    if structure is not None:
        structure.join()
        report.checked.append("the structure of the SQLite file")
    report.seconds = time.monotonic() - began
    return report


def verify_at(
    url: str | Path, *, public: Ed25519PublicKey | None = None, progress: Progress | None = None
) -> Report:
    """Check the store at a path or URL; one that cannot even be opened is a finding, not an error."""
    report = Report()
    before = None
    name = str(url)
    file = Path(name.removeprefix("sqlite:///"))
    if "://" not in name or name.startswith("sqlite:///"):
        if not file.exists():
            raise StoreError(f"there is no store at `{file}`", fix="licet store init")
        before = _look(file, report)
    try:
        store = Store.open(url, create=False, upgrade=False)
    except (StoreError, ValueError) as error:
        report.add("file", f"cannot be opened: {error}")
        seal = before.seal if before is not None else None
        if seal is not None and before is not None and before.digest != (seal.bytes, seal.digest):
            report.add("file", "the file is not, byte for byte, the one that was sealed")
        return report
    try:
        whole = verify(store, public=public, progress=progress, _before=before)
    finally:
        store.engine.dispose()
    whole.findings[:0] = report.findings
    return whole


def replay(store: Store) -> Report:
    """Rebuild the tables from the log in memory and compare: the second half of `verify` alone."""
    load_projectors()
    began = time.monotonic()
    report = Report()
    with store.read() as connection:
        found = _read_log(connection, report, set(tables.INSERT_ONLY), None)
        report.size, report.root = found.tree.size, found.tree.root()
        if not found.broken:
            _compare_tables(connection, report, found)
    report.seconds = time.monotonic() - began
    return report
