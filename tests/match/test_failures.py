"""How real systems failed, each technical cause as a test (fines and findings of OFAC, BIS, FCA and OFSI)."""

from __future__ import annotations

from typing import Any

import pytest

from licet.core.country import region_code
from licet.core.trade import Address, BirthDate, Identifier, Name, Party, PartyKind
from licet.match.compare import compare
from licet.match.index import Index
from licet.match.policy import Policy, Verdict

ENTRIES: list[dict[str, Any]] = [
    {"id": "sis", "names": ["SIS d.o.o."], "kind": "organisation",
     "addresses": [{"text": "Spruha 19, 1236 Trzin", "country": "SI"}]},
    {"id": "almaz", "names": ["JSC Almaz-Antey"], "kind": "organisation"},
    {"id": "corefco", "names": ["LA COMPANIA GENERAL DE NIQUEL", "COREFCO"], "kind": "organisation"},
    {"id": "person", "names": ["OVSYANNIKOV, Dmitry Vladimirovich"], "kind": "person",
     "births": ["1965-03-02"], "identifiers": [{"kind": "passport", "value": "71 4455667", "country": "RU"}]},
    {"id": "bank", "names": ["Tempbank OAO"], "kind": "organisation", "identifiers": [{"kind": "bic", "value": "TEMPRUMM"}]},
    {"id": "ship", "names": ["OCEAN STAR"], "kind": "vessel", "identifiers": [{"kind": "imo", "value": "IMO 9074729"}]},
    {"id": "corp", "names": ["CORP"], "kind": "organisation"},
    {"id": "address", "names": [], "kind": "address",
     "addresses": [{"text": "Flat 1205, 12/F, Tai Sang Bank Building, 130-132 Des Voeux Road Central", "country": "HK"}]},
    {"id": "li", "names": ["LI, Na"], "kind": "person"},
    {"id": "nudt", "names": ["National University of Defense Technology", "Central South CAD Center", "CSCC"],
     "kind": "organisation"},
    *({"id": f"other{n}", "names": [f"{word} Trading Corp."], "kind": "organisation"}
      for n, word in enumerate(("Zelta", "Morin", "Kaspera", "Dolunay", "Westbrick", "Aurelio", "Finnmark", "Ostoja"))),
]  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    """The parties of the cases."""
    return Index.build(ENTRIES)


def _party(name: str, **facts: object) -> Party:
    return Party(names=(Name(text=name),), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["SIS DOO", "sis d.o.o", "SIS, d. o. o.", "DOO SIS"])
def test_dots_and_case_of_a_legal_form_hide_nobody(index: Index, query: str) -> None:
    """Apple 2019: `SIS DOO` did not equal `SIS d.o.o.`."""
    hit = index.search(query)[0]
    assert hit.id == "sis"
    assert hit.verdict is not Verdict.NO_MATCH


def test_a_listed_name_inside_a_longer_one_is_seen(index: Index) -> None:
    """Cobham 2018: the tool demanded all words and missed Almaz Antey Telecommunications."""
    hit = index.search("Almaz Antey Telecommunications")[0]
    assert hit.id == "almaz"
    assert hit.verdict is not Verdict.NO_MATCH


def test_an_acronym_and_the_full_name_both_lead_to_the_payer(index: Index) -> None:
    """General Electric 2019: only the acronym was screened, the full name stood on the cheque."""
    assert index.search("Corefco")[0].id == "corefco"
    assert index.search("La Compañía General de Níquel S.A.")[0].id == "corefco"


def test_an_alias_that_was_listed_for_a_time_leads_to_the_university(index: Index) -> None:
    """Cadence 2025: the university bought as Central South CAD Center."""
    assert index.search("Central South CAD Center (CSCC)")[0].id == "nudt"


@pytest.mark.parametrize(
    "query", ["Dmitrii Ovsiannikov", "Dmitry Ovsyanikov", "Ovsiannikov Dmitri", "Дмитрий Овсянников"]
)
def test_a_missing_middle_name_and_changed_letters_hide_nobody(index: Index, query: str) -> None:
    """Bank of Scotland 2026: changed characters, and the middle name was missing."""
    hit = index.search(query)[0]
    assert hit.id == "person"
    assert hit.verdict is not Verdict.NO_MATCH


def test_an_equal_address_under_another_name_is_reviewed(index: Index) -> None:
    """Apple 2019: the address was equal and was ignored."""
    hits = index.search(
        _party("Totally Different Name", addresses=(Address(text="Spruha 19, Trzin", country="SI"),))
    )
    found = next(hit for hit in hits if hit.id == "sis")
    assert found.verdict is Verdict.REVIEW
    assert "same address" in found.sentence()


def test_a_bic_is_screened(index: Index) -> None:
    """Payoneer 2021: BIC codes stood on the list and were not screened; a branch code is the same bank."""
    party = _party("Some Correspondent", identifiers=(Identifier(kind="bic", value="TEMPRUMMXXX"),))
    hit = index.search(party)[0]
    assert hit.id == "bank"
    assert hit.verdict is Verdict.MATCH


def test_an_imo_number_decides_whatever_the_ship_is_called(index: Index) -> None:
    """A renamed ship keeps its number."""
    hit = index.search(_party("SEA BREEZE", identifiers=(Identifier(kind="imo", value="9074729"),)))[0]
    assert hit.id == "ship"
    assert hit.verdict is Verdict.MATCH


def test_a_bare_address_on_a_list_is_a_hit_without_any_name(index: Index) -> None:
    """Address-only entries reach any firm at the address (89 FR 51644)."""
    party = _party(
        "Unheard Of Trading",
        addresses=(
            Address(
                text="Room 1205, 12th Floor, Tai Sang Bank Bldg, 130-132 Des Voeux Rd Central, Hong Kong"
            ),
        ),
    )
    hit = next(hit for hit in index.search(party) if hit.id == "address")
    assert hit.verdict is Verdict.MATCH


def test_another_unit_of_the_same_building_is_reviewed_and_not_a_match(index: Index) -> None:
    """A neighbour on another floor is in the same building, not behind the same door."""
    party = _party(
        "Unheard Of Trading",
        addresses=(
            Address(text="Unit 803, Tai Sang Bank Building, 130-132 Des Voeux Road Central, Hong Kong"),
        ),
    )
    hit = next(hit for hit in index.search(party) if hit.id == "address")
    assert hit.verdict is Verdict.REVIEW
    assert "another unit" in hit.sentence()


def test_addresses_can_be_switched_off_in_the_policy(index: Index) -> None:
    """The policy is a switch that a desk owns."""
    party = _party("Unheard Of Trading", addresses=(Address(text="Spruha 19, Trzin", country="SI"),))
    hits = index.search(party, policy=Policy(addresses=False))
    assert all(hit.verdict is Verdict.NO_MATCH for hit in hits if hit.id == "sis")


@pytest.mark.parametrize("place", ["Krym", "Крым", "Sevastopol", "Qirim", "Crimea", "Simferopol"])
def test_crimea_is_known_in_its_spellings(place: str) -> None:
    """Amazon 2020: alternative spellings of embargoed places were not flagged."""
    assert region_code(place) == "Crimea"


def test_generic_words_alone_match_nobody(index: Index) -> None:
    """Watchman 483: `CORP` was a perfect match for every corporation."""
    hits = index.search("Brightwater Corp")
    assert all(hit.verdict is Verdict.NO_MATCH for hit in hits)


def test_short_names_do_not_fall_off_a_cliff(index: Index) -> None:
    """Nomenklatura 366: two short words still find their party, and a near one scores less."""
    exact, near = index.search("Li Na")[0], index.search("Li Nan")[0]
    assert exact.id == "li"
    assert exact.verdict is not Verdict.NO_MATCH
    assert near.rank < exact.rank


def test_a_reversed_name_scores_no_more_than_the_name_in_order() -> None:
    """Nomenklatura 247: reversed names scored 1.0 as if order said nothing."""
    straight = compare("Ivan Pavlovich Sergeev", "Ivan Pavlovich Sergeev", "person")
    turned = compare("Ivan Pavlovich Sergeev", "Sergeev Ivan Pavlovich", "person")
    assert straight.rank >= turned.rank


def test_a_clash_of_birth_dates_speaks_against_and_says_so(index: Index) -> None:
    """The date lowers the hit, and the sentence tells."""
    from datetime import date

    day = BirthDate(earliest=date(1991, 7, 1), latest=date(1991, 7, 1))
    plain = index.search("Dmitry Vladimirovich Ovsyannikov")[0]
    other = index.search(_party("Dmitry Vladimirovich Ovsyannikov", births=(day,), kind=PartyKind.PERSON))[0]
    assert other.rank < plain.rank
    assert "birth date: another day" in other.sentence()


def test_an_equal_birth_date_and_passport_speak_for(index: Index) -> None:
    """An exact passport of the same issuer decides even for a misspelt name."""
    passport = Identifier(kind="passport", value="714455667", country="RU")
    hit = index.search(_party("D. Ovsianikof", identifiers=(passport,)))[0]
    assert hit.id == "person"
    assert hit.verdict is Verdict.MATCH
