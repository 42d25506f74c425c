"""The same real party on several lists, linked and never merged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.core.listing import Listing
from licet.core.trade import BirthDate, Identifier, Name, NameQuality, Party, PartyKind
from licet.lists.home import embedded
from licet.lists.linking import link, why_linked


def entry(
    listing_id: str,
    *names: str,
    kind: PartyKind = PartyKind.PERSON,
    born: str = "",
    country: str = "",
    numbers: tuple[tuple[str, str], ...] = (),
) -> Listing:
    """A listing with what a link looks at."""
    day = date.fromisoformat(born) if born else None
    return Listing(
        id=listing_id,
        list=listing_id.partition(":")[0],
        party=Party(
            names=tuple(Name(text=name) for name in names),
            kind=kind,
            countries=(country,) if country else (),
            births=(BirthDate(earliest=day, latest=day),) if day else (),
            identifiers=tuple(Identifier(kind=sort, value=value) for sort, value in numbers),
        ),
    )


def test_a_name_and_a_birth_day_link() -> None:
    """One spelling and one day are one person, in whatever order the words stand."""
    found = why_linked(
        entry("un-sc:1", "Vladimir Putin", born="1952-10-07"),
        entry("uk-sl:2", "PUTIN, Vladimir", born="1952-10-07"),
    )
    assert found == ("same name `Vladimir Putin`", "births fit (1952-10-07)")


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            entry("a:1", "Ali Hassan Ahmad", born="1970-01-01", country="SY"),
            entry("b:1", "Ali Hassan Ahmad", born="1971-01-01", country="SY"),
            "other births",
        ),
        (
            entry("a:1", "Blue Star", kind=PartyKind.VESSEL, numbers=(("imo", "9562233"),)),
            entry("b:1", "Blue Star", kind=PartyKind.VESSEL, numbers=(("imo", "9058713"),)),
            "other ships' numbers",
        ),
        (
            entry("a:1", "Petrel Eight", kind=PartyKind.VESSEL),
            entry("b:1", "Petrel Eight", kind=PartyKind.ORGANISATION),
            "another kind",
        ),
        (entry("a:1", "Ali Hassan"), entry("b:1", "Ali Hassan"), "two words and nothing else"),
        (
            entry("a:1", "Ali Hassan", numbers=(("passport", "A1234567"),)),
            entry("b:1", "Omar Badr", numbers=(("passport", "A1234567"),)),
            "a number without a word of the name",
        ),
        (
            entry("a:1", "Ali Hassan Ahmad", country="SY", numbers=(("un-reference", "QDi.001"),)),
            entry("b:1", "Ali Hassan Ahmad", country="SY", numbers=(("un-reference", "QDi.002"),)),
            "two entries of one regime",
        ),
        (
            entry("a:1", "Alpha Trading", "Beta Trading", kind=PartyKind.ORGANISATION, country="IR"),
            entry("b:1", "Beta Trading", kind=PartyKind.ORGANISATION, country="IR"),
            "an alias alone",
        ),
    ],
)
def test_what_does_not_suffice(one: Listing, other: Listing, why: str) -> None:
    """Likeness without proof, or with something against it, links nothing."""
    assert why_linked(one, other) == (), why


def test_numbers_link_whatever_the_spelling() -> None:
    """A ship's number stands for the ship; a passport needs a word of the name beside it."""
    ships = [
        entry("uk-sl:1", "Petrel 8", kind=PartyKind.VESSEL, numbers=(("imo", "IMO9562233"),)),
        entry("un-sc:1", "PETREL EIGHT", kind=PartyKind.VESSEL, numbers=(("imo", "9562233"),)),
    ]
    assert why_linked(*ships) == ("same imo 9562233",)
    people = [
        entry("a:1", "Abu Omar", numbers=(("passport", "A 123-4567"),)),
        entry("b:1", "Omar Badr", numbers=(("passport", "A1234567"),)),
    ]
    assert why_linked(*people) == ("same passport A1234567",)


def test_weak_aliases_never_link() -> None:
    """A name that its list calls weak proves nothing."""
    one = entry("a:1", "Usama Muhammad Awad", born="1957-03-10")
    weak = replace(one.party, names=(Name(text="Usama Muhammad Awad", quality=NameQuality.WEAK),))
    assert why_linked(one, replace(one, id="b:1", list="b", party=weak)) == ()


def test_known_parties_across_the_real_lists() -> None:
    """The Taliban's Akhund is one person on five lists and OFSI's regime; UAC is one firm on eight."""
    snapshot = embedded()
    wanted = ("au-dfat:2", "eu-fsf:eu.341.63", "jp-mof:taliban-alqaida-2", "uk-sl:afg0006", "un-sc:tai.002")
    other = ("un-sc:tai.004", "us-bis-entity-list:cn:hangzhou-hikvision-digital-technology-co-ltd")
    listings = [listing for name in (*wanted, *other) if (listing := snapshot.get(name))]
    groups = link(listings)
    assert [tuple(one.id for one in group.listings) for group in groups] == [wanted, other[:1], other[1:]]
    assert len(groups[0].links) == len(wanted) - 1
    assert all(found.why for found in groups[0].links)


def test_links_chain_but_never_over_a_contradiction() -> None:
    """A links to B and B to C; A and C, whose births differ, stay apart, and nothing is lost."""
    given = [
        entry("a:1", "Ali Hassan Ahmad", born="1970-01-01", country="SY"),
        entry("b:1", "Ali Hassan Ahmad", country="SY"),
        entry("c:1", "Ali Hassan Ahmad", born="1980-01-01", country="SY"),
    ]
    groups = link(given)
    assert sorted(len(group.listings) for group in groups) == [1, 2]
    assert sorted(one.id for group in groups for one in group.listings) == ["a:1", "b:1", "c:1"]


@given(
    st.lists(
        st.builds(
            lambda number, words, born, country: entry(
                f"l{number % 3}:{number}", " ".join(words), born=born, country=country
            ),
            st.integers(0, 10_000),
            st.lists(st.sampled_from(["ali", "omar", "hassan", "badr"]), min_size=1, max_size=4),
            st.sampled_from(["", "1970-01-01", "1980-05-05"]),
            st.sampled_from(["", "SY", "IQ"]),
        ),
        max_size=12,
        unique_by=lambda listing: listing.id,
    )
)
def test_no_listing_is_lost_or_doubled(listings: list[Listing]) -> None:
    """Whatever is given stands in exactly one group, and each group's links join its members."""
    groups = link(listings)
    assert sorted(one.id for group in groups for one in group.listings) == sorted(one.id for one in listings)
    assert all(len(group.links) == len(group.listings) - 1 for group in groups)


def under(listing: Listing, programme: str) -> Listing:
    """The entry under a programme of its list."""
    return replace(listing, programmes=(programme,))


UN, EU = "un-sc", "eu-fsf"


@pytest.mark.parametrize(
    ("one", "other", "linked"),
    [
        # two words and no birth, but one regime of the Council
        ((UN, "Ali Hassan", PartyKind.PERSON, "Iran"), (EU, "Hassan Ali", PartyKind.PERSON, "IRN"), True),
        ((UN, "Ali Hassan", PartyKind.PERSON, "Iran"), (EU, "Hassan Ali", PartyKind.PERSON, "PRK"), False),
        ((UN, "Ali Hassan", PartyKind.PERSON, "Iran"), ("us", "Ali Hassan", PartyKind.PERSON, "IRN"), False),
        (
            (UN, "Reconnaissance General Bureau", PartyKind.ORGANISATION, "DPRK"),
            (EU, "Reconnaissance General Bureau (RGB)", PartyKind.ORGANISATION, "PRK"),
            True,
        ),
        # what stands in brackets is no abbreviation of the name but another body
        (
            (UN, "Al-Haramayn Foundation (Kenya)", PartyKind.ORGANISATION, "Al-Qaida"),
            (EU, "Al-Haramayn Foundation (TANZANIA)", PartyKind.ORGANISATION, "TAQA"),
            False,
        ),
    ],
)  # fmt: skip
def test_a_name_under_one_regime_links(
    one: tuple[str, str, PartyKind, str], other: tuple[str, str, PartyKind, str], linked: bool
) -> None:
    """Lists that carry out one regime of the Council take its names: the name and the regime are enough."""
    listings = [
        under(entry(f"{list_id}:{at}", name, kind=kind), programme)
        for at, (list_id, name, kind, programme) in enumerate((one, other))
    ]
    assert bool(why_linked(*listings)) is linked


def test_an_alias_of_an_organisation_is_not_enough_under_one_regime() -> None:
    """`Ansar al-Sharia` is an alias of one body and the name of others."""
    one = under(
        entry(f"{UN}:1", "Al-Qaida in Arabia", "Ansar al Sharia", kind=PartyKind.ORGANISATION), "Al-Qaida"
    )
    other = under(entry(f"{EU}:1", "Ansar al Sharia", kind=PartyKind.ORGANISATION), "TAQA")
    assert why_linked(one, other) == ()


@pytest.mark.parametrize("table", ["un_regimes", "programme_countries"])
def test_each_programme_of_a_table_is_one_of_its_list(table: str) -> None:
    """A row of the tables names a programme that entries of the list bear, or `*` for a list that is held."""
    text = resources.files("licet.lists").joinpath(f"data/{table}.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    held = {(listing.list, tag) for listing in embedded().listings() for tag in listing.programmes}
    held |= {(list_id, "*") for list_id in embedded().lists}
    assert {(list_id, programme) for list_id, programme, _ in rows} <= held


RUSSIA = {"us-ofac-sdn": "RUSSIA-EO14024", "ca-sema": "Russia", "jp-mof": "RUSSIA", "eu-fsf": "UKR"}


def of_russia(list_id: str, *names: str, born: str = "") -> Listing:
    """A person whom a list has over Russia's matters."""
    return under(entry(f"{list_id}:{len(names[0])}", *names, born=born), RUSSIA[list_id])


@pytest.mark.parametrize(
    ("one", "other", "linked"),
    [
        # the father's name left out, the other spelt otherwise: the day of birth says it
        (
            of_russia("jp-mof", "Alina Kabaeva", born="1983-05-12"),
            of_russia("eu-fsf", "Alina Maratovna KABAYEVA", born="1983-05-12"),
            True,
        ),
        (
            of_russia("jp-mof", "Sergei (Sergey) Chizhov", born="1964-03-16"),
            of_russia("eu-fsf", "Sergey Viktorovich CHIZHOV", born="1964-03-16"),
            True,
        ),
        (
            of_russia("jp-mof", "Alina Kabaeva"),
            of_russia("eu-fsf", "Alina Maratovna KABAYEVA", born="1983-05-12"),
            False,
        ),
        # the first of January is a year and no day
        (
            of_russia("jp-mof", "Alina Kabaeva", born="1983-01-01"),
            of_russia("eu-fsf", "Alina Maratovna KABAYEVA", born="1983-01-01"),
            False,
        ),
        # twins
        (
            of_russia("ca-sema", "Alexandra Gennadyevna ZHUKOVA", born="1969-12-19"),
            of_russia("eu-fsf", "Anastasia Gennadyevna ZHUKOVA", born="1969-12-19"),
            False,
        ),
        # three words, one country's matter, whatever the letters
        (
            of_russia("ca-sema", "Alexander Georgievich MAZHUGA"),
            of_russia("us-ofac-sdn", "MAZHUGA, Alexander Georgiyevich"),
            True,
        ),
        (
            of_russia("eu-fsf", "Александр Георгиевич МАЖУГА"),
            of_russia("us-ofac-sdn", "MAZHUGA, Alexander Georgiyevich"),
            True,
        ),
        (entry("a:1", "Igor Dmitrievich ZUBAREV"), entry("b:1", "Igor Dmitriyevich ZUBAREV"), False),
        # a clerk's slip in the birth does not speak against, another birth does
        (
            of_russia("ca-sema", "Igor Dmitriyevich ZUBAREV", born="1966-06-20"),
            of_russia("eu-fsf", "Igor Dmitrievich ZUBAREV", born="1966-07-20"),
            True,
        ),
        (
            of_russia("ca-sema", "Igor Dmitriyevich ZUBAREV", born="1966-06-20"),
            of_russia("eu-fsf", "Igor Dmitrievich ZUBAREV", born="1959-07-21"),
            False,
        ),
    ],
)  # fmt: skip
def test_spellings_of_one_name_link(one: Listing, other: Listing, linked: bool) -> None:
    """Words that are spellings of one another link with a birth day; three of them with a country."""
    assert bool(why_linked(one, other)) is linked


def test_a_spelling_never_makes_two_entries_of_one_list_one_person() -> None:
    """Father and son of one list stay apart, though a third list's name is near to both."""
    given = [
        of_russia("eu-fsf", "Ivan Petrovich SIDOROV"),
        replace(of_russia("ca-sema", "Ivan Petrovych SIDOROV"), id="ca-sema:1"),
        replace(of_russia("ca-sema", "Iwan Petrovich SIDOROW"), id="ca-sema:2"),
    ]
    assert [len(group.listings) for group in link(given)] == [2, 1]


def test_blind_links_of_the_embedded_lists() -> None:
    """Without UN references at least nine of ten pairs are found again, and hardly one is wrong."""
    from benchmarks.intl import blind_links

    found = blind_links(embedded().listings())
    assert found["blind: recall"] >= 0.93
    assert found["blind: precision"] >= 0.99


FIRM = PartyKind.ORGANISATION


def firm(listing_id: str, name: str, country: str = "", **more: Any) -> Listing:
    """An organisation with its country."""
    return entry(listing_id, name, kind=FIRM, country=country, **more)


def programme(listing: Listing, tag: str) -> Listing:
    """The listing under a programme."""
    return replace(listing, programmes=(tag,))


@pytest.mark.parametrize(
    ("one", "other", "linked"),
    [
        # a bank and its daughter abroad, both under Iran's programme
        (
            programme(firm("uk-sl:1", "Bank Mellat", "IR"), "The Iran (Sanctions) Regulations 2023"),
            programme(firm("us-ofac-sdn:2", "MELLAT BANK CLOSED JOINT-STOCK COMPANY", "AM"), "IFSR"),
            False,
        ),
        (firm("uk-sl:1", "Bank Mellat", "IR"), firm("us-ofac-sdn:2", "BANK MELLAT", "IR"), True),
        # a number that a group of firms has from its parent
        (
            firm("us-ofac-ssi:1", "State Bank Veb", "RU", numbers=(("tax", "7750004150"),)),
            firm("us-bis-dpl:2", "Bank BelVEB", "BY", numbers=(("tax", "7750004150"),)),
            False,
        ),
        (
            firm("eu-fsf:1", "Grupo MBS Limitada", "MZ", numbers=(("tax", "300000436"),)),
            firm("eu-fsf:2", "Grupo MBS - Kayum Centre", "MZ", numbers=(("tax", "300000436"),)),
            False,
        ),
        # one word that is a firm's whole name
        (firm("ca-sema:1", "Tupolev CJSC", "RU"), firm("jp-meti-ban:1", "Tupolev JSC", "RU"), True),
        (firm("ca-sema:1", "Tupolev CJSC", "RU"), firm("jp-meti-ban:1", "Tupolev JSC"), False),
        (firm("ca-sema:1", "Rassvet LLC", "RU"), firm("us-ofac-ssi:1", "RASSVET, OAO", "RU"), False),
        (firm("ca-sema:1", "Vega JSC", "RU"), firm("jp-meti-ban:1", "Vega JSC", "RU"), False),
        (
            firm("ca-sema:1", "Radiozavod JSC", "RU", numbers=(("tax", "7718852163"),)),
            firm("eu-fsf:1", "Radiozavod JSC", "RU", numbers=(("tax", "7718852164"),)),
            False,
        ),
        (entry("ca-sema:1", "Tupolev", country="RU"), entry("eu-fsf:1", "Tupolev", country="RU"), False),
    ],
)
def test_organisations_of_one_name(one: Listing, other: Listing, linked: bool) -> None:
    """What tells a firm from its daughters, its group and its namesakes, and what joins it with itself."""
    assert bool(why_linked(one, other)) is linked
    assert len(link([one, other])) == (1 if linked else 2)


def test_a_word_that_a_list_has_twice_is_no_firms_own() -> None:
    """Two entries of one list are called Progress: neither is joined with another list's Progress."""
    groups = link(
        [
            firm("ca-sema:1", "Progress JSC", "RU"),
            firm("us-bis-entity-list:1", "Progress JSC", "RU"),
            firm("us-bis-entity-list:2", "AO Progress", "RU"),
        ]
    )
    assert len(groups) == 3


def test_an_entry_without_a_country_joins_the_one_that_more_speaks_for() -> None:
    """The Colombian army of liberation is not the Balkan one, whichever comes first."""
    two = ("National Liberation Army", "Ejercito de Liberacion Nacional")
    groups = link(
        [
            entry("eu-fsf:1", *two, kind=FIRM),
            entry("us-ofac-sdn:1", two[0], kind=FIRM, country="MK"),
            entry("us-ofac-sdn:2", *two, kind=FIRM, country="CO"),
        ]
    )
    assert [[one.id for one in group.listings] for group in groups] == [
        ["eu-fsf:1", "us-ofac-sdn:2"],
        ["us-ofac-sdn:1"],
    ]


def test_parties_that_are_not_one_on_the_real_lists() -> None:
    """Parent and daughter, namesakes and offices stand apart; one firm's entries stand together."""
    held = embedded()
    wanted = (
        "us-ofac-sdn:25019", "us-ofac-sdn:25680",  # Bank Mellat, Mellat Bank of Armenia
        "us-ofac-sdn:11317", "us-ofac-sdn:11630",  # NIOC and its daughter in Singapore
        "us-ofac-sdn:4706", "us-ofac-sdn:7755",  # armies of liberation of Colombia and of the Balkans
        "us-ofac-sdn:17015", "us-ofac-sdn:18291",  # VEB and BelVEB
        "uk-sl:inu0299", "eu-fsf:eu.13718.22", "uk-sl:inu0318", "uk-sl:inu0348", "eu-fsf:eu.3688.3",
    )  # fmt: skip
    listings = [one for listing_id in wanted if (one := held.get(listing_id))]
    assert len(listings) == len(wanted)
    groups = {one.id: number for number, group in enumerate(link(listings)) for one in group.listings}
    for first, second in zip(wanted[:8:2], wanted[1:8:2], strict=True):
        assert groups[first] != groups[second]
    assert groups["us-ofac-sdn:25019"] == groups["uk-sl:inu0299"] == groups["eu-fsf:eu.13718.22"]
    assert groups["us-ofac-sdn:11317"] == groups["uk-sl:inu0318"] != groups["uk-sl:inu0348"]
