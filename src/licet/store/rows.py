"""From entries to rows: one function an event kind, written once, run against a database or in memory.

A projector turns one entry into row changes. Storing runs it inside the transaction that appends the entry;
replay runs the same function over all entries in memory. So the tables can say only what the log says.

    @projects("case.noted")
    def _noted(rows: Rows, entry: Entry) -> None: ...
"""

from __future__ import annotations

import hashlib
import marshal
import pkgutil
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Insert, Table, and_

from licet.core.errors import StoreError
from licet.store import tables

__all__ = [
    "Entry",
    "MemoryRows",
    "Row",
    "Rows",
    "SqlRows",
    "load_projectors",
    "project",
    "projects",
    "row_hash",
]

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the log, read.

    Attributes:
        index: its place in the log, from 0.
        kind: what happened (`case.opened`).
        version: version of the kind's schema.
        at: when, UTC, ISO 8601 with microseconds.
        by: who.
        origin: from where and on what (15 CFR 762.5(b)(8)): host, client, address, software.
        subject: the record it belongs to (`case/CASE-7`).
        about: other records it concerns.
        find: names of parties, countries and document numbers it can be found by.
        data: the fields of its kind.
    """

    index: int
    kind: str
    version: int
    at: str
    by: str
    origin: Mapping[str, str]
    subject: str
    about: tuple[str, ...]
    find: Mapping[str, list[str]]
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The id inside the subject: `CASE-7` of `case/CASE-7`."""
        return self.subject.partition("/")[2]


class Rows(Protocol):
    """Where a projector writes."""

    def put(self, table: Table, row: Row) -> None:
        """Add a row."""

    def set(self, table: Table, key: Row, values: Row) -> None:
        """Change the rows that have these key columns."""

    def drop(self, table: Table, key: Row) -> None:
        """Remove the rows that have these key columns."""


Projector = Callable[[Rows, Entry], None]
_PROJECTORS: dict[str, Projector] = {}


def projects(kind: str) -> Callable[[Projector], Projector]:
    """Register the projector of an event kind."""

    def register(function: Projector) -> Projector:
        if kind in _PROJECTORS:
            raise StoreError(f"two projectors for `{kind}`: {_PROJECTORS[kind]} and {function}")
        _PROJECTORS[kind] = function
        return function

    return register


@cache
def load_projectors() -> None:
    """Import every module of the store, so that all projectors are known."""
    package = import_module("licet.store")
    for module in pkgutil.iter_modules(package.__path__):
        if not module.ispkg:
            import_module(f"licet.store.{module.name}")


def fold(value: str) -> str:
    """The form in which names and numbers are compared in the finding index: case and spacing away."""
    return " ".join(value.casefold().split())


def project(rows: Rows, entry: Entry) -> None:
    """Write what one entry says: what it is about, how it is found, and its kind's own rows."""
    for other in entry.about:
        rows.put(tables.touch, {"subject": other, "entry": entry.index})
    for by, values in entry.find.items():
        for key in sorted({fold(value) for value in values}):
            rows.put(tables.find_key, {"by": by, "key": key, "entry": entry.index, "subject": entry.subject})
    if entry.kind not in _PROJECTORS:
        load_projectors()  # written by a module that holds its projector, read again by one that does not
    projector = _PROJECTORS.get(entry.kind)
    if projector is None:
        raise StoreError(
            f"entry {entry.index} is of a kind this version does not know: `{entry.kind}`",
            fix="use the licet version that wrote it, or a newer one",
        )
    projector(rows, entry)


class SqlRows:
    """Rows in a database, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, table: Table, row: Row) -> None:
        """Add a row."""
        self._connection.execute(_insert(table), row)

    def set(self, table: Table, key: Row, values: Row) -> None:
        """Change the rows that have these key columns."""
        self._connection.execute(table.update().where(_where(table, key)).values(**values))

    def drop(self, table: Table, key: Row) -> None:
        """Remove the rows that have these key columns."""
        self._connection.execute(table.delete().where(_where(table, key)))


class RowsOfEntry:
    """Rows of one entry, gathered and written together, table by table: an entry may have dozens.

    Whoever removes or changes rows finds those that were added before.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows = SqlRows(connection)
        self._added: dict[tuple[Table, tuple[str, ...]], list[Row]] = {}

    def put(self, table: Table, row: Row) -> None:
        """Add a row."""
        self._added.setdefault((table, tuple(row)), []).append(row)

    def set(self, table: Table, key: Row, values: Row) -> None:
        """Change the rows that have these key columns."""
        self.write()
        self._rows.set(table, key, values)

    def drop(self, table: Table, key: Row) -> None:
        """Remove the rows that have these key columns."""
        self.write()
        self._rows.drop(table, key)

    def write(self) -> None:
        """Write what was added."""
        for (table, _), rows in self._added.items():
            self._connection.execute(_insert(table), rows)
        self._added.clear()


@cache
def _insert(table: Table) -> Insert:
    return table.insert()


def _where(table: Table, key: Row) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.items()))


#: Nobody can look for rows with the same sum: the key is new in each process.
_SUM_KEY = secrets.token_bytes(32)


def row_hash(values: tuple[str | int | bytes | None, ...]) -> int:
    """A number of 128 bits for one row; sums of them compare tables whatever the order."""
    # Version 2 of marshal writes equal values in equal bytes (later ones mark shared strings).
    raw = marshal.dumps(values, 2)
    return int.from_bytes(hashlib.blake2b(raw, digest_size=16, key=_SUM_KEY).digest())


class MemoryRows:
    """Rows in memory, each with the entry that wrote it last: what replay fills.

    Attributes:
        rows: for each table, primary key -> values in column order; tables in `summed` are left out.
        last: for each table, primary key -> index of the entry that wrote the row last.
        sums: for each table in `summed`, the sum of its rows' hashes and their number.
    """

    def __init__(self, summed: Iterable[str] = ()) -> None:
        self.rows: dict[str, dict[tuple[Any, ...], tuple[Any, ...]]] = {n: {} for n in tables.PROJECTION}
        self.last: dict[str, dict[tuple[Any, ...], int]] = {name: {} for name in tables.PROJECTION}
        self.sums: dict[str, list[int]] = {name: [0, 0] for name in summed}
        self.entry = 0
        self._columns = {name: [c.name for c in table.columns] for name, table in tables.PROJECTION.items()}
        self._keys = {
            name: [self._columns[name].index(c.name) for c in table.primary_key.columns]
            for name, table in tables.PROJECTION.items()
        }

    def put(self, table: Table, row: Row) -> None:
        """Add a row."""
        name = table.name
        values = tuple(map(row.get, self._columns[name]))
        if name in self.sums:
            total = self.sums[name]
            total[0] += row_hash(values)
            total[1] += 1
            return
        key = tuple([values[at] for at in self._keys[name]])
        if key in self.rows[name]:
            raise StoreError(f"entry {self.entry} adds a row that is there already: `{name}` {key}")
        self.rows[name][key] = values
        self.last[name][key] = self.entry

    def _matching(self, table: Table, key: Row) -> list[tuple[Any, ...]]:
        name, columns = table.name, self._columns[table.name]
        primary = [columns[at] for at in self._keys[name]]
        if set(key) == set(primary):
            whole = tuple(key[column] for column in primary)
            return [whole] if whole in self.rows[name] else []
        places = [(columns.index(column), value) for column, value in key.items()]
        return [
            pk for pk, row in self.rows[name].items() if all(row[place] == value for place, value in places)
        ]

    def set(self, table: Table, key: Row, values: Row) -> None:
        """Change the rows that have these key columns."""
        name, columns = table.name, self._columns[table.name]
        for pk in self._matching(table, key):
            old = self.rows[name][pk]
            self.rows[name][pk] = tuple(values.get(c, old[at]) for at, c in enumerate(columns))
            self.last[name][pk] = self.entry

    def drop(self, table: Table, key: Row) -> None:
        """Remove the rows that have these key columns.

        From a summed table nothing is to be removed: what wrote its rows was erased, so it is not replayed.
        """
        if table.name in self.sums:
            return
        for pk in self._matching(table, key):
            del self.rows[table.name][pk]
            del self.last[table.name][pk]
