"""`licet gear` as people type it: what it prints, writes and ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from licet.app.cli import root
from licet.core.errors import InputError
from tests.gear.samples import SADP

INVENTORY = Path(__file__).parents[3] / "examples" / "inventory.csv"


def _run(*arguments: str | Path, ask_lists: bool = False) -> Result:
    # Most tests need no party lists; opening them takes a second.
    tail = ["--no-lists"] if not ask_lists and arguments[0] != "rules" else []
    return CliRunner().invoke(root, ["gear", *map(str, arguments), *tail], standalone_mode=False)


def _code(result: Result) -> int:
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return int(result.return_value or 0)


def test_the_example_inventory_is_judged_as_written() -> None:
    """The shipped example gives the findings its documentation states, and ends with 1."""
    result = _run("check", INVENTORY, "--json", "--on", "2026-11-23")
    assert _code(result) == 1
    counts = json.loads(result.stdout)["counts"]
    assert counts == {"covered": 8, "likely covered": 1, "lead": 4, "no evidence": 7, "unknown": 3}


def test_people_get_a_table_and_the_problems() -> None:
    """The table names findings, the tail says what was not read."""
    result = _run("check", INVENTORY)
    assert "23 units" in result.stdout
    assert "not a MAC address but a number" in result.stdout


def test_makers_are_looked_up_on_party_lists() -> None:
    """The Entity List entry of the maker is shown beside the finding."""
    result = _run("check", INVENTORY, ask_lists=True)
    assert "us-bis-entity-list since 2019-10-09" in result.stdout.replace("\n", " ")
    whole = _run("check", INVENTORY, "--long", ask_lists=True)
    assert "is on the Entity List since 2019-10-09" in whole.stdout.replace("\n", " ")


def test_an_inventory_is_told_on_one_screen_and_whole_when_asked() -> None:
    """Many units take a row each; with --long, and for a few, the reason stands there in words."""
    short, whole = _run("check", INVENTORY).stdout, _run("check", INVENTORY, "--long").stdout
    assert len(short.splitlines()) <= 40
    assert "24-bit" not in short
    assert "24-bit" in whole
    assert all(each in short for each in ("CAM-001", "DRN-001", "CAM-202"))


def test_a_clean_inventory_ends_with_0_and_an_empty_one_with_3(tmp_path: Path) -> None:
    """Nothing flagged is 0; rows with nothing to judge by are 3, never 0."""
    path = tmp_path / "a.csv"
    path.write_text("Name,Manufacturer,Model\nswitch,Cisco,C9300\n")
    assert _code(_run("check", path)) == 0
    path.write_text("Name,Manufacturer,Model\ncamera 14,,\n")
    result = _run("check", path)
    assert _code(result) == 3
    assert "Nothing to judge by" in result.stdout


def test_the_day_can_be_given(tmp_path: Path) -> None:
    """Before section 889 began nothing is flagged."""
    path = tmp_path / "a.csv"
    path.write_text("Name,MAC\na,44:47:cc:00:00:01\n")
    assert _code(_run("check", path, "--on", "2019-08-12")) == 0
    assert _code(_run("check", path, "--on", "2019-08-13")) == 1


def test_columns_can_be_mapped(tmp_path: Path) -> None:
    """A column with an unusual name is read when told."""
    path = tmp_path / "a.csv"
    path.write_text("Name,Geraetekennung\na,DS-2CD2386G2-IU\n")
    assert _code(_run("check", path)) == 3
    assert _code(_run("check", path, "--map", "model=Geraetekennung")) == 1
    with pytest.raises(InputError, match="not a mapping"):
        _code(_run("check", path, "--map", "model"))


@pytest.mark.parametrize("name", ["r.html", "r.xlsx", "r.json", "r.svg"])
def test_reports_are_written(tmp_path: Path, name: str) -> None:
    """Each kind of report is written and can be opened."""
    path = tmp_path / name
    result = _run("report", INVENTORY, "-o", path, "--organisation", "Example", "--contract", "N-1")
    assert _code(result) == 1
    assert path.stat().st_size > 1000
    if path.suffix == ".xlsx":
        assert "Findings" in load_workbook(path).sheetnames


def test_an_unknown_report_is_refused(tmp_path: Path) -> None:
    """A path that ends in something else is an error with a fix."""
    with pytest.raises(InputError, match="no report can be written"):
        _code(_run("report", INVENTORY, "-o", tmp_path / "r.doc"))


def test_saved_replies_are_judged(tmp_path: Path) -> None:
    """A folder of replies is checked like any file."""
    (tmp_path / "sadp.xml").write_bytes(SADP)
    assert _code(_run("check", tmp_path)) == 1


def test_rules_and_their_last_change() -> None:
    """The rules of a day and the FCC's two editions are shown."""
    held = json.loads(_run("rules", "--on", "2019-12-01", "--json").stdout)
    assert [rule["id"] for rule in held] == ["s889-a1A"]
    changes = json.loads(_run("rules", "--diff", "--json").stdout)
    assert any(change["entry"] == "Digitalsystem Technology Inc." for change in changes["changes"])
    assert "Digitalsystem" in _run("rules", "--diff").stdout


@pytest.mark.allow_hosts(["127.0.0.9"])
def test_discovery_of_a_silent_address_is_not_clean() -> None:
    """An address that does not answer ends with 3, and the tail says that it was not examined."""
    result = _run("discover", "127.0.0.9", "--protocol", "sadp", "--wait", "0.1", "--rate", "100")
    assert _code(result) == 3
    assert "1 address gave no answer" in result.stdout


def test_an_inventory_of_nothing_clears_nothing(tmp_path: Path) -> None:
    """A header without a row, as a failed export leaves it, is an error."""
    path = tmp_path / "cameras.csv"
    path.write_text("Name,MAC,Manufacturer,Model\n", encoding="utf-8")
    with pytest.raises(InputError, match="no unit in what was given"):
        _code(_run("check", path))
