"""Rows as CSV or lines of JSON, streaming, to a file that is whole or not there."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

__all__ = ["form_of", "write_rows"]


def form_of(form: str, out: Path | None) -> str:
    """The form asked for; a file is never a table, so without one its ending says what it is, else CSV."""
    if form != "table" or out is None:
        return form
    ending = out.suffix.lower().removeprefix(".")
    return ending if ending in ("json", "jsonl") else "csv"


def write_rows(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: str, out: Path | None
) -> None:
    """Write rows as `csv` or `jsonl`, to a file or to standard output."""
    if out is None:
        _stream(rows, columns, form, sys.stdout)
        return
    from licet.core.atomic import whole

    with whole(out) as part, part.open("w", encoding="utf-8", newline="") as sink:
        _stream(rows, columns, form, sink)


def _stream(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], form: str, sink: TextIO) -> None:
    from licet.core.cell import inert

    if form == "jsonl":
        for row in rows:
            sink.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    writer = csv.writer(sink)
    writer.writerow(columns)
    for row in rows:
        cells = ("; ".join(row[name]) if isinstance(row[name], list) else row[name] for name in columns)
        writer.writerow([inert(cell) for cell in cells])
