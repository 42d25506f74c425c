"""Reports of a finished run: what to look at, what was not read, every row; text stays text."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from licet.batch import report
from licet.batch.files import screen_file
from licet.check.engine import Engine
from tests.batch.conftest import DAY

_ROWS = """id,name,country
C-1,Hangzhou Hikvision Digital Technology,CN
C-2,Zwetschgen Obstbau Immenstaad,DE
C-3,=HYPERLINK("x"),DE
C-4,Somebody,Atlantis
"""


@pytest.fixture
def run(engine: Engine, tmp_path: Path) -> Path:
    """A finished run of four rows."""
    path = tmp_path / "parties.csv"
    path.write_text(_ROWS, encoding="utf-8")
    return screen_file(path, tmp_path / "out", engine=engine, on=DAY, workers=1).manifest.parent


def _sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    book = load_workbook(path)
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows()]


def test_the_workbook_holds_the_run_its_lists_and_each_row(run: Path) -> None:
    """One line a row with its suggestion, one a listing met, one a row not read, and what it stands on."""
    path = report.write_xlsx(run, run / "report.xlsx")
    header, *rows = _sheet(path, "rows")
    assert [row[header.index("disposition")] for row in rows] == [
        "match", "nothing found", "nothing found", "not read",
    ]  # fmt: skip
    looks = [
        dict(zip(_sheet(path, "to look at")[0], row, strict=True)) for row in _sheet(path, "to look at")[1:]
    ]
    entry = next(row for row in looks if row["list"] == "us-bis-entity-list")
    assert entry["id"] == "C-1"
    assert "presumption of denial" in entry["policy"]
    assert entry["list of"].date().isoformat() == "2026-01-29"
    assert _sheet(path, "not read")[1][3].startswith("field `country`: `Atlantis` is no country")
    about = {row[0]: row[1] for row in _sheet(path, "run")}
    assert about["rows"] == 4
    assert about["listings read on"] == DAY.isoformat()
    assert about["us-bis-entity-list"] == "2026-01-29"


def test_a_cell_is_never_run_as_a_formula(run: Path) -> None:
    """A name that begins with an equals sign is text in the workbook and defused in the CSV file."""
    book = load_workbook(report.write_xlsx(run, run / "report.xlsx"))
    kinds = {cell.value: cell.data_type for row in book["rows"].iter_rows() for cell in row}
    assert kinds['=HYPERLINK("x")'] == "s"
    with report.write_csv(run, run / "report.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert names[2] == '\'=HYPERLINK("x")'


def test_a_run_larger_than_a_sheet_says_what_is_left_out(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cut in silence: the first sheet tells, and names the file that holds all."""
    monkeypatch.setattr(report, "SHEET", 3)
    path = report.write_xlsx(run, run / "report.xlsx")
    book = load_workbook(path)
    assert "rows" not in book.sheetnames
    told = [str(row[1]) for row in _sheet(path, "run") if row[0] == "not in this workbook"]
    assert any("4 are more than a sheet holds: see results.parquet" in one for one in told)
    assert any(one.startswith("to look at: the last ") for one in told)


def test_both_reports_are_whole_or_not_there(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that breaks leaves the report of before."""
    path = report.write_csv(run, run / "report.csv")
    before = path.read_bytes()

    def breaks(folder: Path) -> Iterator[dict[str, Any]]:
        raise OSError("disk full")
        yield {}

    monkeypatch.setattr(report, "_results", breaks)
    with pytest.raises(OSError, match="disk full"):
        report.write_csv(run, path)
    assert path.read_bytes() == before
