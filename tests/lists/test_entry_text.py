"""Entity cells: names, former names, addresses and links to other countries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.trade import NameQuality
from licet.lists.entry_split import split_name
from licet.lists.entry_text import read_entry


def names(cell: str, country: str = "CN") -> list[str]:
    """The names in a cell."""
    return [name.text for name in read_entry(cell, country).names]


def places(cell: str, country: str = "CN") -> list[str]:
    """The addresses in a cell."""
    return [place.text for place in read_entry(cell, country).addresses]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Adam Smith, 501, 5th Floor, Kabul, Afghanistan", "Adam Smith"),
        ("AECC South Industry Co., Ltd., Dongjiaduan, China", "AECC South Industry Co., Ltd."),
        ("OOO Druzhba,Ul. Profsoyuznaya d.3 Balei, Russia", "OOO Druzhba"),
        ("Wingman Concept (Pty) Ltd., Hangar 23, South Africa", "Wingman Concept (Pty) Ltd."),
        ("ECOM International (HK) Co., Ltd. Flat/Rm 7022, Hong Kong", "ECOM International (HK) Co., Ltd."),
        (
            "Laboratory of Toxicant Analysis, Institute of Pharmacology and Toxicology, No. 27 Taiping Road",
            "Laboratory of Toxicant Analysis, Institute of Pharmacology and Toxicology",
        ),
        ("Marked by Hand, Inc| 5 Some Street", "Marked by Hand, Inc"),
    ],
)
def test_where_a_name_ends(line: str, name: str) -> None:
    """The name ends at the first comma that no legal form or part of an institution follows."""
    assert split_name(line)[0].strip() == name


@pytest.mark.parametrize(
    "intro",
    [
        "a.k.a., the following two aliases:",
        "a.k.a. the following two aliases:",
        "a.k.a, the following two aliases:",
        "a.k.a., and the following two aliases:",
        "a.k.a., the two following aliases:",
        "a.k.a., the following the following two aliases:",
        "a.k.a., following two aliases:",
        "and the following two aliases:",
        "a.k.a., the following two aliaes:",
    ],
)
def test_ways_of_introducing_aliases(intro: str) -> None:
    """Every way in which the table introduces aliases is known."""
    cell = f"Khalil Zadran, {intro}\n—Samar Gul Khalil; and\n—Haji Khalil.\n\nKabul, Afghanistan."
    assert names(cell, "AF") == ["Khalil Zadran", "Samar Gul Khalil", "Haji Khalil"]
    assert places(cell, "AF") == ["Kabul, Afghanistan"]


def test_alias_and_address_on_the_name_line() -> None:
    """`the following one alias: X, address` without a line of its own."""
    cell = "Mihaela Nenova, a.k.a., the following one alias: Mihaela Muhy, 51 Malinov Blvd., Sofia, Bulgaria."
    assert names(cell, "BG") == ["Mihaela Nenova", "Mihaela Muhy"]
    assert places(cell, "BG") == ["51 Malinov Blvd., Sofia, Bulgaria"]


def test_last_alias_with_an_address_behind_a_full_stop() -> None:
    """`—Alias. Address` is parted only when the rest is a place."""
    cell = "Stroytransgaz OJSC, a.k.a., the following alias:\n—OAO Stroytransgaz. House 58, Moscow, Russia."
    assert names(cell, "RU") == ["Stroytransgaz OJSC", "OAO Stroytransgaz"]
    assert places(cell, "RU") == ["House 58, Moscow, Russia"]


def test_bracketed_and_former_names() -> None:
    """Names in brackets count, former ones as such, several persons one by one."""
    entry = read_entry("Gazprom Neft (a.k.a. Gazprom Neft OAO; f.k.a. Sibneft OAO), Moscow, Russia", "RU")
    assert [(name.text, name.quality) for name in entry.names] == [
        ("Gazprom Neft", NameQuality.PRIMARY),
        ("Gazprom Neft OAO", NameQuality.STRONG),
        ("Sibneft OAO", NameQuality.FORMER),
    ]
    persons = "Wong Yuh Lan, (a.k.a., Huang Yulan, Jancy Wong and Yuh Lan Wong), Blk 109B, Singapore 822109"
    assert names(persons, "SG") == ["Wong Yuh Lan", "Huang Yulan", "Jancy Wong", "Yuh Lan Wong"]


def test_addresses_joined_by_and_behind_a_country() -> None:
    """`Kabul, Afghanistan, and Dasht Qala` are two addresses; `Bolts and Nuts Road` is one."""
    cell = "Afghan Company, Golaye Park, Kabul, Afghanistan, and Bolts and Nuts Road, Takhar, Afghanistan."
    assert places(cell, "AF") == [
        "Golaye Park, Kabul, Afghanistan",
        "Bolts and Nuts Road, Takhar, Afghanistan",
    ]


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("12 Road, Moscow, Russia, 109316", "RU"),
        ("12 Road, Geneva 1216 Switzerland", "CH"),
        ("12 Road, Dubai, U.A.E.", "AE"),
        ("12 Road, Wan Chai, Hong Kong", "HK"),
        ("12 Road, Islamabad", "PK"),
    ],
)
def test_country_of_an_address(place: str, country: str) -> None:
    """The country stands at the end, with or without a postcode; else the row's country is meant."""
    assert read_entry(f"Some Body, {place}", "PK").addresses[0].country == country


def test_alias_line_without_a_dash() -> None:
    """The line after the introduction is an alias even when its dash is missing."""
    cell = (
        "Measurements Institute, a.k.a., the following one alias:\nVNIIFTRI.\n\nMendeleevo, Moscow, Russia."
    )
    assert names(cell, "RU") == ["Measurements Institute", "VNIIFTRI"]
    assert places(cell, "RU") == ["Mendeleevo, Moscow, Russia"]


def test_list_of_affiliates() -> None:
    """Each affiliate of a list is a name, its address an address, whatever the line begins with."""
    cell = (
        "Affiliated entities:\nHuawei Marine Networks Co., Ltd., a.k.a., the following alias:\n"
        "—Huawei Marine;\n"
        "HMN Tech.\nBuilding R4, No. 2 City Avenue, Dongguan, China.\n"
        "Huawei Technology Co., Ltd. Chengdu Research Institute, No. 1899, Xiyuan Ave., Chengdu, China."
    )
    assert names(cell) == [
        "Huawei Marine Networks Co., Ltd.",
        "Huawei Marine",
        "HMN Tech.",
        "Huawei Technology Co., Ltd. Chengdu Research Institute",
    ]
    assert places(cell) == [
        "Building R4, No. 2 City Avenue, Dongguan, China",
        "No. 1899, Xiyuan Ave., Chengdu, China",
    ]


def test_subordinate_institutions_are_names_of_the_entry() -> None:
    """Institutions in one cell are all findable, and the entry says that it names several."""
    entry = read_entry(
        "Institute 14, a.k.a., the following one alias, and one subordinate institutions:\n—NRIET.\n"
        "Subordinate institution\nNanjing SunSea Industry Corporation.\n"
        "The following addresses apply to the entity:\n\nNo 1 Dinghuaimen, Nanjing, China.",
        "CN",
    )
    assert [name.text for name in entry.names] == [
        "Institute 14",
        "NRIET",
        "Nanjing SunSea Industry Corporation",
    ]
    assert entry.several
    assert [place.text for place in entry.addresses] == ["No 1 Dinghuaimen, Nanjing, China"]


@given(st.text(max_size=300))
def test_any_text_is_read(cell: str) -> None:
    """No text raises, and no name is empty."""
    assert all(name.text for name in read_entry(cell, "CN").names)
