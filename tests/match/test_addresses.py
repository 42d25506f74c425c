"""Addresses: one door, one building, a formation agent's door, a campus."""

from __future__ import annotations

from typing import Any

import pytest

from licet.core.trade import Address, Name, Party
from licet.match.address import building_key, campus_names, compare_places, is_agents, place_of
from licet.match.hit import Hit
from licet.match.index import Index
from licet.match.policy import Policy, Verdict

_DOOR = "Room 1205, Wing Tuck Building, 177 Wing Lok Street, Sheung Wan"
ENTRIES: list[dict[str, Any]] = [
    {"id": "alone", "names": ["Zelta Bearings"], "addresses": [{"text": "14 Larch Road, Gotham", "country": "GB"}]},
    *(
        {"id": f"client{n}", "names": [f"{name} Trading"], "addresses": [{"text": _DOOR, "country": "HK"}]}
        for n, name in enumerate(("Morin", "Kaspera", "Dolunay", "Westbrick", "Aurelio", "Finnmark", "Ostoja"))
    ),
    {"id": "agent", "names": ["Brightmoor Holdings"], "addresses": [{"text": "1209 Orange Street, Wilmington, Delaware"}]},
    {"id": "bare", "names": [], "kind": "address", "addresses": [{"text": "Flat 8, 99 Queens Road Central, Hong Kong"}]},
    {"id": "nudt", "kind": "organisation", "names": ["National University of Defense Technology"],
     "addresses": [{"text": "109 Deya Road, Kaifu District, Changsha", "country": "CN"}]},
]  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    """Parties at doors of every sort."""
    return Index.build(ENTRIES)


def _hits(index: Index, address: str, name: str = "Unheard Of Garden Tools") -> dict[str, Hit]:
    party = Party(names=(Name(text=name),), addresses=(Address(text=address),))
    return {str(hit.id): hit for hit in index.search(party, limit=20)}


def test_another_name_at_a_party_s_own_door_is_reviewed(index: Index) -> None:
    """Where one listed party alone is at home, whoever else is there must be looked at."""
    hit = _hits(index, "14 Larch Rd, Gotham, United Kingdom")["alone"]
    assert hit.verdict is Verdict.REVIEW
    assert "same address" in hit.sentence()


def test_an_address_that_many_listed_parties_share_is_a_hint_and_says_how_many(index: Index) -> None:
    """Seven listed parties at one door make it a formation agent's: no desk wants seven reviews of one client."""
    hits = {key: hit for key, hit in _hits(index, f"{_DOOR}, Hong Kong").items() if key.startswith("client")}
    assert hits
    assert all(hit.verdict is Verdict.NO_MATCH for hit in hits.values())
    assert all("shared by 7 listed parties" in hit.sentence() for hit in hits.values())


def test_a_known_agent_s_door_is_a_hint_though_one_listed_party_alone_is_there(index: Index) -> None:
    """Thousands of firms are registered at 1209 Orange Street."""
    hit = _hits(index, "1209 Orange St, Wilmington, Delaware")["agent"]
    assert hit.verdict is Verdict.NO_MATCH
    assert "a formation agent's" in hit.sentence()


def test_a_shared_address_still_helps_a_name_that_is_near(index: Index) -> None:
    """The same door lifts a misspelt name, less than a door of its own would."""
    near = index.search("Morrin Tradin")[0]
    there = _hits(index, f"{_DOOR}, Hong Kong", "Morrin Tradin")["client0"]
    assert there.id == near.id
    assert there.rank > near.rank


def test_a_bare_address_on_a_list_binds_whoever_is_there(index: Index) -> None:
    """89 FR 51644: the requirement follows the address, however common it is."""
    assert _hits(index, "Flat 8, 99 Queen's Road Central, Hong Kong")["bare"].verdict is Verdict.MATCH


def test_another_unit_of_the_building_is_told_apart() -> None:
    """A neighbour is in the building, not behind the door."""
    a, b = (
        place_of("Unit 3, 99 Queens Road Central, Hong Kong"),
        place_of("Unit 8, 99 Queens Road Central, Hong Kong"),
    )
    assert compare_places(a, b)[1] == "same building, another unit"
    assert building_key(a) == building_key(b) != ""


def test_a_laboratory_on_a_listed_university_s_campus_is_reviewed(index: Index) -> None:
    """Cadence 2025: tools were installed on the campus of a listed university under another name."""
    hit = _hits(index, "Lab 3, National University of Defense Technology Campus, Changsha")["nudt"]
    assert hit.verdict is Verdict.REVIEW
    assert "on the ground of a listed body" in hit.sentence()


def test_a_street_named_after_a_university_is_no_campus() -> None:
    """University Avenue 12 is a street."""
    assert campus_names("12 University Avenue, Palo Alto") == []


def test_addresses_can_be_switched_off(index: Index) -> None:
    """The policy is a switch that a desk owns, for campuses as well."""
    party = Party(
        names=(Name(text="Unheard Of Garden Tools"),),
        addresses=(Address(text="National University of Defense Technology Campus, Changsha"),),
    )
    hits = index.search(party, policy=Policy(addresses=False))
    assert all(hit.verdict is Verdict.NO_MATCH for hit in hits)


def test_agents_are_known_by_street_and_number() -> None:
    """The number next door is nobody's agent."""
    assert is_agents(place_of("Suite 400, 1209 Orange Street, Wilmington, DE"))
    assert not is_agents(place_of("1211 Orange Street, Wilmington, DE"))
