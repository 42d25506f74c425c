"""Trades with parties screened by name: what binds the party is asked, what cannot be read stays open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licet.check.determine import determine_facts
from licet.check.engine import Engine
from licet.core.verdict import Verdict

DAY = date(2026, 1, 29)
ENTITY_LIST = "us-bis-entity-list"


def sold_to(name: str) -> dict[str, Any]:
    """A tin of paint for one buyer."""
    return {
        "activity": "export",
        "destination": "CN",
        "actor": {"us_person": True, "country": "US"},
        "items": [{"eccn": "EAR99", "kind": "commodity"}],
        "parties": [{"name": name, "roles": ["ultimate_consignee", "end_user"], "country": "CN"}],
    }


@pytest.mark.parametrize(
    "name",
    [
        "Huawei",
        "Dahua",
        "Hikvision",
        "Megvii",
        "SenseTime",
        "Inspur",
        "SMIC",
        "Yitu",
        "Kaspersky",
        "华为",
        "Huawei Cuba",
    ],
)
def test_a_buyer_named_by_its_brand_is_asked_about_on_the_entity_list(engine: Engine, name: str) -> None:
    """Another list may hold the bare brand: that hit never stands for the entry that asks for a licence."""
    outcome = determine_facts(sold_to(name), DAY, engine=engine, clean=True)
    assert any(listing.startswith(ENTITY_LIST) for listing, *_ in outcome.screened[0].hits)
    assert outcome.determination.verdict is not Verdict.NO_LICENSE_REQUIRED


def test_a_hit_on_one_list_does_not_close_lists_that_are_too_old(engine: Engine) -> None:
    """Found on the 1260H list, which asks for no licence, on a day that the Entity List held ends before."""
    name = "China Mobile Communications Group"
    fresh = determine_facts(sold_to(name), DAY, engine=engine, clean=True)
    assert {listing.partition(":")[0] for listing, *_ in fresh.screened[0].hits} <= {
        "us-dod-1260h",
        "us-ofac-cmic",
    }
    assert fresh.determination.verdict is Verdict.NO_LICENSE_REQUIRED
    later = determine_facts(sold_to(name), date(2026, 8, 1), engine=engine, clean=True)
    assert ENTITY_LIST in later.screened[0].stale
    assert later.determination.verdict is Verdict.NEEDS_FACTS
    assert any("can't be called clear" in each.text for each in later.determination.asks)


def test_a_sure_hit_stands_beside_lists_that_are_too_old(engine: Engine) -> None:
    """What is met needs a licence, whatever a newer edition of another list would say."""
    later = determine_facts(sold_to("Hikvision"), date(2026, 8, 1), engine=engine, clean=True)
    assert ENTITY_LIST in later.screened[0].stale
    assert later.determination.verdict is Verdict.LICENSE_REQUIRED


@pytest.mark.parametrize("name", ["ஹுவாவே", "ஹுவாவே Trading", "Co., Ltd.", "★★★"])
def test_a_buyer_that_cannot_be_looked_for_is_never_clear(engine: Engine, name: str) -> None:
    """Nothing found for a name that nothing can be found for is no answer."""
    found = determine_facts(sold_to(name), DAY, engine=engine, clean=True).determination
    assert found.verdict is Verdict.NEEDS_FACTS
    assert any("in Latin letters" in each.text for each in found.asks)
