"""The filing that started it: 84 FR 54002, 28 entities, effective 9 October 2019."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from licet.check.engine import Engine
from licet.check.finding import Disposition, Standing
from licet.core.listing import PolicyScope, Verb

DAY = date(2019, 10, 9)
EVE = date(2019, 10, 8)
HIKVISION = "us-bis-entity-list:cn:hangzhou-hikvision-digital-technology-co-ltd"


def _names() -> list[tuple[str, str]]:
    path = Path(__file__).parents[1] / "data" / "october_2019.tsv"
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return [(row["id"], row["name"]) for row in rows]


NAMES = _names()


def _found(engine: Engine, name: str, on: date) -> dict[str, Standing]:
    answer = engine.check(name, on=on, limit=25)
    return {finding.listing.id: finding.standing for finding in answer.findings}


def test_the_filing_has_28_entities() -> None:
    """Eight companies and twenty public security organs."""
    assert len({listing for listing, _ in NAMES}) == 28


@pytest.mark.parametrize(
    "spelt",
    [
        lambda name: name,
        str.upper,
        str.lower,
        lambda name: name.replace(",", "").replace(".", ""),
        lambda name: name.replace(" ", "  ").replace(",", " ,"),
        lambda name: name.replace("Co., Ltd.", "Company Limited").replace("Co. Ltd.", "Company Limited"),
        lambda name: name.replace(" Co., Ltd.", "").replace(" Co. Ltd.", ""),
        lambda name: name.replace(" ", "-"),
    ],
    ids=[
        "as printed",
        "upper",
        "lower",
        "no punctuation",
        "spacing",
        "legal form",
        "no legal form",
        "hyphens",
    ],
)
def test_every_name_and_alias_is_found_on_the_day(engine: Engine, spelt: Callable[[str], str]) -> None:
    """In any case, with punctuation, legal form and spacing varied, each finds its entry in force."""
    missed = [
        name
        for listing, name in NAMES
        if _found(engine, spelt(name), DAY).get(listing) is not Standing.IN_FORCE
    ]
    assert missed == []


def test_none_is_in_force_on_the_eve_and_each_is_announced(engine: Engine) -> None:
    """The day before, the entry reads as listed from 9 October, not as in force."""
    wrong = [
        name for listing, name in NAMES if _found(engine, name, EVE).get(listing) is not Standing.NOT_YET
    ]
    assert wrong == []


def test_hikvisions_policy_is_known_from_its_last_revision(engine: Engine) -> None:
    """After 22 July 2020 the policy has its branches: named ECCNs, infectious disease, the rest denied."""
    answer = engine.check("Hikvision", on=date(2020, 7, 22))
    version = next(f.version for f in answer.findings if f.listing.id == HIKVISION)
    assert version is not None
    assert version.policy is not None
    branches = [(clause.verb, clause.scope) for clause in version.policy.clauses]
    assert branches == [
        (Verb.CASE_BY_CASE, PolicyScope.ECCNS),
        (Verb.CASE_BY_CASE, PolicyScope.EAR99_NOTE_1A995),
        (Verb.CASE_BY_CASE, PolicyScope.INFECTIOUS_DISEASE),
        (Verb.PRESUMPTION_DENIAL, PolicyScope.OTHERWISE),
    ]


@pytest.mark.parametrize("on", [DAY, date(2020, 6, 5), date(2020, 7, 21)])
def test_where_the_sources_do_not_say_hikvisions_policy_reads_as_unknown(engine: Engine, on: date) -> None:
    """Between the listing and the last revision no edition is held: never the later policy backdated."""
    answer = engine.check("Hikvision", on=on)
    finding = next(f for f in answer.findings if f.listing.id == HIKVISION)
    assert finding.standing is Standing.IN_FORCE
    later = engine.check("Hikvision", on=date(2026, 1, 29))
    known = next(f.version for f in later.findings if f.listing.id == HIKVISION)
    assert known is not None
    assert finding.version is None or finding.version.policy != known.policy


def test_every_answer_names_what_it_stands_on(engine: Engine) -> None:
    """Snapshot, lists with their days, the filing, and what was not checked."""
    answer = engine.check("Hikvision", on=DAY)
    assert answer.snapshot == engine.snapshot.id
    assert answer.disposition is Disposition.MATCH
    listed = next(f.listing for f in answer.findings if f.listing.id == HIKVISION)
    assert "84 FR 54004" in {str(cite) for cite in listed.cites}
    assert any("own" in text for text in answer.not_checked)
    assert "us-bis-entity-list" in answer.incomplete


@pytest.mark.parametrize(
    ("said", "listing"),
    [
        ("Urumqi Public Security Bureau", "urumqi-municipal"),
        ("Kashgar Public Security Bureau", "kashgar-prefecture"),
        ("Hotan Public Security Bureau", "hetian-prefecture"),
        ("Aksu Public Security Bureau", "aksu-district"),
        ("Turpan Public Security Bureau", "turfan-municipality"),
        ("Bortala Public Security Bureau", "boertala-mongolian-autonomous-prefecture"),
    ],
)
def test_a_security_organ_is_found_without_its_division_of_the_country(
    engine: Engine, said: str, listing: str
) -> None:
    """An order names the place; the list adds municipality, prefecture or autonomous prefecture."""
    answer = engine.check(said, on=DAY, limit=25)
    assert answer.disposition is not Disposition.NOTHING_FOUND
    assert f"us-bis-entity-list:cn:{listing}-public-security-bureau" in _found(engine, said, DAY)


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("Hikvision Europe B.V.", "Hikvision"),
        ("Dahua Europe", "Dahua"),
        ("Huawei Europe GmbH", "Huawei"),
        ("Hikvision North America", "Hikvision"),
        ("Gazprom Germania GmbH", "Gazprom"),
    ],
)
def test_a_branch_abroad_of_a_listed_brand_is_reviewed(engine: Engine, said: str, listed: str) -> None:
    """A customer's subsidiary: its brand and where it is, under no listed name of its own."""
    answer = engine.check(said, on=date(2026, 8, 1))
    names = [name.text for finding in answer.findings for name in finding.listing.party.names]
    assert any(listed.lower() in name.lower() for name in names)
