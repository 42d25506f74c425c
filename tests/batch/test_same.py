"""The same thousand rows come out the same, whichever way they go in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from licet.batch.files import screen_file
from licet.batch.table import UNREAD, outcome_of
from licet.check.engine import Engine
from licet.check.party import party_of
from licet.core.errors import InputError
from tests.batch.conftest import DAY

_COLUMNS = ("disposition", "reasons", "hits", "on", "snapshot", "stale")


def _singly(engine: Engine, row: dict[str, str]) -> dict[str, Any] | None:
    try:
        party = party_of(row["name"], country=row["country"], party_id=row["id"])
    except InputError:
        return None
    outcome = outcome_of(engine.check(party, on=DAY, limit=5))
    return {name: outcome[name] for name in _COLUMNS}


def _by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any] | None]:
    return {
        row["id"]: None if row["disposition"] == UNREAD else {name: row[name] for name in _COLUMNS}
        for row in rows
    }


def test_singly_and_by_file_give_identical_outcomes(
    engine: Engine, parties: list[dict[str, str]], table: Path, tmp_path: Path
) -> None:
    """A thousand rows one by one and by two workers from a file: not one cell differs."""
    singly = {row["id"]: _singly(engine, row) for row in parties}
    assert sum(outcome is None for outcome in singly.values()) == 2
    dispositions = {outcome["disposition"] for outcome in singly.values() if outcome}
    assert {"MATCH", "NOTHING_FOUND"} <= dispositions

    done = screen_file(table, tmp_path / "out", engine=engine, on=DAY, workers=2, part_rows=300)
    rows = pq.read_table(done.results).to_pylist()
    assert [row["line"] for row in rows] == list(range(2, 1002))
    assert _by_id(rows) == singly
