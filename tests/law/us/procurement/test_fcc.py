"""The Covered List names makers with kinds of equipment: who only buys meets nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licet.check.facts import read_facts
from licet.core.answer import Truth
from licet.law.us.ear.determine import determine


@pytest.mark.parametrize(
    ("roles", "item", "activity", "truth"),
    [
        (["purchaser"], {"desc": "resistors"}, "export", Truth.NO),
        (["purchaser", "end_user"], {"desc": "router"}, "export", Truth.NO),
        (["manufacturer"], {"desc": "router"}, "export", Truth.YES),
        (["other"], {"desc": "router"}, "procurement", Truth.YES),
        (["manufacturer"], {"desc": "resistors"}, "procurement", Truth.UNKNOWN),
        (["manufacturer"], {"attrs": {"of_fcc_listed_kind": True}}, "procurement", Truth.YES),
        (["manufacturer"], {"eccn": "1C350.b.1", "attrs": {"of_fcc_listed_kind": False}}, "export", Truth.NO),
    ],
)
def test_what_counts_is_who_makes_or_sells_and_what(
    roles: list[str], item: dict[str, Any], activity: str, truth: Truth
) -> None:
    """Buying is nothing to the list; a listed maker's product of a kind that nobody told is asked for."""
    facts = {
        "activity": activity,
        "actor": {"us_person": True, "country": "US"},
        "destination": "US" if activity == "procurement" else "DE",
        "items": [{"eccn": "EAR99", **item}],
        "parties": [{"name": "AO Kaspersky Lab", "roles": roles, "country": "RU", "listed": "FCC"}],
    }
    found = determine(read_facts(facts, clean=True).trade, date(2026, 1, 29))
    assert {limb.rule.id: limb.truth for limb in found.overlays}["fcc.subsidy"] is truth
