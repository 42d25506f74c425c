"""An expectation is met by what it names, and by nothing that only sounds like it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from licet.check.compare import differences
from licet.check.determine import determine_facts

FACTS: Mapping[str, Any] = {
    "activity": "procurement",
    "assume": "clean",
    "actor": {"us_person": True, "country": "US", "federal_contractor": True},
    "destination": "US",
    "items": [{"eccn": "EAR99", "desc": "dome camera", "attrs": {"maker": "Dahua Technology"}}],
}


def told(expect: Mapping[str, Any], facts: Mapping[str, Any] = FACTS) -> list[str]:
    """What is said to differ."""
    outcome = determine_facts(facts, on=date(2026, 1, 29))
    return list(differences(expect, outcome.determination, outcome.trade))


@pytest.mark.parametrize("regime", ["Section 889", "NDAA section 889", "Section 889 Part B"])
def test_a_regime_is_found_by_its_words(regime: str) -> None:
    """The names people use for a regime meet the overlay of it."""
    assert told({"overlay": [{"regime": regime}]}) == []


@pytest.mark.parametrize("regime", ["covered bonds of banks", "fishing boats at sea", "rules on whaling"])
def test_one_shared_word_is_not_a_regime(regime: str) -> None:
    """An overlay that shares one word of several is another one."""
    assert told({"overlay": [{"regime": regime}]})


def test_a_place_that_no_overlay_cites_is_not_met_by_words() -> None:
    """A requirement that names its paragraph is met by that paragraph alone."""
    named = "48 CFR 252.204 covered telecommunications or video equipment"
    assert told({"requires": [{"rule": named}]})
    grant = {**FACTS, "trade": {"federal_grant": True}}
    assert told({"requires": [{"rule": "2 CFR 200.216"}]}, grant) == []


def test_a_question_needs_half_of_its_words() -> None:
    """Of three words that carry meaning one is not enough."""
    facts = {"activity": "export", "destination": "CN", "items": [{"eccn": "3A001"}], "assume": "clean"}
    assert told({"needs": ["paragraph of its entry"]}, facts) == []
    assert told({"needs": ["entry visa of tourists travelling"]}, facts)
