"""Record batch in, record batch out: the only batch function, and the same engine as for one party.

Every driver (files, Spark) gives columns of `INPUT` and gets columns of `OUTPUT`, one row for each row it
gave, in order. A row that cannot be read comes out as `UNREAD` with its error: it never reads as clear.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from licet.batch.rows import text_of
from licet.check.engine import Engine, suggestion
from licet.check.finding import Finding, PartyCheck
from licet.check.party import COLUMNS, party_of_row
from licet.check.telling import unread_told
from licet.core.errors import InputError
from licet.core.listing_words import describe_policy, describe_requirement
from licet.core.trade import Party

__all__ = [
    "HIT",
    "INPUT",
    "OUTPUT",
    "STANDING",
    "UNREAD",
    "arrow_input",
    "as_input",
    "outcome_of",
    "screen_batch",
    "standing_on",
    "without",
]

UNREAD = "UNREAD"

NO_NAME = (
    "without a name only the address and the numbers were looked up, and nothing was found; fix: give one"
)

_TEXTS = pa.list_(pa.string())
_Cells = Mapping[str, Sequence[Sequence[str]]]
#: What a row has of a field that it leaves empty.
_NONE: list[str] = []

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

#: The columns that are the same in all rows of a run: what `standing_on` gives.
STANDING = ("on", "snapshot", "stale", "incomplete")


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
    errors: list[str | None] = [error or None for error in batch.column("error").to_pylist()]
    dispositions = [UNREAD] * batch.num_rows
    hits: dict[int, list[dict[str, Any]]] = {}
    notes: dict[int, str] = {}
    editions = {state.id: state.published for state in engine.list_states()}
    cells = _cells(batch)
    asked: deque[tuple[int, Party]] = deque()
    for findings in engine.findings(_noted(_parties(cells, errors), asked), on=on, limit=limit):
        at, party = asked.popleft()
        if not (findings or party.names):
            # Looked up by address and numbers alone: that nothing was found by them is no answer.
            errors[at] = NO_NAME
            continue
        disposition, told = suggestion(party, findings)
        dispositions[at] = disposition.name
        if findings:
            hits[at] = _hits(findings, editions)
        elif told:
            notes[at] = told
    found = _Found(dispositions=dispositions, errors=errors, hits=hits, notes=notes)
    return _output(engine, batch, cells, on, found)


def _cells(batch: pa.RecordBatch) -> _Cells:
    """The cells of each field that a batch has, row by row."""
    return {field: _texts(batch.column(field)) for field in COLUMNS if _any(batch.column(field))}


def _parties(cells: _Cells, errors: list[str | None]) -> Iterator[tuple[int, Party]]:
    """The parties of the rows that can be read, with their places; the errors of the others are set."""
    columns = list(cells.items())
    for at, error in enumerate(errors):
        if error is None:
            try:
                party = party_of_row({field: cell for field, texts in columns if (cell := texts[at])})
            except InputError as wrong:
                errors[at] = str(wrong)
            else:
                yield at, party


def _noted(parties: Iterator[tuple[int, Party]], asked: deque[tuple[int, Party]]) -> Iterator[Party]:
    """The parties, each written down when it is asked: one is looked up while its name is still known."""
    for one in parties:
        asked.append(one)
        yield one[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Columns of what was found: a disposition and an error a row; by row hits and other reasons, if any."""

    dispositions: Sequence[str]
    errors: Sequence[str | None]
    hits: Mapping[int, list[dict[str, Any]]]
    notes: Mapping[int, str]


def without(engine: Engine, batch: pa.RecordBatch, error: str) -> pa.RecordBatch:
    """`OUTPUT` of rows that none can be answered, for the one reason."""
    count = batch.num_rows
    found = _Found(dispositions=[UNREAD] * count, errors=[error] * count, hits={}, notes={})
    return _output(engine, batch, _cells(batch), None, found)


def _output(
    engine: Engine, batch: pa.RecordBatch, cells: _Cells, on: date | None, found: _Found
) -> pa.RecordBatch:
    """The batch that comes out."""
    count = batch.num_rows
    reasons = {at: [error] for at, error in enumerate(found.errors) if error}
    reasons |= {at: [note] for at, note in found.notes.items()}
    reasons |= {at: [hit["evidence"] for hit in hits] for at, hits in found.hits.items()}
    return pa.RecordBatch.from_arrays(
        [
            batch.column("line"),
            _firsts(cells.get("id", ()), count),
            _firsts(cells.get("name", ()), count),
            pa.array(found.dispositions, pa.string()),
            _sparse(reasons, pa.string(), count),
            pa.array(found.errors, pa.string()),
            _sparse(found.hits, HIT, count),
            *(pa.repeat(value, count) for value in standing_on(engine, on)),
        ],
        schema=OUTPUT,
    )


def standing_on(engine: Engine, on: date | None) -> tuple[pa.Scalar, ...]:
    """What all rows of a run stand on: the last columns of `OUTPUT`, by value."""
    states = engine.list_states()
    stale = [f"{one.id}: {one.stale}" for one in states if one.stale]
    incomplete = [one.id for one in states if on and not one.reaches(on)]
    kinds = [OUTPUT.field(name).type for name in STANDING]
    return tuple(map(pa.scalar, (on, engine.snapshot.id, stale, incomplete), kinds))


def _sparse(lists: Mapping[int, list[Any]], kind: pa.DataType, count: int) -> pa.ListArray:
    """A column of lists, empty where no row of `lists` says otherwise."""
    sizes = np.zeros(count + 1, dtype=np.int32)
    for at, values in lists.items():
        sizes[at + 1] = len(values)
    flat = pa.array([value for at in sorted(lists) for value in lists[at]], kind)
    return pa.ListArray.from_arrays(pa.array(np.cumsum(sizes, dtype=np.int32)), flat)


def _any(column: pa.Array) -> bool:
    return bool(column.null_count < len(column))


def _texts(column: pa.ListArray) -> list[list[str]]:
    """The cells of a field, row by row, without blanks."""
    offsets = column.offsets.to_numpy()
    cells = column.values.to_pylist()
    if column.null_count == 0 and (np.diff(offsets) == 1).all():
        alone = cells[offsets[0] : offsets[-1]]
        return [[text] if cell and (text := cell.strip()) else _NONE for cell in alone]
    cells = [cell.strip() if cell else "" for cell in cells]
    rows = [[cell for cell in cells[start:end] if cell] for start, end in pairwise(offsets.tolist())]
    for at in np.flatnonzero(column.is_null()).tolist() if column.null_count else ():
        rows[at] = _NONE
    return rows


def _firsts(rows: Sequence[Sequence[str]], count: int) -> pa.Array:
    """The first text of each row of a field; empty where there is none."""
    if not rows:
        return pa.repeat(pa.scalar("", pa.string()), count)
    return pa.array([row[0] if row else "" for row in rows], pa.string())


def outcome_of(answer: PartyCheck) -> dict[str, Any]:
    """What a batch says of one answer: all columns of `OUTPUT` but the row's own."""
    return {
        "disposition": answer.disposition.name,
        "reasons": [finding.evidence for finding in answer.findings]
        or [*filter(None, [unread_told([name.text for name in answer.party.names])])],
        "error": None,
        "hits": _hits(answer.findings, {state.id: state.published for state in answer.lists}),
        "on": answer.on,
        "snapshot": answer.snapshot,
        "stale": list(answer.stale),
        "incomplete": list(answer.incomplete),
    }


def _hits(findings: Sequence[Finding], editions: Mapping[str, date | None]) -> list[dict[str, Any]]:
    return [_hit(finding, editions.get(finding.listing.list)) for finding in findings]


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
    blank = [""] * (1 + max((at for places in columns.values() for at in places), default=0))
    while kept := list(islice(rows, size)):
        lines, cells, errors = zip(*kept, strict=True)
        if any(errors):
            cells = tuple([blank if error else row for row, error in zip(cells, errors, strict=True)])
        arrays = [pa.array(lines, pa.int64()), pa.array([error or None for error in errors], pa.string())]
        for field in COLUMNS:
            held = [[row[at] for row in cells] for at in columns.get(field, ())]
            arrays.append(_side_by_side(held, len(kept)))
        yield pa.RecordBatch.from_arrays(arrays, schema=INPUT)


def _side_by_side(columns: Sequence[Sequence[str | None]], count: int) -> pa.Array:
    """Columns of one field: for each row its texts that are not empty; nulls where there is no column."""
    if not columns:
        return pa.nulls(count, _TEXTS)
    if len(columns) == 1:
        sizes = [1 if text else 0 for text in columns[0]]
        texts = [*filter(None, columns[0])]
    else:
        rows = [[text for text in row if text] for row in zip(*columns, strict=True)]
        sizes, texts = list(map(len, rows)), [text for row in rows for text in row]
    offsets = np.zeros(len(sizes) + 1, dtype=np.int32)
    np.cumsum(sizes, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(texts, pa.string()))


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
        fields.append(_side_by_side(texts, count))
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
