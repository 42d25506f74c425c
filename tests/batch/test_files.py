"""Runs that are stopped go on; every format gives the same rows; another run's folder is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from licet.batch.files import screen_file
from licet.batch.rows import open_rows
from licet.check.engine import Engine
from licet.core.errors import InputError
from tests.batch.conftest import DAY

_RUN = """
import sys
from datetime import date
from pathlib import Path
from licet.batch.files import screen_file
from licet.check.engine import Engine, open_engine
if __name__ == "__main__":
    day = date(2026, 8, 1)
    opened = open_engine("embedded")
    engine = Engine(snapshot=opened.snapshot, index=opened.index, lists=opened.lists, today=day)
    screen_file(Path(sys.argv[1]), Path(sys.argv[2]), engine=engine, on=day, workers=2, part_rows=50)
"""


def _children(of: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(words[1]) == of:
            found.append(int(stat.parent.name))
    return found


def test_a_killed_worker_and_a_killed_run_lose_and_repeat_no_row(
    engine: Engine, table: Path, tmp_path: Path
) -> None:
    """Kill -9 of a worker, then of the whole run; taken up again it gives what an undisturbed run gives."""
    script, folder = tmp_path / "run.py", tmp_path / "out"
    script.write_text(_RUN)
    run = subprocess.Popen([sys.executable, str(script), str(table), str(folder)])
    _wait_for_parts(folder, 2)
    for child in _children(run.pid):
        os.kill(child, signal.SIGKILL)
    _wait_for_parts(folder, 5)
    run.kill()
    run.wait()
    assert not (folder / "results.parquet").exists()
    kept = {path: path.stat().st_mtime_ns for path in (folder / "parts").glob("*.parquet")}
    assert 5 <= len(kept) < 20

    done = screen_file(table, folder, engine=engine, on=DAY, workers=2, part_rows=50, resume=True)
    assert all(path.stat().st_mtime_ns == when for path, when in kept.items())
    whole = screen_file(table, tmp_path / "whole", engine=engine, on=DAY, workers=1, part_rows=50)
    assert pq.read_table(done.results).equals(pq.read_table(whole.results))
    assert pq.read_table(done.hits).equals(pq.read_table(whole.hits))
    assert json.loads(done.manifest.read_text()) == json.loads(whole.manifest.read_text())


def _wait_for_parts(folder: Path, count: int) -> None:
    for _ in range(6000):
        if len(list((folder / "parts").glob("*.parquet"))) >= count:
            return
        time.sleep(0.01)
    pytest.fail("no parts were written")


def test_a_folder_of_another_run_is_refused(engine: Engine, tmp_path: Path) -> None:
    """Results of two inputs never mix, and nothing is written over unasked."""
    path = tmp_path / "a.csv"
    path.write_text("name\nHikvision\n")
    done = screen_file(path, tmp_path / "out", engine=engine, on=DAY, workers=1)
    assert done.rows == 1
    assert done.dispositions == {"MATCH": 1}
    with pytest.raises(InputError, match="--resume"):
        screen_file(path, tmp_path / "out", engine=engine, on=DAY, workers=1)
    path.write_text("name\nDahua\n")
    with pytest.raises(InputError, match="another input"):
        screen_file(path, tmp_path / "out", engine=engine, on=DAY, workers=1, resume=True)


def test_every_format_gives_the_same_cells(table: Path, tmp_path: Path) -> None:
    """CSV, Parquet, XLSX and JSONL hold the same rows."""
    with open_rows(table) as (header, rows):
        wanted = [list(cells) for _, cells, _ in rows]
    pq.write_table(pc.read_csv(table), tmp_path / "p.parquet")
    book = Workbook()
    sheet = book.worksheets[0]
    lines = []
    for cells in (header, *wanted):
        sheet.append(cells)
        lines.append(json.dumps(dict(zip(header, cells, strict=True))))
    book.save(tmp_path / "p.xlsx")
    (tmp_path / "p.jsonl").write_text("\n".join(lines[1:]))
    for name in ("p.parquet", "p.xlsx", "p.jsonl"):
        with open_rows(tmp_path / name) as (found_header, rows):
            assert found_header == header
            assert [list(cells) for _, cells, _ in rows] == wanted, name
