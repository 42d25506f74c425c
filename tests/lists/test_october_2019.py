"""The filing that started licet: 84 FR 54002 of 9 October 2019 and its 28 entities."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.core.listing import Listing, PolicyScope, Verb
from licet.lists.history import Edition, history_of
from licet.lists.us_bis_entity_list import read

pytestmark = pytest.mark.shared

THE_DAY = date(2019, 10, 9)
EDITIONS = ("2025-01-29", "2025-08-02", "2025-12-30", "2026-01-29")
NAMES = Path(__file__).parents[1] / "data" / "october_2019.tsv"
HIKVISION = "us-bis-entity-list:cn:hangzhou-hikvision-digital-technology-co-ltd"


@pytest.fixture(scope="module")
def held(shared: Path) -> dict[str, Listing]:
    """The Entity List over four editions, by id."""
    editions = (
        Edition(
            day=date.fromisoformat(day),
            listings=tuple(read(shared / f"us/ecfr/title-15-part-744_{day}.xml.gz")),
        )
        for day in EDITIONS
    )
    return {listing.id: listing for listing in history_of(editions).listings}


def names_of_the_filing() -> dict[str, set[str]]:
    """Names and aliases by id, from the data file."""
    found: dict[str, set[str]] = {}
    for line in NAMES.read_text(encoding="utf-8").splitlines()[2:]:
        id, name, _ = line.split("\t")
        found.setdefault(id, set()).add(name)
    return found


def test_all_twenty_eight_with_every_alias(held: dict[str, Listing]) -> None:
    """The official table has 28 entries that cite the filing, under the names of the data file."""
    citing = {
        listing.id: {name.text for name in listing.party.names}
        for listing in held.values()
        if any(cite.title == 84 and 54002 <= int(cite.section) <= 54009 for cite in listing.cites)
    }
    assert len(citing) == 28
    assert citing == names_of_the_filing()


def test_none_on_the_day_before_and_all_on_the_day(held: dict[str, Listing]) -> None:
    """None of the 28 is listed on 2019-10-08, all are on 2019-10-09 and ever since."""
    filing = [held[id] for id in names_of_the_filing()]
    assert not any(date(2019, 10, 8) in listing.period for listing in filing)
    assert all(THE_DAY in listing.period for listing in filing)
    assert all(date(2026, 1, 29) in listing.period for listing in filing)


@pytest.mark.parametrize("on", [THE_DAY, date(2020, 6, 4), date(2020, 6, 5), date(2020, 7, 21)])
def test_hikvision_before_its_last_amendment_is_listed_with_policy_unknown(
    held: dict[str, Listing], on: date
) -> None:
    """From 2019-10-09 to 2020-07-21 no source in hand states the policy: it is unknown, not assumed."""
    version = held[HIKVISION].version_on(on)
    assert version is not None
    assert version.requirement is None
    assert version.policy is None


@pytest.mark.parametrize("on", [date(2020, 7, 22), date(2026, 1, 29)])
def test_hikvision_since_its_last_amendment(held: dict[str, Listing], on: date) -> None:
    """From 2020-07-22: case by case for named ECCNs, the EAR99 note and infectious disease, else denial."""
    version = held[HIKVISION].version_on(on)
    assert version is not None
    assert version.policy is not None
    assert [(clause.verb, clause.scope) for clause in version.policy.clauses] == [
        (Verb.CASE_BY_CASE, PolicyScope.ECCNS),
        (Verb.CASE_BY_CASE, PolicyScope.EAR99_NOTE_1A995),
        (Verb.CASE_BY_CASE, PolicyScope.INFECTIOUS_DISEASE),
        (Verb.PRESUMPTION_DENIAL, PolicyScope.OTHERWISE),
    ]
    assert [str(cite) for cite in version.cites] == ["85 FR 44161"]


@pytest.mark.parametrize("name", ["iflytek", "dahua-technology", "megvii-technology", "yitu-technologies"])
def test_footnote_four_since_october_2022(held: dict[str, Listing], name: str) -> None:
    """Four of the 28 carry footnote 4 from 21 October 2022 by 87 FR 62186."""
    version = held[f"us-bis-entity-list:cn:{name}"].version_on(date(2022, 10, 21))
    assert version is not None
    assert version.requirement is not None
    assert version.requirement.footnotes == (4,)
    before = held[f"us-bis-entity-list:cn:{name}"].version_on(date(2022, 10, 20))
    assert before is not None
    assert before.requirement is None


def test_sugon_before_footnote_four(held: dict[str, Listing]) -> None:
    """Where an authority states the earlier text it is held: Sugon, 2019-06-24 to 2022-10-20."""
    sugon = held["us-bis-entity-list:cn:sugon"]
    before = sugon.version_on(date(2019, 6, 24))
    assert before is not None
    assert before.requirement is not None
    assert before.requirement.footnotes == ()
    after = sugon.version_on(date(2022, 10, 21))
    assert after is not None
    assert after.requirement is not None
    assert after.requirement.footnotes == (4,)


def test_smic_is_listed_from_the_effective_day(held: dict[str, Listing]) -> None:
    """SMIC: effective 2020-12-18, published 2020-12-22; its present text since 2024-12-02."""
    smic = held["us-bis-entity-list:cn:semiconductor-manufacturing-international-corporation-smic"]
    assert smic.period.start == date(2020, 12, 18)
    assert smic.versions[-1].period.start == date(2024, 12, 2)


def test_huawei_is_listed_from_the_effective_day(held: dict[str, Listing]) -> None:
    """Huawei: effective 2019-05-16, five days before publication."""
    assert held["us-bis-entity-list:cn:huawei-technologies-co-ltd"].period.start == date(2019, 5, 16)
