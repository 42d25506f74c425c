"""Names that are the same once they are heard or read: other scripts, the beginning of a longer name."""

from __future__ import annotations

from typing import Any

import pytest

from licet.match.compare import compare
from licet.match.index import Index
from licet.match.policy import Verdict

ENTRIES: list[dict[str, Any]] = [
    {"id": name, "names": [name], "kind": "organisation"}
    for name in (
        "LUKOIL",
        "NORDWIND AIRLINES",
        "Tinkoff Bank JSC",
        "Huawei Technologies Co., Ltd.",
        "Hamas",
        "China General Nuclear Power Corporation",
        "Kashgar Prefecture Public Security Bureau",
        "PUBLIC SECURITY DEPARTMENT OF XINJIANG UYGAR AUTONOMOUS REGION",
        "Hoshine Silicon Industry (Shanshan) Co., Ltd.",
        "Ninestar Corporation",
        "PXW Semiconductor Manufactory Co., Ltd.",
        "Fujian Jinhua Integrated Circuit Company, Ltd.",
        "Hetian Haolin Hair Accessories Co. Ltd.",
        "Megvii Technology",
    )
]


@pytest.fixture(scope="module")
def index() -> Index:
    """Some listed bodies."""
    return Index.build(ENTRIES)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Лукойл", "LUKOIL"),
        ("Нордвинд", "NORDWIND AIRLINES"),
        ("Тинькофф", "Tinkoff Bank JSC"),
        ("หัวเว่ย", "Huawei Technologies Co., Ltd."),
        ("حماس", "Hamas"),
        ("中广核", "China General Nuclear Power Corporation"),
        ("喀什地区公安局", "Kashgar Prefecture Public Security Bureau"),
        ("新疆公安厅", "PUBLIC SECURITY DEPARTMENT OF XINJIANG UYGAR AUTONOMOUS REGION"),
        ("合盛硅业", "Hoshine Silicon Industry (Shanshan) Co., Ltd."),
        ("纳思达", "Ninestar Corporation"),
        ("PXW Semiconductor", "PXW Semiconductor Manufactory Co., Ltd."),
        ("Fujian Jinhua", "Fujian Jinhua Integrated Circuit Company, Ltd."),
        ("福建晋华", "Fujian Jinhua Integrated Circuit Company, Ltd."),
        ("Hetian Haolin", "Hetian Haolin Hair Accessories Co. Ltd."),
    ],
)
def test_a_listed_body_is_seen_under_what_people_call_it(index: Index, asked: str, found: str) -> None:
    """Its name as the press writes it in other scripts, or the rare words that its listed name begins with."""
    first = index.search(asked)[0]
    assert (first.id, first.verdict is Verdict.NO_MATCH) == (found, False)


def test_what_sounds_the_same_is_a_slip_only_where_both_are_latin(index: Index) -> None:
    """`Лукойл` is Lukoil spelt by us; `Lukoyl` was spelt by somebody, and may be a slip of another word."""
    ours, theirs = index.search("Лукойл")[0], index.search("Lukoyl")[0]
    assert (ours.verdict, theirs.verdict) == (Verdict.MATCH, Verdict.NO_MATCH)
    assert ours.score > theirs.score


def test_two_spellings_of_one_name_that_sound_the_same_are_no_translation() -> None:
    """`Dmitri` is `Dmitry` as another hand writes it; `Demetrius` is the same name in another language, and says less."""
    same, other = (
        compare(f"{given} Ovsyannikov", "Dmitry Ovsyannikov", "person").score
        for given in ("Dmitri", "Demetrius")
    )
    assert same > other


def test_common_words_head_nobodys_name(index: Index) -> None:
    """`Public Security` begins a listed name as well, and names nobody."""
    assert index.search("Public Security")[0].verdict is Verdict.NO_MATCH


def test_two_names_are_compared_both_ways_a_search_asks_one_way(index: Index) -> None:
    """A listed brand may go on in the listed name; a longer name that somebody asks for may be another firm's.

    Of two names neither is the listed one, so the more careful of the two readings counts: a comparison never says less
    than a search in which one of them is listed.
    """
    asked, listed = "Megvi Technology Trading", "Megvii Technology"
    assert (
        Index.build([{"id": 1, "names": [asked], "kind": "organisation"}]).search(listed)[0].verdict
        is Verdict.REVIEW
    )
    assert index.search(asked)[0].verdict is Verdict.NO_MATCH
    assert compare(asked, listed, "organisation").verdict is Verdict.REVIEW
    assert compare(listed, asked, "organisation").verdict is Verdict.REVIEW
