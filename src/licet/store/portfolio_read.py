"""Reading portfolios: current records, streaming; what changed since an entry; what names a counterparty."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from licet.core.errors import StoreError
from licet.core.money import Money
from licet.core.portfolio import HeldParty, Order, OwnerEdge, Revenue, StockItem
from licet.core.portfolio_json import KINDS, Record, record_from_json
from licet.core.trade import Party
from licet.store import tables
from licet.store.actor import Actor, Permission
from licet.store.store import Store

__all__ = [
    "BATCH",
    "Portfolio",
    "Settings",
    "changed_owners",
    "changed_parties",
    "current_rows",
    "erased_parties",
    "items",
    "loads",
    "newest_entry",
    "newest_rows",
    "orders",
    "orders_of",
    "owners",
    "owners_of",
    "parties",
    "parties_by_id",
    "party",
    "party_versions",
    "portfolio",
    "portfolios",
    "records",
    "revenues",
    "total_revenue",
]

#: Records a batch: some hundred entries for a million, and a second of work at most is lost by a crash.
BATCH = 5_000
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a portfolio states as a whole.

    Attributes:
        title: what people call it.
        currency: ISO 4217 code in which sums are told.
        revenue: the firm's whole revenue of `period`, which shares are of; None when not stated.
        period: the period of that revenue, in the firm's own words.
        facts: facts that hold for every order unless it says otherwise, as `licet determine` reads them.
    """

    title: str = ""
    currency: str = "USD"
    revenue: Decimal | None = None
    period: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """A portfolio.

    Attributes:
        name: its name.
        settings: what it states as a whole.
        counts: current records by kind.
        newest: index of the log entry that last changed a record; -1 when there is none.
    """

    name: str
    settings: Settings
    counts: Mapping[str, int]
    newest: int


def _settings(body: str) -> Settings:
    held = json.loads(body)
    revenue = Decimal(held["revenue"]) if held["revenue"] is not None else None
    return Settings(
        title=held["title"],
        currency=held["currency"],
        revenue=revenue,
        period=held["period"],
        facts=held["facts"],
    )


def newest_rows(
    connection: Connection, name: str, kind: str, ids: Sequence[str]
) -> dict[str, tuple[int, str]]:
    """Version and digest of the newest rows of these records; an empty digest was withdrawn."""
    table, found = tables.portfolio_row, dict[str, tuple[int, str]]()
    for at in range(0, len(ids), _CHUNK):
        query = (
            select(table.c.id, table.c.version, table.c.digest)
            .where(table.c.portfolio == name, table.c.kind == kind, table.c.id.in_(ids[at : at + _CHUNK]))
            .order_by(table.c.version)
        )
        for id, version, digest in connection.execute(query):
            found[id] = (version, digest)
    return found


def current_rows(
    connection: Connection,
    name: str,
    kind: str,
    *,
    ids: Sequence[str] | None = None,
    after: int = -1,
    until: int | None = None,
) -> Iterator[Row[Any]]:
    """The newest row of each record that is not withdrawn, in the order of the database's own collation.

    Args:
        connection: the database.
        name: the portfolio.
        kind: kind of record.
        ids: these records alone.
        after: only rows that came after this entry of the log.
        until: as the portfolio was after this entry of the log; as it is now when None.
    """
    table = tables.portfolio_row
    query = (
        select(table.c.id, table.c.version, table.c.digest, table.c.entry, table.c.body)
        .where(table.c.portfolio == name, table.c.kind == kind)
        .order_by(table.c.id, table.c.version)
    )
    if ids is not None:
        query = query.where(table.c.id.in_(ids))
    if until is not None:
        query = query.where(table.c.entry <= until)
    last: Any = None
    with connection.execution_options(yield_per=BATCH).execute(query) as rows:
        for row in rows:
            if last is not None and last.id != row.id and last.body and last.entry > after:
                yield last
            last = row
        if last is not None and last.body and last.entry > after:
            yield last


def records(
    store: Store,
    who: Actor,
    name: str,
    kind: str,
    ids: Sequence[str] | None = None,
    *,
    until: int | None = None,
) -> Iterator[Record]:
    """The records of a kind, streaming, now or as of an entry; these alone where references are given."""
    who.need(Permission.READ)
    with store.read() as connection:
        for chunk in [None] if ids is None else [ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK)]:
            for row in current_rows(connection, name, kind, ids=chunk, until=until):
                yield record_from_json(kind, json.loads(row.body))


def _held(name: str, row: Row[Any]) -> HeldParty:
    record = record_from_json("party", json.loads(row.body))
    if not isinstance(record, Party):  # for the type checker: `party` gives nothing else
        raise StoreError(f"not a party: `{row.id}`")
    return HeldParty(portfolio=name, party=record, version=row.version, digest=row.digest, entry=row.entry)


def parties(store: Store, who: Actor, name: str, *, until: int | None = None) -> Iterator[HeldParty]:
    """The counterparties, streaming, in the order of their references; as they were after an entry."""
    who.need(Permission.READ)
    with store.read() as connection:
        for row in current_rows(connection, name, "party", until=until):
            yield _held(name, row)


def erased_parties(store: Store, who: Actor, name: str, *, until: int) -> tuple[str, ...]:
    """References of counterparties that stood after an entry and whose text of then was erased since."""
    who.need(Permission.READ)
    table, newest = tables.portfolio_row, dict[str, bool]()
    query = (
        select(table.c.id, table.c.digest != "", table.c.body.is_(None))
        .where(table.c.portfolio == name, table.c.kind == "party", table.c.entry <= until)
        .order_by(table.c.id, table.c.version)
    )
    with store.read() as connection:
        if connection.execute(query.where(table.c.body.is_(None)).limit(1)).first() is None:
            return ()
        for id, stood, erased in connection.execution_options(yield_per=BATCH).execute(query):
            newest[id] = bool(stood and erased)
    return tuple(id for id, erased in newest.items() if erased)


def changed_parties(store: Store, who: Actor, name: str, after: int) -> Iterator[HeldParty]:
    """The current counterparties whose version came after an entry of the log: those to screen again."""
    who.need(Permission.READ)
    with store.read() as connection:
        for row in current_rows(connection, name, "party", after=after):
            yield _held(name, row)


def changed_owners(store: Store, who: Actor, name: str, after: int) -> Iterator[OwnerEdge]:
    """The current holdings whose version came after an entry of the log."""
    who.need(Permission.READ)
    with store.read() as connection:
        for row in current_rows(connection, name, "owner", after=after):
            record = record_from_json("owner", json.loads(row.body))
            if isinstance(record, OwnerEdge):
                yield record


def parties_by_id(
    store: Store, who: Actor, name: str, ids: Sequence[str], *, until: int | None = None
) -> dict[str, HeldParty]:
    """Counterparties by their references, now or after an entry; those that are not there are left out."""
    who.need(Permission.READ)
    found: dict[str, HeldParty] = {}
    with store.read() as connection:
        for at in range(0, len(ids), _CHUNK):
            for row in current_rows(connection, name, "party", ids=ids[at : at + _CHUNK], until=until):
                found[row.id] = _held(name, row)
    return found


def party(store: Store, who: Actor, name: str, id: str) -> HeldParty:
    """A counterparty as it stands.

    Raises:
        StoreError: there is none, or it was withdrawn.
    """
    found = parties_by_id(store, who, name, [id])
    if id not in found:
        raise StoreError(f"no party `{id}` in portfolio `{name}`", fix="licet portfolio list party")
    return found[id]


def party_versions(store: Store, who: Actor, name: str, id: str) -> list[tuple[int, int, Party | None]]:
    """All versions of a counterparty, oldest first: number, entry, content (None: withdrawn or erased)."""
    who.need(Permission.READ)
    table = tables.portfolio_row
    query = (
        select(table.c.version, table.c.entry, table.c.body)
        .where(table.c.portfolio == name, table.c.kind == "party", table.c.id == id)
        .order_by(table.c.version)
    )
    found: list[tuple[int, int, Party | None]] = []
    with store.read() as connection:
        for row in connection.execute(query):
            record = record_from_json("party", json.loads(row.body)) if row.body else None
            found.append((row.version, row.entry, record if isinstance(record, Party) else None))
    return found


def owners(store: Store, who: Actor, name: str, *, until: int | None = None) -> Iterator[OwnerEdge]:
    """Who owns the counterparties, streaming; as it was recorded after an entry."""
    for record in records(store, who, name, "owner", until=until):
        if isinstance(record, OwnerEdge):
            yield record


def owners_of(store: Store, who: Actor, name: str, party_ids: Sequence[str]) -> Iterator[OwnerEdge]:
    """The edges that name one of these as owner or as owned, each once."""
    for record in records(store, who, name, "owner", _tied(store, who, name, "owner", party_ids)):
        if isinstance(record, OwnerEdge):
            yield record


def items(store: Store, who: Actor, name: str, ids: Sequence[str] | None = None) -> Iterator[StockItem]:
    """The items, streaming; these alone where references are given."""
    for record in records(store, who, name, "item", ids):
        if isinstance(record, StockItem):
            yield record


def orders(store: Store, who: Actor, name: str) -> Iterator[Order]:
    """All orders, streaming, whatever their state."""
    for record in records(store, who, name, "order"):
        if isinstance(record, Order):
            yield record


def orders_of(store: Store, who: Actor, name: str, party_ids: Sequence[str]) -> Iterator[Order]:
    """The orders in which one of these counterparties has a part, each once."""
    found = _tied(store, who, name, "order", party_ids)
    wanted = set(party_ids)
    for record in records(store, who, name, "order", found):
        if isinstance(record, Order) and any(part.party in wanted for part in record.parties):
            yield record


def revenues(
    store: Store, who: Actor, name: str, party_ids: Sequence[str] | None = None
) -> Iterator[Revenue]:
    """Revenue figures, streaming; of these counterparties alone where references are given."""
    ids = None if party_ids is None else _tied(store, who, name, "revenue", party_ids)
    for record in records(store, who, name, "revenue", ids):
        if isinstance(record, Revenue):
            yield record


def _tied(store: Store, who: Actor, name: str, kind: str, party_ids: Sequence[str]) -> list[str]:
    who.need(Permission.READ)
    table, found = tables.portfolio_tie, dict[str, None]()
    with store.read() as connection:
        for at in range(0, len(party_ids), _CHUNK):
            query = (
                select(table.c.id)
                .where(
                    table.c.portfolio == name,
                    table.c.kind == kind,
                    table.c.party.in_(party_ids[at : at + _CHUNK]),
                )
                .distinct()
            )
            found.update(dict.fromkeys(connection.execute(query).scalars()))
    return sorted(found)


def portfolio(store: Store, who: Actor, name: str) -> Portfolio:
    """A portfolio with its counts.

    Raises:
        StoreError: there is none.
    """
    who.need(Permission.READ)
    with store.read() as connection:
        row = connection.execute(
            select(tables.portfolio.c.body).where(tables.portfolio.c.id == name)
        ).one_or_none()
        if row is None:
            raise StoreError(f"no portfolio `{name}`", fix="licet portfolio import party FILE")
        return Portfolio(
            name=name,
            settings=_settings(row.body),
            counts={kind: _count(connection, name, kind) for kind in KINDS},
            newest=_last_entry(connection, name),
        )


def _count(connection: Connection, name: str, kind: str) -> int:
    table = tables.portfolio_row
    here = (table.c.portfolio == name, table.c.kind == kind)
    # records are counted by their first versions; rows that withdraw one, where none came after them. None of
    # those is a first version: said so, a database reads the key alone and not a million records
    total = connection.execute(select(func.count()).where(*here, table.c.version == 1)).scalar_one()
    later = table.alias()
    withdrawn = select(func.count()).where(
        *here,
        table.c.version > 1,
        table.c.digest == "",
        ~exists().where(
            later.c.portfolio == name,
            later.c.kind == kind,
            later.c.id == table.c.id,
            later.c.version > table.c.version,
        ),
    )
    return int(total) - int(connection.execute(withdrawn).scalar_one())


def _last_entry(connection: Connection, name: str) -> int:
    table = tables.portfolio_batch
    found = connection.execute(select(func.max(table.c.entry)).where(table.c.portfolio == name)).scalar_one()
    return -1 if found is None else int(found)


def newest_entry(store: Store, who: Actor, name: str) -> int:
    """Index of the log entry that last changed a record of a portfolio; -1 when there is none."""
    who.need(Permission.READ)
    with store.read() as connection:
        return _last_entry(connection, name)


def portfolios(store: Store, who: Actor) -> list[Portfolio]:
    """All portfolios, by name."""
    who.need(Permission.READ)
    with store.read() as connection:
        names = (
            connection.execute(select(tables.portfolio.c.id).order_by(tables.portfolio.c.id)).scalars().all()
        )
    return [portfolio(store, who, name) for name in names]


def loads(store: Store, who: Actor, name: str) -> list[Mapping[str, Any]]:
    """What files were read into a portfolio, newest first, each as its entry says."""
    who.need(Permission.READ)
    table = tables.portfolio_load
    with store.read() as connection:
        query = select(table.c.body).where(table.c.portfolio == name).order_by(table.c.entry.desc())
        return [json.loads(body) for body in connection.execute(query).scalars()]


def total_revenue(figures: Iterable[Revenue], currency: str) -> tuple[Money, tuple[str, ...]]:
    """The sum of figures in one currency, and which other currencies were left out."""
    total, others = Money(amount=Decimal(0), currency=currency), dict[str, None]()
    for one in figures:
        if one.amount.currency == currency:
            total += one.amount
        else:
            others[one.amount.currency] = None
    return total, tuple(others)
