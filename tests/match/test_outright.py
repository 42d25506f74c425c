"""A name that is named outright is seen whatever its score; common words and people are not."""

from __future__ import annotations

import pytest

from licet.match.hit import Hit
from licet.match.index import Index
from licet.match.policy import Policy, Verdict

ENTRIES = [
    {"id": "megvii", "names": ["Megvii Technology"], "kind": "any"},
    {"id": "hik", "names": ["Hangzhou Hikvision Digital Technology Co., Ltd.", "Hikvision"], "kind": "any"},
    {"id": "person", "names": ["Hikvisionov"], "kind": "person"},
    {"id": "hua", "names": ["HUA"], "kind": "organisation"},
]


@pytest.fixture(scope="module")
def index() -> Index:
    """Four listed parties."""
    return Index.build(ENTRIES)


def _verdict(index: Index, query: str, policy: Policy | None = None) -> tuple[str, Verdict]:
    best = index.search(query, limit=1, policy=policy)[0]
    return str(best.id), best.verdict


def _alerts(hit: Hit) -> bool:
    return hit.verdict is not Verdict.NO_MATCH


def test_a_listed_name_word_for_word_is_a_match(index: Index) -> None:
    """The brand alone is a listed alias: no desk may wave it through."""
    assert _verdict(index, "HIKVISION") == ("hik", Verdict.MATCH)


def test_a_brand_without_its_business_word_is_at_least_reviewed(index: Index) -> None:
    """`Megvii` names Megvii Technology."""
    found, verdict = _verdict(index, "Megvii")
    assert found == "megvii"
    assert verdict in (Verdict.REVIEW, Verdict.MATCH)


def test_a_desk_may_switch_it_off(index: Index) -> None:
    """The policy is written down and can be set: a score of its own then decides."""
    strict = Policy(whole_names=False, brands=False)
    by_score = index.search("Megvii", limit=1, policy=strict)[0]
    assert by_score.verdict is strict.verdict(by_score.score, by_score.kind)


def test_a_person_is_never_matched_by_equal_words_alone(index: Index) -> None:
    """Many people bear one name: the score, dates and countries decide."""
    best = index.search("Hikvisionov", limit=1)[0]
    assert best.verdict is Policy().verdict(best.score, "person")


def test_a_brand_keeps_its_place_among_names_that_are_more_alike() -> None:
    """Nine firms share `Middle East` with the query, and Huawei its name: it is not cut off for want of room."""
    alike = ["Sunrise", "Juwei", "Huawa", "Hua", "Wuhai", "Hawai", "Trade", "Motors", "Media"]
    index = Index.build(
        [
            {"id": "huawei", "names": ["Huawei Technologies Co., Ltd.", "Huawei"], "kind": "organisation"},
            *({"id": word, "names": [f"{word} Middle East"], "kind": "organisation"} for word in alike),
        ]
    )
    few = index.search("Huawei Middle East", limit=2)
    assert [(hit.id, hit.verdict) for hit in few] == [
        ("Huawa", Verdict.REVIEW),
        ("huawei", Verdict.REVIEW),
    ]
    assert len({hit.id for hit in index.search("Huawei Middle East", limit=5)}) == 5
    assert [hit.id for hit in index.search("Huawei Middle East", limit=1)] == ["Huawa"]


@pytest.mark.parametrize(
    "branch",
    [
        "Hikvision Europe B.V.",
        "Hikvision Germania",
        "Hikvision North America",
        "Hikvision Asia Pacific",
        "Hikvision EMEA",
    ],
)
def test_a_brand_and_a_part_of_the_world_is_reviewed(index: Index, branch: str) -> None:
    """A branch is named by its brand and where it is: countries, towns and parts of the world alike."""
    assert _verdict(index, branch) == ("hik", Verdict.REVIEW)


def test_an_office_of_a_place_is_reviewed_without_its_division() -> None:
    """`Municipal` left out, all else word for word: the office meant. Without its place it is anybody's."""
    places = ("Urumqi", "Kashgar", "Hotan", "Aksu", "Turpan", "Hami", "Changji")
    index = Index.build(
        [
            *({"id": one, "names": [f"{one} Municipal Public Security Bureau"]} for one in places),
            {"id": "xinjiang", "names": ["Xinjiang Public Security Bureau"]},
        ]
    )
    alerts = [hit.id for hit in index.search("Urumqi Public Security Bureau") if _alerts(hit)]
    assert alerts == ["Urumqi"]
    assert not any(_alerts(hit) for hit in index.search("Public Security Bureau"))


def test_a_shared_word_is_no_brand_where_all_else_speaks_against_it() -> None:
    """American Vanguard is not Vanguard International; the brand by itself may be."""
    index = Index.build([{"id": 1, "names": ["Vanguard International Ltd., S.A."], "kind": "organisation"}])
    assert index.search("American Vanguard Corp.")[0].verdict is Verdict.NO_MATCH
    assert index.search("Vanguard")[0].verdict is Verdict.REVIEW
