"""Paths of `unknown`: each opens a fact again, or is named as not understood."""

from __future__ import annotations

import pytest

from licet.check.facts import read_facts

FACTS = {
    "activity": "export",
    "actor": {"us_person": True, "country": "US"},
    "destination": "DE",
    "items": [{"eccn": "EAR99", "desc": "office chair"}],
    "parties": [{"name": "Chairs GmbH", "roles": ["end_user"], "owners": [{"name": "Holding", "pct": 60}]}],
}


def test_a_path_that_nothing_understands_is_named() -> None:
    """A slip of the pen in `unknown` would leave a declared fact closed, so the answer tells it."""
    slips = ("items[0].contnet", "items[4].content", "end_use.colour", "destinaton.region")
    read = read_facts(FACTS, clean=True, unknown=slips)
    assert read.strange == [f"unknown: {path}" for path in slips]


def test_paths_that_are_understood_are_not_named() -> None:
    """What a reader opens again is no slip, whether the fact was stated or not."""
    paths = (
        "items[0].content", "items[0].hts6", "items[0].attrs.food_or_medicine", "parties", "parties[0].roles",
        "parties[0].listed", "parties[0].owners", "parties[0].owners[0].pct", "destination", "transit",
        "destination.region", "end_use", "end_use.nuclear", "actor.us_person", "informed", "dates",
    )  # fmt: skip
    for path in paths:
        assert read_facts(FACTS, clean=True, unknown=(path,)).strange == [], path


def test_an_unknown_nationality_is_open_in_a_clean_trade() -> None:
    """Who the recipient is can't be declared clean and unknown at once."""
    facts = FACTS | {"activity": "deemed_export"}
    assert read_facts(facts, clean=True, unknown=("nationality",)).trade.nationalities.ask is not None
    assert read_facts(facts, clean=True).trade.nationalities.ask is None


def test_a_region_is_read_beside_its_country_or_within_it() -> None:
    """Crimea is Crimea wherever it is told: a region passed over would be a region declared clean."""
    ways: tuple[dict[str, object], ...] = (
        {"destination": "Crimea"},
        {"destination": {"country": "UA", "region": "Crimea"}},
        {"destination": "UA", "region": "Crimea"},
        {"destination": {"country": "UA"}, "destination_region": "Crimea"},
    )
    for told in ways:
        read = read_facts(FACTS | told, clean=True)
        assert read.trade.region.value == "Crimea", told
        assert read.strange == [], told


@pytest.mark.parametrize(
    ("told", "region"),
    [
        ("Donezk", "Donetsk"),
        ("Krym", "Crimea"),
        ("Kherson", ""),
        ("none", ""),
        ("Donestk", None),
        ("Kirovsk", None),
    ],
)
def test_a_region_of_ukraine_that_nobody_knows_is_open(told: str, region: str | None) -> None:
    """A slip never reads as another region: it is named, and the region is asked for."""
    read = read_facts({"destination": {"country": "UA", "region": told}}, clean=True)
    assert read.trade.region.value == region
    assert read.trade.region.is_unknown is (region is None)
    assert (f"destination.region: {told}" in read.strange) is (region is None)
