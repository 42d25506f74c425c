"""`licet lists` as a person types it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from licet.app.cli.lists import command
from licet.core.errors import InputError, SourceError
from licet.lists.staged import stage

FIXTURES = Path(__file__).parents[2] / "lists" / "fixtures"
HIKVISION = "us-bis-entity-list:cn:hangzhou-hikvision-digital-technology-co-ltd"


@pytest.fixture(autouse=True)
def fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new installation: the embedded snapshot is current."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")


def run(*arguments: str) -> Result:
    """Run a verb; an error of licet is raised as it is."""
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_status_shows_every_list_and_its_day() -> None:
    """The table names each list with its day; the machine form has the manifest."""
    shown = run("status")
    assert "us-bis-entity-list" in shown.output
    assert "2026-01-29" in shown.output
    told = json.loads(run("status", "--json").output)
    assert len(told["lists"]) >= 13
    assert told["listings"] >= 25_900
    assert all(len(one["documents"][0]["sha256"]) == 64 for one in told["lists"])


def test_status_can_fail_on_stale_lists() -> None:
    """With `--check` stale lists end the command with 4: the embedded lists are older than allowed."""
    assert run("status").exit_code == 0
    assert run("status", "--check").exit_code == 4


def test_show_tells_an_entry_readably() -> None:
    """An entry is shown with its codes as sentences and its notices with links; what is unknown is said."""
    text = " ".join(run("show", HIKVISION).output.split())
    assert "Hikvision" in text
    assert "all items subject to the EAR" in text
    assert "presumption of denial for all other items" in text
    assert "https://www.federalregister.gov/citation/84-FR-54004" in text
    assert "what held then is unknown" in text
    (told,) = json.loads(run("show", HIKVISION, "--json").output)
    assert told["id"] == HIKVISION


def test_show_finds_by_words() -> None:
    """Words of a name list the entries that hold them all; no entry is an error with advice."""
    assert "us-fcc-covered:hangzhou-hikvision" in run("show", "hangzhou", "hikvision").output
    with pytest.raises(InputError, match="no entry `no such party`"):
        run("show", "no", "such", "party")


def test_history_tells_the_periods() -> None:
    """The history of an entry shows each period with its notices."""
    text = run("history", HIKVISION).output
    assert "2019-10-09 to 2020-07-22" in text
    assert "held whole from 2025-01-29" in " ".join(text.split())
    assert json.loads(run("history", HIKVISION, "--json").output)["id"] == HIKVISION


def test_diff_of_two_days() -> None:
    """Two days are compared from the snapshot's history; lists not held whole on them are named."""
    shown = run("diff", "2025-01-29", "2025-08-02", "--list", "us-bis-uvl")
    assert "18 added, 5 removed" in shown.output
    told = json.loads(run("diff", "2025-01-29", "2025-08-02", "--json").output)
    kinds = {(one["list"], one["kind"]) for one in told["changes"]}
    assert {
        ("us-bis-entity-list", "added"),
        ("us-bis-entity-list", "new alias"),
        ("us-bis-uvl", "removed"),
    } <= kinds
    assert "us-ofac-sdn" in " ".join(told["warnings"])


def test_diff_of_reversed_days_is_refused() -> None:
    """The later day first would show additions as removals: it is refused with the order that is right."""
    with pytest.raises(InputError, match="2025-08-02 is not before 2025-01-29") as refused:
        run("diff", "2025-08-02", "2025-01-29", "--list", "us-bis-uvl")
    assert "licet lists diff 2025-01-29 2025-08-02" in str(refused.value)


def test_a_diff_that_compares_nothing_never_says_that_nothing_changed() -> None:
    """No list is held whole on a day of 2020, so the answer is unknown and no clean exit."""
    done = run("diff", "2020-01-01", "2020-02-01")
    assert done.exit_code == 3
    assert "no list could be compared" in done.output
    assert "nothing changed" not in done.output
    assert json.loads(run("diff", "2020-01-01", "2020-02-01", "--json").output)["compared"] == []


def test_a_diff_beyond_the_editions_is_stale() -> None:
    """Nothing seen after the newest edition is not nothing changed."""
    done = run("diff", "2026-02-01", "2026-06-01", "--list", "us-bis-entity-list")
    assert done.exit_code == 4
    assert "edition older than 2026-06-01" in done.output.replace("\n", " ")


def test_the_status_names_each_list_whole() -> None:
    """An id that is typed again is never cut, however narrow the screen; each list is one row."""
    lines = [line for line in run("status").output.splitlines() if "us-bis-entity-list" in line]
    assert len(lines) == 1
    assert "2026-01-29" in lines[0]


def test_diff_of_a_day_with_a_snapshot_is_refused() -> None:
    """A day and a snapshot are not of one kind."""
    with pytest.raises(InputError, match="not of one kind"):
        run("diff", "2025-01-29", "embedded")
    assert "nothing changed" in run("diff", "embedded", "embedded").output


def test_an_entry_that_only_a_staged_filing_adds_is_found(tmp_path: Path) -> None:
    """By its id and its words, over the snapshot in use; a named snapshot is shown as it is."""
    example = Path(__file__).parents[3] / "examples" / "filing-2019-22210.xml"
    filing = tmp_path / "filing.xml"
    text = example.read_text(encoding="utf-8")
    filing.write_text(text.replace("Yixin Science", "Zwetschgen Science"), encoding="utf-8")
    stage(filing)
    assert "Zwetschgen Science" in run("show", "zwetschgen", "science").output
    with pytest.raises(InputError, match="no entry"):
        run("show", "zwetschgen", "science", "--snapshot", "embedded")


def test_import_makes_a_document_current(tmp_path: Path) -> None:
    """A downloaded page becomes part of the current snapshot; another document is refused."""
    page = tmp_path / "fcc-covered-list-2026-10-01.html"
    shutil.copy(FIXTURES / "fcc-covered-list.html", page)
    with pytest.raises(SourceError, match="4 listings where 8"):
        run("import", str(page))
    entry = "Telecommunications equipment produced by Maker {}, including services."
    row = f"<tr><td>{entry}</td><td>March 12, 2021</td></tr>"
    text = page.read_text(encoding="utf-8")
    rows = "".join(row.format(number) for number in range(12))
    page.write_text(text.replace("<tbody>", f"<tbody>{rows}"), encoding="utf-8")
    assert "16 entries of us-fcc-covered" in run("import", "--no-index", str(page)).output
    assert "2026-10-01" in run("status").output
    assert "Maker 7" in run("show", "maker", "7").output


def test_build_writes_a_snapshot(tmp_path: Path) -> None:
    """A folder of documents becomes a snapshot file, and the documents are named."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for kind in ("statutory", "administrative"):
        shutil.copy(FIXTURES / f"ddtc-debarred-{kind}.csv", folder / f"ddtc-debarred-{kind}-2026-06-18.csv")
    out = tmp_path / "own.lists"
    shown = run("build", "--from", str(folder), "--out", str(out))
    assert "6 entries of 1 lists" in shown.output
    assert "us-ddtc-debarred" in run("status", "--snapshot", str(out)).output


@pytest.mark.shared
def test_diff_of_two_editions(shared: Path) -> None:
    """With the official documents at hand whole editions are compared, addresses included."""
    shown = run("diff", "2025-01-29", "2025-08-02", "--list", "us-bis-entity-list", "--from", str(shared))
    assert "82 added" in shown.output
    assert "1 new address" in shown.output
    with pytest.raises(InputError, match="no edition of 2024-01-01"):
        run("diff", "2024-01-01", "2025-08-02", "--list", "us-bis-uvl", "--from", str(shared))
