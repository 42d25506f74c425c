"""`licet check` and `licet screen` as a person runs them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PARTIES = """id,Customer Name,Country,Address
C-1,Hangzhou Hikvision Digital Technology Co.,CN,"No. 555 Qianmo Road, Hangzhou"
C-2,Zwetschgen Obstbau Immenstaad,DE,
C-3,,XX,
C-4,"Megvii Technology",China,Beijing,too many
C-5,=cmd|calc,DE,
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own for the index."""
    return Path(tmp_path_factory.mktemp("home"))


def licet(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process."""
    return subprocess.run(
        [sys.executable, "-m", "licet", *words],
        env={**os.environ, "LICET_HOME": str(home), "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_listed_name_ends_with_1_and_shows_the_entry(home: Path) -> None:
    """The officer sees list, reason, requirement, policy and filing."""
    done = licet(home, "check", "Hikvision", "--on", "2026-01-29")
    assert done.returncode == 1, done.stderr
    for words in (
        "MATCH",
        "Entity List",
        "all items subject to the EAR",
        "presumption of denial",
        "84 FR 54004",
    ):
        assert words in done.stdout
    assert "not checked" in done.stdout


def test_json_holds_the_same_as_data(home: Path) -> None:
    """A program reads codes, not sentences."""
    done = licet(home, "check", "Hikvision", "--on", "2026-01-29", "--json")
    answer = json.loads(done.stdout)
    assert answer["schema"] == "licet-check/1"
    entry = next(f for f in answer["findings"] if f["list"] == "us-bis-entity-list")
    assert entry["requirement"]["scope"] == "ALL_EAR"
    assert entry["listed"] == "yes"
    assert entry["citations"][0]["link"].startswith("https://www.federalregister.gov/citation/84-FR-54004")


def test_nothing_found_on_a_day_before_the_history_is_not_a_zero(home: Path) -> None:
    """Facts are missing: what was removed since that day is not seen."""
    done = licet(home, "check", "Zwetschgen Obstbau Immenstaad", "--on", "2012-01-01")
    assert done.returncode == 3, done.stdout
    assert "history" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", ""), "needs a name"),
        (("check", "X", "--on", "9.10.2019"), "no day"),
        (("check", "X", "--country", "Atlantis"), "no country"),
        (("check", "X", "--list", "us-moon"), "no list"),
        (("check", "X", "--snapshot", "feedbeef"), "names no snapshot"),
        (("screen", "missing.csv"), "no such file"),
    ],
)
def test_bad_input_is_a_clear_error_with_a_fix(home: Path, words: tuple[str, ...], said: str) -> None:
    """Exit code 2, what was wrong, and what to do."""
    done = licet(home, *words)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_is_screened_and_bad_rows_are_named_by_line(home: Path, tmp_path: Path) -> None:
    """Two rows cannot be read; the other three are answered, and a formula is made harmless."""
    source, out = tmp_path / "parties.csv", tmp_path / "out.csv"
    source.write_text(PARTIES, encoding="utf-8")
    done = licet(home, "screen", str(source), "--out", str(out), "--on", "2026-01-29")
    assert done.returncode == 2, done.stderr
    assert "line 4" in done.stderr
    assert "line 5" in done.stderr
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["C-1", "C-2", "C-5"]
    assert rows[0]["disposition"] == "match"
    assert rows[1]["disposition"] == "nothing found"
    assert rows[2]["name"] == "'=cmd|calc"


def test_screening_to_jsonl_keeps_one_object_a_row(home: Path, tmp_path: Path) -> None:
    """Each line is a whole answer."""
    source = tmp_path / "parties.csv"
    source.write_text("name\nHikvision\nObstbau Immenstaad\n", encoding="utf-8")
    done = licet(home, "screen", str(source), "--format", "jsonl", "--on", "2026-01-29")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["line"] for answer in answers] == [2, 3]
    assert done.returncode == 1


def test_a_file_without_names_says_which_column_to_name(home: Path, tmp_path: Path) -> None:
    """No column is guessed."""
    source = tmp_path / "odd.csv"
    source.write_text("foo,bar\n1,2\n", encoding="utf-8")
    done = licet(home, "screen", str(source))
    assert done.returncode == 2
    assert "--map name=COLUMN" in done.stderr
    mapped = licet(home, "screen", str(source), "--map", "name=bar", "--on", "2026-01-29")
    assert "2 parties" in mapped.stderr or "1 party " in mapped.stderr


def test_a_file_that_cannot_be_read_prints_no_table(home: Path, tmp_path: Path) -> None:
    """What refuses the file comes alone: a header line before it would read as an answer without rows."""
    done = licet(home, "screen", str(tmp_path / "gone.csv"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "no such file" in done.stderr


def test_a_file_of_any_size_goes_into_a_folder_with_report_and_manifest(home: Path, tmp_path: Path) -> None:
    """Results, hits, report and manifest; bad rows named by line; a second run into the folder is refused."""
    source, folder = tmp_path / "parties.csv", tmp_path / "run"
    source.write_text(PARTIES, encoding="utf-8")
    words = ("screen", str(source), "--into", str(folder), "--workers", "1", "--report", "xlsx")
    done = licet(home, *words, "--on", "2026-01-29")
    assert done.returncode == 2, done.stderr
    assert "line 4: field `country`: `XX` is no country" in done.stderr
    assert "line 5: 5 cells where 4 are expected" in done.stderr
    assert "5 rows: 1 match, 2 nothing found, 2 unread" in done.stdout
    names = {path.name for path in folder.iterdir()}
    assert names == {"results.parquet", "hits.parquet", "run.json", "report.xlsx"}
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert run["settings"]["on"] == "2026-01-29"
    assert run["done"]["rows"] == 5
    again = licet(home, *words, "--on", "2026-01-29")
    assert again.returncode == 2
    assert "--resume" in again.stderr
    resumed = licet(home, *words, "--resume")
    assert "5 rows" in resumed.stdout, resumed.stderr
    (folder / "run.json").write_text(json.dumps({**run, "snapshot": "0" * 64}), encoding="utf-8")
    lost = licet(home, *words, "--resume")
    assert lost.returncode == 2
    assert "the lists that the run began with are not held: 000000000000" in lost.stderr
    assert "--snapshot FILE" in lost.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--resume",), "add --into FOLDER"),
        (("--into", "x", "--out", "y.csv"), "leave out --out"),
        (("--into", "nowhere", "--resume"), "the folder holds no run"),
        (("--out", "y.xlsx"), "--into FOLDER --report xlsx"),
    ],
)
def test_options_of_screen_that_do_not_go_together(
    home: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    """Each is refused with what to write instead."""
    source = tmp_path / "parties.csv"
    source.write_text("name\nHikvision\n", encoding="utf-8")
    done = licet(home, "screen", str(source), *words)
    assert done.returncode == 2
    assert said in done.stderr
