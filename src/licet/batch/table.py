"""Record batch in, record batch out: the only batch function, and the same engine as for one party.

Every driver (files, Spark) gives columns of `INPUT` and gets columns of `OUTPUT`, one row for each row it
gave, in order. A row that cannot be read comes out as `UNREAD` with its error: it never reads as clear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

import pyarrow as pa

from licet.batch.rows import text_of
from licet.check.engine import Engine
from licet.check.finding import Finding, PartyCheck
from licet.check.party import COLUMNS, party_of_row
from licet.core.errors import InputError
from licet.core.listing_words import describe_policy, describe_requirement
from licet.core.trade import Party

__all__ = [
    "HIT",
    "INPUT",
    "OUTPUT",
    "UNREAD",
    "arrow_input",
    "as_input",
    "outcome_of",
    "screen_batch",
    "without",
]

UNREAD = "UNREAD"

NO_NAME = (
    "without a name only the address and the numbers were looked up, and nothing was found; fix: give one"
)

_TEXTS = pa.list_(pa.string())

#: What goes in: the row's place, the cells of each field, and why the row could not be read, if so.
INPUT = pa.schema([("line", pa.int64()), ("error", pa.string()), *((field, _TEXTS) for field in COLUMNS)])

#: One listing that the party may be; `edition` is the day of the list that it stands in.
HIT = pa.struct(
    [
        ("list", pa.string()),
        ("edition", pa.date32()),
        ("listing", pa.string()),
        ("name", pa.string()),
        ("score", pa.float64()),
        ("verdict", pa.string()),
        ("standing", pa.string()),
        ("from", pa.date32()),
        ("requirement", pa.string()),
        ("policy", pa.string()),
        ("citations", pa.string()),
        ("evidence", pa.string()),
    ]
)

#: What comes out: a suggestion a row with its reasons, and what it stands on. `stale` names lists too old to
#: rely on, `incomplete` those whose history does not reach the day: with either, nothing found is no zero.
OUTPUT = pa.schema(
    [
        ("line", pa.int64()),
        ("id", pa.string()),
        ("name", pa.string()),
        ("disposition", pa.string()),
        ("reasons", _TEXTS),
        ("error", pa.string()),
        ("hits", pa.list_(HIT)),
        ("on", pa.date32()),
        ("snapshot", pa.string()),
        ("stale", _TEXTS),
        ("incomplete", _TEXTS),
    ]
)


def screen_batch(engine: Engine, batch: pa.RecordBatch, *, on: date, limit: int = 5) -> pa.RecordBatch:
    """Screen the parties of a record batch.

    Args:
        engine: the lists.
        batch: columns of `INPUT`.
        on: the day on which listings are read.
        limit: how many listed parties to keep a row, each with all its listings.

    Returns:
        Columns of `OUTPUT`, one row for each of the batch, in order.
    """
    cells = {field: _texts(batch.column(field)) for field in COLUMNS if _any(batch.column(field))}
    errors = [error or None for error in batch.column("error").to_pylist()]
    readable: list[int] = []
    parties: list[Party] = []
    for at, error in enumerate(errors):
        if error is None:
            try:
                parties.append(party_of_row(_row(cells, at)))
                readable.append(at)
            except InputError as wrong:
                errors[at] = str(wrong)
    count = batch.num_rows
    dispositions = [UNREAD] * count
    hits: list[list[dict[str, Any]]] = [[]] * count
    for at, answer in zip(readable, engine.screen(parties, on=on, limit=limit), strict=True):
        dispositions[at] = answer.disposition.name
        if answer.findings:
            hits[at] = _hits(answer)
        elif not answer.party.names:
            # Looked up by address and numbers alone: that nothing was found by them is no answer.
            dispositions[at], errors[at] = UNREAD, NO_NAME
    return _output(engine, batch, on, list(zip(dispositions, errors, hits, strict=True)))


def without(engine: Engine, batch: pa.RecordBatch, error: str) -> pa.RecordBatch:
    """`OUTPUT` of rows that none can be answered, for the one reason."""
    return _output(engine, batch, None, [(UNREAD, error, [])] * batch.num_rows)


def _output(
    engine: Engine,
    batch: pa.RecordBatch,
    on: date | None,
    rows: Sequence[tuple[str, str | None, list[dict[str, Any]]]],
) -> pa.RecordBatch:
    """The batch that comes out; a row is its disposition, its error and its hits."""
    count = len(rows)
    states = engine.list_states()
    reasons = [[error] if error else [hit["evidence"] for hit in hits] for _, error, hits in rows]
    stale = [f"{one.id}: {one.stale}" for one in states if one.stale]
    incomplete = [one.id for one in states if on and not one.reaches(on)]
    return pa.RecordBatch.from_arrays(
        [
            batch.column("line"),
            _firsts(batch.column("id")),
            _firsts(batch.column("name")),
            pa.array([row[0] for row in rows], pa.string()),
            pa.array(reasons, _TEXTS),
            pa.array([row[1] for row in rows], pa.string()),
            pa.array([row[2] for row in rows], pa.list_(HIT)),
            pa.repeat(pa.scalar(on, pa.date32()), count),
            pa.repeat(pa.scalar(engine.snapshot.id, pa.string()), count),
            pa.repeat(pa.scalar(stale, _TEXTS), count),
            pa.repeat(pa.scalar(incomplete, _TEXTS), count),
        ],
        schema=OUTPUT,
    )


def _any(column: pa.Array) -> bool:
    return bool(column.null_count < len(column))


def _texts(column: pa.Array) -> list[Sequence[str]]:
    """The cells of a field, row by row, without blanks."""
    return [
        [text for cell in cells if cell and (text := cell.strip())] if cells else ()
        for cells in column.to_pylist()
    ]


def _row(cells: Mapping[str, Sequence[Sequence[str]]], at: int) -> Callable[[str], Sequence[str]]:
    return lambda field: column[at] if (column := cells.get(field)) else ()


def _firsts(column: pa.Array) -> pa.Array:
    """The first text of each row of a field; empty where there is none."""
    if not _any(column):
        return pa.repeat(pa.scalar("", pa.string()), len(column))
    return pa.array([row[0] if row else "" for row in _texts(column)], pa.string())


def outcome_of(answer: PartyCheck) -> dict[str, Any]:
    """What a batch says of one answer: all columns of `OUTPUT` but the row's own."""
    return {
        "disposition": answer.disposition.name,
        "reasons": [finding.evidence for finding in answer.findings],
        "error": None,
        "hits": _hits(answer),
        "on": answer.on,
        "snapshot": answer.snapshot,
        "stale": list(answer.stale),
        "incomplete": list(answer.incomplete),
    }


def _hits(answer: PartyCheck) -> list[dict[str, Any]]:
    editions = {state.id: state.published for state in answer.lists}
    return [_hit(finding, editions.get(finding.listing.list)) for finding in answer.findings]


def _hit(finding: Finding, edition: date | None) -> dict[str, Any]:
    listing, version = finding.listing, finding.version
    return {
        "list": listing.list,
        "edition": edition,
        "listing": listing.id,
        "name": listing.party.name,
        "score": finding.score,
        "verdict": finding.verdict,
        "standing": finding.standing.value,
        "from": listing.period.start,
        "requirement": describe_requirement(version.requirement) if version and version.requirement else "",
        "policy": describe_policy(version.policy) if version and version.policy else "",
        "citations": "; ".join(map(str, listing.cites)),
        "evidence": finding.evidence,
    }


def as_input(
    rows: Iterator[tuple[int, Sequence[str], str]], columns: Mapping[str, Sequence[int]], size: int
) -> Iterator[pa.RecordBatch]:
    """Record batches of `INPUT` from rows of cells.

    Args:
        rows: (line, cells, error); the cells of a row with an error are not looked at.
        columns: which cells hold which field.
        size: rows a batch.
    """
    while kept := list(islice(rows, size)):
        arrays = [pa.array([row[0] for row in kept]), pa.array([row[2] or None for row in kept], pa.string())]
        for field in COLUMNS:
            places = columns.get(field)
            if not places:
                arrays.append(pa.nulls(len(kept), _TEXTS))
                continue
            texts = [None if error else [cells[at] for at in places if cells[at]] for _, cells, error in kept]
            arrays.append(pa.array(texts, _TEXTS))
        yield pa.RecordBatch.from_arrays(arrays, schema=INPUT)


def arrow_input(
    batch: pa.RecordBatch, columns: Mapping[str, Sequence[str]], first: int = 1
) -> pa.RecordBatch:
    """A record batch of `INPUT` from one with columns of its own, as Parquet files and clusters have them.

    Args:
        batch: any columns; numbers and days are written as text, lists of texts as several values.
        columns: which columns hold which field.
        first: the place of the batch's first row.
    """
    count = batch.num_rows
    errors: list[str | None] = [None] * count
    fields = []
    for field in COLUMNS:
        texts = [_column_texts(batch.column(name), name, errors) for name in columns.get(field, ())]
        if not texts:
            fields.append(pa.nulls(count, _TEXTS))
            continue
        fields.append(pa.array([[text for text in row if text] for row in zip(*texts, strict=True)], _TEXTS))
    places = pa.array(range(first, first + count), pa.int64())
    return pa.RecordBatch.from_arrays([places, pa.array(errors, pa.string()), *fields], schema=INPUT)


def _column_texts(column: pa.Array, name: str, errors: list[str | None]) -> list[str | None]:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        plain: list[str | None] = column.to_pylist()
        return plain
    texts: list[str | None] = []
    for at, value in enumerate(column.to_pylist()):
        try:
            texts.append(text_of(value))
        except TypeError as wrong:
            texts.append(None)
            errors[at] = f"field `{name}` {wrong}"
    return texts
