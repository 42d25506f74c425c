"""A firm's portfolio: bring files in, say what is missing, show it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from licet.batch.rows import open_rows
from licet.check.portfolio_rows import find_fields, joined, read_record, unread_columns
from licet.core.errors import InputError
from licet.core.portfolio import Gap, Order, StockItem, gaps_of
from licet.core.portfolio_json import KINDS, Record

if TYPE_CHECKING:
    from licet.store.actor import Actor
    from licet.store.portfolio import Loaded
    from licet.store.store import Store

__all__ = ["KINDS", "Imported", "gaps", "import_file", "index_parties"]

#: Errors of rows that are kept whole; beyond that they are counted.
_ERRORS_KEPT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What importing a file did.

    Attributes:
        kind: kind of record.
        file: the file.
        loaded: counts.
        errors: rows that were refused, with line, field and fix; the first thousand.
        incomplete: how many open orders of the file cannot be called clear as they stand.
        lacking: what they lack; the first thousand.
        unread: columns that hold no field of such a record.
    """

    kind: str
    file: str
    loaded: Loaded
    errors: tuple[InputError, ...] = ()
    incomplete: int = 0
    lacking: tuple[Gap, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class _Seen:
    """References met in a file, 8 bytes each: two orders of one number are an error, not a revision."""

    marks: set[int] = field(default_factory=set)

    @staticmethod
    def _mark(id: str) -> int:
        return int.from_bytes(hashlib.blake2b(id.encode(), digest_size=8).digest())

    def add(self, id: str) -> bool:
        """Note a reference; False when it was met before."""
        mark = self._mark(id)
        if mark in self.marks:
            return False
        self.marks.add(mark)
        return True

    def __contains__(self, id: str) -> bool:
        return self._mark(id) in self.marks


def import_file(
    store: Store,
    who: Actor,
    name: str,
    kind: str,
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str = "",
    whole: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Bring a CSV, XLSX, JSONL or Parquet file into a portfolio; rows that can't be read are told, not lost.

    Args:
        store: the store.
        who: who does it.
        name: the portfolio; opened when there is none.
        kind: `party`, `owner`, `item`, `order` or `revenue`.
        path: the file, with a header line; an order has a row for each of its lines, one after the other.
        mapping: our field to the file's column.
        encoding: that of a text file without a byte-order mark; UTF-8 when empty.
        whole: the file holds all records of its kind: those it lacks are withdrawn.
        progress: told how many records were read.

    Raises:
        InputError: the file can't be read at all, or `whole` is set and the file has no record or rows of it
            were refused.
    """
    from licet.core.errors import StoreError
    from licet.store.portfolio import note_load, put, require_name, set_portfolio, withdraw_absent
    from licet.store.portfolio_read import Settings, portfolio

    require_name(name)
    if kind not in KINDS:
        raise InputError(f"no kind of record: `{kind}`", field="kind", fix=f"one of {', '.join(KINDS)}")
    is_new = False
    try:
        currency = portfolio(store, who, name).settings.currency
    except StoreError:
        currency, is_new = Settings().currency, True
    errors: list[InputError] = []
    refused = 0

    def tell(error: InputError) -> None:
        nonlocal refused
        refused += 1
        if len(errors) < _ERRORS_KEPT:
            errors.append(error)

    seen = _Seen()
    unread: list[str] = []
    lines = _lines(path, kind, mapping or {}, currency, unread, encoding=encoding)
    records = _records(
        lines, path.name, seen, tell, "keep its rows together" if kind == "order" else "keep one"
    )
    loaded = put(store, who, name, kind, records, source=path.name, progress=progress)
    if is_new and not loaded.written:  # a file without a row, or of refused rows alone
        set_portfolio(store, who, name, Settings())
    loaded = replace(loaded, read=loaded.read + refused, refused=refused)
    if whole:
        if refused:
            raise InputError(
                f"{refused} rows could not be read, so it can't be said which records are gone",
                file=str(path),
                fix=f"mend them first: {errors[0]}",
            )
        if not loaded.read:
            raise InputError(
                f"no {kind} in the file, and --whole would withdraw all that are held",
                file=str(path),
                fix="export it again; to withdraw all but one, keep that one in the file",
            )
        gone = withdraw_absent(store, who, name, kind, seen.__contains__, source=path.name)
        loaded = replace(loaded, withdrawn=gone)
    with path.open("rb") as raw:
        digest = hashlib.file_digest(raw, "sha256").hexdigest()
    if loaded.written or loaded.withdrawn or not _read_before(store, who, name, kind, digest):
        note_load(store, who, name, kind, loaded, source=path.name, sha256=digest)
    if kind == "party":
        index_parties(store, who, name, progress=progress)
    incomplete, lacking = _lacking(store, who, name, seen) if kind == "order" else (0, ())
    return Imported(
        kind=kind,
        file=path.name,
        loaded=loaded,
        errors=tuple(errors),
        incomplete=incomplete,
        lacking=lacking,
        unread=tuple(unread),
    )


def _lacking(store: Store, who: Actor, name: str, seen: _Seen) -> tuple[int, tuple[Gap, ...]]:
    """How many of the orders read in cannot be called clear as they stand, and what the first lack."""
    blocked = (gap for gap in gaps(store, who, name, of=seen.__contains__) if gap.blocks)
    ids: set[str] = set()
    first: list[Gap] = []
    for gap in blocked:
        ids.add(gap.id)
        if len(first) < _ERRORS_KEPT:
            first.append(gap)
    return len(ids), tuple(first)


def _read_before(store: Store, who: Actor, name: str, kind: str, sha256: str) -> bool:
    """Whether this very file was the last of its kind that was read in."""
    from licet.store.portfolio_read import loads

    last = next((one for one in loads(store, who, name) if one["kind"] == kind), None)
    return last is not None and last["sha256"] == sha256


def index_parties(
    store: Store,
    who: Actor,
    name: str,
    *,
    progress: Callable[[int], None] | None = None,
    least: int | None = None,
) -> int:
    """Keep the keys of a large portfolio's parties, by which a filing finds whom to ask; returns of how many.

    The loops that read them are compiled too, once a version of licet, so that no filing waits for that.

    Args:
        store: the store.
        who: who does it.
        name: the portfolio.
        progress: told how many parties were read.
        least: from how many parties on; as the store has it when None.
    """
    from licet.store.portfolio_keys import SIEVED_FROM, keep_keys
    from licet.store.portfolio_read import portfolio

    if portfolio(store, who, name).counts["party"] < (SIEVED_FROM if least is None else least):
        return 0
    done = keep_keys(store, who, name, progress=progress)
    if done:
        from licet.match.sieve import warm

        warm()
    return done


def _records(
    lines: Iterator[tuple[int, Record | InputError]],
    file: str,
    seen: _Seen,
    tell: Callable[[InputError], None],
    fix: str,
) -> Iterator[Record]:
    """The records; what could not be read, or was there before, is told."""
    for line, record in lines:
        if isinstance(record, InputError):
            tell(InputError(record.message, file=file, line=line, field=record.field, fix=record.fix))
        elif not seen.add(record.id):
            tell(InputError(f"`{record.id}` was there before", file=file, line=line, field="id", fix=fix))
        else:
            yield record


def _lines(
    path: Path, kind: str, mapping: Mapping[str, str], currency: str, unread: list[str], *, encoding: str
) -> Iterator[tuple[int, Record | InputError]]:
    """Records of a file with their lines, orders joined."""
    rows = _rows(path, kind, mapping, currency, unread, encoding=encoding)
    if kind == "order":
        yield from joined((line, id, row) for line, id, row in rows if isinstance(row, Order | InputError))
        return
    for line, _, row in rows:
        yield line, row


def _rows(
    path: Path, kind: str, mapping: Mapping[str, str], currency: str, unread: list[str], *, encoding: str
) -> Iterator[tuple[int, str, Record | InputError]]:
    """Line, reference, and the record of each row or why it could not be read; `unread`: further columns."""
    with open_rows(path, encoding) as (header, rows):
        fields = find_fields(kind, header, mapping, path.name)
        unread += unread_columns(header, fields)
        at = fields.get("id", ())
        for line, cells, why in rows:
            if why:
                message, _, fix = why.partition("; fix: ")
                yield line, f"line {line}", InputError(message, fix=fix)
                continue
            id = cells[at[0]].strip() if at else ""
            try:
                yield line, id, read_record(kind, fields, cells, currency=currency)
            except InputError as error:
                yield line, id, error


def gaps(
    store: Store, who: Actor, name: str, *, pending: bool = True, of: Callable[[str], bool] = lambda _: True
) -> Iterator[Gap]:
    """What the orders of a portfolio lack before they can be called clear.

    Args:
        store: the store.
        who: who asks.
        name: the portfolio.
        pending: look only at orders that are open or on their way.
        of: look only at orders whose number it takes.

    Raises:
        StoreError: there is no portfolio of the name.
    """
    from licet.store.portfolio_read import items, orders, parties_by_id, portfolio

    portfolio(store, who, name)  # of a name that is none, nothing is not the answer

    batch: list[Order] = []

    def flush() -> Iterator[Gap]:
        named = sorted({part.party for order in batch for part in order.parties})
        known = parties_by_id(store, who, name, named)
        wanted = sorted({line.item for order in batch for line in order.lines if line.item})
        held: dict[str, StockItem] = {one.id: one for one in items(store, who, name, wanted)}
        for order in batch:
            yield from gaps_of(order, knows=known.__contains__, item=held.get)
        batch.clear()

    for order in orders(store, who, name):
        if not of(order.id) or (pending and not order.state.pending):
            continue
        batch.append(order)
        if len(batch) == 500:
            yield from flush()
    yield from flush()
