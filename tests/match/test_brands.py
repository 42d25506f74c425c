"""Brands with a place before them or their business words cut off, and names in their own script."""

from __future__ import annotations

from typing import Any

import pytest

from licet.match.index import Index
from licet.match.normal import read_name
from licet.match.policy import Verdict

ENTRIES: list[dict[str, Any]] = [
    {
        "id": "hik",
        "names": ["Hangzhou Hikvision Digital Technology Co., Ltd.", "Hikvision"],
        "kind": "organisation",
    },
    {"id": "huawei", "names": ["Huawei Technologies Co., Ltd."], "kind": "organisation"},
    {"id": "megvii", "names": ["Beijing Megvii Co., Ltd.", "Megvii Technology"], "kind": "organisation"},
    {"id": "meiya", "names": ["Xiamen Meiya Pico Information Co. Ltd."]},
    {"id": "yitu", "names": ["Yitu Technologies", "Yitu"], "kind": "organisation"},
    {
        "id": "smic",
        "names": ["Semiconductor Manufacturing International Corporation", "SMIC"],
        "kind": "organisation",
    },
    {"id": "nudt", "names": ["National University of Defense Technology (NUDT)"], "kind": "organisation"},
    {"id": "cetc30", "names": ["China Electronics Technology Group Corporation, 30th Research Institute"]},
    {"id": "cetc38", "names": ["China Electronics Technology Group Corporation, 38th Research Institute"]},
    {"id": "tcb", "names": ["Korea Taedong Credit Bank"], "kind": "organisation"},
    {"id": "nasrallah", "names": ["Hasan NASRALLAH"], "kind": "person"},
    {"id": "sharif", "names": ["Sharif University of Technology"], "kind": "organisation"},
    {"id": "kalashnikov", "names": ["JSC Kalashnikov"], "kind": "organisation"},
    {"id": "mahan", "names": ["Mahan Air"], "kind": "organisation"},
    {"id": "target", "names": ["TARGET ELECTRONICS"], "kind": "organisation"},
    {
        "id": "dahua",
        "names": ["Dahua Technology", "Zhejiang Dahua Technology Co., Ltd."],
        "kind": "organisation",
    },
    {"id": "hisilicon", "names": ["HiSilicon Technologies Co., Ltd (HiSilicon)"], "kind": "organisation"},
    {"id": "hytera", "names": ["Hytera Communications Corporation"], "kind": "organisation"},
    {"id": "sense", "names": ["SenseTime Group, Inc."], "kind": "organisation"},
    {"id": "quectel", "names": ["Quectel Wireless Solutions Co., Ltd."], "kind": "organisation"},
    {"id": "cosco", "names": ["COSCO SHIPPING"], "kind": "organisation"},
    {"id": "catl", "names": ["Contemporary Amperex Technology Co., Ltd."], "kind": "organisation"},
    {"id": "changji", "names": ["Changji Hui Autonomous Prefecture Public Security Bureau"]},
    {"id": "khosravi", "names": ["KHOSRAVI, Mohammad Hossein"], "kind": "person"},
    {"id": "maleki", "names": ["Naser MALEKI"], "kind": "person"},
    {"id": "instruments", "names": ["Obedinennaya Priborostroitelnaya Korporatsiya"], "kind": "organisation"},
]


@pytest.fixture(scope="module")
def index() -> Index:
    """Listed firms as the lists write them."""
    return Index.build(ENTRIES)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Beijing Megvii", "megvii"),
        ("Meiya Pico", "meiya"),
        ("Hangzhou Hikvision", "hik"),
        ("Shanghai Yitu", "yitu"),
        ("SMIC", "smic"),
        ("北京旷视科技有限公司", "megvii"),
        ("厦门美亚柏科", "meiya"),
        ("海康威视", "hik"),
        ("国防科技大学", "nudt"),
        ("中国电子科技集团公司第三十研究所", "cetc30"),
        ("조선대동신용은행", "tcb"),
        ("حسن نصر الله", "nasrallah"),
        ("دانشگاه صنعتی شریف", "sharif"),
        ("Калашников", "kalashnikov"),
        ("Kalashnikov", "kalashnikov"),
        ("هواپیمایی ماهان", "mahan"),
        ("ハイクビジョン", "hik"),
        ("하이크비전", "hik"),
        ("هيكفيجن", "hik"),
        ("ファーウェイ", "huawei"),
        ("هواوي", "huawei"),
        ("Хуавей", "huawei"),
        ("Дахуа", "dahua"),
        ("Хайсиликон", "hisilicon"),
        ("Хайтера", "hytera"),
        ("Сэнстайм", "sense"),
        ("センスタイム", "sense"),
        ("Quectel", "quectel"),
        ("移远通信", "quectel"),
        ("COSCO", "cosco"),
        ("COSCO Shipping Lines", "cosco"),
        ("宁德时代", "catl"),
        ("Changji Public Security Bureau", "changji"),
        ("昌吉回族自治州公安局", "changji"),
        ("محمد حسین خسروی", "khosravi"),
        ("ناصرملکی", "maleki"),
        ("АО «Объединённая приборостроительная корпорация»", "instruments"),
    ],
)
def test_a_listed_party_is_at_least_reviewed_under_what_people_call_it(
    index: Index, query: str, expected: str
) -> None:
    """A place before the brand, business words cut off, or the name in its own script hide nobody."""
    hit = index.search(query)[0]
    assert hit.id == expected
    assert hit.verdict is not Verdict.NO_MATCH


def test_a_common_word_before_a_common_word_is_nobodys_brand(index: Index) -> None:
    """`Target Group` shares a word of the dictionary with a listed firm, and nothing else."""
    assert index.search("Harbour Target Group")[0].verdict is Verdict.NO_MATCH


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("조선무역은행", ["korea", "trading", "bank"]),
        ("김정은", ["kim", "jongun"]),
        ("대동", ["taedong"]),
        ("최룡해", ["choe", "ryonghae"]),
        (
            "中国电子科技集团公司第五十五研究所",
            ["china", "electronics", "technology", "group", "ltd", "55", "nii"],
        ),
    ],
)
def test_names_in_their_own_script_are_read_as_the_lists_write_them(text: str, words: list[str]) -> None:
    """Hangul without blanks is taken apart, its stops are voiced as spoken; institutes keep their numbers."""
    assert [word.text for word in read_name(text)[0].words] == words
