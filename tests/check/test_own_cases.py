"""Our own cases, from the regulation text, and the public examples: every one is answered as expected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from licet.check.cases import CaseResult, read_cases, run_cases

OWN = Path(__file__).parents[1] / "law" / "own-cases.yaml"


def strange(results: list[CaseResult]) -> dict[str, list[str]]:
    """What was not understood, but for entries that some cases name because the text held has none."""
    known = "the text held has no such"
    told = {result.id: [line for line in result.strange if known not in line] for result in results}
    return {case: lines for case, lines in told.items() if lines}


def test_own_cases_pass() -> None:
    """At least sixty cases over all areas of the schema, each with its paragraph."""
    results = list(run_cases(read_cases(OWN)))
    failed = {result.id: result.differences for result in results if not result.passed}
    assert len(results) >= 60
    assert not failed
    assert strange(results) == {}


def test_own_cases_of_the_exceptions_pass() -> None:
    """Exceptions, the chart and the regimes beside it: each case with its paragraph."""
    results = list(run_cases(read_cases(OWN.with_name("own-cases-exceptions.yaml"))))
    assert len(results) >= 60
    assert {result.id: result.differences for result in results if not result.passed} == {}
    assert strange(results) == {}


def test_own_cases_of_days_pass() -> None:
    """Older texts, savings clauses and days of effect: each day answers by the text of that day."""
    results = list(run_cases(read_cases(OWN.with_name("own-cases-days.yaml"))))
    assert len(results) >= 30
    assert {result.id: result.differences for result in results if not result.passed} == {}
    assert strange(results) == {}


def test_wide_cases_pass() -> None:
    """The adversary's cases, written from the text before they were run: every area of the schema."""
    results = list(run_cases(read_cases(OWN.with_name("own-cases-wide.yaml"))))
    assert len(results) >= 400
    assert {result.id: result.differences for result in results if not result.passed} == {}
    assert strange(results) == {}


def test_own_cases_of_general_licences_and_papers_pass() -> None:
    """General orders, validated end-users, short supply, vessels and aircraft, papers of a shipment."""
    results = list(run_cases(read_cases(OWN.with_name("own-cases-orders.yaml"))))
    assert len(results) >= 20
    assert {result.id: result.differences for result in results if not result.passed} == {}
    assert strange(results) == {}


#: Facts of these cases that no question asks for are part of what they try.
MEANT = {"counterparty", "EL-NOT-THERE", "colour", "controlled_by_listed", "items_note"}


def test_own_cases_of_parties_pass() -> None:
    """Every clause on listed parties, owners, denial orders and blocked persons; facts in unusual forms."""
    results = list(run_cases(read_cases(OWN.with_name("own-cases-parties.yaml"))))
    assert len(results) >= 200
    assert {result.id: result.differences for result in results if not result.passed} == {}
    odd = [note for result in results for note in result.strange]
    assert [note for note in odd if not any(word in note for word in MEANT)] == []


def test_cases_from_the_text_pass() -> None:
    """Embargoes, the list, end uses, content and exceptions: written from the text before they were run."""
    results = list(run_cases(read_cases(OWN.with_name("own-cases-text.yaml"))))
    assert len(results) >= 300
    assert {result.id: result.differences for result in results if not result.passed} == {}
    assert strange(results) == {}


def test_blind_cases_pass() -> None:
    """An independent author's cases of every area, dated on both sides of each clock."""
    results = list(run_cases(read_cases(OWN.with_name("own-cases-blind.yaml"))))
    assert len(results) >= 250
    assert {result.id: result.differences for result in results if not result.passed} == {}
    assert strange(results) == {}


@pytest.mark.parametrize(
    ("foreclosed", "passes"),
    [
        ("ALL", False),
        ("ALL_BUT ENC", True),
        ({"ALL_BUT": ["ENC"]}, True),
        (["ALL_BUT", "ENC"], True),
        ("ALL_BUT LVS", False),
        ([""], True),
    ],
)
def test_the_forms_of_all_but(tmp_path: Path, foreclosed: object, passes: bool) -> None:
    """What an `ALL_BUT` leaves out is read in each of its forms; 5A002 to Germany leaves ENC alone open."""
    case = {
        "id": "X",
        "as_of": "2026-01-29",
        "facts": {
            "activity": "export",
            "actor": {"us_person": True, "country": "US"},
            "destination": "DE",
            "items": [{"eccn": "5A002.a", "kind": "commodity", "value_usd": 20000}],
        },
        "expect": {"outcome": "EXCEPTION_MAY_APPLY", "exceptions": {"foreclosed": foreclosed}},
    }
    path = tmp_path / "cases.yaml"
    path.write_text(json.dumps({"schema": "licet-determination-case/1", "cases": [case]}), encoding="utf-8")
    (result,) = run_cases(read_cases(path))
    assert result.passed is passes, result.differences


@pytest.mark.shared
def test_public_examples_pass(shared: Path) -> None:
    """All public determination examples."""
    results = list(run_cases(read_cases(shared / "us" / "determination-examples.yaml")))
    assert {result.id: result.differences for result in results if not result.passed} == {}
