"""A consignee or end-user outside the destination: no answer says that the trade may go."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licet.check.determine import determine_facts
from licet.core.verdict import Verdict

DAY = date(2026, 1, 29)


def trade(role: str, country: str, **more: Any) -> dict[str, Any]:
    """An export of a thing of no list to Taiwan with one party."""
    party = {"name": "Kunlun Teststand Works", "roles": [role], "country": country, "listed": "none"}
    return {
        "activity": "export",
        "destination": "TW",
        "items": [{"eccn": "EAR99"}],
        "parties": [party],
        **more,
    }


@pytest.mark.parametrize("role", ["end_user", "ultimate_consignee"])
@pytest.mark.parametrize("country", ["IR", "RU", "CN"])
def test_who_receives_it_elsewhere_is_asked_about(role: str, country: str) -> None:
    """Taiwan needs no licence for EAR99; a person in Iran who gets it does, so the place is asked for."""
    found = determine_facts(trade(role, country), DAY, clean=True).determination
    assert found.verdict is Verdict.NEEDS_FACTS
    (asked,) = [each for each in found.asks if each.id == "trade.stays_in_destination"]
    assert f"Kunlun Teststand Works in {country}; destination TW" in asked.text


def test_what_is_said_to_stay_is_answered() -> None:
    """The officer states that it stays: the answer is that of the destination."""
    said = trade("end_user", "RU", stays_in_destination=True)
    assert determine_facts(said, DAY, clean=True).determination.verdict is Verdict.NO_LICENSE_REQUIRED
    gone = trade("end_user", "RU", stays_in_destination=False)
    assert determine_facts(gone, DAY, clean=True).determination.verdict is Verdict.NEEDS_FACTS


@pytest.mark.parametrize(
    ("role", "country"), [("end_user", "TW"), ("intermediate_consignee", "SG"), ("end_user", "US")]
)
def test_others_ask_nothing(role: str, country: str) -> None:
    """One there, one who passes it on, and one at home."""
    found = determine_facts(trade(role, country), DAY, clean=True).determination
    assert found.verdict is Verdict.NO_LICENSE_REQUIRED


def test_a_requirement_that_is_met_stands() -> None:
    """What needs a licence for the destination itself is not made an open question."""
    said = trade("end_user", "IR") | {"destination": "CU"}
    assert determine_facts(said, DAY, clean=True).determination.verdict is Verdict.LICENSE_REQUIRED
