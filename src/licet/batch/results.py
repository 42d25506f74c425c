"""The parts of a run put together: `results.parquet`, a row for each row given, and `hits.parquet`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from licet.batch.manifest import sum_of
from licet.batch.table import HIT, OUTPUT, STANDING

__all__ = ["HITS", "RESULTS", "put_together"]

RESULTS, HITS = "results.parquet", "hits.parquet"

_HITS = pa.schema(
    [
        OUTPUT.field("line"),
        OUTPUT.field("id"),
        pa.field("party", pa.string()),
        *(HIT.field(i) for i in range(HIT.num_fields)),
    ]
)

_PART = pa.schema([field for field in OUTPUT if field.name not in STANDING])


def put_together(
    folder: Path, run: Mapping[str, Any], standing: Sequence[pa.Scalar], rows: int
) -> dict[str, Any]:
    """Write both results of the parts of a run, each whole or not at all.

    Args:
        folder: the run's folder; its parts stay.
        run: the manifest, kept in both files.
        standing: what all rows stand on (`table.standing_on`).
        rows: how many rows were given.

    Returns:
        How many rows, hits and rows of each disposition came out, and the checksums of both files.

    Raises:
        RuntimeError: not as many rows came out as were given.
    """
    counts: Counter[str] = Counter()
    hit_rows = 0
    about = {b"licet.run": json.dumps(run, ensure_ascii=False, sort_keys=True).encode()}
    drafts = [folder / f"{name}.part" for name in (RESULTS, HITS)]
    with (
        pq.ParquetWriter(drafts[0], OUTPUT.with_metadata(about)) as all_rows,
        pq.ParquetWriter(drafts[1], _HITS.with_metadata(about)) as all_hits,
    ):
        for part in sorted((folder / "parts").glob("*.parquet")):
            table = pq.read_table(part, schema=_PART)
            same = [pa.repeat(value, table.num_rows) for value in standing]
            all_rows.write_table(pa.Table.from_arrays([*table.columns, *same], schema=OUTPUT))
            for one in table["disposition"].value_counts().to_pylist():
                counts[one["values"]] += one["counts"]
            flat = _hits_of(table)
            hit_rows += flat.num_rows
            if flat.num_rows:
                all_hits.write_table(flat)
    if counts.total() != rows:
        raise RuntimeError(
            f"{counts.total()} rows came out where {rows} went in: remove the folder and run again"
        )
    for draft, name in zip(drafts, (RESULTS, HITS), strict=True):
        draft.replace(folder / name)
    return {
        "rows": rows,
        "hits": hit_rows,
        "dispositions": dict(sorted(counts.items())),
        "sha256": {name: sum_of(folder / name) for name in (RESULTS, HITS)},
    }


def _hits_of(table: pa.Table) -> pa.Table:
    """The hits of the rows, one a row, each with the row it belongs to."""
    hits = table["hits"].combine_chunks()
    rows = table.select(["line", "id", "name"]).take(pc.list_parent_indices(hits))
    flat = hits.flatten()
    return pa.Table.from_arrays([*rows.columns, *flat.flatten()], schema=_HITS)
