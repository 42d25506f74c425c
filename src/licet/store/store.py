"""The store: a database that only the log can change.

`Store.write` runs a function in a transaction. Whatever the function records becomes an entry of the log and
the rows that the entry says, or nothing at all. Writers take turns on the log's head, so that two processes
are safe and a check ("is enough left on the licence?") holds until the rows are written. Callers that wait
at the same moment share one transaction and one fsync; each is answered only after that fsync.
"""

from __future__ import annotations

import json
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool

from licet.core.errors import ConflictError, MissingExtraError, StoreError
from licet.store import events, tables
from licet.store.actor import Actor, Origin, system
from licet.store.canonical import canonical, plain
from licet.store.log import CompactRange, leaf_hash
from licet.store.rows import Entry, RowsOfEntry, SqlRows, project
from licet.store.seal import break_seal, note_head, seal_quietly
from licet.store.upgrade import REVISION, bring_up

__all__ = ["Find", "Store", "Writing", "read_entry"]

T = TypeVar("T")

#: How many waiting callers one transaction takes.
BATCH = 256
#: Inner nodes are kept at each eighth level: one row for 256 entries, and no proof reads more than that.
TILE = 8
_BUSY = 60.0  # seconds a writer waits for another process


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """What an entry can be found by (15 CFR 762.5(c)).

    Attributes:
        parties: names of the parties to the transaction.
        countries: ISO 3166-1 alpha-2 codes of the countries connected with it.
        documents: reference numbers on its documents.
    """

    parties: Sequence[str] = ()
    countries: Sequence[str] = ()
    documents: Sequence[str] = ()

    def plain(self) -> dict[str, list[str]]:
        """The keys that are not empty, each value once, in order."""
        named = {"party": self.parties, "country": self.countries, "document": self.documents}
        found = {by: list(dict.fromkeys(v for v in values if v.strip())) for by, values in named.items()}
        return {by: values for by, values in found.items() if values}


def read_entry(index: int, body: str) -> Entry:
    """An entry from its canonical JSON."""
    held = json.loads(body)
    return Entry(
        index=index,
        kind=held["kind"],
        version=held["v"],
        at=held["at"],
        by=held["by"],
        origin=held["from"],
        subject=held["of"],
        about=tuple(held.get("about", ())),
        find=held.get("find", {}),
        data=held["data"],
    )


class Writing:
    """One caller's part of a transaction.

    Attributes:
        connection: for reading what the decision rests on; rows are written through `record` alone.
        who: the caller.
        now: the time of all its entries.
    """

    def __init__(self, connection: Connection, tree: CompactRange, who: Actor, now: datetime) -> None:
        self.connection = connection
        self.who = who
        self.now = now
        self._tree = tree
        self._rows = SqlRows(connection)

    @property
    def next_index(self) -> int:
        """The index that the next entry will have; ids are made from it."""
        return self._tree.size

    @property
    def today(self) -> str:
        """The day of this change, UTC."""
        return self.now.date().isoformat()

    def record(
        self,
        kind: str,
        subject: str,
        data: Mapping[str, Any],
        *,
        about: Sequence[str] = (),
        find: Find | None = None,
    ) -> Entry:
        """Append one entry and write the rows it says.

        Raises:
            InputError: the data does not fit the schema of its kind.
        """
        fields = plain(data)
        events.check(kind, fields)
        envelope: dict[str, Any] = {
            "v": 1,
            "kind": kind,
            "at": plain(self.now),
            "by": self.who.id,
            "from": {name: value for name, value in plain(self.who.origin).items() if value},
            "of": subject,
            "data": fields,
        }
        if others := [other for other in dict.fromkeys(about) if other != subject]:
            envelope["about"] = others
        if find is not None and (keys := find.plain()):
            envelope["find"] = keys
        body = canonical(envelope)
        index = self._tree.size
        leaf = leaf_hash(body.encode())
        done = self._tree.append(leaf)
        self._rows.put(
            tables.log_entry,
            {
                "idx": index,
                "kind": kind,
                "subject": subject,
                "body": body,
                "leaf": leaf,
                "root": self._tree.root(),
            },
        )
        for level, at, node in done:
            if level % TILE == 0:
                self._rows.put(tables.log_node, {"level": level, "idx": at, "hash": node})
        entry = read_entry(index, body)
        rows = RowsOfEntry(self.connection)
        project(rows, entry)
        rows.write()
        return entry

    def erase_bodies(self, indexes: Sequence[int]) -> None:
        """Take the text of entries away; their leaves stay, so the tree still proves itself."""
        for index in indexes:
            self._rows.set(tables.log_entry, {"idx": index}, {"body": None})

    def beside(self) -> SqlRows:
        """The tables beside the log (secrets, attachment bytes), whose hashes the log holds."""
        return self._rows


@dataclass(slots=True, eq=False)
class _Job(Generic[T]):
    who: Actor
    work: Callable[[Writing], T]
    done: bool = False
    result: list[T] = field(default_factory=list)
    error: BaseException | None = None


def _engine(url: str) -> tuple[Engine, Path | None]:
    """The engine for a path or URL, and the database file where there is one."""
    if "://" not in url:
        url = f"sqlite:///{url}"
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "postgresql":
        try:
            engine = create_engine(parsed, pool_pre_ping=True, pool_size=8, max_overflow=24)
        except ImportError:
            raise MissingExtraError(
                "the driver for PostgreSQL is not installed", fix='pip install "licet[postgres]"'
            ) from None
        event.listen(engine, "connect", _prepare_postgres)
        return engine, None
    if parsed.get_backend_name() != "sqlite":
        raise StoreError(
            f"not a database licet writes: `{parsed.get_backend_name()}`",
            fix="give a file for SQLite or a postgresql:// URL",
        )
    in_memory = parsed.database in (None, "", ":memory:")
    file = None if in_memory else Path(str(parsed.database))
    arguments = {"timeout": _BUSY, "check_same_thread": False}
    if in_memory:
        engine = create_engine(parsed, connect_args=arguments, poolclass=StaticPool)
    else:
        engine = create_engine(parsed, connect_args=arguments, pool_size=8, max_overflow=24)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine, file


def _prepare_postgres(connection: DBAPIConnection, _record: object) -> None:
    # A server may be told to answer before its fsync; a record of decisions may not.
    cursor = connection.cursor()
    cursor.execute("SET SESSION synchronous_commit = on")
    cursor.close()
    connection.commit()


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not by the driver
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # an acknowledged commit has been through fsync
        "foreign_keys = ON",
        "secure_delete = ON",  # erased text is overwritten with zeros, not merely unlinked
        "cell_size_check = ON",
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("licet_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


class Store:
    """One store. Threads may share it; processes open their own.

    Attributes:
        engine: the database; only modules of `licet.store` use it.
        file: the database file; None for PostgreSQL and for memory.
        clock: where the time of entries comes from; tests set their own.
    """

    def __init__(self, engine: Engine, file: Path | None) -> None:
        self.engine = engine
        self.file = file
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._waiting: deque[_Job[Any]] = deque()
        self._leader = threading.Lock()
        self._wrote = False
        # What `licet.store.access` gathers before it writes: see there.
        self.gathering = threading.Lock()
        self.reads: dict[tuple[str, Origin], dict[str, tuple[int, datetime, datetime]]] = {}
        self.reads_since = datetime.min.replace(tzinfo=UTC)
        self.refusals: dict[tuple[str, str, str], tuple[datetime | None, int]] = {}
        self.before_close: dict[str, Callable[[Store], None]] = {}

    @classmethod
    def open(
        cls,
        url: str | Path,
        *,
        create: bool = True,
        upgrade: bool = True,
        origin: str = "",
        to: str = REVISION,
    ) -> Store:
        """Open a store, make it if it is not there, and bring its tables up to this version.

        Args:
            url: a file, `:memory:`, or a `sqlite://` or `postgresql://` URL.
            create: make a new store where there is none.
            upgrade: run the migrations that are missing; without it an older store is an error.
            origin: name of the log in its checkpoints, chosen at creation; a random one when empty.
            to: revision to bring the tables to; another than the newest only to test upgrades.

        Raises:
            StoreError: there is no store, it cannot be read, or it is of a newer version.
        """
        engine, file = _engine(str(url))
        store = cls(engine, file)
        begun = file if file is not None and not file.exists() else None
        if begun is not None:
            if not create:
                raise StoreError(f"there is no store at `{begun}`", fix="licet store init")
            begun.parent.mkdir(parents=True, exist_ok=True)
            # The store names people and holds hashes of secrets: its owner alone may read it.
            os.close(os.open(begun, os.O_CREAT | os.O_RDWR, 0o600))
        try:
            step = bring_up(engine, file, create=create, upgrade=upgrade, origin=origin, to=to)
            if step is not None:
                data = {"from": step[0], "to": step[1]}
                store.write(system(), lambda w: w.record("store.upgraded", "store/licet", data))
        except DatabaseError as error:
            engine.dispose()
            reason = _reason(error)
            full = _is_full(reason)
            if full and begun is not None:
                _take_back(begun)
            raise StoreError(
                f"the database cannot be {'written' if full else 'opened'}: {reason}",
                place=str(file or ""),
                fix="make room on the disk, or give another place: --store or LICET_STORE"
                if full
                else "give a store's file or a database that answers: --store or LICET_STORE",
            ) from None
        except BaseException:
            engine.dispose()
            raise
        return store

    def close(self) -> None:
        """Write what was gathered and give the connections back; a small SQLite file is sealed if written."""
        for finish in self.before_close.values():
            finish(self)
        if self._wrote and self.file is not None:
            seal_quietly(self.engine, self.file)
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of everything."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self.engine.connect() as connection:
            yield connection.execution_options(**options)

    @contextmanager
    def beside_the_log(self) -> Iterator[tuple[Connection, CompactRange]]:
        """A write transaction for what adds no entry (a kept checkpoint); breaks the file's seal first."""
        if self.file is not None:
            break_seal(self.file)
        self._wrote = True
        with self.lock() as held:
            yield held

    @contextmanager
    def lock(self) -> Iterator[tuple[Connection, CompactRange]]:
        """A write transaction that holds the head of the log; commits at the end."""
        with self.engine.connect() as raw:
            connection = raw.execution_options(licet_write=True)
            with connection.begin():
                head = connection.execute(_HEAD if self.is_sqlite else _HEAD.with_for_update()).one()
                tree = CompactRange.load(head.size, head.edge)
                yield connection, tree
                if tree.size != head.size:
                    connection.execute(tables.log_head.update().values(size=tree.size, edge=tree.dump()))

    def write(self, who: Actor, work: Callable[[Writing], T]) -> T:
        """Run `work` in a transaction; what it records is durable when this returns.

        An exception from `work` undoes its part and reaches the caller; others in the same
        transaction are not touched.

        Raises:
            StoreError: the database could not be written; nothing of it was recorded.
        """
        job: _Job[T] = _Job(who=who, work=work)
        self._waiting.append(job)
        with self._leader:
            if not job.done:
                self._run_batch()
        if job.error is not None:
            raise job.error
        return job.result[0]

    def _run_batch(self) -> None:
        batch: list[_Job[Any]] = []
        with suppress(IndexError):
            while len(batch) < BATCH:
                batch.append(self._waiting.popleft())
        try:
            with self.lock() as (connection, tree):
                for job in batch:
                    self._run(job, connection, tree, alone=len(batch) == 1)
                size, root = tree.size, tree.root()
            self._wrote = True
            if self.file is not None:
                note_head(self.file, size, root)
        except OperationalError as error:
            self._fail(batch, _not_written(_reason(error)))
        except DatabaseError as error:
            self._fail(batch, StoreError(f"the store could not be written: {_reason(error)}"))
        except BaseException as error:
            self._fail(batch, error)
            if not isinstance(error, Exception):
                raise
        for job in batch:
            job.done = True

    def _run(self, job: _Job[Any], connection: Connection, tree: CompactRange, *, alone: bool) -> None:
        before = tree.copy()
        point = connection.begin_nested() if not alone else None
        try:
            job.result.append(job.work(Writing(connection, tree, job.who, self.clock())))
            if point is not None:
                point.commit()
        except OperationalError:
            raise
        except Exception as error:
            if point is None:
                raise
            point.rollback()
            tree.size, tree.roots = before.size, before.roots
            job.error = error

    @staticmethod
    def _fail(batch: list[_Job[Any]], error: BaseException) -> None:
        for job in batch:
            if job.error is None:
                job.error = error
            job.result.clear()

    def head(self) -> tuple[str, int, bytes]:
        """Name, size and root of the log now."""
        with self.read() as connection:
            head = connection.execute(_HEAD).one()
        return head.origin, head.size, CompactRange.load(head.size, head.edge).root()

    def entry(self, index: int) -> Entry:
        """One entry.

        Raises:
            StoreError: there is none, or its text was erased.
        """
        with self.read() as connection:
            found = connection.execute(
                select(tables.log_entry.c.body).where(tables.log_entry.c.idx == index)
            ).one_or_none()
        if found is None:
            raise StoreError(f"no entry `{index}` in the log")
        if found.body is None:
            raise StoreError(f"the text of entry `{index}` was erased after its retention ended")
        return read_entry(index, found.body)

    def system(self) -> Actor:
        """Whoever holds the database itself."""
        return system()


_HEAD = select(tables.log_head.c.origin, tables.log_head.c.size, tables.log_head.c.edge)


def _reason(error: DatabaseError) -> str:
    return str(error.orig).strip().splitlines()[0] if error.orig is not None else str(error)


def _is_full(reason: str) -> bool:
    return "is full" in reason or "disk I/O" in reason


def _not_written(reason: str) -> StoreError:
    """What is wrong with a database that could not be written, and what to do."""
    if _is_full(reason):
        return StoreError(
            f"the store could not be written: {reason}",
            fix="make room on the disk and run it again; what was kept before stays",
        )
    return ConflictError(f"the store is busy or gone: {reason}", fix="try again")


def _take_back(file: Path) -> None:
    """A store that could not be begun leaves no file: the next attempt begins anew."""
    for part in ("", "-wal", "-shm", "-journal"):
        Path(f"{file}{part}").unlink(missing_ok=True)
