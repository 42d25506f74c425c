"""The tests that SECURITY.md and the regulator's annex point to exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from licet.match.policy import DEFAULT

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
POINTERS = [
    (page, file, name)
    for page in ("SECURITY.md", "docs/regulator.md")
    for file, name in NAMED.findall((ROOT / page).read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("page", "file", "name"), POINTERS)
def test_the_test_named_exists(page: str, file: str, name: str) -> None:
    """A promise names a test that a reader can run."""
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not name or f"def {name}(" in text, f"{page} names {file}::{name}"


def test_every_row_of_the_annex_names_a_test_or_says_none() -> None:
    """No requirement is claimed without saying what shows it."""
    rows = [
        line
        for line in (ROOT / "docs" / "regulator.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| requirement", "| root cause"))
    ]
    assert [row for row in rows if not (NAMED.search(row) or row.endswith("| none |"))] == []


def test_the_thresholds_written_are_those_in_use() -> None:
    """The table of the thresholds' page is the default policy, kind by kind."""
    page = (ROOT / "docs" / "thresholds.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z, ]+) \| ([\d.]+) \| ([\d.]+) \|$", page, re.MULTILINE)
    written = {kind: (float(match), float(review)) for kind, match, review in rows}
    used = {
        kind: (limits.match, limits.review)
        for kind, limits in {
            "person": DEFAULT.person,
            "organisation, unknown kind": DEFAULT.organisation,
            "vessel, aircraft": DEFAULT.vessel,
        }.items()
    }
    assert written == used
