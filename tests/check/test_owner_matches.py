"""Owners that only may be listed, as the law takes them: open beside an owner that surely is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licet.check.cases import read_cases
from licet.check.facts import read_facts
from licet.core.deal import Owner, Stake
from licet.core.fact import Share, known
from licet.core.verdict import Verdict
from licet.law.us.ear.determine import determine

CASES = Path(__file__).parents[1] / "law" / "own-cases-blind.yaml"
ON = date(2025, 10, 15)


@pytest.mark.parametrize(
    ("certain", "verdict"), [(True, Verdict.LICENSE_REQUIRED), (False, Verdict.NEEDS_FACTS)]
)
def test_a_probable_owner_leaves_its_entry_open(certain: bool, verdict: Verdict) -> None:
    """60 % of an MEU List party, free for EAR99, and 30 % of one that may be on the Entity List."""
    listings = read_cases(CASES).listings
    facts = {
        "activity": "export",
        "actor": {"us_person": True, "country": "US"},
        "destination": "CN",
        "items": [{"eccn": "EAR99", "kind": "commodity"}],
        "parties": [{"name": "Zwetschgen Optik", "roles": ["end_user"], "country": "CN", "listed": None}],
    }
    trade = read_facts(facts, clean=True, find=listings.get, on=ON).trade
    owners = (
        Owner(listing=listings["MEU"], share=Share.exactly(60)),
        Owner(listing=listings["EL"], share=Share.exactly(30), certain=certain),
    )
    held: Mapping[str, Stake] = {"bis": Stake(share=Share.exactly(90), owners=owners)}
    stakes = known(held)
    trade = replace(trade, parties=(replace(trade.parties[0], stakes=stakes),))
    assert determine(trade, ON).verdict is verdict
