"""A finished run as a workbook or a CSV file that people open: what to look at first, then every row.

report.xlsx   sheets `run`, `to look at` (a line a listing met), `not read`, `rows` (a line a row given)
report.csv    a line a row given, with its best listing
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from licet.batch.results import RESULTS
from licet.batch.table import UNREAD
from licet.check.finding import Disposition
from licet.core.cell import inert

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["write_csv", "write_xlsx"]

#: The most rows a sheet holds (the format's own limit).
SHEET = 1_048_576

_STEP = 2_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CELL = 32_000  # a cell holds 32,767 characters

_ROW = (
    "line",
    "id",
    "name",
    "disposition",
    "listings",
    "reasons",
    "lists of",
    "snapshot",
    "stale",
    "incomplete",
)
_HIT = (
    "line", "id", "name", "disposition", "score", "verdict", "listed name", "list", "list of", "listing",
    "standing", "from", "requirement", "policy", "citations", "evidence",
)  # fmt: skip


def write_xlsx(folder: Path, target: Path) -> Path:
    """Write the workbook of a finished run; whole or not at all.

    A run of more rows than a sheet holds keeps those to look at, and the first sheet says so.

    Args:
        folder: the run's folder.
        target: the file to write.
    """
    from openpyxl import Workbook

    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    book = Workbook(write_only=True)
    day = datetime.fromisoformat(f"{run['settings']['today']}T00:00:00")
    book.properties.creator, book.properties.created, book.properties.modified = "licet", day, day
    cut: list[str] = []
    first = book.create_sheet("run")
    looks = _filled(book.create_sheet("to look at"), _HIT, _look_lines(folder), cut)
    unread = _filled(book.create_sheet("not read"), ("line", "id", "name", "error"), _unread(folder), cut)
    if run["done"]["rows"] < SHEET:
        _filled(book.create_sheet("rows"), _ROW, _row_lines(folder, run), cut)
    else:
        cut.append(f"rows: {run['done']['rows']:,} are more than a sheet holds: see {RESULTS}")
    for line in _about(run, looks=looks, unread=unread, cut=cut):
        first.append([_cell(first, value) for value in line])
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 28, 60
    part = target.with_name(target.name + ".part")
    book.save(part)
    part.replace(target)
    return target


def write_csv(folder: Path, target: Path) -> Path:
    """Write one line a row given, with its best listing; whole or not at all."""
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    part = target.with_name(target.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*_ROW, *_HIT[4:]])
        for row in _results(folder):
            best = _hit_cells(row["hits"][0]) if row["hits"] else [""] * len(_HIT[4:])
            writer.writerow([_safe(cell) for cell in (*_row_cells(row, run), *best)])
    part.replace(target)
    return target


def _results(folder: Path) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(folder / RESULTS) as file:
        for batch in file.iter_batches(batch_size=_STEP):
            yield from batch.to_pylist()


def _look_lines(folder: Path) -> Iterator[Sequence[object]]:
    for row in _results(folder):
        for hit in row["hits"]:
            yield [row["line"], row["id"], row["name"], _said(row["disposition"]), *_hit_cells(hit)]


def _unread(folder: Path) -> Iterator[Sequence[object]]:
    for row in _results(folder):
        if row["disposition"] == UNREAD:
            yield [row["line"], row["id"], row["name"], row["error"]]


def _row_lines(folder: Path, run: dict[str, Any]) -> Iterator[Sequence[object]]:
    for row in _results(folder):
        yield _row_cells(row, run)


def _row_cells(row: dict[str, Any], run: dict[str, Any]) -> list[object]:
    editions = [one["published"] for one in run["lists"] if one["published"]]
    stale = "; ".join(one.partition(":")[0] for one in row["stale"])
    return [
        row["line"], row["id"], row["name"], _said(row["disposition"]), len(row["hits"]),
        "\n".join(row["reasons"]), f"{min(editions)} to {max(editions)}" if editions else "",
        row["snapshot"][:12], stale, "; ".join(row["incomplete"]),
    ]  # fmt: skip


def _hit_cells(hit: dict[str, Any]) -> list[object]:
    return [
        round(hit["score"], 4), hit["verdict"], hit["name"], hit["list"], hit["edition"], hit["listing"],
        hit["standing"], hit["from"], hit["requirement"], hit["policy"], hit["citations"], hit["evidence"],
    ]  # fmt: skip


def _said(disposition: str) -> str:
    return "not read" if disposition == UNREAD else Disposition[disposition].value


def _about(run: dict[str, Any], *, looks: int, unread: int, cut: Sequence[str]) -> Iterator[Sequence[object]]:
    """The first sheet: what was asked of what, and what came out."""
    done, settings = run["done"], run["settings"]
    yield ["input", run["input"]["file"], "sha256", run["input"]["sha256"]]
    yield ["listings read on", settings["on"], "staleness judged on", settings["today"]]
    yield ["snapshot", run["snapshot"]]
    yield ["staged filings", "; ".join(run["filings"]) or "none"]
    yield ["policy", settings["policy"]["name"], "listed parties a row at most", settings["limit"]]
    yield ["versions", "; ".join(f"{name} {text}" for name, text in run["versions"].items())]
    yield ["rows", done["rows"], "listings met", looks, "rows not read", unread]
    for name, count in done["dispositions"].items():
        yield [f"rows: {_said(name)}", count]
    for text in cut:
        yield ["not in this workbook", text]
    yield ["a person decides: these are suggestions, and `nothing found` speaks of these lists alone"]
    yield []
    yield ["list", "edition", "entries", "too old to rely on"]
    for one in run["lists"]:
        yield [one["id"], one["published"] or "not known", one["count"], one["stale"] or "no"]


def _filled(
    sheet: Worksheet, header: Sequence[str], lines: Iterable[Sequence[object]], cut: list[str]
) -> int:
    """Write a table; how many lines it has, those beyond the sheet's end counted and told of in `cut`."""
    sheet.freeze_panes = "A2"
    for letter in "CGIP":
        sheet.column_dimensions[letter].width = 36
    sheet.append(list(header))
    count = 0
    for line in lines:
        count += 1
        if count < SHEET:
            sheet.append([_cell(sheet, value) for value in line])
    if count >= SHEET:
        cut.append(f"{sheet.title}: the last {count - SHEET + 1:,} of {count:,} lines: see {RESULTS}")
    return count


def _cell(sheet: Worksheet, value: object) -> object:
    """A cell that holds text as text: no formula, nothing that the format forbids."""
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub(" ", value)[:_CELL]
    if not text.startswith("="):
        return text
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _safe(value: object) -> object:
    """A CSV cell that a spreadsheet will not run as a formula."""
    if isinstance(value, date):
        return value.isoformat()
    return inert(value)
