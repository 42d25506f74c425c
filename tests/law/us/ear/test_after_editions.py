"""A day after the newest edition is answered from it, and the answer says so."""

from __future__ import annotations

from datetime import date

import pytest

from licet.check.facts import read_facts
from licet.core.verdict import Verdict
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


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        (date(2018, 12, 31), Verdict.NEEDS_FACTS),
        (date(2019, 1, 1), Verdict.NO_LICENSE_REQUIRED),
        (date(2027, 1, 29), Verdict.NO_LICENSE_REQUIRED),
        (date(2027, 1, 30), Verdict.NEEDS_FACTS),
        (date(2035, 5, 1), Verdict.NEEDS_FACTS),
        (date.max, Verdict.NEEDS_FACTS),
        (date.min, Verdict.NEEDS_FACTS),
    ],
)
def test_a_day_beyond_the_texts_on_either_side_is_never_clean(on: date, verdict: Verdict) -> None:
    """The Code is printed anew each year: a text older than that answers no day as clean."""
    plain = {**FACTS, "destination": "DE", "items": [{"eccn": "EAR99"}]}
    found = determine(read_facts(plain, clean=True).trade, on)
    asked = [each.text for each in found.asks if each.id == "law.edition"]
    assert found.verdict is verdict
    assert bool(asked) is ("LAW_OF_THAT_DAY_NOT_HELD" in found.flags) is (verdict is Verdict.NEEDS_FACTS)


@pytest.mark.parametrize("on", [date(2015, 6, 1), date(2035, 5, 1)])
def test_a_requirement_that_is_met_stands_beyond_the_texts(on: date) -> None:
    """Not knowing the text takes nothing away: what is barred by the text held stays barred."""
    to_cuba = {**FACTS, "destination": "CU", "items": [{"eccn": "EAR99"}]}
    assert not determine(read_facts(to_cuba, clean=True).trade, on).verdict.is_clean
    assert determine(read_facts(to_cuba, clean=True).trade, on).verdict is not Verdict.NEEDS_FACTS


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
