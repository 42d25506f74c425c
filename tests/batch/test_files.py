"""Runs that are stopped go on; every format gives the same rows; another run's folder is refused."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from licet.batch.files import Progress, begun, screen_file
from licet.batch.manifest import alone_in
from licet.batch.rows import open_rows
from licet.batch.space import told_if_full
from licet.batch.table import outcome_of
from licet.check.engine import Engine
from licet.core.errors import InputError
from licet.lists.manifest import Check
from tests.batch.conftest import DAY

_RUN = """
import sys
from datetime import date
from pathlib import Path
from licet.batch.files import Progress, begun, screen_file
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

    again: set[Path] = set()

    def look(progress: Progress) -> None:
        again.update(path for path, when in kept.items() if path.stat().st_mtime_ns != when)

    done = screen_file(
        table, folder, engine=engine, on=DAY, workers=2, part_rows=50, resume=True, progress=look
    )
    assert not again
    assert not (folder / "parts").exists()
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
    with pytest.raises(InputError, match="other settings: `on`, `limit`"):
        screen_file(path, tmp_path / "out", engine=engine, on=date(2026, 8, 2), limit=3, resume=True)
    path.write_text("name\nDahua\n")
    with pytest.raises(InputError, match="another input"):
        screen_file(path, tmp_path / "out", engine=engine, on=DAY, workers=1, resume=True)


def test_a_file_that_is_written_to_while_it_is_read_is_refused(
    engine: Engine, table: Path, tmp_path: Path
) -> None:
    """Its rows are not those of the checksum in the manifest: no result, and the folder is free again."""
    folder = tmp_path / "out"

    def add(progress: Progress) -> None:
        if progress.rows == 500:
            with table.open("a", encoding="utf-8") as file:
                file.write("C-1000,Hikvision,CN\n")

    with pytest.raises(InputError, match="changed while it was read"):
        screen_file(table, folder, engine=engine, on=DAY, workers=1, part_rows=500, progress=add)
    assert not list(folder.iterdir())
    assert screen_file(table, folder, engine=engine, on=DAY, workers=1).rows == 1001


def test_a_finished_run_is_not_done_again_and_a_lost_result_is(engine: Engine, tmp_path: Path) -> None:
    """A run that is done is left alone; a result that is gone or altered is made again, the same."""
    path, folder = tmp_path / "a.csv", tmp_path / "out"
    path.write_text("name\nHikvision\n")
    done = screen_file(path, folder, engine=engine, on=DAY, workers=1)
    first, when = done.results.read_bytes(), done.results.stat().st_mtime_ns
    screen_file(path, folder, engine=engine, on=DAY, workers=1, resume=True)
    assert done.results.stat().st_mtime_ns == when
    done.results.write_bytes(b"torn")
    screen_file(path, folder, engine=engine, on=DAY, workers=1, resume=True)
    assert done.results.read_bytes() == first
    assert (
        hashlib.sha256(first).hexdigest()
        == json.loads(done.manifest.read_text())["done"]["sha256"]["results.parquet"]
    )
    told = begun(folder)
    assert told
    assert (told.on, told.today, told.snapshot) == (DAY, DAY, engine.snapshot.id)


def test_what_a_killed_end_left_behind_is_cleared(engine: Engine, tmp_path: Path) -> None:
    """Killed between the last line of the manifest and the removal of the parts: results stay, parts go."""
    path, folder = tmp_path / "a.csv", tmp_path / "out"
    path.write_text("name\nHikvision\n")
    done = screen_file(path, folder, engine=engine, on=DAY, workers=1)
    when = done.results.stat().st_mtime_ns
    (folder / "parts").mkdir()
    (folder / "parts" / "0000000.parquet.17.part").write_bytes(b"torn")
    screen_file(path, folder, engine=engine, on=DAY, workers=1, resume=True)
    assert not (folder / "parts").exists()
    assert done.results.stat().st_mtime_ns == when


def test_two_processes_do_not_work_in_one_folder(engine: Engine, tmp_path: Path) -> None:
    """The second would remove the parts that the first still reads; it is refused, and the first goes on."""
    path, folder = tmp_path / "a.csv", tmp_path / "out"
    path.write_text("name\nHikvision\n")
    folder.mkdir()
    with alone_in(folder), pytest.raises(InputError, match="another process is at work"):
        screen_file(path, folder, engine=engine, on=DAY, workers=1)
    assert screen_file(path, folder, engine=engine, on=DAY, workers=1).rows == 1


def test_a_full_disk_is_said_and_the_run_goes_on_when_there_is_space(
    engine: Engine, table: Path, tmp_path: Path
) -> None:
    """No traceback and no fault of the lists: the error names the folder and --resume."""
    folder = tmp_path / "out"
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))"
    told = subprocess.run(
        [sys.executable, "-c", f"{limit}{_RUN}", str(table), str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "InputError" in told.stderr
    assert "no space left on its disk" in told.stderr
    assert "go on with --resume" in told.stderr
    assert not (folder / "results.parquet").exists()
    done = screen_file(table, folder, engine=engine, on=DAY, workers=1, part_rows=50, resume=True)
    assert done.rows == 1000


def test_results_that_find_no_space_are_told_of(engine: Engine, tmp_path: Path) -> None:
    """What the Parquet writer says of a full disk is understood, too."""
    # by its open file: given a path, the writer takes away what it could not write
    with (
        Path("/dev/full").open("wb", buffering=0) as full,
        pytest.raises(InputError, match="no space left"),
        told_if_full(tmp_path),
    ):
        pq.write_table(pa.table({"a": [1]}), full)


def test_workers_know_of_refused_updates(engine: Engine, tmp_path: Path) -> None:
    """What the last look at an address gave goes along: a refused list reads as stale in each row."""
    path = tmp_path / "a.csv"
    path.write_text("name\nObstbau Immenstaad\n")
    source = engine.snapshot.lists["us-bis-dpl"].documents[0].source
    engine.snapshot.checks = {source: Check(source=source, tried=DAY, error="cut short")}
    try:
        done = screen_file(path, tmp_path / "out", engine=engine, on=DAY, workers=1)
    finally:
        engine.snapshot.checks = {}
    (row,) = pq.read_table(done.results).to_pylist()
    assert any("us-bis-dpl: the update of 2026-08-01 was refused: cut short" in why for why in row["stale"])
    assert any("cut short" in why for why in done.stale)


def test_a_row_without_a_name_is_answered_only_by_what_is_found(engine: Engine, tmp_path: Path) -> None:
    """An address that meets nothing is no `nothing found`; a number that meets a ship is a finding."""
    path = tmp_path / "a.jsonl"
    imo = next(
        (one.value, listing.party.name)
        for listing in engine.snapshot.listings("us-ofac-sdn")
        for one in listing.party.identifiers
        if one.kind == "imo"
    )
    rows = [{"name": "", "imo": f"imo:{imo[0]}"}, {"name": "", "address": "Hauptstr. 1, Immenstaad"}]
    path.write_text("\n".join(map(json.dumps, rows)))
    done = screen_file(path, tmp_path / "out", engine=engine, on=DAY, workers=1)
    ship, nobody = pq.read_table(done.results).to_pylist()
    assert imo[1] in [hit["name"] for hit in ship["hits"]]
    assert nobody["disposition"] == "UNREAD"
    assert "give one" in nobody["error"] or "give a name" in nobody["error"]


def test_a_name_that_is_read_in_part_is_answered_only_by_what_is_found(
    engine: Engine, tmp_path: Path
) -> None:
    """Nothing found by the rest, or by an address, is for a person, as when it is asked alone."""
    path = tmp_path / "parties.csv"
    path.write_text(
        "name,other names,address\nጅማ ንግድ Trading Company,,\nஹுவாவே,,1 Obsthof Lane\nஹுவாவே,Huawei,\n"
        "Obsthof Zwetschge,,\n"
    )
    done = screen_file(path, tmp_path / "out", engine=engine, on=DAY, workers=1)
    rows = pq.read_table(done.results).to_pylist()
    assert [row["disposition"] for row in rows] == ["REVIEW", "REVIEW", "MATCH", "NOTHING_FOUND"]
    assert "`ጅማ ንግድ` is in letters that licet does not read" in rows[0]["reasons"][0]
    alone = outcome_of(engine.check("ጅማ ንግድ Trading Company", on=DAY))
    assert {name: rows[0][name] for name in alone} == alone


def test_a_parquet_file_of_types_reads_as_its_text(engine: Engine, tmp_path: Path) -> None:
    """Numbers are text, lists are several names, and a cell of another kind is named by its column."""
    columns = {
        "id": pa.array([7, 8]),
        "name": pa.array(["Hikvision", "Obstbau Immenstaad"], pa.large_string()),
        "aka": pa.array([["Hangzhou Hikvision", "HIK"], None]),
        "address": pa.array([None, {"street": "x"}]),
    }
    pq.write_table(pa.table(columns), tmp_path / "p.parquet")
    done = screen_file(tmp_path / "p.parquet", tmp_path / "out", engine=engine, on=DAY, workers=1)
    first, second = pq.read_table(done.results).to_pylist()
    assert (first["id"], first["line"], first["disposition"]) == ("7", 1, "MATCH")
    assert (second["line"], second["disposition"]) == (2, "UNREAD")
    assert "field `address` holds a dict" in second["error"]


def test_days_of_workbooks_and_frames_are_days_and_a_blank_number_is_blank(
    engine: Engine, tmp_path: Path
) -> None:
    """A date cell, a timestamp at midnight and a NaN read as they are meant; a failed formula does not."""
    born = datetime(1957, 3, 11)
    pq.write_table(
        pa.table({"name": ["Ali Khan", "Obst"], "born": [born, None], "city": [float("nan")] * 2}),
        tmp_path / "p.parquet",
    )
    book = Workbook()
    for cells in (("name", "born"), ("Ali Khan", born), ("Obst", None), ("#N/A", None)):
        book.worksheets[0].append(cells)
    book.save(tmp_path / "p.xlsx")
    for name in ("p.parquet", "p.xlsx"):
        with open_rows(tmp_path / name) as (_, rows):
            assert [cells[1] for _, cells, _ in rows][:2] == ["1957-03-11", ""]
    done = screen_file(tmp_path / "p.xlsx", tmp_path / "x", engine=engine, on=DAY, workers=1)
    assert done.dispositions["UNREAD"] == 1
    done = screen_file(tmp_path / "p.parquet", tmp_path / "p", engine=engine, on=DAY, workers=1)
    assert "UNREAD" not in done.dispositions


def test_every_name_of_a_row_is_asked_for(engine: Engine, tmp_path: Path) -> None:
    """A second column of names, a list of names and names set apart by semicolons: the last counts, too."""
    (tmp_path / "a.csv").write_text(
        "company,full name,country,nationality\nObsthof,Hikvision,DE,CN\nObst; Hikvision,,DE,\n"
    )
    (tmp_path / "a.jsonl").write_text('{"name": ["Obsthof", "Hikvision"]}\n')
    pq.write_table(pa.table({"name": [["Obsthof", "Hikvision"]]}), tmp_path / "a.parquet")
    for name in ("a.csv", "a.jsonl", "a.parquet"):
        done = screen_file(tmp_path / name, tmp_path / f"out-{name}", engine=engine, on=DAY, workers=1)
        assert set(done.dispositions) <= {"MATCH", "REVIEW"}, name


def test_a_workbook_that_goes_on_in_another_sheet_is_refused(tmp_path: Path) -> None:
    """Its rows would be left out unsaid; a sheet of notes is no such sheet."""
    book = Workbook()
    book.worksheets[0].append(["name"])
    book.create_sheet("notes").append(["checked by"])
    book.save(tmp_path / "a.xlsx")
    with open_rows(tmp_path / "a.xlsx") as (header, _):
        assert header == ["name"]
    book.create_sheet("more").append(["name"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="sheet `more`"), open_rows(tmp_path / "a.xlsx"):
        pass


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"foo,bar\n1,2\n", "--map name=COLUMN"),
        ("a.csv", b"name\n\xff\xfe\n", "not UTF-8"),
        ("a.parquet", b"PAR1 no", "not readable as Parquet"),
        ("a.xlsx", b"PK no", "not an XLSX workbook"),
        ("a.jsonl", b"[1]\n", "a JSON array"),
        ("a.jsonl", b"", "empty"),
        ("a.jsonl", b"7\n", "line 1: not a JSON object"),
        ("a.jsonl", b'\n{"name": "Huawei"\n', "line 2: not JSON: expecting"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_before_anything_is_written(
    engine: Engine, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    """The error names the file and the fix; no folder of half results is left that reads as an answer."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=said) as error:
        screen_file(path, tmp_path / "out", engine=engine, on=DAY, workers=1)
    assert name in str(error.value)
    assert error.value.fix
    assert not (tmp_path / "out" / "results.parquet").exists()


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
