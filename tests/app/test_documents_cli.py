"""`licet law documents`: a cite, a page, a number or a word gives the documents with their days."""

from __future__ import annotations

import json

from click.testing import CliRunner

from licet.app.cli._law_documents import documents


def test_a_page_inside_a_document_gives_its_three_days() -> None:
    """87 FR 62202 lies in the rule of October 2022, which has three effective days."""
    run = CliRunner().invoke(documents, ["87 FR 62202"])
    assert run.exit_code == 0
    for day in ("2022-10-07", "2022-10-12", "2022-10-21"):
        assert f"effective {day}" in run.output


def test_savings_and_how_they_are_known() -> None:
    """Biren's clause names its last day and that it was read in summaries."""
    found = json.loads(CliRunner().invoke(documents, ["biren", "--json"]).output)
    assert [each["cite"] for each in found] == ["88 FR 71991"]
    assert found[0]["savings"] == [
        "entity list: aboard on 2023-10-17, exported before 2023-11-16 (read in summaries)"
    ]


def test_a_later_compliance_day_is_said() -> None:
    """The footnote 5 rule was law on 2 December and had to be observed from 31 December 2024."""
    assert "observed from 2024-12-31" in CliRunner().invoke(documents, ["89 FR 96790"]).output


def test_nothing_found_is_an_error_with_its_fix() -> None:
    """An unknown word says so and what to ask."""
    run = CliRunner().invoke(documents, ["nosuchword"])
    assert run.exit_code == 1
    assert "fix:" in str(run.exception)
