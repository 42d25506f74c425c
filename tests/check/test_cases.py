"""Cases as data: what a case asserts is compared, and nothing else; the public examples run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from licet.check.cases import read_cases, run_cases
from licet.core.errors import InputError

CHAIR: dict[str, Any] = {
    "id": "T-1",
    "title": "EAR99 chair to Germany",
    "area": "country_chart",
    "as_of": "2026-01-29",
    "assume": "clean",
    "facts": {
        "activity": "export",
        "actor": {"us_person": True, "country": "US"},
        "destination": "DE",
        "items": [{"eccn": "EAR99", "kind": "commodity"}],
    },
    "expect": {"subject_to_ear": "yes", "outcome": "NO_LICENSE_REQUIRED"},
}


def _write(path: Path, *cases: dict[str, Any]) -> Path:
    file = path / "cases.yaml"
    file.write_text(yaml.safe_dump({"schema": "licet-determination-case/1", "cases": list(cases)}))
    return file


def test_a_case_that_is_answered_as_expected_passes(tmp_path: Path) -> None:
    """An EAR99 item to Germany with everything declared clean needs no licence."""
    (result,) = run_cases(read_cases(_write(tmp_path, CHAIR)))
    assert result.passed, result.differences


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ({"outcome": "LICENSE_REQUIRED"}, "outcome"),
        ({"subject_to_ear": "no"}, "subject"),
        ({"requires": [{"rule": "15 CFR 744.11(a)"}]}, "not reported as met"),
        ({"flags": ["RED_FLAG"]}, "flag"),
        ({"needs": ["the classification of the widget"]}, "needs"),
        ({"conditions": ["UVL statement"]}, "condition"),
        ({"exceptions": {"possible": ["LVS"]}}, "LVS"),
        ({"must_not": ["NO_LICENSE_REQUIRED"]}, "must not"),
        ({"overlay": [{"regime": "OFAC", "effect": "blocked"}]}, "overlay"),
    ],
)
def test_each_part_of_an_expectation_can_fail(tmp_path: Path, expect: dict[str, object], words: str) -> None:
    """The runner is honest: a wrong expectation of any part is a difference that names the part."""
    (result,) = run_cases(read_cases(_write(tmp_path, {**CHAIR, "expect": expect})))
    assert not result.passed
    assert words in " ".join(result.differences)


def test_a_file_of_another_schema_is_refused(tmp_path: Path) -> None:
    """The error names the schema that is wanted."""
    file = tmp_path / "other.yaml"
    file.write_text("cases: []\n")
    with pytest.raises(InputError, match="licet-determination-case/1"):
        read_cases(file)


def test_a_fact_that_nobody_asks_for_is_named(tmp_path: Path) -> None:
    """A key that licet has no question for is reported, never dropped."""
    case = {**CHAIR, "facts": {**CHAIR["facts"], "end_use": {"for_the_moon_base": True}}}
    (result,) = run_cases(read_cases(_write(tmp_path, case)))
    assert result.strange == ("end_use.for_the_moon_base",)


def test_fixtures_hold_owners_and_members(tmp_path: Path) -> None:
    """A party's owners may be a reference; a fixture of several names is run once for each."""
    row = {
        "from": "2021-01-04",
        "to": None,
        "requirement": "For all items subject to the EAR. (See §744.11 of the EAR)",
        "policy": "Presumption of denial",
    }
    entry = {"list": "Entity List", "name": "Aquila", "country": "CN", "history": [row]}
    group = {
        "list": "Entity List",
        "country": "CN",
        "members": [{"name": "One"}, {"name": "Two"}],
        "history": [row],
    }
    owned = {"name": "V", "roles": ["end_user"], "country": "CN", "owners": "OW-1"}
    facts = {**CHAIR["facts"], "destination": "CN"}
    expect = {"outcome": "LICENSE_REQUIRED"}
    cases = [
        {**CHAIR, "as_of": "2025-10-01", "facts": {**facts, "parties": [owned]}, "expect": expect},
        {**CHAIR, "as_of": "2025-10-01", "facts": {**facts, "expand_over": "G"}, "expect": expect},
    ]
    file = tmp_path / "cases.yaml"
    fixtures = {
        "list_entries": {"EL-A": entry, "G": group},
        "ownership": {"OW-1": {"owners": [{"name": "Aquila", "pct": 51, "listed": "EL-A"}]}},
    }
    file.write_text(
        yaml.safe_dump({"schema": "licet-determination-case/1", "fixtures": fixtures, "cases": cases})
    )
    assert [result.differences for result in run_cases(read_cases(file))] == [(), ()]
