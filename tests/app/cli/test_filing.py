"""`licet filing` as an officer runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from licet.app.cli import exit_code_of, root
from licet.core.errors import SourceError

TOP = Path(__file__).parents[3]


def test_a_text_that_is_no_filing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README tells of the Entity List: it is neither shown as an empty filing nor staged."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    for verb in ("read", "stage"):
        done = CliRunner().invoke(root, ["filing", verb, str(TOP / "README.md")])
        assert isinstance(done.exception, SourceError)
        assert exit_code_of(done.exception) == 2
        assert not done.output
        assert str(done.exception).startswith("README.md: no document number (`FR Doc. ...`) in it\nfix: ")
    assert json.loads(CliRunner().invoke(root, ["filing", "list", "--json"]).output) == []


def test_staged_listed_and_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list tells of a staged filing what reading it tells, and nothing once it is dropped."""
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    file = str(TOP / "examples" / "filing-2019-22210.txt")

    def licet(*words: str) -> str:
        done = CliRunner().invoke(root, ["filing", *words])
        assert done.exit_code == 0, done.output
        return done.output

    assert "staged 2019-22210: 28 changes from 2019-10-09" in licet("stage", file)
    assert json.loads(licet("list", "--json")) == [json.loads(licet("read", file, "--json"))]
    assert licet("list").startswith("2019-22210  28 changes from 2019-10-09")
    assert "no longer staged" in licet("drop", "2019-22210")
    assert "no filing is staged" in licet("list")
