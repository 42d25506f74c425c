"""The Consolidated Screening List in its four forms."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from licet.core.errors import SourceError
from licet.core.listing import ItemScope, Listing, Verb
from licet.core.trade import Identifier, PartyKind
from licet.lists.us_csl import read

FIXTURES = Path(__file__).parent / "fixtures"


def entries(name: str) -> list[Listing]:
    """The listings of a fixture."""
    return list(read(FIXTURES / name))


def test_reads_the_native_csv() -> None:
    """The form of 29 columns: `_id` is no identity; aliases, requirement and policy are coded."""
    meu, person, cetc = entries("csl-native-2025.csv")
    assert [one.list for one in (meu, person, cetc)] == ["us-bis-meu", "us-ofac-sdn", "us-bis-entity-list"]
    assert person.id == "us-ofac-sdn:52291"
    assert person.party.name == "Ryong Nam RIM"
    assert person.party.identifiers == (Identifier(kind="passport", value="836238033", country="KP"),)
    assert person.party.countries == ("KP", "CN")
    assert [name.text for name in cetc.party.names[1:]] == [
        "Hebei Semiconductor Research Institute",
        "HSRI",
        "CETC Research Institute 13",
    ]
    version = cetc.versions[0]
    assert version.requirement is not None
    assert version.policy is not None
    assert version.requirement.scope is ItemScope.ALL_EAR
    assert version.policy.clauses[-1].verb is Verb.POLICY_DENIAL
    assert [str(cite) for cite in cetc.cites] == ["83 FR 37423", "87 FR 77505"]


def test_reads_the_old_native_csv() -> None:
    """The form of 28 columns has no `_id`, and its identifiers begin with the country."""
    company, denied, regiment = entries("csl-native-2019.csv")
    assert company.party.identifiers == (
        Identifier(kind="registration", value="CHE-427.006.032", country="CH"),
    )
    assert company.party.addresses[0].country == "CH"
    assert (denied.period.start, denied.period.end) == (date(2017, 10, 16), date(2020, 10, 13))
    assert denied.party.addresses[0].text == "3037 S. 69TH DRIVE, PHONEIX, AZ, 85043"
    assert (regiment.list, str(regiment.cites[0])) == ("us-state-isn", "83 FR No. 91")


def test_reads_the_native_json() -> None:
    """The JSON form has structured addresses and numbers; ISN entries carry their country directly."""
    bank, person = entries("csl-native-2026.json")
    assert bank.party.addresses[0].postcode == "E14 9SH"
    assert bank.party.identifiers == (Identifier(kind="bic", value="HAVIGB2L"),)
    assert person.party.countries == ("TH",)
    assert person.party.name == "SPC Supachoke"
    assert read.published_on(FIXTURES / "csl-native-2026.json") == date(2026, 9, 25)


def test_reads_the_compact_copy() -> None:
    """The compact copy keeps names, countries, programmes, notices, requirement and policy."""
    ghoura, teir, uvl = entries("csl.compact.json")
    assert ghoura.party.countries == ("AF", "PK")
    assert ghoura.versions[0].policy is not None
    assert teir.party.kind is PartyKind.PERSON
    assert teir.programmes == ("IRAN", "SDGT")
    assert uvl.id == "us-bis-uvl:identiparts-ltd"
    assert read.published_on(FIXTURES / "csl.compact.json") == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        ("csl-native-2025.csv", ("Military End User (MEU) List", "A New List"), "a new list"),
        ("csl-native-2025.csv", ("vessel_flag", "vessel_colour"), "new `vessel_colour`"),
        ("csl-native-2025.csv", ("2020-12-23", "soon"), "is not a day"),
        ("csl-native-2025.csv", ("Individual", "Robot"), "no known type"),
        ("csl-native-2026.json", ('"total": 2', '"total": 3'), "2 entries where the document states 3"),
        ("csl-native-2026.json", ('"title": null', '"colour": "red"'), "a new key: `colour`"),
        ("csl.compact.json", ('"entryCount": 3', '"entryCount": 4'), "3 entries where the document states 4"),
        ("csl.compact.json", ('"u": 0}]', '"x": 0}]'), "a new key: `x`"),
    ],
)
def test_refuses_what_it_does_not_know(file: str, change: tuple[str, str], says: str) -> None:
    """A new list, column, key or type, and another number of entries than stated, are refused."""
    text = (FIXTURES / file).read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(SourceError, match=says):
        list(read(text.replace(*change).encode()))


def test_refuses_cut_json() -> None:
    """JSON cut short is refused with advice."""
    with pytest.raises(SourceError, match="not JSON"):
        list(read((FIXTURES / "csl.compact.json").read_bytes()[:-20]))
    with pytest.raises(SourceError, match="no entries"):
        list(read(json.dumps({"error": "sorry"}).encode()))


@pytest.mark.shared
def test_reads_the_whole_compact_copy(shared: Path) -> None:
    """All 25,921 entries of 12 lists are read, each list with the count that the document states."""
    reading = read.collect(shared / "us" / "csl" / "csl-2026-07-31.compact.json.gz")
    assert reading.counts == {
        "us-ofac-sdn": 19181, "us-bis-entity-list": 3420, "us-bis-dpl": 1596, "us-ddtc-debarred": 787,
        "us-ofac-ssi": 286, "us-bis-uvl": 222, "us-state-isn": 161, "us-ofac-plc": 78, "us-bis-meu": 70,
        "us-ofac-cmic": 68, "us-ofac-mbs": 51, "us-ofac-capta": 1,
    }  # fmt: skip
    assert sum(bool(one.source_note) for one in reading.listings) < 50


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("csl-native-csv-sample-2025-06.csv", 13),
        ("csl-native-csv-sample-2019-12.csv", 115),
        ("csl-native-json-sample-2026-09-25.json", 3),
    ],
)
def test_reads_the_native_samples(shared: Path, file: str, count: int) -> None:
    """Each row of the native samples is a listing."""
    assert len(list(read(shared / "us" / "csl" / file))) == count
