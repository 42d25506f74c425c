"""Record batch in, record batch out: the only batch function, and the same engine as for one party.

Every driver (files, Spark) gives columns of `INPUT` and gets columns of `OUTPUT`, one row for each row it
gave, in order. A row that cannot be read comes out as `UNREAD` with its error: it never reads as clear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from licet.check.engine import Engine
from licet.check.finding import Finding, PartyCheck
from licet.check.party import COLUMNS, party_of_row
from licet.core.errors import InputError
from licet.core.listing_words import describe_policy, describe_requirement
from licet.core.trade import Party

__all__ = ["HIT", "INPUT", "OUTPUT", "UNREAD", "as_input", "outcome_of", "screen_batch"]

UNREAD = "UNREAD"

#: What goes in: the row's place, the cells of each field, and why the row could not be read, if so.
INPUT = pa.schema(
    [("line", pa.int64()), ("error", pa.string()), *((field, pa.list_(pa.string())) for field in COLUMNS)]
)

#: One listing that the party may be.
HIT = pa.struct(
    [
        ("list", pa.string()),
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

#: What comes out: a suggestion a row with its reasons, and what it stands on.
OUTPUT = pa.schema(
    [
        ("line", pa.int64()),
        ("id", pa.string()),
        ("name", pa.string()),
        ("disposition", pa.string()),
        ("reasons", pa.list_(pa.string())),
        ("error", pa.string()),
        ("hits", pa.list_(HIT)),
        ("on", pa.date32()),
        ("snapshot", pa.string()),
        ("stale", pa.list_(pa.string())),
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
    rows: list[dict[str, Any]] = []
    readable: list[tuple[int, Party]] = []
    for row in batch.to_pylist():
        outcome: dict[str, Any] = {
            "line": row["line"], "id": _first(row["id"]), "name": _first(row["name"]), "hits": [],
            "on": on, "snapshot": engine.snapshot.id, "stale": [],
        }  # fmt: skip
        error = row["error"]
        if not error and not (_first(row["name"]) or _first(row["alias"])):
            # The index finds by names: a number or an address alone would come out as nothing found.
            error = "a party needs a name to be compared; fix: give one"
        if not error:
            try:
                readable.append((len(rows), party_of_row(_cells(row))))
            except InputError as wrong:
                error = str(wrong)
        if error:
            outcome |= {"disposition": UNREAD, "reasons": [error], "error": error}
        rows.append(outcome)
    answers = engine.screen((party for _, party in readable), on=on, limit=limit)
    for (at, _), answer in zip(readable, answers, strict=True):
        rows[at] |= outcome_of(answer)
    return pa.RecordBatch.from_pylist(rows, schema=OUTPUT)


def _cells(row: Mapping[str, Sequence[str] | None]) -> Callable[[str], Sequence[str]]:
    return lambda field: [cell.strip() for cell in row[field] or () if cell and cell.strip()]


def _first(cells: Sequence[str] | None) -> str:
    return next((cell.strip() for cell in cells or () if cell and cell.strip()), "")


def outcome_of(answer: PartyCheck) -> dict[str, Any]:
    """What a batch says of one answer: all columns of `OUTPUT` but the row's own."""
    return {
        "disposition": answer.disposition.name,
        "reasons": [finding.evidence for finding in answer.findings],
        "error": None,
        "hits": [_hit(finding) for finding in answer.findings],
        "on": answer.on,
        "snapshot": answer.snapshot,
        "stale": list(answer.stale),
    }


def _hit(finding: Finding) -> dict[str, Any]:
    listing, version = finding.listing, finding.version
    return {
        "list": listing.list,
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
    kept: list[dict[str, Any]] = []
    for line, cells, error in rows:
        row: dict[str, Any] = {"line": line, "error": error or None}
        if not error:
            row |= {field: [cells[at] for at in places if cells[at]] for field, places in columns.items()}
        kept.append(row)
        if len(kept) == size:
            yield pa.RecordBatch.from_pylist(kept, schema=INPUT)
            kept = []
    if kept:
        yield pa.RecordBatch.from_pylist(kept, schema=INPUT)
