"""`licet portfolio`: files in, refused rows told, what is missing said, everything verified."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from licet.app.actions.portfolio import import_file
from licet.app.cli import root
from licet.store.portfolio_read import party_versions, portfolio
from licet.store.store import Store

EXAMPLES = Path(__file__).parents[2] / "examples" / "portfolio"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Runs a command on a store of the test's own."""
    monkeypatch.setenv("LICET_STORE", str(tmp_path / "store.db"))
    runner = CliRunner()
    return lambda *words: runner.invoke(root, ["portfolio", *map(str, words)])


def outcome(result: Result) -> tuple[int, str]:
    """Exit code and output; the output of the error stream with it."""
    return result.exit_code, result.output


def test_the_example_comes_in_and_says_what_it_lacks(run: object, tmp_path: Path) -> None:
    """All five files of the example come in; the order without consignee is incomplete, exit code 3."""
    assert callable(run)
    files = {"party": "parties", "owner": "owners", "item": "items", "order": "orders", "revenue": "revenue"}
    for kind, file in files.items():
        code, text = outcome(run("import", kind, EXAMPLES / f"{file}.csv"))
        assert (code, "0 refused" in text) == (0, True), text
        assert ("1 of these orders is incomplete, not clear" in text) is (kind == "order")
        assert ("SO-5105  ultimate_consignee: no ultimate consignee is stated" in text) is (kind == "order")
    head, *rows = (EXAMPLES / "orders.csv").read_text(encoding="utf-8").splitlines()
    whole = tmp_path / "whole.csv"
    whole.write_text("\n".join([head, *(row for row in rows if row.startswith("SO-5101"))]), encoding="utf-8")
    assert "incomplete" not in outcome(run("import", "order", whole))[1]  # what it lacks, not the others
    code, text = outcome(run("missing", "--json"))
    assert code == 3
    assert {(gap["id"], gap["field"]) for gap in json.loads(text) if gap["blocks"]} == {
        ("SO-5105", "ultimate_consignee"), ("SO-5105", "end_user"), ("SO-5105", "lines[1].eccn"),
    }  # fmt: skip
    code, text = outcome(run("status"))
    assert (code, "10 order" in text) == (3, True)
    assert "SO-5101 (open): purchaser, ultimate_consignee, end_user" in outcome(run("show", "C-1003"))[1]
    assert "iFLYTEK" in outcome(run("list", "party", "--text", "iflytek"))[1]
    code, text = outcome(CliRunner().invoke(root, ["log", "verify"]))
    assert (code, "batches of portfolios" in text) == (0, True)


def test_a_file_read_twice_changes_nothing(tmp_path: Path) -> None:
    """The same file again: no version, no entry of the log, and the counts say so."""
    with Store.open(tmp_path / "store.db") as store:
        who = store.system()
        for kind, file in (("party", "parties"), ("order", "orders"), ("revenue", "revenue")):
            path = EXAMPLES / f"{file}.csv"
            first = import_file(store, who, "main", kind, path).loaded
            held, size = portfolio(store, who, "main"), store.head()
            again = import_file(store, who, "main", kind, path).loaded
            assert (again.read, again.written, again.unchanged) == (first.read, 0, first.read)
            assert (portfolio(store, who, "main"), store.head()) == (held, size)
        assert {version for version, _, _ in party_versions(store, who, "main", "C-1003")} == {1}


def test_refused_rows_are_told_and_the_rest_goes_on(run: object, tmp_path: Path) -> None:
    """A bad row gives file, line, field and fix and exit code 3; the good ones are in."""
    assert callable(run)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Nr", "Firma", "Country"),
        ("1", "Acme", "CN"),
        ("2", "Bad", "Nowhere"),
        ("1", "Twice", "CN"),
    ):
        sheet.append(row)
    book.save(tmp_path / "p.xlsx")
    words = ("import", "party", tmp_path / "p.xlsx", "--map", "id=Nr", "--map", "name=Firma")
    code, text = outcome(run(*words))
    assert code == 3
    assert "p.xlsx, line 3, field `country`" in text
    assert "p.xlsx, line 4, field `id`: `1` was there before" in text
    assert "3 read, 1 new or changed" in text
    code, text = outcome(run(*words, "--whole"))
    assert code != 0  # which records are gone can't be said while rows are refused
    assert "1" in json.loads(outcome(run("list", "party", "--json"))[1])[0]["id"]


def test_whole_withdraws(run: object, tmp_path: Path) -> None:
    """A whole new file withdraws what it lacks."""
    assert callable(run)
    file = tmp_path / "p.csv"
    file.write_text("id,name\n1,Acme\n2,Bolt\n", encoding="utf-8")
    run("import", "party", file)
    file.write_text("id,name\n2,Bolt\n", encoding="utf-8")
    assert "1 unchanged, 1 withdrawn" in outcome(run("import", "party", file, "--whole"))[1]
    assert [one["id"] for one in json.loads(outcome(run("list", "party", "--json"))[1])] == ["2"]


def test_a_whole_file_of_nobody_withdraws_nobody(run: object, tmp_path: Path) -> None:
    """A header without a row, as a failed export leaves it, is an error and not the end of the portfolio."""
    assert callable(run)
    file = tmp_path / "p.csv"
    file.write_text("id,name\n1,Acme\n", encoding="utf-8")
    run("import", "party", file)
    file.write_text("id,name\n", encoding="utf-8")
    result = run("import", "party", file, "--whole")
    assert outcome(result)[0] != 0
    assert "would withdraw all" in str(result.exception)
    assert [one["id"] for one in json.loads(outcome(run("list", "party", "--json"))[1])] == ["1"]


def test_columns_that_hold_no_field_are_named(run: object, tmp_path: Path) -> None:
    """A warning beside the counts, and in the data: the import is good, and what it left out is known."""
    assert callable(run)
    file = tmp_path / "p.csv"
    file.write_text("id,name,colour\n1,Acme,red\n", encoding="utf-8")
    for words in ((), ("--json",)):
        result = run("import", "party", file, *words)
        assert result.exit_code == 0
        assert "warning: columns not read, of no field by their names: `colour`" in result.stderr
        assert "warning" not in result.stdout
    assert json.loads(result.stdout)["unread_columns"] == ["colour"]


@pytest.mark.parametrize(
    ("rows", "code", "told"), [("", 0, "0 read"), ("1,Acme,Nowhere\n", 3, "p.csv, line 2, field `country`")]
)
def test_a_file_that_brings_nobody_opens_its_portfolio(
    run: object, tmp_path: Path, rows: str, code: int, told: str
) -> None:
    """A header alone, or refused rows alone: what is wrong is told, and there is a portfolio."""
    assert callable(run)
    file = tmp_path / "p.csv"
    file.write_text(f"id,name,country\n{rows}", encoding="utf-8")
    result = run("import", "party", file)
    assert result.exit_code == code, result.output
    assert told in result.output
    assert json.loads(outcome(run("list", "--json"))[1])[0]["counts"]["party"] == 0
