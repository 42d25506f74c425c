"""The brand of a listed group inside a longer name leads to a review, and never to more."""

from __future__ import annotations

from typing import Any

import pytest

from licet.match.compare import compare
from licet.match.group_brand import read_query
from licet.match.index import Index
from licet.match.policy import Policy, Verdict

ENTRIES: list[dict[str, Any]] = [
    {"id": "hik", "names": ["Hangzhou Hikvision Digital Technology Co., Ltd.", "Hikvision"], "kind": "any"},
    {"id": "hytera", "names": ["Hytera Communications Corporation"], "kind": "organisation"},
    {"id": "zte", "names": ["ZTE Corporation"], "kind": "organisation"},
    {"id": "huawei", "names": ["Huawei Technologies Co., Ltd.", "Huawei"], "kind": "organisation"},
    {"id": "person", "names": ["Hikvision"], "kind": "person"},
    *(
        {"id": n, "names": [f"{w} Middle East"], "kind": "organisation"}
        for n, w in enumerate(("Zelta", "Morin", "Sun"))
    ),
]


@pytest.fixture(scope="module")
def index() -> Index:
    """Four groups, a person who bears a brand, and some firms of one place."""
    return Index.build(ENTRIES)


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Prama Hikvision India Private Limited", "hik"),
        ("Hytera Mobilfunk GmbH", "hytera"),
        ("ZTE Deutschland GmbH", "zte"),
        ("Huawei Middle East FZE", "huawei"),
    ],
)
def test_a_company_that_bears_the_brand_is_reviewed(index: Index, asked: str, listed: str) -> None:
    """On no list under its own name; whose it is, somebody must look."""
    verdicts = {hit.id: hit.verdict for hit in index.search(asked)}
    assert verdicts.get(listed) is Verdict.REVIEW


def test_what_else_the_name_says_is_told(index: Index) -> None:
    """The reader sees the whole name, not the brand alone."""
    hit = next(hit for hit in index.search("Prama Hikvision India Private Limited") if hit.id == "hik")
    assert "only in the query: prama, india" in hit.sentence()


def test_a_brand_inside_a_name_is_no_match_by_itself(index: Index) -> None:
    """Equal to a listed alias in one word, and still another name."""
    assert all(hit.verdict is not Verdict.MATCH for hit in index.search("Acme Hikvision Repairs"))
    assert compare("Acme Hikvision Repairs", "Hikvision", kind="organisation").verdict is not Verdict.MATCH


def test_a_person_is_not_reviewed_for_a_brand(index: Index) -> None:
    """Brands are of bodies."""
    hits = {hit.id: hit for hit in index.search("Acme Hikvision Repairs")}
    assert "person" not in hits or hits["person"].verdict is Verdict.NO_MATCH


def test_a_listed_name_is_not_asked_about_for_the_others_of_its_group() -> None:
    """Two companies of one group, each listed: each finds itself, and neither the other."""
    index = Index.build(
        [
            {"id": "neft", "names": ["Gazprom Neft"], "kind": "organisation"},
            {"id": "media", "names": ["Gazprom Media Holding"], "kind": "organisation"},
        ]
    )
    verdicts = {hit.id: hit.verdict for hit in index.search("Gazprom Neft")}
    assert verdicts == {"neft": Verdict.MATCH, "media": Verdict.NO_MATCH}


def test_a_desk_may_switch_it_off(index: Index) -> None:
    """The policy on brands holds here, too."""
    hits = index.search("Prama Hikvision India Private Limited", policy=Policy(brands=False))
    assert all(hit.verdict is Verdict.NO_MATCH for hit in hits)


def test_a_name_without_a_brand_is_read_as_it_was() -> None:
    """Most names cost nothing more."""
    assert [reading.of for reading in read_query("Siemens AG")] == [()]
    assert read_query("...") == ()
