"""A day after the newest edition is answered from it, and the answer says so."""

from __future__ import annotations

from datetime import date

import pytest

from licet.check.facts import read_facts
from licet.law.us.ear.determine import determine

FACTS = {
    "activity": "export",
    "actor": {"us_person": True, "country": "US"},
    "destination": "CN",
    "items": [{"eccn": "3A001.a.2"}],
}


@pytest.mark.parametrize(("on", "says"), [(date(2026, 1, 29), False), (date(2026, 1, 30), True)])
def test_a_day_after_the_newest_edition_is_flagged(on: date, says: bool) -> None:
    """The edition's own day is held; the day after it is not."""
    found = determine(read_facts(FACTS, clean=True).trade, on)
    assert ("TEXT_OF_EARLIER_EDITION" in found.flags) is says


def test_a_duty_of_an_open_exception_is_told() -> None:
    """What an exception asks to be done stands among the conditions while the exception is open."""
    facts = {
        **FACTS,
        "destination": "CU",
        "items": [{"eccn": "EAR99", "attrs": {"agricultural_commodity": True}}],
    }
    found = determine(read_facts(facts, clean=True).trade, date(2026, 1, 29))
    assert found.possible == ("AGR",)
    assert any("prior notification" in condition for condition in found.conditions)
