"""Two names: one party or two. The same alignment, weights and policy as a search."""

from __future__ import annotations

import pytest

from licet.match.compare import compare
from licet.match.index import Index
from licet.match.normal import read_name
from licet.match.policy import DEFAULT, Verdict

ONE = (
    ("organisation", "Hikvision", "Hangzhou Hikvision Digital Technology Co., Ltd."),
    ("organisation", "Hikvison Digital Technology", "Hikvision Digital Technology"),
    ("organisation", "K.B. Hotel", "K B Hotel Co Ltd"),
    ("organisation", "NIOC", "National Iranian Oil Company"),
    ("organisation", "Twelfth Aircraft Repair Plant", "12 Aircraft Repair Plant"),
    ("organisation", "华为技术有限公司", "Huawei Technologies Co., Ltd."),
    ("person", "Mohammed Hussein", "Muhammad Husayn"),
    ("person", "Abdulrahman Yasin", "Abd-ar-Rahman Yassin"),
    ("person", "Abdelbassed Azouz", "Abd al-Baset Azzouz"),
    ("person", "Pepe Garcia Lopez", "Jose Garcia Lopez"),
    ("person", "김정은", "Kim Jong Un"),
)
TWO = (
    ("organisation", "Plant No. 12", "Plant No. 14"),
    ("organisation", "Libyan Agricultural Bank", "Russian Agricultural Bank"),
    ("organisation", "Saman Industrial Group", "Sanam Industrial Group"),
    ("organisation", "Gazprom Neft", "Gazprom Media Holding"),
    ("organisation", "Group Ltd.", "FT Ltd"),
    ("person", "Boris Rotenberg", "Igor Rotenberg"),
    ("person", "Ali Hassan", "Ali Hussein"),
    ("person", "Kim Jong Un", "Kim Jong Il"),
)


@pytest.mark.parametrize(("kind", "a", "b"), ONE)
def test_two_spellings_of_one_party_are_at_least_reviewed(kind: str, a: str, b: str) -> None:
    """Brand, typo, initials, acronym, number word, script, romanisation, nickname."""
    found = compare(a, b, kind)
    assert found.verdict is not Verdict.NO_MATCH, found.sentence
    assert found.score >= DEFAULT.thresholds(kind).review


@pytest.mark.parametrize(("kind", "a", "b"), TWO)
def test_near_names_of_two_parties_stay_apart(kind: str, a: str, b: str) -> None:
    """Another number, another place, another given name, a form alone."""
    assert compare(a, b, kind).verdict is Verdict.NO_MATCH


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hangzhou Hikvision Digital Tech", "Hangzhou Hikvision Digital Technology Co., Ltd."),
        ("Gazprom Neft", "Gazprom Media Holding"),
        ("Mohammed Hussein", "Muhammad Husayn"),
    ],
)
def test_the_first_name_stands_on_the_left(a: str, b: str) -> None:
    """Whichever way scores better, and whichever name is given first."""
    for left, right in ((a, b), (b, a)):
        found = compare(left, right)
        on_the_left = {word for pair in found.pairs for word in pair.ours}
        on_the_right = {word for pair in found.pairs for word in pair.theirs}
        assert on_the_left == {word.text for word in read_name(left)[0].words}
        assert on_the_right == {word.text for word in read_name(right)[0].words}
        assert found.sentence.startswith(f"“{left}”: ")
        assert f"“{right}”: " in found.sentence


@pytest.mark.parametrize("query", ["Hikvision", "Hikvison Digital", "Hangzhou Hikvision"])
def test_a_comparison_and_a_search_agree_on_a_name_that_is_named_outright(query: str) -> None:
    """The policy on brands is one and the same."""
    listed = "Hangzhou Hikvision Digital Technology Co., Ltd."
    index = Index.build([{"id": 1, "names": [listed], "kind": "organisation"}])
    assert index.search(query)[0].verdict is compare(query, listed, "organisation").verdict


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("PO ETE", "Poete"),
        ("Ba ikal", "Baikal"),
        ("Yu HuaMao", "Mao, Yu Hua"),
        ("Aescllc", "Aesc LLC"),
        ("Limited Liability Companygea", "Limited Liability Company Gea"),
        ("Nauchnoproizvodstvennoe Obyedinenie Gran", "Nauchno Proizvodstvennoe Obyedinenie Gran"),
        ("JSC Yavovlev Duesign Bureau", "JSC Yakovlev Design Bureau"),
        ("Muhammad Al-Isawi", "Al-Isawi, Muhammad Ahmad 'Ali"),
    ],
)
def test_names_run_together_or_cut_apart_are_found(query: str, listed: str) -> None:
    """A blank too few or too many, a form glued to the name, a misspelt word of a phrase: all are still looked at."""
    others = [f"Muhammad {letters}" for letters in ("Ra'd", "Abu", "Amin", "Suri", "Mire", "Haris")]
    names = [listed, *others, "Po LLC", "Kali JSC", "Design Bureau Onega"]
    index = Index.build([{"id": n, "names": [name]} for n, name in enumerate(names)])
    assert index.search(query, limit=1)[0].id == 0


@pytest.mark.parametrize(
    ("native", "listed"),
    [
        ("서상국", "So Sang-kuk"),
        ("노광철", "No Kwang-chol"),
        ("שמעון לוי", "Shimon Levi"),
        ("شهاب الدين دلاور", "Shahabuddin Delawar"),
        ("通用技术集团大连机床有限责任公司", "General Technology Group Dalian Machine Tool Co., Ltd."),
    ],
)
def test_a_name_in_its_own_script_finds_the_listed_one_by_rule(native: str, listed: str) -> None:
    """Surnames of Korea, vowels of Hebrew, names of the faith, trades and joints of Chinese firms: no row of facts."""
    others = [
        "Sosan Kim",
        "No Chol",
        "Dalian Machinery Co., Ltd.",
        "Chinese Academy of Sciences",
        "Levin, Simon",
    ]
    index = Index.build([{"id": n, "names": [name]} for n, name in enumerate([listed, *others])])
    assert index.search(native, limit=1)[0].id == 0
